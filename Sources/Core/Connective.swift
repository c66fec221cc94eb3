/// A conditional one of whose branches is a constant: `and`, `or`.
public struct Connective: Sendable {
    public var isAnd: Bool
    public var first: ExprID
    /// The negation of the first part counts.
    public var isFirstNegated = false
    public var second: ExprID
}

extension Function {
    /// The expression as `and` or `or` of two conditions.
    public func connective(_ id: ExprID) -> Connective? {
        guard case .conditional(let test, let then, let otherwise?) = expressions[id].kind, expressions[id].type == .bool else { return nil }
        switch (truth(then), truth(otherwise)) {
        case (nil, false?): return Connective(isAnd: true, first: test, second: then)
        case (false?, nil): return Connective(isAnd: true, first: test, isFirstNegated: true, second: otherwise)
        case (true?, nil): return Connective(isAnd: false, first: test, second: otherwise)
        case (nil, true?): return Connective(isAnd: false, first: test, isFirstNegated: true, second: then)
        default: return nil
        }
    }

    /// The value of a constant of type bool.
    public func truth(_ id: ExprID) -> Bool? {
        if case .constant(.bool(let value)) = expressions[id].kind { value } else { nil }
    }
}
