import Foundation

extension RandomEvaluator {
    static func arithmetic(_ operation: String, _ left: Double, _ right: Double) throws -> RandomValue {
        if operation == "/" || operation == "%", right == 0 { throw RandomFailure(code: "AT0005") }
        let result =
            switch operation {
            case "+": left + right
            case "-": left - right
            case "*": left * right
            case "/": left / right
            default: fmod(left, right)
            }
        guard result.isFinite else { throw RandomFailure(code: "AT0007") }
        return .number(result)
    }

    static func element(_ array: RandomValue, _ index: Double) throws -> RandomValue {
        array.elements[try position(index, in: array.elements)]
    }

    /// `value` with the element at the end of `path` changed.
    static func replace(in value: RandomValue, _ path: ArraySlice<Double>, by change: (RandomValue) -> RandomValue) throws -> RandomValue {
        guard let index = path.first else { return change(value) }
        var elements = value.elements
        let position = try position(index, in: elements)
        elements[position] = try replace(in: elements[position], path.dropFirst(), by: change)
        return .array(elements)
    }

    private static func position(_ index: Double, in elements: [RandomValue]) throws -> Int {
        guard index >= 0, index.isFinite, index == index.rounded() else { throw RandomFailure(code: "AT0103") }
        guard index < Double(elements.count) else { throw RandomFailure(code: "AT0006") }
        return Int(index)
    }

    static func builtin(_ name: String, _ arguments: [RandomValue]) throws -> RandomValue {
        let first = arguments[0]
        switch name {
        case "len":
            guard case .string(let text) = first else { return .number(Double(first.elements.count)) }
            return .number(Double(text.unicodeScalars.count))
        case "str": return .string(first.text)
        case "floor": return .number(first.number.rounded(.down))
        case "ceil": return .number(first.number.rounded(.up))
        case "round": return .number(first.number.rounded(.toNearestOrEven))
        case "abs": return .number(abs(first.number))
        case "sqrt": return .number(first.number.squareRoot())
        case "min": return .number(extreme(first.number, arguments[1].number, isLess: true))
        case "max": return .number(extreme(first.number, arguments[1].number, isLess: false))
        case "concat":
            let (left, right) = (first.elements, arguments[1].elements)
            // Loops that double an array would else fill the memory.
            guard left.count + right.count < 100 else { throw OutOfFuel() }
            return .array(left + right)
        case "unwrap_or":
            switch first {
            case .some(let payload), .ok(let payload): return payload
            default: return arguments[1]
            }
        default: throw OutOfFuel()
        }
    }

    /// The smaller or larger number; a NaN loses, and -0 is less than 0.
    private static func extreme(_ left: Double, _ right: Double, isLess: Bool) -> Double {
        if left.isNaN { return right }
        if right.isNaN { return left }
        if left == right { return (left.sign == .minus) == isLess ? left : right }
        return (left < right) == isLess ? left : right
    }
}
