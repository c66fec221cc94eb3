import Basics
import Diagnostics
import ModuleSystem
import WasmFormat

/// Step 6: finds variables that are read before the initializer of their module has set them.
///
/// Where imports form no cycle there are none: an initializer reaches only modules that it depends on, and those come first. In a cycle
/// one module comes before another that it uses. From each initializer calls are followed through the whole program: direct ones, and
/// those of function values to every function of the right type that was a value by then. A read is an error if the initializer comes
/// to it however its conditions turn out, else a warning.
///
/// The initializers are walked in order, and each function is visited once: a variable that is set in time for the first initializer
/// that reaches the function is set in time for all later ones. So time is linear in the code.
struct AnalyseInitialization {
    /// A read that comes too early.
    struct Finding: Hashable, Sendable {
        /// The file whose initializer leads to the read.
        var initializer: Int
        var reader: FunctionID
        /// Where in `InitializationCode.events` the read is; `nil` in a getter of a namespace object.
        var event: Int?
        var global: GlobalID
        var isCertain: Bool
    }

    /// How a function was reached.
    enum Arrival: Hashable, Sendable {
        case initializer
        case call(from: FunctionID, event: Int)
        /// As a function value, which the function `taker` uses.
        case value(taker: FunctionID)
    }

    let program: Program
    let code: InitializationCode
    /// By file, whether its initializer runs.
    let runs: [Bool]
    /// Initializers of files below may come too early for something.
    let limit: Int
    /// By global.
    let isLate: [Bool]
    /// By global, the first initializer that may lead to an assignment elsewhere than in the initializer of its own module.
    var firstSet: [GlobalID: Int] = [:]
    var findings: [Finding] = []
    var known: Set<Key> = []

    /// By function, how the first initializer that reaches it does so, and by how many calls.
    var arrivals: [FunctionID: (how: Arrival, calls: Int)] = [:]
    var certainArrivals: [FunctionID: (how: Arrival, calls: Int)] = [:]

    /// What is reported once: a variable, or the variables of a module through its namespace object.
    enum Key: Hashable {
        case variable(initializer: Int, GlobalID)
        case namespace(initializer: Int, file: Int)
    }

    /// - Parameter runs: by file, whether the program runs its initializer.
    static func analyse(_ program: Program, runs: [Bool], _ sink: inout DiagnosticSink) {
        let limit = latestReference(program)
        guard limit > 0 else { return }
        var analysis = AnalyseInitialization(program, runs, limit)
        let possible = PossibleReads.find(&analysis)
        analysis.findCertain()
        analysis.findings += possible
        analysis.report(&sink)
    }

    /// Modules use others that are initialized later.
    static func isNeeded(_ program: Program) -> Bool { latestReference(program) > 0 }

    private init(_ program: Program, _ runs: [Bool], _ limit: Int) {
        self.program = program
        self.runs = runs
        self.limit = limit
        code = InitializationCode(program, initializers: program.bindings[...limit].compactMap(\.initializer))
        isLate = LateVariables.find(program, code, files: ...limit)
    }

    /// The last file that one before it refers to; 0 if there is none, which is so without cycles.
    private static func latestReference(_ program: Program) -> Int {
        var latest = 0
        var positions: [ModuleID: Int] = [:]
        if program.files.contains(where: { !$0.link.namespaceRequests.isEmpty }) {
            for (index, file) in program.files.enumerated() { positions[file.id] = index }
        }
        for (index, file) in program.files.enumerated() {
            let bindings = program.bindings[index]
            for case let function? in bindings.functions.prefix(file.module.importedFunctionCount) {
                if case .object(let target, _) = program.functions[function].origin, target > index { latest = max(latest, target) }
            }
            for case .global(let global) in bindings.globals.prefix(file.module.importedGlobalCount) {
                if case .object(let target, _) = program.globals[global].origin, target > index { latest = max(latest, target) }
            }
            for module in file.link.namespaceRequests {
                if let target = positions[module], target > index { latest = max(latest, target) }
            }
        }
        return latest
    }

    /// The file of a variable; `nil` for globals of the linker and the runtime.
    func file(of global: GlobalID) -> Int? {
        if case .object(let file, _) = program.globals[global].origin { file } else { nil }
    }

    func file(of function: FunctionID) -> Int? {
        if case .object(let file, _) = program.functions[function].origin { file } else { nil }
    }

    /// Whether a variable has no value yet while the initializer of `file` runs.
    func isEarly(_ global: GlobalID, for file: Int) -> Bool {
        guard isLate[global.offset], let owner = self.file(of: global) else { return false }
        return owner > file
    }

    // MARK: Reads that happen however conditions turn out

    /// Walks the straight lines from each initializer: what is executed unless the program ends before.
    mutating func findCertain() {
        for file in 0..<limit where runs[file] {
            guard let initializer = program.bindings[file].initializer, certainArrivals[initializer] == nil else { continue }
            certainArrivals[initializer] = (.initializer, 0)
            var path = [(function: initializer, events: code.events(of: initializer))]
            while var top = path.popLast() {
                guard let index = top.events.popFirst() else { continue }
                let event = code.events[index]
                let callee = FunctionID(Int(event.target))
                var next: FunctionID?
                switch event.kind {
                case .cut: continue
                case .call:
                    if code.mayEnd.contains(callee) { top.events = index..<index }
                    if event.isCertain, self.file(of: callee) != nil, certainArrivals[callee] == nil { next = callee }
                case .read where event.isCertain: noteCertain(index, top.function, file)
                default: break
                }
                path.append(top)
                guard let next else { continue }
                certainArrivals[next] = (.call(from: top.function, event: index), (certainArrivals[top.function]?.calls ?? 0) + 1)
                path.append((next, code.events(of: next)))
            }
        }
    }

    private mutating func noteCertain(_ index: Int, _ reader: FunctionID, _ file: Int) {
        let global = GlobalID(Int(code.events[index].target))
        // Somebody else may have given it a value.
        guard isEarly(global, for: file), (firstSet[global] ?? .max) > file else { return }
        guard known.insert(.variable(initializer: file, global)).inserted else { return }
        findings.append(Finding(initializer: file, reader: reader, event: index, global: global, isCertain: true))
    }
}
