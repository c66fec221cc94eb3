import Basics
import CodeGen
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI
import Testing

/// A small generator of random numbers with a fixed sequence for each seed.
struct Random {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state >> 33) % bound
    }
}

/// Makes functions of numbers with loops, branches, arrays and calls, whose results depend on every rounding and every sign of zero.
struct ProgramGenerator {
    var random: Random
    private var builder: FunctionBuilder
    private var variables: [LocalID] = []
    private let array: LocalID
    private var loopVariables = 0
    /// Functions that may be called, with their number of parameters.
    private let callees: [(FunctionID, Int)]
    private var calls = 0

    init(_ random: Random, name: String, parameters: Int, callees: [(FunctionID, Int)]) {
        self.random = random
        self.callees = callees
        let locals = (0..<parameters).map { Local(name: "p\($0)", type: .f64) }
        builder = FunctionBuilder(Function(name: name, parameters: locals, result: .f64, span: SourceSpan(0, 4)))
        variables = (0..<parameters).map { LocalID($0) }
        array = builder.local("array", .reference(.array))
        for index in 0..<3 { variables.append(builder.local("v\(index)", .f64)) }
    }

    mutating func make() -> (Function, Random) {
        var items = [builder.set(array, builder.add(.makeArray([builder.number(1), builder.number(-2), builder.number(3)]), .reference(.array)))]
        items += statements(5, depth: 0)
        items.append(builder.returnValue(expression(2)))
        let body = builder.sequence(items)
        return (builder.finish(body), random)
    }

    private mutating func span() { let start = random.next(40); builder.span = SourceSpan(start, start + 1) }

    private mutating func statements(_ count: Int, depth: Int) -> [ExprID] {
        (0..<count).map { _ in statement(depth) }
    }

    private mutating func statement(_ depth: Int) -> ExprID {
        span()
        switch random.next(depth < 3 ? 8 : 4) {
        case 0, 1, 2: return builder.set(variables[random.next(variables.count)], expression(3))
        case 3:
            let value = expression(2)
            return builder.runtime(.atlasPrintNumber, [value], .unit)
        case 4, 5:
            let test = condition()
            let then = builder.sequence(statements(2, depth: depth + 1))
            let otherwise = random.next(2) == 0 ? builder.sequence(statements(1, depth: depth + 1)) : nil
            return builder.add(.conditional(condition: test, then: then, otherwise: otherwise), .unit)
        default: return loop(depth)
        }
    }

    private mutating func loop(_ depth: Int) -> ExprID {
        let counter = builder.local("i\(loopVariables)", .f64)
        loopVariables += 1
        let label = builder.label("loop")
        let start = builder.set(counter, builder.number(Double(random.next(5) - 2)))
        let limit = random.next(3) == 0 ? builder.unary(.i32ToF64, builder.add(.arrayLength(builder.get(array)), .i32)) : builder.number(Double(random.next(6)))
        let test = builder.binary(random.next(2) == 0 ? .f64Less : .f64LessOrEqual, builder.get(counter), limit)
        variables.append(counter)
        var items = statements(2, depth: depth + 1)
        variables.removeLast()
        let leave = condition()
        let exit = builder.add(random.next(2) == 0 ? .breakTo(label, nil) : .continueTo(label), .never)
        items.append(builder.conditional(leave, exit))
        // The counter may have been assigned in the body, so another one makes sure that the loop ends.
        let rounds = builder.local("rounds", .f64)
        let reset = builder.set(rounds, builder.number(0))
        let count = builder.set(rounds, builder.binary(.f64Add, builder.get(rounds), builder.number(1)))
        let tooMany = builder.binary(.f64Greater, builder.get(rounds), builder.number(6))
        let stop = builder.conditional(tooMany, builder.add(.breakTo(label, nil), .never))
        let body = builder.sequence([count, stop] + items)
        let next = builder.finite(builder.binary(.f64Add, builder.get(counter), builder.number(1)), Failures.finite)
        let step = builder.set(counter, next)
        let loop = builder.loop(label, while: test, body, step: step)
        return builder.sequence([start, reset, loop])
    }

