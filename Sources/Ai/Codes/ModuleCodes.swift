import Diagnostics

/// The codes of modules, imports and exports.
enum ModuleCodes {
    static let all: [DiagnosticCode] = [
        AiCodes.row(
            "AI0201", "a module form that is not valid",
            #"""
            A module is written `(module name [exports] body …)`: its name is a symbol, the list of exports may be left out, and there is
            at least one form in the body.

                (module "math" [pi] (define pi 3.14159))    ; write (module math …)
            """#),
        AiCodes.row(
            "AI0202", "a module name that is not possible here",
            #"""
            The name of a file's module may have dots, `company.auth`; that of a module inside another may not, since dots lead to the members of
            modules.

                (define x 1)
                (module a.b [y] (define y 2))
            """#),
        AiCodes.row(
            "AI0203", "a module whose name is not that of its file",
            #"""
            Imports find a module by its file; its own name only makes the qualifier. Two names for one thing confuse readers, so the last
            part of the module's name should be the name of the file, where `_` counts as `-`.

                (module maths [pi] (define pi 3))     ; in the file math.ai
            """#),
        AiCodes.row(
            "AI0204", "two modules of one name",
            #"""
            A module may contain several others, each under its own name.

                (module a [x] (define x 1))
                (module a [y] (define y 2))
            """#),
        AiCodes.row(
            "AI0205", "import, export or module below the top level",
            #"""
            `import`, `export` and `module` stand at the top level of a module, also in a `begin` there, and never in procedures or
            conditions: what a module imports and exports does not depend on what runs.

                (define (f) (import "math" (pi)) pi)
            """#),
        AiCodes.row(
            "AI0206", "an export with a dot in its name",
            #"""
            A dot leads from a module to its members, so no exported name may have one. It can be published under another name.

                (module m [a.b] (define a.b 1))       ; write [a.b as a-b]
            """#),
        AiCodes.row(
            "AI0220", "an export that is not defined",
            #"""
            What a module exports must be defined at its top level, be a module inside it, or be imported. Names of the library
            are exported after an import from the library's module.

                (module math [square] (define (sqare x) (* x x)))
            """#),
        AiCodes.row(
            "AI0221", "one public name for two things",
            #"""
            Each exported name stands for one thing. `as` publishes one of them under another name.

                (export a (b as a))
            """#),
        AiCodes.row(
            "AI0222", "re-exports that disagree",
            #"""
            Two modules that are re-exported as a whole have different things under one name. Exporting the name explicitly from one of
            them decides.

                (export :from "a" *)
                (export :from "b" *)        ; both have `size`
            """#),
        AiCodes.row(
            "AI0301", "a module that is not found",
            #"""
            There is no file for the import; the notes list every path that was tried. A module `p/q` is the file `p/q.ai`, `p/q/module.ai`, or
            a file of another language of langc, below the project's root, its directory `modules`, or a directory given with `-I`. Paths that begin
            with `./` or `../` count from the importing file.

                (import "maht" (pi))
            """#),
        AiCodes.row(
            "AI0302", "an import that fits two files",
            #"""
            In the first directory that has the module there are two files for it. Writing the extension names one of them.

                (import "shape" (area))      ; shape.ai and shape.atl: write "shape.atl"
            """#),
        AiCodes.row(
            "AI0303", "a module that imports itself",
            #"""
            Everything a module defines is visible in it anyway.

                (import "math" (pi))         ; in math.ai
            """#),
        AiCodes.row(
            "AI0304", "a module path that is not valid",
            #"""
            A path is `p/q/r`, or begins with `./` or `../`. It is not empty, not absolute, has no backslashes, and no `.` or `..` further on.

                (import "/lib/math" (pi))
            """#),
        AiCodes.row(
            "AI0305", "an import that is not written as it must be",
            #"""
            After the module's name stand, in any order and each at most once, a list of names, `*`, `:as name`, `:except (name …)` and
            `:prefix name`. Items of lists are `name`, `name as other` or `(name as other)`.

                (import "math" pi)           ; write (import "math" (pi))
            """#),
        AiCodes.row(
            "AI0306", "an unknown library",
            #"""
            `std/…` and `(scheme …)`, `(srfi n)` name libraries that langc brings along; there is none of this name.

                (import "std/network" *)
            """#),
        AiCodes.row(
            "AI0307", "an import cycle",
            #"""
            Modules that import one another are allowed. Procedures are ready before any module runs; other variables have their values after their
            module has run, so uses of them at the top level of the cycle may come too early (AI0901).

                (import "odd" (od?))         ; in even.ai, while odd.ai imports even.ai
            """#),
        AiCodes.row(
            "AI0310", "a name that the module does not export",
            #"""
            Only exported names are visible outside of a module. A file that has forms beside its `(module …)` form is a script that contains
            a module; the script itself exports what its own `(export …)` forms say.

                (import "math" (pi hidden))
            """#),
        AiCodes.row(
            "AI0320", "two imports of one name",
            #"""
            Two different things are imported under one name. `as` gives one of them another.

                (import "a" (size))
                (import "b" (size))          ; write (size as b-size)
            """#),
        AiCodes.row(
            "AI0321", "an import and a definition of one name",
            #"""
            A name that is imported by name cannot be defined too. Import it under another name with `as`, or rename the definition.

                (import "a" (size))
                (define size 3)
            """#),
        AiCodes.row(
            "AI0322", "a name that two wildcard imports bring",
            #"""
            Two modules are imported as a whole and have different things under this name. It is an error only because the name is used.
            Importing it by name from one of them decides.

                (import "a" *)
                (import "b" *)
                (print size)
            """#),
        AiCodes.row(
            "AI0323", "one alias for two modules",
            #"""
            An alias stands for one module.

                (import "a" :as m)
                (import "b" :as m)
            """#),
        AiCodes.row(
            "AI0324", "a qualifier that stands for two modules",
            #"""
            Two imported modules have this name. Giving one of them an alias with `:as` decides.

                (import "x/util" ())
                (import "y/util" ())
                (print util.size)
            """#),
        AiCodes.row(
            "AI0330", "a module that is not imported",
            #"""
            There is such a module, but this one does not import it; a qualified name alone imports nothing.

                (print math.pi)              ; (import "math" ())
            """#),
        AiCodes.row(
            "AI0331", "a module that is used as a value",
            #"""
            Modules are not values; only their members are.

                (import "math" ())
                (print math)                 ; write math.pi
            """#),
        AiCodes.row(
            "AI0333", "a member that is not a module",
            #"""
            In `a.b.c`, `b` must be a module inside `a`.

                (print math.pi.x)
            """#),
        AiCodes.row(
            "AI0401", "an export that another language cannot use",
            #"""
            Macros, and members that the importing language has no way to express, are only visible to Ai.

                import { my-when } from "./macros.ai";      // in Atlas
            """#),
        AiCodes.row(
            "AI0402", "two exports with one foreign name",
            #"""
            Other languages see `a-b` as `a_b`, `a?` as `a_p` and `a!` as `a_x`. Two exports that become the same name there need an `as`.

                (export a-b a_b)
            """#),
        AiCodes.row(
            "AI0403", "a value that cannot cross the border of a language",
            #"""
            The compiler knows that a value passed to, or taken from, a module of another language has a type that is not convertible to
            what is declared there; it would fail when the program runs (AI0919).

                (area "5")                   ; declared fn area(r: number) in Atlas
            """#),
    ]
}
