import Basics

/// Writes a module section by section. The caller keeps the order that the format asks for; empty sections are left out.
public struct WasmModuleWriter: Sendable {
    public private(set) var bytes: [UInt8]

    /// A writer that has written the header.
    ///
    /// - Parameter hasHeader: false for one of sections that will follow others.
    public init(capacity: Int = 0, hasHeader: Bool = true) {
        bytes = []
        bytes.reserveCapacity(capacity)
        if hasHeader { bytes += [0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00] }
    }

    public mutating func types(_ types: [FunctionType]) {
        list(.type, types) { writer, type in
            writer.append(u8: 0x60)
            writer.append(types: type.parameters)
            writer.append(types: type.results)
        }
    }

    public mutating func imports(_ imports: [Import]) { list(.import, imports) { $0.append(importItem: $1) } }
    /// The type index of each function.
    public mutating func functions(_ types: [UInt32]) { list(.function, types) { $0.append(uleb32: $1) } }
    public mutating func tables(_ tables: [TableType]) { list(.table, tables) { $0.append(table: $1) } }
    public mutating func memories(_ memories: [Limits]) { list(.memory, memories) { $0.append(limits: $1) } }

    public mutating func globals(_ globals: [Global]) {
        list(.global, globals) { writer, global in
            writer.append(global: global.type)
            writer.append(expression: global.initializer)
        }
    }

    public mutating func exports(_ exports: [Export]) {
        list(.export, exports) { writer, export in
            writer.append(string: export.name)
            writer.append(u8: export.kind.rawValue)
            writer.append(uleb32: export.index)
        }
    }

    public mutating func start(_ function: UInt32?) {
        guard let function else { return }
        var content = ByteWriter()
        content.append(uleb32: function)
        section(.start, content.bytes)
    }

    public mutating func elements(_ segments: [ElementSegment]) { list(.element, segments) { $0.append(element: $1) } }

    public mutating func dataCount(_ count: UInt32?) {
        guard let count else { return }
        var content = ByteWriter()
        content.append(uleb32: count)
        section(.dataCount, content.bytes)
    }

    /// - Parameter bodies: each body with its size in front, one after another.
    /// - Returns: where the first body begins in `bytes`.
    @discardableResult
    public mutating func code(count: Int, bodies: [UInt8]) -> Int {
        let start = codeHead(count: count, size: bodies.count)
        if count > 0 { bytes += bodies }
        return start
    }

    /// Begins the code section, whose bodies the caller puts behind it.
    ///
    /// - Parameter size: of the bodies together, each with its size in front.
    /// - Returns: where the first body begins.
    public mutating func codeHead(count: Int, size: Int) -> Int {
        guard count > 0 else { return bytes.count }
        var head = ByteWriter()
        head.append(uleb32: UInt32(count))
        bytes.append(SectionID.code.rawValue)
        appendLength(head.count + size)
        bytes += head.bytes
        return bytes.count
    }

    public mutating func data(_ segments: [(mode: SegmentMode, bytes: ArraySlice<UInt8>)]) {
        guard !segments.isEmpty else { return }
        var count = ByteWriter()
        count.append(uleb32: UInt32(segments.count))
        let heads = segments.map(Self.head)
        let size = zip(heads, segments).reduce(count.count) { $0 + $1.0.count + $1.1.bytes.count }
        bytes.reserveCapacity(bytes.count + size + 8)
        bytes.append(SectionID.data.rawValue)
        appendLength(size)
        bytes += count.bytes
        for (head, segment) in zip(heads, segments) {
            bytes += head
            bytes += segment.bytes
        }
    }

    /// What stands in front of the bytes of a data segment.
    private static func head(_ segment: (mode: SegmentMode, bytes: ArraySlice<UInt8>)) -> [UInt8] {
        var head = ByteWriter()
        switch segment.mode {
        case .active(0, let offset):
            head.append(u8: 0)
            head.append(expression: offset)
        case .active(let memory, let offset):
            head.append(u8: 2)
            head.append(uleb32: memory)
            head.append(expression: offset)
        case .passive, .declarative: head.append(u8: 1)
        }
        head.append(uleb64: UInt64(segment.bytes.count))
        return head.bytes
    }

    public mutating func custom(_ name: String, _ content: some Collection<UInt8>) {
        CustomSection.append(name, content, to: &bytes)
    }

    /// A section with content made by the caller.
    public mutating func section(_ id: SectionID, _ content: [UInt8]) {
        bytes.append(id.rawValue)
        appendLength(content.count)
        bytes += content
    }

    private mutating func list<Item>(_ id: SectionID, _ items: [Item], _ item: (inout ByteWriter, Item) -> Void) {
        guard !items.isEmpty else { return }
        var content = ByteWriter(capacity: items.count * 4)
        content.append(uleb32: UInt32(items.count))
        for element in items { item(&content, element) }
        section(id, content.bytes)
    }

    private mutating func appendLength(_ length: Int) {
        var writer = ByteWriter()
        writer.append(uleb64: UInt64(length))
        bytes += writer.bytes
    }
}

extension CustomSection {
    /// Appends a custom section to the bytes of a module.
    public static func append(_ name: String, _ content: some Collection<UInt8>, to module: inout [UInt8]) {
        var head = ByteWriter()
        head.append(string: name)
        var writer = ByteWriter()
        writer.append(u8: SectionID.custom.rawValue)
        writer.append(uleb64: UInt64(head.count + content.count))
        module += writer.bytes
        module += head.bytes
        module += content
    }

    /// Puts a custom section before all others, as `dylink.0` must stand. The module begins with its header.
    public static func prepend(_ name: String, _ content: some Collection<UInt8>, to module: inout [UInt8]) {
        var section: [UInt8] = []
        append(name, content, to: &section)
        module.insert(contentsOf: section, at: min(8, module.count))
    }
}
