import Basics
import Diagnostics
import ModuleSystem
import RuntimeABI
import WasmFormat

/// Step 4: binds every import of every object to what it means, and checks that both sides agree.
///
/// Every problem is reported, each where the source asks for what is wrong. That an interface has changed is reported by itself only if no
/// import shows what the change is.
struct ResolveSymbols {
    var program: Program
    var sink: DiagnosticSink
    let options: LinkOptions
    /// Files by module.
    let fileOf: [ModuleID: Int]
    /// The runtime's functions by name.
    var runtimeFunctions: [String: FunctionID] = [:]
    /// Importers that were compiled against another interface of a module, and those of them of which an error says so.
    var stale: Set<FilePair> = []
    var explained: Set<FilePair> = []
    /// By file, made when an error needs them: where names are imported that come from elsewhere, and names of functions that are not exported.
    var placesThroughReexports: [Int: [ExportOrigin: ObjectFile.Place]] = [:]
    var hiddenNames: [Int: Set<String>] = [:]
    /// Looking for what may have been meant costs time, so only the first errors do it.
    var suggestionsLeft = 25
    /// Static strings that the linker made, by text.
    var strings: [String: DataID] = [:]
    /// The first file that asks for the namespace object of a module.
    var requesters: [ModuleID: Int] = [:]

    struct FilePair: Hashable {
        var importer: Int
        var module: ModuleID
    }

    /// More steps than any chain of re-exports has.
    static let chainLimit = 100

