import Basics
import Diagnostics
import ModuleSystem
import RuntimeABI
import WasmFormat

/// Builds an object by hand, as code generation would write it.
struct TestObject {
    var id: ModuleID
    var exports: [InterfaceExport] = []
    var hasEffects = true
    var dependencies: [LinkDependency] = []
    var linkImports: [LinkImport] = []
    var items: [LinkDataItem] = []
    var data: [UInt8] = []
    var namespaces: [ModuleID] = []
    var format = LinkSection.currentFormat
    var abi = RuntimeABIVersion.current
    var positions: CodePositions?
    var names: [NameSection.Entry] = []

    private var types: [FunctionType] = []
    private var imports: [Import] = []
    private var functions: [(type: UInt32, body: [UInt8])] = []
    private var globals: [Global] = []
    private var wasmExports: [Export] = []
    private var elements: [UInt32] = []

    init(_ id: String) { self.id = ModuleID(id) }

    var functionImportCount: Int { imports.count { $0.kind.external == .function } }
    var globalImportCount: Int { imports.count { $0.kind.external == .global } }

    mutating func type(_ type: FunctionType) -> UInt32 {
        if let index = types.firstIndex(of: type) { return UInt32(index) }
        types.append(type)
        return UInt32(types.count - 1)
    }

    /// Imports come before definitions, as in a wasm module.
    mutating func importFunction(_ module: String, _ name: String, _ type: FunctionType = FunctionType()) -> UInt32 {
        imports.append(Import(module, name, .function(self.type(type))))
        return UInt32(functionImportCount - 1)
    }

    mutating func importGlobal(_ module: String, _ name: String, _ type: GlobalType = GlobalType(.i32)) -> UInt32 {
        imports.append(Import(module, name, .global(type)))
        return UInt32(globalImportCount - 1)
    }

    /// The address of static data.
    mutating func address(_ offset: UInt32) -> UInt32 { importGlobal(ReservedNames.dataModule, String(offset)) }

    mutating func importMemory() { imports.append(Import(ReservedNames.runtimeModule, ReservedNames.memory, .memory(Limits(1)))) }
    mutating func importTable() { imports.append(Import(ReservedNames.runtimeModule, ReservedNames.table, .table(TableType(Limits(0))))) }

    @discardableResult
    mutating func function(
        _ type: FunctionType = FunctionType(), export: String? = nil, locals: [LocalGroup] = [], _ body: (inout FunctionBodyWriter) -> Void
    ) -> UInt32 {
        var writer = FunctionBodyWriter(locals: locals)
        body(&writer)
        writer.append(.end)
        functions.append((self.type(type), writer.bytes))
        let index = UInt32(functionImportCount + functions.count - 1)
        if let export { wasmExports.append(Export(export, .function, index)) }
        return index
    }

    @discardableResult
    mutating func global(_ type: GlobalType, _ initial: ConstantExpression, export: String? = nil) -> UInt32 {
        globals.append(Global(type, initial))
        let index = UInt32(globalImportCount + globals.count - 1)
        if let export { wasmExports.append(Export(export, .global, index)) }
        return index
    }

    mutating func export(_ name: String, _ kind: ExternalKind, _ index: UInt32) { wasmExports.append(Export(name, kind, index)) }
    mutating func element(_ function: UInt32) { elements.append(function) }

    /// A function in the interface; spans are those of a source that could have been.
    mutating func declare(function name: String, _ signature: MachineSignature = MachineSignature(parameters: [], result: nil)) {
        exports.append(InterfaceExport(name: name, kind: .function(signature), type: .dynamic, span: SourceSpan(1, 4)))
    }

    mutating func declare(variable name: String, _ type: MachineValueType) {
        exports.append(InterfaceExport(name: name, kind: .variable(type, isMutable: true), type: .dynamic, span: SourceSpan(5, 8)))
    }

    mutating func depends(on other: TestObject, specifier: String = "./other") {
        dependencies.append(LinkDependency(module: other.id, interfaceHash: other.interface.interfaceHash, span: SourceSpan(10, 20), position: SourcePosition(line: 2, column: 1), specifier: specifier))
    }

    mutating func importing(_ name: String, of module: ModuleID, at start: Int) {
        linkImports.append(
            LinkImport(module: module, name: name, alias: name, span: SourceSpan(start, start + 3), position: SourcePosition(line: 1, column: start + 1)))
    }

    /// Adds static data and gives its offset.
    mutating func item(_ bytes: [UInt8], alignment: UInt32 = 4, relocations: [LinkRelocation] = [], name: String = "", isMergeable: Bool = false) -> UInt32 {
        while data.count % Int(alignment) != 0 {
            data.append(0)
            if !items.isEmpty { items[items.count - 1].size += 1 }
        }
        let offset = UInt32(data.count)
        data += bytes
        items.append(LinkDataItem(offset: offset, size: UInt32(bytes.count), alignment: alignment, relocations: relocations, name: name, isMergeable: isMergeable))
        return offset
    }

    var interface: ModuleInterface {
        ModuleInterface(
            module: id, language: "Test", sourcePath: id.text, exports: exports.sorted { $0.name < $1.name }, initializerHasEffects: hasEffects)
    }

    /// The object. Bases are imported last, so that indices given out before stay right only if nothing was defined yet: so tests import first.
    func bytes() -> [UInt8] {
        var object = self
        var writer = WasmModuleWriter()
        let shift = UInt32(object.globalImportCount)
        var bases: [Import] = []
        if !data.isEmpty { bases.append(Import(ReservedNames.baseModule, ReservedNames.baseMemory, .global(GlobalType(.i32)))) }
        if !elements.isEmpty { bases.append(Import(ReservedNames.baseModule, ReservedNames.baseTable, .global(GlobalType(.i32)))) }
        precondition(bases.isEmpty || globals.isEmpty, "defined globals would move")
        object.imports += bases
        writer.custom(DylinkSection.name, DylinkSection(memorySize: UInt32(data.count), tableSize: UInt32(elements.count)).encoded())
        writer.types(object.types)
        writer.imports(object.imports)
        writer.functions(functions.map(\.type))
        writer.globals(globals)
        writer.exports(wasmExports)
        if !elements.isEmpty {
            writer.elements([ElementSegment(.active(0, .global(shift + (data.isEmpty ? 0 : 1))), items: elements.map { .function($0) })])
        }
        var code = ByteWriter()
        for function in functions { code.append(lengthPrefixed: function.body) }
        writer.code(count: functions.count, bodies: code.bytes)
        if !data.isEmpty { writer.data([(.active(0, .global(shift)), data[...])]) }
        writer.custom("langc.interface", interface.encoded())
        let link = LinkSection(
            format: format, compiler: "test", abi: abi, dependencies: dependencies, imports: linkImports, data: LinkDataItems(items), namespaceRequests: namespaces)
        writer.custom("langc.link", link.encoded())
        if let positions { writer.custom(CodePositions.sectionName, positions.encoded()) }
        if !names.isEmpty {
            var section = NameSection()
            section.functions = names
            writer.custom(NameSection.name, section.encoded())
        }
        return writer.bytes
    }

    var input: (name: String, bytes: [UInt8]) { (id.text + ".o.wasm", bytes()) }
}
