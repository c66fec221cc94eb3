import Foundation
import Testing

/// `langc test`.
struct TestCommandTests {
    private static let files = [
        "atlas.toml": "",
        "src/counter.atl": """
            export var count = 0;
            print("counter starts");
            export fn next() -> number { count = count + 1; return count; }
            """,
        "tests/a_test.atl": """
            import { count, next } from "/src/counter";
            export fn test_first() -> void { assertEqual(next(), 1); }
            export fn test_second_starts_anew() -> void { assertEqual(count, 0); assertEqual(next(), 1); }
            export fn test_wrong() -> void {
                print("three is coming");
                assertEqual([next(), next()], [1, 3]);
            }
            """,
        "tests/b_test.atl": """
            import { next } from "/src/counter";
            fn down(n: number) -> number { return 1 + down(n + 1); }
            export fn test_deep() -> void { down(0); }
            export fn test_index() -> void { let xs = [1]; print(xs[next()]); }
            export fn test_error_value() -> Result<number, string> { return Err("no luck"); }
            export fn test_ok_value() -> Result<number, string> { return Ok(1); }
            export fn test_number() -> number { return 5; }
            export fn test_text() -> string { return "text"; }
            export fn test_option() -> Option<number> { return None(); }
            """,
    ]

    /// Times are not the same twice.
    private func timeless(_ text: String) -> String { text.replacing(/\((\d+\.)?\d+ m?s\)/, with: "(TIME)") }

    private static let expected = """
        ok      tests/a_test.atl > test_first (TIME)
        ok      tests/a_test.atl > test_second_starts_anew (TIME)
        FAILED  tests/a_test.atl > test_wrong (TIME)
            error[AT0001]: Type error: Assertion failed: values not equal
              --> tests/a_test.atl:6:5
               |
             6 |     assertEqual([next(), next()], [1, 3]);
               |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
               = note: Actual:   [1, 2]
                       Expected: [1, 3]
            --- standard output ---
            counter starts
            three is coming
        FAILED  tests/b_test.atl > test_deep (TIME)
            error[RT0002]: Stack overflow: calls are nested too deeply
              --> tests/b_test.atl:2:4
               |
             2 | fn down(n: number) -> number { return 1 + down(n + 1); }
               |    ^^^^
             3 | export fn test_deep() -> void { down(0); }
               |                                 ------- the test comes from here
               = note: calls, innermost first:
                           at down (tests/b_test.atl:2:4)
                           at down (tests/b_test.atl:2:43), over 1000 times
                           at test_deep (tests/b_test.atl:3:33)
            --- standard output ---
            counter starts
        FAILED  tests/b_test.atl > test_index (TIME)
            error[AT0006]: Array index out of bounds
              --> tests/b_test.atl:4:54
               |
             4 | export fn test_index() -> void { let xs = [1]; print(xs[next()]); }
               |                                                      ^^^^^^^^^^
            --- standard output ---
            counter starts
        FAILED  tests/b_test.atl > test_error_value (TIME)
            error: the test returned Err(no luck)
            --- standard output ---
            counter starts
        ok      tests/b_test.atl > test_ok_value (TIME)
        ok      tests/b_test.atl > test_number (TIME)
        ok      tests/b_test.atl > test_text (TIME)
        ok      tests/b_test.atl > test_option (TIME)

        failed:
            tests/a_test.atl > test_wrong
            tests/b_test.atl > test_deep
            tests/b_test.atl > test_index
            tests/b_test.atl > test_error_value

        6 passed, 4 failed (TIME)

        """

