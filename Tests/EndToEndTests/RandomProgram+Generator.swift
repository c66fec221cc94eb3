/// Makes random programs. Each part is run as soon as it is made, and dropped if it fails or takes too long, so that programs get far; some
/// end with a part that fails.
struct RandomGenerator {
    var random: RandomSource
    var names = 0
    var scope: [RandomVariable] = []
    var functions: [RandomFunction] = []
    var imported: Set<RandomVariable> = []
    private var loops = 0
    private var result: RandomType?
    private var isTop = true
    /// Arguments of mutators must not mutate: whether the mutator sees that is left open.
    var isPure = false

    init(seed: UInt64) { random = RandomSource(state: seed) }

    // MARK: Programs

    /// The files of a program, and what it does.
    mutating func program() -> (files: [(name: String, text: String)], prediction: RandomPrediction) {
        var evaluator = RandomEvaluator()
        var failure: RandomPrediction.Failure?
        let library = chance(0.3) ? statements(count: 4, &evaluator, &failure, mayFail: false) : nil
        imported = Set(scope)
        let imports = (scope.map(\.name) + functions.map(\.name)).joined(separator: ", ")
        let main = statements(count: 8, &evaluator, &failure, mayFail: chance(0.5))
        var files: [(name: String, text: String)] = []
        if let library {
            var printer = RandomPrinter(file: "lib.atl", isLibrary: true)
            files.append(("lib.atl", printer.module(imports: nil, library)))
        }
        var printer = RandomPrinter(file: "main.atl", isLibrary: false)
        let header = library.map { _ in "import \(imports.isEmpty ? "* as lib" : "{ \(imports) }") from \"./lib\";" }
        files.append(("main.atl", printer.module(imports: header, main)))
        return (files, RandomPrediction(stdout: evaluator.output.map { $0 + "\n" }.joined(), failure: failure))
    }

    private mutating func statements(
        count: Int, _ evaluator: inout RandomEvaluator, _ failure: inout RandomPrediction.Failure?, mayFail: Bool
    ) -> [RandomStatement] {
        var statements: [RandomStatement] = []
        var left = count
        for _ in 0..<60 where left > 0 && failure == nil {
            let before = (scope, functions, evaluator)
            let part = part()
            do {
                try evaluator.run(part, fuel: 20_000)
                statements += part
                left -= 1
                continue
            } catch let error as RandomFailure where mayFail && left < count / 2 {
                statements += part
                failure = evaluator.failed.map { (error.code, $0) }
                continue
            } catch {}
            (scope, functions, evaluator) = before
        }
        return statements
    }

    /// A function with calls, or some statements.
    private mutating func part() -> [RandomStatement] {
        guard chance(0.6) else { return some(1...3) { $0.statement(depth: 2) } }
        let function = function(isNested: false)
        functions.append(function)
        return [RandomStatement(.function(function))]
            + some(1...3) { generator in
                generator.show(.call(function, function.parameters.map { generator.value($0.type, depth: 1) }), function.result)
            }
    }

    private mutating func show(_ value: RandomExpression, _ type: RandomType) -> RandomStatement {
        RandomStatement(.print(.text(value, type)))
    }

    private mutating func function(isNested: Bool) -> RandomFunction {
        let outer = (scope, functions, loops, result, isTop)
        defer { (scope, functions, loops, result, isTop) = outer }
        let parameters = some(0...3) { generator in generator.variable(generator.type(), isMutable: false, isGlobal: false) }
        let type = type()
        let function = RandomFunction(name("f"), parameters, type, isNested: isNested)
        (loops, result, isTop) = (0, type, false)
        scope += parameters
        function.body = some(1...6) { $0.statement(depth: isNested ? 1 : 2) }
        function.body.append(RandomStatement(.give(value(type, depth: 2))))
        return function
    }

    // MARK: Statements

