import Diagnostics

/// Every code that the linker reports.
public enum LinkerCodes {
    static let area = "linker"

    public static let malformed = DiagnosticCode(
        "LK0001", area: area, title: "An object is not a well-formed wasm module",
        explanation: """
            The bytes of the object cannot be read as WebAssembly: the file is cut short, damaged, or something else altogether.
            The message says what is wrong and at which offset. Compile the module again.
            """)
    public static let notAnObject = DiagnosticCode(
        "LK0002", area: area, title: "A wasm module is not an object that this linker can link",
        explanation: """
            An object is a wasm module with the custom sections `langc.interface` and `langc.link`, of the format that this version of langc reads,
            and it imports its memory, table and addresses in the way the object format prescribes. The module was made by another tool or by
            another version of langc. Compile it again with this one.
            """)
    public static let duplicateModule = DiagnosticCode(
        "LK0003", area: area, title: "Two objects define the same module",
        explanation: """
            Each module may be there once. Usually an old object was left behind in a folder, or one object was named twice.
            Remove one of the two.
            """)
    public static let noEntry = DiagnosticCode(
        "LK0004", area: area, title: "The entry module is not among the objects",
        explanation: """
            The linker was told to start at a module of which it has no object. Name the right module, or add its object:

                langc link main.o.wasm lib.o.wasm --entry main.atl
            """)
    public static let moduleNotFound = DiagnosticCode(
        "LK0005", area: area, title: "An imported module is not among the objects",
        explanation: """
            A module imports another one whose object was not given to the linker. Compile the missing module and add its object.
            """)
    public static let noSuchExport = DiagnosticCode(
        "LK0006", area: area, title: "A module does not export what is imported from it",
        explanation: """
            The import names something that the other module's object does not export, under this or any other kind. Either the name is
            misspelt, or the other module has changed since the importer was compiled: compile the importer again, and the compiler says
            what does not fit.
            """)
    public static let wrongKind = DiagnosticCode(
        "LK0007", area: area, title: "An import expects another kind of thing than is exported",
        explanation: """
            The importer was compiled to call a function where the other module has a variable, or the other way round. The other module
            has changed since: compile the importer again.
            """)
    public static let wrongType = DiagnosticCode(
        "LK0008", area: area, title: "An import expects another type than is exported",
        explanation: """
            The importer calls a function with other parameters or another result than it has, or reads a variable as another type than
            it holds. The other module has changed since the importer was compiled: compile the importer again. The linker never joins the
            two, for the program would fail when it runs.
            """)
    public static let interfaceChanged = DiagnosticCode(
        "LK0009", area: area, title: "An object was compiled against another interface of a module it imports",
        explanation: """
            Every object remembers the interfaces it was compiled against. The interface of a module it imports has changed since: names, types or
            kinds of exports. Compile the object that the message names again. Where an import shows what has changed, that is reported
            in place of this (LK0006, LK0007, LK0008, LK0025).
            """)
    public static let runtimeMismatch = DiagnosticCode(
        "LK0010", area: area, title: "The runtime library does not offer what an object needs",
        explanation: """
            The object was compiled by a version of langc whose runtime library has other functions than this one. Compile it again.
            """)
    public static let exportCycle = DiagnosticCode(
        "LK0011", area: area, title: "A re-export leads in a circle",
        explanation: """
            A module re-exports a name from another one, which re-exports it from the first, and no module defines it. The note draws the
            circle. A chain of more than 100 re-exports is refused too.
            """)
    public static let unknownRequest = DiagnosticCode(
        "LK0012", area: area, title: "The result was asked to export something that the entry module does not export",
        explanation: """
            Only functions and variables that the entry module exports can become exports of the program.
            """)
    public static let tooLarge = DiagnosticCode(
        "LK0013", area: area, title: "The program does not fit into memory",
        explanation: """
            A wasm memory holds at most 4 GiB. Static data, stacks and code tables of the program need more.
            """)
    public static let brokenCode = DiagnosticCode(
        "LK0014", area: area, title: "The code of an object is broken",
        explanation: """
            A function of the object contains bytes that are no instructions, or refers to things that do not exist. The object was damaged, or
            made by a faulty compiler. Compile the module again; if that does not help, it is a bug of langc.
            """)
    public static let brokenRuntime = DiagnosticCode(
        "LK0015", area: area, title: "The runtime library cannot be read",
        explanation: """
            The runtime library is built into langc, so this is a bug of langc or a damaged installation.
            """)
    public static let cyclicVariable = DiagnosticCode(
        "LK0016", area: area, title: "Modules that share a variable in a cycle cannot be instantiated one by one",
        explanation: """
            With `--unmerged`, a host instantiates one module after another, and an instance must be given the variables that it imports. Where modules
            import each other in a cycle, one of them comes first, and a variable of a later one does not exist yet. Functions of later modules
            are no problem. Let the module export functions that read and set the variable, or build the program merged.
            """)

