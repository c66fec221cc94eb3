import Basics
import Diagnostics
import ModuleSystem

/// What importers may know of the unit.
extension Expander {
    func makeInterface() -> ModuleInterface {
        for module in unit.modules.indices {
            let path = modulePath(module)
            for name in exportedNames(of: module) { publicNames[path + name] = exportedBinding(name, of: module) }
        }
        renameCovered()
        var exports: [String: InterfaceExport] = [:]
        for (name, binding) in publicNames.sorted(by: { $0.key < $1.key }) {
            exports[name] = export(name, binding, isHidden: isMember(name))
        }
        addHidden(&exports)
        return ModuleInterface(
            module: context.module, name: unit.modules.first?.name ?? "", language: "Ai", sourcePath: file.path,
            exports: exports.values.sorted { $0.name < $1.name }, initializerHasEffects: output.body.contains { !isInert($0) },
            references: references(exports))
    }

    /// The name belongs to a nested module: names that are exported have no dots of their own.
    private func isMember(_ name: String) -> Bool {
        let segments = name.split(separator: ".", omittingEmptySubsequences: false)
        return segments.count > 1 && segments.allSatisfy { !$0.isEmpty }
    }

    /// A variable whose name is public for something else gets another name for the linker.
    private func renameCovered() {
        for variable in output.topLevel.indices {
            guard let known = publicNames[output.topLevel[variable].name], !known.isSame(as: .topLevel(variable)) else { continue }
            output.topLevel[variable].name += "%\(variable.offset)"
        }
    }

    /// Variables that are exported under another name or only by macros' templates, until nothing new comes up.
    private func addHidden(_ exports: inout [String: InterfaceExport]) {
        var next = 0
        while next < hiddenExports.count {
            let binding = hiddenExports[next]
            next += 1
            switch binding {
            case .topLevel(let variable):
                let name = output.topLevel[variable].name
                if exports[name] == nil { exports[name] = variableExport(name, variable, isHidden: true) }
            case .macro(let macro):
                let name = hiddenName(of: macro)
                if exports[name] == nil { exports[name] = macroExport(name, macro, isHidden: true) }
            default: break
            }
        }
    }

    /// Modules that an importer must have at hand to use the exports.
    private func references(_ exports: [String: InterfaceExport]) -> [ModuleID] {
        var modules = referencedModules
        for export in exports.values where !export.kind.isLinked {
            if let origin = export.origin { modules.insert(origin.module) }
        }
        modules.remove(context.module)
        return modules.sorted()
    }

    private func export(_ name: String, _ binding: Binding, isHidden: Bool) -> InterfaceExport? {
        switch binding {
        case .topLevel(let variable):
            guard output.topLevel[variable].name != name else { return variableExport(name, variable, isHidden: isHidden) }
            hiddenExports.append(binding)
            var export = variableExport(name, variable, isHidden: isHidden)
            export.origin = ExportOrigin(module: context.module, name: output.topLevel[variable].name)
            return export
        case .macro(let macro):
            if macros[macro].origin == nil, hiddenName(of: macro) != name { hiddenExports.append(binding) }
            return macroExport(name, macro, isHidden: isHidden)
        case .imported(let imported): return importedExport(name, imported, isHidden: isHidden)
        case .module(let target): return moduleExport(name, target, isHidden: isHidden)
        case .builtin(let row):
            return InterfaceExport(name: name, kind: .syntax, type: .dynamic, isHidden: isHidden, payload: ExportPayload.builtin(row).bytes)
        case .special, .auxiliary, .constant, .local, .wrong, .unavailable, .unbound: return nil
        }
    }

    private func variableExport(_ name: String, _ variable: TopLevelID, isHidden: Bool) -> InterfaceExport {
        output.topLevel[variable].isExported = true
        let top = output.topLevel[variable]
        var export = InterfaceExport(name: name, kind: .variable(.any, isMutable: top.isAssigned), type: .dynamic, span: top.span, isHidden: isHidden)
        let payload = payload(of: variable)
        export.payload = payload.bytes
        switch payload {
        case .procedure(let parameters, let hasRest): describe(&export, parameters, hasRest)
        case .record(let role, _, _, _):
            if let arity = role.arity { describe(&export, arity.minimum, false) }
            if let type = top.record?.type, type != variable { hiddenExports.append(.topLevel(type)) }
        case .variable, .macro, .builtin: break
        }
        return export
    }

