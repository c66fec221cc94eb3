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
        representatives = Array(program.data.indices)
        needs = program.data.values.map { ($0.size, $0.alignment) }
        let mergeable = program.data.indices.filter { live.data[$0.offset] && program.data[$0].isMergeable }
        var known = HashIndex(capacity: mergeable.count)
        for id in mergeable {
            let first = known.find(hash(of: id), or: id) { isEqual($0, id) }
            guard first != id else { continue }
            representatives[id.offset] = first
            let (item, need) = (needs[id.offset], needs[first.offset])
            needs[first.offset] = (max(need.size, item.size), max(need.alignment, item.alignment))
        }
    }

    private func content(of id: DataID) -> ArraySlice<UInt8> {
        let bytes = program.bytes(of: id)
        var end = bytes.endIndex
        while end > bytes.startIndex, bytes[end - 1] == 0 { end -= 1 }
        return bytes[..<end]
    }

    /// What a reference of the item `owner` leads to after merging. An item's reference to itself is the same for all items.
    private func merged(_ target: DataRelocation.Target, of owner: DataID) -> DataRelocation.Target {
        guard case .data(let other, let addend) = target else { return target }
        return .data(other == owner ? DataID(0xFFFF_FFFF) : representatives[other.offset], addend: addend)
    }

    private func hash(of id: DataID) -> Int {
        var hasher = Hasher()
        content(of: id).withUnsafeBytes { hasher.combine(bytes: $0) }
        for relocation in program.relocations(of: id) {
            hasher.combine(relocation.offset)
            if case .data(let target, let addend) = merged(relocation.target, of: id) {
                hasher.combine(UInt64(target.raw) << 32 | UInt64(addend))
            } else {
                hasher.combine(relocation.target)
            }
        }
        return hasher.finalize()
    }

    private func isEqual(_ first: DataID, _ second: DataID) -> Bool {
        let (left, right) = (program.relocations(of: first), program.relocations(of: second))
        guard left.count == right.count, content(of: first) == content(of: second) else { return false }
        return zip(left, right).allSatisfy { $0.offset == $1.offset && merged($0.target, of: first) == merged($1.target, of: second) }
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
    mutating func find(_ hash: Int, or new: DataID, _ isEqual: (DataID) -> Bool) -> DataID {
        let upper = UInt64(truncatingIfNeeded: hash) & ~0xFFFF_FFFF
        var place = hash & (entries.count - 1)
        while entries[place] != 0 {
            let known = DataID(Int(entries[place] & 0xFFFF_FFFF) - 1)
            if entries[place] & ~0xFFFF_FFFF == upper, isEqual(known) { return known }
            place = (place + 1) & (entries.count - 1)
        }
        entries[place] = upper | UInt64(new.raw + 1)
        return new
    }
}