    static func resolve(
        _ files: [ObjectFile], _ references: [CodeReferences], _ runtime: RuntimeFile, _ options: LinkOptions, _ sink: inout DiagnosticSink
    ) -> Program {
        var resolver = ResolveSymbols(
            program: Program(files: files, references: references, runtime: runtime), sink: sink, options: options,
            fileOf: Dictionary(files.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first }))
        resolver.addObjects()
        resolver.addRuntime()
        resolver.findStaleImporters()
        resolver.checkNames()
        resolver.makeNamespaceItems()
        for file in files.indices { resolver.bindImports(of: file) }
        for file in files.indices { resolver.bindGlobals(of: file) }
        for file in files.indices { resolver.findInitializer(of: file) }
        resolver.fillNamespaces()
        resolver.findRequestedExports()
        resolver.findTests()
        resolver.findLibrary()
        resolver.reportStaleImporters()
        resolver.program.bindRelocations()
        sink = resolver.sink
        return resolver.program
    }

    private init(program: Program, sink: DiagnosticSink, options: LinkOptions, fileOf: [ModuleID: Int]) {
        self.program = program
        self.sink = sink
        self.options = options
        self.fileOf = fileOf
    }

    // MARK: What there is

    private mutating func addObjects() {
        program.shadowStackPointer = program.globals.append(LinkedGlobal(origin: .shadowStackPointer, type: GlobalType(.i32, isMutable: true)))
        program.stackDepth = program.globals.append(LinkedGlobal(origin: .stackDepth, type: GlobalType(.i32, isMutable: true)))
        program.cStackPointer = program.globals.append(LinkedGlobal(origin: .cStackPointer, type: GlobalType(.i32, isMutable: true)))
        program.bindings.reserveCapacity(program.files.count)
        for (index, file) in program.files.enumerated() { add(file, index) }
    }

    private mutating func add(_ file: ObjectFile, _ index: Int) {
        if file.usesCStack { program.hasForeignStack = true }
        var bindings = FileBindings()
        bindings.types = file.module.types.map { program.types.index(of: $0) }
        bindings.functions.reserveCapacity(file.module.functionCount)
        bindings.functions += repeatElement(nil, count: file.module.importedFunctionCount)
        for (position, type) in file.module.functions.enumerated() {
            let function = LinkedFunction(origin: .object(file: index, position: position), type: bindings.types[Int(type)])
            bindings.functions.append(program.functions.append(function))
        }
        bindings.firstData = program.data.count
        for (position, item) in file.link.data.heads.enumerated() {
            program.data.append(
                DataItem(
                    origin: .object(file: index, item: position), size: item.size, alignment: max(item.alignment, 1), isMergeable: item.isMergeable))
        }
        bindings.globals.reserveCapacity(file.module.globalCount)
        for place in file.importedData {
            bindings.globals.append(place.map { .address(DataID(bindings.firstData + Int($0.item)), addend: $0.addend) } ?? .unbound)
        }
        for (position, global) in file.module.globals.enumerated() {
            let global = LinkedGlobal(origin: .object(file: index, position: position), type: global.type)
            bindings.globals.append(.global(program.globals.append(global)))
        }
        program.bindings.append(bindings)
    }

    private mutating func findStaleImporters() {
        for (index, file) in program.files.enumerated() {
            for dependency in file.link.dependencies {
                guard let target = fileOf[dependency.module], !dependency.interfaceHash.isEmpty,
                    program.files[target].interfaceHash != dependency.interfaceHash
                else { continue }
                stale.insert(FilePair(importer: index, module: dependency.module))
            }
        }
    }

    private mutating func reportStaleImporters() {
        guard !stale.isEmpty else { return }
        for (index, file) in program.files.enumerated() {
            for dependency in file.link.dependencies {
                let pair = FilePair(importer: index, module: dependency.module)
                guard stale.contains(pair), explained.insert(pair).inserted else { continue }
                sink.report(
                    LinkerCodes.interfaceChanged,
                    "`\(file.id)` was compiled against another version of the interface of `\(dependency.module)`",
                    at: file.label(importing: dependency.module, "imported here"), help: ["compile `\(file.id)` again"])
            }
        }
    }

    // MARK: Entry points

    private mutating func findInitializer(of index: Int) {
        // Each initializer is called exactly once, so the one without a once flag will do.
        program.bindings[index].initializer =
            entryPoint(ReservedNames.initializerBody, of: index) ?? entryPoint(ReservedNames.initializer, of: index)
        program.bindings[index].preparation = entryPoint(ReservedNames.preparation, of: index)
        program.bindings[index].roots = entryPoint(ReservedNames.roots, of: index)
    }

    /// The function exported as `name`, which must neither take nor return anything.
    private mutating func entryPoint(_ name: String, of index: Int) -> FunctionID? {
        let file = program.files[index]
        guard let position = file.exports[name] else { return nil }
        let export = file.module.exports[position]
        guard export.kind == .function, file.type(of: Int(export.index)) == FunctionType() else {
            sink.report(LinkerCodes.notAnObject, "`\(file.name)` is not an object of langc", notes: ["its export `\(name)` is no function () -> ()"])
            return nil
        }
        return program.bindings[index].functions[Int(export.index)]
    }

    private mutating func findRequestedExports() {
        guard let entry = program.files.indices.last else { return }
        let entryExports = program.files[entry].interface.exports.filter { $0.kind.isLinked && !$0.isHidden }.map(\.name)
        // Each name once: what is named twice is exported once.
        var seen: Set<String> = []
        for name in options.exports + (options.exportsAll ? entryExports : []) where seen.insert(name).inserted {
            if Self.takenNames.contains(name) {
                sink.report(
                    LinkerCodes.exportNameTaken, "the program cannot export `\(name)` of `\(program.files[entry].id)`",
                    notes: ["a program of WASI exports something else under this name"],
                    help: ["export it from the entry module under another name"])
                continue
            }
            switch definition(of: name, in: program.files[entry].id) {
            case .function(let function): program.requestedExports.append(RequestedExport(name: name, target: .function(function)))
            case .global(.global(let global), _): program.requestedExports.append(RequestedExport(name: name, target: .global(global)))
            default:
                sink.report(
                    LinkerCodes.unknownRequest, "the entry module `\(program.files[entry].id)` does not export `\(name)`",
                    notes: suggestions(for: name, program.files[entry]))
            }
        }
    }

    /// What every program exports, or hosts take for special.
    private static let takenNames: Set = [ReservedNames.memory, ReservedNames.table, ReservedNames.start, ReservedNames.initialize]

    mutating func suggestions(for name: String, _ file: ObjectFile) -> [String] {
        guard suggestionsLeft > 0 else { return [] }
        suggestionsLeft -= 1
        return Suggestions.exports(like: name, file)
    }
}