    private mutating func condition() -> ExprID {
        let operations: [BinaryOperation] = [.f64Less, .f64LessOrEqual, .f64Greater, .f64GreaterOrEqual, .f64Equal, .f64NotEqual]
        let left = expression(1)
        let test = builder.binary(operations[random.next(6)], left, expression(1))
        switch random.next(5) {
        case 0: return builder.unary(.not, test)
        case 1:
            let other = condition()
            return builder.conditional(test, other, builder.bool(false))
        case 2: return builder.conditional(test, builder.bool(true), condition())
        default: return test
        }
    }

    private mutating func expression(_ depth: Int) -> ExprID {
        span()
        if depth == 0 || random.next(4) == 0 { return leaf() }
        switch random.next(12) {
        case 0...5:
            let operations: [BinaryOperation] = [.f64Add, .f64Subtract, .f64Multiply]
            let left = expression(depth - 1)
            let result = builder.binary(operations[random.next(3)], left, expression(depth - 1))
            span()
            return builder.finite(result, Failures.finite)
        case 6:
            let left = expression(depth - 1)
            let right = builder.add(.checkNonzero(expression(depth - 1), Failures.type), .f64)
            let quotient = builder.finite(builder.binary(.f64Divide, left, right), Failures.finite)
            return random.next(2) == 0 ? builder.unary(.floor, quotient) : quotient
        case 7:
            let left = expression(depth - 1)
            let right = builder.add(.checkNonzero(expression(depth - 1), Failures.type), .f64)
            return builder.finite(builder.runtime(.numberRemainder, [left, right], .f64), Failures.finite)
        case 8:
            let operations: [UnaryOperation] = [.negate, .absolute, .floor, .ceiling, .truncate, .nearest, .squareRoot]
            return builder.unary(operations[random.next(7)], expression(depth - 1))
        case 9:
            let index = builder.add(
                .checkIndex(expression(depth - 1), array: builder.get(array), invalid: Failures.invalid, outside: Failures.outside), .i32)
            return builder.add(.arrayLoad(builder.get(array), index: index), .f64)
        case 10:
            let test = condition()
            let first = expression(depth - 1)
            return builder.conditional(test, first, expression(depth - 1))
        default:
            guard calls < 2, !callees.isEmpty else { return leaf() }
            calls += 1
            let (callee, count) = callees[random.next(callees.count)]
            var arguments: [ExprID] = []
            for _ in 0..<count { arguments.append(expression(depth - 1)) }
            return builder.call(callee, arguments, .f64)
        }
    }

    private mutating func leaf() -> ExprID {
        if random.next(2) == 0 { return builder.get(variables[random.next(variables.count)]) }
        let constants: [Double] = [0, -0.0, 1, 2, -1, 3, 0.5, 1e300, 65536, 2_147_483_647, -2_147_483_648, 4_294_967_296, 9_007_199_254_740_991]
        return builder.number(constants[random.next(constants.count)])
    }
}

@Suite struct FuzzTests {
    private func module(_ seed: UInt64) -> Module {
        var module = testModule()
        var random = Random(seed)
        var callees: [(FunctionID, Int)] = []
        for index in 0..<3 {
            let count = index == 2 ? 1 : random.next(3)
            var generator = ProgramGenerator(random, name: "f\(index)", parameters: count, callees: callees)
            let (function, next) = generator.make()
            random = next
            callees.append((module.functions.append(function), count))
        }
        module.exports.append(Export(name: "main", target: .function(FunctionID(2))))
        return module
    }

    /// The same programs, with and without optimization, print the same numbers and fail at the same places.
    @Test func optimizationChangesNothing() throws {
        for seed in UInt64(1)...15 {
            let program = module(seed)
            #expect(Verifier.verify(program) == [], "seed \(seed)")
            let script = """
                for (const x of [0, -0, 1, -3, 2.5, 1e10, NaN, Infinity]) { attempt(() => Object.is(o.main(x), -0) ? '-0' : o.main(x)); }
                """
            let plain = try NodeHost.run(try generate(program), script: script)
            let optimized = try NodeHost.run(try generate(program, .standard), script: script)
            #expect(plain == optimized, "seed \(seed)\n\(Printer.print(program))")
        }
    }
}
