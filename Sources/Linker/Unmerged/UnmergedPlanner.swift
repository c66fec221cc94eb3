import Diagnostics
import ModuleSystem
import RuntimeABI
import WasmFormat

/// Makes the plan of what a loader has to do for each object.
struct UnmergedPlanner {
    private let program: Program
    private let layout: UnmergedLayout
    private let fileOf: [ModuleID: Int]
    private var sink: DiagnosticSink

    static func plan(_ program: Program, _ layout: UnmergedLayout, _ sink: inout DiagnosticSink) -> UnmergedPlan {
        var planner = UnmergedPlanner(
            program: program, layout: layout, fileOf: Dictionary(uniqueKeysWithValues: program.files.enumerated().map { ($1.id, $0) }), sink: sink)
        let modules = program.files.indices.map { planner.module($0) }
        let namespaces = program.namespaces.sorted { $0.key < $1.key }.map { module, id in
            UnmergedPlan.Namespace(module: module, address: layout.address(of: id, program))
        }
        sink = planner.sink
        return UnmergedPlan(modules: modules, namespaces: namespaces)
    }

    private mutating func module(_ file: Int) -> UnmergedPlan.Module {
        var module = UnmergedPlan.Module(id: program.files[file].id, memoryBase: layout.memoryBases[file], tableBase: layout.tableBases[file])
        module.words = words(of: file)
        var global = 0
        for item in program.files[file].module.imports {
            if !OrderInitializers.isReserved(item.module) { bind(item, global: global, of: file, in: &module) }
            if case .global = item.kind { global += 1 }
        }
        return module
    }

    // MARK: Static data

    private mutating func words(of file: Int) -> [UnmergedPlan.Word] {
        var words: [UnmergedPlan.Word] = []
        for item in program.files[file].link.data {
            for relocation in item.relocations {
                let address = layout.memoryBases[file] &+ item.offset &+ relocation.offset
                switch relocation.target {
                case .data(let offset):
                    if program.data(of: file, at: offset) == nil { reportBroken(file, item.name, "data at \(offset)") }
                    words.append(UnmergedPlan.Word(address: address, value: layout.memoryBases[file] &+ offset))
                case .table(let index):
                    if index >= program.files[file].elements.count { reportBroken(file, item.name, "table element \(index)") }
                    words.append(UnmergedPlan.Word(address: address, value: layout.tableBases[file] &+ index))
                }
            }
        }
        return words
    }

    private mutating func reportBroken(_ file: Int, _ item: String, _ target: String) {
        sink.report(
            LinkerCodes.brokenCode, "static data of `\(program.files[file].name)` is broken",
            notes: ["\(item) refers to \(target), which does not exist"])
    }

    // MARK: Imports

    /// Says what the loader cannot see from the import: that another module has it, or what it is worth before its module exists.
    private mutating func bind(_ item: Import, global: Int, of file: Int, in module: inout UnmergedPlan.Module) {
        guard let (origin, name) = origin(of: item) else { return }
        let source = ModuleID(item.module)
        if origin >= file, case .global(let type) = item.kind {
            // A function of a later module can be looked up when it is called; a variable cannot.
            if let value = constant(program.bindings[file].globals[global]), !type.isMutable {
                module.constants.append(UnmergedPlan.Constant(module: source, name: item.name, value: value))
            } else {
                sink.report(
                    LinkerCodes.cyclicVariable,
                    "`\(program.files[file].id)` uses the variable `\(item.name)` of `\(item.module)`, which comes later in a cycle of imports",
                    at: program.files[file].label(importing: item.name, of: source, "imported here"),
                    help: ["export functions that read and set it, or build without --unmerged"])
            }
        } else if program.files[origin].id != source || name != item.name {
            module.moved.append(UnmergedPlan.Moved(module: source, name: item.name, origin: program.files[origin].id, originName: name))
        }
    }

    /// The object with a wasm export for an import, through however many re-exports that have none.
    private func origin(of item: Import) -> (file: Int, name: String)? {
        var module = ModuleID(item.module)
        var name = item.name
        for _ in 0..<ResolveSymbols.chainLimit {
            guard let file = fileOf[module] else { return nil }
            if program.files[file].exports[name] != nil { return (file, name) }
            guard let next = program.files[file].origin(of: name) else { return nil }
            (module, name) = (next.module, next.name)
        }
        return nil
    }

    private func constant(_ binding: GlobalBinding) -> Int32? {
        switch binding {
        case .constant(let value): value
        case .address(let id, let addend): Int32(bitPattern: layout.address(of: id, program) &+ addend)
        case .global, .slot, .base, .unbound: nil
        }
    }
}
