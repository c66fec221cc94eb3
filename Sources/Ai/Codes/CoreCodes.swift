import Diagnostics

/// The codes of the core language: forms, names, macros, patterns.
enum CoreCodes {
    static let all: [DiagnosticCode] = [
        AiCodes.row(
            "AI0101", "an unbound variable",
            #"""
            No variable, macro, import or library procedure of this name is visible here. Names are checked when the program is compiled,
            also in code that never runs.

                (define (area r) (* pi r r))      ; (import "std/math" (pi))

            The value of a `let` variable cannot refer to the variable itself; `letrec` and internal definitions can.
            """#),
        AiCodes.row(
            "AI0102", "a form that is not written as it must be",
            #"""
            The form has too few or too many parts, or a part is not of the shape that is needed; the help shows the shape.

                (let (x 1) x)        ; write (let ((x 1)) x)
                (if)
            """#),
        AiCodes.row(
            "AI0103", "a call with a wrong number of arguments",
            #"""
            The procedure is known when the program is compiled, and does not take this number of arguments.

                (define (f a b) a)
                (f 1)
            """#),
        AiCodes.row(
            "AI0104", "a body without an expression",
            #"""
            The body of a procedure, `let` and the like must have an expression whose value is the result; it has only definitions, or nothing.

                (define (f) (define x 1))
            """#),
        AiCodes.row(
            "AI0105", "a name that stands twice",
            #"""
            Parameters, the bindings of one form, the variables of a pattern and the fields of a record must have different names.

                (lambda (x x) x)
            """#),
        AiCodes.row(
            "AI0106", "syntax that is used as a value",
            #"""
            The name of a special form or macro is not a value; it can only stand at the head of a form.

                (map if '(1 2))
            """#),
        AiCodes.row(
            "AI0107", "a definition where none is allowed",
            #"""
            Definitions stand at the top level of a module and in bodies, not in the place of an expression.

                (if x (define y 1))      ; write (if x (let () (define y 1) y))
            """#),
        AiCodes.row(
            "AI0108", "an assignment to a name of the library",
            #"""
            Names of the library cannot be assigned, since other modules use them too. A definition of the same name makes a variable
            that belongs to the module.

                (set! car cdr)
            """#),
        AiCodes.row(
            "AI0109", "an assignment to an imported name",
            #"""
            Only the module that defines a variable can assign it. It can export a procedure that does; importers always see the
            current value.

                (import "counter" (count))
                (set! count 0)           ; export (define (reset!) (set! count 0)) from counter
            """#),
        AiCodes.row(
            "AI0110", "a name that is defined twice",
            #"""
            A module defines each name once. To change a variable, use `set!`.

                (define x 1)
                (define x 2)
            """#),
        AiCodes.row(
            "AI0111", "a word that has no meaning here",
            #"""
            `else`, `=>`, `unquote`, `unquote-splicing` and `...` mean something only inside the forms they belong to.

                (print ,x)
            """#),
        AiCodes.row(
            "AI0112", "a core form that is redefined",
            #"""
            The names of the core forms cannot be defined or imported at the top level. A local variable may have such a name.

                (define if 1)
            """#),
        AiCodes.row(
            "AI0113", "a call of something that is no procedure",
            #"""
            The first part of a form is called with the others as arguments; a number, string and the like cannot be called. A list
            of values is written `[1 2]` or `(list 1 2)`.

                (3 4)
            """#),
        AiCodes.row(
            "AI0114", "something that Ai does not have",
            #"""
            The name belongs to Scheme or to other dialects, but programs that are compiled ahead of time to WebAssembly do not have it. The help
            says what to use instead.

                (eval '(+ 1 2))
            """#),
        AiCodes.row(
            "AI0120", "a pattern or template of syntax-rules that is not valid",
            #"""
            An ellipsis follows what it repeats, at most one stands in a list, and a template repeats a variable as deep as its pattern does.

                (define-syntax m (syntax-rules () ((_ ... x) x)))
            """#),
        AiCodes.row(
            "AI0121", "a use of a macro that fits no clause",
            #"""
            None of the patterns of the macro matches the form; the help lists them.

                (define-syntax swap! (syntax-rules () ((_ a b) (let ((t a)) (set! a b) (set! b t)))))
                (swap! x)
            """#),
        AiCodes.row(
            "AI0122", "macros that expand without end",
            #"""
            Expanding the form led to more and more uses of macros inside one another. Most often a recursive macro has no clause that ends it.

                (define-syntax forever (syntax-rules () ((_) (forever))))
                (forever)
            """#),
        AiCodes.row(
            "AI0123", "an error that a macro reports",
            #"""
            The expansion of a macro came to `(syntax-error "message" form …)`; the message is its author's.

                (define-syntax only-names (syntax-rules () ((_ (x)) (syntax-error "a name is expected" x))))
                (only-names (1))
            """#),
        AiCodes.row(
            "AI0124", "a macro that is used before its definition",
            #"""
            A macro must be defined above its uses in the file; unlike procedures, it does its work while the file is read from top to bottom.

                (twice 1)
                (define-syntax twice (syntax-rules () ((_ e) (begin e e))))
            """#),
        AiCodes.row(
            "AI0130", "an unknown form of pattern",
            #"""
            A list in a pattern begins with a name of a pattern form (`list`, `cons`, `or`, `as`, `when`, `view`, …), of a record type, or
            with a tag that begins with an upper-case letter. A list of patterns is written in brackets.

                (match x ((a b) a))        ; write ([a b] a)
            """#),
        AiCodes.row(
            "AI0131", "alternatives that bind different names",
            #"""
            Whichever alternative of `or` matches, the same variables must have values.

                (match x ((or (cons a _) b) a))
            """#),
        AiCodes.row(
            "AI0132", "a record pattern with a wrong number of fields",
            #"""
            A pattern with the name of a record type takes one pattern for each field.

                (define-record-type point (make-point x y) point?)
                (match p ((point x) x))
            """#),
    ]
}
