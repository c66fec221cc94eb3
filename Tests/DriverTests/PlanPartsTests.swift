import Basics
import Diagnostics
@testable import Driver
import ModuleSystem
import Testing

/// The files and texts that plans consist of.
struct PlanPartsTests {
    @Test func jobsComeBackAsTheyWere() throws {
        var job = JobDescription()
        var member = JobDescription.Member(module: ModuleID("a\tb\\n.ai"))
        member.included = ["x\ny.scm", "../z"]
        member.attachment = ModuleID("lib/c.wasm")
        member.imports = [.init(specifier: "q", module: ModuleID("q.ai")), .init(specifier: "r.s.t", module: ModuleID("r.ai"), nested: ["s", "t"])]
        job.members = [member, JobDescription.Member(module: ModuleID("b.ai"))]
        job.companions = [ModuleID("lib/c.wasm")]
        job.passesSignals = true
        job.warnings = WarningPolicy(level: .deny, levels: ["AT1": .allow, "AI2": .warn])
        job.denial = "since \\ the manifest\twants it"
        #expect(try JobDescription(job.text) == job)
        #expect(job.files == ["a\tb\\n.ai", "x\ny.scm", "../z", "lib/c.wasm", "b.ai"])
    }

    @Test func everyLineOfAJobMustMeanSomething() {
        for line in ["include\tx", "import\tx", "module", "module\ta\tb", "warnings\tloud", "warning\tAT1", "signals\tyes"] {
            #expect(throws: JobDescription.Malformed(line: 2, message: "'\(line)' means nothing here")) {
                try JobDescription("langc-job\t1\n\(line)\nmodule\tm.ai\n")
            }
        }
    }


    /// Damage is found, and never a crash.
    @Test func damagedInterfacesAreRefused() throws {
        let object = try #require(
            Build.run(BuildOptions(entry: "/m.atl"), fileSystem: InMemoryFileSystem(["/m.atl": "/// Adds.\nexport fn f(a: number) -> number { return a + 1; }"]), through: .objects)
                .objects.last)
        let file = try InterfaceFile(objects: [("m", object.bytes)], known: [])
        #expect(file.interfaces.map(\.module.text) == ["m.atl"])
        #expect(file.interfaces[0].exports.allSatisfy { $0.span == .none && $0.documentation == nil })
        let bytes = file.encoded
        #expect(try InterfaceFile(bytes).encoded == bytes)
        for count in 0..<bytes.count { #expect(throws: InterfaceFile.Failure.self) { try InterfaceFile(Array(bytes.prefix(count))) } }
        #expect(throws: InterfaceFile.Failure(message: "it goes on after its end")) { try InterfaceFile(bytes + [0]) }
        for position in bytes.indices {
            var damaged = bytes
            damaged[position] ^= 0x55
            _ = try? InterfaceFile(damaged)
        }
        #expect(throws: InterfaceFile.Failure.self) { try InterfaceFile(objects: [("bad", [0, 1, 2])], known: []) }
    }

    @Test func wordsForShellsAreQuoted() {
        #expect(ShellText.joined(["a/b.c", "", "it's", "$x", "a b"]) == "a/b.c '' 'it'\\''s' '$x' 'a b'")
    }

    @Test func listingsLeaveOutWhatSavingAFileMakes() throws {
        let files = InMemoryFileSystem(["/d/a.atl": "", "/d/.a.atl.swp": "", "/d/a.atl~": "", "/d/sub/b": ""])
        #expect(try DirectoryListing(of: "/d", fileSystem: files).text == "\"a.atl\"\n\"sub\"\n")
    }
}
