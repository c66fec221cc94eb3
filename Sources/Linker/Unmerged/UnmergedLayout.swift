import RuntimeABI

/// Where the static data and the table elements of the objects, and of the namespace objects, lie in the memory and the table that
/// they share. Places count from the room that the runtime leaves until `place` says where that is.
struct UnmergedLayout: Sendable {
    /// By file.
    private(set) var memoryBases: [UInt32] = []
    private(set) var tableBases: [UInt32] = []
    /// By index in `Program.synthetic` and in `Program.getters`.
    private(set) var syntheticAddresses: [UInt32] = []
    private(set) var getterSlots: [UInt32] = []
    /// What all of it takes.
    private(set) var room = Layout.Reservation(alignment: UInt64(ObjectLayout.alignment))

    init(_ program: Program) {
        for file in program.files {
            let items = file.link.data.heads
            let alignment = items.map(\.alignment).max() ?? 1
            let size = items.last.map { UInt64($0.offset) + UInt64($0.size) } ?? 0
            memoryBases.append(reserve(size, max(alignment, ObjectLayout.alignment)))
            tableBases.append(reserveSlots(file.elements.count))
        }
        for item in program.synthetic { syntheticAddresses.append(reserve(UInt64(max(item.bytes.count, 1)), ObjectLayout.alignment)) }
        for _ in program.getters { getterSlots.append(reserveSlots(1)) }
    }

    private mutating func reserve(_ size: UInt64, _ alignment: UInt32) -> UInt32 {
        let alignment = UInt64(alignment)
        let start = (room.size + alignment - 1) & ~(alignment - 1)
        room.size = start + size
        room.alignment = max(room.alignment, alignment)
        return UInt32(clamping: start)
    }

    private mutating func reserveSlots(_ count: Int) -> UInt32 {
        let start = UInt32(clamping: room.slots)
        room.slots += UInt64(count)
        return start
    }

    /// Moves everything to the room that the runtime's own layout has reserved.
    mutating func place(in layout: Layout) {
        memoryBases = memoryBases.map { $0 &+ layout.reservedBase }
        syntheticAddresses = syntheticAddresses.map { $0 &+ layout.reservedBase }
        tableBases = tableBases.map { $0 &+ layout.reservedSlot }
        getterSlots = getterSlots.map { $0 &+ layout.reservedSlot }
    }

    /// The address of a data item of an object or of the linker.
    func address(of id: DataID, _ program: Program) -> UInt32 {
        switch program.data[id].origin {
        case .object(let file, let item): memoryBases[file] &+ program.files[file].link.data[item].offset
        case .synthetic(let index): syntheticAddresses[index]
        // Neither objects nor namespace objects refer to data of the runtime.
        case .runtime: 0
        }
    }
}
