import Foundation
import Testing

/// Foreign modules on the command line.
struct ForeignModuleTests {
    private static let cases = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Cases/atlas")

    /// A program with `numbers.o`, in the directory `lib`.
    private func workspace() throws -> Workspace {
        let workspace = try Workspace([
            "main.atl": "import { turn, area } from \"./lib/numbers\";\nprint(turn(3) + area(2, 3));",
            "lib/numbers.foreign": "/// Turns bits.\nfn turn(x: u32) -> u32\nfn area(width: f64, height: f64) -> f64",
        ])
        try add("foreign-values/numbers.o", as: "lib/numbers.o", to: workspace)
        return workspace
    }

    private func add(_ file: String, as path: String, to workspace: Workspace) throws {
        try Data(contentsOf: Self.cases.appending(path: file)).write(to: workspace.directory.appending(path: path))
    }

    @Test func objectsAreLinkedWithTheForeignModuleItself() throws {
        let workspace = try workspace()
        #expect(try workspace.langc("compile", "main.atl", "-o", "main.o.wasm").status == 0)
        #expect(try workspace.langc("compile", "lib/numbers.foreign", "--root", ".", "-o", "numbers.foreign.o.wasm").status == 0)
        let linked = try workspace.langc("link", "main.o.wasm", "numbers.foreign.o.wasm", "lib/numbers.o", "-o", "linked.wasm")
        #expect(linked.status == 0 && linked.error.isEmpty, "\(linked.error)")
        #expect(try workspace.langc("build", "main.atl", "-o", "built.wasm").status == 0)
        #expect(try workspace.bytes("linked.wasm") == workspace.bytes("built.wasm"))
        #expect(try workspace.langc("compile", "--with-dependencies", "main.atl", "-o", "out").status == 0)
        #expect(try workspace.names("out") == ["lib_numbers.foreign.o.wasm", "lib_numbers.o.o.wasm", "main.atl.o.wasm"])
        let inspected = try workspace.langc("inspect", "out/lib_numbers.foreign.o.wasm").text
        #expect(inspected.contains("turn  Turns bits."), "\(inspected)")
    }

    /// The object of the interface is older than the foreign module.
    @Test func changedForeignModulesDoNotFit() throws {
        let workspace = try workspace()
        #expect(try workspace.langc("compile", "--with-dependencies", "main.atl", "-o", "out", "-O0").status == 0)
        // `sum` of this one has another type than `area`, and it has no `turn`.
        for (name, code) in [("foreign-arrays/vectors.o", "LK0006"), ("foreign-linked/gcd.wasm", "LK0006"), ("foreign-refused-simd/module.o", "LK0037")] {
            try add(name, as: "numbers.o", to: workspace)
            let outcome = try workspace.langc("link", "out/main.atl.o.wasm", "out/lib_numbers.foreign.o.wasm", "numbers.o")
            #expect(outcome.status == 1 && outcome.error.contains("error[\(code)]"), "\(outcome.error)")
            if code == "LK0006" { #expect(outcome.error.contains("--> lib/numbers.foreign:2:4"), "\(outcome.error)") }
        }
        let without = try workspace.langc("link", "out/main.atl.o.wasm", "out/lib_numbers.foreign.o.wasm")
        #expect(without.status == 1 && without.error.contains("error[LK0005]"), "\(without.error)")
    }

    @Test func theReportsKnowForeignModules() throws {
        let workspace = try workspace()
        let built = try workspace.langc("build", "main.atl", "-O0", "-o", "main.wasm", "--map", "-", "--print-init-order", "--why-live", "area")
        #expect(built.status == 0, "\(built.error)")
        #expect(built.text.contains("  lib/numbers.area (lib/numbers.o)\n"), "\(built.text)")
        #expect(built.text.contains("lib/numbers.o  (nothing to run)\n  needed by lib/numbers.foreign\n"), "\(built.text)")
        #expect(!built.text.contains("is_even"), "\(built.text)")
    }

    @Test func librariesForHostsMayContainThem() throws {
        let workspace = try workspace()
        try add("foreign-strings/texts.o", as: "texts.o", to: workspace)
        try workspace.add([
            "texts.foreign": "/// In capitals.\nfn upper(text: string) -> string",
            "api.atl": "export { turn } from \"./lib/numbers\";\nexport { upper } from \"./texts\";",
            "use.mjs": """
                import { turn, upper } from "./api.mjs";
                console.log(turn(5), upper("abc"));
                try { turn(0.5); } catch (error) { console.log(error.code, error.file, error.line); }
                """,
        ])
        let built = try workspace.langc("build", "--reactor", "api.atl", "-o", "api.wasm")
        #expect(built.status == 0, "\(built.error)")
        let ran = try runTool("node", "use.mjs", in: workspace.directory)
        #expect(ran.output == "10 ABC\nRT0003 lib/numbers.foreign 2\n", "\(ran.output)\(ran.error)")
        let declarations = String(decoding: try workspace.bytes("api.d.mts"), as: UTF8.self)
        #expect(declarations.contains("/** In capitals. */\nexport declare function upper(text: string): string;\n"), "\(declarations)")
    }

    /// An interface is a module, but no program.
    @Test func newProjectsAreNotInterfaces() throws {
        let workspace = try Workspace()
        let outcome = try workspace.langc("new", "shop", "--language", "foreign")
        #expect(outcome.status == 2 && !outcome.error.contains("foreign,"), "\(outcome.error)")
    }
}
