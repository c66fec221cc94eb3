import Basics
import Core
@testable import Driver
import Foundation
import ModuleSystem
import Testing
import WasmFormat

/// Names that are made of names in sources: none is lost, and no two things get the same. Random names with fixed seeds.
struct NameTests {
    /// Names of different things that look alike.
    private func names(_ count: Int, _ letters: [String], seed: UInt64) -> [String] {
        var random = SplitMix(state: seed)
        var found: Set<String> = []
        while found.count < count {
            found.insert((0...Int.random(in: 0..<6, using: &random)).map { _ in letters.randomElement(using: &random) ?? "" }.joined())
        }
        return found.sorted().shuffled(using: &random)
    }

    @Test func objectFilesHaveNamesOfTheirOwn() {
        let ids = names(3000, ["a", "_", "/", ":", "\\", "-", "2", "3", ".atl", "ä"], seed: 1).map { ModuleID($0) }
        let files = ObjectFileNames.names(for: ids)
        #expect(Set(files).count == ids.count)
        #expect(files.allSatisfy { $0.hasSuffix(".o.wasm") && !$0.contains { "/:\\".contains($0) } })
        #expect(ObjectFileNames.names(for: ids) == files)
        #expect(ObjectFileNames.names(for: ["a/b", "a_b", "a:b", "a_b-2"].map { ModuleID($0) }) == ["a_b.o.wasm", "a_b-2.o.wasm", "a_b-3.o.wasm", "a_b-2-2.o.wasm"])
    }

    /// How names of Ai look to Atlas: what cannot be told apart is reported, and everything else can be.
    @Test(arguments: [UInt64(2), 3, 4]) func foreignNamesAreIdentifiersAndClashesAreReported(_ seed: UInt64) throws {
        let names = names(2000, ["a", "b", "-", "->", ">", "_", "?", "!", "*", "2d", "3", "é", "to", "x", "p", "if"], seed: seed)
        let interface = ModuleInterface(
            module: ModuleID("m.ai"), language: "Ai", sourcePath: "m.ai",
            exports: names.map { InterfaceExport(name: $0, kind: .variable(.any, isMutable: false), type: .dynamic) })
        let (ai, atlas) = (try #require(Language.named("Ai")).boundary, try #require(Language.named("Atlas")).boundary)
        let view = BoundaryView(of: interface, in: ai, for: atlas) { _ in nil }
        #expect(view.names.count + view.clashes.count + view.unusable.count == names.count)
        #expect(view.unusable.isEmpty && !view.clashes.isEmpty)
        #expect(Set(view.names.values).count == view.names.count)
        for (foreign, own) in view.names {
            #expect(foreign.wholeMatch(of: /[\p{L}_][\p{L}\p{N}_]*/) != nil, "\(own) became \(foreign)")
            #expect(atlas.foreignName(own) == foreign)
            #expect(BoundaryPolicy.identifier(for: foreign) == foreign)
        }
        for clash in view.clashes {
            #expect(clash.first.name != clash.second.name && atlas.foreignName(clash.second.name) == clash.foreignName)
        }
        // Atlas names are what they are in Ai.
        #expect(names.allSatisfy { ai.foreignName($0) == $0 })
    }

    /// Exports of an object are called as they are in the source, also where that looks like a name that langc makes.
    @Test(arguments: [UInt64(5), 6]) func exportsKeepTheirNames(_ seed: UInt64) throws {
        let letters = ["a", "-", "!", "?", "*", "x", "langc", "init", "closure:", "site:", "b2", "é"]
        let names = names(60, letters, seed: seed)
        let definitions = names.enumerated().map { $0 % 3 == 0 ? "(define \($1) \($0))" : "(define (\($1) n) (+ n \($0)))" }
        let source = "(module m [\(names.joined(separator: " "))]\n\(definitions.joined(separator: "\n")))\n"
        let built = SourceTree(["/p/m.ai": source]).build("/p/m.ai", through: .objects)
        let said = built.lines.filter { !$0.hasPrefix("AI05") }
        #expect(said == [], "\(source)")
        let object = try #require(built.objects.last)
        let module = try WasmModule(reading: object.bytes)
        let exports = module.exports.map(\.name)
        #expect(Set(exports).count == exports.count)
        #expect(Set(names).isSubset(of: exports))
    }
}
