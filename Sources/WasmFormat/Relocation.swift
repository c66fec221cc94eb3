/// A place in a section that depends on where a symbol ends up.
public struct Relocation: Hashable, Sendable {
    /// What is written at the place, and how. The raw value is the code of the tool conventions; types for 64-bit memories,
    /// threads and position-independent code are not supported.
    public enum Kind: UInt8, Hashable, Sendable {
        case functionIndexLEB = 0
        case tableIndexSLEB = 1
        case tableIndexI32 = 2
        case memoryAddressLEB = 3
        case memoryAddressSLEB = 4
        case memoryAddressI32 = 5
        case typeIndexLEB = 6
        case globalIndexLEB = 7
        case functionOffsetI32 = 8
        case sectionOffsetI32 = 9
        case globalIndexI32 = 13
        case tableNumberLEB = 20
        case functionIndexI32 = 26

        /// A number is added to the symbol's value.
        public var hasAddend: Bool {
            switch self {
            case .memoryAddressLEB, .memoryAddressSLEB, .memoryAddressI32, .functionOffsetI32, .sectionOffsetI32: true
            default: false
            }
        }

        /// How many bytes the place has: padded LEB128 or a plain word.
        public var width: Int {
            switch self {
            case .tableIndexI32, .memoryAddressI32, .functionOffsetI32, .sectionOffsetI32, .globalIndexI32, .functionIndexI32: 4
            default: 5
            }
        }
    }

    public var kind: Kind
    /// The place, as an offset in the content of the section.
    public var offset: Int
    /// Index of the symbol, or of the type for `typeIndexLEB`.
    public var index: UInt32
    public var addend: Int32

    public init(_ kind: Kind, offset: Int, index: UInt32, addend: Int32 = 0) {
        self.kind = kind
        self.offset = offset
        self.index = index
        self.addend = addend
    }
}

/// The content of a custom section `reloc.…`.
public struct RelocationSection: Hashable, Sendable {
    /// How the names of these sections begin.
    public static let namePrefix = "reloc."

    /// The section that is relocated, by its position among all sections.
    public var section: Int
    /// Ascending by offset.
    public var relocations: [Relocation]

    /// Reads the section's content. An unknown type of relocation is an error, as are places that overlap or lie outside of the section.
    public init(_ module: WasmModule, _ range: Range<Int>) throws(WasmError) {
        var cursor = ByteCursor(module.bytes, range)
        section = Int(try cursor.u32())
        guard section < module.sections.count else {
            throw WasmError(offset: range.lowerBound, "relocations for section \(section), which does not exist")
        }
        let size = module.sections[section].range.count
        let count = try cursor.count(of: "relocations", minimumSize: 3)
        relocations = []
        relocations.reserveCapacity(count)
        var previousEnd = 0
        for _ in 0..<count {
            let start = cursor.offset
            let relocation = try cursor.relocation()
            let end = relocation.offset + relocation.kind.width
            guard relocation.offset >= previousEnd else { throw WasmError(offset: start, "relocations overlap or are not in ascending order") }
            guard end <= size else { throw WasmError(offset: start, "a relocation lies outside of its section") }
            previousEnd = end
            relocations.append(relocation)
        }
    }

    /// All sections of relocations in a module.
    public static func all(of module: WasmModule) throws(WasmError) -> [RelocationSection] {
        var result: [RelocationSection] = []
        for section in module.customSections where section.name.hasPrefix(namePrefix) {
            result.append(try RelocationSection(module, section.range))
        }
        return result
    }
}

extension ByteCursor {
    fileprivate mutating func relocation() throws(WasmError) -> Relocation {
        let start = offset
        let code = try u8()
        guard let kind = Relocation.Kind(rawValue: code) else { throw WasmError(offset: start, "relocations of type \(code) are not supported") }
        let place = Int(try u32())
        let index = try u32()
        return Relocation(kind, offset: place, index: index, addend: kind.hasAddend ? try s32() : 0)
    }
}
