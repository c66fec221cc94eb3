import Basics
import Diagnostics

/// The data that are code: those of the source, and those that macros make of them. The latter know which expansion made them, and their
/// symbols may be aliases.
struct SyntaxStore {
    private(set) var tree: DatumTree
    var identifiers = IdentifierTable()
    private(set) var expansions: [Expansion] = []
    /// For the data after the source's: the identifier of a symbol, and the expansion.
    private var origins: [(identifier: IdentifierID?, expansion: Int?)] = []
    private let sourceCount: Int

    /// One use of a macro.
    struct Expansion {
        let macro: String
        /// The whole use.
        let use: DatumID
        /// How many uses this one came out of, itself included.
        let depth: Int
    }

    init(_ tree: DatumTree) {
        self.tree = tree
        sourceCount = tree.data.count
    }

    subscript(id: DatumID) -> Datum { tree[id] }
    func span(_ id: DatumID) -> SourceSpan { tree[id].span }

    /// The identifier that a symbol is; nil for other data.
    mutating func identifier(_ id: DatumID) -> IdentifierID? {
        guard case .symbol(let symbol) = tree[id].kind else { return nil }
        if id.offset >= sourceCount, let known = origins[id.offset - sourceCount].identifier { return known }
        return identifiers.symbol(symbol.name)
    }

    /// The expansion that made a datum; nil for one of the source.
    func expansion(of id: DatumID) -> Int? { id.offset >= sourceCount ? origins[id.offset - sourceCount].expansion : nil }

    mutating func make(_ kind: Datum.Kind, span: SourceSpan, identifier: IdentifierID? = nil, expansion: Int? = nil) -> DatumID {
        origins.append((identifier, expansion))
        return tree.data.append(Datum(kind, span: span))
    }

    /// A list made by a form rather than a macro; it belongs to the expansion that made the form.
    mutating func makeList(_ elements: [DatumID], like id: DatumID) -> DatumID {
        make(.list(elements, tail: nil, isBracketed: false), span: span(id), expansion: expansion(of: id))
    }

    mutating func beginExpansion(of macro: String, use: DatumID) -> Int {
        let depth = expansion(of: use).map { expansions[$0].depth } ?? 0
        expansions.append(Expansion(macro: macro, use: use, depth: depth + 1))
        return expansions.count - 1
    }
}
