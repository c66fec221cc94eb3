import Basics

/// Finds live data items of equal content that may share one place: texts and error records that several modules contain.
///
/// Items are compared as if followed by zeros without end, since what an item has beyond its content is padding. References count as equal when
/// they lead to the same place after merging; so records that refer to equal texts are equal, provided the texts come first, as they do
/// in objects. Time is linear in the size of the items.
///
/// Items come in three groups: those that refer to no other item, those that refer only to such or to items that are not merged, and all others.
/// Equal items are in the same group, since their references lead to items that are. So one group is merged after the other; in the first two,
/// what is equal does not depend on what else is in the group, and threads look for it at the same time, each among items of other hashes.
struct DataMerger {
    /// The item that stands for each item; itself if there is no other.
    private(set) var representatives: [DataID]
    /// By item that stands for others: enough size and alignment for it and all of them, if that is more than its own.
    private var needs: [DataID: Need] = [:]
    private let program: Program
    private let jobs: Int

    struct Need: Hashable {
        var size: UInt32
        /// In bytes.
        var alignment: UInt32
    }

    private enum Kind: UInt8 {
        /// Not merged.
        case none
        /// Refers to no other item.
        case independent
        case other
    }

    /// So many items are looked at in one go.
    private static let chunk = 8192
    /// The hash of an item that is in another group.
    private static let absent: UInt64 = 0

    /// - Parameter jobs: how many threads may work.
    init(_ program: Program, _ live: LiveSet, jobs: Int) {
        self.program = program
        self.jobs = jobs
        representatives = (0..<program.data.count).map(DataID.init)
        let merger = self
        let kinds: [Kind] = perItem { merger.kind(of: $0, isLive: live.data[$0.offset]) }
        mergeGroup(hashes { kinds[$0.offset] == .independent })
        let second = hashes { id in kinds[id.offset] == .other && merger.program.relocationRange(of: id).allSatisfy { word in
            guard case .data(let target, _) = merger.program.relocations[word].target else { return true }
            return target == id || kinds[target.offset] != .other
        } }
        mergeGroup(second)
        mergeRest { kinds[$0.offset] == .other && second[$0.offset] == Self.absent }
    }

    /// Something for every item.
    private func perItem<Value: Sendable>(_ value: @escaping @Sendable (DataID) -> Value) -> [Value] {
        let parts = chunks(of: program.data.count, length: Self.chunk)
        return parallelArray(parts: parts.map(\.count), jobs: jobs) { part, values in
            for (place, id) in parts[part].enumerated() { values.initializeElement(at: place, to: value(DataID(id))) }
        }
    }

    private func kind(of id: DataID, isLive: Bool) -> Kind {
        guard isLive, program.data[id].isMergeable else { return .none }
        for word in program.relocationRange(of: id) {
            if case .data(let target, _) = program.relocations[word].target, target != id { return .other }
        }
        return .independent
    }

    /// The hashes of the items of a group.
    private func hashes(_ isMember: @escaping @Sendable (DataID) -> Bool) -> [UInt64] {
        let merger = self
        return perItem { isMember($0) ? max(merger.hash(of: $0), Self.absent + 1) : Self.absent }
    }

    private mutating func mergeGroup(_ hashes: [UInt64]) {
        let merger = self
        let share = UInt64(max(jobs, 1))
        let found = parallelMap(Array(0..<share), jobs: jobs) { rest in merger.equalItems(hashes) { $0 >> 24 % share == rest } }
        for (id, first) in found.joined() { merge(id, into: first) }
    }

    /// Of the items whose hashes are to be looked at, those that are equal to an earlier one, and the first such.
    private func equalItems(_ hashes: [UInt64], _ isWanted: (UInt64) -> Bool) -> [(DataID, DataID)] {
        var known = HashIndex(capacity: hashes.reduce(0) { $1 != Self.absent && isWanted($1) ? $0 + 1 : $0 })
        var found: [(DataID, DataID)] = []
        for (index, hash) in hashes.enumerated() where hash != Self.absent && isWanted(hash) {
            let id = DataID(index)
            let first = known.find(hash, or: id) { isEqual($0, id) }
            if first != id { found.append((id, first)) }
        }
        return found
    }

    /// Merges items one after another, since some depend on others.
    private mutating func mergeRest(_ isMember: (DataID) -> Bool) {
        let rest = program.data.indices.filter(isMember)
        var known = HashIndex(capacity: rest.count)
        for id in rest {
            let first = known.find(hash(of: id), or: id) { isEqual($0, id) }
            if first != id { merge(id, into: first) }
        }
    }

    private mutating func merge(_ id: DataID, into first: DataID) {
        representatives[id.offset] = first
        let (item, need) = (program.data[id], need(of: first))
        guard item.size > need.size || item.alignment > need.alignment else { return }
        needs[first] = Need(size: max(need.size, item.size), alignment: max(need.alignment, item.alignment))
    }

    /// Enough for an item and all that it stands for.
    func need(of id: DataID) -> Need {
        if !needs.isEmpty, let need = needs[id] { return need }
        return Need(size: program.data[id].size, alignment: program.data[id].alignment)
    }

    /// What a reference of the item `owner` leads to after merging of the items before. An item's reference to itself is the same for all items.
    private func merged(_ target: DataRelocation.Target, of owner: DataID) -> DataRelocation.Target {
        guard case .data(let other, let addend) = target else { return target }
        if other == owner { return .data(DataID(0xFFFF_FFFF), addend: addend) }
        return .data(other < owner ? representatives[other.offset] : other, addend: addend)
    }

    private func hash(of id: DataID) -> UInt64 {
        let content = program.contentHash(of: id)
        let words = program.relocationRange(of: id)
        if words.isEmpty { return content }
        var hash = QuickHash(seed: content)
        for index in words {
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
        let haveSameBytes = program.withBytes(of: first) { first in
            program.withBytes(of: second) { ContentHash.isEqual(first, $0) }
        }
        return haveSameBytes && zip(left, right).allSatisfy {
            let (one, other) = (program.relocations[$0], program.relocations[$1])
            return one.offset == other.offset && merged(one.target, of: first) == merged(other.target, of: second)
        }
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
