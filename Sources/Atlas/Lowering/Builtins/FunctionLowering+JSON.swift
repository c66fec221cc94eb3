import Basics
import Core
import Diagnostics
import RuntimeABI

/// JSON values. A JSON value is an object around a plain value, so that JSON's null is not `null`; a part that is only looked into or
/// taken out needs no such object.
extension FunctionLowering {
    /// The plain value of an expression of static type `json`, as `any`.
    private func lowerPlain(_ id: ExpressionID) -> ExprID {
        let span = tree.expressions[id].span
        if case .subscripted(let base, let index) = tree.expressions[id].kind, typed.expressionTypes[base.offset].stripped == .json {
            return lowerPart(of: base, index, span)
        }
        return plain(coerce(lower(id), from: typed.expressionTypes[id.offset], to: .json, span), span)
    }

    /// `base[index]` of a base of static type `json`, as plain value.
    func lowerPart(of base: ExpressionID, _ index: ExpressionID, _ span: SourceSpan) -> ExprID {
        let whole = lowerPlain(base)
        let position = lower(index)
        switch type(position) {
        case .reference(.string): return runtime(.jsonMember, [whole, position], .any, span)
        case .f64: return runtime(.jsonElement, [whole, position], .any, span)
        default:
            let boxed = box(position, from: typed.expressionTypes[index.offset], tree.expressions[index].span)
            return runtime(.jsonIndex, [whole, boxed], .any, span)
        }
    }

    func wrapJSON(_ plain: ExprID, _ span: SourceSpan) -> ExprID {
        make(.makeVariant(.json, tag: 0, payload: plain), .reference(.json), span)
    }

    private func plain(_ json: ExprID, _ span: SourceSpan) -> ExprID {
        if case .makeVariant(.json, _, let payload) = function.expressions[json].kind { return payload }
        return type(json) == .never ? json : make(.variantPayload(json), .any, span)
    }

    /// `jsonAsNumber` and its like where the static type of the argument is `json`; nil for other calls.
    func lowerJSONExtraction(_ row: Builtin, _ arguments: [ExpressionID], _ span: SourceSpan) -> Operand? {
        guard let kind = Extraction(row), typed.expressionTypes[arguments[0].offset].stripped == .json else { return nil }
        return takeOut(kind, lowerPlain(arguments[0]), span)
    }

    /// JSON functions that are Core operations.
    func emitJSON(_ row: Builtin, _ arguments: [Operand], _ span: SourceSpan) -> Operand? {
        guard let kind = Extraction(row) else { return nil }
        return takeOut(kind, plain(argument(arguments[0], to: .json, of: row, span), span), span)
    }

    /// What can be taken out of a JSON value.
    private enum Extraction {
        case string, number, bool, null

        init?(_ row: Builtin) {
            switch row.name {
            case "jsonAsString": self = .string
            case "jsonAsNumber": self = .number
            case "jsonAsBool": self = .bool
            case "jsonIsNull": self = .null
            default: return nil
            }
        }
    }

    private func takeOut(_ kind: Extraction, _ value: ExprID, _ span: SourceSpan) -> Operand {
        switch kind {
        case .string: takeOut(.reference(.string), .string, 0, value, span)
        case .number: takeOut(.number, .number, 1, value, span)
        case .bool: takeOut(.bool, .bool, 2, value, span)
        case .null: Operand(test(value, .null, span), .bool)
        }
    }

    private func takeOut(_ wanted: ValueTest, _ target: Type, _ code: Int, _ value: ExprID, _ span: SourceSpan) -> Operand {
        var statements: [ExprID] = []
        let kept = keep(value, "part", into: &statements)
        let failure = runtime(.atlasFailExtract, [kept(), integer(code, span)], .never, span)
        let unboxed = make(.unbox(kept(), nil), target.valueType, span)
        statements.append(conditional(test(kept(), wanted, span), unboxed, failure, span))
        return Operand(sequence(statements, span), target)
    }
}
