import Basics

/// The content of the custom section `dylink.0` of the tool conventions: what a loader must provide for a module.
public struct DylinkSection: Hashable, Sendable {
    public static let name = "dylink.0"

    /// Size in bytes of the memory area the module wants.
    public var memorySize: UInt32 = 0
    /// Its alignment, as a power of two.
    public var memoryAlignment: UInt32 = 0
    /// Number of table slots the module wants.
    public var tableSize: UInt32 = 0
    /// Their alignment, as a power of two.
    public var tableAlignment: UInt32 = 0
    /// Modules that must be loaded as well.
    public var needed: [String] = []

    public init(
        memorySize: UInt32 = 0, memoryAlignment: UInt32 = 0, tableSize: UInt32 = 0, tableAlignment: UInt32 = 0, needed: [String] = []
    ) {
        self.memorySize = memorySize
        self.memoryAlignment = memoryAlignment
        self.tableSize = tableSize
        self.tableAlignment = tableAlignment
        self.needed = needed
    }

    private static let memoryInfo: UInt8 = 1
    private static let neededModules: UInt8 = 2

    /// Reads the section's content. Parts that this layer does not know are skipped.
    public init(_ bytes: [UInt8], _ range: Range<Int>) throws(WasmError) {
        var cursor = ByteCursor(bytes, range)
        while !cursor.isAtEnd {
            let code = try cursor.u8()
            var part = ByteCursor(bytes, try cursor.lengthPrefixed())
            switch code {
            case Self.memoryInfo:
                memorySize = try part.u32()
                let place = part.offset
                memoryAlignment = try part.u32()
                tableSize = try part.u32()
                tableAlignment = try part.u32()
                guard memoryAlignment < 32, tableAlignment < 32 else { throw WasmError(offset: place, "alignment is too large") }
            case Self.neededModules:
                let count = try part.count(of: "modules")
                for _ in 0..<count { needed.append(try part.name()) }
            default: break
            }
        }
    }

    /// The section's content.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.append(u8: Self.memoryInfo)
        writer.appendLengthPrefixed { writer in
            for number in [memorySize, memoryAlignment, tableSize, tableAlignment] { writer.append(uleb32: number) }
        }
        if !needed.isEmpty {
            writer.append(u8: Self.neededModules)
            writer.appendLengthPrefixed { writer in
                writer.append(uleb32: UInt32(needed.count))
                for module in needed { writer.append(string: module) }
            }
        }
        return writer.bytes
    }
}
