import Basics
import ModuleSystem
import RuntimeABI
import WasmFormat

/// Makes an object of langc of a foreign module. What it exports depends on the foreign module alone, not on any interface: all functions that it
/// makes visible, with `f64` for `f32`, which no language has.
struct ForeignObject: Sendable {
    /// What the functions take and return when objects call them, by name.
    private(set) var functionTypes: [String: FunctionType] = [:]
    private(set) var callsAllocate = false
    private(set) var callsFail = false
    let initializes: Bool
    private let id: ModuleID
    private let foreign: ForeignModule
    private let symbols: ForeignSymbols
    private var types: [FunctionType]
    private var functions: [UInt32]
    private var bodies = ByteWriter()
    private var exports: [Export] = []
    private var names: [UInt32: String]
    private var globals: [Global]
    private let functionImports: [Import]

    /// - Parameter id: the path of the foreign module from the root.
    init(_ foreign: ForeignModule, id: ModuleID) throws(ForeignProblem) {
        self.foreign = foreign
        self.id = id
        functionImports = try Self.functionImports(foreign)
        symbols = try ForeignSymbols(foreign)
        types = foreign.module.types
        functions = foreign.module.functions
        names = foreign.names
        initializes = !foreign.constructors.isEmpty
        let symbols = symbols
        globals = foreign.module.globals.map { Global($0.type, symbols.initializer($0.initializer)) }
        for item in functionImports {
            if item.name == RuntimeFunction.foreignAllocate.name { callsAllocate = true }
            if [RuntimeFunction.foreignFail.name, RuntimeFunction.foreignAbort.name].contains(item.name) { callsFail = true }
        }
        var code = ForeignCode(foreign, symbols)
        for position in foreign.module.bodies.indices { bodies.append(lengthPrefixed: try code.body(position)) }
        for (name, index) in foreign.functions.sorted(by: { $0.key < $1.key }) where !name.hasPrefix("langc.") { export(name, index) }
        addInitializer()
    }

    // MARK: Imports

    /// The imported functions, in the same order, as functions of the runtime library.
    private static func functionImports(_ foreign: ForeignModule) throws(ForeignProblem) -> [Import] {
        var result: [Import] = []
        var missing: [String] = []
        for item in foreign.module.imports {
            guard case .function(let type) = item.kind else { continue }
            guard item.module == "env", let known = ForeignLibrary.functions[item.name] else {
                missing.append(item.module == "env" ? "`\(item.name)`" : "`\(item.name)` of `\(item.module)`")
                continue
            }
            guard known.type == foreign.module.types[Int(type)] else {
                throw ForeignProblem(
                    ForeignCodes.unresolved, "calls `\(item.name)` as `\(foreign.module.types[Int(type)].text)`",
                    notes: ["it has the type `\(known.type.text)`"], help: ["include the header that declares it"])
            }
            result.append(Import(ReservedNames.runtimeModule, known.runtimeName, item.kind))
        }
        guard missing.isEmpty else {
            let list = missing.prefix(5).joined(separator: ", ") + (missing.count > 5 ? " and \(missing.count - 5) more" : "")
            throw ForeignProblem(
                ForeignCodes.unresolved, "needs \(list), which nothing provides",
                notes: ["foreign modules may call \(ForeignLibrary.functions.keys.filter { !$0.hasPrefix("_") }.sorted().map { "`\($0)`" }.joined(separator: ", "))"],
                help: ["join it with what defines the rest: `wasm-ld -r a.o b.o -o all.o`"])
        }
        return result
    }

    // MARK: Added functions

    private mutating func type(_ type: FunctionType) -> UInt32 {
        if let index = types.firstIndex(of: type) { return UInt32(index) }
        types.append(type)
        return UInt32(types.count - 1)
    }

    private mutating func add(_ name: String, _ type: FunctionType, _ body: FunctionBodyWriter) -> UInt32 {
        let index = UInt32(foreign.module.importedFunctionCount + functions.count)
        functions.append(self.type(type))
        bodies.append(lengthPrefixed: body.bytes)
        names[index] = name
        return index
    }

