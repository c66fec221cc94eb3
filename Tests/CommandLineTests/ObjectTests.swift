import Foundation
import Testing

/// `langc compile`, `langc link` and `langc inspect`.
struct ObjectTests {
    @Test func objectsLinkInAnyOrderToTheBytesOfABuild() throws {
        let workspace = try Workspace(Workspace.program)
        for (module, object) in [("main.atl", "m.o"), ("lib/shapes.atl", "s.o"), ("lib/twice.atl", "t.o")] {
            #expect(try workspace.langc("compile", "-c", module, "-o", object, "--root", ".").status == 0)
        }
        let expected = try workspace.langc("build", "main.atl", "-o", "-").output
        #expect(!expected.isEmpty)
        for order in [["m.o", "s.o", "t.o"], ["t.o", "m.o", "s.o"], ["s.o", "t.o", "m.o"]] {
            let outcome = try workspace.start(["link"] + order + ["-o", "-"]).finish()
            #expect(outcome.status == 0 && outcome.output == expected, "\(outcome.error)")
        }
    }

    @Test func aProgramsObjectsComeTogether() throws {
        let workspace = try Workspace(Workspace.program)
        #expect(try workspace.langc("compile", "main.atl", "--with-dependencies", "-o", "out/objects").status == 0)
        let names = try workspace.names("out/objects")
        #expect(Set(names).isSuperset(of: ["main.atl.o.wasm", "lib_shapes.atl.o.wasm", "lib_twice.atl.o.wasm"]))
        let outcome = try workspace.start(["link"] + names.map { "out/objects/\($0)" } + ["-o", "a.wasm"]).finish()
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try workspace.bytes("a.wasm") == (try workspace.langc("build", "main.atl", "-o", "-").output))
    }

    @Test func modulesWhoseNamesFallTogetherGetDifferentFiles() throws {
        let workspace = try Workspace([
            "main.atl": "import { a } from \"./x/y\";\nimport { a as b } from \"./x_y\";\nprint(a + b);", "x/y.atl": "export let a = 1;",
            "x_y.atl": "export let a = 2;",
        ])
        #expect(try workspace.langc("compile", "main.atl", "--with-dependencies", "-o", "o").status == 0)
        #expect(try workspace.names("o") == ["main.atl.o.wasm", "x_y.atl-2.o.wasm", "x_y.atl.o.wasm"])
    }

    @Test func theDefaultNameOfAnObjectIsTheModules() throws {
        let workspace = try Workspace(Workspace.program)
        #expect(try workspace.langc("compile", "-c", "lib/twice.atl").status == 0)
        #expect(try workspace.names() == ["lib", "main.atl", "twice.o.wasm"])
    }

    @Test func theEntryMustBeClear() throws {
        let workspace = try Workspace(["a.atl": "print(1);", "b.atl": "print(2);"])
        for name in ["a", "b"] { #expect(try workspace.langc("compile", "\(name).atl").status == 0) }
        let unclear = try workspace.langc("link", "b.o.wasm", "a.o.wasm")
        #expect(unclear.status == 1)
        #expect(unclear.error.contains("error[LC0004]: The entry module is not clear"))
        #expect(unclear.error.contains("not imported by others: a.atl, b.atl"))
        #expect(try workspace.langc("link", "b.o.wasm", "a.o.wasm", "--entry", "b.atl").status == 0)
        #expect(try workspace.names().contains("a.wasm"))
        let unknown = try workspace.langc("link", "b.o.wasm", "--entry", "c.atl")
        #expect(unknown.status == 1 && unknown.error.contains("error[LK0004]"), "\(unknown.error)")
    }

    @Test func whatIsMissingOrNoObjectIsNamed() throws {
        let workspace = try Workspace(Workspace.program)
        #expect(try workspace.langc("compile", "main.atl", "-o", "m.o").status == 0)
        #expect(try workspace.langc("build", "main.atl").status == 0)
        let missing = try workspace.langc("link", "m.o")
        #expect(missing.status == 1)
        #expect(missing.error.contains("error[LK0005]") && missing.error.contains("lib/shapes.atl"), "\(missing.error)")
        for (file, code) in [("main.atl", "LK0001"), ("main.wasm", "LK0002")] {
            let outcome = try workspace.langc("link", "m.o", file)
            #expect(outcome.status == 1 && outcome.error.contains("error[\(code)]"), "\(outcome.error)")
            #expect(outcome.error.contains(file))
        }
        let absent = try workspace.langc("link", "none.o")
        #expect(absent.status == 1 && absent.error.contains("cannot read 'none.o': No such file or directory"))
        #expect(try !workspace.names().contains("a.wasm"))
    }

    @Test func aChangedInterfaceIsNoticed() throws {
        let workspace = try Workspace([
            "main.atl": "import { f } from \"./lib\";\nprint(f(1));", "lib.atl": "export fn f(n: number) -> number { return n; }",
        ])
        #expect(try workspace.langc("compile", "main.atl").status == 0)
        try workspace.add(["lib.atl": "export fn f(n: number) -> number { return n + 1; }"])
        #expect(try workspace.langc("compile", "lib.atl").status == 0)
        let unchanged = try workspace.langc("link", "main.o.wasm", "lib.o.wasm")
        #expect(unchanged.status == 0, "\(unchanged.error)")
        try workspace.add(["lib.atl": "export fn f(s: string) -> number { return len(s); }"])
        #expect(try workspace.langc("compile", "lib.atl").status == 0)
        let outcome = try workspace.langc("link", "main.o.wasm", "lib.o.wasm")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("error[LK0009]") || outcome.error.contains("error[LK0008]"), "\(outcome.error)")
    }

    @Test func inspectShowsObjectsAndPrograms() throws {
        let workspace = try Workspace(Workspace.program)
        #expect(try workspace.langc("compile", "-c", "lib/shapes.atl").status == 0)
        let object = try workspace.langc("inspect", "shapes.o.wasm")
        #expect(object.status == 0)
        for expected in ["Object of module 'shapes.atl'", "(side: number) -> number", "\"langc.link\"", "langc.closure:square"] {
            #expect(object.text.contains(expected), "\(object.text)")
        }
        let json = try workspace.langc("inspect", "shapes.o.wasm", "--json").output
        let members = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        #expect(members["kind"] as? String == "object")
        #expect(try workspace.langc("build", "main.atl", "-g").status == 0)
        let program = try workspace.langc("inspect", "main.wasm")
        #expect(program.text.hasPrefix("WebAssembly module") && program.text.contains("_start"), "\(program.text)")
        #expect(try workspace.langc("inspect", "main.wasm", "--wat").text.hasPrefix("(module"))
    }

    @Test func inspectRefusesWhatItCannotRead() throws {
        let workspace = try Workspace(["main.atl": "print(1);"])
        let text = try workspace.langc("inspect", "main.atl")
        #expect(text.status == 1 && text.error.contains("'main.atl' is not a wasm file that langc can read"))
        let absent = try workspace.langc("inspect", "none.wasm")
        #expect(absent.status == 1 && absent.error.contains("cannot read 'none.wasm': No such file or directory"))
    }
}
