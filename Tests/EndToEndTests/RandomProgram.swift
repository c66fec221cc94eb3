/// A type that random programs use.
indirect enum RandomType: Hashable {
    case number, string, bool
    case array(RandomType), option(RandomType)
    /// `Result<T, string>`
    case result(RandomType)

    var text: String {
        switch self {
        case .number: "number"
        case .string: "string"
        case .bool: "bool"
        case .array(let element): "\(element.text)[]"
        case .option(let payload): "Option<\(payload.text)>"
        case .result(let payload): "Result<\(payload.text), string>"
        }
    }

    /// A part of a function's name.
    var name: String {
        switch self {
        case .number, .string, .bool: text
        case .array(let element): "array_\(element.name)"
        case .option(let payload): "option_\(payload.name)"
        case .result(let payload): "result_\(payload.name)"
        }
    }
}

/// A variable or parameter; equal only to itself.
final class RandomVariable: Hashable {
    let name: String
    let type: RandomType
    let isMutable: Bool
    /// Whether the program as a whole has one, or every call of a function its own.
    let isGlobal: Bool
    /// The counter of a loop: the body leaves it alone.
    var isCounter = false

    init(_ name: String, _ type: RandomType, isMutable: Bool, isGlobal: Bool) {
        (self.name, self.type, self.isMutable, self.isGlobal) = (name, type, isMutable, isGlobal)
    }

    static func == (left: RandomVariable, right: RandomVariable) -> Bool { left === right }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// A function of the program. A nested one captures what its declaration sees.
final class RandomFunction {
    let name: String
    let parameters: [RandomVariable]
    let result: RandomType
    let isNested: Bool
    var body: [RandomStatement] = []

    init(_ name: String, _ parameters: [RandomVariable], _ result: RandomType, isNested: Bool) {
        (self.name, self.parameters, self.result, self.isNested) = (name, parameters, result, isNested)
    }
}

indirect enum RandomExpression {
    case literal(RandomValue)
    case variable(RandomVariable)
    case negation(RandomExpression)
    case not(RandomExpression)
    case binary(String, RandomExpression, RandomExpression)
    case array([RandomExpression])
    case element(RandomExpression, RandomExpression)
    case some(RandomExpression), ok(RandomExpression), error(RandomExpression)
    case call(RandomFunction, [RandomExpression])
    case builtin(String, [RandomExpression])
    /// The text of a value of any type, by a function that the program gets for it.
    case text(RandomExpression, RandomType)
    /// A mutator as a method or as a function.
    case mutation(RandomMutation, RandomExpression, RandomExpression?, isMethod: Bool)
    case match(RandomExpression, [(pattern: RandomPattern, guard: RandomExpression?, value: RandomExpression)])
}

enum RandomMutation: String, CaseIterable {
    case push, unshift, reverse, pop, shift

    var takesValue: Bool { self == .push || self == .unshift }
    var extracts: Bool { self == .pop || self == .shift }
}

indirect enum RandomPattern {
    case any
    case binding(RandomVariable)
    case literal([RandomValue])
    case array([RandomPattern])
    case none, some(RandomPattern), ok(RandomPattern), error(RandomPattern)
}

/// A statement; the printer tells it where it stands.
final class RandomStatement {
    let kind: Kind
    /// `file:line`
    var place = ""

    init(_ kind: Kind) { self.kind = kind }

    indirect enum Kind {
        case declare(RandomVariable, RandomExpression)
        case assign(RandomVariable, indices: [RandomExpression], RandomExpression)
        /// `target op= value`, or `target++` and `target--` without a value.
        case update(RandomVariable, indices: [RandomExpression], String, RandomExpression?)
        case expression(RandomExpression)
        case print(RandomExpression)
        case branch(RandomExpression, [RandomStatement], [RandomStatement])
        case loop(RandomStatement, while: RandomExpression, step: RandomStatement, [RandomStatement])
        case forIn(RandomVariable, RandomExpression, [RandomStatement])
        case function(RandomFunction)
        case give(RandomExpression)
        case leave, next
    }
}

/// What a program is expected to do.
struct RandomPrediction {
    var stdout = ""
    /// The code of the run-time error and the statement that fails.
    var failure: Failure?

    typealias Failure = (code: String, statement: RandomStatement)
}

/// A run-time error on its way out.
struct RandomFailure: Error {
    let code: String
}
