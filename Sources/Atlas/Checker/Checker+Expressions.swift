import Basics
import Diagnostics

extension Checker {
    /// Notes the type of an expression.
    @discardableResult
    mutating func record(_ id: ExpressionID, _ type: Type) -> Type {
        typed.expressionTypes[id.offset] = type
        return type
    }

    /// Types an expression; its names are bound on the way.
    @discardableResult
    mutating func check(_ id: ExpressionID) -> Type {
        let expression = tree.expressions[id]
        switch expression.kind {
        case .number: return record(id, .number)
        case .string: return record(id, .string)
        case .bool: return record(id, .bool)
        case .null: return record(id, .null)
        case .invalid: return record(id, .unknown)
        case .name(let name): return record(id, checkName(id, Identifier(name, expression.span)))
        case .array(let elements): return record(id, checkArray(elements))
        case .unary(.negate, let operand): return record(id, checkNegation(operand))
        case .unary(.not, _), .binary(.and, _, _), .binary(.or, _, _), .binary(.equal, _, _), .binary(.notEqual, _, _):
            return checkWithFacts(id).type
        case .binary: return checkArithmeticChain(id)
        case .call(let callee, let arguments): return record(id, checkCall(id, callee, arguments))
        case .subscripted(let base, let index): return record(id, checkIndexing(base, index))
        case .member(let base, let name, let arguments): return record(id, checkMember(id, base, name, arguments))
        case .propagate(let operand): return record(id, checkPropagation(operand, expression.span))
        case .match(let subject, let arms): return record(id, checkMatch(subject, arms))
        }
    }

    private mutating func checkName(_ id: ExpressionID, _ name: Identifier) -> Type {
        guard let symbol = lookUp(name.text) else {
            reportUnknownSymbol(name)
            return .unknown
        }
        typed.expressionSymbols[id.offset] = symbol
        return currentType(symbol)
    }

    private mutating func checkArray(_ elements: [ExpressionID]) -> Type {
        guard let first = elements.first else { return .array(.unknown) }
        var type = check(first)
        var hasUnknown = false
        for (index, element) in elements.enumerated().dropFirst() {
            let found = check(element)
            if found.mayBeUnknown { hasUnknown = true }
            guard !fits(found, type) else { continue }
            if case (.namespace, .namespace) = (type.stripped, found.stripped) {
                // Namespaces of several modules in one array: which one an element is, shows at run time.
                type = .unknown
                continue
            }
            mismatch(
                "Array element \(index) has wrong type: expected \(type), found \(found)", expected: type, found: found, span(element),
                secondary: [secondary(span(first), "the first element decides the type")])
        }
        return Type.array(hasUnknown ? type.withUnknownPart : type).bounded
    }

    private mutating func checkIndexing(_ base: ExpressionID, _ index: ExpressionID) -> Type {
        let type = check(base)
        let indexType = check(index)
        var results: [Type] = []
        for member in constrained(type).unionMembers {
            switch self.elements(of: member) {
            case .unknown: return .unknown
            case .array(let element):
                results.append(element)
                if supports(indexType, .number) { continue }
                error(
                    "AT3001", "Array index must be number, found \(indexType)", span(index),
                    label: "expected number, found \(indexType)")
                return element
            case .json:
                results.append(.json)
                if fits(indexType, .union([.string, .number])) { continue }
                error(
                    "AT3001", "JSON index must be string or number, found \(indexType)", span(index),
                    label: "expected string or number, found \(indexType)")
                return .json
            default:
                let help = member.stripped == .string ? ["use `charAt` to take a character out of a string"] : []
                error("AT3001", "Cannot index into type \(type)", span(base), label: "has type \(type)", help: help)
                return .unknown
            }
        }
        return .makeUnion(results)
    }

    /// `e?`
    private mutating func checkPropagation(_ operand: ExpressionID, _ span: SourceSpan) -> Type {
        let type = check(operand)
        var values: [Type] = []
        var errors: [Type] = []
        var isResult = true
        for member in type.unionMembers {
            switch member.stripped {
            case .result(let value, let error):
                values.append(value)
                errors.append(error)
            case .unknown:
                values.append(.unknown)
                errors.append(.unknown)
            default: isResult = false
            }
        }
        guard let function else {
            error("AT3028", "? operator can only be used inside functions", span, label: "not in a function")
            return isResult ? .makeUnion(values) : .unknown
        }
        guard isResult else {
            error("AT3027", "? operator requires Result<T, E> type, found \(type)", self.span(operand), label: "has type \(type)")
            return .unknown
        }
        let place = function.resultSpan.flatMap { secondary($0, "the result type of the function") }
        switch function.result.stripped {
        case .unknown: break
        case .result(_, let expected):
            let found = Type.makeUnion(errors)
            if fits(found, expected) { break }
            error(
                "AT3029", "? operator error type mismatch: expression has error type \(found), but function returns \(expected)", span,
                label: "expected error type \(expected), found \(found)", secondary: [place])
        default:
            error(
                "AT3030", "? operator requires function to return Result<T, E>, found \(function.result)", span,
                label: "would return an error from here", secondary: [place])
        }
        return .makeUnion(values)
    }
}
