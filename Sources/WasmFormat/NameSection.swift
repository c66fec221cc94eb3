import Basics

/// The content of the custom section `name`: names for people.
public struct NameSection: Hashable, Sendable {
    public static let name = "name"

    /// The name of the thing at an index.
    public struct Entry: Hashable, Sendable {
        public var index: UInt32
        public var name: String

        public init(_ index: UInt32, _ name: String) {
            self.index = index
            self.name = name
        }
    }

    /// The names of a function's locals or labels.
    public struct Group: Hashable, Sendable {
        public var function: UInt32
        public var entries: [Entry]

        public init(_ function: UInt32, _ entries: [Entry]) {
            self.function = function
            self.entries = entries
        }
    }

    public var module: String?
    // Each list ascends by index.
    public var functions: [Entry] = []
    public var locals: [Group] = []
    public var labels: [Group] = []
    public var types: [Entry] = []
    public var tables: [Entry] = []
    public var memories: [Entry] = []
    public var globals: [Entry] = []
    public var elements: [Entry] = []
    public var data: [Entry] = []

    public init() {}

    private enum Part: UInt8 {
        case module = 0, functions, locals, labels, types, tables, memories, globals, elements, data
    }

    /// Reads the section's content. Parts that this layer does not know are skipped.
    public init(_ bytes: [UInt8], _ range: Range<Int>) throws(WasmError) {
        var cursor = ByteCursor(bytes, range)
        while !cursor.isAtEnd {
            let code = try cursor.u8()
            try read(code, ByteCursor(bytes, try cursor.lengthPrefixed()))
        }
    }

    private mutating func read(_ code: UInt8, _ content: ByteCursor) throws(WasmError) {
        var part = content
        switch Part(rawValue: code) {
        case .module: module = try part.name()
        case .functions: functions = try Self.entries(&part)
        case .locals: locals = try Self.groups(&part)
        case .labels: labels = try Self.groups(&part)
        case .types: types = try Self.entries(&part)
        case .tables: tables = try Self.entries(&part)
        case .memories: memories = try Self.entries(&part)
        case .globals: globals = try Self.entries(&part)
        case .elements: elements = try Self.entries(&part)
        case .data: data = try Self.entries(&part)
        case nil: break
        }
    }

    /// The names in a module. They are only an aid: parts that cannot be read are left out. Binaryen writes the names of locals in an order
    /// that the format does not allow.
    public init(of module: WasmModule) {
        self.init()
        guard let range = module.customSection(named: Self.name) else { return }
        var cursor = ByteCursor(module.bytes, range)
        while !cursor.isAtEnd, let code = try? cursor.u8(), let part = try? cursor.lengthPrefixed() {
            try? read(code, ByteCursor(module.bytes, part))
        }
    }

    private static func entries(_ cursor: inout ByteCursor) throws(WasmError) -> [Entry] {
        let count = try cursor.count(of: "names", minimumSize: 2)
        var result: [Entry] = []
        result.reserveCapacity(count)
        for _ in 0..<count {
            let start = cursor.offset
            let index = try cursor.u32()
            if let last = result.last, last.index >= index { throw WasmError(offset: start, "names are not in ascending order") }
            result.append(Entry(index, try cursor.name()))
        }
        return result
    }

    private static func groups(_ cursor: inout ByteCursor) throws(WasmError) -> [Group] {
        let count = try cursor.count(of: "functions with names", minimumSize: 2)
        var result: [Group] = []
        for _ in 0..<count {
            let function = try cursor.u32()
            result.append(Group(function, try entries(&cursor)))
        }
        return result
    }

    /// The section's content; empty parts are left out.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter()
        if let module {
            writer.append(u8: Part.module.rawValue)
            writer.appendLengthPrefixed { $0.append(string: module) }
        }
        Self.append(.functions, functions, to: &writer)
        Self.append(.locals, locals, to: &writer)
        Self.append(.labels, labels, to: &writer)
        Self.append(.types, types, to: &writer)
        Self.append(.tables, tables, to: &writer)
        Self.append(.memories, memories, to: &writer)
        Self.append(.globals, globals, to: &writer)
        Self.append(.elements, elements, to: &writer)
        Self.append(.data, data, to: &writer)
        return writer.bytes
    }

    private static func append(_ part: Part, _ entries: [Entry], to writer: inout ByteWriter) {
        guard !entries.isEmpty else { return }
        writer.append(u8: part.rawValue)
        writer.appendLengthPrefixed { append(entries, to: &$0) }
    }

    private static func append(_ part: Part, _ groups: [Group], to writer: inout ByteWriter) {
        guard !groups.isEmpty else { return }
        writer.append(u8: part.rawValue)
        writer.appendLengthPrefixed { writer in
            writer.append(uleb32: UInt32(groups.count))
            for group in groups {
                writer.append(uleb32: group.function)
                append(group.entries, to: &writer)
            }
        }
    }

    private static func append(_ entries: [Entry], to writer: inout ByteWriter) {
        writer.append(uleb32: UInt32(entries.count))
        for entry in entries {
            writer.append(uleb32: entry.index)
            writer.append(string: entry.name)
        }
    }
}
