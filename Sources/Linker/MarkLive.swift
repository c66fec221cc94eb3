import Basics
import Diagnostics
import RuntimeABI
import WasmFormat

/// What the program needs: the result of step 5.
struct LiveSet: Sendable {
    /// Something that can be live.
    enum Node: Hashable, Sendable {
        case function(FunctionID)
        case global(GlobalID)
        case data(DataID)
    }

    /// What made a node live.
    enum Reason: Hashable, Sendable {
        case none
        case node(Node)
        case root(Root)
    }

    /// What is needed in any case.
    enum Root: UInt8, Hashable, Sendable {
        case constructor, initializer, requestedExport, exported, keptValues, hostCollections, test, testChoice, testEnd, testCheck, collectedVariables

        /// In words.
        var text: String {
            switch self {
            case .constructor: "constructor of the runtime"
            case .initializer: "initializer with effects"
            case .requestedExport: "requested export"
            case .exported: "exported"
            case .keptValues: "values that the host keeps"
            case .hostCollections: "collections that the host starts"
            case .test: "test"
            case .testChoice: "choice of the test"
            case .testEnd: "end of a test"
            case .testCheck: "check of a test's result"
            case .collectedVariables: "variables that the collector must see"
            }
        }
    }

    var functions: [Bool]
    var globals: [Bool]
    var data: [Bool]
    /// Functions whose place in the table something refers to.
    var slots: [Bool]
    /// Code uses the table.
    var usesTable = false
    /// For every file, the types that its live code names.
    var types: [[Bool]]
    /// `langc.prepare` of the modules whose initializers or variables are needed, in order.
    var preparations: [FunctionID] = []
    /// `langc.init` of the modules to initialize, in order, after the runtime's own constructors.
    var initializers: [FunctionID] = []
    /// `langc.roots` of the modules whose variables the collector must see.
    var roots: [FunctionID] = []
    /// Functions whose calls are replaced.
    var trivial = TrivialFunctions()
    /// By global, whether code sets it, and whether it is a constant.
    var assigned: [Bool]
    var constants: [Bool]
    /// Parallel to the arrays above; empty if nobody will ask.
    var functionReasons: [Reason]
    var globalReasons: [Reason]
    var dataReasons: [Reason]

    init(_ program: Program, keepsReasons: Bool) {
        functions = [Bool](repeating: false, count: program.functions.count)
        globals = [Bool](repeating: false, count: program.globals.count)
        data = [Bool](repeating: false, count: program.data.count)
        slots = functions
        assigned = globals
        constants = globals
        types = program.files.map { [Bool](repeating: false, count: $0.module.types.count) }
        functionReasons = [Reason](repeating: .none, count: keepsReasons ? functions.count : 0)
        globalReasons = [Reason](repeating: .none, count: keepsReasons ? globals.count : 0)
        dataReasons = [Reason](repeating: .none, count: keepsReasons ? data.count : 0)
    }
}

/// Step 5: finds what the program needs, starting at initializers with effects and requested exports.
///
/// Functions are followed through their code (the runtime's through its relocations), data through its relocations. An initializer
/// without effects is needed only if one of its module's variables is; `langc.roots` of a module only if the collector and one of its
/// variables are. The walk keeps its own stack.
struct MarkLive {
    let program: Program
    var live: LiveSet
    var sink: DiagnosticSink
    private let keepsReasons: Bool
    private var work: [LiveSet.Node] = []
    private var isInitialized: [Bool]
    private var hasLiveGlobal: [Bool]
    private var isCollecting = false
    /// Functions whose calls were replaced and whose code was followed.
    private var isReplaced: [Bool]

    static func mark(_ program: Program, _ options: LinkOptions, _ sink: inout DiagnosticSink) -> LiveSet {
        var marker = MarkLive(program, sink, keepsReasons: options.report)
        if options.optimize { marker.live.trivial = TrivialFunctions(program) }
        marker.markRoots()
        marker.drain()
        marker.finish()
        if options.optimize { marker.live.constants = ConstantGlobals.find(program, assigned: marker.live.assigned) }
        sink = marker.sink
        return marker.live
    }

    private init(_ program: Program, _ sink: DiagnosticSink, keepsReasons: Bool) {
        self.program = program
        self.sink = sink
        self.keepsReasons = keepsReasons
        live = LiveSet(program, keepsReasons: keepsReasons)
        isInitialized = [Bool](repeating: false, count: program.files.count)
        hasLiveGlobal = isInitialized
        isReplaced = live.functions
    }

    private mutating func markRoots() {
        for constructor in program.constructors { mark(constructor, .root(.constructor)) }
        for (index, file) in program.files.enumerated() where file.interface.initializerHasEffects {
            initialize(index, .root(.initializer))
        }
        for export in program.requestedExports {
            switch export.target {
            case .function(let function): mark(function, .root(.requestedExport))
            case .global(let global): mark(global, .root(.requestedExport))
            }
        }
        if let testing = program.testing { mark(testing) }
        if let library = program.library { mark(library) }
    }

    private mutating func mark(_ library: Library) {
        for function in library.functions { mark(function, .root(.exported)) }
        for variable in library.variables { mark(variable, .root(.exported)) }
        if let roots = library.roots { mark(roots, .root(.keptValues)) }
        // Where the shadow stack ends is an argument of collections that the host starts.
        if library.needs.contains(.objects) { mark(program.shadowStackPointer, .root(.hostCollections)) }
    }

    private mutating func mark(_ testing: Testing) {
        for test in testing.tests { mark(test.function, .root(.test)) }
        mark(testing.index, .root(.testChoice))
        mark(testing.passed, .root(.testEnd))
        if testing.tests.contains(where: \.isChecked) { mark(testing.check, .root(.testCheck)) }
    }

