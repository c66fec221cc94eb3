import Foundation
import Testing

/// Builds that ninja runs by the plan that langc writes.
struct NinjaPlanTests {
    /// What ninja did, as the descriptions of commands: `compile lib/twice.atl`.
    private func ninja(_ workspace: Workspace, status: Int32 = 0, _ place: SourceLocation = #_sourceLocation) throws -> (did: Set<String>, output: String) {
        let outcome = try runTool("ninja", "-C", "build", in: workspace.directory)
        #expect(outcome.status == status, "\(outcome.output)\(outcome.error)", sourceLocation: place)
        let lines = outcome.output.split(separator: "\n").compactMap { line in
            line.firstMatch(of: /^\[\d+\/\d+\] (.*)$/).map { String($0.1) }
        }
        return (Set(lines), outcome.output)
    }

    private func expectTheBytesOfABuild(_ workspace: Workspace, _ entry: String, _ options: String..., at place: SourceLocation = #_sourceLocation) throws {
        let built = try workspace.start(["build", entry, "-o", "-"] + options).finish()
        #expect(built.status == 0, "\(built.error)", sourceLocation: place)
        let program = "build/" + entry.split(separator: ".")[0] + ".wasm"
        #expect(try workspace.bytes(program) == built.output, sourceLocation: place)
    }

    private static let all: Set = [
        "compile lib/shapes.atl", "interface of lib/shapes.atl", "compile lib/twice.atl", "interface of lib/twice.atl", "compile main.atl", "link main.wasm",
    ]

