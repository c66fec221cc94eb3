import Basics
import Driver
import Testing

/// Writing an unmerged program: all or nothing, whatever fails.
@Suite struct UnmergedWriteTests {
    private func program() throws -> UnmergedProgram {
        let tree = SourceTree(["src/main.atl": "import { a } from \"./a\";\nprint(a);", "src/a.atl": "export let a: number = 1;"])
        var result = tree.build("src/main.atl", through: .objects)
        let program = result.unmerge(BuildOptions(entry: "src/main.atl"))
        return try #require(program)
    }

    @Test func everyFileIsListedInThePlan() throws {
        let program = try program()
        let plan = try #require(program.files.first { $0.path == UnmergedProgram.planFile })
        for file in program.files { #expect(String(decoding: plan.bytes, as: UTF8.self).contains("\"\(file.path)\"")) }
        #expect(program.files.map(\.path) == program.files.map(\.path).sorted())
    }

    @Test func replacesOnlyItsOwn() throws {
        let program = try program()
        let files = InMemoryFileSystem(["home/x": ""])
        try program.write(to: "home/out", files)
        let written = files.paths
        #expect(Set(written) == Set(program.files.map { "/home/out/\($0.path)" } + ["/home/x"]))
        try program.write(to: "home/out", files)
        #expect(files.paths == written)
        try files.write("mine", to: "/home/out/mine")
        #expect(throws: UnmergedProgram.WriteError.foreign("mine")) { try program.write(to: "home/out", files) }
        #expect(throws: UnmergedProgram.WriteError.foreign("out")) { try program.write(to: "home", files) }
        #expect(files.paths == (written + ["/home/out/mine"]).sorted())
    }

    /// A plan that lists a stranger's file must at least be one.
    @Test(arguments: ["", "{}", "[]", "{\"compiler\":1,\"files\":[\"plan.json\"]}", "{\"compiler\":\"0\",\"files\":7}"])
    func otherPlansAreForeign(_ text: String) throws {
        let files = InMemoryFileSystem(["out/plan.json": text])
        #expect(throws: UnmergedProgram.WriteError.foreign("plan.json")) { try program().write(to: "out", files) }
        #expect(files.paths == ["/out/plan.json"])
    }

    /// Whichever step fails, what was there stays, and nothing else appears.
    @Test func aFailureLeavesEverythingAsItWas() throws {
        let program = try program()
        for isThere in [false, true] {
            var steps = 0
            for limit in 0... {
                let files = InMemoryFileSystem(["home/x": ""])
                if isThere { try program.write(to: "home/out", files) }
                let before = files.paths
                let failing = FailingFileSystem(files, failsAfter: limit)
                do throws(UnmergedProgram.WriteError) {
                    try program.write(to: "home/out", failing)
                    break
                } catch {
                    #expect(error == .system(FileSystemError(path: "home/out", cause: .noSpace)))
                    #expect(files.paths == before, "step \(limit)")
                    #expect(try files.list("home") == (isThere ? ["out", "x"] : ["x"]))
                }
                steps = limit
            }
            #expect(steps > program.files.count)
        }
    }
}
