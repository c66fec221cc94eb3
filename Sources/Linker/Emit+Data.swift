import Basics
import RuntimeABI
import WasmFormat

/// Static data.
extension Emit {
    /// The data section of the result: the words of the control block that the linker sets, then static data. Empty if there is none.
    func dataSection() -> [UInt8] {
        // Both are more than what is stored, mostly by little.
        let size = program.files.reduce(1 << 16) { $0 + $1.data.count }
        var builder = SegmentBuilder(capacity: min(size, Int(layout.dataEnd)))
        addControlBlock(to: &builder)
        var scratch: [UInt8] = []
        for id in layout.storedData { add(id, to: &builder, &scratch) }
        var writer = WasmModuleWriter(hasHeader: false)
        writer.data(builder.finish())
        return writer.bytes
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
        let words = program.relocationRange(of: id)
        if words.isEmpty { return program.withBytes(of: id) { builder.add(address, $0) } }
        scratch.removeAll(keepingCapacity: true)
        program.withBytes(of: id) { scratch.append(contentsOf: $0) }
        // Words may lie beyond the bytes that are stored, and far beyond.
        var beyond: [DataRelocation] = []
        scratch.withUnsafeMutableBytes { bytes in
            var place = 0
            for index in words where program.relocations[index].offset >= place {
                let relocation = program.relocations[index]
                place = relocation.offset + 4
                guard place <= bytes.count else {
                    beyond.append(relocation)
                    continue
                }
                bytes.storeBytes(of: value(of: relocation.target).littleEndian, toByteOffset: relocation.offset, as: UInt32.self)
            }
        }
        guard let first = beyond.first else { return scratch.withUnsafeBufferPointer { builder.add(address, $0) } }
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
