import ModuleSystem
import RuntimeABI
import WasmFormat

/// What the relocations of a foreign module mean in an object: items of static data, elements of the table, and the imported globals by which code
/// gets their addresses.
struct ForeignSymbols {
    /// An address as code can have it.
    struct Address: Hashable {
        /// An imported global.
        var global: UInt32
        /// What to add to it.
        var distance: Int32
    }

    private let foreign: ForeignModule
    /// The imported globals of the object, in order; those that the module itself imports come first.
    private(set) var globalImports: [Import] = []
    private(set) var items: [LinkDataItem] = []
    /// The content of the data segment.
    private(set) var data: [UInt8] = []
    /// Functions in the table, in order.
    private(set) var elements: [UInt32] = []
    /// How far defined globals move.
    private var addedGlobals: UInt32 = 0
    private var elementOf: [UInt32: UInt32] = [:]
    private var globalOf: [String: UInt32] = [:]

    /// More static data than any program has, so that offsets stay far from the end of their type.
    private static let mostData: UInt64 = 1 << 30

    init(_ foreign: ForeignModule) throws(ForeignProblem) {
        self.foreign = foreign
        for item in foreign.module.imports {
            guard case .global(let type) = item.kind else { continue }
            guard foreign.isRelocatable, item.name == ReservedNames.cStackPointer, type == GlobalType(.i32, isMutable: true) else {
                throw ForeignProblem(
                    ForeignCodes.unresolved, "imports the global `\(item.name)` of `\(item.module)`", notes: ["nothing provides it"],
                    help: item.name.hasPrefix("__") || item.module.hasPrefix("GOT") ? ["compile it without `-fPIC`"] : [])
            }
            globalImports.append(Import(ReservedNames.runtimeModule, ReservedNames.cStackPointer, item.kind))
        }
        try layOut()
        for relocation in foreign.codeRelocations { try addGlobal(relocation) }
        try relocateData()
        addBases()
        addedGlobals = UInt32(globalImports.count - foreign.module.importedGlobalCount)
    }

    /// The index in the object of a global of the module.
    func global(_ index: UInt32) -> UInt32 { Int(index) < foreign.module.importedGlobalCount ? index : index + addedGlobals }

    /// What the initializer of a global becomes.
    func initializer(_ expression: ConstantExpression) -> ConstantExpression {
        if case .global(let index) = expression { .global(global(index)) } else { expression }
    }

    // MARK: Data

    /// Places the segments one after another. A segment to whose end something points gets a byte more, so that the address lies in it.
    private mutating func layOut() throws(ForeignProblem) {
        guard let linking = foreign.linking else { return }
        let segments = foreign.module.data
        var sizes = segments.map { UInt64($0.range.count) }
        for relocation in foreign.codeRelocations + foreign.dataRelocations where relocation.kind.isMemoryAddress {
            let (segment, offset) = try target(relocation)
            if offset == Int64(segments[segment].range.count) { sizes[segment] = UInt64(segments[segment].range.count) + 1 }
        }
        var end: UInt64 = 0
        for (index, segment) in segments.enumerated() {
            if segment.mode == .passive { throw unsupported("it has a passive data segment") }
            let alignment = UInt64(1) << linking.segments[index].alignment
            let start = (end + alignment - 1) & ~(alignment - 1)
            end = start + sizes[index]
            guard end < Self.mostData else { throw unsupported("it has more than \(Self.mostData >> 20) MiB of static data") }
            items.append(
                LinkDataItem(
                    offset: UInt32(start), size: UInt32(sizes[index]), alignment: UInt32(alignment), name: Self.name(linking.segments[index].name)))
            data.append(contentsOf: repeatElement(0, count: Int(start) - data.count))
            data.append(contentsOf: foreign.module.bytes[segment.range])
        }
    }

    private static func name(_ segment: String) -> String {
        for prefix in [".rodata.", ".data.", ".bss."] where segment.hasPrefix(prefix) { return String(segment.dropFirst(prefix.count)) }
        return segment
    }

    private mutating func relocateData() throws(ForeignProblem) {
        guard let dataStart = foreign.module.sections.first(where: { $0.id == .data })?.range.lowerBound else { return }
        var segment = 0
        for relocation in foreign.dataRelocations {
            let place = dataStart + relocation.offset
            while segment < items.count, place >= foreign.module.data[segment].range.upperBound { segment += 1 }
            guard segment < items.count, foreign.module.data[segment].range.contains(place),
                place + relocation.kind.width <= foreign.module.data[segment].range.upperBound
            else { throw unsupported("a relocation at offset \(place) lies outside of the data") }
            let offset = UInt32(place - foreign.module.data[segment].range.lowerBound)
            items[segment].relocations.append(LinkRelocation(offset: offset, target: try dataTarget(relocation)))
            let word = Int(items[segment].offset + offset)
            for byte in word..<word + 4 { data[byte] = 0 }
        }
    }

