import Diagnostics

/// The codes of imports and exports.
enum ModuleCodes {
    static let all: [DiagnosticCode] = [
        code(
            "AT5001", "an invalid module path",
            """
            Modules are named by paths that start with `./` or `../` (seen from the importing file) or `/` (seen
            from the project root).

                import { get } from "http";   // error
            """),
        code(
            "AT5002", "a module that is not there",
            """
            No readable file of this name. `.atl` is appended to paths that do not end in it; nothing else is
            tried. Also known as AT1014.

                import { a } from "./missing";
            """),
        code(
            "AT5003", "modules that import one another",
            """
            A module cannot depend on itself, also not through others, re-exports or `import type`. Move what
            both sides need into a third module. Also known as AT1013.

                // a.atl
                import { b } from "./b";
                // b.atl
                import { a } from "./a";   // error
            """),
        code(
            "AT5004", "an unknown name exported",
            """
            Reserved for exports of names that the module does not have; a declaration is exported where it
            stands, so this cannot happen.

                export let a = 1;   // how names are exported
            """),
        code(
            "AT5005", "a module that did not load",
            """
            The module could not be loaded for a reason reported elsewhere. Also known as AT1014.

                import { a } from "./broken";
            """),
        code(
            "AT5006", "a name that a module does not export",
            """
            The module has no such name, or keeps it private. Also known as AT1015.

                // m.atl
                let hidden = 1;
                // main.atl
                import { hidden } from "./m";   // error: write `export let hidden`
            """),
        code(
            "AT5008", "a name exported twice",
            """
            Importers could not tell which is meant. A local or named export of a name wins over `export *`; two
            different ones do not. Also known as AT1016.

                export let x = 1;
                export let x = 2;   // error
            """),
    ]

    private static func code(_ code: String, _ title: String, _ explanation: String) -> DiagnosticCode {
        DiagnosticCode(code, area: "Atlas", title: title, explanation: explanation)
    }
}
