import Basics
import CodeGen
import Core
import ModuleSystem
import Testing

@testable import Driver

/// Whatever the compilation of a module reads is in the key under which the cache keeps its result. These tests fail when something comes to be
/// read that they do not know; whoever adds it says here where the key has it.
struct ModuleKeyTests {
    private func properties(of value: Any) -> Set<String> { Set(Mirror(reflecting: value).children.compactMap(\.label)) }

    /// Every option counts, on its own.
    @Test func optionsAreInTheKey() throws {
        let changes: [String: (inout ModuleOptions) -> Void] = [
            "optimization": { $0.optimization = .standard },
            "names": { $0.names = true },
            "positions": { $0.positions = true },
            "callStacks": { $0.callStacks = true },
            "passesSignals": { $0.passesSignals = true },
            "verify": { $0.verify = true },
            "defersModuleErrors": { $0.defersModuleErrors = true },
        ]
        #expect(properties(of: ModuleOptions()) == Set(changes.keys))
        let language = try #require(Language.of(path: "main.atl"))
        var fingerprints = [ModuleOptions().fingerprint(for: language)]
        for change in changes.values {
            var options = ModuleOptions()
            change(&options)
            fingerprints.append(options.fingerprint(for: language))
        }
        #expect(Set(fingerprints).count == changes.count + 1)
        var aggressive = ModuleOptions()
        aggressive.optimization = .aggressive
        #expect(!fingerprints.contains(aggressive.fingerprint(for: language)))
    }

    /// Code generation knows nothing that the options of the module do not say, besides the version.
    @Test func codeGenerationReadsOptionsOfModules() {
        let options = ModuleOptions().codeGeneration(isStandard: false)
        let known: Set = ["optimization", "compilerVersion", "debugNames", "positions", "callStacks", "validate"]
        #expect(properties(of: options) == known)
    }

    /// What a front end is told of a module's surroundings, and the part of the key that covers it.
    @Test func surroundingsAreInTheKey() {
        let parts = [
            "module": "source", "resolved": "imports", "nestedPaths": "imports", "attachment": "attachment", "cycle": "imports",
            "cycleImports": "imports", "interfaces": "neighbors", "interfaceHashes": "neighbors", "foreign": "neighbors", "unusable": "neighbors",
            "defersModuleErrors": "options",
            // Only for what is said beside an error; modules with errors are not kept.
            "reachable": "",
        ]
        #expect(properties(of: ModuleContext(module: ModuleID("a.atl"), resolved: [:])) == Set(parts.keys))
        let empty = StableHash(of: "")
        let key = ModuleKey(compiler: empty, options: empty, source: empty, attachment: empty, imports: empty, neighbors: [])
        #expect(properties(of: key) == Set(parts.values).subtracting([""]).union(["compiler"]))
    }

    /// Each part of the key counts.
    @Test func partsAreInTheHash() {
        let (empty, other) = (StableHash(of: ""), StableHash(of: "other"))
        func key(_ change: (inout ModuleKey) -> Void = { _ in }) -> StableHash {
            let neighbor = ModuleKey.Neighbor(module: ModuleID("b.atl"), hash: empty, isDone: true)
            var key = ModuleKey(compiler: empty, options: empty, source: empty, attachment: empty, imports: empty, neighbors: [neighbor])
            change(&key)
            return key.hash
        }
        let hashes = [
            key(), key { $0.compiler = other }, key { $0.options = other }, key { $0.source = other }, key { $0.attachment = other },
            key { $0.imports = other }, key { $0.neighbors = [] }, key { $0.neighbors[0].hash = other }, key { $0.neighbors[0].isDone = false },
            key { $0.neighbors[0].module = ModuleID("c.atl") },
        ]
        #expect(Set(hashes).count == hashes.count)
    }
}
