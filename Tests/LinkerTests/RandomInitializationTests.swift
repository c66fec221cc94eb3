import Linker
import ModuleSystem
import RuntimeABI
import Testing
import WasmFormat

/// Random programs whose modules all depend on each other: what the linker says of their initialization is compared with runs.
@Suite struct RandomInitializationTests {
    @Test(arguments: [1, 2, 3, 4]) func whatHappensIsReportedAndWhatIsCertainHappens(_ seed: UInt64) {
        var random = Random(state: seed)
        var (certain, possible, silent) = (0, 0, 0)
        for round in 0..<60 {
            let program = RandomProgram(&random)
            let reports = program.reports()
            certain += reports.count { $0.isCertain }
            possible += reports.count { !$0.isCertain }
            silent += reports.isEmpty ? 1 : 0
            for run in 0..<30 {
                let reads = program.run(choices: run == 0 ? .never : run == 1 ? .always : .random, &random)
                for report in reports where report.isCertain {
                    #expect(reads.contains(report.read), "seed \(seed), round \(round), run \(run): \(report) does not happen")
                }
                for read in reads {
                    // The first initializer that gets there may be told instead.
                    let isKnown = reports.contains {
                        $0.read.variable == read.variable && program.place[$0.read.initializer] <= program.place[read.initializer]
                    }
                    #expect(isKnown, "seed \(seed), round \(round), run \(run): \(read) is not reported")
                }
            }
        }
        #expect(certain > 5 && possible > 5 && silent > 5, "\(certain) \(possible) \(silent)")
    }
}

private struct Random {
    var state: UInt64

    mutating func callAsFunction(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
}

/// Functions of several modules, which call only functions of a higher rank, so that every run ends.
private struct RandomProgram {
    struct Variable: Hashable { var module: Int, number: Int }
    struct Read: Hashable { var initializer: Int, variable: Variable }
    struct Report: Hashable { var read: Read, isCertain: Bool }

    indirect enum Action {
        case read(Variable)
        /// A function by its rank.
        case call(Int)
        /// The function becomes a value.
        case value(Int)
        /// Calls some function that is a value.
        case callValue
        /// In a condition, which may end with a return.
        case condition([Action], returns: Bool)
        /// Up to the end of a block that may be left at its start.
        case block([Action])
    }

    enum Choices { case never, always, random }

    static let variables = 2
    static let functions = 3
    let modules: Int
    /// By rank; the module of a function is its rank divided by the number of functions in a module.
    var bodies: [[Action]] = []
    var initializers: [[Action]] = []
    /// By module, what it imports, in order.
    var imports: [[Int]] = []
    /// By module, its place in the order of initialization.
    var place: [Int] = []

    init(_ random: inout Random) {
        modules = 2 + random(3)
        let count = modules * Self.functions
        for rank in 0..<count { bodies.append(actions(above: rank, count, depth: 2, &random)) }
        for module in 0..<modules {
            initializers.append(actions(above: -1, count, depth: 2, &random).filter { action in
                // A variable that its initializer reads first counts as set from the start.
                if case .read(let variable) = action { variable.module != module } else { true }
            })
            var others = (0..<modules).filter { $0 != module }
            for index in others.indices { others.swapAt(index, random(others.count)) }
            imports.append(others)
        }
        var order: [Int] = []
        var isSeen = [Bool](repeating: false, count: modules)
        walk(0, &order, &isSeen)
        place = (0..<modules).map { order.firstIndex(of: $0) ?? 0 }
    }

    private func walk(_ module: Int, _ order: inout [Int], _ isSeen: inout [Bool]) {
        isSeen[module] = true
        for next in imports[module] where !isSeen[next] { walk(next, &order, &isSeen) }
        order.append(module)
    }

    private func actions(above rank: Int, _ count: Int, depth: Int, _ random: inout Random) -> [Action] {
        (0..<random(4)).compactMap { _ -> Action? in
            let isLast = rank + 1 >= count
            switch random(depth > 0 ? 9 : 6) {
            case 0: return .read(Variable(module: random(modules), number: random(Self.variables)))
            case 1...3: return isLast ? nil : .call(rank + 1 + random(count - rank - 1))
            case 4: return isLast ? nil : .value(rank + 1 + random(count - rank - 1))
            case 5: return random(3) == 0 ? .callValue : nil
            case 6, 7: return .condition(actions(above: rank, count, depth: depth - 1, &random), returns: random(4) == 0)
            default: return .block(actions(above: rank, count, depth: depth - 1, &random))
            }
        }
    }

    // MARK: What happens

    /// The reads of variables before their modules are initialized.
    func run(choices: Choices, _ random: inout Random) -> Set<Read> {
        var state = State(program: self, choices: choices, random: random)
        for module in (0..<modules).sorted(by: { place[$0] < place[$1] }) {
            state.initializer = module
            _ = state.run(initializers[module], rank: -1)
        }
        random = state.random
        return state.reads
    }

