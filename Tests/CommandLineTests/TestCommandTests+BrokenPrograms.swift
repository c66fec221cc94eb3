import Foundation
import Testing

/// `langc test` where programs do not end well.
extension TestCommandTests {
    private static let loop = ["main.atl": """
        export fn test_before() -> void { }
        export fn test_loop() -> void { var i = 0; while (true) { i = i + 1; } }
        export fn test_after() -> void { }
        """]

    @Test(arguments: ["node", "wasmkit"])
    func aTestThatDoesNotEndIsStopped(_ runtime: String) throws {
        let outcome = try Workspace(Self.loop).langc("test", "--timeout", "2", "--runtime", runtime)
        if outcome.error.contains("not found on the PATH") { return }
        #expect(outcome.status == 1)
        #expect(timeless(outcome.text) == """
            ok      main.atl > test_before (TIME)
            FAILED  main.atl > test_loop (TIME)
                error: the test was stopped after 2.0 s, since it had not ended
            ok      main.atl > test_after (TIME)

            failed:
                main.atl > test_loop

            2 passed, 1 failed (TIME)

            """)
    }

    /// Ctrl-C stops the tests that run, leaves nothing behind, and ends langc by that signal. What has been found out is reported.
    /// The signal is `SIGTERM`, since the others may be ignored where tests run in the background.
    @Test(arguments: ["node", "wasmkit"])
    func anInterruptedRunTidiesUp(_ runtime: String) throws {
        let workspace = try Workspace(Self.loop)
        let run = try workspace.start(["test", "--runtime", runtime, "--jobs", "1", "--report", "json", "--junit", "out.xml"])
        while run.process.isRunning, !String(decoding: run.output, as: UTF8.self).contains("test_before") { usleep(10_000) }
        kill(run.process.processIdentifier, SIGTERM)
        run.process.waitUntilExit()
        let errors = String(decoding: try Data(contentsOf: run.errorFile), as: UTF8.self)
        if errors.contains("not found on the PATH") { return }
        #expect(run.process.terminationReason == .uncaughtSignal && run.process.terminationStatus == SIGTERM)
        #expect(errors == "langc test: interrupted\n")
        let events = try events(run.output)
        #expect(events.map { $0["status"] as? String } == [nil, "passed", "skipped", "skipped", nil])
        #expect(try Elements(workspace.bytes("out.xml")).all("skipped").count == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.temporary.path) == [])
    }

    /// Nobody reads on, so nothing more is run.
    @Test func aClosedPipeEndsTheRun() throws {
        let workspace = try Workspace(Self.loop)
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let run = try workspace.start(["test", "--jobs", "1"], output: pipe.fileHandleForWriting)
        let outcome = try run.finish()
        #expect(outcome.status == 1 && outcome.error.isEmpty, "\(outcome.error)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.temporary.path) == [])
    }

    @Test func ofALongOutputTheEndIsShown() throws {
        let workspace = try Workspace(["main.atl": """
            export fn test_many() -> void { for (var i = 1; i <= 1000; i++) { print("line " + str(i)); } assert(false, "at the end"); }
            """])
        let text = try workspace.langc("test").text
        #expect(text.contains("--- standard output ---\n    … 900 lines before these are shown with --show-output\n    line 901\n"), "\(text)")
        #expect(text.contains("\n    line 1000\n\nfailed:"))
        #expect(try workspace.langc("test", "--show-output").text.contains("--- standard output ---\n    line 1\n    line 2\n"))
    }

    /// A stand-in for a runtime shows what langc makes of programs that end in ways of their own.
    @Test(arguments: [
        ("exit 0", "exit", "the program ended with status 0 before the test returned"),
        ("echo out; echo wasm trap >&2; exit 134", "exit", "the program ended with status 134 before the test returned"),
        ("echo 'no error' >&2; exit 1", "exit", "the program ended with status 1 before the test returned"),
        ("kill -SEGV $$", "trap", "the engine was ended by signal 11"), ("exit 86", "", ""),
        ("exec sleep 100", "timeout", "the test was stopped after 1.0 s, since it had not ended"),
        ("exec 1>&- 2>&-; exec sleep 100", "timeout", "the test was stopped after 1.0 s, since it had not ended"),
        ("sleep 3 & exit 86", "", ""), ("yes | head -c 5000000; exit 86", "", ""),
    ])
    func everyEndOfAProgramIsUnderstood(_ script: String, _ kind: String, _ message: String) throws {
        let workspace = try Workspace(["main.atl": "export fn test_x() -> void { }"])
        try workspace.add(script: "bin/wasmtime", script + "\n")
        let outcome = try workspace.langc("test", "--report", "json", "--timeout", kind == "timeout" ? "1" : "60", "--runtime", "wasmtime", path: "bin")
        #expect(outcome.status == (kind.isEmpty ? 0 : 1))
        let event = try #require(try events(outcome.output).first { $0["event"] as? String == "test" })
        let failure = event["failure"] as? [String: Any]
        #expect(failure?["kind"] as? String ?? "" == kind)
        #expect(failure?["message"] as? String ?? "" == message)
        if script.contains("echo out") { #expect(event["stdout"] as? String == "out\n" && event["stderr"] as? String == "wasm trap\n") }
        if script.contains("5000000") { #expect((event["stdout"] as? String)?.contains("y\n\n… 3951426 bytes are left out here\n\ny\n") == true) }
    }

    /// The host that runs many tests answers wrongly, or not at all, or goes away.
    @Test func aHostThatBreaksDownIsReplaced() throws {
        let workspace = try Workspace(["main.atl": (1...4).map { "export fn test_\($0)() -> void { }\n" }.joined()])
        try workspace.add(script: "bin/node", """
            echo ready
            while read -r line; do
              case $line in
                *'"test":0'*) echo 'trap unreachable' ;;
                *'"test":1'*) kill -KILL $$ ;;
                *'"test":2'*) echo shown >&3; echo 'exit 86' ;;
                *) exit 5 ;;
              esac
            done
            """)
        let outcome = try workspace.langc("test", "--report", "json", path: "bin")
        let tests = try events(outcome.output).filter { $0["event"] as? String == "test" }
        #expect(tests.map { ($0["failure"] as? [String: Any])?["message"] as? String ?? "" } == [
            "the program trapped: unreachable", "the engine was ended by signal 9", "", "the program ended with status 5 before the test returned",
        ])
        #expect(tests.map { $0["stdout"] as? String } == ["", "", "shown\n", ""])
    }

    @Test func testsSeeWhatTheyAreGiven() throws {
        let workspace = try Workspace(["main.atl": "export fn test_x() -> void { }", "data/x": ""])
        try workspace.add(script: "bin/wasmtime", "echo \"$@\" | sed 's|/.*wasm|PROGRAM|'\nexit 86\n")
        let outcome = try workspace.langc("test", "--show-output", "--runtime", "wasmtime", "--dir", "data", "--env", "A=b c", path: "bin")
        #expect(outcome.text.contains("    run --dir data::data --env A=b c PROGRAM 0\n"), "\(outcome.text)")
    }
}
