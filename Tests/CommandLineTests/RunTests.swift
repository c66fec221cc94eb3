import Foundation
import Testing

/// `langc run`, mostly with scripts in place of wasm runtimes.
struct RunTests {
    private func workspace(_ script: String, name: String = "wasmtime") throws -> Workspace {
        let workspace = try Workspace(["main.atl": "print(\"hello\");"])
        try workspace.add(script: "bin/\(name)", script)
        return workspace
    }

    @Test func argumentsInputAndStatusPassThrough() throws {
        let workspace = try workspace("for word in \"$@\"; do echo \"[$word]\"; done | sed 's|langc-.*wasm|PROGRAM|; s|/.*/||'\ncat\nexit 7\n")
        let outcome = try workspace.langc(
            "run", "main.atl", "--dir", "data", "--env", "A=b c", "--", "one", "--two", "--", "", input: "typed\n", path: "bin")
        #expect(outcome.status == 7)
        #expect(outcome.text == "[run]\n[--dir]\n[data::data]\n[--env]\n[A=b c]\n[PROGRAM]\n[one]\n[--two]\n[--]\n[]\ntyped\n")
        #expect(outcome.error.isEmpty)
    }

    @Test func theProgramIsAFileThatVanishes() throws {
        let workspace = try workspace("for last in \"$@\"; do :; done\nhead -c 4 \"$last\" | od -An -tx1\n")
        let outcome = try workspace.langc("run", "main.atl", path: "bin")
        #expect(outcome.text == " 00 61 73 6d\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.temporary.path) == [])
        #expect(try workspace.names() == ["bin", "main.atl"])
    }

    @Test(arguments: [(SIGINT, "INT"), (SIGTERM, "TERM"), (SIGHUP, "HUP")])
    func signalsReachTheProgram(_ signal: Int32, _ name: String) throws {
        let workspace = try workspace("trap 'echo caught; exit 9' \(name)\necho ready\nwhile :; do sleep 0.02; done\n")
        let run = try workspace.start(["run", "main.atl"], path: "bin")
        for _ in 0..<1500 where run.output.isEmpty && run.process.isRunning { Thread.sleep(forTimeInterval: 0.02) }
        kill(run.process.processIdentifier, signal)
        let outcome = try run.finish()
        #expect(outcome.status == 9)
        #expect(outcome.text == "ready\ncaught\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.temporary.path) == [])
    }

    @Test func aProgramEndedByASignalHasTheStatusOfAShell() throws {
        #expect(try workspace("kill -KILL $$\n").langc("run", "main.atl", path: "bin").status == 137)
    }

    /// In a group of its own it could neither read from the terminal nor be interrupted from there.
    @Test func theProgramIsInTheProcessGroupOfLangc() throws {
        let workspace = try workspace("cut -d' ' -f5 /proc/self/stat\n")
        let run = try workspace.start(["run", "main.atl"], path: "bin")
        #expect(try run.finish().text == "\(run.process.processIdentifier)\n")
    }

    @Test func theFirstRuntimeOnThePathIsTaken() throws {
        let workspace = try workspace("echo wasmkit\n", name: "wasmkit")
        try workspace.add(script: "bin/node", "echo node\n")
        #expect(try workspace.langc("run", "main.atl", path: "bin").text == "node\n")
        #expect(try workspace.langc("run", "main.atl", "--runtime", "wasmkit", path: "bin").text == "wasmkit\n")
        let missing = try workspace.langc("run", "main.atl", "--runtime=wasmtime", path: "none")
        #expect(missing.status == 1)
        #expect(missing.error.contains("langc run: wasmtime: not found on the PATH"))
    }

    @Test func errorsKeepTheProgramFromRunning() throws {
        let workspace = try workspace("echo ran\n")
        try workspace.add(["main.atl": "let n: number = \"x\";"])
        let outcome = try workspace.langc("run", "main.atl", path: "bin")
        #expect(outcome.status == 1 && outcome.output.isEmpty && outcome.error.contains("AT3001"))
    }

    /// On whatever real runtimes this machine has.
    @Test(arguments: ["wasmtime", "node", "wasmkit"])
    func aRealRuntimeRunsTheProgram(_ runtime: String) throws {
        let workspace = try Workspace(Workspace.program)
        let outcome = try workspace.langc("run", "main.atl", "--runtime", runtime)
        if outcome.error.contains("not found on the PATH") { return }
        #expect(outcome.status == 0 && outcome.text == "19\n1\n3\n", "\(outcome.error)")
        try workspace.add(["main.atl": "print(1);\nlet xs = [1];\nprint(xs[1]);\n"])
        let failing = try workspace.langc("run", "main.atl", "--runtime", runtime)
        #expect(failing.status == 1 && failing.text == "1\n")
        #expect(failing.error == "error[AT0006]: Array index out of bounds\n  --> main.atl:3:7\n", "\(failing.error)")
    }
}
