import Basics
import WasmFormat

/// The static data of a program as it is in memory.
struct DataImage {
    /// From address 0 on, up to the last byte that is stored.
    private var memory: [UInt8] = []
    private var segmentCount = 0

    /// More than any program has that is built again and again.
    private static let largest = 256 << 20

    /// Reads a data section; nil if it is not one that the linker writes.
    init?(_ program: [UInt8], _ section: ProgramSections.Section?) {
        guard let section else { return }
        var reader = ByteReader(program[section.content])
        do throws(ByteReader.Failure) {
            segmentCount = Int(try reader.readULEB32())
            for _ in 0..<segmentCount {
                guard try reader.readULEB32() == 0, try reader.readU8() == UInt8(truncatingIfNeeded: Opcode.i32Const.rawValue) else { return nil }
                let address = Int(UInt32(bitPattern: try reader.readSLEB32()))
                guard try reader.readU8() == UInt8(truncatingIfNeeded: Opcode.end.rawValue) else { return nil }
                let bytes = try reader.readLengthPrefixedBytes()
                guard address >= memory.count, address + bytes.count <= Self.largest else { return nil }
                memory += repeatElement(0, count: address - memory.count)
                memory += bytes
            }
        } catch { return nil }
        if !reader.isAtEnd { return nil }
    }

    /// The section, with what stands in front of its content.
    var section: [UInt8] {
        var builder = SegmentBuilder()
        builder.add(0, memory[...])
        var writer = WasmModuleWriter()
        writer.data(builder.finish())
        return Array(writer.bytes.dropFirst(8))
    }

    /// Puts new bytes into items.
    ///
    /// - Parameter contents: the fingerprints of all items that may be merged; that of each item that changes is replaced.
    /// - Returns: false if an item may now be equal to another one, or be so no longer.
    mutating func replace(_ items: [Int], _ change: ObjectChange, _ object: LinkState.Object, _ contents: inout [UInt64]) -> Bool {
        var names = ChangedContents(object)
        for item in items {
            let (old, new) = (ObjectChange.bytes(change.old, item), ObjectChange.bytes(change.new, item))
            let description = change.new.link.data[item]
            let address = Int(object.addresses[item])
            guard address + Int(description.size) <= Self.largest else { return false }
            // Items of zeros lie behind all others.
            if description.relocations.isEmpty, old.allSatisfy({ $0 == 0 }) || new.allSatisfy({ $0 == 0 }) { return false }
            guard let words = words(of: item, change, object, address) else { return false }
            if description.isMergeable {
                guard names.add(item, ItemContent.fingerprint(of: old, words), ItemContent.fingerprint(of: new, words)) else { return false }
            }
            put(new, at: address, size: Int(description.size), besides: words.map(\.offset))
        }
        return names.replace(in: &contents)
    }

    /// What the words of an item hold that are addresses.
    private func words(
        of item: Int, _ change: ObjectChange, _ object: LinkState.Object, _ address: Int
    ) -> [(offset: Int, isItself: Bool, value: UInt32)]? {
        var result: [(offset: Int, isItself: Bool, value: UInt32)] = []
        for relocation in change.new.link.data[item].relocations {
            let place = address + Int(relocation.offset)
            if case .data(let offset) = relocation.target, let target = change.new.place(of: offset), Int(target.item) == item {
                result.append((Int(relocation.offset), true, target.addend))
                continue
            }
            guard place + 4 <= memory.count else { return nil }
            let value = memory.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt32.self)) }
            result.append((Int(relocation.offset), false, value))
        }
        return result
    }

    private mutating func put(_ bytes: ArraySlice<UInt8>, at address: Int, size: Int, besides words: [Int]) {
        // Bytes that are stored by no one are zero.
        if address + bytes.count > memory.count { memory += repeatElement(0, count: address + bytes.count - memory.count) }
        var next = 0
        for offset in 0..<min(size, memory.count - address) {
            while next < words.count, words[next] + 4 <= offset { next += 1 }
            if next < words.count, words[next] <= offset { continue }
            memory[address + offset] = offset < bytes.count ? bytes[bytes.startIndex + offset] : 0
        }
    }
}