    /// Exports a function; one with `f32` through another that takes and returns `f64`.
    private mutating func export(_ name: String, _ index: UInt32) {
        let type = foreign.type(of: index)
        let widened = FunctionType(type.parameters.map(Self.widened), type.results.map(Self.widened))
        var exported = index
        if widened != type, type.results.count <= 1 {
            var body = FunctionBodyWriter()
            for (position, parameter) in type.parameters.enumerated() {
                body.append(.localGet, UInt32(position))
                if parameter == .f32 { body.append(.f32DemoteF64) }
            }
            body.append(.call, index)
            if type.results == [.f32] { body.append(.f64PromoteF32) }
            body.append(.end)
            exported = add(name + ".f64", widened, body)
        }
        functionTypes[name] = type
        exports.append(Export(name, .function, exported))
    }

    private static func widened(_ type: ValueType) -> ValueType { type == .f32 ? .f64 : type }

    /// `langc.init` and `langc.init.body`, which call the constructors.
    private mutating func addInitializer() {
        guard initializes else { return }
        var body = FunctionBodyWriter()
        for constructor in foreign.constructors { body.append(.call, constructor) }
        body.append(.end)
        let all = add(ReservedNames.initializerBody, FunctionType(), body)
        let flag = UInt32(symbols.globalImports.count + globals.count)
        globals.append(Global(GlobalType(.i32, isMutable: true), .i32(0)))
        var once = FunctionBodyWriter()
        once.append(.globalGet, flag)
        once.append(.if, result: nil)
        once.append(.return)
        once.append(.end)
        once.append(i32: 1)
        once.append(.globalSet, flag)
        once.append(.call, all)
        once.append(.end)
        exports.append(Export(ReservedNames.initializer, .function, add(ReservedNames.initializer, FunctionType(), once)))
        exports.append(Export(ReservedNames.initializerBody, .function, all))
    }

    // MARK: Bytes

    private var interface: ModuleInterface {
        ModuleInterface(module: id, language: "WebAssembly", sourcePath: id.text, initializerHasEffects: initializes)
    }

    var interfaceHash: String { interface.interfaceHash }

    /// - Parameter compiler: the version of langc.
    func encoded(compiler: String) -> [UInt8] {
        let alignment = symbols.items.map(\.alignment).max() ?? 1
        let size = symbols.items.last.map { $0.offset + $0.size } ?? 0
        let dylink = DylinkSection(
            memorySize: size, memoryAlignment: max(UInt32(alignment.trailingZeroBitCount), size == 0 ? 0 : 3), tableSize: UInt32(symbols.elements.count))
        var writer = WasmModuleWriter(capacity: bodies.count + symbols.data.count + 4096)
        writer.custom(DylinkSection.name, dylink.encoded())
        writer.types(types)
        writer.imports(imports)
        writer.functions(functions)
        writer.globals(globals)
        writer.exports(exports)
        if !symbols.elements.isEmpty {
            writer.elements([ElementSegment(.active(0, .global(symbols.base(ReservedNames.baseTable))), items: symbols.elements.map { .function($0) })])
        }
        writer.code(count: functions.count, bodies: bodies.bytes)
        if !symbols.items.isEmpty {
            writer.data([(mode: .active(0, .global(symbols.base(ReservedNames.baseMemory))), bytes: symbols.data[...])])
        }
        writer.custom("langc.interface", interface.encoded())
        writer.custom("langc.link", LinkSection(compiler: compiler, abi: RuntimeABIVersion.current, data: LinkDataItems(symbols.items)).encoded())
        writer.custom(NameSection.name, nameSection.encoded())
        return writer.bytes
    }

    private var imports: [Import] {
        guard foreign.isRelocatable else { return functionImports + symbols.globalImports }
        let shared = [
            Import(ReservedNames.runtimeModule, ReservedNames.memory, .memory(Limits(1))),
            Import(ReservedNames.runtimeModule, ReservedNames.table, .table(TableType(Limits(0)))),
        ]
        return functionImports + shared + symbols.globalImports
    }

    private var nameSection: NameSection {
        var section = NameSection()
        section.functions = names.sorted { $0.key < $1.key }.map { NameSection.Entry($0.key, $0.value) }
        return section
    }
}
