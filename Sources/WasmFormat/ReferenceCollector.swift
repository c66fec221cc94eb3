/// Something that code names, in one word.
public struct CodeTarget: Hashable, Sendable {
    public enum Kind: UInt32, Sendable {
        case call
        /// The function as a value.
        case functionValue
        case globalRead, globalWrite
        case type
        /// Any table; the index says nothing.
        case table
        /// A segment, or an index that no module has: whoever follows it must look at the code itself.
        case unusual
    }

    fileprivate let word: UInt32

    /// Larger indices are unusual.
    private static let limit = 1 << 29

    init(_ kind: Kind, _ index: Int) { word = index < Self.limit ? kind.rawValue << 29 | UInt32(index) : Kind.unusual.rawValue << 29 }

    public var kind: Kind { Kind(rawValue: word >> 29) ?? .unusual }
    public var index: Int { Int(word & (1 << 29 - 1)) }
}

/// Collects what `CodeReferences` tells of, body by body.
struct ReferenceCollector {
    // As in `CodeReferences`.
    private(set) var places: [UInt32] = []
    private(set) var targets: [CodeTarget] = []
    private(set) var ends: [CodeReferences.Ends] = []
    /// What was added lately, each with the number of its body, at a place that follows from what it is. So most of what a body names again is
    /// not added again.
    private var recent = InlineArray<64, UInt64>(repeating: 0)

    init(_ module: WasmModule) {
        ends.reserveCapacity(module.bodies.count)
        // More than what compiled code has. Memory for that is used again for the next module; what is kept takes no more than it needs.
        let count = (module.codeSection?.count ?? 0) / 8
        places.reserveCapacity(count)
        targets.reserveCapacity(count)
    }

    /// - Parameter start: where the instruction begins.
    @inline(__always)
    mutating func add(_ kind: CodeTarget.Kind, _ index: Int, at start: Int) {
        places.append(UInt32(truncatingIfNeeded: start))
        add(CodeTarget(kind, index))
    }

    /// Adds the instruction that was read, which has an index.
    mutating func add(_ reader: InstructionReader) {
        places.append(UInt32(truncatingIfNeeded: reader.start))
        let index = Int(reader.first)
        switch reader.immediates {
        case .function: add(CodeTarget(reader.opcode == .refFunc ? .functionValue : .call, index))
        case .global: add(CodeTarget(reader.opcode == .globalSet ? .globalWrite : .globalRead, index))
        case .typeAndTable:
            add(CodeTarget(.type, index))
            add(CodeTarget(.table, 0))
        case .blockType: add(CodeTarget(.type, Int(clamping: reader.value)))
        case .table, .tableAndTable: add(CodeTarget(.table, 0))
        case .data, .element, .dataAndMemory, .elementAndTable: add(CodeTarget(.unusual, 0))
        default: break
        }
    }

    @inline(__always)
    private mutating func add(_ target: CodeTarget) {
        let entry = UInt64(ends.count + 1) << 32 | UInt64(target.word)
        // Neighbours, and kinds of the same index, get different places.
        let slot = Int((target.word &* 0x9E37_79B1) >> 26)
        if recent[slot] == entry { return }
        recent[slot] = entry
        targets.append(target)
    }

    mutating func endBody() {
        ends.append(CodeReferences.Ends(place: UInt32(truncatingIfNeeded: places.count), target: UInt32(truncatingIfNeeded: targets.count)))
    }
}
