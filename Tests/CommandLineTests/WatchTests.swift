import Foundation
import Testing

/// `--watch`: building, and running, again and again.
struct WatchTests {
    private static let sources = [
        "main.atl": "import { f } from \"./lib/m\";\nprint(f());\n",
        "lib/m.atl": "export fn f() -> number { return 1; }\n",
    ]
    private static let waiting = "waiting for changes (Ctrl-C ends)"

    /// langc at work in a workspace; ended with the value.
    private final class Watch {
        let workspace: Workspace
        let run: Workspace.Run
        /// What had been said when a change was made.
        private var seen = 0

        init(_ workspace: Workspace, _ arguments: [String], in folder: String = "", path: String? = nil) throws {
            self.workspace = workspace
            run = try workspace.start(arguments, in: folder, path: path)
        }

        deinit { if run.process.isRunning { run.process.terminate() } }

        var said: String { (try? String(contentsOf: run.errorFile, encoding: .utf8)) ?? "" }

        /// Waits until langc has said something since the last call.
        func expect(_ text: String, _ place: SourceLocation = #_sourceLocation) {
            let found = wait {
                let lines = said.dropFirst(seen)
                guard let range = lines.range(of: text) else { return false }
                seen += lines.distance(from: lines.startIndex, to: range.upperBound)
                return true
            }
            #expect(found, "`\(text)` was not said: \(said)", sourceLocation: place)
        }

        func log() -> [String] { ((try? String(decoding: workspace.bytes("log"), as: UTF8.self)) ?? "").split(separator: "\n").map(String.init) }

        func expectLog(_ lines: [String], _ place: SourceLocation = #_sourceLocation) {
            #expect(wait { log() == lines }, "\(log())", sourceLocation: place)
        }

        private func wait(until condition: () -> Bool) -> Bool {
            for _ in 0..<1200 {
                if condition() { return true }
                Thread.sleep(forTimeInterval: 0.05)
            }
            return false
        }
    }

    // MARK: Building

    @Test func changesAreBuilt() throws {
        let workspace = try Workspace(Self.sources)
        let watch = try Watch(workspace, ["build", "-O0", "main.atl", "--watch"])
        watch.expect("langc: compiled lib/m.atl and main.atl in ")
        watch.expect(Self.waiting)
        let first = try workspace.bytes("main.wasm")
        try workspace.add(["lib/m.atl": "export fn f() -> number { return; }\n"])
        watch.expect("langc: lib/m.atl changed")
        watch.expect("error[")
        watch.expect("langc: failed in ")
        // A module that is not there, in a directory that is not there.
        try workspace.add(["lib/m.atl": "export fn f() -> number { return 1 + n(); }\nimport { n } from \"./more/far/n\";\n"])
        watch.expect("langc: failed in ")
        try workspace.add(["lib/more/far/n.atl": "export fn n() -> number { return 5; }\n"])
        watch.expect("langc: compiled lib/more/far/n.atl and lib/m.atl in ")
        #expect(try workspace.bytes("main.wasm") != first)
        // Nothing but the time of the file.
        try workspace.add(["lib/m.atl": String(decoding: try workspace.bytes("lib/m.atl"), as: UTF8.self)])
        watch.expect("langc: nothing to compile; done in ")
    }

    /// Results of several files.
    @Test(arguments: [["--unmerged", "result"], ["--target", "web", "-o", "result"], ["--reactor", "-o", "result/out.wasm"], ["-g", "-o", "result/out.wasm"]])
    func everyKindOfResultIsMadeAgain(_ kind: [String]) throws {
        let workspace = try Workspace(Self.sources)
        let folder = workspace.directory.appending(path: "result")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func files() throws -> [String: Data] {
            let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            return try names.reduce(into: [:]) { found, name in
                var isDirectory: ObjCBool = false
                _ = FileManager.default.fileExists(atPath: folder.appending(path: name).path, isDirectory: &isDirectory)
                if !isDirectory.boolValue { found[name] = try workspace.bytes("result/" + name) }
            }
        }
        let watch = try Watch(workspace, ["build", "-O0", "main.atl", "--watch"] + kind)
        watch.expect("langc: compiled lib/m.atl and main.atl in ")
        let first = try files()
        #expect(!first.isEmpty)
        try workspace.add(["lib/m.atl": "export fn f() -> number { return; }\n"])
        watch.expect("langc: failed in ")
        #expect(try files() == first)
        try workspace.add(["lib/m.atl": "export fn f() -> number { return 2; }\n"])
        watch.expect("langc: compiled lib/m.atl in ")
        let second = try files()
        #expect(second != first && second.keys.sorted() == first.keys.sorted())
        // The same files as a build of its own makes.
        try FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        #expect(try workspace.start(["build", "-O0", "main.atl"] + kind).finish().status == 0)
        #expect(try files() == second)
    }

    /// Files that vanish for a moment, as when a branch is switched, are waited for.
    @Test func whatVanishesIsWaitedFor() throws {
        let workspace = try Workspace(Self.sources)
        let watch = try Watch(workspace, ["build", "-O0", "main.atl", "--watch"])
        watch.expect(Self.waiting)
        let files = FileManager.default
        try files.removeItem(at: workspace.directory.appending(path: "main.atl"))
        watch.expect("langc: main.atl changed")
        watch.expect("error[")
        watch.expect(Self.waiting)
        try files.removeItem(at: workspace.directory.appending(path: "lib"))
        try workspace.add(["main.atl": Self.sources["main.atl"]!])
        watch.expect("./lib/m")
        watch.expect(Self.waiting)
        try workspace.add(["lib/m.atl": "export fn f() -> number { return 2; }\n"])
        watch.expect("langc: compiled lib/m.atl in ")
        try workspace.add(["lib/m.atl": "export fn f() -> number { return 3; }\n"])
        watch.expect("langc: compiled lib/m.atl in ")
    }

