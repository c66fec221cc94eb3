import Basics
import Core
import Diagnostics
import Foundation
import ModuleSystem
import Testing

@testable import Atlas

/// Programs with one wrong token: they are checked to the end, say what is wrong, and say little more than that.
@Suite struct MutationTests {
    /// A small generator whose numbers depend on the seed only.
    struct Random {
        var state: UInt64

        mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(max(bound, 1)))
        }
    }

    /// The accepted case programs of one module.
    static let programs: [(name: String, tokens: [String])] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Cases/atlas")
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
        return names.compactMap { name in
            let file = folder.appendingPathComponent(name).appendingPathComponent("main.atl")
            guard let text = try? String(contentsOf: file, encoding: .utf8), text.utf8.count < 5000, errors(text).isEmpty else { return nil }
            return (name, tokens(of: text))
        }
    }()

    /// The tokens of a program, each with what stands before it.
    private static func tokens(of text: String) -> [String] {
        let bytes = Array(text.utf8)
        var position = 0
        return Lexer.tokenize(SourceFile(path: "main.atl", bytes: bytes)).tokens.tokens.dropLast().map { token in
            defer { position = Int(token.span.end) }
            return String(decoding: bytes[position..<Int(token.span.end)], as: UTF8.self)
        }
    }

    /// The errors of a module on its own; its imports are taken as not found, and reported elsewhere.
    private static func errors(_ text: String) -> [Diagnostic] {
        let parsed = AtlasParser.parse(SourceFile(path: "main.atl", text: text))
        var diagnostics = parsed.diagnostics
        if diagnostics.isEmpty {
            diagnostics = AtlasChecker.check(parsed.tree, path: "main.atl", in: ModuleContext(module: ModuleID("main.atl"))).diagnostics
        }
        for diagnostic in diagnostics {
            let end = diagnostic.primary.map { Int($0.span.end) } ?? Int.max
            #expect(end <= text.utf8.count && !diagnostic.message.isEmpty, "\(diagnostic)")
        }
        return diagnostics.filter { $0.severity == .error }
    }

    private static func mutate(_ tokens: [String], _ random: inout Random) -> [String] {
        var tokens = tokens
        let place = random.next(tokens.count)
        let other = random.next(tokens.count)
        switch random.next(4) {
        case 0: tokens[place] = " "
        case 1: tokens[place] += " " + tokens[place]
        case 2: tokens.swapAt(place, min(place + 1, tokens.count - 1))
        default: tokens[place] = tokens[other]
        }
        return tokens
    }

    @Test func thereAreManyPrograms() { #expect(Self.programs.count > 60) }

    /// On average, a program with one wrong token gets hardly more than one error.
    @Test(arguments: [3, 5, 7] as [UInt64])
    func oneMistakeGivesFewErrors(_ seed: UInt64) {
        var random = Random(state: seed)
        var broken = 0
        var errors = 0
        for (name, tokens) in Self.programs where tokens.count > 2 {
            for round in 0..<15 {
                let found = Self.errors(Self.mutate(tokens, &random).joined())
                if found.isEmpty { continue }
                broken += 1
                errors += found.count
                #expect(found.count <= 12, "seed \(seed), \(name), round \(round): \(found.map(\.message))")
            }
        }
        #expect(errors * 10 < broken * 13, "seed \(seed): \(errors) errors in \(broken) programs")
    }

    /// Several mistakes at once are no reason to crash.
    @Test func manyMistakes() {
        var random = Random(state: 11)
        for (_, tokens) in Self.programs where tokens.count > 2 {
            for _ in 0..<4 {
                var mutant = tokens
                for _ in 0..<(2 + random.next(6)) { mutant = Self.mutate(mutant, &random) }
                _ = Self.errors(mutant.joined())
            }
        }
    }
}
