import Foundation
import Testing

/// What `langc link` says of objects that do not fit together, with the source at fault.
struct LinkErrorTests {
    /// A module that imports from five others, and these.
    private static let sources = [
        "main.atl": """
            import { area } from "./a";
            import { limit } from "./b";
            import { twice } from "./c";
            import { helper } from "./d";
            import { shape } from "./e";
            print(area(2) + limit + twice(3) + helper() + shape([1]));
            """,
        "a.atl": "export fn area(side: number) -> number { return side * side; }",
        "b.atl": "export var limit = 10;",
        "c.atl": "export fn twice(n: number) -> number { return n * 2; }",
        "d.atl": "export fn helper() -> number { return 1; }",
        "e.atl": "export fn shape(a: number[]) -> number { return len(a); }",
    ]
    /// The same modules, each with another interface.
    private static let changes = [
        "a.atl": "export fn areas(side: number) -> number { return side * side; }",
        "b.atl": "export fn limit() -> number { return 10; }",
        "c.atl": "export fn twice(n: string) -> number { return len(n) * 2; }",
        "d.atl": "fn helper() -> number { return 1; }\nexport fn other() -> number { return helper(); }",
        "e.atl": "export fn shape(a: string[]) -> number { return len(a); }",
    ]
    private static let objects = ["main", "a", "b", "c", "d", "e"].map { "\($0).o.wasm" }

    private func workspace() throws -> Workspace {
        let workspace = try Workspace(Self.sources)
        for module in Self.sources.keys { #expect(try workspace.langc("compile", module, "-O0").status == 0) }
        return workspace
    }

    private func stale() throws -> Workspace {
        let workspace = try workspace()
        try workspace.add(Self.changes)
        for module in Self.changes.keys { #expect(try workspace.langc("compile", module, "-O0").status == 0) }
        return workspace
    }

    @Test func everyImportThatDoesNotFitIsReportedWithItsSource() throws {
        let workspace = try stale()
        let outcome = try workspace.start(["link"] + Self.objects).finish()
        #expect(outcome.status == 1)
        let codes = outcome.error.matches(of: /error\[(LK\d+)\]/).map { String($0.1) }
        #expect(codes == ["LK0006", "LK0007", "LK0008", "LK0025", "LK0009"], "\(outcome.error)")
        #expect(outcome.error.contains("""
            error[LK0006]: `a.atl` does not export `area`
              --> main.atl:1:10
               |
             1 | import { area } from "./a";
               |          ^^^^ imported here
               = note: did you mean `areas`?
               = note: the interface of `a.atl` has changed since `main.atl` was compiled
               = help: if `a.atl` has changed, compile `main.atl` again
            """), "\(outcome.error)")
        #expect(outcome.error.contains("--> main.atl:5:1\n"), "\(outcome.error)")
        #expect(try !workspace.names().contains("a.wasm"))
    }

    /// Positions travel in the objects; the text is shown only where it is that which was compiled.
    @Test func withoutTheSourceThePositionIsKnown() throws {
        let workspace = try stale()
        try workspace.add(["main.atl": "// new\n" + (Self.sources["main.atl"] ?? "")])
        let outcome = try workspace.start(["link"] + Self.objects).finish()
        #expect(outcome.error.contains("error[LK0006]: `a.atl` does not export `area`\n  --> main.atl:1:10: imported here\n"), "\(outcome.error)")
        #expect(outcome.error.contains("--> main.atl:5:1: imported here\n"), "\(outcome.error)")
        let json = try workspace.start(["link", "--diagnostics=json"] + Self.objects).finish()
        #expect(json.error.contains(#""file":"main.atl""#) && json.error.contains(#""line":1,"#) && json.error.contains(#""column":10,"#), "\(json.error)")
    }

    @Test func sourcesAreFoundAboveTheObjects() throws {
        let workspace = try Workspace(Self.sources)
        #expect(try workspace.langc("compile", "--with-dependencies", "main.atl", "-o", "out").status == 0)
        let names = try workspace.names("out").filter { $0 != "c.atl.o.wasm" }
        let outcome = try workspace.start(["link"] + names.map { "\(workspace.directory.path)/out/\($0)" }, in: "out").finish()
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("error[LK0005]: `main.atl` imports the module `c.atl`, which is not among the objects"), "\(outcome.error)")
        #expect(outcome.error.contains(" 3 | import { twice } from \"./c\";\n"), "\(outcome.error)")
    }

    @Test func objectsOfAnotherProgramDoNotFit() throws {
        let workspace = try workspace()
        try workspace.add(["else/a.atl": "export fn volume() -> number { return 3; }"])
        #expect(try workspace.langc("compile", "a.atl", "-o", "../other.o", in: "else").status == 0)
        let swapped = try workspace.start(["link", "other.o"] + Self.objects.filter { $0 != "a.o.wasm" }).finish()
        #expect(swapped.status == 1 && swapped.error.contains("error[LK0006]"), "\(swapped.error)")
        let both = try workspace.start(["link", "other.o"] + Self.objects).finish()
        #expect(both.status == 1 && both.error.contains("error[LK0003]: two objects define the module `a.atl`: "), "\(both.error)")
        #expect(both.error.contains("note: their interfaces differ"), "\(both.error)")
    }
}