    private struct State {
        let program: RandomProgram
        let choices: Choices
        var random: Random
        var initializer = 0
        var reads: Set<Read> = []
        var values: [Int] = []

        private mutating func choose() -> Bool {
            switch choices {
            case .never: false
            case .always: true
            case .random: random(2) == 0
            }
        }

        /// False if the function returns here.
        mutating func run(_ actions: [Action], rank: Int) -> Bool {
            for action in actions {
                switch action {
                case .read(let variable):
                    if program.place[variable.module] > program.place[initializer] {
                        reads.insert(Read(initializer: initializer, variable: variable))
                    }
                case .call(let callee): _ = run(program.bodies[callee], rank: callee)
                case .value(let function): values.append(function)
                case .callValue:
                    let callable = values.filter { $0 > rank }
                    if !callable.isEmpty {
                        let callee = callable[random(callable.count)]
                        _ = run(program.bodies[callee], rank: callee)
                    }
                case .condition(let inner, let returns):
                    if choose(), !run(inner, rank: rank) || returns { return false }
                case .block(let inner):
                    if !choose(), !run(inner, rank: rank) { return false }
                }
            }
            return true
        }
    }

    // MARK: What the linker says

    func reports() -> Set<Report> {
        let objects = (0..<modules).map(object)
        let inputs = objects.map { (name: $0.id.text, bytes: $0.bytes()) }
        let result = Linker.link(LinkInputs(objects: inputs, runtime: TestRuntime.object, entry: objects[0].id))
        return Set(result.diagnostics.compactMap { diagnostic in
            guard let match = diagnostic.message.firstMatch(of: /of `m(\d)` (may read|reads) `v(\d)` of `m(\d)`/), let from = Int(match.1),
                let number = Int(match.3), let module = Int(match.4)
            else {
                Issue.record("\(diagnostic)")
                return nil
            }
            #expect((match.2 == "reads") == (diagnostic.severity == .error))
            let read = Read(initializer: from, variable: Variable(module: module, number: number))
            return Report(read: read, isCertain: diagnostic.severity == .error)
        })
    }

    private func object(_ module: Int) -> TestObject {
        var object = TestObject("m\(module)")
        object.importTable()
        var functions: [Int: UInt32] = [:]
        var variables: [Variable: UInt32] = [:]
        let type = GlobalType(.f64, isMutable: true)
        for other in imports[module] {
            object.dependencies.append(LinkDependency(module: ModuleID("m\(other)"), interfaceHash: "", span: .none, specifier: "m\(other)"))
            for number in 0..<Self.functions { functions[other * Self.functions + number] = object.importFunction("m\(other)", "f\(number)") }
            for number in 0..<Self.variables {
                variables[Variable(module: other, number: number)] = object.importGlobal("m\(other)", "v\(number)", type)
            }
        }
        for number in 0..<Self.variables {
            variables[Variable(module: module, number: number)] = object.global(type, .f64(0), export: "v\(number)")
        }
        for number in 0..<Self.functions { functions[module * Self.functions + number] = UInt32(object.functionImportCount + number) }
        let writer = ActionWriter(functions: functions, variables: variables, plain: object.type(FunctionType()))
        for number in 0..<Self.functions {
            let actions = bodies[module * Self.functions + number]
            object.function(export: "f\(number)", locals: [LocalGroup(1, .i32)]) { writer.write(actions, to: &$0) }
        }
        object.function(export: ReservedNames.initializer, locals: [LocalGroup(1, .i32)]) { body in
            for number in 0..<Self.variables {
                body.append(f64: 1)
                body.append(.globalSet, variables[Variable(module: module, number: number)] ?? 0)
            }
            writer.write(initializers[module], to: &body)
        }
        return object
    }

    private struct ActionWriter {
        let functions: [Int: UInt32]
        let variables: [Variable: UInt32]
        let plain: UInt32

        func write(_ actions: [Action], to body: inout FunctionBodyWriter) {
            for action in actions {
                switch action {
                case .read(let variable):
                    body.append(.globalGet, variables[variable] ?? 0)
                    body.append(.drop)
                case .call(let callee): body.append(.call, functions[callee] ?? 0)
                case .value(let function):
                    body.append(.refFunc, functions[function] ?? 0)
                    body.append(.drop)
                case .callValue:
                    body.append(i32: 0)
                    body.append(.callIndirect, plain, 0)
                case .condition(let inner, let returns):
                    body.append(.localGet, 0)
                    body.append(.if, result: nil)
                    write(inner, to: &body)
                    if returns { body.append(.return) }
                    body.append(.end)
                case .block(let inner):
                    body.append(.block, result: nil)
                    body.append(.localGet, 0)
                    body.append(.brIf, 0)
                    write(inner, to: &body)
                    body.append(.end)
                }
            }
        }
    }
}
