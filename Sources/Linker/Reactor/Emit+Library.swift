import ModuleSystem
import WasmFormat

/// The functions through which a host uses a library.
extension Emit {
    /// What a library's host may need to set right after an error: the globals of the result that hold the state of calls.
    var callState: [(name: String, global: GlobalID)] {
        [
            ("langc.shadow_stack_pointer", program.shadowStackPointer), ("langc.stack_depth", program.stackDepth),
            ("langc.c_stack_pointer", program.cStackPointer),
        ].filter { layout.globalIndices[$0.1.offset] != Layout.none }
    }

    /// Adds a function for each variable, and, if the program may have output waiting, for each function.
    ///
    /// - Parameter functionTypes: the types of all functions defined so far; those of the new ones are added.
    /// - Returns: the exports.
    mutating func addLibrary(_ library: Library, _ functionTypes: inout [UInt32]) -> [Export] {
        var exports: [Export] = []
        for (function, target) in zip(library.interface.functions, library.functions) {
            var index = layout.functionIndices[target.offset]
            if let flush = program.flush, live.functions[flush.offset] {
                let type = program.type(of: target)
                index = add(type, flushing(target, type, flush), &functionTypes)
            }
            exports.append(Export(function.export, .function, index))
        }
        for (variable, binding) in zip(library.interface.variables, library.variables) {
            var body = FunctionBodyWriter()
            body.append(code: code(of: binding))
            body.append(.end)
            let type = FunctionType([], [variable.machineType.wasmType])
            exports.append(Export(variable.export, .function, add(type, body.bytes, &functionTypes)))
        }
        if library.needs.contains(.references) { exports.append(Export("langc.table", .table, 0)) }
        if let flush = program.flush, live.functions[flush.offset] {
            exports.append(Export("langc.flush_output", .function, layout.functionIndices[flush.offset]))
        }
        return exports + callState.map { Export($0.name, .global, layout.globalIndices[$0.global.offset]) }
    }

    private mutating func add(_ type: FunctionType, _ body: [UInt8], _ functionTypes: inout [UInt32]) -> UInt32 {
        let index = UInt32(layout.importedFunctions.count + functionTypes.count)
        functionTypes.append(types.index(of: type))
        append(body: body)
        return index
    }

    /// Calls a function with the same arguments, then writes out what it has printed.
    private func flushing(_ target: FunctionID, _ type: FunctionType, _ flush: FunctionID) -> [UInt8] {
        var body = FunctionBodyWriter()
        for index in type.parameters.indices { body.append(.localGet, UInt32(index)) }
        body.append(.call, layout.functionIndices[target.offset])
        body.append(.call, layout.functionIndices[flush.offset])
        body.append(.end)
        return body.bytes
    }
}

extension MachineValueType {
    /// The type of such a value in wasm.
    fileprivate var wasmType: ValueType {
        switch self {
        case .number: .f64
        case .any, .integer: .i64
        case .bool, .reference, .character, .option: .i32
        }
    }
}
