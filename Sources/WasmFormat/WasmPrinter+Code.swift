/// Functions and their instructions.
extension WasmPrinter {
    /// Deeper blocks are not indented further.
    private static let indentationLimit = 40

    mutating func printFunction(_ position: Int) {
        let index = UInt32(module.importedFunctionCount + position)
        let body = module.bodies[position]
        let type = module.types[Int(module.functions[position])]
        let locals = LocalNames(names.locals[index] ?? [])
        line("  (func \(names.function(index)) (type \(names.type(module.functions[position])))\(parameters(type, locals))")
        var local = UInt32(type.parameters.count)
        for group in module.localGroups(of: body) where group.count > 0 {
            printLocals(group, first: local, locals)
            local += group.count
        }
        if options.code { printInstructions(body, locals) }
        line("  )")
    }

    private mutating func printLocals(_ group: LocalGroup, first: UInt32, _ locals: LocalNames) {
        let type = group.type.text
        if !locals.isEmpty, group.count <= 1000 {
            for index in first..<first + group.count { line("    (local\(locals.isNamed(index) ? " \(locals.name(index))" : "") \(type))") }
        } else if group.count < 16 {
            line("    (local\(String(repeating: " \(type)", count: Int(group.count))))")
        } else {
            line("    (local \(type) (; × \(group.count) ;))")
        }
    }

    private func parameters(_ type: FunctionType, _ locals: LocalNames) -> String {
        var result = ""
        for (index, parameter) in type.parameters.enumerated() {
            let name = locals.isNamed(UInt32(index)) ? " \(locals.name(UInt32(index)))" : ""
            result += " (param\(name) \(parameter.text))"
        }
        return result + (type.results.isEmpty ? "" : " (result \(type.results.map(\.text).joined(separator: " ")))")
    }

    private mutating func printInstructions(_ body: FunctionBody, _ locals: LocalNames) {
        var reader = InstructionReader(module, body)
        do throws(WasmError) {
            while try reader.next() {
                // The last `end` closes the function.
                if reader.depth == 0 { continue }
                let opens = reader.opcode == .block || reader.opcode == .loop || reader.opcode == .if
                let depth = reader.depth - (opens || reader.opcode == .else ? 1 : 0)
                text += String(repeating: "  ", count: min(depth, Self.indentationLimit) + 1)
                line((reader.opcode.mnemonic ?? "") + (try immediates(reader, locals)))
            }
        } catch {
            line("    (; broken code: \(error) ;)")
        }
    }

    private func immediates(_ reader: InstructionReader, _ locals: LocalNames) throws(WasmError) -> String {
        switch reader.immediates {
        case .none, .unknown, .memory, .memoryAndMemory: ""
        case .label: " \(reader.first)"
        case .labelTable: try reader.labels().map { " \($0)" }.joined()
        case .function: " \(names.function(reader.first))"
        case .local: " \(locals.name(reader.first))"
        case .global: " \(names.global(reader.first))"
        case .table: " \(names.table(reader.first))"
        case .data, .dataAndMemory: " \(names.data(reader.first))"
        case .element: " \(names.element(reader.first))"
        case .elementAndTable: " \(names.table(reader.second)) \(names.element(reader.first))"
        case .tableAndTable: " \(names.table(reader.first)) \(names.table(reader.second))"
        case .typeAndTable: (reader.second == 0 ? "" : " \(names.table(reader.second))") + " (type \(names.type(reader.first)))"
        case .memoryAccess: memoryAccess(reader)
        case .i32, .i64: " \(reader.value)"
        case .f32: " " + floatText(reader, bits: 32)
        case .f64: " " + floatText(reader, bits: 64)
        case .valueTypes: " (result \(try reader.selectTypes().map(\.text).joined(separator: " ")))"
        case .referenceType: reader.first == UInt32(ValueType.funcref.rawValue) ? " func" : " extern"
        case .blockType: blockType(reader.value)
        }
    }