    private mutating func dataTarget(_ relocation: Relocation) throws(ForeignProblem) -> LinkRelocation.Target {
        switch relocation.kind {
        case .tableIndexI32: return .table(try element(relocation))
        case .memoryAddressI32:
            let (segment, offset) = try target(relocation)
            guard offset >= 0, offset <= Int64(foreign.module.data[segment].range.count) else {
                throw unsupported("static data points \(offset) bytes from the start of `\(items[segment].name)`, outside of it")
            }
            return .data(items[segment].offset + UInt32(offset))
        default: throw unsupported("a relocation of type \(relocation.kind.rawValue) stands in static data")
        }
    }

    // MARK: Addresses

    /// The segment that an address lies in, or is counted from, and the distance from its start.
    private func target(_ relocation: Relocation) throws(ForeignProblem) -> (segment: Int, offset: Int64) {
        guard let linking = foreign.linking, case .data(let place) = linking.symbols[Int(relocation.index)].kind else {
            throw unsupported("the address of something that is no data is taken")
        }
        guard let place else {
            let name = linking.symbols[Int(relocation.index)].name
            throw ForeignProblem(
                ForeignCodes.unresolved, "uses the variable `\(name)`, which it does not define",
                help: ["join it with the object that defines it: `wasm-ld -r a.o b.o -o all.o`"])
        }
        return (Int(place.segment), Int64(place.offset) + Int64(relocation.addend))
    }

    private mutating func addGlobal(_ relocation: Relocation) throws(ForeignProblem) {
        switch relocation.kind {
        case .tableIndexSLEB: addGlobal(ReservedNames.tableModule, String(try element(relocation)))
        case .memoryAddressLEB, .memoryAddressSLEB: addGlobal(ReservedNames.dataModule, String(try base(relocation).offset))
        default: throw unsupported("a relocation of type \(relocation.kind.rawValue) stands in code")
        }
    }

    private mutating func addGlobal(_ module: String, _ name: String) {
        guard globalOf[module + " " + name] == nil else { return }
        globalOf[module + " " + name] = UInt32(globalImports.count)
        globalImports.append(Import(module, name, .global(GlobalType(.i32))))
    }

    private mutating func addBases() {
        if !items.isEmpty { addGlobal(ReservedNames.baseModule, ReservedNames.baseMemory) }
        if !elements.isEmpty { addGlobal(ReservedNames.baseModule, ReservedNames.baseTable) }
    }

    /// The offset in the object's data of an address in an item, and what is left to reach the one that is meant.
    private func base(_ relocation: Relocation) throws(ForeignProblem) -> (offset: UInt32, distance: Int32) {
        let (segment, offset) = try target(relocation)
        let item = items[segment]
        if offset >= 0, offset < Int64(item.size) || item.size == 0 && offset == 0 { return (item.offset + UInt32(offset), 0) }
        return (item.offset, Int32(truncatingIfNeeded: offset))
    }

    /// The address that a relocation in code means.
    func address(_ relocation: Relocation) throws(ForeignProblem) -> Address {
        let (offset, distance) = try base(relocation)
        return Address(global: globalOf["\(ReservedNames.dataModule) \(offset)"] ?? 0, distance: distance)
    }

    /// The global with the place in the table of the function that a relocation in code means.
    func slot(_ relocation: Relocation) throws(ForeignProblem) -> UInt32 {
        guard let element = elementOf[try function(relocation)] else { return 0 }
        return globalOf["\(ReservedNames.tableModule) \(element)"] ?? 0
    }

    /// The base of data or table.
    func base(_ name: String) -> UInt32 { globalOf["\(ReservedNames.baseModule) \(name)"] ?? 0 }

    private func function(_ relocation: Relocation) throws(ForeignProblem) -> UInt32 {
        guard let linking = foreign.linking, case .function(let index) = linking.symbols[Int(relocation.index)].kind else {
            throw unsupported("the place in the table of something that is no function is taken")
        }
        return index
    }

    private mutating func element(_ relocation: Relocation) throws(ForeignProblem) -> UInt32 {
        let function = try function(relocation)
        if let known = elementOf[function] { return known }
        let element = UInt32(elements.count)
        elementOf[function] = element
        elements.append(function)
        return element
    }

    private func unsupported(_ note: String) -> ForeignProblem {
        ForeignProblem(ForeignCodes.unsupported, "was compiled in a way that cannot be linked", notes: [note])
    }
}

extension Relocation.Kind {
    fileprivate var isMemoryAddress: Bool { self == .memoryAddressLEB || self == .memoryAddressSLEB || self == .memoryAddressI32 }
}
