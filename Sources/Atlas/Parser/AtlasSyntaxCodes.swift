import Diagnostics

/// The codes that the lexer and the parser report.
public enum AtlasSyntaxCodes {
    public static let all = [syntax, text, semicolon, bracket, token, reservedWord, endOfFile, emptyMatch]

    private static let area = "Atlas"

    static let syntax = DiagnosticCode(
        "AT1000", area: area, title: "syntax error",
        explanation: """
            The text does not follow the grammar, and no more special code fits. Frequent cases:

            - `Expected expression`: a value is missing, as in `let x = ;`. There are no anonymous functions; declare a nested
              named function and pass its name.
            - `Expected pattern`: a `match` arm begins with something that is no pattern. A negative number is no pattern; write
              `n if n == -1 => …`.
            - `Expected type`: a type is missing after `:`, `->` or `=`.
            - `Invalid assignment target`: only variables, elements (`x[i]`) and members can stand left of `=`.
            - `import`, `export`, `type`, `trait` or `impl` inside a block: these stand only at the top level of a module.
            - `extern declarations are not supported`; default, dynamic and side-effect-only imports are not supported either.
            - `Nesting is too deep`: constructs nest hundreds of levels deep, or an operator chain has thousands of links. Split the
              code into functions or name intermediate values.
            """)

    static let text = DiagnosticCode(
        "AT1001", area: area, title: "text that is no token",
        explanation: """
            - `Unexpected character '@'`: the character has no meaning outside strings and comments. Strings are written in double
              quotes, comments begin with `//`.
            - `Invalid number: exponent requires digits`: write `1e3`, not `1e`.
            - `Invalid number literal: '1e309'`: the value is too large for a number (64-bit floating point), or letters hang on to
              it as in `0x1F` or `1_000`. Numbers are decimal, without separators and suffixes.
            - `Invalid UTF-8`: source files are UTF-8 text. Save the file as UTF-8.
            """)

    static let semicolon = DiagnosticCode(
        "AT1002", area: area, title: "missing semicolon, or a string that is never closed",
        explanation: """
            Statements end with `;`; line breaks mean nothing:

                let x = 1;
                print(x);

            Assignments, `++` and `--` are statements and have no value, so `a = b = c;` also gives this error.

            `Unterminated string literal`: the closing `"` is missing. Strings may span lines, so everything up to the end of the
            file became part of the string. A quote inside a string is written `\\"`.
            """)

    static let bracket = DiagnosticCode(
        "AT1003", area: area, title: "missing closing bracket, or an unknown escape",
        explanation: """
            `Expected ')' …`, `Expected ']' …`, `Expected '}'`: a bracket was opened and not closed; the second mark shows where
            it was opened. If something else stands in its place, that is often the real mistake: `if (x = 1)` should be
            `if (x == 1)`.

            `Invalid escape sequence '\\q'`: the escapes in strings are `\\n`, `\\r`, `\\t`, `\\\\` and `\\"`. A backslash is written
            `\\\\`.
            """)

    static let token = DiagnosticCode(
        "AT1004", area: area, title: "another token was expected, or a comment is never closed",
        explanation: """
            `Expected '(' after 'if'`, `Expected '=' in variable declaration` and so on: the construct needs this token here.
            Conditions are written in parentheses and bodies in braces; every variable has an initial value; every parameter has a
            type; arms of `match` are separated by commas.

            `Unterminated multi-line comment`: the closing `*/` is missing. Comments do not nest.
            """)

    static let reservedWord = DiagnosticCode(
        "AT1005", area: area, title: "a reserved keyword was used as a name",
        explanation: """
            These words cannot be names: let var fn type trait impl if else while for in return break continue match true false
            null import export from as extern extends is own borrow shared.

            Choose another name, for example with an underscore at the end: `let type_ = 1;`.
            """)

    static let endOfFile = DiagnosticCode(
        "AT1006", area: area, title: "unexpected end of file",
        explanation: """
            Reserved. A file that ends too early is reported with the code of what was expected: AT1000 for an expression, AT1002
            for `;`, AT1003 for a closing bracket.
            """)

    static let emptyMatch = DiagnosticCode(
        "AT3020", area: area, title: "a match without arms",
        explanation: """
            `match` chooses one of its arms, so it needs at least one:

                match x { _ => 0 }
            """)
}
