import Diagnostics

/// The codes of errors that a running program raises; it can catch all but AI0920.
enum RuntimeCodes {
    static let all: [DiagnosticCode] = [
        AiCodes.row(
            "AI0901", "a variable of a module read before it has its value",
            #"""
            The body of the module has not got to the definition yet. In an import cycle a module may run before one it imports;
            uses inside procedures that are called later are fine.

                (print x)
                (define x 1)
            """#),
        AiCodes.row(
            "AI0902", "a local variable read before it has its value",
            #"""
            A value of `letrec`, or an internal definition, uses a variable that is defined after it.

                (letrec ((a b) (b 1)) a)
            """#),
        AiCodes.row(
            "AI0903", "an argument of a wrong type",
            #"""
            The message names the procedure, the type it takes, the argument's position, and its value.

                (car 5)          ; car: expected pair as argument 1, got 5
            """#),
        AiCodes.row(
            "AI0904", "a call with a wrong number of arguments",
            #"""
            A procedure that is only known when the program runs does not take this number of arguments.

                (define f (if #t (lambda (x) x) car))
                (f 1 2)
            """#),
        AiCodes.row(
            "AI0905", "a call of something that is no procedure",
            #"""
            The first part of a form had a value that cannot be called.

                (define f 5)
                (f 1)
            """#),
        AiCodes.row(
            "AI0906", "an index that is out of range",
            #"""
            Indices count from 0 and are less than the length.

                (vector-ref #(1 2) 2)
            """#),
        AiCodes.row(
            "AI0907", "a division by zero",
            #"""
            An exact number has been divided by exact zero. With floats the result is an infinity or not a number.

                (/ 1 0)
            """#),
        AiCodes.row(
            "AI0908", "a continuation that is no longer active",
            #"""
            Continuations can only be called while the `call/cc` that made them has not returned.

                (define k (call/cc (lambda (c) c)))
                (k 1)
            """#),
        AiCodes.row(
            "AI0909", "a recursion that is too deep",
            #"""
            Calls that are not in tail position need memory until they return. A loop that passes its result along in an argument does not.

                (define (f n) (+ 1 (f n)))
            """#),
        AiCodes.row(
            "AI0910", "a number that is no integer",
            #"""
            Ai has no ratios, so only floats without a fraction have an exact counterpart; `round` and `floor` give such floats.

                (exact 2.5)      ; write (exact (round 2.5))
            """#),
        AiCodes.row(
            "AI0911", "a value that no clause matches",
            #"""
            No clause of the `match` form fits. A last clause with the pattern `_` takes everything.

                (match 3 (1 'one) (2 'two))
            """#),
        AiCodes.row(
            "AI0912", "an assertion that failed",
            #"""
            The condition of `assert` was false; the message shows its text, or the message that was given.

                (assert (= 1 2))
            """#),
        AiCodes.row(
            "AI0913", "a key that is not there",
            #"""
            `hash-table-ref` without a procedure for that case needs the key. `hash-table-ref/default` takes a default.

                (hash-table-ref (make-hash-table) 'a)
            """#),
        AiCodes.row(
            "AI0914", "a file that cannot be used",
            #"""
            The message says what failed, the path and the reason. `file-error?` recognizes it. A program only sees the directories that its
            host lets it see.

                (file-read "missing.txt")
            """#),
        AiCodes.row(
            "AI0915", "a datum that cannot be read",
            #"""
            `read` found text that is not a datum; the message is that of the reader.

                (read (open-input-string "(1 2"))
            """#),
        AiCodes.row(
            "AI0916", "a handler that returned",
            #"""
            A handler of `with-exception-handler` has returned to `raise` or `error`, which do not go on. It can leave by a
            continuation, or the value can be raised with `raise-continuable`; `guard` and `try` leave by themselves.

                (with-exception-handler (lambda (e) 0) (lambda () (raise 'oops)))
            """#),
        AiCodes.row(
            "AI0917", "a wrong number of values",
            #"""
            An expression gave several values, or none, where one is needed, or not as many as there are variables.

                (+ 1 (values 2 3))
            """#),
        AiCodes.row(
            "AI0918", "a contract that was violated",
            #"""
            A condition of `spec:contract` was false when the procedure was called (`requires`) or returned (`ensures`).

                (spec:contract half :requires [(even? n)])
                (define (half n) (quotient n 2))
                (half 3)
            """#),
        AiCodes.row(
            "AI0919", "a value that cannot cross the border of a language",
            #"""
            A module of another language declares a type for what it takes or gives, and the value is not convertible to it. The message names both
            modules, the export, and the direction.
            """#),
        AiCodes.row(
            "AI0920", "out of memory",
            #"""
            The host does not give the program more memory. The program stops; it cannot catch this.
            """#),
        AiCodes.row(
            "AI0921", "an argument outside of the domain",
            #"""
            The function has no real value for this argument.

                (sqrt -1)
            """#),
    ]
}
