import Basics

/// Finds live data items of equal content that may share one place: texts and error records that several modules contain.
///
/// Items are compared as if followed by zeros without end, since what an item has beyond its content is padding. References count as equal when
/// they lead to the same place after merging; so records that refer to equal texts are equal, provided the texts come first, as they do
/// in objects. Time is linear in the size of the items.
struct DataMerger {
    /// The item that stands for each item; itself if there is no other.
    private(set) var representatives: [DataID]
    /// For items that stand for others: enough size and alignment for all of them.
    private(set) var needs: [DataID: (size: UInt32, alignment: UInt32)] = [:]

    private struct Content: Hashable {
        var bytes: ArraySlice<UInt8>
        var relocations: [DataRelocation]
    }

    init(_ program: Program, _ live: LiveSet) {
        representatives = program.data.indices.map { $0 }
        var known: [Content: DataID] = [:]
        for id in program.data.indices where live.data[id.offset] && program.data[id].isMergeable {
            let item = program.data[id]
            let content = content(of: id, program)
            guard let first = known[content] else {
                known[content] = id
                continue
            }
            representatives[id.offset] = first
            let need = needs[first] ?? (program.data[first].size, program.data[first].alignment)
            needs[first] = (max(need.size, item.size), max(need.alignment, item.alignment))
        }
    }

    private func content(of id: DataID, _ program: Program) -> Content {
        var bytes = program.bytes(of: id)
        while bytes.last == 0 { bytes.removeLast() }
        let relocations = program.relocations(of: id).map { relocation in
            guard case .data(let target, let addend) = relocation.target else { return relocation }
            // An item's reference to itself is the same for all items.
            let representative = target == id ? DataID(0xFFFF_FFFF) : representatives[target.offset]
            return DataRelocation(offset: relocation.offset, target: .data(representative, addend: addend))
        }
        return Content(bytes: bytes, relocations: relocations)
    }
}
