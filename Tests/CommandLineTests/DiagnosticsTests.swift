import Foundation
import Testing

/// How diagnostics come out.
struct DiagnosticsTests {
    @Test func jsonIsOneObjectALineOnStandardError() throws {
        let workspace = try Workspace(["main.atl": "let a: number = \"x\";\nfn f() { let unused = 1; }\n"])
        let outcome = try workspace.langc("check", "main.atl", "--diagnostics", "json")
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        let objects = try outcome.error.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(objects.map { $0["level"] as? String } == ["error", "warning"])
        #expect(objects.map { $0["code"] as? String } == ["AT3001", "AT2001"])
        #expect(objects.map { $0["line"] as? Int } == [1, 2])
        #expect(objects.map { $0["file"] as? String } == ["main.atl", "main.atl"])
    }

    @Test func warningsAreShownAndTheBuildGoesOn() throws {
        let workspace = try Workspace(["main.atl": "fn f() { let unused = 1; }\nf();\n"])
        let outcome = try workspace.langc("build", "main.atl")
        #expect(outcome.status == 0)
        #expect(outcome.error.contains("warning[AT2001]: Unused variable 'unused'\n  --> main.atl:1:14"))
        #expect(try workspace.names() == ["main.atl", "main.wasm"])
    }

    @Test(arguments: [
        ("none.atl", "Cannot read 'none.atl': No such file or directory"), ("lib", "Cannot read 'lib': Is a directory"),
        ("/dev/null", "Cannot read '/dev/null': Not a regular file"),
    ])
    func anEntryThatIsNoFileIsReported(_ entry: String, _ message: String) throws {
        let workspace = try Workspace(["lib/x": ""])
        for command in ["build", "run", "check", "compile", "graph"] {
            let outcome = try workspace.langc(command, entry)
            #expect(outcome.status == 1 && outcome.output.isEmpty)
            #expect(outcome.error.contains("error[LC0001]: \(message)"), "\(outcome.error)")
        }
    }

    @Test(arguments: [("main.alt", "main.atl"), ("main", "main.atl"), ("lib/shaps.atl", "lib/shapes.atl"), ("other.atl", nil), ("x/main.atl", nil)] as [(String, String?)])
    func aMisspeltEntryIsSuggested(_ entry: String, _ suggestion: String?) throws {
        let workspace = try Workspace(["main.atl": "", "main.txt": "", "lib/shapes.atl": ""])
        let help = suggestion.map { "did you mean '\($0)'?" } ?? "name the file of the program's entry module"
        #expect(try workspace.langc("check", entry).error.hasSuffix("   = help: \(help)\n\n"))
    }

    @Test func invalidUTF8HasAPlace() throws {
        let workspace = try Workspace()
        try Data("print(\"a".utf8 + [0xFF] + "\");".utf8).write(to: workspace.directory.appending(path: "main.atl"))
        let outcome = try workspace.langc("check", "main.atl")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("error[AT1001]: Invalid UTF-8"))
        #expect(outcome.error.contains("--> main.atl:1:9"))
    }

    @Test func deepNestingIsAnErrorAndNoCrash() throws {
        let depth = 100_000
        let text = "let a = " + String(repeating: "(", count: depth) + "1" + String(repeating: ")", count: depth) + ";"
        let outcome = try Workspace(["main.atl": text]).langc("build", "main.atl")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("error[AT"))
    }

    @Test func theGraphIsPrintedEvenWhenTheProgramIsBroken() throws {
        let workspace = try Workspace([
            "main.atl": "import { a } from \"./a\";\nimport { b } from \"./none\";\n", "a.atl": "import { x } from \"./main\";\nexport let a = 1;\n",
        ])
        for format in ["text", "dot", "json"] {
            let outcome = try workspace.langc("graph", "main.atl", "--format", format)
            #expect(outcome.status == 1)
            #expect(outcome.error.contains("Circular dependency detected: main.atl → a.atl → main.atl"))
            #expect(outcome.error.contains("Module not found: './none'"))
            #expect(outcome.text.contains("./none") && outcome.text.contains("a.atl"))
        }
        let json = try workspace.langc("graph", "main.atl", "--format=json").output
        let graph = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        #expect(graph["cycles"] as? [[String]] == [["main.atl", "a.atl", "main.atl"]])
    }
}