    private func payload(of variable: TopLevelID) -> ExportPayload {
        let top = output.topLevel[variable]
        guard !top.isAssigned else { return .variable(isPreset: top.procedure != nil || top.record != nil, mayStayUnset: false) }
        if let record = top.record {
            return .record(record.role, recordName: record.recordName, fields: record.fields, typeName: output.topLevel[record.type].name)
        }
        guard let procedure = top.procedure else { return .variable(isPreset: false, mayStayUnset: unsetVariables.contains(variable)) }
        let clauses = output.lambdas[procedure].clauses
        guard clauses.count == 1 else { return .variable(isPreset: true, mayStayUnset: false) }
        return .procedure(parameters: clauses[0].parameters.count, hasRest: clauses[0].rest != nil)
    }

    private func describe(_ export: inout InterfaceExport, _ parameters: Int, _ hasRest: Bool) {
        let count = parameters + (hasRest ? 1 : 0)
        export.kind = .function(MachineSignature(parameters: Array(repeating: .any, count: count), result: .any))
        var described = Array(repeating: InterfaceParameter(type: .dynamic), count: count)
        if hasRest { described[count - 1].type = .applied("rest", [.dynamic]) }
        export.type = .function(InterfaceFunctionType(parameters: described, result: .dynamic))
        export.parameterUsage = Array(repeating: .keep, count: count)
    }

    private func macroExport(_ name: String, _ macro: MacroID, isHidden: Bool) -> InterfaceExport {
        var export = InterfaceExport(name: name, kind: .syntax, type: .dynamic, span: macros[macro].span, isHidden: isHidden)
        if let origin = macros[macro].origin {
            export.origin = origin
            export.payload = macros[macro].payload
            export.span = .none
        } else {
            export.payload = ExportPayload.macro(encode(macro)[...]).bytes
            let home = hiddenName(of: macro)
            if home != name { export.origin = ExportOrigin(module: context.module, name: home) }
        }
        return export
    }

    /// The name under which other macros of importers find a macro.
    func hiddenName(of macro: MacroID) -> String {
        let info = macros[macro]
        let name = modulePath(info.module) + info.name
        let isPlain = topScopes[info.module].definitions[syntax.identifiers.symbol(info.name)].map { $0.binding.isSame(as: .macro(macro)) } ?? false
        let isCovered = publicNames[name].map { !$0.isSame(as: .macro(macro)) } ?? false
        return isPlain && !isCovered ? name : name + "%m\(macro.offset)"
    }

    private func importedExport(_ name: String, _ imported: ImportedName, isHidden: Bool) -> InterfaceExport {
        var export = InterfaceExport(name: name, kind: .variable(.any, isMutable: false), type: .dynamic, isHidden: isHidden)
        if let known = context.interfaces[imported.module]?.export(named: imported.name) {
            export = known
            export.name = name
            export.isHidden = isHidden
        } else if let source = foreignExport(imported) {
            export = source
            export.name = name
            export.isHidden = isHidden
        }
        export.origin = ExportOrigin(module: imported.module, name: imported.name)
        export.span = .none
        return export
    }

    /// A re-export of the same thing by a module that is imported.
    private func foreignExport(_ imported: ImportedName) -> InterfaceExport? {
        if foreignIndex == nil {
            var index: [ExportOrigin: InterfaceExport] = [:]
            for module in context.interfaces.keys.sorted() {
                for export in context.interfaces[module]?.exports ?? [] {
                    if let origin = export.origin, index[origin] == nil { index[origin] = export }
                }
            }
            foreignIndex = index
        }
        return foreignIndex?[ExportOrigin(module: imported.module, name: imported.name)]
    }

    private func moduleExport(_ name: String, _ target: ModuleTarget, isHidden: Bool) -> InterfaceExport? {
        var export = InterfaceExport(name: name, kind: .module, type: .dynamic, isHidden: isHidden)
        switch target {
        case .unit(let module):
            let home = String(modulePath(module).dropLast())
            export.span = unit.modules[module].nameSpan
            if home != name { export.origin = ExportOrigin(module: context.module, name: home) }
        case .other(let module, let path): export.origin = ExportOrigin(module: module, name: path.joined(separator: "."))
        case .library: return nil
        }
        return export
    }
}
