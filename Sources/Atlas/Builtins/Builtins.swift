/// The table of library functions and constants that need no import. One row a name; the checker, lowering and the
/// documentation read the same rows.
public enum Builtins {
    /// Every row, sorted by name.
    public static let all: [Builtin] = groups.flatMap(\.rows).sorted { $0.name < $1.name }

    /// The rows by subject, in the order of the library reference.
    public static let groups: [(title: String, rows: [Builtin])] = [
        ("Output, conversion, type tests", core), ("Strings", strings), ("Arrays", arrays), ("Numbers", math), ("JSON", json),
        ("Option and Result", variants), ("Assertions", assertions), ("Reflection", reflection), ("Collections", collections),
        ("Regular expressions", regularExpressions), ("Date and time", dates), ("Files, paths, environment", files),
    ]

    private static let byName: [String: Builtin] = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The row of a name; nil for a name that the library does not have.
    public static func lookup(_ name: String) -> Builtin? { byName[name] }

    // MARK: Notation for the rows

    static let any = Type.unknown
    static let anyArray = Type.array(.unknown)

    static func function(_ parameters: [Type], _ result: Type) -> Type {
        .function(FunctionType(parameters: parameters.map { FunctionType.Parameter(type: $0) }, result: result))
    }

    /// A row of the typed prelude.
    static func typed(
        _ name: String, _ parameters: [Type], _ result: Type, named names: String = "", writeBack: Builtin.WriteBack? = nil,
        keeps: [Int] = [], _ implementation: Builtin.Implementation, _ summary: String
    ) -> Builtin {
        Builtin(
            name, function(parameters, result), isPrelude: true, writeBack: writeBack, implementation: implementation,
            parameterNames: words(names), returned: result, keptArguments: keeps, summary: summary)
    }

    /// A row whose arguments and result are dynamic. `parameters` are their names, separated by spaces; what `implementation` returns is
    /// of the type `returned`.
    static func dynamic(
        _ name: String, _ parameters: String, returns returned: Type = .unknown, writeBack: Builtin.WriteBack? = nil, keeps: [Int] = [],
        isVariadic: Bool = false, _ implementation: Builtin.Implementation, _ summary: String
    ) -> Builtin {
        let names = words(parameters)
        return Builtin(
            name, function(Array(repeating: .unknown, count: names.count), .unknown), writeBack: writeBack, isVariadic: isVariadic,
            implementation: implementation, parameterNames: names, returned: returned, keptArguments: keeps, summary: summary)
    }

    /// As `dynamic`, with arguments that are checked at run time before the implementation gets them (AT0102).
    static func checked(
        _ name: String, _ parameters: String, _ types: [Type], returns returned: Type = .unknown,
        _ implementation: Builtin.Implementation, _ summary: String
    ) -> Builtin {
        Builtin(
            name, function(types, .unknown), implementation: implementation, parameterNames: words(parameters), returned: returned,
            summary: summary)
    }

    private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}
