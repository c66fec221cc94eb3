import ModuleSystem
import RuntimeABI

/// The exports of a library.
extension ResolveSymbols {
    /// All exports of the entry module, or those of the given names.
    mutating func findLibrary() {
        guard options.reactor, let entry = program.files.last else { return }
        program.form = .reactor
        let wanted = options.exportsAll ? [] : Set(options.exports)
        var library = Library(interface: LibraryInterface(module: entry.id))
        for export in entry.interface.exports where !export.isHidden && (wanted.isEmpty || wanted.contains(export.name)) { add(export, of: entry, to: &library) }
        // The functions of the library take the place of what they call, and of variables.
        program.requestedExports = []
        exportRuntime(&library)
        program.library = library
    }

    private func add(_ export: InterfaceExport, of entry: ObjectFile, to library: inout Library) {
        let name = LibraryInterface.export(export.name)
        switch (export.kind, definition(of: export.name, in: entry.id)) {
        case (.function(let signature), .function(let function)):
            guard case .function(let parameters, let result) = HostType(export.type) else { return }
            library.functions.append(function)
            library.interface.functions.append(
                LibraryInterface.Function(
                    name: export.name, export: name, parameters: parameters, result: result, signature: signature,
                    documentation: export.documentation))
        case (.variable(let type, let isMutable), .global(let binding, _)):
            library.variables.append(binding)
            library.interface.variables.append(
                LibraryInterface.Variable(
                    name: export.name, export: name, type: HostType(export.type), machineType: type, isMutable: isMutable,
                    documentation: export.documentation))
        default: break
        }
    }

    /// What the host's side of the interface calls.
    private mutating func exportRuntime(_ library: inout Library) {
        let needs = library.needs
        var functions: [RuntimeFunction] = []
        if needs.contains(.objects) { functions += [.hostAllocate, .collect] }
        if needs.contains(.references) { functions += [.hostKeep, .hostKept, .hostRelease, .hostFunction, .hostClosure] }
        if needs.contains(.tables) { functions.append(.hostTable) }
        if needs.contains(.json) { functions.append(.hostJSON) }
        if needs.contains(.dates) { functions.append(.dateTimeMake) }
        for function in functions {
            guard let id = runtimeFunctions[function.name] else {
                return sink.report(LinkerCodes.brokenRuntime, "the runtime library cannot serve hosts: it has no `\(function.name)`")
            }
            program.requestedExports.append(RequestedExport(name: "langc.\(function.name)", target: .function(id)))
        }
        if needs.contains(.references) { library.roots = runtimeFunctions[RuntimeFunction.hostRoots.name] }
    }
}
