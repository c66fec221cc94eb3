import Diagnostics

/// The codes of binding, typing and warnings.
enum CheckerCodes {
    static let all: [DiagnosticCode] = [
        code(
            "AT1012", "a prelude name declared at top level",
            """
            Functions of the typed prelude (`print`, `len`, `map` …) have fixed types everywhere in a program,
            so their names cannot be declared or imported at the top level of a module. Inside a function they
            can.

                fn print(s: string) { }      // error
                fn show(s: string) { let len = 3; print(s); }   // fine
            """),
        code(
            "AT2001", "unused variable or parameter",
            """
            A local variable or parameter is never read. An assignment alone is no use. Remove it, or put `_` in
            front of its name.

                fn f(x: number) -> number { let y = 1; return x; }   // `y` is unused
            """),
        code(
            "AT2002", "unknown symbol, or unreachable code",
            """
            As an error: nothing of this name is visible here. Variables are visible after their declaration,
            functions in their whole block; a function sees only those module variables that stand above it.
            Some library functions of other Atlas implementations (network, processes, tasks) do not exist in
            ahead-of-time builds. As a warning: the statement stands after a `return` and never runs.

                let x = y;   // error: `y` is declared below
                let y = 1;
            """),
        code(
            "AT2003", "a name declared twice",
            """
            A scope holds each name once. An inner scope may declare a name of an outer one again.

                let a = 1;
                let a = 2;          // error
                { let a = 3; }      // fine
            """),
        code(
            "AT2009", "deprecated type alias",
            """
            The doc comment of the alias says `@deprecated`. The note tells since which version.

                /// @deprecated @since 2.0
                type Old = number;
                let x: Old = 1;   // warning
            """),
        code(
            "AT2010", "`own` without effect",
            """
            Numbers, strings, bools and null are always copied, so `own` on a parameter of such a type says
            nothing.

                fn f(own n: number) -> number { return n; }   // warning
            """),
        code(
            "AT2012", "a borrowed value given away",
            """
            The parameter is only borrowed, but the function called wants to own its argument.

                fn keep(own xs: number[]) -> number { return xs.len(); }
                fn look(borrow xs: number[]) -> number { return keep(xs); }   // warning
            """),
        code(
            "AT3001", "a type does not fit",
            """
            The value found is not of the type that is expected at this place. Nothing is converted silently:
            use `str`, `toNumber` and the like, test a union with `isString` and the like, or change the
            annotation.

                let n: number = "x";   // expected number, found string
            """),
        code(
            "AT3002", "an operator cannot take these operands",
            """
            `+` takes two numbers or two strings, the other arithmetic operators and the orderings take numbers,
            `&&`, `||` and `!` take bools, `==` wants types that have values in common.

                let a = 1 + "a";       // error
                let b = str(1) + "a";  // fine
            """),
        code(
            "AT3003", "an immutable name assigned",
            """
            `let` variables, parameters, loop variables of `for … in`, functions, imports and namespaces cannot
            be assigned. Elements of an array held by a `let` can.

                let x = 1;
                x = 2;       // error: declare it with `var`
            """),
        code(
            "AT3004", "a path without `return`",
            """
            A function with a result type other than `null` and `void` must return on every path. Only `return`,
            and `if` with `else`, count: whether a loop or a `match` always returns is not looked at.

                fn f(b: bool) -> number { if (b) { return 1; } }   // error
            """),
        code(
            "AT3005", "wrong number of arguments",
            """
            A call has more or fewer arguments than the function has parameters. There are no optional
            parameters.

                fn add(a: number, b: number) -> number { return a + b; }
                add(1);   // error
            """),
        code(
            "AT3006", "a call of something that is no function",
            """
            Only functions can be called.

                let n = 1;
                n(2);   // error
            """),
        code(
            "AT3010", "a jump outside a loop, or an unknown method",
            """
            `break` and `continue` belong into a loop of the same function. The other meaning: the receiver's
            type has no method of that name.

                break;              // error at top level
                "abc".size();       // error: strings have no such method
            """),
        code(
            "AT3011", "`return` outside a function",
            """
            The top level of a module cannot return.

                return 1;   // error at top level
            """),
        code(
            "AT3021", "arms of different types",
            """
            Reserved. The type of a `match` whose arms differ is their union, so this is not reported.

                let x = match 1 { 1 => 1, _ => "a" };   // number | string
            """),
        code(
            "AT3022", "a pattern of another type",
            """
            The literal can never be equal to the value that is matched.

                match 1 { "a" => 1, _ => 2 };   // error
            """),
        code(
            "AT3023", "wrong number of arguments of a constructor pattern",
            """
            `Some`, `Ok` and `Err` hold one value, `None` holds none.

                match find(1) { Some(a, b) => 1, None => 2 };   // error
            """),
        code(
            "AT3024", "an unknown constructor",
            """
            An Option is `Some(v)` or `None`, a Result is `Ok(v)` or `Err(e)`.

                fn f(o: Option<number>) { match o { Just(v) => v, None => 0 }; }   // error
            """),
        code(
            "AT3025", "a constructor pattern on another type",
            """
            Only Option and Result have constructors.

                match 1 { Some(v) => v, _ => 0 };   // error
            """),
        code(
            "AT3026", "an array pattern on another type",
            """
            `[a, b]` matches only arrays.

                match 1 { [a, b] => a, _ => 0 };   // error
            """),
        code(
            "AT3027", "a match that is not exhaustive, or `?` on something that is no Result",
            """
            Some value of the type would fit no arm; arms with a guard do not count. The other meaning: `e?`
            takes the value out of a Result, and `e` is none.

                fn f(o: Option<number>) -> number {
                    return match o { Some(v) => v };   // error: missing None
                }
            """),
        code(
            "AT3028", "`?` outside a function, or a plain value for a `shared` parameter",
            """
            `e?` leaves the function with the error, so it needs one. The other meaning: a `shared` parameter
            takes only shared values.

                let x = f()?;   // error at top level
            """),
        code(
            "AT3029", "`?` with another error type, a guard that is no bool, or a second impl",
            """
            The error of `e?` must fit the error type of the function's result. A guard (`pattern if guard`)
            must be bool. A trait is implemented for a type only once.

                fn f(r: Result<number, number>) -> Result<number, string> {
                    return Ok(r?);   // error
                }
            """),
        code(
            "AT3030", "`?` in a function that returns no Result, or a built-in trait declared again",
            """
            `e?` returns `Err(…)` from the function, so the function must return a Result. The other meaning:
            `Copy`, `Move`, `Drop`, `Display` and `Debug` are built in.

                trait Copy { }   // error
            """),
        code(
            "AT3031", "a trait declared twice",
            """
            A module declares each trait once.

                trait A { }
                trait A { }   // error
            """),
        code(
            "AT3032", "an unknown trait",
            """
            An impl or a bound names a trait that this module does not declare. Traits are private to their
            module.

                impl Shape for number { }   // error if there is no trait Shape
            """),
        code(
            "AT3033", "an impl without a required method",
            """
            An impl must have every method of the trait.

                trait Area { fn area(self: Area) -> number; }
                impl Area for number { }   // error: `area` is missing
            """),
        code(
            "AT3034", "a method of an impl with another signature",
            """
            Apart from `self`, parameter types and result type must be those of the trait.

                trait Area { fn area(self: Area) -> number; }
                impl Area for number { fn area(self: number) -> string { return ""; } }   // error
            """),
        code(
            "AT3035", "a method of a trait that the type does not implement",
            """
            A trait has this method, but there is no impl for the type of the receiver.

                trait Area { fn area(self: Area) -> number; }
                "x".area();   // error
            """),
        code(
            "AT3037", "a type argument without a required trait",
            """
            `<T: Tr>` accepts only types for which there is an impl of `Tr`.

                trait Tr { fn m(self: Tr) -> number; }
                fn f<T: Tr>(x: T) -> number { return x.m(); }
                f("a");   // error without `impl Tr for string`
            """),
        code(
            "AT9999", "a problem without a code of its own",
            """
            The message says what it is: that `atlas.toml` is no TOML, has no `name` in `[package]` or a value of the
            wrong kind, or for example a type parameter that no argument of a call decides.

                fn mk<T>() -> T[] { return []; }
                mk();   // error: cannot infer T
            """),
        code(
            "AW9999", "a warning without a code of its own",
            """
            A key of `atlas.toml` that langc does not know and ignores, or for example a type name that nothing declares,
            which is taken for the dynamic type, or a change of what no variable names, which nothing keeps.

                let x: Widget = 1;   // warning, `Widget` is dynamic
                rows[0].push(1);     // warning; write `rows[0] = rows[0].push(1);`
            """),
    ]

    private static func code(_ code: String, _ title: String, _ explanation: String) -> DiagnosticCode {
        DiagnosticCode(code, area: "Atlas", title: title, explanation: explanation)
    }
}
