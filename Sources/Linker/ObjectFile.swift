import Basics
import Diagnostics
import ModuleSystem
import RuntimeABI
import Synchronization
import WasmFormat

/// An object, split into its parts. It is shared, not copied, by all that look at it.
final class ObjectFile: Sendable {
    /// What messages call the file.
    let name: String
    let module: WasmModule
    let interface: ModuleInterface
    let link: LinkSection
    let interfaceHash: String
    /// Type indices of all functions, imported ones first.
    let functionTypes: [UInt32]
    /// Types of all globals, imported ones first.
    let globalTypes: [GlobalType]
    /// Positions in `module.imports` of the imported functions, and of the imported globals.
    let functionImports: [Int]
    let globalImports: [Int]
    /// Position in `module.exports` by name.
    let exports: [String: Int]
    /// Where the exports that the interface re-exports come from.
    let origins: [String: ExportOrigin]
    /// The bytes of the static data in the module's input; data beyond is zero.
    let data: Range<Int>
    /// By data item; see `ContentHash`.
    let contentHashes: [UInt64]
    /// The functions in the object's part of the table, in order.
    let elements: [UInt32]
    /// For every imported global the place in the static data whose address it is; `nil` for others.
    let importedData: [DataPlace?]
    /// Where its code refers to something.
    let scan: ScanCode.Scan
    private let knownPlaces = Mutex<[ExportOrigin: Place]?>(nil)

    init(
        name: String, module: WasmModule, interface: ModuleInterface, interfaceHash: String, link: LinkSection,
        origins: [String: ExportOrigin], data: Range<Int>, elements: [UInt32], scan: ScanCode.Scan
    ) {
        self.scan = scan
        self.name = name
        self.module = module
        self.interface = interface
        self.link = link
        self.origins = origins
        self.data = data
        contentHashes = Self.contentHashes(module, data, link.data.heads)
        self.elements = elements
        self.interfaceHash = interfaceHash
        let imports = ObjectImports(module, interface.module, link)
        functionTypes = imports.functionTypes + module.functions
        globalTypes = imports.globalTypes + module.globals.lazy.map(\.type)
        functionImports = imports.functions
        globalImports = imports.globals
        importedData = imports.data
        usesCStack = imports.usesCStack
        needs = imports.needs
        exports = module.exportPositions
    }

    /// The declared dependencies, then whatever else the object refers to, each once.
    let needs: [ModuleID]
    /// The object imports the stack of C code.
    let usesCStack: Bool

    /// A place in the object's static data.
    struct DataPlace: Hashable, Sendable {
        /// Position in `link.data`.
        var item: UInt32
        /// Distance from the start of the item, in bytes.
        var addend: UInt32
    }

    /// A place in the object's source.
    struct Place: Hashable, Sendable {
        var span: SourceSpan
        var position: SourcePosition?
    }

    var id: ModuleID { interface.module }
    var path: String { interface.sourcePath }

    /// The type of a function.
    func type(of function: Int) -> FunctionType { module.types[Int(functionTypes[function])] }

    /// The item that contains the byte at `offset` of the static data.
    func place(of offset: UInt32) -> DataPlace? { Self.place(of: offset, in: link.data.heads) }

