import RuntimeABI

/// The table of Ai's library (sections 7 and 8 of the language). One row a procedure.
public enum Library {
    /// Every row, sorted by name.
    public static let all: [LibraryProcedure] = groups.flatMap(\.rows).sorted { $0.name < $1.name }

    /// The rows by subject.
    public static let groups: [(title: String, rows: [LibraryProcedure])] = [
        ("Equality", equality),
        ("Numbers", numbers),
        ("Pairs and lists", listProcedures),
        ("Symbols and keywords", names),
        ("Characters", characters),
        ("Strings", strings),
        ("Vectors and bytevectors", vectorProcedures),
        ("Hash tables", hashTables),
        ("Other values", otherValues),
        ("Printing", printing),
        ("Ports and files", ports),
        ("Surroundings", surroundings),
        ("Control", controlProcedures),
        ("Lists, vectors, strings and tables with procedures", procedureLists),
        ("Ports with procedures", portProcedures),
        ("Sets", sets),
        ("Mathematics on lists", listMathematics),
        ("Functions", functional),
        ("Effects", effectProcedures),
        ("For standard modules", failures),
    ]

    /// The runtime functions that rows name, each once, by name.
    public static let runtimeFunctions: [RuntimeFunction] = {
        var functions: [String: RuntimeFunction] = [:]
        for row in all {
            switch row.implementation {
            case .runtime(let function), .fold(let function), .chain(let function): functions[function.name] = function
            case .inline, .standard, .variable: break
            }
        }
        return functions.values.sorted { $0.name < $1.name }
    }()

    private static let byName: [String: LibraryProcedure] = {
        var result: [String: LibraryProcedure] = [:]
        for row in all + intrinsics {
            for name in [row.name] + row.synonyms { result[name] = row }
        }
        return result
    }()

    /// The virtual modules that export the rows of one section of the language reference.
    private static let sections = [["chars", "strings"], ["control", "functional", "time"]]

    /// Whether the virtual module `std/NAME` exports a row.
    public static func exports(_ row: LibraryProcedure, from module: String) -> Bool {
        row.module == module || sections.contains { $0.contains(row.module) && $0.contains(module) }
    }

    /// Only a member of its virtual module, no name that is visible everywhere.
    public static func isMemberOnly(_ row: LibraryProcedure) -> Bool { ["pi", "e", "tau"].contains(row.name) }

    /// The row of a name or synonym; nil for a name that the library does not have.
    public static func lookup(_ name: String) -> LibraryProcedure? { byName[name] }
}
