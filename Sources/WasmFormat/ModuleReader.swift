extension WasmModule {
    /// Reads a module. Code is only split into bodies, not decoded. Time and memory are linear in the size of the input.
    public init(reading bytes: [UInt8]) throws(WasmError) {
        guard bytes.count <= UInt32.max else { throw WasmError(offset: bytes.count, "a module of 4 GiB or more") }
        var reader = ModuleReader(bytes)
        try reader.readModule()
        self = reader.module
    }
}

/// Reads the sections of a module one after another.
struct ModuleReader {
    /// More locals in one function than engines accept.
    static let localLimit: UInt64 = 50_000

    var module: WasmModule
    var cursor: ByteCursor

    init(_ bytes: [UInt8]) {
        module = WasmModule(bytes: bytes)
        cursor = ByteCursor(bytes, 0..<bytes.count)
    }

    mutating func readModule() throws(WasmError) {
        try readHeader()
        var previous = SectionID.custom
        while !cursor.isAtEnd {
            let start = cursor.offset
            let code = try cursor.u8()
            guard let id = SectionID(rawValue: code) else { throw WasmError(offset: start, "unknown section \(code)") }
            let range = try cursor.lengthPrefixed()
            if id != .custom {
                guard id.order > previous.order else {
                    throw WasmError(offset: start, id == previous ? "section \(id) stands twice" : "section \(id) out of order")
                }
                previous = id
            }
            module.sections.append(Section(id: id, range: range))
            var section = ByteCursor(module.bytes, range)
            try readSection(id, &section)
            guard section.isAtEnd else { throw section.error("section \(id) is longer than its content") }
        }
        try checkIndices()
    }

    private mutating func readHeader() throws(WasmError) {
        guard cursor.remaining >= 8, try cursor.fixed32() == 0x6D73_6100 else {
            throw WasmError(offset: 0, "not a wasm module: the magic number is missing")
        }
        let version = try cursor.fixed32()
        guard version == 1 else { throw WasmError(offset: 4, "wasm version \(version) is not known") }
    }

    private mutating func readSection(_ id: SectionID, _ section: inout ByteCursor) throws(WasmError) {
        switch id {
        case .custom: try readCustom(&section)
        case .type: module.types = try list("types", 3, &section) { (cursor) throws(WasmError) in try cursor.functionType() }
        case .import: try readImports(&section)
        case .function: module.functions = try list("functions", 1, &section) { (cursor) throws(WasmError) in try cursor.u32() }
        case .table: module.tables = try list("tables", 3, &section) { (cursor) throws(WasmError) in try cursor.tableType() }
        case .memory: module.memories = try list("memories", 2, &section) { (cursor) throws(WasmError) in try cursor.limits() }
        case .global:
            module.globals = try list("globals", 4, &section) { (cursor) throws(WasmError) in
                Global(try cursor.globalType(), try cursor.constantExpression())
            }
        case .export: module.exports = try list("exports", 3, &section) { (cursor) throws(WasmError) in try cursor.export() }
        case .start: module.start = try section.u32()
        case .element:
            module.elements = try list("element segments", 2, &section) { (cursor) throws(WasmError) in try cursor.elementSegment() }
        case .dataCount: module.dataCount = try section.u32()
        case .code:
            var groups: [LocalGroup] = []
            module.bodies = try list("functions", 3, &section) { (cursor) throws(WasmError) in try cursor.functionBody(&groups) }
            module.localGroups = groups
        case .data: module.data = try list("data segments", 2, &section) { (cursor) throws(WasmError) in try cursor.dataSegment() }
        }
    }

    private func list<Item>(
        _ items: String, _ minimumSize: Int, _ cursor: inout ByteCursor, _ item: (inout ByteCursor) throws(WasmError) -> Item
    ) throws(WasmError) -> [Item] {
        let count = try cursor.count(of: items, minimumSize: minimumSize)
        var result: [Item] = []
        result.reserveCapacity(count)
        for _ in 0..<count { result.append(try item(&cursor)) }
        return result
    }

    private mutating func readCustom(_ section: inout ByteCursor) throws(WasmError) {
        let name = try section.name()
        let range = try section.take(section.remaining)
        module.customSections.append(CustomSection(name: name, range: range, sectionIndex: module.sections.count - 1))
    }

    private mutating func readImports(_ section: inout ByteCursor) throws(WasmError) {
        var known = (module: "", place: section.offset..<section.offset)
        module.imports = try list("imports", 4, &section) { (cursor) throws(WasmError) in try cursor.importItem(&known) }
        for item in module.imports {
            switch item.kind {
            case .function: module.importedFunctionCount += 1
            case .table: module.importedTableCount += 1
            case .memory: module.importedMemoryCount += 1
            case .global: module.importedGlobalCount += 1
            }
        }
    }
}
