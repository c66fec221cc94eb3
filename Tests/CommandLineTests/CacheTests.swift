import Foundation
import Testing

/// The cache as users meet it: on a disk, shared by processes.
struct CacheTests {
    private static let sources = [
        "main.atl": "import { f } from \"./m\";\nprint(f());\n",
        "m.atl": "export fn f() -> number { return 1; }\n",
    ]

    private func run(_ workspace: Workspace, _ arguments: [String]) throws -> Workspace.Outcome { try workspace.start(arguments).finish() }

    private func explained(_ workspace: Workspace, _ arguments: [String] = []) throws -> [String] {
        let outcome = try run(workspace, ["build", "-O0", "main.atl", "--explain"] + arguments)
        #expect(outcome.status == 0, "\(outcome.error)")
        return outcome.error.split(separator: "\n").map(String.init).filter { !$0.contains("std:") }
    }

    @Test func stepsWithReasons() throws {
        let workspace = try Workspace(Self.sources)
        #expect(try explained(workspace).prefix(2) == [
            "rebuilt m.atl: this program was not built before", "rebuilt main.atl: this program was not built before",
        ])
        let first = try workspace.bytes("main.wasm")
        #expect(try explained(workspace).prefix(2) == [
            "reused  m.atl: nothing that it depends on has changed", "reused  main.atl: nothing that it depends on has changed",
        ])
        #expect(try workspace.bytes("main.wasm") == first)
        try workspace.add(["m.atl": "export fn f() -> number { return 2; }\n"])
        #expect(try explained(workspace).prefix(2) == [
            "rebuilt m.atl: its source has changed", "reused  main.atl: nothing that it depends on has changed",
        ])
        // The same length, within the same tick of the clock.
        try workspace.add(["m.atl": "export fn f() -> number { return 3; }\n"])
        #expect(try explained(workspace).first == "rebuilt m.atl: its source has changed")
        try workspace.add(["m.atl": Self.sources["m.atl"]!])
        #expect(try explained(workspace).first == "reused  m.atl: an earlier build has compiled it as it is now")
        #expect(try workspace.bytes("main.wasm") == first)
    }

    @Test func jobsAndCacheMakeNoDifference() throws {
        let workspace = try Workspace(Self.sources)
        var results: [Data] = []
        for arguments in [["--no-cache"], ["-j", "1"], ["-j", "4"], ["--cache-dir", "other", "-j", "3"], ["--no-cache", "-j", "2"]] {
            let outcome = try run(workspace, ["build", "-O0", "main.atl"] + arguments)
            #expect(outcome.status == 0, "\(outcome.error)")
            results.append(try workspace.bytes("main.wasm"))
        }
        #expect(Set(results).count == 1)
    }

    @Test func sourceMapsQuoteModulesOfTheCacheToo() throws {
        let workspace = try Workspace(["main.atl": "fn next(n: number) -> number { return n + 1; }\nprint(str(len(map([1, 2], next))));\n"])
        var maps: [Data] = []
        for arguments in [["--no-cache"], [], []] {
            let outcome = try run(workspace, ["build", "-O0", "-g", "main.atl"] + arguments)
            #expect(outcome.status == 0, "\(outcome.error)")
            maps.append(try workspace.bytes("main.wasm.map"))
        }
        #expect(Set(maps).count == 1)
    }

    @Test func aLinkThatPointsElsewhereIsNoticed() throws {
        let workspace = try Workspace([
            "main.atl": Self.sources["main.atl"]!, "one/m.atl": "export fn f() -> number { return 1; }\n",
            "two/m.atl": "export fn f() -> number { return 2; }\n",
        ])
        let link = workspace.directory.appending(path: "m.atl").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "one/m.atl")
        #expect(try explained(workspace).count == 3)
        let first = try workspace.bytes("main.wasm")
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "two/m.atl")
        #expect(try explained(workspace).first == "rebuilt two/m.atl: it is new in this program")
        #expect(try workspace.bytes("main.wasm") != first)
    }

    @Test func buildsAtTheSameTimeShareIt() throws {
        let workspace = try Workspace(Self.sources)
        let runs = try (0..<4).map { try workspace.start(["build", "-O0", "main.atl", "-o", "out\($0).wasm"]) }
        for run in runs { #expect(try run.finish().status == 0) }
        let results = try (0..<4).map { try workspace.bytes("out\($0).wasm") }
        #expect(Set(results).count == 1)
        #expect(try explained(workspace).last?.hasPrefix("0 of ") == true)
    }

    @Test func cleanRemovesEntriesAndNothingElse() throws {
        let workspace = try Workspace(Self.sources)
        try workspace.add(["kept/mine.txt": "mine"])
        _ = try explained(workspace, ["--cache-dir", "kept"])
        #expect(try workspace.names("kept") == ["mine.txt", "v1"])
        let outcome = try run(workspace, ["clean", "--cache-dir", "kept"])
        #expect(outcome.status == 0)
        #expect(outcome.text.hasPrefix("removed "))
        #expect(try workspace.names("kept") == ["mine.txt"])
        #expect(try workspace.names() == ["kept", "m.atl", "main.atl", "main.wasm"])
        #expect(try run(workspace, ["clean", "--cache-dir", "kept"]).text.hasPrefix("removed 0 files"))
    }

    @Test func anUnwritableCacheIsOnlyMentioned() throws {
        let workspace = try Workspace(Self.sources)
        try workspace.add(["file": ""])
        let outcome = try run(workspace, ["build", "-O0", "main.atl", "--cache-dir", "file/cache"])
        #expect(outcome.status == 0)
        #expect(outcome.error.contains("note[LC0012]"))
        #expect(try run(workspace, ["build", "main.atl", "--cache-dir", "x", "--no-cache"]).status == 2)
    }

    // MARK: Builds without changes

    private static let emissions = [
        ["-g"], ["--map", "m.txt", "--link-report", "r.json"], ["--print-init-order", "--why-live", "f"], ["--emit", "wat"], ["--emit", "core"],
        ["--emit", "object", "-o", "main.o.wasm"], ["--reactor"], ["--target", "web"], ["--unmerged", "out"],
    ]

    /// Everything in the workspace that langc has made, by path.
    private func files(_ workspace: Workspace) throws -> [String: Data] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: workspace.directory.path).filter { !$0.hasSuffix(".atl") && $0.contains(".") }
        return Dictionary(uniqueKeysWithValues: try names.filter { !$0.hasSuffix("out/modules") }.map { ($0, try workspace.bytes($0)) })
    }

    @Test(arguments: emissions) func nothingIsLinkedAgainWhateverComesOfIt(_ options: [String]) throws {
        let workspace = try Workspace(Self.sources.merging(["main.atl": Self.sources["main.atl"]! + "export fn twice(n: number) -> number { return 2 * n; }\n"]) { $1 })
        func build() throws -> (Workspace.Outcome, phases: [String]) {
            let outcome = try run(workspace, ["build", "-O0", "main.atl", "--timings"] + options)
            #expect(outcome.status == 0, "\(outcome.error)")
            return (outcome, outcome.error.split(separator: "\n").map { $0.split(separator: "  ").first.map(String.init) ?? "" })
        }
        let (first, phases) = try build()
        #expect(phases.contains("load and parse"))
        let made = try files(workspace)
        #expect(!made.isEmpty || !first.output.isEmpty)
        let (second, shortPhases) = try build()
        #expect(shortPhases == ["compare files"] && second.output == first.output)
        #expect(try files(workspace) == made)
        // What is lost or damaged is there again.
        for (name, bytes) in made where !name.hasSuffix("plan.json") && name != "index.html" {
            try workspace.add([name: String(decoding: bytes.prefix(3), as: UTF8.self)])
        }
        if let lost = made.keys.sorted().first { try FileManager.default.removeItem(at: workspace.directory.appending(path: lost)) }
        #expect(try build().phases == ["compare files"])
        #expect(try files(workspace) == made)
        try workspace.add(["main.atl": Self.sources["main.atl"]!.replacing("f()", with: "f() + 1") + "export fn twice(n: number) -> number { return n; }\n"])
        #expect(try build().phases != ["compare files"])
        #expect(try files(workspace) != made || made.isEmpty)
    }

    @Test func aPlaceThatIsNamedOtherwiseHasItsOwnProducts() throws {
        let workspace = try Workspace(Self.sources)
        try workspace.add(["sub/keep.txt": ""])
        for output in ["one.wasm", "sub/two.wasm", "one.wasm", "sub/two.wasm"] {
            #expect(try run(workspace, ["build", "-O0", "-g", "main.atl", "-o", output]).status == 0)
        }
        let map = String(decoding: try workspace.bytes("sub/two.wasm.map"), as: UTF8.self)
        #expect(map.contains("../main.atl") && map.contains("two.wasm"))
        #expect(try run(workspace, ["run", "-g", "main.atl"]).text == "1\n")
        #expect(try run(workspace, ["run", "-g", "main.atl"]).text == "1\n")
        // Nothing that is asked for in vain is taken for done.
        for _ in 0..<2 {
            let outcome = try run(workspace, ["build", "-O0", "main.atl", "--why-live", "nothing"])
            #expect(outcome.status == 1 && outcome.error.contains("nothing"), "\(outcome.error)")
        }
        // Other options have other products.
        let answers = try [["--why-live", "f"], ["--print-init-order"], ["--why-live", "f"]].map { try run(workspace, ["build", "-O0", "main.atl"] + $0).text }
        #expect(answers[0] != answers[1] && answers[0] == answers[2] && !answers[0].isEmpty && !answers[1].isEmpty)
        // No output replaces a source, also where nothing has changed.
        #expect(try run(workspace, ["build", "-O0", "-g", "main.atl", "-o", "m.atl"]).status == 2)
    }

    @Test func checkingUsesTheCache() throws {
        let workspace = try Workspace(Self.sources.merging(["m.atl": "export fn f() -> number { let unused = 1; return 2; }\n"]) { $1 })
        let first = try run(workspace, ["check", "main.atl", "--timings"])
        #expect(first.status == 0 && first.error.contains("AT2001") && first.error.contains("load and parse"))
        let second = try run(workspace, ["check", "main.atl", "--timings"])
        #expect(second.status == 0 && second.error.contains("AT2001") && !second.error.contains("load and parse"))
        #expect(try run(workspace, ["check", "main.atl", "--no-cache", "--timings"]).error.contains("load and parse"))
        #expect(try run(workspace, ["check", "main.atl", "--deny", "AT2001"]).status == 1)
        #expect(try run(workspace, ["graph", "main.atl", "--registry"]).text.contains("m.atl"))
    }
}