    private func floatText(_ reader: InstructionReader, bits: Int) -> String {
        if bits == 64 {
            let value = Double(bitPattern: UInt64(bitPattern: reader.value))
            return Self.float(value, isNaN: value.isNaN, bits: value.bitPattern)
        }
        let value = Float(bitPattern: UInt32(truncatingIfNeeded: reader.value))
        if value.isNaN || value.isInfinite { return Self.float(Double(value), isNaN: value.isNaN, bits: UInt64(value.bitPattern)) }
        return value.description
    }

    private func memoryAccess(_ reader: InstructionReader) -> String {
        let natural = Self.naturalAlignment(reader.opcode)
        let offset = reader.second == 0 ? "" : " offset=\(reader.second)"
        return offset + (reader.first == natural ? "" : " align=\(UInt64(1) << UInt64(reader.first))")
    }

    /// The alignment of a memory access, as a power of two, that the text format leaves out.
    private static func naturalAlignment(_ opcode: Opcode) -> UInt32 {
        switch opcode {
        case .i32Load8S, .i32Load8U, .i64Load8S, .i64Load8U, .i32Store8, .i64Store8: 0
        case .i32Load16S, .i32Load16U, .i64Load16S, .i64Load16U, .i32Store16, .i64Store16: 1
        case .i64Load, .f64Load, .i64Store, .f64Store: 3
        default: 2
        }
    }

    private func blockType(_ value: Int64) -> String {
        if value == -64 { return "" }
        if value < 0 { return ValueType(rawValue: UInt8(value & 0x7F)).map { " (result \($0.text))" } ?? "" }
        let type = UInt32(truncatingIfNeeded: value)
        return " (type \(names.type(type)))" + (Int(type) < module.types.count ? Self.parts(module.types[Int(type)]) : "")
    }
}

/// Names of everything in a module: from the name section, else the index.
struct Names {
    let module: String?
    let locals: [UInt32: [NameSection.Entry]]
    private var tables: [IndexSpace: [UInt32: String]] = [:]

    init(_ module: WasmModule) {
        let section = NameSection(of: module)
        self.module = section.module
        locals = Dictionary(section.locals.map { ($0.function, $0.entries) }, uniquingKeysWith: { first, _ in first })
        tables[.function] = Self.unique(section.functions)
        tables[.type] = Self.unique(section.types)
        tables[.table] = Self.unique(section.tables)
        tables[.memory] = Self.unique(section.memories)
        tables[.global] = Self.unique(section.globals)
        tables[.element] = Self.unique(section.elements)
        tables[.data] = Self.unique(section.data)
    }

    func function(_ index: UInt32) -> String { name(index, .function) }
    func type(_ index: UInt32) -> String { name(index, .type) }
    func table(_ index: UInt32) -> String { name(index, .table) }
    func memory(_ index: UInt32) -> String { name(index, .memory) }
    func global(_ index: UInt32) -> String { name(index, .global) }
    func element(_ index: UInt32) -> String { name(index, .element) }
    func data(_ index: UInt32) -> String { name(index, .data) }

    private func name(_ index: UInt32, _ space: IndexSpace) -> String { tables[space]?[index].map { "$\($0)" } ?? "\(index)" }

    /// Names as identifiers; the second and later ones of the same name get their index as suffix.
    static func unique(_ entries: [NameSection.Entry]) -> [UInt32: String] {
        var used: Set<String> = []
        var result: [UInt32: String] = [:]
        for entry in entries {
            let name = clean(entry.name)
            result[entry.index] = used.insert(name).inserted ? name : "\(name)#\(entry.index)"
        }
        return result
    }

    /// The name with `_` for each character that an identifier cannot hold.
    static func clean(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.map { scalar in
            let isAllowed = scalar.value > 0x20 && scalar.value < 0x7F && !"\",;()[]{}".unicodeScalars.contains(scalar)
            return isAllowed ? scalar : "_"
        }))
    }
}

/// Names of the locals of one function.
struct LocalNames {
    private let names: [UInt32: String]

    init(_ entries: [NameSection.Entry]) { names = Names.unique(entries) }

    var isEmpty: Bool { names.isEmpty }
    func isNamed(_ index: UInt32) -> Bool { names[index] != nil }
    func name(_ index: UInt32) -> String { names[index].map { "$\($0)" } ?? "\(index)" }
}
