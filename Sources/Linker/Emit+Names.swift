import ModuleSystem
import RuntimeABI
import WasmFormat

/// Names for people: `lib/math.add` for the function `add` of the module `lib/math.atl`.
extension Emit {
    /// - Parameter start: the index of the function that begins the program, if it is a function of its own.
    func names(start: UInt32?) -> NameSection {
        var names = NameSection()
        names.module = program.files.last.map { Self.stem(of: $0.id) }
        let namer = FunctionNamer(program)
        for id in layout.importedFunctions + layout.definedFunctions {
            guard let name = namer.name(of: id) else { continue }
            names.functions.append(NameSection.Entry(layout.functionIndices[id.offset], name))
        }
        if let start, let startName { names.functions.append(NameSection.Entry(start, startName)) }
        for id in layout.globals {
            guard let name = namer.name(of: id) else { continue }
            names.globals.append(NameSection.Entry(layout.globalIndices[id.offset], name))
        }
        return names
    }

    static func stem(of module: ModuleID) -> String { FunctionNamer.stem(of: module) }
}

/// Finds names of functions and globals: in the name sections of the objects, else their exports; in the symbols of the runtime.
struct FunctionNamer {
    private let program: Program
    private var functions: [[UInt32: String]] = []
    private var globals: [[UInt32: String]] = []
    private var runtime: [UInt32: String] = [:]

    init(_ program: Program) {
        self.program = program
        for file in program.files {
            let section = NameSection(of: file.module)
            var functions: [UInt32: String] = [:]
            var globals: [UInt32: String] = [:]
            for export in file.module.exports {
                if export.kind == .function { functions[export.index] = export.name }
                if export.kind == .global { globals[export.index] = export.name }
            }
            for entry in section.functions { functions[entry.index] = entry.name }
            for entry in section.globals { globals[entry.index] = entry.name }
            self.functions.append(functions)
            self.globals.append(globals)
        }
        for symbol in program.runtime.symbols {
            if case .function(let index) = symbol.kind, !symbol.name.isEmpty { runtime[index] = RuntimeNames.readable(symbol.name) }
        }
    }

    func name(of id: FunctionID) -> String? {
        switch program.functions[id].origin {
        case .object(let file, let position):
            let module = program.files[file].module
            return functions[file][UInt32(module.importedFunctionCount + position)].map { "\(Self.stem(of: program.files[file].id)).\($0)" }
        case .runtime(let position): return runtime[UInt32(program.runtime.module.importedFunctionCount + position)]
        case .host(let index), .undefined(let index): return program.externals[index].name
        case .markRoots: return ReservedNames.markRoots
        case .address(.shadowStackBase): return ReservedNames.shadowStackBase
        case .address(.heapBase): return ReservedNames.heapBase
        case .shadowStackTop: return ReservedNames.shadowStackTop
        case .getter(let index): return program.getters[index].readableName
        }
    }

    func name(of id: GlobalID) -> String? {
        switch program.globals[id].origin {
        case .object(let file, _):
            return shortName(of: id).map { "\(Self.stem(of: program.files[file].id)).\($0)" }
        case .runtime: return nil
        case .shadowStackPointer: return "shadow_stack_pointer"
        case .stackDepth: return "stack_depth"
        case .cStackPointer: return "c_stack_pointer"
        }
    }

    /// A global's name in its own object; `nil` if it has none, and for those that no object defines.
    func shortName(of id: GlobalID) -> String? {
        guard case .object(let file, let position) = program.globals[id].origin else { return nil }
        return globals[file][UInt32(program.files[file].module.importedGlobalCount + position)]
    }

    /// The module's id without the extension of its file.
    static func stem(of module: ModuleID) -> String {
        guard let dot = module.text.lastIndex(of: "."), !module.text[dot...].contains("/"), dot != module.text.startIndex else { return module.text }
        return String(module.text[..<dot])
    }
}
