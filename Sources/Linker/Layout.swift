import Basics
import Diagnostics
import RuntimeABI
import WasmFormat

/// Where everything that is live goes: the result of step 7.
struct Layout: Sendable {
    /// What the number of something is that does not exist in the result.
    static let none = UInt32.max

    // Addresses and numbers by id.
    var dataAddresses: [UInt32]
    var slots: [UInt32]
    var functionIndices: [UInt32]
    var globalIndices: [UInt32]
    /// Live items with content in order of their addresses, then those that are all zero.
    var storedData: [DataID] = []
    var zeroData: [DataID] = []
    /// Live functions in order of their index, imported ones first.
    var importedFunctions: [FunctionID] = []
    var definedFunctions: [FunctionID] = []
    var globals: [GlobalID] = []
    /// The functions in the table, from slot 1; slot 0 stays empty, since 0 is no function to the runtime.
    var tableFunctions: [FunctionID] = []

    /// The end of the data with content.
    var dataEnd: UInt32 = ControlBlock.staticDataBase
    var shadowStackBase: UInt32 = 0
    /// The C stack grows downwards from here.
    var cStackTop: UInt32 = 0
    var heapBase: UInt32 = 0
    /// Pages of 64 KiB.
    var memoryPages: UInt32 = 1

    /// For every data item the one in whose place it is.
    private(set) var representatives: [DataID] = []
    /// The length of the table.
    var tableSize: UInt32 = 1
    /// Where the reserved room begins in memory and in the table.
    var reservedBase: UInt32 = 0
    var reservedSlot: UInt32 = 1

    /// Room after the result's own static data and table elements, for those of objects that share memory and table.
    struct Reservation: Hashable, Sendable {
        /// In bytes.
        var size: UInt64 = 0
        var alignment: UInt64 = 1
        /// Table elements.
        var slots: UInt64 = 0
    }

    /// Bytes for the stack of the runtime's own functions, which do not recurse deeply.
    static let cStackSize: UInt64 = 65_536
    /// The same where foreign code uses it, about which nothing is known. Zeros cost no bytes in the file.
    static let foreignStackSize: UInt64 = 1 << 20

    /// - Parameters:
    ///   - folding: for every function the one that stands for it; `nil` if each stands for itself.
    ///   - jobs: how many threads may work.
    static func lay(
        out program: Program, _ live: LiveSet, folding: [FunctionID]? = nil, reserving room: Reservation = Reservation(), jobs: Int,
        _ sink: inout DiagnosticSink
    ) -> Layout {
        var layout = Layout(program)
        layout.placeData(program, live, room, jobs, &sink)
        layout.placeTable(program, live, folding, room)
        layout.number(program, live, folding)
        return layout
    }

    private init(_ program: Program) {
        dataAddresses = [UInt32](repeating: Self.none, count: program.data.count)
        slots = [UInt32](repeating: Self.none, count: program.functions.count)
        functionIndices = slots
        globalIndices = [UInt32](repeating: Self.none, count: program.globals.count)
    }

    func address(_ address: LayoutAddress) -> UInt32 {
        switch address {
        case .shadowStackBase: shadowStackBase
        case .heapBase: heapBase
        }
    }

    // MARK: Memory

    private mutating func placeData(_ program: Program, _ live: LiveSet, _ room: Reservation, _ jobs: Int, _ sink: inout DiagnosticSink) {
        let merger = DataMerger(program, live, jobs: jobs)
        for id in program.data.indices where live.data[id.offset] && merger.representatives[id.offset] == id {
            if Self.isZero(id, program) { zeroData.append(id) } else { storedData.append(id) }
        }
        var end = UInt64(ControlBlock.staticDataBase)
        for id in storedData { place(id, program, merger, &end) }
        dataEnd = UInt32(clamping: end)
        for id in zeroData { place(id, program, merger, &end) }
        for id in program.data.indices where live.data[id.offset] {
            dataAddresses[id.offset] = dataAddresses[merger.representatives[id.offset].offset]
        }
        representatives = merger.representatives
        end = Self.aligned(end, to: room.alignment)
        reservedBase = UInt32(clamping: end)
        end = Self.aligned(end + room.size, to: 16)
        shadowStackBase = UInt32(clamping: end)
        let isCollecting = program.markRoots.map { live.functions[$0.offset] } ?? false
        if live.globals[program.shadowStackPointer.offset] || isCollecting {
            end += UInt64(CallDepth.shadowStackSize)
        }
        if live.globals[program.cStackPointer.offset] {
            end = Self.aligned(end + (program.hasForeignStack ? Self.foreignStackSize : Self.cStackSize), to: 16)
        }
        cStackTop = UInt32(clamping: end)
        heapBase = UInt32(clamping: Self.aligned(end, to: 16))
        let pages = (end + 65_535) / 65_536
        if pages > 65_535 {
            sink.report(LinkerCodes.tooLarge, "the static data of the program does not fit into memory", notes: ["it takes \(end) bytes"])
        }
        memoryPages = UInt32(clamping: max(pages, 1))
    }

    private mutating func place(_ id: DataID, _ program: Program, _ merger: DataMerger, _ end: inout UInt64) {
        let need = merger.need(of: id)
        end = Self.aligned(end, to: UInt64(need.alignment))
        dataAddresses[id.offset] = UInt32(clamping: end)
        end += UInt64(need.size)
    }

    private static func aligned(_ address: UInt64, to alignment: UInt64) -> UInt64 { (address + alignment - 1) & ~(alignment - 1) }

    /// Memory starts as zeros, so such an item needs no bytes in the result.
    private static func isZero(_ id: DataID, _ program: Program) -> Bool {
        program.relocationRange(of: id).isEmpty && program.contentHash(of: id) == ContentHash.zero
    }

    // MARK: Numbers

    private mutating func placeTable(_ program: Program, _ live: LiveSet, _ folding: [FunctionID]?, _ room: Reservation) {
        for id in program.functions.indices where live.slots[id.offset] {
            let function = folding?[id.offset] ?? id
            if slots[function.offset] == Self.none {
                slots[function.offset] = UInt32(tableFunctions.count + 1)
                tableFunctions.append(function)
            }
            slots[id.offset] = slots[function.offset]
        }
        reservedSlot = UInt32(tableFunctions.count + 1)
        tableSize = UInt32(clamping: UInt64(reservedSlot) + room.slots)
    }

    private mutating func number(_ program: Program, _ live: LiveSet, _ folding: [FunctionID]?) {
        for id in program.functions.indices where live.functions[id.offset] && (folding?[id.offset] ?? id) == id {
            if case .host = program.functions[id].origin { importedFunctions.append(id) } else { definedFunctions.append(id) }
        }
        for (index, id) in (importedFunctions + definedFunctions).enumerated() { functionIndices[id.offset] = UInt32(index) }
        if let folding {
            for id in program.functions.indices { functionIndices[id.offset] = functionIndices[folding[id.offset].offset] }
        }
        for id in program.globals.indices where live.globals[id.offset] && !live.constants[id.offset] {
            globalIndices[id.offset] = UInt32(globals.count)
            globals.append(id)
        }
    }
}
