import Diagnostics

/// The codes of warnings.
enum WarningCodes {
    static let all: [DiagnosticCode] = [
        AiCodes.row(
            "AI0501", "an imported name that is not used",
            #"""
            The name is imported and never used. Re-exporting counts as use.

                (import "math" (pi square))
                (print pi)
            """#),
        AiCodes.row(
            "AI0502", "an import that is not used",
            #"""
            Nothing of the import is used. To import a module only for what it does when it runs, write no list.

                (import "setup" (a b))       ; write (import "setup")
            """#),
        AiCodes.row(
            "AI0503", "a wildcard import",
            #"""
            `*` brings every name of a module, also those it will get later. This warning is off unless asked for; the help lists the names that are
            used.

                (import "math" *)
            """#),
        AiCodes.row(
            "AI0504", "a definition that hides a wildcard import",
            #"""
            The module defines a name that one of its wildcard imports brings too; the definition counts.

                (import "math" *)
                (define pi 3)
            """#),
        AiCodes.row(
            "AI0505", "a wildcard import that hides a library name",
            #"""
            A wildcard import brings a name that the library has too, and the name is used; the import counts.

                (import "seq" *)             ; exports filter
                (filter odd? xs)
            """#),
        AiCodes.row(
            "AI0506", "a variable that is read before it has its value",
            #"""
            When control gets here, the variable is not initialized yet; the program will stop with AI0901.

                (print x)
                (define x 1)
            """#),
        AiCodes.row(
            "AI0507", "a name that is defined again",
            #"""
            In a script without exports a second definition of a name assigns the variable. `set!` says so.

                (define x 1)
                (define x 2)
            """#),
        AiCodes.row(
            "AI0508", "an import that is repeated",
            #"""
            The same import stands twice, word for word; one of them can go.

                (import "math" (pi))
                (import "math" (pi))
            """#),
        AiCodes.row(
            "AI0509", "a clause that can never be reached",
            #"""
            A clause above it matches everything.

                (match x (y 1) (2 3))
            """#),
        AiCodes.row(
            "AI0510", "a test that is always true",
            #"""
            Only `#f` is false: `nil`, `()`, `0` and `""` count as true.

                (if nil 1 2)
            """#),
        AiCodes.row(
            "AI0511", "a variable that looks like a member of a module",
            #"""
            The name has a dot, and what stands before it is a qualifier here, so that readers take the variable for a member of the module. Within
            the variable's scope the variable counts.

                (import "math" ())
                (define math.pi 3)
            """#),
        AiCodes.row(
            "AI0512", "a continuation that outlives its extent",
            #"""
            Continuations can only be called while the `call/cc` that made them has not returned. This one is kept beyond that, and calling it then
            raises AI0908.

                (define k #f)
                (call/cc (lambda (c) (set! k c)))
            """#),
        AiCodes.row(
            "AI0513", "a call that fails whenever it runs",
            #"""
            An argument has a type, or a value, with which the procedure always fails.

                (car 5)
                (quotient 1 0)
            """#),
    ]
}