    private mutating func statement(depth: Int) -> RandomStatement {
        switch random.number(below: depth > 0 ? 20 : 12) {
        case 0, 1, 2:
            let type = type()
            let value = value(type, depth: 3)
            let variable = variable(type, isMutable: chance(0.7), isGlobal: isTop)
            scope.append(variable)
            return RandomStatement(.declare(variable, value))
        case 3, 4, 5: return assignment()
        case 6, 7: return mutationStatement()
        case 8 where loops > 0: return RandomStatement(.branch(value(.bool, depth: 2), [RandomStatement(chance(0.5) ? .leave : .next)], []))
        case 9 where result != nil:
            guard let result else { break }
            return RandomStatement(.branch(value(.bool, depth: 2), [RandomStatement(.give(value(result, depth: 2)))], []))
        case 12, 13: return RandomStatement(.branch(value(.bool, depth: 2), block(depth - 1), chance(0.5) ? block(depth - 1) : []))
        case 14, 15, 16, 17: return chance(0.25) ? line() ?? loop(depth) : loop(depth)
        case 18:
            let source = type().isArray ?? .number
            let variable = variable(source, isMutable: false, isGlobal: false)
            return RandomStatement(.forIn(variable, value(.array(source), depth: 1), loopBody(with: variable, depth)))
        case 19 where !isTop:
            let function = function(isNested: true)
            functions.append(function)
            return RandomStatement(.function(function))
        default: break
        }
        let type = type()
        return show(value(type, depth: 3), type)
    }

    private mutating func block(_ depth: Int) -> [RandomStatement] {
        let outer = (scope, functions, isTop)
        defer { (scope, functions, isTop) = outer }
        isTop = false
        return some(1...3) { $0.statement(depth: depth) }
    }

    private mutating func loopBody(with variable: RandomVariable, _ depth: Int) -> [RandomStatement] {
        scope.append(variable)
        loops += 1
        let body = block(depth - 1)
        loops -= 1
        scope.removeAll { $0 == variable }
        return body
    }

    /// A counting loop, with bounds that lie where representations of numbers change.
    private mutating func loop(_ depth: Int) -> RandomStatement {
        let counter = variable(.number, isMutable: true, isGlobal: false)
        counter.isCounter = chance(0.9)
        let start = pick([0, 0, 0, 1, -3, 5, 0.5, -0.0, 2_147_483_640, -2_147_483_650, 4_294_967_290, 9_007_199_254_740_985, 1e16])
        let step = pick([1, 1, 1, 1, 2, 3, 0.5, -1, -1, -2, 0.1, 7, 2_147_483_648])
        let bound = chance(0.7) ? number(start + step * Double(random.number(below: 9))) : value(.number, depth: 2)
        let condition = RandomExpression.binary(pick(step > 0 ? ["<", "<=", "<", "!="] : [">", ">=", ">", "!="]), .variable(counter), bound)
        let sign = step > 0 ? "+" : "-"
        let advance = abs(step) == 1 && chance(0.5) ? nil : number(abs(step))
        return RandomStatement(
            .loop(
                RandomStatement(.declare(counter, number(start))), while: condition,
                step: RandomStatement(.update(counter, indices: [], sign, advance)), loopBody(with: counter, depth)))
    }

    private mutating func assignment() -> RandomStatement {
        let imported = imported
        guard let variable = pick(where: { ($0.isMutable && !$0.isCounter && !imported.contains($0)) || $0.type.isArray != nil }) else {
            return show(value(.number, depth: 2), .number)
        }
        var indices: [RandomExpression] = []
        var type = variable.type
        let mustIndex = !variable.isMutable || imported.contains(variable)
        var goesDeeper = mustIndex || chance(0.7)
        while goesDeeper, let element = type.isArray {
            indices.append(index(of: .variable(variable)))
            type = element
            goesDeeper = chance(0.7)
        }
        guard type == .number, chance(0.7) else { return RandomStatement(.assign(variable, indices: indices, value(type, depth: 2))) }
        if chance(0.25) { return RandomStatement(.update(variable, indices: indices, pick(["+", "-"]), nil)) }
        return RandomStatement(.update(variable, indices: indices, pick(["+", "-", "*", "/", "%"]), value(.number, depth: 1)))
    }

    private mutating func mutationStatement() -> RandomStatement {
        guard let variable = pick(where: { $0.type.isArray != nil }), let element = variable.type.isArray else {
            return show(value(.string, depth: 2), .string)
        }
        let kind = pick(RandomMutation.allCases)
        return RandomStatement(.expression(mutation(kind, .variable(variable), element)))
    }

    mutating func mutation(_ mutation: RandomMutation, _ target: RandomExpression, _ element: RandomType) -> RandomExpression {
        let outer = isPure
        isPure = true
        defer { isPure = outer }
        let new = mutation.takesValue ? value(element, depth: 1) : nil
        return .mutation(mutation, target, new, isMethod: mutation == .push || chance(0.5))
    }
}
