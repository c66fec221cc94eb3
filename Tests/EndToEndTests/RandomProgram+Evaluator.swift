import Foundation

/// A value of a random program. Arrays are Swift arrays, so that value semantics need no thought.
indirect enum RandomValue: Equatable {
    case number(Double), string(String), bool(Bool)
    case array([RandomValue])
    case none, some(RandomValue), ok(RandomValue), error(RandomValue)

    var number: Double { if case .number(let number) = self { number } else { .nan } }
    var bool: Bool { self == .bool(true) }
    var string: String { if case .string(let string) = self { string } else { "" } }
    var elements: [RandomValue] { if case .array(let elements) = self { elements } else { [] } }

    /// What `print` and the text functions of random programs show.
    var text: String {
        switch self {
        case .number(let number): Self.text(number)
        case .string(let string): string
        case .bool(let bool): bool ? "true" : "false"
        case .array(let elements): "[" + elements.map(\.text).joined(separator: ",") + "]"
        case .none: "None"
        case .some(let payload): "Some(\(payload.text))"
        case .ok(let payload): "Ok(\(payload.text))"
        case .error(let payload): "Err(\(payload.text))"
        }
    }

    /// Whole numbers exactly, others with the fewest digits that tell them apart, never with an exponent.
    private static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        if number == number.rounded() { return String(format: "%.0f", number) }
        // Swift's description has the shortest digits, but an exponent for small numbers.
        let description = "\(number)"
        guard let mark = description.firstIndex(of: "e"), let exponent = Int(description[description.index(after: mark)...]) else {
            return description
        }
        let digits = description[..<mark].filter(\.isNumber)
        let sign = number < 0 ? "-" : ""
        return sign + "0." + String(repeating: "0", count: -exponent - 1) + trimmed(digits)
    }

    private static func trimmed(_ digits: String) -> String {
        digits.count > 1 && digits.hasSuffix("0") ? trimmed(String(digits.dropLast())) : digits
    }
}

/// Runs random programs by walking their trees; shares nothing with the compiler.
struct RandomEvaluator {
    private(set) var globals: [RandomVariable: RandomValue] = [:]
    private(set) var output: [String] = []
    /// The innermost statement that ended in a run-time error.
    private(set) var failed: RandomStatement?
    /// Work left. A program part that needs more is given up.
    var fuel = 0
    private var depth = 0
    /// The snapshot of captured variables of each nested function that was declared, per frame.
    private typealias Frame = (variables: [RandomVariable: RandomValue], closures: [ObjectIdentifier: [RandomVariable: RandomValue]])
    private var frame: Frame = ([:], [:])

    struct OutOfFuel: Error {}

    private enum Exit {
        case normal, leave, next
        case give(RandomValue)
    }

    /// Runs statements of the top level.
    mutating func run(_ statements: [RandomStatement], fuel: Int) throws {
        self.fuel = fuel
        _ = try block(statements)
    }

    private mutating func spend() throws {
        fuel -= 1
        if fuel < 0 || depth > 40 { throw OutOfFuel() }
    }

    private func read(_ variable: RandomVariable) -> RandomValue {
        (variable.isGlobal ? globals[variable] : frame.variables[variable]) ?? .none
    }

    private mutating func write(_ variable: RandomVariable, _ value: RandomValue) {
        if variable.isGlobal { globals[variable] = value } else { frame.variables[variable] = value }
    }

    // MARK: Statements

    private mutating func block(_ statements: [RandomStatement]) throws -> Exit {
        for statement in statements {
            let exit = try execute(statement)
            guard case .normal = exit else { return exit }
        }
        return .normal
    }

    private mutating func execute(_ statement: RandomStatement) throws -> Exit {
        do {
            try spend()
            return try perform(statement.kind)
        } catch let failure as RandomFailure {
            failed = failed ?? statement
            throw failure
        }
    }

    private mutating func perform(_ kind: RandomStatement.Kind) throws -> Exit {
        switch kind {
        case .declare(let variable, let value): write(variable, try evaluate(value))
        case .assign(let variable, let indices, let value):
            let path = try indices.map { try evaluate($0).number }
            let new = try evaluate(value)
            write(variable, try Self.replace(in: read(variable), path[...]) { _ in new })
        case .update(let variable, let indices, let operation, let value):
            let path = try indices.map { try evaluate($0).number }
            let old = try path.reduce(read(variable)) { try Self.element($0, $1) }
            let operand = try value.map { try evaluate($0) } ?? .number(1)
            let new = try Self.arithmetic(operation, old.number, operand.number)
            write(variable, try Self.replace(in: read(variable), path[...]) { _ in new })
        case .expression(let expression): _ = try evaluate(expression)
        case .print(let expression): output.append(try evaluate(expression).text)
        case .branch(let condition, let yes, let no): return try block(try evaluate(condition).bool ? yes : no)
        case .loop(let first, let condition, let step, let body): return try loop(first, condition, step, body)
        case .forIn(let variable, let source, let body):
            for element in try evaluate(source).elements {
                write(variable, element)
                let exit = try block(body)
                if case .give = exit { return exit }
                if case .leave = exit { break }
            }
        case .function(let function):
            if function.isNested { frame.closures[ObjectIdentifier(function)] = frame.variables }
        case .give(let value): return .give(try evaluate(value))
        case .leave: return .leave
        case .next: return .next
        }
        return .normal
    }

