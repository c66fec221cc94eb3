import Basics

/// Finds live data items of equal content that may share one place: texts and error records that several modules contain.
///
/// Items are compared as if followed by zeros without end, since what an item has beyond its content is padding. References count as equal when
/// they lead to the same place after merging; so records that refer to equal texts are equal, provided the texts come first, as they do
/// in objects. Time is linear in the size of the items.
struct DataMerger {
    /// The item that stands for each item; itself if there is no other.
    private(set) var representatives: [DataID]
    /// By item: enough size and alignment for it and all items that it stands for.
    private(set) var needs: [(size: UInt32, alignment: UInt32)]
    private let program: Program

    init(_ program: Program, _ live: LiveSet) {
        self.program = program
        representatives = (0..<program.data.count).map(DataID.init)
        needs = program.data.values.map { ($0.size, $0.alignment) }
        let mergeable = representatives.filter { live.data[$0.offset] && program.data[$0].isMergeable }
        var known = HashIndex(capacity: mergeable.count)
        let seed = UInt64.random(in: .min ... .max)
        for id in mergeable {
            let first = known.find(hash(of: id, seed), or: id) { isEqual($0, id) }
            guard first != id else { continue }
            representatives[id.offset] = first
            let (item, need) = (needs[id.offset], needs[first.offset])
            needs[first.offset] = (max(need.size, item.size), max(need.alignment, item.alignment))
        }
    }

    /// The bytes without the zeros at the end.
    @inline(__always)
    private func content(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var end = bytes.count
        while end > 0, bytes[end - 1] == 0 { end -= 1 }
        return UnsafeBufferPointer(rebasing: bytes[..<end])
    }

    /// What a reference of the item `owner` leads to after merging. An item's reference to itself is the same for all items.
    private func merged(_ target: DataRelocation.Target, of owner: DataID) -> DataRelocation.Target {
        guard case .data(let other, let addend) = target else { return target }
        return .data(other == owner ? DataID(0xFFFF_FFFF) : representatives[other.offset], addend: addend)
    }

    /// - Parameter seed: differs from link to link, so that no input can have chosen its hashes.
    private func hash(of id: DataID, _ seed: UInt64) -> UInt64 {
        var hash = QuickHash(seed: seed)
        program.withBytes(of: id) { hash.combine(content($0)) }
        for index in program.relocationRange(of: id) {
            let relocation = program.relocations[index]
            hash.combine(UInt64(relocation.offset))
            switch merged(relocation.target, of: id) {
            case .data(let target, let addend): hash.combine(UInt64(target.raw) << 32 | UInt64(addend))
            case .slot(let function): hash.combine(UInt64(function.raw) << 2 | 1)
            case .functionIndex(let function): hash.combine(UInt64(function.raw) << 2 | 2)
            case .globalIndex(let global): hash.combine(UInt64(global.raw) << 2 | 3)
            case .undefined: break
            }
        }
        return hash.value
    }

    private func isEqual(_ first: DataID, _ second: DataID) -> Bool {
        let (left, right) = (program.relocationRange(of: first), program.relocationRange(of: second))
        guard left.count == right.count else { return false }
        let haveSameBytes = program.withBytes(of: first) { first in program.withBytes(of: second) { content(first).elementsEqual(content($0)) } }
        return haveSameBytes && zip(left, right).allSatisfy {
            let (one, other) = (program.relocations[$0], program.relocations[$1])
            return one.offset == other.offset && merged(one.target, of: first) == merged(other.target, of: second)
        }
    }
}

/// A hash of numbers and bytes, for tables that live no longer than a link.
private struct QuickHash {
    private(set) var value: UInt64

    init(seed: UInt64) { value = seed }

    @inline(__always)
    mutating func combine(_ number: UInt64) {
        let product = (value ^ number).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        value = product.high ^ product.low ^ 0xE703_7ED1_A0B4_28DB
    }

    mutating func combine(_ bytes: UnsafeBufferPointer<UInt8>) {
        let raw = UnsafeRawBufferPointer(bytes)
        var place = 0
        while place + 8 <= raw.count {
            combine(raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            place += 8
        }
        var rest = UInt64(raw.count)
        while place < raw.count {
            rest = rest << 8 | UInt64(raw[place])
            place += 1
        }
        combine(rest)
    }
}

/// Finds items by their content; whoever asks knows what that is.
private struct HashIndex {
    /// By place, which begins with the lowest bits of the hash: the upper half of the hash and the item's number plus one; 0 if there is none.
    private var entries: [UInt64]

    /// - Parameter capacity: the largest number of items.
    init(capacity: Int) {
        var size = 16
        while size < 2 * capacity { size *= 2 }
        entries = [UInt64](repeating: 0, count: size)
    }

    /// The item with this hash that is equal, or else `new`, which is found from now on.
    mutating func find(_ hash: UInt64, or new: DataID, _ isEqual: (DataID) -> Bool) -> DataID {
        let upper = hash & ~0xFFFF_FFFF
        var place = Int(truncatingIfNeeded: hash) & (entries.count - 1)
        while entries[place] != 0 {
            let known = DataID(Int(entries[place] & 0xFFFF_FFFF) - 1)
            if entries[place] & ~0xFFFF_FFFF == upper, isEqual(known) { return known }
            place = (place + 1) & (entries.count - 1)
        }
        entries[place] = upper | UInt64(new.raw + 1)
        return new
    }
}
