import Foundation
import Testing

/// What `langc build` and `langc link` say about a program, and what it exports.
struct LinkReportTests {
    @Test func theMapAndTheJSONNameWhatIsThere() throws {
        let workspace = try Workspace(Workspace.program)
        let outcome = try workspace.langc("build", "main.atl", "-O0", "--map", "map.txt", "--link-report", "-")
        #expect(outcome.status == 0, "\(outcome.error)")
        let map = String(decoding: try workspace.bytes("map.txt"), as: UTF8.self)
        #expect(map.contains("initialization order: ") && map.contains("shapes.square (lib/shapes.atl)"), "\(map)")
        let report = try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
        let order = try #require(report["initializationOrder"] as? [String])
        #expect(order.filter { !$0.hasPrefix("std:") } == ["lib/shapes.atl", "lib/twice.atl", "main.atl"])
        #expect((report["items"] as? [[String: Any]])?.isEmpty == false)
        let steps = try #require(report["initialization"] as? [[String: Any]])
        #expect(steps.compactMap { $0["module"] as? String } == order)
        let importers = steps.first { $0["module"] as? String == "lib/shapes.atl" }?["importers"] as? [[String: Any]]
        #expect(importers?.contains { $0["module"] as? String == "main.atl" && $0["line"] as? Int == 1 } == true, "\(steps)")
    }

    @Test func whatIsLiveHasAReasonAndTheRestIsListed() throws {
        let workspace = try Workspace([
            "main.atl": "import { used } from \"./lib\";\nprint(used(2));",
            "lib.atl": "export fn used(n: number) -> number { return n * 3; }\nexport fn idle(n: number) -> number { return n * 5; }",
        ])
        let outcome = try workspace.langc("build", "main.atl", "-O0", "--why-live", "used", "--print-removed")
        #expect(outcome.status == 0)
        #expect(outcome.text.contains("function lib.used (lib.atl)\nneeded by function main."), "\(outcome.text)")
        #expect(outcome.text.contains("which imports it at main.atl:1:10: initializer with effects\n"), "\(outcome.text)")
        #expect(outcome.text.contains("idle (lib.atl)"))
        let missing = try workspace.langc("build", "main.atl", "--why-live", "idle")
        #expect(missing.status == 1 && missing.error == "langc: 'idle' was left out of the program, since nothing needs it\n")
        #expect(try workspace.langc("build", "main.atl", "-o", "-", "--why-live", "used").status == 2)
    }

    /// Whatever the level, all bytes of the file are accounted for, and asking changes nothing.
    @Test func everyByteIsAccountedFor() throws {
        let workspace = try Workspace(Workspace.program)
        for options in [["-O0"], ["-O"], ["-O", "-g"], ["-O3"]] {
            #expect(try workspace.start(["build", "main.atl", "-o", "plain.wasm"] + options).finish().status == 0)
            let outcome = try workspace.start(
                ["build", "main.atl", "-o", "plain2.wasm", "--link-report", "report.json", "--treemap", "map.html"] + options).finish()
            #expect(outcome.status == 0, "\(outcome.error)")
            let size = try workspace.bytes("plain2.wasm").count
            if !options.contains("-g") { #expect(try workspace.bytes("plain.wasm") == workspace.bytes("plain2.wasm")) }
            let report = try #require(try JSONSerialization.jsonObject(with: Data(try workspace.bytes("report.json"))) as? [String: Any])
            #expect((report["optimizedSize"] ?? report["fileSize"]) as? Int == size)
            let items = try #require(report["items"] as? [[String: Any]])
            let parts = try #require(report["parts"] as? [[String: Any]])
            let sum = items.reduce(0) { $0 + ($1["fileSize"] as? Int ?? 0) } + parts.reduce(0) { $0 + ($1["size"] as? Int ?? 0) }
            #expect(sum == report["fileSize"] as? Int)
            let page = String(decoding: try workspace.bytes("map.html"), as: UTF8.self)
            #expect(page.contains("title=\"square (lib/shapes.atl, function): ") || options != ["-O0"], "\(page)")
        }
    }

    @Test func theOrderOfInitializationIsExplained() throws {
        let workspace = try Workspace([
            "main.atl": "import * as b from \"./b\";\n  import { a } from \"./a\";\nprint(len(map([a + b.b], str)));",
            "a.atl": "export let a: number = 1;",
            "b.atl": "import { a } from \"./a\";\nexport let b: number = a;\nprint(b);",
        ])
        let expected = """
            a.atl  (nothing to run)
              imported by b.atl:1:1 as "./a"
              imported by main.atl:2:3 as "./a"
            b.atl
              imported by main.atl:1:1 as "./b"
            std:atlas/array  (nothing to run)
              needed by main.atl
            main.atl
              the entry

            """
        let outcome = try workspace.langc("build", "main.atl", "-O0", "--print-init-order")
        #expect(outcome.text == expected, "\(outcome.text)\(outcome.error)")
        // From objects alone.
        #expect(try workspace.langc("compile", "--with-dependencies", "main.atl", "-O0", "-o", "objects").status == 0)
        let objects = try workspace.names("objects").map { "objects/\($0)" }
        let linked = try workspace.start(["link", "--print-init-order"] + objects).finish()
        #expect(linked.text == expected, "\(linked.text)\(linked.error)")
    }

    @Test func anExportOfTheEntryCanBecomeAnExportOfTheProgram() throws {
        let workspace = try Workspace(["main.atl": "export fn answer() -> number { return 42; }\nprint(1);"])
        #expect(try workspace.langc("build", "main.atl").status == 0)
        #expect(try !workspace.langc("inspect", "main.wasm").text.contains("answer"))
        for level in ["-O", "-O3"] {
            #expect(try workspace.langc("build", "main.atl", level, "--export", "answer").status == 0)
            #expect(try workspace.langc("inspect", "main.wasm").text.contains("answer  function  () -> f64"))
        }
        let all = try workspace.langc("build", "main.atl", "--export-all", "--map", "-")
        #expect(all.text.contains("\nexports: memory, _start, answer\n"), "\(all.text)\(all.error)")
        let taken = try Workspace(["main.atl": "export fn memory() -> number { return 42; }\nprint(memory());"])
        #expect(try taken.langc("build", "main.atl").status == 0)
        let refused = try taken.langc("build", "main.atl", "--export-all")
        #expect(refused.status == 1 && refused.error.contains("error[LK0019]"), "\(refused.error)")
        let unknown = try workspace.langc("build", "main.atl", "--export", "question")
        #expect(unknown.status == 1 && unknown.error.contains("error[LK0012]"), "\(unknown.error)")
    }
}
