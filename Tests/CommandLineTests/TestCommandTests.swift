import Foundation
import Testing

/// `langc test`.
struct TestCommandTests {
    static let files = [
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
    func timeless(_ text: String) -> String { text.replacing(/\((\d+\.)?\d+ m?s\)/, with: "(TIME)") }

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
}
