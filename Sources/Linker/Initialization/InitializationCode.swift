import Basics
import RuntimeABI
import WasmFormat

/// What the code that initializers may reach does, as far as initialization is concerned.
struct InitializationCode: Sendable {
    struct Event: Hashable, Sendable {
        enum Kind: UInt8, Hashable, Sendable {
            /// The target is a function, called directly.
            case call
            /// A function becomes a value.
            case value
            /// The target is a data item, whose address is used.
            case data
            /// The target is a variable.
            case read, set
            /// The variable is set to 1.
            case raiseFlag
            /// A function value is called; the target is the number of its type.
            case indirect
            /// The program may end here, or never get further.
            case cut
        }

        var kind: Kind
        /// The function comes here whatever its conditions are, unless the program ends before.
        var isCertain: Bool
        /// Offset of the function, data item or global in the program, or the number of a type.
        var target: UInt32
        /// The index in the object of the function or global.
        var index: UInt32 = 0
        /// Of the instruction, in the object.
        var offset: UInt32 = 0
    }

    /// The events of each function in the order of its code.
    private(set) var events: [Event] = []
    /// Functions that may end the program, or never return.
    private(set) var mayEnd: Set<FunctionID> = []
    /// By function, the types of function values that calls of it may lead to, as bits.
    private(set) var indirectTypes: [FunctionID: UInt64] = [:]
    private var ranges: [FunctionID: Range<Int>] = [:]
    private var typeNumbers: [FunctionType: UInt32] = [:]
    private var functionTypes: [FunctionID: UInt32] = [:]
    private let program: Program

    /// Functions of the runtime that always return, unless memory runs out.
    private static let returning = Set(RuntimeFunction.all.lazy.filter { $0.effects.isDisjoint(with: [.noReturn, .fails]) }.map(\.name))

    /// - Parameter initializers: where to start.
    init(_ program: Program, initializers: [FunctionID]) {
        self.program = program
        scan(initializers)
        spread()
    }

    func events(of function: FunctionID) -> Range<Int> { ranges[function] ?? 0..<0 }

    /// The bit of a function's type.
    func type(of function: FunctionID) -> Int { Int(functionTypes[function] ?? 63) }

    // MARK: Reading

    private mutating func scan(_ initializers: [FunctionID]) {
        var work = initializers.reversed().map { LiveSet.Node.function($0) }
        var isSeen = Set(work)
        while let node = work.popLast() {
            for next in follow(node) where isSeen.insert(next).inserted { work.append(next) }
        }
    }

    private mutating func follow(_ node: LiveSet.Node) -> [LiveSet.Node] {
        guard case .function(let function) = node else { return Self.references(of: node, program) }
        functionTypes[function] = number(of: program.type(of: function))
        let start = events.count
        var more: [LiveSet.Node] = []
        switch program.functions[function].origin {
        case .object(let file, let position): readCode(file, position)
        case .runtime(let position): readRelocations(position)
        case .getter(let index): more = Self.node(of: program.getters[index].value).map { [$0] } ?? []
        case .host, .undefined, .markRoots, .address, .shadowStackTop: break
        }
        ranges[function] = start..<events.count
        return more + events[start...].compactMap(Self.node)
    }

    private static func node(of event: Event) -> LiveSet.Node? {
        switch event.kind {
        case .call, .value: .function(FunctionID(Int(event.target)))
        case .data: .data(DataID(Int(event.target)))
        case .read: .global(GlobalID(Int(event.target)))
        case .set, .raiseFlag, .indirect, .cut: nil
        }
    }

    /// What the use of a global stands for.
    static func node(of binding: GlobalBinding) -> LiveSet.Node? {
        switch binding {
        case .global(let global): .global(global)
        case .address(let data, _): .data(data)
        case .slot(let function): .function(function)
        case .constant, .base, .unbound: nil
        }
    }

    /// What a global starts with, and what a data item refers to.
    static func references(of node: LiveSet.Node, _ program: Program) -> [LiveSet.Node] {
        switch node {
        case .function: return []
        case .global(let global):
            guard case .object(let file, let position) = program.globals[global].origin else { return [] }
            let bindings = program.bindings[file]
            switch program.files[file].module.globals[position].initializer {
            case .global(let source) where Int(source) < bindings.globals.count:
                return Self.node(of: bindings.globals[Int(source)]).map { [$0] } ?? []
            case .function(let source) where Int(source) < bindings.functions.count:
                return bindings.functions[Int(source)].map { [.function($0)] } ?? []
            default: return []
            }
        case .data(let data):
            return program.relocations(of: data).compactMap { relocation in
                switch relocation.target {
                case .data(let target, _): .data(target)
                case .slot(let function), .functionIndex(let function): .function(function)
                case .globalIndex, .undefined: nil
                }
            }
        }
    }