    public static let readTooEarly = DiagnosticCode(
        "LK0017", area: area, title: "A variable is read before its module is initialized",
        explanation: """
            Modules that import each other in a cycle are initialized one after another all the same, so one of them runs its top-level code before a
            module that it imports has run its own. Functions can be called at any time, but a variable has no value before its module is
            initialized. Here top-level code reads such a variable, itself or through functions that it calls; the notes show how it gets there.

            Let that code run later, in a function, or move what both modules need into a third one that imports neither.
            `--print-init-order` prints the order of initialization and where it comes from.
            """)
    public static let mayReadTooEarly = DiagnosticCode(
        "LK0018", area: area, title: "A variable may be read before its module is initialized",
        explanation: """
            As LK0017, but whether the variable is read depends on what happens when the program runs: on a condition, on something that may end the
            program before, or on which function a function value is. If it is read, it is zero, false, null or no object at all.

            `--print-init-order` prints the order of initialization and where it comes from.
            """)
    public static let exportNameTaken = DiagnosticCode(
        "LK0019", area: area, title: "The result cannot export something under a name that WASI has taken",
        explanation: """
            A program for WASI exports its memory as `memory` and its beginning as `_start`; a library for WASI has `_initialize`. A function or
            variable that is called like that cannot be exported from the program with `--export` or `--export-all`. Within the program the name is
            no problem. Export the thing from the entry module under another name.
            """)

    public static let duplicateDefinition = DiagnosticCode(
        "LK0020", area: area, title: "A module defines a name twice",
        explanation: """
            The interface of the module lists the name twice, or lists it as a re-export while the object defines it. The compilers of langc
            report this in the source; the object was made by another tool, or it is damaged. Compile the module again.
            """)
    public static let ambiguousExport = DiagnosticCode(
        "LK0021", area: area, title: "A module re-exports two things under one name",
        explanation: """
            The interface of the module lists the name twice, from two modules. Whoever imports it could mean either. The compilers of langc
            report this in the source; the object was made by another tool. Re-export one of the two under another name.
            """)
    public static let otherFormat = DiagnosticCode(
        "LK0022", area: area, title: "An object has another format than this linker reads",
        explanation: """
            The object was compiled by another version of langc, whose object format is an older or a newer one. The note says which. Compile
            the module with this version, or link with the other one.
            """)
    public static let otherABI = DiagnosticCode(
        "LK0023", area: area, title: "An object follows another ABI than the runtime library",
        explanation: """
            Compiled code and the runtime library agree on how values lie in memory and how functions are called. Another version of langc
            agreed on something else, so the two cannot work together. Compile the module with this version.
            """)
    public static let unresolvedHostImport = DiagnosticCode(
        "LK0024", area: area, title: "An object imports something that nothing provides",
        explanation: """
            The wasm module imports from a module that is none of the program's: no object depends on a module of that name. Programs get from
            their host only what the runtime library imports, the functions of WASI preview 1, so nothing would provide this import.
            """)
    public static let notVisible = DiagnosticCode(
        "LK0025", area: area, title: "An import names a function that its module keeps to itself",
        explanation: """
            The other module has a function of this name but does not export it. It was probably exported when the importer was compiled.
            Export it again, or do without it, and compile what was changed.
            """)

    /// Codes of objects of which nothing is known.
    public static let unreadable = [malformed, notAnObject, otherFormat, otherABI].map(\.code)

    /// All of them, by code.
    public static let all: [DiagnosticCode] = [
        malformed, notAnObject, duplicateModule, noEntry, moduleNotFound, noSuchExport, wrongKind, wrongType, interfaceChanged,
        runtimeMismatch, exportCycle, unknownRequest, tooLarge, brokenCode, brokenRuntime, cyclicVariable, readTooEarly, mayReadTooEarly, exportNameTaken,
        duplicateDefinition, ambiguousExport, otherFormat, otherABI, unresolvedHostImport, notVisible,
    ]
}

extension DiagnosticSink {
    /// Reports an error of the linker. The label is where the source asks for what cannot be linked.
    mutating func report(
        _ code: DiagnosticCode, _ message: String, at label: DiagnosticLabel? = nil, secondary: [DiagnosticLabel] = [], notes: [String] = [],
        help: [String] = []
    ) {
        report(Diagnostic(code: code.code, message: message, primary: label, secondary: secondary, notes: notes, help: help))
    }
}
