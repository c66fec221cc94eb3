import Basics

/// Source positions of code: which place in which file each stretch of instructions comes from.
///
/// The content of langc's custom section `langc.positions`, and the common form from which source maps are made. Offsets count from
/// the start of the code section's content, so they survive other sections coming and going.
public struct CodePositions: Hashable, Sendable {
    public static let sectionName = "langc.positions"

    /// From `offset` up to the next entry, code belongs to this place.
    public struct Entry: Hashable, Sendable {
        public var offset: UInt32
        /// Index in `sources`; `nil` for code that no one wrote.
        public var source: UInt32?
        /// One-based.
        public var line: UInt32
        /// One-based.
        public var column: UInt32

        public init(offset: UInt32, source: UInt32?, line: UInt32 = 0, column: UInt32 = 0) {
            self.offset = offset
            self.source = source
            self.line = line
            self.column = column
        }
    }

    /// Paths of the source files.
    public var sources: [String]
    /// Ascending by offset.
    public var entries: [Entry]

    public init(sources: [String] = [], entries: [Entry] = []) {
        self.sources = sources
        self.entries = entries
    }

    /// The section's content: files, then the entries with each number as a difference from the entry before.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: entries.count * 4)
        writer.append(uleb32: UInt32(sources.count))
        for source in sources { writer.append(string: source) }
        writer.append(uleb32: UInt32(entries.count))
        var last = Entry(offset: 0, source: 0)
        for entry in entries {
            writer.append(uleb32: entry.offset &- last.offset)
            last.offset = entry.offset
            // 0 says "no source"; otherwise the index follows as a difference, shifted so that 0 stays free.
            guard let source = entry.source else {
                writer.append(u8: 0)
                continue
            }
            writer.append(uleb64: UInt64(source) + 1)
            writer.append(sleb64: Int64(entry.line) - Int64(last.line))
            writer.append(sleb64: Int64(entry.column) - Int64(last.column))
            last.line = entry.line
            last.column = entry.column
        }
        return writer.bytes
    }

    /// Reads what `encoded` wrote.
    public init(_ bytes: [UInt8], _ range: Range<Int>) throws(WasmError) {
        var cursor = ByteCursor(bytes, range)
        self.init()
        for _ in 0..<(try cursor.count(of: "sources")) { sources.append(try cursor.name()) }
        let count = try cursor.count(of: "positions", minimumSize: 2)
        entries.reserveCapacity(count)
        var last = Entry(offset: 0, source: nil)
        for _ in 0..<count {
            let start = cursor.offset
            let (offset, overflow) = last.offset.addingReportingOverflow(try cursor.u32())
            guard !overflow else { throw WasmError(offset: start, "position beyond the code") }
            last.offset = offset
            let source = try cursor.u32()
            last.source = source == 0 ? nil : source - 1
            if let index = last.source {
                guard Int(index) < sources.count else { throw WasmError(offset: start, "position in unknown source \(index)") }
                last.line = try cursor.moved(last.line)
                last.column = try cursor.moved(last.column)
            }
            entries.append(last.source == nil ? Entry(offset: offset, source: nil) : last)
        }
        guard cursor.isAtEnd else { throw cursor.error("data after the last position") }
    }

    /// The positions in a module; `nil` if it has none.
    public init?(of module: WasmModule) throws(WasmError) {
        guard let range = module.customSection(named: Self.sectionName) else { return nil }
        try self.init(module.bytes, range)
    }
}

extension ByteCursor {
    /// `number` plus the difference that comes next.
    fileprivate mutating func moved(_ number: UInt32) throws(WasmError) -> UInt32 {
        let start = offset
        let difference = try s33()
        guard let result = UInt32(exactly: Int64(number) + difference) else { throw WasmError(offset: start, "number out of range") }
        return result
    }
}

extension CodePositions {
    /// - Parameters:
    ///   - map: the map of a module whose offsets count from the start of the file.
    ///   - codeStart: where the content of the code section starts in that file.
    public init(_ map: WasmSourceMap, codeStart: Int) {
        self.init(sources: map.sources)
        entries.reserveCapacity(map.mappings.count)
        for mapping in map.mappings {
            guard let offset = UInt32(exactly: mapping.offset - codeStart) else { continue }
            let line = UInt32(clamping: mapping.line + 1)
            let column = UInt32(clamping: mapping.column + 1)
            entries.append(
                mapping.source.map { Entry(offset: offset, source: UInt32(clamping: $0), line: line, column: column) }
                    ?? Entry(offset: offset, source: nil))
        }
    }

    /// The source map of a module whose code section's content starts at `codeStart` in the file.
    public func sourceMap(codeStart: Int) -> WasmSourceMap {
        var map = WasmSourceMap(sources: sources)
        map.mappings.reserveCapacity(entries.count)
        for entry in entries {
            map.mappings.append(
                WasmSourceMap.Mapping(
                    offset: codeStart + Int(entry.offset), source: entry.source.map(Int.init), line: max(Int(entry.line) - 1, 0),
                    column: max(Int(entry.column) - 1, 0)))
        }
        return map
    }
}
