/// Prints a module as readable text, close to the WebAssembly text format: declarations by kind, code in flat form with one
/// instruction a line, names from the name section. Equal modules give equal text.
///
/// Broken code does not stop the printing: the place is marked and the rest of that body left out.
public struct WasmPrinter {
    /// What to print.
    public struct Options: Sendable {
        /// Print the instructions of bodies.
        public var code = true
        /// Print the content of data segments.
        public var data = true
        /// Print names and sizes of custom sections.
        public var customSections = true

        public init() {}
    }

    let module: WasmModule
    let options: Options
    let names: Names
    let functionTypes: [UInt32]
    var text = ""

    private init(_ module: WasmModule, _ options: Options) {
        self.module = module
        self.options = options
        names = Names(module)
        functionTypes = module.functionTypeIndices
    }

    /// The text of a module, ending with a line feed.
    public static func print(_ module: WasmModule, options: Options = Options()) -> String {
        var printer = WasmPrinter(module, options)
        printer.printModule()
        return printer.text
    }

    private mutating func printModule() {
        line("(module\(names.module.map { " $\(Names.clean($0))" } ?? "")")
        for (index, type) in module.types.enumerated() { line("  (type \(names.type(UInt32(index))) \(Self.signature(type)))") }
        printImports()
        for (index, table) in module.tables.enumerated() {
            line("  (table \(names.table(UInt32(module.importedTableCount + index))) \(Self.table(table)))")
        }
        for (index, memory) in module.memories.enumerated() {
            line("  (memory \(names.memory(UInt32(module.importedMemoryCount + index))) \(Self.limits(memory)))")
        }
        for (index, global) in module.globals.enumerated() {
            let name = names.global(UInt32(module.importedGlobalCount + index))
            line("  (global \(name) \(Self.global(global.type)) (\(expression(global.initializer))))")
        }
        for export in module.exports { line("  (export \(Self.quoted(export.name)) (\(reference(export)))") }
        if let start = module.start { line("  (start \(names.function(start)))") }
        for (index, segment) in module.elements.enumerated() { printElement(index, segment) }
        for index in module.bodies.indices { printFunction(index) }
        for (index, segment) in module.data.enumerated() { printData(index, segment) }
        if options.customSections {
            for section in module.customSections { line("  (; custom section \(Self.quoted(section.name)), \(section.range.count) bytes ;)") }
        }
        line(")")
    }

    private mutating func printImports() {
        var counts = (functions: UInt32(0), tables: UInt32(0), memories: UInt32(0), globals: UInt32(0))
        for item in module.imports {
            let described: String
            switch item.kind {
            case .function(let type):
                described = "func \(names.function(counts.functions)) (type \(names.type(type)))"
                counts.functions += 1
            case .table(let type):
                described = "table \(names.table(counts.tables)) \(Self.table(type))"
                counts.tables += 1
            case .memory(let limits):
                described = "memory \(names.memory(counts.memories)) \(Self.limits(limits))"
                counts.memories += 1
            case .global(let type):
                described = "global \(names.global(counts.globals)) \(Self.global(type))"
                counts.globals += 1
            }
            line("  (import \(Self.quoted(item.module)) \(Self.quoted(item.name)) (\(described)))")
        }
    }

    private mutating func printElement(_ index: Int, _ segment: ElementSegment) {
        let items = segment.items.map { item in
            if case .function(let function) = item { names.function(function) } else { "(\(expression(item)))" }
        }
        line("  (elem \(names.element(UInt32(index)))\(mode(segment.mode, "table")) \(segment.type.text)\(items.map { " " + $0 }.joined()))")
    }

    private mutating func printData(_ index: Int, _ segment: DataSegment) {
        let head = "  (data \(names.data(UInt32(index)))\(mode(segment.mode, "memory"))"
        guard options.data else { return line("\(head) (; \(segment.range.count) bytes ;))") }
        line(head)
        for start in stride(from: segment.range.lowerBound, to: segment.range.upperBound, by: 64) {
            line("    \(Self.quoted(module.bytes[start..<min(start + 64, segment.range.upperBound)]))")
        }
        line("  )")
    }

    mutating func line(_ content: String) {
        text += content
        text += "\n"
    }
}

/// Pieces of the text.
extension WasmPrinter {
    static func signature(_ type: FunctionType) -> String { "(func\(parts(type)))" }

    static func parts(_ type: FunctionType) -> String {
        let parameters = type.parameters.isEmpty ? "" : " (param \(type.parameters.map(\.text).joined(separator: " ")))"
        return parameters + (type.results.isEmpty ? "" : " (result \(type.results.map(\.text).joined(separator: " ")))")
    }

    static func limits(_ limits: Limits) -> String { "\(limits.minimum)\(limits.maximum.map { " \($0)" } ?? "")" }
    static func table(_ type: TableType) -> String { "\(limits(type.limits)) \(type.element.text)" }
    static func global(_ type: GlobalType) -> String { type.isMutable ? "(mut \(type.value.text))" : type.value.text }

    func reference(_ export: Export) -> String {
        switch export.kind {
        case .function: "func \(names.function(export.index)))"
        case .table: "table \(names.table(export.index)))"
        case .memory: "memory \(names.memory(export.index)))"
        case .global: "global \(names.global(export.index)))"
        }
    }

    func mode(_ mode: SegmentMode, _ target: String) -> String {
        switch mode {
        case .active(let index, let offset): "\(index == 0 ? "" : " (\(target) \(index))") (offset \(expression(offset)))"
        case .passive: ""
        case .declarative: " declare"
        }
    }

    func expression(_ value: ConstantExpression) -> String {
        switch value {
        case .i32(let value): "i32.const \(value)"
        case .i64(let value): "i64.const \(value)"
        case .f32(let bits): "f32.const \(Self.float(Double(Float(bitPattern: bits)), isNaN: Float(bitPattern: bits).isNaN, bits: UInt64(bits)))"
        case .f64(let bits): "f64.const \(Self.float(Double(bitPattern: bits), isNaN: Double(bitPattern: bits).isNaN, bits: bits))"
        case .global(let index): "global.get \(names.global(index))"
        case .nullReference(let type): "ref.null \(type == .funcref ? "func" : "extern")"
        case .function(let index): "ref.func \(names.function(index))"
        }
    }

    static func float(_ value: Double, isNaN: Bool, bits: UInt64) -> String {
        if isNaN { return "nan:\(hex(bits))" }
        return value.isInfinite ? (value < 0 ? "-inf" : "inf") : value.description
    }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += escape(UInt8(scalar.value))
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    static func quoted(_ bytes: ArraySlice<UInt8>) -> String {
        var result = "\""
        for byte in bytes {
            let isPlain = (0x20..<0x7F).contains(byte) && byte != 0x22 && byte != 0x5C
            if isPlain { result.unicodeScalars.append(Unicode.Scalar(byte)) } else { result += escape(byte) }
        }
        return result + "\""
    }

    private static func escape(_ byte: UInt8) -> String { byte < 16 ? "\\0\(String(byte, radix: 16))" : "\\\(String(byte, radix: 16))" }
}
