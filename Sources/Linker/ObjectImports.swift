import ModuleSystem
import RuntimeABI
import WasmFormat

/// What the imports of an object say, found in one pass over them when the object is read.
struct ObjectImports {
    // As in `ObjectFile`.
    private(set) var functionTypes: [UInt32] = []
    private(set) var globalTypes: [GlobalType] = []
    private(set) var functions: [Int] = []
    private(set) var globals: [Int] = []
    private(set) var data: [ObjectFile.DataPlace?] = []
    private(set) var usesCStack = false
    private(set) var needs: [ModuleID] = []

    /// What the last import was imported from; mostly the next one is too.
    private var last = (name: "", isReserved: true, isData: false)
    private let id: ModuleID

    init(_ module: WasmModule, _ id: ModuleID, _ link: LinkSection) {
        self.id = id
        functionTypes.reserveCapacity(module.functionCount)
        globalTypes.reserveCapacity(module.globalCount)
        functions.reserveCapacity(module.importedFunctionCount)
        globals.reserveCapacity(module.importedGlobalCount)
        data.reserveCapacity(module.importedGlobalCount)
        for dependency in link.dependencies { need(dependency.module) }
        for (position, item) in module.imports.enumerated() { add(item, position, link.data.heads) }
        for module in link.namespaceRequests { need(module) }
        if needs.count > Self.few { removeDuplicates() }
    }

    private mutating func add(_ item: Import, _ position: Int, _ items: [LinkDataItems.Head]) {
        if item.module != last.name {
            last = (item.module, OrderInitializers.isReserved(item.module), item.module == ReservedNames.dataModule)
            if !last.isReserved { need(ModuleID(item.module)) }
        }
        switch item.kind {
        case .function(let type):
            functionTypes.append(type)
            functions.append(position)
        case .global(let type):
            globalTypes.append(type)
            globals.append(position)
            let isPlace = last.isData && type == GlobalType(.i32)
            data.append(isPlace ? Self.number(item.name).flatMap { ObjectFile.place(of: $0, in: items) } : nil)
            if item.name == ReservedNames.cStackPointer, item.module == ReservedNames.runtimeModule { usesCStack = true }
        case .table, .memory: break
        }
    }

    /// So many modules are compared one by one.
    private static let few = 8

    private mutating func need(_ module: ModuleID) {
        if module == id || needs.count <= Self.few && needs.contains(module) { return }
        needs.append(module)
    }

    private mutating func removeDuplicates() {
        var seen: Set<ModuleID> = []
        needs.removeAll { !seen.insert($0).inserted }
    }

    /// A decimal number as langc writes it, and in whatever other way `UInt32` reads it.
    private static func number(_ text: String) -> UInt32? {
        var value: UInt32 = 0
        let utf8 = text.utf8
        guard !utf8.isEmpty, utf8.count <= 9 else { return UInt32(text) }
        for byte in utf8 {
            guard byte >= 0x30, byte <= 0x39 else { return UInt32(text) }
            value = value * 10 + UInt32(byte - 0x30)
        }
        return value
    }
}
