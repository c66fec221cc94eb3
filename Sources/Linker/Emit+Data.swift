import Basics
import RuntimeABI
import WasmFormat

/// Static data.
extension Emit {
    /// The segments of the result: the words of the control block that the linker sets, then static data.
    func dataSegments() -> [(mode: SegmentMode, bytes: ArraySlice<UInt8>)] {
        var builder = SegmentBuilder()
        addControlBlock(to: &builder)
        var scratch: [UInt8] = []
        for id in layout.storedData { add(id, to: &builder, &scratch) }
        return builder.finish()
    }

    private func addControlBlock(to builder: inout SegmentBuilder) {
        var words: [(address: UInt32, value: UInt32)] = []
        if options.collectorStress { words += [(ControlBlock.collectRequested, 1), (ControlBlock.stressMode, 1)] }
        for (address, word) in [(LayoutAddress.shadowStackBase, ControlBlock.shadowStackBase), (.heapBase, ControlBlock.heapBase)]
        where !program.requestedAddresses.contains(address) {
            words.append((word, layout.address(address)))
        }
        words.sort { $0.address < $1.address }
        for word in words { builder.add(word.address, Self.bytes(of: word.value)[...]) }
    }

    /// An item's bytes, with addresses filled in.
    private func add(_ id: DataID, to builder: inout SegmentBuilder, _ scratch: inout [UInt8]) {
        let address = layout.dataAddresses[id.offset]
        let bytes = program.bytes(of: id)
        scratch.removeAll(keepingCapacity: true)
        scratch += bytes
        // Words may lie beyond the bytes that are stored, and far beyond.
        var beyond: [DataRelocation] = []
        var place = 0
        for relocation in program.relocations(of: id) where relocation.offset >= place {
            place = relocation.offset + 4
            guard place <= scratch.count else {
                beyond.append(relocation)
                continue
            }
            let value = value(of: relocation.target)
            for byte in 0..<4 { scratch[relocation.offset + byte] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(byte))) }
        }
        guard let first = beyond.first else { return builder.add(address, scratch[...]) }
        builder.add(address, scratch[..<min(first.offset, scratch.count)])
        for relocation in beyond { builder.add(address &+ UInt32(relocation.offset), Self.bytes(of: value(of: relocation.target))[...]) }
    }

    private static func bytes(of word: UInt32) -> [UInt8] {
        var writer = ByteWriter()
        writer.append(u32: word)
        return writer.bytes
    }

    func value(of target: DataRelocation.Target) -> UInt32 {
        switch target {
        case .data(let id, let addend): layout.dataAddresses[id.offset] &+ addend
        case .slot(let id): layout.slots[id.offset]
        case .functionIndex(let id): layout.functionIndices[id.offset]
        case .globalIndex(let id): layout.globalIndices[id.offset]
        case .undefined: 0
        }
    }
}
