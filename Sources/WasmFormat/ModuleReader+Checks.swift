/// Checks what one section says about another.
extension ModuleReader {
    mutating func checkIndices() throws(WasmError) {
        try checkFunctions()
        try check(module.tables.isEmpty || module.tableCount <= 100, .table, "too many tables")
        try check(module.memoryCount <= 1, .memory, "more than one memory is not supported")
        for (position, global) in module.globals.enumerated() {
            try check(global.initializer, .global, globals: module.importedGlobalCount + position)
        }
        var positions = [String: Int](minimumCapacity: module.exports.count)
        for (position, export) in module.exports.enumerated() {
            let count = count(of: export.kind)
            try check(Int(export.index) < count, .export, "export `\(export.name)` refers to \(export.kind.text) \(export.index) of \(count)")
            try check(positions.updateValue(position, forKey: export.name) == nil, .export, "two exports are called `\(export.name)`")
        }
        module.exportPositions = positions
        if let start = module.start { try check(Int(start) < module.functionCount, .start, "no function \(start)") }
        for segment in module.elements {
            try check(segment.mode, .element, count: module.tableCount)
            for item in segment.items { try check(item, .element, globals: module.globalCount) }
        }
        for segment in module.data { try check(segment.mode, .data, count: module.memoryCount) }
        if let count = module.dataCount {
            try check(Int(count) == module.data.count, .dataCount, "the data count is \(count), but there are \(module.data.count) segments")
        }
    }

    private func checkFunctions() throws(WasmError) {
        for item in module.imports {
            guard case .function(let type) = item.kind else { continue }
            try check(Int(type) < module.types.count, .import, "import `\(item.name)` has no type")
        }
        for type in module.functions { try check(Int(type) < module.types.count, .function, "no type \(type)") }
        try check(
            module.functions.count == module.bodies.count, .code, "\(module.functions.count) functions, but \(module.bodies.count) bodies")
    }

    private func count(of kind: ExternalKind) -> Int {
        switch kind {
        case .function: module.functionCount
        case .table: module.tableCount
        case .memory: module.memoryCount
        case .global: module.globalCount
        }
    }

    private func check(_ mode: SegmentMode, _ section: SectionID, count: Int) throws(WasmError) {
        guard case .active(let index, let offset) = mode else { return }
        try check(Int(index) < count, section, "a segment refers to \(section == .data ? "memory" : "table") \(index) of \(count)")
        try check(offset, section, globals: module.globalCount)
    }

    private func check(_ expression: ConstantExpression, _ section: SectionID, globals: Int) throws(WasmError) {
        switch expression {
        case .global(let index): try check(Int(index) < globals, section, "a constant expression refers to global \(index)")
        case .function(let index): try check(Int(index) < module.functionCount, section, "no function \(index)")
        default: break
        }
    }

    private func check(_ condition: Bool, _ section: SectionID, _ message: @autoclosure () -> String) throws(WasmError) {
        guard !condition else { return }
        let offset = module.sections.first { $0.id == section }?.range.lowerBound ?? module.bytes.count
        throw WasmError(offset: offset, message())
    }
}