    private mutating func initialize(_ file: Int, _ reason: LiveSet.Reason) {
        guard !isInitialized[file] else { return }
        isInitialized[file] = true
        if let preparation = program.bindings[file].preparation { mark(callOf: preparation, reason) }
        if let initializer = program.bindings[file].initializer { mark(callOf: initializer, reason) }
    }

    private mutating func finish() {
        for (index, bindings) in program.bindings.enumerated() {
            if isInitialized[index], let preparation = bindings.preparation { live.preparations.append(preparation) }
            if isInitialized[index], let initializer = bindings.initializer { live.initializers.append(initializer) }
            if isCollecting, hasLiveGlobal[index], let roots = bindings.roots { live.roots.append(roots) }
        }
        if isCollecting, let roots = program.library?.roots { live.roots.append(roots) }
    }

    // MARK: Marking

    mutating func mark(_ function: FunctionID, _ reason: LiveSet.Reason) {
        guard !live.functions[function.offset] else { return }
        live.functions[function.offset] = true
        // The reason of a call that was replaced comes first, so that reasons never go in a circle.
        if keepsReasons, !isReplaced[function.offset] { live.functionReasons[function.offset] = reason }
        work.append(.function(function))
    }

    /// Marks a function, or what its calls are replaced with.
    mutating func mark(callOf function: FunctionID, _ reason: LiveSet.Reason) {
        guard let body = live.trivial[function] else { return mark(function, reason) }
        guard !isReplaced[function.offset] else { return }
        if keepsReasons, live.functionReasons[function.offset] == .none { live.functionReasons[function.offset] = reason }
        isReplaced[function.offset] = true
        guard !live.functions[function.offset], case .object(_, let position) = program.functions[function].origin else { return }
        // This leads back here only as deep as trivial functions may be nested.
        followCode(function, file: body.file, position: position)
    }

    mutating func mark(_ global: GlobalID, _ reason: LiveSet.Reason) {
        guard !live.globals[global.offset] else { return }
        live.globals[global.offset] = true
        if keepsReasons { live.globalReasons[global.offset] = reason }
        work.append(.global(global))
    }

    mutating func mark(_ data: DataID, _ reason: LiveSet.Reason) {
        guard !live.data[data.offset] else { return }
        live.data[data.offset] = true
        if keepsReasons { live.dataReasons[data.offset] = reason }
        work.append(.data(data))
    }

    mutating func mark(slotOf function: FunctionID, _ reason: LiveSet.Reason) {
        live.slots[function.offset] = true
        mark(function, reason)
    }

    mutating func mark(_ binding: GlobalBinding, _ reason: LiveSet.Reason) {
        switch binding {
        case .global(let global): mark(global, reason)
        case .address(let data, _): mark(data, reason)
        case .slot(let function): mark(slotOf: function, reason)
        case .constant, .base, .unbound: break
        }
    }

    private mutating func drain() {
        while let node = work.popLast() {
            switch node {
            case .function(let function): follow(function)
            case .global(let global): follow(global)
            case .data(let data): follow(data)
            }
        }
    }

    // MARK: Following

    private mutating func follow(_ id: FunctionID) {
        switch program.functions[id].origin {
        case .object(let file, let position): followCode(id, file: file, position: position)
        case .runtime(let position): followRelocations(id, position)
        case .host, .address: break
        case .shadowStackTop: mark(program.shadowStackPointer, .node(.function(id)))
        case .undefined(let index):
            sink.report(LinkerCodes.brokenRuntime, "the runtime library needs `\(program.externals[index].name)`, which nothing provides")
        case .markRoots:
            isCollecting = true
            for file in program.files.indices where hasLiveGlobal[file] { markRoots(of: file) }
        case .getter(let index): mark(program.getters[index].value, .node(.function(id)))
        }
    }

    private mutating func markRoots(of file: Int) {
        if let roots = program.bindings[file].roots { mark(callOf: roots, .root(.collectedVariables)) }
    }

    private mutating func follow(_ id: GlobalID) {
        guard case .object(let file, let position) = program.globals[id].origin else { return }
        if case .global(let source) = program.files[file].module.globals[position].initializer {
            mark(program.bindings[file].globals[Int(source)], .node(.global(id)))
        }
        if case .function(let source) = program.files[file].module.globals[position].initializer,
            let function = program.bindings[file].functions[Int(source)]
        {
            mark(function, .node(.global(id)))
        }
        guard program.globals[id].type.isMutable, !hasLiveGlobal[file] else { return }
        hasLiveGlobal[file] = true
        initialize(file, .node(.global(id)))
        if isCollecting { markRoots(of: file) }
    }

    private mutating func follow(_ id: DataID) {
        for relocation in program.relocations(of: id) {
            switch relocation.target {
            case .data(let target, _): mark(target, .node(.data(id)))
            case .slot(let function): mark(slotOf: function, .node(.data(id)))
            case .functionIndex(let function): mark(function, .node(.data(id)))
            case .globalIndex(let global): mark(global, .node(.data(id)))
            case .undefined: reportBroken(id, program.missingTarget(of: id, at: relocation.offset))
            }
        }
    }

    private mutating func reportBroken(_ id: DataID, _ target: String) {
        let name = program.name(of: id)
        guard case .object(let file, _) = program.data[id].origin else {
            return sink.report(LinkerCodes.brokenRuntime, "data `\(name)` of the runtime library needs `\(target)`, which nothing provides")
        }
        sink.report(
            LinkerCodes.brokenCode, "static data of `\(program.files[file].name)` is broken",
            notes: ["\(name) refers to \(target), which does not exist"])
    }
}
