import Basics

/// Writes a module section by section. The caller keeps the order that the format asks for; empty sections are left out.
public struct WasmModuleWriter: Sendable {
    public private(set) var bytes: [UInt8]

    /// A writer that has written the header.
    public init(capacity: Int = 0) {
        bytes = []
        bytes.reserveCapacity(capacity)
        bytes += [0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00]
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
    public mutating func code(count: Int, bodies: [UInt8]) -> Int { code(count: count, pieces: [bodies]) }

    /// - Parameter pieces: the bodies, each with its size in front, one after another, in pieces that need not end where bodies do.
    /// - Returns: where the first body begins in `bytes`.
    @discardableResult
    public mutating func code(count: Int, pieces: [[UInt8]]) -> Int {
        guard count > 0 else { return bytes.count }
        let size = pieces.reduce(0) { $0 + $1.count }
        var head = ByteWriter()
        head.append(uleb32: UInt32(count))
        bytes.append(SectionID.code.rawValue)
        appendLength(head.count + size)
        bytes += head.bytes
        let start = bytes.count
        for piece in pieces { bytes += piece }
        return start
    }

    public mutating func data(_ segments: [(mode: SegmentMode, bytes: ArraySlice<UInt8>)]) {
        guard !segments.isEmpty else { return }
        var content = ByteWriter(capacity: segments.reduce(8) { $0 + $1.bytes.count + 12 })
        content.append(uleb32: UInt32(segments.count))
        for segment in segments {
            switch segment.mode {
            case .active(0, let offset):
                content.append(u8: 0)
                content.append(expression: offset)
            case .active(let memory, let offset):
                content.append(u8: 2)
                content.append(uleb32: memory)
                content.append(expression: offset)
            case .passive, .declarative: content.append(u8: 1)
            }
            content.append(lengthPrefixed: segment.bytes)
        }
        section(.data, content.bytes)
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
