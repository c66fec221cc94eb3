import RuntimeABI

/// What library procedures give for what they get, and what a call that came back has proven about its arguments.
enum BuiltinTypes {
    /// The type of the result of a call that returns.
    /// - Parameter bails: integers that leave the small ones abandon the procedure; see `TypeInference`.
    static func result(of name: String, _ arguments: [StaticType], bails: Bool) -> StaticType {
        switch name {
        case "+", "-", "*":
            if arguments.count == 1 { return name == "-" ? arithmetic("-", .integer(IntegerRange(0)), arguments[0], bails: bails) : arguments[0] }
            guard var result = arguments.first else { return .integer(IntegerRange(name == "*" ? 1 : 0)) }
            for argument in arguments.dropFirst() { result = arithmetic(name, result, argument, bails: bails) }
            return result
        case "/":
            guard arguments.count >= 2 else { return .unknown }
            return arguments.contains(.float) && arguments.allSatisfy { $0 == .float || $0.isExact } ? .float : .unknown
        case "1+": return arithmetic("+", arguments.first ?? .unknown, .integer(IntegerRange(1)), bails: bails)
        case "-1+": return arithmetic("-", arguments.first ?? .unknown, .integer(IntegerRange(1)), bails: bails)
        case "quotient", "remainder", "modulo":
            guard arguments.count == 2, let left = arguments[0].range, let right = arguments[1].range else { return .unknown }
            return IntegerRange.divided(name, left, by: right).map { .integer($0) } ?? .unknown
        case "inexact": return .float
        case "error", "raise": return .never
        case "=", "<", ">", "<=", ">=", "not", "null?", "pair?", "eq?", "zero?", "vector?", "symbol?", "string?", "procedure?", "odd?", "even?",
            "positive?", "negative?":
            return .boolean
        case "vector-length": return .integer(.index)
        case "string-length": return .integer(IntegerRange(0, 1 << 32))
        case "char->integer": return .integer(.scalar)
        case "vector", "make-vector": return .object(.vector)
        case "cons": return .object(.pair)
        case "list": return arguments.isEmpty ? .unknown : .object(.pair)
        default: return .unknown
        }
    }

    static func arithmetic(_ name: String, _ left: StaticType, _ right: StaticType, bails: Bool) -> StaticType {
        if left == .never || right == .never { return .never }
        if left == .float || right == .float { return .float }
        if let first = left.range, let second = right.range {
            let range = name == "+" ? first + second : name == "-" ? first - second : first * second
            if let range { return .integer(range) }
            return bails ? .small : .whole
        }
        return left.isExact && right.isExact ? .whole : .unknown
    }

    /// What an argument must have been.
    static func proven(by name: String, argument: Int) -> StaticType? {
        switch (name, argument) {
        case ("car", 0), ("cdr", 0), ("set-car!", 0), ("set-cdr!", 0): .object(.pair)
        case ("vector-ref", 0), ("vector-set!", 0), ("vector-length", 0): .object(.vector)
        case ("vector-ref", 1), ("vector-set!", 1): .integer(.index)
        case ("string-ref", 0), ("string-length", 0): .object(.text)
        case ("string-ref", 1): .integer(IntegerRange(0, 1 << 32))
        case (let name, 0) where ProcedureLowering.pairPath(name) != nil: .object(.pair)
        default: nil
        }
    }

    /// What a value is of which this predicate holds.
    static func proven(byPredicate name: String) -> StaticType? {
        switch name {
        case "pair?": .object(.pair)
        case "vector?": .object(.vector)
        case "string?": .object(.text)
        default: nil
        }
    }

    /// Calls of these have no effect that a second call would repeat.
    static let repeatable: Set<String> = [
        "+", "-", "*", "/", "1+", "-1+", "quotient", "remainder", "modulo", "abs", "square", "=", "<", ">", "<=", ">=", "not", "null?", "pair?", "eq?",
        "zero?", "vector?", "symbol?", "string?", "odd?", "even?", "positive?", "negative?", "car", "cdr", "cons", "list", "vector-ref",
        "vector-length", "string-length", "string-ref", "inexact", "max", "min",
        // Whoever raises does not come back.
        "error", "raise",
    ]
}

extension StaticType {
    /// An exact integer of any size.
    var isExact: Bool {
        switch self {
        case .integer, .whole: true
        default: false
        }
    }
}