    @Test func onlyWhatAChangeConcernsIsMadeAgain() throws {
        let workspace = try Workspace(Workspace.program)
        let planned = try workspace.langc("plan", "main.atl", "-O0")
        #expect(planned.status == 0, "\(planned.error)")
        #expect(try ninja(workspace).did == Self.all)
        try expectTheBytesOfABuild(workspace, "main.atl", "-O0")
        #expect(try ninja(workspace).did == [])

        // A body.
        try workspace.add(["lib/twice.atl": "export fn twice(n: number) -> number { return n + n; }"])
        #expect(try ninja(workspace).did == ["imports of lib/twice.atl", "compile lib/twice.atl", "interface of lib/twice.atl", "link main.wasm"])
        try expectTheBytesOfABuild(workspace, "main.atl", "-O0")

        // A comment behind all code: the object stays the same.
        try workspace.add(["lib/twice.atl": "export fn twice(n: number) -> number { return n + n; } // Twice."])
        #expect(try ninja(workspace).did == ["imports of lib/twice.atl", "compile lib/twice.atl"])

        // An interface.
        try workspace.add(["lib/twice.atl": "export fn twice(n: number) -> number { return n + n; }\nexport let more = 1;"])
        #expect(try ninja(workspace).did == [
            "imports of lib/twice.atl", "compile lib/twice.atl", "interface of lib/twice.atl", "compile main.atl", "link main.wasm",
        ])
        #expect(try ninja(workspace).did == [])
    }

    @Test func aChangeOfImportsPlansAnew() throws {
        let workspace = try Workspace(Workspace.program)
        #expect(try workspace.langc("plan", "main.atl", "-O0").status == 0)
        #expect(try ninja(workspace).did == Self.all)

        // A new module.
        try workspace.add([
            "lib/twice.atl": "import { two } from \"./two\";\nexport fn twice(n: number) -> number { return n * two; }",
            "lib/two.atl": "export let two = 2;",
        ])
        let added = try ninja(workspace).did
        #expect(added.isSuperset(of: ["plan", "compile lib/two.atl", "compile lib/twice.atl", "link main.wasm"]), "\(added)")
        #expect(!added.contains("compile lib/shapes.atl") && !added.contains("compile main.atl"), "\(added)")
        try expectTheBytesOfABuild(workspace, "main.atl", "-O0")
        #expect(try ninja(workspace).did == [])

        // It goes away again.
        try FileManager.default.removeItem(at: workspace.directory.appending(path: "lib/two.atl"))
        try workspace.add(["lib/twice.atl": Workspace.program["lib/twice.atl"] ?? ""])
        let removed = try ninja(workspace).did
        #expect(removed.isSuperset(of: ["plan", "compile lib/twice.atl", "link main.wasm"]), "\(removed)")
        try expectTheBytesOfABuild(workspace, "main.atl", "-O0")
        #expect(try ninja(workspace).did == [])

        // It goes away while it is imported.
        try FileManager.default.removeItem(at: workspace.directory.appending(path: "lib/shapes.atl"))
        let broken = try ninja(workspace, status: 1)
        #expect(broken.output.contains("./lib/shapes"), "\(broken.output)")
        try workspace.add(["lib/shapes.atl": Workspace.program["lib/shapes.atl"] ?? ""])
        _ = try ninja(workspace)
        try expectTheBytesOfABuild(workspace, "main.atl", "-O0")
    }

    /// A file that is found before the one that was meant so far.
    @Test func aNewFileThatIsMeantNowIsFound() throws {
        let workspace = try Workspace([
            "app/main.ai": "(import \"tools\" (name))\n(print name)\n", "shared/tools.ai": "(module tools [name] (define name \"shared\"))\n",
        ])
        let planned = try workspace.langc("plan", "app/main.ai", "-O0", "--root", "app", "-I", "shared")
        #expect(planned.status == 0, "\(planned.error)")
        _ = try ninja(workspace)
        let before = try workspace.bytes("build/main.wasm")
        try workspace.add(["app/tools.ai": "(module tools [name] (define name \"own\"))\n"])
        #expect(try ninja(workspace).did.contains("plan"))
        #expect(try workspace.bytes("build/main.wasm") != before)
        let built = try workspace.langc("build", "app/main.ai", "-O0", "--root", "app", "-I", "shared", "-o", "-")
        #expect(try workspace.bytes("build/main.wasm") == built.output)
    }

    @Test func errorsAreThoseOfTheModule() throws {
        let workspace = try Workspace(Workspace.program)
        #expect(try workspace.langc("plan", "main.atl", "-O0").status == 0)
        try workspace.add(["lib/twice.atl": "export fn twice(n: number) -> number { return \"\"; }"])
        let failed = try ninja(workspace, status: 1)
        #expect(failed.output.contains("lib/twice.atl:1:"), "\(failed.output)")
        #expect(failed.did.isDisjoint(with: ["link main.wasm", "compile main.atl"]))
        try workspace.add(["lib/twice.atl": Workspace.program["lib/twice.atl"] ?? ""])
        _ = try ninja(workspace)
        try expectTheBytesOfABuild(workspace, "main.atl", "-O0")
    }

    /// Names that mean something to ninja and to the shell.
    @Test func namesMayBeUnusual() throws {
        let workspace = try Workspace(["it's $5: a/main.atl": "import { x } from \"./b $c\";\nprint(x);", "it's $5: a/b $c.atl": "export let x = 1;"])
        let planned = try workspace.langc("plan", "it's $5: a/main.atl", "-O0")
        #expect(planned.status == 0, "\(planned.error)")
        _ = try ninja(workspace)
        #expect(try workspace.bytes("build/main.wasm") == (try workspace.langc("build", "it's $5: a/main.atl", "-O0", "-o", "-").output))
        #expect(try ninja(workspace).did == [])
    }

    // MARK: Other results than a program

    private static let targets = [
        (["--reactor"], ["main.d.mts", "main.instance.d.mts", "main.instance.mjs", "main.mjs", "main.wasm"]),
        (["--reactor", "--export", "main", "-g"], ["main.instance.mjs", "main.wasm", "main.wasm.map"]),
        (["--target", "web"], ["main-web/index.html", "main-web/main.mjs", "main-web/main.wasm"]),
        (["--target", "web", "-g"], ["main-web/index.html", "main-web/main.wasm", "main-web/main.wasm.map"]),
        (["--unmerged", "out"], ["out/plan.json", "out/run.mjs", "out/runtime.wasm", "out/modules/main.atl.o.wasm", "out/modules/std_atlas_array.o.wasm"]),
        (["--unmerged", "out", "-g"], ["out/plan.json", "out/modules/main.atl.o.wasm", "out/modules/main.atl.o.wasm.map"]),
    ]

    /// All files below a directory, by path.
    private func files(_ workspace: Workspace, _ folder: String) throws -> [String: Data] {
        let place = workspace.directory.appending(path: folder)
        var isDirectory: ObjCBool = false
        let paths = try FileManager.default.subpathsOfDirectory(atPath: place.path).filter { path in
            FileManager.default.fileExists(atPath: place.appending(path: path).path, isDirectory: &isDirectory) && !isDirectory.boolValue
        }
        return Dictionary(uniqueKeysWithValues: try paths.map { ($0, try workspace.bytes("\(folder)/\($0)")) })
    }

    @Test(arguments: targets) func everyKindOfResultIsThatOfABuild(_ options: [String], _ expected: [String]) throws {
        var sources = Workspace.program
        sources["main.atl", default: ""] += "\nexport fn main(n: number) -> number { return twice(n); }\n"
        let workspace = try Workspace(sources)
        let planned = try workspace.start(["plan", "main.atl", "-O0"] + options).finish()
        #expect(planned.status == 0, "\(planned.error)")
        _ = try ninja(workspace)
        #expect(try ninja(workspace).did == [])
        // A build makes the same, in a place as deep as the plan's.
        let words = options.map { $0 == "out" ? "built/out" : $0 }
        let output = options.contains("--target") ? ["-o", "built/main-web"] : options.contains("out") ? [] : ["-o", "built/main.wasm"]
        try FileManager.default.createDirectory(at: workspace.directory.appending(path: "built"), withIntermediateDirectories: true)
        let built = try workspace.start(["build", "main.atl", "-O0"] + words + output).finish()
        #expect(built.status == 0, "\(built.error)")
        let all = try files(workspace, "built")
        #expect(Set(expected).isSubset(of: all.keys), "\(all.keys.sorted())")
        let planMade = try files(workspace, "build")
        for (path, bytes) in all { #expect(planMade[path] == bytes, "\(path)") }
        // The directory holds nothing else.
        #expect(planMade.keys.filter { $0.hasPrefix("out/") || $0.hasPrefix("main-web/") }.count == all.keys.filter { $0.contains("/") }.count)

        // A change makes it anew, and the plan knows its target also when it makes itself anew.
        try workspace.add(["lib/twice.atl": "import { two } from \"./two\";\nexport fn twice(n: number) -> number { return n * two; }", "lib/two.atl": "export let two = 2;"])
        #expect(try ninja(workspace).did.contains("plan"))
        #expect(try workspace.start(["build", "main.atl", "-O0"] + words + output).finish().status == 0)
        let changed = try files(workspace, "built")
        #expect(changed != all)
        let changedByNinja = try files(workspace, "build")
        for (path, bytes) in changed { #expect(changedByNinja[path] == bytes, "\(path)") }
    }

    @Test func targetsThatCannotBeAreRefused() throws {
        let workspace = try Workspace(Workspace.program)
        for options in [
            ["--unmerged", "a/b"], ["--unmerged", "objects"], ["--unmerged", ".."], ["--unmerged", "out", "--reactor"],
            ["--unmerged", "out", "--target", "web"], ["--target", "none"],
        ] {
            let outcome = try workspace.start(["plan", "main.atl"] + options).finish()
            #expect(outcome.status == 2, "\(options): \(outcome.error)")
        }
        #expect(try !workspace.names().contains("build"))
    }
}