    static func place(of offset: UInt32, in items: [LinkDataItems.Head]) -> DataPlace? {
        var low = 0
        var high = items.count
        while low < high {
            let middle = (low + high) / 2
            if items[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 0, offset - items[low - 1].offset < max(items[low - 1].size, 1) else { return nil }
        return DataPlace(item: UInt32(low - 1), addend: offset - items[low - 1].offset)
    }

    /// The bytes of the item at a position in `link.data`, in the module's input; if there are fewer than its size, the rest is zero.
    func dataRange(of item: Int) -> Range<Int> { Self.range(of: link.data.heads[item], in: data) }

    @inline(__always)
    private static func range(of item: LinkDataItems.Head, in data: Range<Int>) -> Range<Int> {
        let start = min(data.lowerBound + Int(item.offset), data.upperBound)
        return start..<min(start + Int(item.size), data.upperBound)
    }

    /// Found when the object is read, while its bytes are in the processor's cache.
    private static func contentHashes(_ module: WasmModule, _ data: Range<Int>, _ items: [LinkDataItems.Head]) -> [UInt64] {
        module.bytes.withUnsafeBufferPointer { bytes in
            items.map { ContentHash.hash(UnsafeBufferPointer(rebasing: bytes[range(of: $0, in: data)])) }
        }
    }

    /// Where a name that the interface re-exports comes from; a closure's name keeps its prefix.
    func origin(of name: String) -> ExportOrigin? {
        let prefix = ReservedNames.closurePrefix
        let isClosure = name.hasPrefix(prefix)
        guard let origin = origins[isClosure ? String(name.dropFirst(prefix.count)) : name] else { return nil }
        return isClosure ? ExportOrigin(module: origin.module, name: prefix + origin.name) : origin
    }

    /// Where the source imports names, and modules (under the empty name). Made when the first message needs it.
    var places: [ExportOrigin: Place] {
        knownPlaces.withLock { known in
            let result = known ?? findPlaces()
            known = result
            return result
        }
    }

    private func findPlaces() -> [ExportOrigin: Place] {
        var result: [ExportOrigin: Place] = [:]
        for item in link.imports where result[ExportOrigin(module: item.module, name: item.name)] == nil {
            result[ExportOrigin(module: item.module, name: item.name)] = Place(span: item.span, position: item.position)
        }
        for dependency in link.dependencies where dependency.span != .none {
            result[ExportOrigin(module: dependency.module, name: "")] = Place(span: dependency.span, position: dependency.position)
        }
        return result
    }

    /// Where the source imports a name of another module, for messages.
    func label(importing name: String, of module: ModuleID, _ text: String) -> DiagnosticLabel? {
        let places = places
        let place = places[ExportOrigin(module: module, name: name)] ?? places[ExportOrigin(module: module, name: "")]
        return place.map { label($0, text) }
    }

    func label(_ place: Place, _ text: String) -> DiagnosticLabel {
        DiagnosticLabel(path: path, span: place.span, text: text, position: place.position)
    }

    /// Where the source imports a module, for messages.
    func label(importing module: ModuleID, _ text: String) -> DiagnosticLabel? { label(importing: "", of: module, text) }
}

/// The runtime library, split into its parts.
final class RuntimeFile: Sendable {
    let module: WasmModule
    let linking: LinkingSection
    let functionTypes: [UInt32]
    /// Relocations of code and of data, ascending by offset.
    let codeRelocations: [Relocation]
    let dataRelocations: [Relocation]
    /// Offsets of the contents of the two sections in the input.
    let codeStart: Int
    let dataStart: Int
    /// The ranges in `codeRelocations` of each body, and in `dataRelocations` of each segment.
    let bodyRelocations: [Range<Int>]
    let segmentRelocations: [Range<Int>]

    init(_ module: WasmModule, _ linking: LinkingSection, codeRelocations: [Relocation], dataRelocations: [Relocation]) throws(WasmError) {
        self.module = module
        self.linking = linking
        functionTypes = module.functionTypeIndices
        self.codeRelocations = codeRelocations
        self.dataRelocations = dataRelocations
        codeStart = module.codeSection?.lowerBound ?? 0
        dataStart = module.sections.first { $0.id == .data }?.range.lowerBound ?? 0
        bodyRelocations = try Self.split(codeRelocations, over: module.bodies.map(\.range), base: codeStart)
        segmentRelocations = try Self.split(dataRelocations, over: module.data.map(\.range), base: dataStart)
    }

    /// What an object with relocations must have at least.
    var symbols: [LinkingSection.Symbol] { linking.symbols }

    /// For every range the relocations whose places lie in it. Both ascend.
    private static func split(_ relocations: [Relocation], over ranges: [Range<Int>], base: Int) throws(WasmError) -> [Range<Int>] {
        var result: [Range<Int>] = []
        result.reserveCapacity(ranges.count)
        var next = 0
        for range in ranges {
            let first = next
            while next < relocations.count, base + relocations[next].offset < range.upperBound {
                let place = base + relocations[next].offset
                guard place >= range.lowerBound, place + relocations[next].kind.width <= range.upperBound else {
                    throw WasmError(offset: place, "a relocation lies outside of code and data")
                }
                next += 1
            }
            result.append(first..<next)
        }
        guard next == relocations.count else { throw WasmError(offset: base, "a relocation lies outside of code and data") }
        return result
    }
}
