/// Keywords that people who know other languages try, and what to write instead.
enum ForeignWords {
    /// Words with which statements of other languages begin.
    static let statements: [String: String] = {
        var table = [
            "const": "use `let` for a name that does not change", "mut": "use `var` for a variable that changes",
            "elif": "write `else if`", "elsif": "write `else if`", "elseif": "write `else if`", "elsIf": "write `else if`",
            "foreach": "write `for x in xs { … }`", "loop": "write `while (true) { … }`", "unless": "write `if (!condition) { … }`",
            "until": "write `while (!condition) { … }`", "switch": "use `match`", "case": "use `match`", "when": "use `match`",
            "do": "write `while (true) { … if (done) { break; } }`", "then": "the body is written in braces: `if (condition) { … }`",
            "try": "errors are values of type Result: use `e?` or `match`", "catch": "errors are values of type Result: use `e?` or `match`",
            "throw": "return `Err(reason)` from a function with a Result type", "raise": "return `Err(reason)` from a function with a Result type",
            "new": "values are made by functions; there is no `new`", "delete": "there is no `delete`; memory is managed",
            "del": "there is no `del`; memory is managed", "pass": "an empty body is written `{ }`", "print": "write `print(value);`",
            "puts": "write `print(value);`", "echo": "write `print(value);`", "yield": "there are no generators; return an array",
            "using": "write `import { name } from \"./module\";`", "include": "write `import { name } from \"./module\";`",
            "require": "write `import { name } from \"./module\";`", "use": "write `import { name } from \"./module\";`",
            "module": "a file is a module; no declaration is needed", "package": "a file is a module; no declaration is needed",
            "public": "write `export` before what other modules may use", "pub": "write `export` before what other modules may use",
            "private": "what has no `export` is private", "static": "functions stand at the top level of a module", "end": "a block ends with `}`",
            "async": "there is no asynchronous code", "await": "there is no asynchronous code", "goto": "there is no `goto`",
            "namespace": "a file is a module; import it with `import * as name from \"./module\";`",
        ]
        for word in ["class", "struct", "enum", "interface", "protocol", "record", "data"] {
            table[word] = "`\(word)` is not part of the language; use `type` aliases, functions and traits"
        }
        for word in ["function", "def", "func", "fun", "sub", "proc", "lambda"] { table[word] = "functions are declared with `fn`" }
        for word in ["int", "float", "double", "auto", "local", "dim", "val"] { table[word] = "variables are declared with `let` or `var`" }
        return table
    }()

    /// Words that other languages use between two operands.
    static let operators = [
        "and": "write `&&`", "or": "write `||`", "not": "write `!`", "is": "write `==`, or test with `isNumber(x)` and the like",
        "mod": "write `%`", "div": "write `floor(a / b)`", "xor": "write `!=` between two bools", "then": "the body is written in braces",
        "eq": "write `==`", "ne": "write `!=`", "lt": "write `<`", "gt": "write `>`", "instanceof": "use `isType(value, \"string\")`",
        "if": "`if` is a statement; use `match` in expressions", "contains": "use `includes(text, part)` or `xs.includes(value)`",
    ]
}
