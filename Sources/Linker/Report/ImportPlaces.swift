import ModuleSystem
import RuntimeABI

/// Where sources import what they use of other modules.
struct ImportPlaces {
    private let program: Program
    /// By file, places as `main.atl:1:10`, by module and name; the first one of each module stands under the empty name too.
    private var places: [[ExportOrigin: String]] = []
    /// By file, exported names of functions and of globals by index.
    private var functions: [[UInt32: String]] = []
    private var globals: [[UInt32: String]] = []

    init(_ program: Program) {
        self.program = program
        for file in program.files {
            var places: [ExportOrigin: String] = [:]
            for item in file.link.imports {
                let place = "\(file.path):\(item.position.line):\(item.position.column)"
                for name in [item.name, ""] where places[ExportOrigin(module: item.module, name: name)] == nil {
                    places[ExportOrigin(module: item.module, name: name)] = place
                }
            }
            self.places.append(places)
            var (functions, globals) = ([UInt32: String](), [UInt32: String]())
            for export in file.module.exports {
                if export.kind == .function { functions[export.index] = export.name }
                if export.kind == .global { globals[export.index] = export.name }
            }
            self.functions.append(functions)
            self.globals.append(globals)
        }
    }

    /// Where the module of `user` imports what `used` is part of; `nil` if both are of one module or the object does not say.
    func place(of used: LiveSet.Node, for user: LiveSet.Node) -> String? {
        guard let file = file(of: used), let importer = self.file(of: user), file != importer else { return nil }
        let module = program.files[file].id
        let exact = exportedName(used).flatMap { places[importer][ExportOrigin(module: module, name: $0)] }
        return exact ?? places[importer][ExportOrigin(module: module, name: "")]
    }

    private func file(of node: LiveSet.Node) -> Int? {
        switch node {
        case .function(let id): if case .object(let file, _) = program.functions[id].origin { file } else { nil }
        case .global(let id): if case .object(let file, _) = program.globals[id].origin { file } else { nil }
        case .data(let id): if case .object(let file, _) = program.data[id].origin { file } else { nil }
        }
    }

    private func exportedName(_ node: LiveSet.Node) -> String? {
        switch node {
        case .function(let id):
            guard case .object(let file, let position) = program.functions[id].origin else { return nil }
            return functions[file][UInt32(program.files[file].module.importedFunctionCount + position)]
        case .global(let id):
            guard case .object(let file, let position) = program.globals[id].origin else { return nil }
            let name = globals[file][UInt32(program.files[file].module.importedGlobalCount + position)]
            let prefix = ReservedNames.closurePrefix
            return name.map { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0 }
        case .data: return nil
        }
    }
}
