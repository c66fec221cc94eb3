extension WasmModule {
    /// Checks all that reading leaves open, in time linear in the module's size: the types of code and of constant expressions, and limits. A module
    /// that passes is valid WebAssembly, except that the name of no export and import is looked at.
    public func validate() throws(WasmError) {
        _ = try CodeReferences(validating: self)
    }

    /// Checks all but code.
    func validateParts() throws(WasmError) {
        try validateLimits()
        try validateConstants()
    }

    private func validateLimits() throws(WasmError) {
        var memories = memories
        for item in imports { if case .memory(let limits) = item.kind { memories.append(limits) } }
        for memory in memories {
            guard max(memory.minimum, memory.maximum ?? 0) <= 65_536 else { throw failure(.memory, "a memory has more than 65536 pages") }
        }
        if let start, types[Int(functionTypeIndices[Int(start)])] != FunctionType() { throw failure(.start, "the start function has parameters or results") }
    }

    private func validateConstants() throws(WasmError) {
        let globals = globalTypes
        for (position, global) in self.globals.enumerated() {
            guard type(of: global.initializer, globals) == global.type.value else {
                throw failure(.global, "the first value of global \(importedGlobalCount + position) has another type, or is not constant")
            }
        }
        var tables: [ValueType] = []
        for item in imports { if case .table(let type) = item.kind { tables.append(type.element) } }
        tables += self.tables.map(\.element)
        for segment in elements {
            if case .active(let index, let offset) = segment.mode {
                guard type(of: offset, globals) == .i32 else { throw failure(.element, "an offset is no i32") }
                guard tables[Int(index)] == segment.type else { throw failure(.element, "a segment and its table have different types") }
            }
            guard segment.items.allSatisfy({ type(of: $0, globals) == segment.type }) else { throw failure(.element, "an element has another type") }
        }
        for segment in data {
            if case .active(_, let offset) = segment.mode, type(of: offset, globals) != .i32 { throw failure(.data, "an offset is no i32") }
        }
    }

    /// `nil` if the expression is not constant. Only imported globals may be read, as in engines of the first generation.
    private func type(of expression: ConstantExpression, _ globals: [GlobalType]) -> ValueType? {
        switch expression {
        case .i32: .i32
        case .i64: .i64
        case .f32: .f32
        case .f64: .f64
        case .global(let index): Int(index) < importedGlobalCount && !globals[Int(index)].isMutable ? globals[Int(index)].value : nil
        case .nullReference(let type): type
        case .function: .funcref
        }
    }

    private func failure(_ section: SectionID, _ message: String) -> WasmError {
        WasmError(offset: sections.first { $0.id == section }?.range.lowerBound ?? 0, message)
    }
}
