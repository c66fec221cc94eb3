/// The table of library functions and constants that need no import. One row a name; the checker, lowering and the
/// documentation read the same rows.
public enum Builtins {
    /// Every row, sorted by name.
    public static let all: [Builtin] = (core + strings + arrays + math + variants + assertions).sorted { $0.name < $1.name }

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
        _ name: String, _ parameters: [Type], _ result: Type, writeBack: Builtin.WriteBack? = nil,
        _ implementation: Builtin.Implementation, _ summary: String
    ) -> Builtin {
        Builtin(
            name, function(parameters, result), isPrelude: true, writeBack: writeBack, implementation: implementation, summary: summary)
    }

    /// A row whose arguments and result are dynamic.
    static func dynamic(
        _ name: String, _ count: Int, writeBack: Builtin.WriteBack? = nil, _ implementation: Builtin.Implementation, _ summary: String
    ) -> Builtin {
        Builtin(
            name, function(Array(repeating: .unknown, count: count), .unknown), writeBack: writeBack, implementation: implementation,
            summary: summary)
    }
}
