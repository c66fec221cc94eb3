import Foundation
import Testing

/// What `langc test` reports for programs.
extension TestCommandTests {
    func events(_ output: Data) throws -> [[String: Any]] {
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
}
