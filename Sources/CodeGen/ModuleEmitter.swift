import Basics
import BinaryenKit
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI
import WasmCode
import WasmFormat

/// Builds the object of one module: owns what the functions share (names, imports, static data).
final class ModuleEmitter {
    let module: Module
    let source: SourceFile?
    let options: CodeGenOptions
    let wasm = WasmTree()
    let callGraph: CallGraph

    /// The wasm functions, globals and table, by their names inside Binaryen.
    let functionNames: [WasmName]
    private let functionTexts: [String]
    let globalNames: [WasmName]
    let stackPointerName: WasmName
    let stackDepthName: WasmName

    private(set) var errors: [String] = []
    private var data = StaticData()
    private var dataImports: [UInt32: WasmName] = [:]
    private var tableImports: [UInt32: WasmName] = [:]
    private var runtimeImports: [String: WasmName] = [:]
    private var functionImports: [ImportedFunctionID: WasmName] = [:]
    private var globalImports: [ImportedGlobalID: WasmName] = [:]
    private var namespaceImports: [ModuleID: WasmName] = [:]
    private var namespaceRequests: [ModuleID] = []
    /// Functions in the table, in order, and the position of each.
    private var elements: [FunctionID] = []
    private var elementIndex: [FunctionID: UInt32] = [:]
    private var helpers: [Helper: WasmName] = [:]
    private var usesStackPointer = false
    private var usesStackDepth = false
    private var positionCache: (span: UInt32, position: SourcePosition)?
    private var located: [LocatedCode] = []

    init(_ module: Module, source: SourceFile?, options: CodeGenOptions) {
        self.module = module
        self.source = source
        self.options = options
        callGraph = CallGraph(module)
        var unique = UniqueNames()
        let wasm = self.wasm
        let functionTexts = module.functions.values.map { unique.make($0.name) }
        self.functionTexts = functionTexts
        functionNames = functionTexts.map { wasm.name($0) }
        globalNames = module.globals.values.map { wasm.name(unique.make("global." + $0.name)) }
        stackPointerName = wasm.name(ReservedNames.shadowStackPointer)
        stackDepthName = wasm.name(ReservedNames.stackDepth)
    }

    var isOptimized: Bool { options.optimization != .none }

    /// The object, or what went wrong.
    func emit() -> (object: [UInt8], errors: [String]) {
        addGlobals()
        for (index, function) in module.functions.values.enumerated() {
            FunctionEmitter(self, function, index: index).emit()
        }
        addPreparation()
        addInitializer()
        addRoots()
        addExports()
        addSharedImports()
        guard errors.isEmpty else { return ([], errors) }
        guard isOptimized || options.validate || needsBinaryen else { return (assemble(wasm.binary(names: true), sourceMap: nil), errors) }
        let hasMap = options.positions && !located.isEmpty
        let binaryen = BinaryenModule(wasm, sourceFile: hasMap ? module.interface.sourcePath : nil)
        if options.validate, !binaryen.isValid() { return ([], ["Binaryen's validator rejects the module"]) }
        guard isOptimized || needsBinaryen else { return (assemble(wasm.binary(names: true), sourceMap: nil), errors) }
        optimize(binaryen)
        if options.validate, isOptimized, !binaryen.isValid() { return ([], ["Binaryen's validator rejects the optimized module"]) }
        let output = binaryen.write(names: !isOptimized || options.debugNames, sourceMap: hasMap)
        return (assemble(output.binary, sourceMap: output.sourceMap), errors)
    }

    /// Places of code and names of locals are written by Binaryen only.
    private var needsBinaryen: Bool { options.positions || options.debugNames }

    func report(_ message: String) { errors.append(message) }

    // MARK: Positions

    /// Where a span begins for a reader; nil without a source or for code that no user wrote.
    func position(of span: SourceSpan) -> SourcePosition? {
        let span = module.writtenSpan(span)
        guard let source, span != .none else { return nil }
        if let cached = positionCache, cached.span == span.start { return cached.position }
        let position = source.position(of: Int(span.start))
        positionCache = (span.start, position)
        return position
    }