    private mutating func loop(
        _ first: RandomStatement, _ condition: RandomExpression, _ step: RandomStatement, _ body: [RandomStatement]
    ) throws -> Exit {
        _ = try perform(first.kind)
        while try evaluate(condition).bool {
            try spend()
            let exit = try block(body)
            if case .give = exit { return exit }
            if case .leave = exit { break }
            _ = try perform(step.kind)
        }
        return .normal
    }

    // MARK: Expressions

    private mutating func evaluate(_ expression: RandomExpression) throws -> RandomValue {
        try spend()
        switch expression {
        case .literal(let value): return value
        case .variable(let variable): return read(variable)
        case .negation(let operand): return .number(-(try evaluate(operand).number))
        case .not(let operand): return .bool(!(try evaluate(operand).bool))
        case .binary(let operation, let left, let right): return try binary(operation, left, right)
        case .array(let elements): return .array(try elements.map { try evaluate($0) })
        case .element(let array, let index): return try Self.element(try evaluate(array), try evaluate(index).number)
        case .some(let payload): return .some(try evaluate(payload))
        case .ok(let payload): return .ok(try evaluate(payload))
        case .error(let payload): return .error(try evaluate(payload))
        case .call(let function, let arguments): return try call(function, try arguments.map { try evaluate($0) })
        case .builtin(let name, let arguments): return try Self.builtin(name, try arguments.map { try evaluate($0) })
        case .text(let value, _):
            let text = try evaluate(value).text
            // Loops that put texts of arrays into arrays would else fill the memory.
            guard text.utf8.count < 20_000 else { throw OutOfFuel() }
            return .string(text)
        case .mutation(let mutation, let target, let value, _): return try mutate(mutation, target, value)
        case .match(let subject, let arms): return try match(try evaluate(subject), arms)
        }
    }

    private mutating func binary(_ operation: String, _ left: RandomExpression, _ right: RandomExpression) throws -> RandomValue {
        let first = try evaluate(left)
        if operation == "&&" && !first.bool || operation == "||" && first.bool { return first }
        let second = try evaluate(right)
        switch operation {
        case "&&", "||": return second
        case "==": return .bool(first == second)
        case "!=": return .bool(first != second)
        case "<": return .bool(first.number < second.number)
        case "<=": return .bool(first.number <= second.number)
        case ">": return .bool(first.number > second.number)
        case ">=": return .bool(first.number >= second.number)
        default:
            if case .string(let text) = first {
                guard text.utf8.count < 2000, second.string.utf8.count < 20_000 else { throw OutOfFuel() }
                return .string(text + second.string)
            }
            return try Self.arithmetic(operation, first.number, second.number)
        }
    }

    private mutating func call(_ function: RandomFunction, _ arguments: [RandomValue]) throws -> RandomValue {
        depth += 1
        let caller = frame
        defer { (frame, depth) = (caller, depth - 1) }
        frame = (caller.closures[ObjectIdentifier(function)] ?? [:], caller.closures)
        for (parameter, argument) in zip(function.parameters, arguments) { frame.variables[parameter] = argument }
        guard case .give(let value) = try block(function.body) else { return .none }
        return value
    }

    private mutating func mutate(_ mutation: RandomMutation, _ target: RandomExpression, _ value: RandomExpression?) throws -> RandomValue {
        var elements = try evaluate(target).elements
        let new = try value.map { try evaluate($0) }
        if mutation.extracts && elements.isEmpty { throw RandomFailure(code: "AT0001") }
        guard elements.count < 200 else { throw OutOfFuel() }
        var extracted: RandomValue?
        switch mutation {
        case .push: elements.append(new ?? .none)
        case .unshift: elements.insert(new ?? .none, at: 0)
        case .reverse: elements.reverse()
        case .pop: extracted = elements.removeLast()
        case .shift: extracted = elements.removeFirst()
        }
        guard case .variable(let variable) = target else { return .array(extracted.map { [$0, .array(elements)] } ?? elements) }
        write(variable, .array(elements))
        return extracted ?? .array(elements)
    }

    private mutating func match(
        _ subject: RandomValue, _ arms: [(pattern: RandomPattern, guard: RandomExpression?, value: RandomExpression)]
    ) throws -> RandomValue {
        for arm in arms where bind(arm.pattern, subject) {
            if let condition = arm.guard, !(try evaluate(condition).bool) { continue }
            return try evaluate(arm.value)
        }
        throw RandomFailure(code: "AT0001")
    }

    private mutating func bind(_ pattern: RandomPattern, _ value: RandomValue) -> Bool {
        switch (pattern, value) {
        case (.any, _): return true
        case (.binding(let variable), _):
            frame.variables[variable] = value
            return true
        case (.literal(let literals), _): return literals.contains(value)
        case (.array(let patterns), .array(let elements)):
            return patterns.count == elements.count && zip(patterns, elements).allSatisfy { bind($0, $1) }
        case (.none, .none): return true
        case (.some(let inner), .some(let payload)), (.ok(let inner), .ok(let payload)), (.error(let inner), .error(let payload)):
            return bind(inner, payload)
        default: return false
        }
    }
}
