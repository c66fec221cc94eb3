import Basics

/// The ranges of all numbers in a module: parameters of functions that only the module itself calls are bounded by all their calls.
struct ModuleRanges {
    /// By function; nil for functions that nothing calls.
    private(set) var analyses: [RangeAnalysis?]
    private(set) var parameters: [[NumberRange]]
    private(set) var results: [NumberRange]
    /// Of module variables that only the module itself assigns.
    private(set) var globals: [NumberRange]
    /// By function, the arrays whose elements are numbers that become indices, and by class the ranges of these.
    let arrays: [IndexArrays?]
    private(set) var elements: [[NumberRange]]
    /// What was found out before.
    private let knownElements: IntegerArrays.Elements
    /// All calls of the function are known: its signature may change.
    let isInternal: [Bool]

    private let module: Module
    private static let roundsBeforeWidening = 2
    private static let maximumRounds = 40
    /// What each analysis assumed, so that only functions whose assumptions changed are analysed again.
    private var assumed: [[NumberRange]]
    private let callees: [[Int]]
    /// The variables that each function reads: all that the module has would make this quadratic.
    private let readGlobals: [[Int]]

    /// - Parameter knownElements: the ranges of elements that are known; if empty, such arrays are looked for.
    init(_ module: Module, knownElements: IntegerArrays.Elements = []) {
        self.module = module
        self.knownElements = knownElements
        let functions = module.functions.values
        arrays = functions.map { knownElements.isEmpty ? IndexArrays($0) : nil }
        elements = arrays.map { [NumberRange](repeating: .nothing, count: $0?.count ?? 0) }
        var isInternal = functions.map { $0.convention == .direct }
        for (index, function) in functions.enumerated() {
            // Both have the same parameters, and nothing shows the call from the one to the other.
            guard let entry = function.deepEntry else { continue }
            isInternal[index] = false
            isInternal[entry.function.offset] = false
        }
        for export in module.exports {
            if case .function(let id) = export.target { isInternal[id.offset] = false }
        }
        if let initializer = module.initializer { isInternal[initializer.offset] = false }
        for function in functions {
            for expression in function.expressions.values {
                if case .tailCall(let callee, _) = expression.kind { isInternal[callee.offset] = false }
            }
        }
        self.isInternal = isInternal
        parameters = zip(functions, isInternal).map { function, isInternal in
            function.parameters.map { isInternal && $0.type == .f64 ? .nothing : .anything }
        }
        results = [NumberRange](repeating: .nothing, count: functions.count)
        analyses = [RangeAnalysis?](repeating: nil, count: functions.count)
        globals = module.globals.values.map { global in
            guard global.type == .f64 else { return .anything }
            if case .f64(let value)? = global.initialValue { return .constant(value) }
            return .whole(0, 0)
        }
        for export in module.exports {
            if case .global(let id) = export.target { globals[id.offset] = .anything }
        }
        initialGlobals = globals
        assumed = [[NumberRange]](repeating: [], count: functions.count)
        var callees: [[Int]] = []
        var readGlobals: [[Int]] = []
        for function in functions {
            var called: Set<Int> = []
            var read: Set<Int> = []
            for expression in function.expressions.values {
                switch expression.kind {
                case .call(let callee, _): called.insert(callee.offset)
                case .global(let global) where expression.type == .f64: read.insert(global.offset)
                default: break
                }
            }
            callees.append(called.sorted())
            readGlobals.append(read.sorted())
        }
        self.callees = callees
        self.readGlobals = readGlobals
        solve()
    }

    private var isReached: [Bool] = []
    /// What each variable can hold before it is assigned, or because of others.
    private let initialGlobals: [NumberRange]

    /// What one round makes of the assumptions.
    private struct Findings {
        var reached: [Bool]
        var parameters: [[NumberRange]]
        var results: [NumberRange]
        var globals: [NumberRange]
        var elements: [[NumberRange]]
    }

    private mutating func solve() {
        isReached = isInternal.map { !$0 }
        var round = 0
        while round < Self.maximumRounds {
            let found = analyse()
            let (newParameters, newResults) = (found.parameters, found.results)
            var changed = found.reached != isReached
            for index in globals.indices where !found.globals[index].isSubset(of: globals[index]) {
                globals[index] = grow(globals[index], found.globals[index], round)
                changed = true
            }
            for function in isInternal.indices {
                for index in elements[function].indices where !found.elements[function][index].isSubset(of: elements[function][index]) {
                    elements[function][index] = grow(elements[function][index], found.elements[function][index], round)
                    changed = true
                }
                for index in parameters[function].indices where !newParameters[function][index].isSubset(of: parameters[function][index]) {
                    parameters[function][index] = grow(parameters[function][index], newParameters[function][index], round)
                    changed = true
                }
                if !newResults[function].isSubset(of: results[function]) {
                    results[function] = grow(results[function], newResults[function], round)
                    changed = true
                }
            }
            isReached = found.reached
            round += 1
            if !changed { break }
        }
        if round == Self.maximumRounds { giveUp() } else { shrink() }
    }

