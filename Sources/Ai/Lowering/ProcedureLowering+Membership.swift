import Basics
import Core
import Diagnostics

/// Whether a value is one of those that a literal lists.
extension ProcedureLowering {
    private static let mostCompared = 16

    /// The truth of a call of `memq` and the like with a literal list of values that are equal only to themselves; nil if it is none. What the calls
    /// return besides does not matter where only the truth is asked for.
    mutating func membershipTest(_ name: String, _ arguments: [NodeID], _ span: SourceSpan) -> ExprID? {
        guard ["memq", "memv", "member"].contains(name), arguments.count == 2, case .literal(let list) = module.nodes[arguments[1]].kind,
            case .list(let items, nil, _) = module.data[list].kind, !items.isEmpty, items.count <= Self.mostCompared,
            items.allSatisfy({ isUnique($0) })
        else { return nil }
        var code: [ExprID] = []
        let value = reusable(any(lower(arguments[0], .value)), &code)
        guard type(value) != .never else { return sequence(code, span) }
        var result = add(.constant(.bool(false)), .bool, span)
        for item in items.reversed() {
            let literal = any(unit.literal(item, arguments[1], in: &self, span))
            let isSame = add(.binary(.anyIdentical, again(value), literal), .bool, span)
            result = add(.conditional(condition: isSame, then: add(.constant(.bool(true)), .bool, span), otherwise: result), .bool, span)
        }
        code.append(result)
        return sequence(code, span)
    }

    func isUniqueLiteral(_ id: NodeID) -> Bool {
        if case .literal(let datum) = module.nodes[id].kind { isUnique(datum) } else { false }
    }

    /// Whether a value is equal to this one only if it has the same bits.
    private func isUnique(_ datum: DatumID) -> Bool {
        switch module.data[datum].kind {
        case .boolean, .character, .symbol, .keyword, .list([], nil, _): true
        case .integer(let value): value.small.map { IntegerRange($0).isSmall } ?? false
        default: false
        }
    }
}