    @Test func aBrokenManifestIsWaitedFor() throws {
        let manifest = "[package]\nname = \"p\"\nversion = \"1.0.0\"\n[build]\nentry = \"src/main.atl\"\n"
        let workspace = try Workspace(["atlas.toml": manifest, "src/main.atl": "print(1);\n"])
        let watch = try Watch(workspace, ["build", "-O0", "--watch"], in: "src")
        watch.expect("langc: compiled src/main.atl in ")
        watch.expect(Self.waiting)
        try workspace.add(["atlas.toml": manifest + "[[[\n"])
        watch.expect("langc: ../atlas.toml changed")
        watch.expect("error[")
        watch.expect(Self.waiting)
        // A project without its manifest is wrong usage, but not for good.
        try FileManager.default.removeItem(at: workspace.directory.appending(path: "atlas.toml"))
        watch.expect("langc build: no entry module given")
        watch.expect(Self.waiting)
        try workspace.add(["atlas.toml": manifest])
        watch.expect("langc: nothing to compile; done in ")
        // The directory that the build has made was no reason to build again.
        #expect(!watch.said.contains("target"))
    }

    @Test func aWrongCommandLineEndsIt() throws {
        let workspace = try Workspace(Self.sources)
        for wrong in [["--emit", "nonsense"], ["-j", "0"], ["-o", "main.atl"], ["-o", "-"]] {
            #expect(try workspace.start(["build", "-O0", "main.atl", "--watch"] + wrong).finish().status == 2, "\(wrong)")
        }
    }

    // MARK: Running

    /// A stand-in for a runtime that writes down when it begins and ends.
    private static let program = "echo start >> log\ntrap 'sleep 0.2; echo stop >> log; exit 0' TERM INT\nwhile :; do sleep 0.05; done\n"

    @Test func theProgramIsStoppedBeforeTheNextStarts() throws {
        let workspace = try Workspace(Self.sources)
        try workspace.add(script: "bin/wasmtime", Self.program)
        let watch = try Watch(workspace, ["run", "main.atl", "--watch", "--runtime", "wasmtime"], path: "bin")
        watch.expect("; running")
        watch.expectLog(["start"])
        // Also what lies in another directory than the entry is watched while the program runs.
        try workspace.add(["lib/m.atl": "export fn f() -> number { return 2; }\n"])
        watch.expect("langc: the program was stopped")
        watch.expect("langc: lib/m.atl changed")
        watch.expect("langc: compiled lib/m.atl in ")
        watch.expectLog(["start", "stop", "start"])
        // An error leaves nothing running.
        try workspace.add(["lib/m.atl": "export fn f() -> number { return; }\n"])
        watch.expect("langc: failed in ")
        watch.expectLog(["start", "stop", "start", "stop"])
    }

    @Test func theProgramsEndIsTold() throws {
        let workspace = try Workspace(Self.sources)
        try workspace.add(script: "bin/wasmtime", "echo ran >> log\nexit 3\n")
        let watch = try Watch(workspace, ["run", "main.atl", "--watch", "--runtime", "wasmtime"], path: "bin")
        watch.expect("langc: the program has ended with status 3; \(Self.waiting)")
        try workspace.add(["main.atl": "print(7);\n"])
        watch.expect("langc: compiled main.atl in ")
        watch.expectLog(["ran", "ran"])
    }

    /// A program that does not end when asked to is ended.
    @Test func aStubbornProgramIsStoppedToo() throws {
        let workspace = try Workspace(Self.sources)
        try workspace.add(script: "bin/wasmtime", "echo start >> log\ntrap '' TERM\nwhile :; do sleep 0.05; done\n")
        let watch = try Watch(workspace, ["run", "main.atl", "--watch", "--runtime", "wasmtime"], path: "bin")
        watch.expectLog(["start"])
        try workspace.add(["main.atl": "print(7);\n"])
        watch.expect("langc: the program was stopped")
        watch.expectLog(["start", "start"])
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aSignalEndsBothInOrder(_ signal: Int32) throws {
        let workspace = try Workspace(Self.sources)
        try workspace.add(script: "bin/wasmtime", Self.program)
        let watch = try Watch(workspace, ["run", "main.atl", "--watch", "--runtime", "wasmtime"], path: "bin")
        watch.expectLog(["start"])
        kill(watch.run.process.processIdentifier, signal)
        watch.run.process.waitUntilExit()
        #expect(watch.run.process.terminationReason == .uncaughtSignal && watch.run.process.terminationStatus == signal)
        // The program has ended before langc, and its file is gone.
        #expect(watch.log() == ["start", "stop"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.temporary.path) == [])
    }

    @Test func aSignalEndsTheWait() throws {
        let workspace = try Workspace(Self.sources)
        let watch = try Watch(workspace, ["build", "-O0", "main.atl", "--watch"])
        watch.expect(Self.waiting)
        kill(watch.run.process.processIdentifier, SIGINT)
        watch.run.process.waitUntilExit()
        #expect(watch.run.process.terminationReason == .uncaughtSignal && watch.run.process.terminationStatus == SIGINT)
    }
}
