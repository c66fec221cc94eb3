import Basics
import RuntimeABI
import WasmFormat

private let hostModule = "wasi_snapshot_preview1"

/// The parts of the runtime library.
extension ResolveSymbols {
    mutating func addRuntime() {
        let runtime = program.runtime
        let module = runtime.module
        let types = module.types.map { program.types.index(of: $0) }
        var functions: [FunctionID] = []
        functions.reserveCapacity(module.functionCount)
        var globals: [GlobalID?] = []
        for item in module.imports {
            switch item.kind {
            case .function(let type): functions.append(addImported(item, types[Int(type)]))
            case .global: globals.append(item.name == ReservedNames.cStackPointer ? program.cStackPointer : nil)
            case .table, .memory: break
            }
        }
        for (position, type) in module.functions.enumerated() {
            functions.append(
                program.functions.append(LinkedFunction(origin: .runtime(position: position), type: types[Int(type)])))
        }
        for (position, global) in module.globals.enumerated() {
            globals.append(program.globals.append(LinkedGlobal(origin: .runtime(position: position), type: global.type)))
        }
        let firstData = program.data.count
        for (position, segment) in module.data.enumerated() {
            let alignment = UInt32(1) << runtime.linking.segments[position].alignment
            program.data.append(
                DataItem(origin: .runtime(segment: position), size: UInt32(segment.range.count), alignment: alignment))
        }
        bindSymbols(functions, globals, firstData: firstData)
        program.flush = runtimeFunctions[RuntimeFunction.flushOutput.name]
        let constructors = runtime.linking.initFunctions.enumerated().sorted { ($0.1.priority, $0.0) < ($1.1.priority, $1.0) }
        for (_, constructor) in constructors where Int(constructor.symbol) < program.symbols.count {
            if case .function(let function) = program.symbols[Int(constructor.symbol)] { program.constructors.append(function) }
        }
    }

    /// A function that the runtime imports: the linker makes it, the host provides it, or nothing does.
    private mutating func addImported(_ item: Import, _ type: UInt32) -> FunctionID {
        let isAddress = program.types.types[Int(type)] == FunctionType([], [.i32])
        if item.name == ReservedNames.markRoots, item.module != hostModule {
            let function = program.functions.append(LinkedFunction(origin: .markRoots, type: type))
            program.markRoots = function
            return function
        }
        if item.module != hostModule, let address = Self.address(item.name), isAddress {
            program.requestedAddresses.insert(address)
            return program.functions.append(LinkedFunction(origin: .address(address), type: type))
        }
        if item.name == ReservedNames.shadowStackTop, item.module != hostModule, isAddress {
            return program.functions.append(LinkedFunction(origin: .shadowStackTop, type: type))
        }
        program.externals.append((item.module, item.name))
        let origin: LinkedFunction.Origin = item.module == hostModule ? .host(program.externals.count - 1) : .undefined(program.externals.count - 1)
        return program.functions.append(LinkedFunction(origin: origin, type: type))
    }

    private static func address(_ name: String) -> LayoutAddress? {
        switch name {
        case ReservedNames.shadowStackBase: .shadowStackBase
        case ReservedNames.heapBase: .heapBase
        default: nil
        }
    }

    private mutating func bindSymbols(_ functions: [FunctionID], _ globals: [GlobalID?], firstData: Int) {
        program.symbols.reserveCapacity(program.runtime.symbols.count)
        for symbol in program.runtime.symbols {
            let binding: SymbolBinding
            switch symbol.kind {
            case .function(let index):
                binding = .function(functions[Int(index)])
                if !symbol.isUndefined, !symbol.flags.contains(.local) { runtimeFunctions[symbol.name] = functions[Int(index)] }
            case .global(let index): binding = globals[Int(index)].map { .global($0) } ?? .undefined(symbol.name)
            case .table: binding = .table
            case .data(let place?): binding = .data(DataID(firstData + Int(place.segment)), offset: place.offset)
            case .data(nil): binding = .undefined(symbol.name)
            case .section: binding = .undefined("section")
            }
            program.symbols.append(binding)
        }
        if options.callStacks { replaceFunctions() }
    }

    /// Lets symbols of the runtime mean the functions that know of calls.
    private mutating func replaceFunctions() {
        for (symbol, replacement) in ReservedNames.callStackReplacements {
            guard let function = runtimeFunctions[replacement] else { continue }
            for (index, other) in program.runtime.symbols.enumerated() where other.name == symbol { program.symbols[index] = .function(function) }
        }
    }
}