    /// Broken code has been reported before; here it just ends.
    private mutating func readCode(_ file: Int, _ position: Int) {
        let object = program.files[file]
        var reader = InstructionReader(object.module.bytes, object.module.bodies[position].instructions)
        var line = StraightLine()
        var isOne = false
        while (try? reader.next()) == true {
            let isCertain = line.isCertain
            guard let goesOn = try? line.advance(reader) else { return }
            add(reader, file, isCertain, isOne)
            if !goesOn { events.append(Event(kind: .cut, isCertain: isCertain, target: 0)) }
            isOne = reader.opcode == .i32Const && reader.value == 1
        }
    }

    private mutating func add(_ reader: InstructionReader, _ file: Int, _ isCertain: Bool, _ isOne: Bool) {
        let bindings = program.bindings[file]
        func add(_ kind: Event.Kind, _ target: UInt32) {
            events.append(
                Event(kind: kind, isCertain: isCertain, target: target, index: reader.first, offset: UInt32(clamping: reader.start)))
        }
        switch reader.immediates {
        case .function:
            guard Int(reader.first) < bindings.functions.count, let callee = bindings.functions[Int(reader.first)] else { return }
            add(reader.opcode == .refFunc ? .value : .call, callee.raw)
            if reader.opcode != .refFunc, !returns(Int(reader.first), file) { add(.cut, 0) }
        case .global:
            guard Int(reader.first) < bindings.globals.count else { return }
            switch bindings.globals[Int(reader.first)] {
            case .global(let global):
                guard case .object = program.globals[global].origin else { return }
                add(reader.opcode == .globalGet ? .read : isOne ? .raiseFlag : .set, global.raw)
            case .address(let data, _): add(.data, data.raw)
            case .slot(let function): add(.value, function.raw)
            case .constant, .base, .unbound: break
            }
        case .typeAndTable:
            guard Int(reader.first) < program.files[file].module.types.count else { return }
            add(.indirect, number(of: program.files[file].module.types[Int(reader.first)]))
            add(.cut, 0)
        default: break
        }
    }

    /// False for functions of the runtime that may report a run-time error, and for those of which nothing is known.
    private func returns(_ index: Int, _ file: Int) -> Bool {
        let object = program.files[file]
        guard index < object.functionImports.count else { return true }
        let item = object.module.imports[object.functionImports[index]]
        return item.module != ReservedNames.runtimeModule || Self.returning.contains(item.name)
    }

    private mutating func readRelocations(_ position: Int) {
        for relocation in program.runtime.codeRelocations[program.runtime.bodyRelocations[position]] {
            if relocation.kind == .typeIndexLEB {
                let type = program.runtime.module.types[Int(relocation.index)]
                events.append(Event(kind: .indirect, isCertain: false, target: number(of: type)))
                continue
            }
            switch program.symbols[Int(relocation.index)] {
            case .function(let function):
                let isValue = relocation.kind == .tableIndexSLEB || relocation.kind == .tableIndexI32
                events.append(Event(kind: isValue ? .value : .call, isCertain: false, target: function.raw))
            case .data(let data, _): events.append(Event(kind: .data, isCertain: false, target: data.raw))
            case .global, .table, .undefined: break
            }
        }
    }

    /// Types beyond the first 63 count as one.
    private mutating func number(of type: FunctionType) -> UInt32 {
        if let number = typeNumbers[type] { return number }
        let number = UInt32(min(typeNumbers.count, 63))
        typeNumbers[type] = number
        return number
    }

    // MARK: What holds for callers too

    private mutating func spread() {
        let functions = ranges.keys.sorted()
        let positions = Dictionary(uniqueKeysWithValues: functions.enumerated().map { ($1, $0) })
        var callees = [[Int]](repeating: [], count: functions.count)
        for (position, function) in functions.enumerated() {
            for index in events(of: function) where events[index].kind == .call {
                if let callee = positions[FunctionID(Int(events[index].target))] { callees[position].append(callee) }
            }
        }
        // Callees come first; functions that call each other have all that any of them has.
        let groups = StronglyConnectedComponents(callees).components
        for group in groups {
            var types: UInt64 = 0
            // A circle of calls may go on for ever.
            var ends = group.count > 1 || callees[group[0]].contains(group[0])
            for member in group {
                let function = functions[member]
                for callee in callees[member] {
                    types |= indirectTypes[functions[callee]] ?? 0
                    ends = ends || mayEnd.contains(functions[callee])
                }
                for event in events[events(of: function)] {
                    if event.kind == .indirect { types |= 1 << UInt64(event.target) }
                    if event.kind == .cut { ends = true }
                }
            }
            for member in group {
                if types != 0 { indirectTypes[functions[member]] = types }
                if ends, isObject(functions[member]) { mayEnd.insert(functions[member]) }
            }
        }
    }

    /// What functions of the runtime do is known from their names.
    private func isObject(_ function: FunctionID) -> Bool {
        if case .object = program.functions[function].origin { true } else { false }
    }
}