    func setLocation(_ function: Int, _ expression: WasmExpression, _ span: SourceSpan) {
        guard let position = position(of: span) else { return }
        located.append(LocatedCode(position: position, call: wasm.callTarget(of: expression)))
        wasm.setLocation(function, expression, place: located.count)
    }

    // MARK: Static data

    private func dataAddress(_ offset: UInt32) -> WasmExpression {
        if let name = dataImports[offset] { return wasm.global(name, .i32) }
        let name = wasm.name("data.", Int(offset))
        wasm.importGlobal(name, module: ReservedNames.dataModule, base: String(offset), type: .i32, isMutable: false)
        dataImports[offset] = name
        return wasm.global(name, .i32)
    }

    func stringAddress(_ text: String) -> WasmExpression { dataAddress(data.string(text)) }
    func emptyArrayAddress() -> WasmExpression { dataAddress(data.emptyArray()) }
    func failureAddress(_ id: FailureID) -> WasmExpression { dataAddress(data.failure(module.failures[id])) }

    /// - Parameter hasOwnRecord: the function has a record on the shadow stack while the code runs.
    func siteAddress(_ span: SourceSpan, in function: Function, hasOwnRecord: Bool) -> WasmExpression {
        guard let position = position(of: span) else { return wasm.const(i32: 0) }
        let path = module.interface.sourcePath
        guard options.callStacks else { return dataAddress(data.site(position, path: path)) }
        return dataAddress(data.callSite(CallSite(frames: frames(span, function), hasOwnRecord: hasOwnRecord), path: path))
    }

    /// The place that `span` stands for, and the calls that its code stands for, out to `function`.
    private func frames(_ span: SourceSpan, _ function: Function) -> [CallSite.Frame] {
        var frames: [CallSite.Frame] = []
        var span = span
        while let position = position(of: span) {
            let place = span.inlinedPlace.map { module.inlinedPlaces[$0] }
            frames.append(CallSite.Frame(position: position, function: place?.function ?? function.nameOnStacks))
            guard let call = place?.call else { break }
            span = call
        }
        return frames
    }

    func closureAddress(_ id: ClosureID) -> WasmExpression {
        let closure = module.closures[id]
        return dataAddress(data.closure(id, closure, tableIndex: elementPosition(closure.function)))
    }

    func descriptorAddress(_ id: ClosureID) -> WasmExpression { dataAddress(data.descriptor(module.closures[id])) }

    private func elementPosition(_ function: FunctionID) -> UInt32 {
        if let index = elementIndex[function] { return index }
        let index = UInt32(elements.count)
        elements.append(function)
        elementIndex[function] = index
        return index
    }

    /// The index in the program's table of a function of this module.
    func tableIndex(_ function: FunctionID) -> WasmExpression {
        let position = elementPosition(function)
        if let name = tableImports[position] { return wasm.global(name, .i32) }
        let name = wasm.name("table.", Int(position))
        wasm.importGlobal(name, module: ReservedNames.tableModule, base: String(position), type: .i32, isMutable: false)
        tableImports[position] = name
        return wasm.global(name, .i32)
    }

    func namespaceAddress(_ id: ModuleID) -> WasmExpression {
        if let name = namespaceImports[id] { return wasm.global(name, .i32) }
        let name = wasm.name("namespace.\(id.text)")
        wasm.importGlobal(name, module: ReservedNames.namespaceModule, base: id.text, type: .i32, isMutable: false)
        namespaceImports[id] = name
        namespaceRequests.append(id)
        return wasm.global(name, .i32)
    }

    // MARK: Imports

    func runtimeName(_ function: RuntimeFunction) -> WasmName {
        if let name = runtimeImports[function.name] { return name }
        let name = wasm.name("rt.\(function.name)")
        wasm.importFunction(
            name, module: ReservedNames.runtimeModule, base: function.name, parameters: function.parameters.map(\.wasm),
            result: function.result?.wasm ?? .none)
        runtimeImports[function.name] = name
        return name
    }

    func importedFunctionName(_ id: ImportedFunctionID) -> WasmName {
        if let name = functionImports[id] { return name }
        let function = module.importedFunctions[id]
        let name = wasm.name("import.\(id.raw).\(function.name)")
        var parameters = function.parameters.compactMap(\.wasm)
        if function.takesSite { parameters.append(.i32) }
        wasm.importFunction(
            name, module: function.module.text, base: function.name, parameters: parameters, result: function.result.wasm ?? .none)
        functionImports[id] = name
        return name
    }

