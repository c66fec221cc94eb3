extension RandomType {
    /// The element type of an array type.
    var isArray: RandomType? { if case .array(let element) = self { element } else { nil } }
}

/// Random numbers that are the same in every run (SplitMix64).
struct RandomSource: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func number(below limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }
}

extension RandomGenerator {
    // MARK: Choices

    mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &random) < probability }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[random.number(below: choices.count)] }

    /// A visible variable that fits, mostly one of the last.
    mutating func pick(where fits: (RandomVariable) -> Bool) -> RandomVariable? {
        let candidates = scope.filter(fits)
        return candidates.isEmpty ? nil : pick(chance(0.6) ? candidates.suffix(4) : candidates)
    }

    mutating func some<Element>(_ counts: ClosedRange<Int>, _ make: (inout Self) -> Element) -> [Element] {
        (0..<Int.random(in: counts, using: &random)).map { _ in make(&self) }
    }

    mutating func name(_ prefix: String) -> String {
        names += 1
        return "\(prefix)\(names)"
    }

    mutating func variable(_ type: RandomType, isMutable: Bool, isGlobal: Bool) -> RandomVariable {
        RandomVariable(name("v"), type, isMutable: isMutable, isGlobal: isGlobal)
    }

    mutating func type() -> RandomType {
        pick([
            .number, .number, .number, .number, .number, .string, .bool, .array(.number), .array(.number), .array(.string),
            .array(.array(.number)), .option(.number), .option(.array(.number)), .result(.number),
        ])
    }

    func number(_ number: Double) -> RandomExpression { .literal(.number(number)) }

    // MARK: Expressions

    /// An expression of a type.
    mutating func value(_ type: RandomType, depth: Int) -> RandomExpression {
        guard depth > 0, chance(0.88) else { return leaf(type) }
        switch random.number(below: 10) {
        case 0:
            if !isPure, let function = functions.filter({ $0.result == type }).last {
                return .call(function, function.parameters.map { value($0.type, depth: depth - 1) })
            }
        case 1: if let array = pick(where: { $0.type == .array(type) }) { return .element(.variable(array), index(of: .variable(array))) }
        case 2: if !isPure, let array = pick(where: { $0.type == .array(type) }) { return mutation(pick([.pop, .shift]), .variable(array), type) }
        case 3: if let match = match(type, depth: depth - 1) { return match }
        case 4: if let optional = pick(where: { $0.type == .option(type) || $0.type == .result(type) }) {
            return .builtin("unwrap_or", [.variable(optional), value(type, depth: depth - 1)])
        }
        default: break
        }
        switch type {
        case .number: return numeric(depth - 1)
        case .string: return text(depth - 1)
        case .bool: return condition(depth - 1)
        case .array(let element): return array(element, depth - 1)
        case .option(let payload): return chance(0.3) ? .literal(.none) : .some(value(payload, depth: depth - 1))
        case .result(let payload): return chance(0.3) ? .error(value(.string, depth: depth - 1)) : .ok(value(payload, depth: depth - 1))
        }
    }

    private mutating func leaf(_ type: RandomType) -> RandomExpression {
        if chance(0.7), let variable = pick(where: { $0.type == type }) { return .variable(variable) }
        switch type {
        case .number: return number(chance(0.7) ? Double(Int.random(in: -4...10, using: &random)) : pick(Self.numbers))
        case .string: return .literal(.string(pick(["", "a", "b", "é€😀", "a longer string"])))
        case .bool: return .literal(.bool(chance(0.5)))
        case .array(let element): return .array(some(element.isArray == nil ? 0...3 : 1...3) { $0.leaf(element) })
        case .option(let payload): return .some(leaf(payload))
        case .result(let payload): return .ok(leaf(payload))
        }
    }

    private static let numbers: [Double] = [
        0.5, 0.1, -0.0, 255, 2_147_483_647, 2_147_483_648, -2_147_483_649, 4_294_967_296, 9_007_199_254_740_991, 9_007_199_254_740_992, 1e15, 1e21,
        1e308, 1e-7, .leastNonzeroMagnitude,
    ]

    private mutating func numeric(_ depth: Int) -> RandomExpression {
        switch random.number(below: 12) {
        case 0...4: return .binary(pick(["+", "-", "*"]), value(.number, depth: depth), value(.number, depth: depth))
        case 5, 6:
            let divisor = chance(0.7) ? number(pick([2, 3, 4, 7, 10, 0.5, -3])) : value(.number, depth: depth)
            return .binary(pick(["/", "%"]), value(.number, depth: depth), divisor)
        case 7: return .negation(value(.number, depth: depth))
        case 8, 9: return .builtin(pick(["floor", "floor", "ceil", "round", "abs", "sqrt"]), [value(.number, depth: depth)])
        case 10: return .builtin(pick(["min", "max"]), [value(.number, depth: depth), value(.number, depth: depth)])
        default: return .builtin("len", [value(pick([.string, .array(.number), .array(.array(.number))]), depth: depth)])
        }
    }

    private mutating func text(_ depth: Int) -> RandomExpression {
        if chance(0.4) { return .builtin("str", [value(pick([.number, .bool]), depth: depth)]) }
        if chance(0.3) {
            let type = type()
            return .text(value(type, depth: depth), type)
        }
        return .binary("+", value(.string, depth: depth), value(.string, depth: depth))
    }

    private mutating func condition(_ depth: Int) -> RandomExpression {
        switch random.number(below: 6) {
        case 0, 1: return .binary(pick(["<", "<=", ">", ">="]), value(.number, depth: depth), value(.number, depth: depth))
        case 2: return .binary(pick(["&&", "||"]), value(.bool, depth: depth), value(.bool, depth: depth))
        case 3: return .not(value(.bool, depth: depth))
        default:
            let type = type()
            return .binary(pick(["==", "!="]), value(type, depth: depth), value(type, depth: depth))
        }
    }

    private mutating func array(_ element: RandomType, _ depth: Int) -> RandomExpression {
        if chance(0.3) { return .builtin("concat", [value(.array(element), depth: depth), value(.array(element), depth: depth)]) }
        if chance(0.5) || isPure { return .array(some(1...4) { $0.value(element, depth: depth) }) }
        return mutation(pick([.push, .unshift, .reverse]), value(.array(element), depth: depth), element)
    }

    /// An index that is often in bounds.
    mutating func index(of array: RandomExpression) -> RandomExpression {
        switch random.number(below: 5) {
        case 0, 1: number(Double(random.number(below: 3)))
        case 2: .binary("-", .builtin("len", [array]), number(1))
        case 3: .binary("%", .builtin("abs", [.builtin("floor", [value(.number, depth: 1)])]), .builtin("len", [array]))
        default: value(.number, depth: 1)
        }
    }

    private mutating func match(_ type: RandomType, depth: Int) -> RandomExpression? {
        guard let subject = pick(where: { _ in true }) else { return nil }
        let outer = scope
        defer { scope = outer }
        var arms = some(1...3) { generator -> (pattern: RandomPattern, guard: RandomExpression?, value: RandomExpression) in
            let pattern = generator.pattern(subject.type, depth: 2)
            let condition = generator.chance(0.3) ? generator.value(.bool, depth: 1) : nil
            let value = generator.value(type, depth: depth)
            generator.scope = outer
            return (pattern, condition, value)
        }
        arms.append((.any, nil, value(type, depth: depth)))
        return .match(.variable(subject), arms)
    }

    /// A pattern; what it binds comes into scope.
    private mutating func pattern(_ type: RandomType, depth: Int) -> RandomPattern {
        if depth == 0 || chance(0.4) {
            if chance(0.3) { return .any }
            let variable = variable(type, isMutable: false, isGlobal: false)
            scope.append(variable)
            return .binding(variable)
        }
        switch type {
        case .number: return .literal(some(1...3) { .number(Double($0.random.number(below: 5))) })
        case .string: return .literal([.string(pick(["", "a", "b"]))])
        case .bool: return .literal([.bool(chance(0.5))])
        case .array(let element): return .array(some(0...3) { $0.elementPattern(element, depth: depth - 1) })
        case .option(let payload): return chance(0.3) ? .none : .some(pattern(payload, depth: depth - 1))
        case .result(let payload): return chance(0.3) ? .error(pattern(.string, depth: depth - 1)) : .ok(pattern(payload, depth: depth - 1))
        }
    }

    /// Alternatives are not allowed inside array patterns.
    private mutating func elementPattern(_ type: RandomType, depth: Int) -> RandomPattern {
        let pattern = pattern(type, depth: depth)
        if case .literal(let literals) = pattern { return .literal([literals[0]]) }
        return pattern
    }
}
