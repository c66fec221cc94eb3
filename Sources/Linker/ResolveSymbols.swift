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
        resolver.bindImports()
        resolver.bindGlobals()
        resolver.fillNamespaces()
        resolver.findRequestedExports()
        resolver.findTests()
        resolver.findLibrary()
        resolver.reportStaleImporters()
        resolver.program.bindRelocations(jobs: options.jobs)
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
        numberObjects()
        let (files, bindings) = (program.files, program.bindings)
        program.functions.append(contentsOf: parallelArray(parts: files.map(\.module.functions.count), jobs: options.jobs) { file, place in
            for (position, type) in files[file].module.functions.enumerated() {
                let function = LinkedFunction(origin: .object(file: file, position: position), type: bindings[file].types[Int(type)])
                place.initializeElement(at: position, to: function)
            }
        })
        program.globals.append(contentsOf: parallelArray(parts: files.map(\.module.globals.count), jobs: options.jobs) { file, place in
            for (position, global) in files[file].module.globals.enumerated() {
                place.initializeElement(at: position, to: LinkedGlobal(origin: .object(file: file, position: position), type: global.type))
            }
        })
        program.data.append(contentsOf: parallelArray(parts: files.map(\.link.data.heads.count), jobs: options.jobs) { file, place in
            for (position, item) in files[file].link.data.heads.enumerated() {
                let item = DataItem(
                    origin: .object(file: file, item: position), size: item.size, alignment: max(item.alignment, 1), isMergeable: item.isMergeable)
                place.initializeElement(at: position, to: item)
            }
        })
    }

    /// Says where the functions, globals and data items of each object begin, and numbers its types.
    private mutating func numberObjects() {
        var next = FileBindings(firstGlobal: program.globals.count)
        // Many objects have equal type sections.
        var typeNumbers: [ArraySlice<UInt8>: [UInt32]] = [:]
        program.bindings.reserveCapacity(program.files.count)
        for file in program.files {
            if file.usesCStack { program.hasForeignStack = true }
            let section = file.module.bytes[file.module.typeSection ?? 0..<0]
            next.types = typeNumbers[section] ?? file.module.types.map { program.types.index(of: $0) }
            typeNumbers[section] = next.types
            program.bindings.append(next)
            next.firstFunction += file.module.functions.count
            next.firstGlobal += file.module.globals.count
            next.firstData += file.link.data.heads.count
        }
    }

    private mutating func findStaleImporters() {
        let (files, fileOf) = (program.files, fileOf)
        let found = parallelMap(chunks(of: files.count, length: 64), jobs: options.jobs) { part in
            part.flatMap { index in
                files[index].link.dependencies.compactMap { dependency in
                    guard let target = fileOf[dependency.module], !dependency.interfaceHash.isEmpty,
                        files[target].interfaceHash != dependency.interfaceHash
                    else { return nil }
                    return FilePair(importer: index, module: dependency.module)
                } as [FilePair]
            }
        }
        stale = Set(found.joined())
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
