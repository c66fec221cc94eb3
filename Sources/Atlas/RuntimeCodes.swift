import Diagnostics

/// The codes with which a running program stops.
enum RuntimeCodes {
    static let all: [DiagnosticCode] = [
        code(
            "AT0001", "a value of the wrong kind, or a failed check",
            """
            A value is not of the kind that is needed here, an `unwrap` or assertion failed, or a library
            function could not read its input. The message says which.

                unwrap(None());   // Type error: unwrap() called on None
            """),
        code(
            "AT0002", "a variable read before its initializer ran",
            """
            A function was called before the declaration of a module variable that it reads.

                print(f());   // `x` has no value yet
                let x = 1;
                fn f() -> number { return x; }
            """),
        code(
            "AT0005", "division by zero",
            """
            The right side of `/` or `%` is zero.

                let x = 1 / 0;
            """),
        code(
            "AT0006", "index out of bounds",
            """
            The index is not below the length of the array, or a position lies outside a string.

                let a = [1];
                print(a[1]);
            """),
        code(
            "AT0007", "arithmetic without a finite result",
            """
            The result of an arithmetic operator is NaN or infinite.

                let x = 1e308 * 10;
            """),
        code(
            "AT0102", "a wrong argument for a library function",
            """
            A library function was called with a wrong number of arguments, or with a value it does not take.
            The note says which.

                print([1]);   // print() takes string, number, bool or null
            """),
        code(
            "AT0103", "an index that is no whole number from 0 on",
            """
            Array indices must be whole numbers, and not negative.

                let a = [1];
                print(a[0.5]);
            """),
        code(
            "AT0140", "a key that cannot be hashed",
            """
            Keys of maps and elements of sets must be numbers, strings, bools or null.

                let m = hashMapNew();
                hashMapPut(m, [1], 2);
            """),
        code(
            "AT0300", "access refused",
            """
            The host does not let the program touch this path. Grant the directory when starting the program,
            for example with `--dir`.

                readFile("/etc/secret");
            """),
        code(
            "AT0400", "an operation on a file failed",
            """
            The file does not exist, is no UTF-8 text, or the system reported another problem.

                readFile("missing.txt");
            """),
    ]

    private static func code(_ code: String, _ title: String, _ explanation: String) -> DiagnosticCode {
        DiagnosticCode(code, area: "Atlas", title: title, explanation: explanation)
    }
}
