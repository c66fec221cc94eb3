import Basics
import WasmFormat

/// Follows all calls that initializers may make, and finds the reads of variables that are too early.
struct PossibleReads {
    private var analysis: AnalyseInitialization
    private var findings: [AnalyseInitialization.Finding] = []
    private var known: Set<AnalyseInitialization.Key> = []
    /// The initializer that is followed.
    private var current = 0
    private var queue: [FunctionID] = []
    /// Types of function values that the current initializer may call, as bits.
    private var active: UInt64 = 0
    /// By type, the functions that are values but have not been followed.
    private var pending = [[(function: FunctionID, taker: FunctionID)]](repeating: [], count: 64)
    /// By type, what calls of function values of that type may call in turn.
    private var valueTypes = [UInt64](repeating: 0, count: 64)
    private var isValue: Set<FunctionID> = []
    private var isTouched: Set<LiveSet.Node> = []

    /// The reads, those of one initializer together. Notes in the analysis how functions were reached, and who sets variables.
    static func find(_ analysis: inout AnalyseInitialization) -> [AnalyseInitialization.Finding] {
        var walk = PossibleReads(analysis: analysis)
        walk.run()
        analysis = walk.analysis
        return walk.findings
    }

    private init(analysis: AnalyseInitialization) { self.analysis = analysis }

    private mutating func run() {
        for file in 0..<analysis.limit where analysis.runs[file] {
            guard let initializer = analysis.program.bindings[file].initializer else { continue }
            current = file
            active = 0
            activate(analysis.code.indirectTypes[initializer] ?? 0)
            visit(initializer, .initializer)
            // The nearest functions first, so that the paths are short.
            var next = 0
            while next < queue.count {
                follow(queue[next])
                next += 1
            }
            queue.removeAll(keepingCapacity: true)
        }
    }

    private mutating func visit(_ function: FunctionID, _ how: AnalyseInitialization.Arrival) {
        guard analysis.arrivals[function] == nil else { return }
        var calls = 0
        if case .call(let caller, _) = how { calls = (analysis.arrivals[caller]?.calls ?? 0) + 1 }
        analysis.arrivals[function] = (how, calls)
        queue.append(function)
    }

    private mutating func follow(_ function: FunctionID) {
        let program = analysis.program
        if case .getter(let index) = program.functions[function].origin {
            if let node = InitializationCode.node(of: program.getters[index].value) { touch(node, function) }
            if case .global(let global) = program.getters[index].value { note(global, function, nil) }
        }
        for index in analysis.code.events(of: function) {
            let event = analysis.code.events[index]
            switch event.kind {
            case .call: visit(FunctionID(Int(event.target)), .call(from: function, event: index))
            case .value: makeValue(FunctionID(Int(event.target)), function)
            case .data: touch(.data(DataID(Int(event.target))), function)
            case .read:
                let global = GlobalID(Int(event.target))
                touch(.global(global), function)
                note(global, function, index)
            case .set, .raiseFlag: noteSet(GlobalID(Int(event.target)), function)
            case .indirect, .cut: break
            }
        }
    }

    // MARK: Function values

    /// The current initializer may call function values of these types.
    private mutating func activate(_ types: UInt64) {
        var new = types & ~active
        while new != 0 {
            let type = new.trailingZeroBitCount
            active |= 1 << UInt64(type)
            new = (new | valueTypes[type]) & ~active
            for (function, taker) in pending[type] { visit(function, .value(taker: taker)) }
            pending[type] = []
        }
    }

    private mutating func makeValue(_ function: FunctionID, _ taker: FunctionID) {
        guard isValue.insert(function).inserted else { return }
        let type = analysis.code.type(of: function)
        let types = analysis.code.indirectTypes[function] ?? 0
        valueTypes[type] |= types
        guard active & (1 << UInt64(type)) != 0 else { return pending[type].append((function, taker)) }
        activate(types)
        visit(function, .value(taker: taker))
    }

    /// Follows addresses from a variable's first value, or from static data, to function values.
    private mutating func touch(_ node: LiveSet.Node, _ user: FunctionID) {
        var work = [node]
        while let node = work.popLast() {
            if case .function(let function) = node {
                makeValue(function, user)
            } else if isTouched.insert(node).inserted {
                work += InitializationCode.references(of: node, analysis.program)
            }
        }
    }

    // MARK: Variables

    private mutating func note(_ global: GlobalID, _ reader: FunctionID, _ event: Int?) {
        guard analysis.isEarly(global, for: current), let owner = analysis.file(of: global) else { return }
        let key = event == nil ? AnalyseInitialization.Key.namespace(initializer: current, file: owner) : .variable(initializer: current, global)
        guard known.insert(key).inserted else { return }
        findings.append(
            AnalyseInitialization.Finding(initializer: current, reader: reader, event: event, global: global, isCertain: false))
    }

    private mutating func noteSet(_ global: GlobalID, _ function: FunctionID) {
        guard let owner = analysis.file(of: global), analysis.program.bindings[owner].initializer != function else { return }
        if analysis.firstSet[global] == nil { analysis.firstSet[global] = current }
    }
}
