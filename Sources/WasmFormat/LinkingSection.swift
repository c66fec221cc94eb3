/// The content of the custom section `linking` of the tool conventions: what a relocatable module says about its parts.
public struct LinkingSection: Hashable, Sendable {
    public static let name = "linking"
    static let version: UInt32 = 2

    public var symbols: [Symbol] = []
    /// Names and alignments of the data segments, in order.
    public var segments: [SegmentInfo] = []
    /// Functions to call before anything else.
    public var initFunctions: [InitFunction] = []
    /// Names of groups of which a linker keeps only one of each.
    public var comdats: [String] = []

    public struct SegmentInfo: Hashable, Sendable {
        public var name: String
        /// As a power of two.
        public var alignment: UInt32
        public var flags: UInt32
    }

    public struct InitFunction: Hashable, Sendable {
        public var priority: UInt32
        /// Index in `symbols`.
        public var symbol: UInt32
    }

    /// Something that relocations refer to.
    public struct Symbol: Hashable, Sendable {
        public enum Kind: Hashable, Sendable {
            /// Index of a function, global or table.
            case function(UInt32)
            case global(UInt32)
            case table(UInt32)
            /// A piece of a data segment; `nil` when undefined.
            case data(DataLocation?)
            /// Index of a section.
            case section(UInt32)
        }

        public struct DataLocation: Hashable, Sendable {
            public var segment: UInt32
            public var offset: UInt32
            public var size: UInt32
        }

        public var kind: Kind
        /// Empty for sections, and for undefined things that are called as they are imported.
        public var name: String
        public var flags: Flags

        public var isUndefined: Bool { flags.contains(.undefined) }
    }

    public struct Flags: OptionSet, Hashable, Sendable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }

        public static let weak = Flags(rawValue: 1)
        public static let local = Flags(rawValue: 2)
        public static let hidden = Flags(rawValue: 4)
        public static let undefined = Flags(rawValue: 0x10)
        public static let exported = Flags(rawValue: 0x20)
        public static let explicitName = Flags(rawValue: 0x40)
        public static let noStrip = Flags(rawValue: 0x80)
        public static let threadLocal = Flags(rawValue: 0x100)
        public static let absolute = Flags(rawValue: 0x200)
    }

    private enum Part: UInt8 {
        case segments = 5, initFunctions, comdats, symbols
    }

    /// Reads the section's content. Parts that this layer does not know are skipped. Indices are not checked.
    public init(_ bytes: [UInt8], _ range: Range<Int>) throws(WasmError) {
        var cursor = ByteCursor(bytes, range)
        let version = try cursor.u32()
        guard version == Self.version else { throw WasmError(offset: range.lowerBound, "linking metadata of version \(version) is not known") }
        while !cursor.isAtEnd {
            let code = try cursor.u8()
            var part = ByteCursor(bytes, try cursor.lengthPrefixed())
            guard let kind = Part(rawValue: code) else { continue }
            switch kind {
            case .segments: try readSegments(&part)
            case .initFunctions: try readInitFunctions(&part)
            case .comdats: try readComdats(&part)
            case .symbols: try readSymbols(&part)
            }
        }
    }

    private mutating func readSegments(_ cursor: inout ByteCursor) throws(WasmError) {
        let count = try cursor.count(of: "segments", minimumSize: 3)
        for _ in 0..<count {
            let name = try cursor.name()
            let place = cursor.offset
            let alignment = try cursor.u32()
            guard alignment < 32 else { throw WasmError(offset: place, "alignment is too large") }
            segments.append(SegmentInfo(name: name, alignment: alignment, flags: try cursor.u32()))
        }
    }

    private mutating func readInitFunctions(_ cursor: inout ByteCursor) throws(WasmError) {
        let count = try cursor.count(of: "init functions", minimumSize: 2)
        for _ in 0..<count { initFunctions.append(InitFunction(priority: try cursor.u32(), symbol: try cursor.u32())) }
    }

    private mutating func readComdats(_ cursor: inout ByteCursor) throws(WasmError) {
        let count = try cursor.count(of: "comdats", minimumSize: 3)
        for _ in 0..<count {
            comdats.append(try cursor.name())
            _ = try cursor.u32()
            let members = try cursor.count(of: "members", minimumSize: 2)
            for _ in 0..<members {
                _ = try cursor.u8()
                _ = try cursor.u32()
            }
        }
    }

    private mutating func readSymbols(_ cursor: inout ByteCursor) throws(WasmError) {
        let count = try cursor.count(of: "symbols", minimumSize: 3)
        symbols.reserveCapacity(count)
        for _ in 0..<count { symbols.append(try cursor.symbol()) }
    }
}

extension ByteCursor {
    fileprivate mutating func symbol() throws(WasmError) -> LinkingSection.Symbol {
        let start = offset
        let code = try u8()
        let flags = LinkingSection.Flags(rawValue: try u32())
        switch code {
        case 0, 2, 5:
            let index = try u32()
            let isNamed = !flags.contains(.undefined) || flags.contains(.explicitName)
            let name = isNamed ? try name() : ""
            return LinkingSection.Symbol(kind: code == 0 ? .function(index) : code == 2 ? .global(index) : .table(index), name: name, flags: flags)
        case 1:
            let name = try name()
            guard !flags.contains(.undefined) else { return LinkingSection.Symbol(kind: .data(nil), name: name, flags: flags) }
            let place = LinkingSection.Symbol.DataLocation(segment: try u32(), offset: try u32(), size: try u32())
            return LinkingSection.Symbol(kind: .data(place), name: name, flags: flags)
        case 3: return LinkingSection.Symbol(kind: .section(try u32()), name: "", flags: flags)
        default: throw WasmError(offset: start, "symbols of kind \(code) are not supported")
        }
    }
}
