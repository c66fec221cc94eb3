import Diagnostics

/// What is reported of foreign modules.
enum ForeignCodes {
    private static let area = "foreign modules"

    static let syntax = DiagnosticCode(
        "LK0030", area: area, title: "The interface of a foreign module is not written as it should be",
        explanation: """
            An interface file declares what a wasm module of another compiler offers:

                from "shapes.o"

                /// The area of a circle.
                fn area(radius: f64) -> f64
                fn label(text: string, size: u8) -> string = "make_label"

            `from` names the module; without it, it has the name of the interface file and ends in `.o` or `.wasm`. The types are `f64`, `f32`,
            `i8` to `i64`, `u8` to `u64`, `bool`, `string` and `f64[]`. After `=` stands the function's name in the module, if it is another.
            """)
    static let notFound = DiagnosticCode(
        "LK0031", area: area, title: "The foreign module cannot be read",
        explanation: """
            The interface file names a wasm file that does not exist or cannot be read. Its path counts from the directory of the interface file.
            """)
    static let invalid = DiagnosticCode(
        "LK0032", area: area, title: "The foreign module is not a valid wasm module",
        explanation: """
            The file is no WebAssembly, is damaged, or its code is not valid. The note says where and why. Compile it again.
            """)
    static let noSuchFunction = DiagnosticCode(
        "LK0033", area: area, title: "A declared function is not in the foreign module",
        explanation: """
            The interface declares a function that the module does not have. In an object of clang, functions that are `static` cannot be reached;
            in a linked module, only what it exports (`-Wl,--export=NAME`). A C++ function has a longer name unless it is `extern "C"`.
            """)
    static let wrongType = DiagnosticCode(
        "LK0034", area: area, title: "A function is declared with another type than it has",
        explanation: """
            The message shows the type that the declaration means in WebAssembly and the one that the function has. A `string` or `f64[]` parameter
            is two parameters in C, `const char *` and `size_t`; a function that returns one returns `langc_string` or `langc_numbers` of `langc.h`.

                | declared                                   | C                                             |
                | fn half(x: f64) -> f64                     | double half(double x)                         |
                | fn count(text: string, letter: u8) -> i32  | int count(const char *, size_t, uint8_t)      |
                | fn upper(text: string) -> string           | langc_string upper(const char *, size_t)      |
            """)
    static let unresolved = DiagnosticCode(
        "LK0035", area: area, title: "The foreign module imports what nothing provides",
        explanation: """
            A foreign module may use the functions of `langc.h`, `abort`, `memcpy`, `memmove`, `memset`, `memcmp`, `strlen` and some functions of `math.h`.
            There is no C library, and no operating system but what the languages of langc offer. Join the module with whatever it needs before
            (`wasm-ld -r a.o b.o -o all.o`), or do without.
            """)
    static let ownMemory = DiagnosticCode(
        "LK0036", area: area, title: "The foreign module uses a memory or table of its own",
        explanation: """
            A program has one memory and one table. A module that was linked already has addresses in its code that are meant for its own memory, and
            nobody can tell them from numbers. Give langc what the compiler made before linking, in which the places of addresses are known:

                clang --target=wasm32 -O2 -c shapes.c -o shapes.o

            A linked module is fine as long as its code uses neither memory nor table. A foreign module may not ask for more memory either
            (`memory.grow`): what it needs for a while it gets from `langc_allocate`.
            """)
    static let feature = DiagnosticCode(
        "LK0037", area: area, title: "The foreign module uses features that programs must do without",
        explanation: """
            Programs run on every engine that knows WebAssembly with sign extension, saturating conversions, bulk memory, multiple values and tail calls.
            SIMD, threads, exceptions, garbage collection, 64-bit and several memories are not everywhere. Compile the module without them
            (`-mno-simd128`, `-fno-exceptions`, …).
            """)
    static let unsupported = DiagnosticCode(
        "LK0038", area: area, title: "The foreign module was compiled in a way that cannot be linked",
        explanation: """
            Position-independent code (`-fPIC`), thread-local variables and a few forms of addresses that compilers do not use normally are not
            supported. Compile the module with `clang --target=wasm32 -c` and no options of that kind.
            """)
    static let duplicate = DiagnosticCode(
        "LK0039", area: area, title: "An interface declares a function twice",
        explanation: "Each name can be declared once. One C function may be declared under several names: write its name after `=`.")
    static let outOfRange = DiagnosticCode(
        "RT0003", area: area, title: "A number is not what a foreign function takes or may return",
        explanation: """
            The function was declared with an integer type, and the argument has a fraction or is too large or too small for it; or the function has
            returned an integer beyond 2^53, where numbers no longer tell integers apart. Round the argument (`round`, `floor`), or declare the
            parameter as `f64`.
            """)
    static let failed = DiagnosticCode(
        "RT0004", area: area, title: "A foreign function has failed",
        explanation: "Foreign code has called `langc_fail` or `abort`, which ends the program with a message.")

    static let all = [
        syntax, notFound, invalid, noSuchFunction, wrongType, unresolved, ownMemory, feature, unsupported, duplicate, outOfRange, failed,
    ]
}

/// Why a foreign module cannot be linked, without a place.
struct ForeignProblem: Error, Hashable {
    var code: String
    /// A predicate whose subject is the file.
    var message: String
    var notes: [String] = []
    var help: [String] = []

    init(_ code: DiagnosticCode, _ message: String, notes: [String] = [], help: [String] = []) {
        self.code = code.code
        self.message = message
        self.notes = notes
        self.help = help
    }
}
