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
}