    func importedGlobalName(_ id: ImportedGlobalID) -> WasmName {
        if let name = globalImports[id] { return name }
        let global = module.importedGlobals[id]
        let name = wasm.name("import.global.\(id.raw).\(global.name)")
        wasm.importGlobal(
            name, module: global.module.text, base: global.name, type: global.type.wasm ?? .i32, isMutable: global.isMutable)
        globalImports[id] = name
        return name
    }

    func stackPointer() -> WasmExpression {
        usesStackPointer = true
        return wasm.global(stackPointerName, .i32)
    }

    func setStackPointer(_ value: WasmExpression) -> WasmExpression {
        usesStackPointer = true
        return wasm.setGlobal(stackPointerName, value)
    }

    func stackDepth() -> WasmExpression {
        usesStackDepth = true
        return wasm.global(stackDepthName, .i32)
    }

    func setStackDepth(_ value: WasmExpression) -> WasmExpression {
        usesStackDepth = true
        return wasm.setGlobal(stackDepthName, value)
    }

    private func addSharedImports() {
        let runtime = ReservedNames.runtimeModule
        if usesStackPointer {
            wasm.importGlobal(stackPointerName, module: runtime, base: ReservedNames.shadowStackPointer, type: .i32, isMutable: true)
        }
        if usesStackDepth {
            wasm.importGlobal(stackDepthName, module: runtime, base: ReservedNames.stackDepth, type: .i32, isMutable: true)
        }
        wasm.importTable(wasm.name("table"), module: runtime, base: ReservedNames.table)
        if !elements.isEmpty {
            let base = wasm.name("base.table")
            wasm.importGlobal(base, module: ReservedNames.baseModule, base: ReservedNames.baseTable, type: .i32, isMutable: false)
            wasm.setElements(
                WasmTree.Elements(wasm.name("elements"), elements.map { functionNames[$0.offset] }, at: wasm.global(base, .i32)))
        }
        var segment: WasmTree.Segment?
        if data.bytes.count > 0 {
            let base = wasm.name("base.memory")
            wasm.importGlobal(base, module: ReservedNames.baseModule, base: ReservedNames.baseMemory, type: .i32, isMutable: false)
            segment = WasmTree.Segment(data.bytes.bytes, at: wasm.global(base, .i32))
        }
        wasm.importMemory(wasm.name("memory"), module: runtime, base: ReservedNames.memory, data: segment)
    }

    // MARK: Helpers

    /// The name of a shared internal function, which `body` makes on first use.
    func helper(_ helper: Helper, _ body: (WasmName) -> Void) -> WasmName {
        if let name = helpers[helper] { return name }
        let name = wasm.name(helper.name)
        helpers[helper] = name
        body(name)
        return name
    }

    // MARK: Output

    private func knownPlaces() -> KnownPlaces {
        var places = KnownPlaces(sites: data.sitePositions)
        guard options.positions else { return places }
        for (name, function) in zip(functionTexts, module.functions.values) { places.functions[name] = position(of: function.span) }
        return places
    }

    private func assemble(_ written: [UInt8], sourceMap: [UInt8]?) -> [UInt8] {
        let entries = LoopEntries(separating: written)
        var binary = entries.binary
        if usesStackDepth { DepthCosts.fill(&binary, depth: (ReservedNames.runtimeModule, ReservedNames.stackDepth)) }
        let link = LinkSection(
            compiler: options.compilerVersion, abi: RuntimeABIVersion.current, dependencies: module.dependencies, imports: module.imports,
            data: LinkDataItems(data.items), namespaceRequests: namespaceRequests)
        return ObjectAssembly(
            binary: binary, entries: entries, sourceMap: sourceMap, located: located, places: knownPlaces(), sourcePath: module.interface.sourcePath, interface: module.interface,
            link: link, dataSize: UInt32(truncatingIfNeeded: data.bytes.count), elementCount: UInt32(elements.count)
        ).object()
    }
}