    private func grow(_ old: NumberRange, _ new: NumberRange, _ round: Int) -> NumberRange {
        round < Self.roundsBeforeWidening ? old.union(new) : old.widened(to: new)
    }

    /// Analyses all reached functions with the current assumptions, and returns what calls and returns make of them.
    private mutating func analyse() -> Findings {
        var newGlobals = initialGlobals
        var reached = isInternal.map { !$0 }
        var newParameters = zip(parameters, isInternal).map { old, isInternal in
            old.map { isInternal ? NumberRange.nothing : $0 }
        }
        var newResults = [NumberRange](repeating: .nothing, count: results.count)
        var newElements = elements.map { $0.map { _ in NumberRange.nothing } }
        for (index, function) in module.functions.values.enumerated() where isReached[index] {
            let analysis = analysis(of: index, function)
            newResults[index] = analysis.isComplete ? Self.result(analysis) : .anything
            if let arrays = arrays[index] { newElements[index] = arrays.elements(analysis) }
            for expression in function.expressions.values {
                if case .setGlobal(let global, let value) = expression.kind, function.expressions[value].type == .f64 {
                    let range = analysis.isComplete ? analysis.ranges[value.offset] : .anything
                    newGlobals[global.offset] = newGlobals[global.offset].union(range)
                }
                guard case .call(let callee, let arguments) = expression.kind else { continue }
                reached[callee.offset] = true
                guard isInternal[callee.offset] else { continue }
                for (position, argument) in arguments.enumerated() where function.expressions[argument].type == .f64 {
                    let range = analysis.isComplete ? analysis.ranges[argument.offset] : .anything
                    newParameters[callee.offset][position] = newParameters[callee.offset][position].union(range)
                }
                for (position, local) in module.functions[callee].parameters.enumerated() where local.type != .f64 {
                    newParameters[callee.offset][position] = .anything
                }
            }
        }
        return Findings(reached: reached, parameters: newParameters, results: newResults, globals: newGlobals, elements: newElements)
    }

    private mutating func analysis(of index: Int, _ function: Function) -> RangeAnalysis {
        let assumptions = parameters[index] + callees[index].map { results[$0] } + readGlobals[index].map { globals[$0] } + elements[index]
        if let known = analyses[index], assumed[index] == assumptions { return known }
        var known = knownElements.isEmpty ? [:] : knownElements[index]
        for (local, number) in arrays[index]?.classes ?? [:] { known[local] = elements[index][number] }
        let context = RangeContext(parameters: parameters[index], results: results, globals: globals, elements: known)
        let analysis = RangeAnalysis(function, context)
        analyses[index] = analysis
        assumed[index] = assumptions
        return analysis
    }

    private static func result(_ analysis: RangeAnalysis) -> NumberRange {
        guard analysis.function.result == .f64, let body = analysis.function.body else { return .anything }
        var range = analysis.function.expressions[body].type == .f64 ? analysis.ranges[body.offset] : .nothing
        for expression in analysis.function.expressions.values {
            guard case .returnValue(let value?) = expression.kind, analysis.function.expressions[value].type == .f64 else { continue }
            range = range.union(analysis.ranges[value.offset])
        }
        return range
    }

    /// Wins back what widening lost: one more round from a sound state gives a sound state if it confirms itself.
    private mutating func shrink() {
        for _ in 0..<2 {
            let saved = (analyses, parameters, results, globals, elements, assumed)
            let found = analyse()
            (parameters, results, globals, elements) = (found.parameters, found.results, found.globals, found.elements)
            let again = analyse()
            let confirmed = zip(again.parameters, parameters).allSatisfy { zip($0, $1).allSatisfy { $0.isSubset(of: $1) } }
                && zip(again.results, results).allSatisfy { $0.isSubset(of: $1) }
                && zip(again.globals, globals).allSatisfy { $0.isSubset(of: $1) }
                && zip(again.elements, elements).allSatisfy { zip($0, $1).allSatisfy { $0.isSubset(of: $1) } }
            if !confirmed {
                (analyses, parameters, results, globals, elements, assumed) = saved
                return
            }
        }
    }

    /// Nothing is known of any function.
    private mutating func giveUp() {
        parameters = parameters.map { $0.map { _ in .anything } }
        results = results.map { _ in .anything }
        globals = globals.map { _ in .anything }
        elements = elements.map { $0.map { _ in .anything } }
        isReached = isReached.map { _ in true }
        _ = analyse()
    }
}