    /// Of a failure in a function that tests call, the place of the call is shown too, in text and for programs.
    @Test func failuresInHelpersShowTheTest() throws {
        let workspace = try Workspace([
            "helpers.atl": "export fn check(x: number) -> void {\n    assertEqual(x, 2);\n}",
            "all_test.atl": """
                import { check } from "./helpers";
                fn all(xs: number[]) -> void { forEach(xs, check); }
                export fn test_two() -> void { check(2); }
                export fn test_all() -> void {
                    all([2, 3]);
                }
                """,
        ])
        let outcome = try workspace.langc("test", "--runtime", "node")
        #expect(timeless(outcome.text) == """
            ok      all_test.atl > test_two (TIME)
            FAILED  all_test.atl > test_all (TIME)
                error[AT0001]: Type error: Assertion failed: values not equal
                  --> helpers.atl:2:5
                   |
                 2 |     assertEqual(x, 2);
                   |     ^^^^^^^^^^^^^^^^^
                  ::: all_test.atl:5:5
                   |
                 5 |     all([2, 3]);
                   |     ----------- the test comes from here
                   = note: Actual:   3
                           Expected: 2
                   = note: calls, innermost first:
                               at check (helpers.atl:2:5)
                               at all (all_test.atl:2:32)
                               at test_all (all_test.atl:5:5)

            failed:
                all_test.atl > test_all

            1 passed, 1 failed (TIME)

            """)
        let json = try workspace.langc("test", "--report", "json", "--runtime", "node").text
        #expect(json.contains(#""calls":[{"function":"check","file":"helpers.atl","line":2,"column":5,"count":1},{"function":"all","#))
        #expect(try workspace.langc("test", "--junit", "report.xml", "--runtime", "node").status == 1)
        #expect(try String(decoding: workspace.bytes("report.xml"), as: UTF8.self).contains("\n    at all (all_test.atl:2:32)\n"))
        // Without debugging information, only the place of the failure.
        #expect(try !workspace.langc("test", "-g0", "--runtime", "node").text.contains("the test comes from here"))
    }

    /// On whatever runtimes this machine has: every test has an instance of its own, and the report is the same, whatever runs it.
    @Test(arguments: ["node", "wasmtime", "wasmkit"], ["-O0", "-O"])
    func allRuntimesReportTheSame(_ runtime: String, _ level: String) throws {
        let outcome = try Workspace(Self.files).langc("test", "--runtime", runtime, level)
        if outcome.error.contains("not found on the PATH") { return }
        #expect(outcome.status == 1)
        #expect(timeless(outcome.text) == Self.expected)
        #expect(outcome.error.isEmpty, "\(outcome.error)")
    }

    @Test func theOrderOfResultsIsThatOfTheTests() throws {
        let workspace = try Workspace(Self.files)
        for jobs in ["1", "8"] {
            #expect(timeless(try workspace.langc("test", "--jobs", jobs, "--runtime", "wasmkit").text) == Self.expected)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.temporary.path) == [])
    }

    @Test func passingTestsGiveSuccess() throws {
        let workspace = try Workspace(Self.files)
        let outcome = try workspace.langc("test", "--filter", "test_first", "--filter", "*_value", "--skip", "error")
        #expect(outcome.status == 0)
        #expect(timeless(outcome.text) == """
            ok      tests/a_test.atl > test_first (TIME)
            ok      tests/b_test.atl > test_ok_value (TIME)

            2 passed, 8 filtered out (TIME)

            """)
        let shown = try workspace.langc("test", "--exact", "--filter", "test_first", "--show-output")
        #expect(shown.text.contains("\n    --- standard output ---\n    counter starts\n"))
        let quiet = try workspace.langc("test", "--quiet", "--exact", "--filter", "test_first")
        #expect(timeless(quiet.text) == "1 passed, 9 filtered out (TIME)\n")
    }

    @Test func testsCanBeListed() throws {
        let workspace = try Workspace(Self.files)
        let outcome = try workspace.langc("test", "--list", "tests/a_test.atl", path: "none")
        #expect(outcome.status == 0)
        #expect(outcome.text == "tests/a_test.atl > test_first\ntests/a_test.atl > test_second_starts_anew\ntests/a_test.atl > test_wrong\n")
        let line = try workspace.langc("test", "--list", "--report", "json", "--filter", "wrong").output
        #expect(String(decoding: line, as: UTF8.self) == "{\"event\":\"found\",\"module\":\"tests/a_test.atl\",\"name\":\"test_wrong\",\"line\":4}\n")
    }

    @Test func theFirstFailureCanEndTheRun() throws {
        let workspace = try Workspace(Self.files)
        let outcome = try workspace.langc("test", "--fail-fast", "--jobs", "1", "--junit", "out.xml")
        #expect(outcome.status == 1)
        #expect(timeless(outcome.text).hasSuffix("\n2 passed, 1 failed, 7 not run (TIME)\n"), "\(outcome.text)")
        #expect(!outcome.text.contains("test_deep"))
        #expect(try Elements(workspace.bytes("out.xml")).all("skipped").count == 7)
    }

    /// A text of several lines keeps its shape in the report, whatever its indentation.
    @Test func comparedTextsOfSeveralLinesStandBelowEachOther() throws {
        let workspace = try Workspace(["texts_test.atl": #"""
            export fn test_lines() { assertEqual("a\nb\n  c", "a\nb\n\nc"); }
            export fn test_line() { assertEqual("a", "a\n"); }
            """#])
        #expect(timeless(try workspace.langc("test").text).hasPrefix(#"""
            FAILED  texts_test.atl > test_lines (TIME)
                error[AT0001]: Type error: Assertion failed: values not equal
                  --> texts_test.atl:1:26
                   |
                 1 | export fn test_lines() { assertEqual("a\nb\n  c", "a\nb\n\nc"); }
                   |                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                   = note: Actual, which differs from line 3 on:
                               a
                               b
                                 c
                           Expected:
                               a
                               b

                               c
            FAILED  texts_test.atl > test_line (TIME)
                error[AT0001]: Type error: Assertion failed: values not equal
                  --> texts_test.atl:2:25
                   |
                 2 | export fn test_line() { assertEqual("a", "a\n"); }
                   |                         ^^^^^^^^^^^^^^^^^^^^^^^
                   = note: Actual, which differs from line 2 on:
                               a
                           Expected:
                               a
            """#))
    }

    @Test func theExamplesPass() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let outcome = try Workspace().langc("test", root.appending(path: "examples").path)
        #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)\(outcome.text)")
        let modules = ["ledger/tests/accounts_test.atl", "life/board_test.atl", "markdown/tests/inline_test.atl", "words/text/text_test.atl"].map { "atlas/" + $0 }
        for module in modules { #expect(outcome.text.contains(module + " > ")) }
    }

    @Test func aNewProjectPasses() throws {
        let workspace = try Workspace()
        #expect(try workspace.langc("new", "hello").status == 0)
        let outcome = try workspace.langc("test", in: "hello")
        #expect(outcome.status == 0 && outcome.text.contains("ok      tests/"), "\(outcome.error)\(outcome.text)")
    }

    // MARK: Errors

    @Test func aModuleWithErrorsDoesNotStopTheOthers() throws {
        let workspace = try Workspace(Self.files)
        try workspace.add(["tests/c_test.atl": "export fn test_c() -> void { let n: number = \"x\"; print(n); }"])
        let outcome = try workspace.langc("test", "--filter", "first")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("error[AT3001]: Type mismatch: expected number, found string\n  --> tests/c_test.atl:1:46"))
        #expect(timeless(outcome.text) == """
            ok      tests/a_test.atl > test_first (TIME)

            failed:
                tests/c_test.atl (has errors, its tests were not run)

            1 passed, 1 module with errors, 9 filtered out (TIME)

            """)
    }

    @Test func noTestsAreNoFailure() throws {
        let empty = try Workspace(["main.atl": "print(1);"]).langc("test", path: "none")
        #expect(empty.status == 0)
        #expect(empty.error == "langc test: there are no tests\n")
        #expect(timeless(empty.text).hasSuffix("0 passed (TIME)\n"))
        let filtered = try Workspace(Self.files).langc("test", "--filter", "nothing")
        #expect(filtered.status == 0)
        #expect(filtered.error == "langc test: the filter leaves none of the 10 tests\n")
    }

    @Test(arguments: [
        (["--timeout", "soon"], "'soon' is no time"), (["--timeout", "-1"], "'-1' is no time"), (["--report", "xml"], "'xml' is no value of --report"),
        (["--exact"], "--exact needs --filter or --skip"), (["--runtime", "v8"], "'v8' is no value of --runtime"), (["--filtre", "x"], "did you mean '--filter'?"),
    ])
    func wrongUsageIsRefused(_ arguments: [String], _ message: String) throws {
        let outcome = try Workspace(Self.files).start(["test"] + arguments).finish()
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        #expect(outcome.error.contains(message), "\(outcome.error)")
    }

    @Test func whatCannotBeReadOrStartedIsSaid() throws {
        let workspace = try Workspace(Self.files)
        let missing = try workspace.langc("test", "nowhere")
        #expect(missing.status == 1 && missing.output.isEmpty)
        #expect(missing.error.contains("error[LC0001]: Cannot read 'nowhere': No such file or directory"))
        let engineless = try workspace.langc("test", "--runtime", "wasmtime", path: "none")
        #expect(engineless.status == 1)
        #expect(engineless.error.contains("langc test: wasmtime: not found on the PATH"))
        try workspace.add(script: "bin/node", "echo 'this is no node' >&2\nexit 3\n")
        let broken = try workspace.langc("test", "--runtime", "node", path: "bin")
        #expect(broken.status == 1)
        #expect(broken.error.contains("cannot use '") && broken.error.contains("bin/node': this is no node"), "\(broken.error)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.temporary.path) == [])
    }

    // MARK: Programs that do not end well

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

    // MARK: Reports for programs

    private func events(_ output: Data) throws -> [[String: Any]] {
        try output.split(separator: 10).map { try #require(try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any]) }
    }

    @Test func jsonIsOneObjectALine() throws {
        let workspace = try Workspace(Self.files)
        try workspace.add(["tests/c_test.atl": "let n: number = \"x\";"])
        let outcome = try workspace.langc("test", "--report", "json", "--skip", "deep")
        #expect(outcome.status == 1)
        let events = try events(outcome.output)
        #expect(events.map { $0["event"] as? String } == ["begin"] + Array(repeating: "test", count: 9) + ["end"])
        #expect(events[0]["tests"] as? Int == 9 && events[0]["filtered"] as? Int == 1 && events[0]["failedModules"] as? [String] == ["tests/c_test.atl"])
        let wrong = events[3]
        #expect(wrong["module"] as? String == "tests/a_test.atl" && wrong["name"] as? String == "test_wrong" && wrong["status"] as? String == "failed")
        #expect(wrong["stdout"] as? String == "counter starts\nthree is coming\n" && wrong["stderr"] as? String == "" && wrong["line"] as? Int == 4)
        let failure = try #require(wrong["failure"] as? [String: Any])
        #expect(failure["kind"] as? String == "error" && failure["code"] as? String == "AT0001" && failure["file"] as? String == "tests/a_test.atl")
        #expect(failure["line"] as? Int == 6 && failure["column"] as? Int == 5)
        #expect(failure["message"] as? String == "Type error: Assertion failed: values not equal\nActual:   [1, 2]\nExpected: [1, 3]")
        let end = events[10]
        #expect(["passed", "failed", "failedModules", "skipped", "filtered"].map { end[$0] as? Int } == [6, 3, 1, 0, 1])
        #expect(end["seconds"] is Double && wrong["seconds"] is Double)
    }

    @Test func junitIsWellFormedAndCountsRight() throws {
        let workspace = try Workspace(Self.files)
        try workspace.add([
            "tests/c_test.atl": "let n: number = \"x\";",
            "tests/d_test.atl": "export fn test_marks() -> void { print(\"<&>\\\"'\\r ]]> \u{1} \u{FFFE} é\");\n    assert(false, \"a < b & \\\"c\\\"\\nnext\"); }",
        ])
        #expect(try workspace.langc("test", "--junit", "out.xml").status == 1)
        let elements = try Elements(workspace.bytes("out.xml"))
        let top = try #require(elements.all("testsuites").first)
        #expect(["tests", "failures", "errors", "skipped"].map { top.attributes[$0] } == ["12", "5", "1", "0"])
        #expect(elements.all("testsuite").map { $0.attributes["name"] } == ["tests/a_test.atl", "tests/b_test.atl", "tests/d_test.atl", "tests/c_test.atl"])
        #expect(elements.all("testcase").count == 12 && elements.all("failure").count == 5 && elements.all("error").count == 1)
        for suite in elements.all("testsuite") {
            let cases = elements.children(of: suite, "testcase")
            #expect(suite.attributes["tests"] == String(cases.count))
            #expect(suite.attributes["failures"] == String(cases.count { !elements.children(of: $0, "failure").isEmpty }))
            #expect(suite.attributes["errors"] == String(cases.count { !elements.children(of: $0, "error").isEmpty }))
            #expect(cases.allSatisfy { $0.attributes["classname"] == suite.attributes["name"] && $0.attributes["name"] != nil && Double($0.attributes["time"] ?? "") != nil })
        }
        let marks = try #require(elements.all("testcase").first { $0.attributes["name"] == "test_marks" })
        let failure = try #require(elements.children(of: marks, "failure").first)
        #expect(failure.attributes["message"] == "Type error: Assertion failed: a < b & \"c\"" && failure.attributes["type"] == "AT0001")
        #expect(failure.text == "Type error: Assertion failed: a < b & \"c\"\nnext\n  --> tests/d_test.atl:2:5")
        #expect(elements.children(of: marks, "system-out").first?.text == "<&>\"'\r ]]> \u{FFFD} \u{FFFD} é\n")
        #expect(elements.isInOrder)
    }

    @Test func aReportReplacesNoModule() throws {
        let workspace = try Workspace(Self.files)
        let outcome = try workspace.langc("test", "--junit", "tests/a_test.atl")
        #expect(outcome.status == 2 && outcome.error.contains("the report 'tests/a_test.atl' would have the name of a module"))
        #expect(try String(decoding: workspace.bytes("tests/a_test.atl"), as: UTF8.self) == Self.files["tests/a_test.atl"])
    }

    @Test func aReportThatCannotBeWrittenIsSaid() throws {
        let outcome = try Workspace(Self.files).langc("test", "--filter", "first", "--junit", "none/out.xml")
        #expect(outcome.status == 1 && outcome.error.contains("cannot write 'none/out.xml': No such file or directory"))
    }

    @Test func testsSeeWhatTheyAreGiven() throws {
        let workspace = try Workspace(["main.atl": "export fn test_x() -> void { }", "data/x": ""])
        try workspace.add(script: "bin/wasmtime", "echo \"$@\" | sed 's|/.*wasm|PROGRAM|'\nexit 86\n")
        let outcome = try workspace.langc("test", "--show-output", "--runtime", "wasmtime", "--dir", "data", "--env", "A=b c", path: "bin")
        #expect(outcome.text.contains("    run --dir data::data --env A=b c PROGRAM 0\n"), "\(outcome.text)")
    }
}
