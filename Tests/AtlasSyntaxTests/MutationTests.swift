import Diagnostics
import Testing

@testable import Atlas

/// Broken input never crashes, hangs or reports places outside the file.
struct MutationTests {
    /// A small generator whose numbers depend on the seed only.
    struct Random {
        var state: UInt64

        mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(max(bound, 1)))
        }
    }

    private static let inserted = Array("(){}[];,.:=<>\"/*|&@_1a".utf8)

    private static func check(_ bytes: [UInt8], _ comment: @autoclosure () -> String) {
        let result = AtlasParser.parse(SourceFile(path: "test.atl", bytes: bytes))
        expectSpansInside(result, count: bytes.count, comment())
        let printed = SyntaxPrinter.print(result.tree)
        if result.diagnostics.isEmpty && printed.contains("<invalid>") {
            Issue.record("an invalid node without a diagnostic: \(comment())")
        }
        for diagnostic in result.diagnostics where diagnostic.primary == nil || diagnostic.message.isEmpty {
            Issue.record("a diagnostic without place or text: \(comment())")
        }
    }

    @Test(arguments: 0..<8) func bytes(_ seed: Int) {
        var random = Random(state: UInt64(seed) &* 7_919 &+ 1)
        for round in 0..<250 {
            var bytes = Array(Programs.all[random.next(Programs.all.count)].utf8)
            for _ in 0...random.next(4) {
                let place = random.next(bytes.count)
                switch random.next(4) {
                case 0: bytes[place] = UInt8(random.next(256))
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(Self.inserted[random.next(Self.inserted.count)], at: place)
                default: bytes.removeLast(min(bytes.count - 1, random.next(40)))
                }
            }
            Self.check(bytes, "seed \(seed), round \(round)")
        }
    }

    @Test(arguments: 0..<8) func tokens(_ seed: Int) {
        var random = Random(state: UInt64(seed) &* 104_729 &+ 3)
        for round in 0..<250 {
            let text = Programs.all[random.next(Programs.all.count)]
            var words = Self.tokens(of: text)
            for _ in 0...random.next(3) {
                let place = random.next(words.count)
                switch random.next(3) {
                case 0: words.remove(at: place)
                case 1: words.insert(words[place], at: place)
                default: words.swapAt(place, random.next(words.count))
                }
            }
            Self.check(Array(words.joined(separator: round % 2 == 0 ? " " : "\n").utf8), "seed \(seed), round \(round)")
        }
    }

    /// Every prefix of a program is handled.
    @Test func prefixes() {
        for program in Programs.all {
            let bytes = Array(program.utf8)
            for count in stride(from: 0, to: bytes.count, by: 3) { Self.check(Array(bytes[..<count]), "prefix \(count)") }
        }
    }

    /// Leaving out one token gives few errors: consequences are not reported.
    @Test func fewErrorsForOneMistake() {
        for program in Programs.all {
            let bytes = Array(program.utf8)
            for token in Lexer.tokenize(SourceFile(path: "test.atl", bytes: bytes)).tokens.tokens.dropLast() {
                var rest = bytes
                for place in token.span.start..<token.span.end { rest[Int(place)] = 0x20 }
                let text = String(decoding: rest, as: UTF8.self)
                let found = errors(text)
                #expect(found.count <= 3, "without \(token): \(found)")
            }
        }
    }

    @Test func noise() {
        var random = Random(state: 42)
        for round in 0..<300 {
            let bytes = (0..<random.next(200)).map { _ in UInt8(random.next(round % 2 == 0 ? 256 : 128)) }
            Self.check(bytes, "noise round \(round)")
        }
    }

    private static func tokens(of text: String) -> [String] {
        let bytes = Array(text.utf8)
        let (buffer, _) = Lexer.tokenize(SourceFile(path: "test.atl", bytes: bytes))
        return buffer.tokens.dropLast().map { String(decoding: bytes[Int($0.span.start)..<Int($0.span.end)], as: UTF8.self) }
    }
}
