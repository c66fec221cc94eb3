import Basics
import Core
import Diagnostics
import ModuleSystem

/// An export of another module, by the module that is imported and the name it has there.
struct ImportKey: Hashable {
    var module: ModuleID
    var name: String
}

extension ModuleInterface {
    /// The positions in `exports`, which is sorted by name, of the value and the type called `name`.
    func find(_ name: String) -> (value: InterfaceExport?, type: InterfaceExport?) {
        var low = 0
        var high = exports.count
        while low < high {
            let middle = (low + high) / 2
            if exports[middle].name < name { low = middle + 1 } else { high = middle }
        }
        var found: (value: InterfaceExport?, type: InterfaceExport?) = (nil, nil)
        while low < exports.count, exports[low].name == name {
            if exports[low].kind.isType { found.type = exports[low] } else { found.value = exports[low] }
            low += 1
        }
        return found
    }
}

extension Checker {
    /// Declares everything that imports bind, and lists what the module depends on.
    mutating func declareImports() {
        for item in tree.items {
            let specifier: ModulePathSyntax? = switch item.kind {
            case .importDeclaration(let declaration): declaration.path
            case .reexport(let declaration): declaration.path
            default: nil
            }
            guard let specifier, let module = context.resolved[specifier.text] else { continue }
            if importSpecifiers[module] == nil { importSpecifiers[module] = specifier.text }
        }
        for item in tree.items {
            switch item.kind {
            case .importDeclaration(let declaration): declare(declaration, item.span)
            case .reexport(let declaration): addDependency(declaration, item.span)
            default: break
            }
        }
    }

    /// The interface behind an import. A module that was not found has been reported by whoever looked for it.
    mutating func interface(_ path: ModulePathSyntax) -> ModuleInterface? {
        guard let module = context.resolved[path.text] else { return nil }
        if let interface = context.interfaces[module] { return interface }
        error(
            "AT5005", "Cannot find module '\(path.text)'", path.span, label: "this module did not load",
            notes: ["also known as AT1014"])
        return nil
    }

    private mutating func declare(_ declaration: ImportSyntax, _ span: SourceSpan) {
        let interface = interface(declaration.path)
        var names: [(name: String, alias: String, span: SourceSpan)] = []
        switch declaration.clause {
        case .namespace(let alias):
            if let interface {
                let kind = Symbol.Kind.namespace(interface.module, specifier: declaration.path.text)
                declare(alias, kind, .namespace(interface.module, specifier: declaration.path.text))
                if namespaces[interface.module] == nil { namespaces[interface.module] = alias.text }
            } else {
                declare(alias, .local, .unknown)
            }
        case .named(let specifiers):
            for specifier in specifiers {
                names.append((specifier.name.text, specifier.localName.text, specifier.name.span))
                bind(specifier, from: interface, declaration)
            }
        }
        addDependency(declaration.path, span, names)
    }

    private mutating func bind(_ specifier: SpecifierSyntax, from interface: ModuleInterface?, _ declaration: ImportSyntax) {
        guard let interface else {
            declare(specifier.localName, .local, .unknown)
            importOpaqueType(specifier.localName)
            return
        }
        let found = interface.find(specifier.name.text)
        if let type = found.type { importAlias(type, as: specifier.localName) }
        if let value = found.value, !declaration.isTypeOnly {
            let symbol = importedSymbol(value, from: interface.module)
            let id = declare(specifier.localName, .imported(symbol), importedType(symbol))
            if let type = specifier.type { typedImports.append((id, type, symbol)) }
        } else if found.type == nil {
            reportNotExported(
                specifier.name, interface, declaration.path.text,
                as: declaration.isTypeOnly ? .type : .any,
                help: found.value == nil ? [] : ["`import type` takes only type aliases; this is a value"])
            if !declaration.isTypeOnly { declare(specifier.localName, .local, .unknown) }
            importOpaqueType(specifier.localName)
        }
    }

    /// What an export is to be used as.
    enum ExportUse { case value, type, any }

    /// Reports a name that a module does not export.
    mutating func reportNotExported(
        _ name: Identifier, _ interface: ModuleInterface, _ specifier: String, as use: ExportUse = .any, help: [String] = []
    ) {
        if let unusable = unusableExport(name.text, interface) {
            let problem = Boundary.unusable(unusable, of: interface, in: "Atlas")
            return error(
                problem.code, problem.message, name.span, label: "not a function or variable",
                help: ["only functions and variables cross the border of a language"])
        }
        var hints = help
        if hints.isEmpty, canSuggest {
            let fitting = interface.exports.filter { use == .any || $0.kind.isType == (use == .type) }
            hints = suggestions(for: name.text, among: fitting.map(\.name))
        }
        if hints.isEmpty { hints = otherExporters(of: name.text) }
        error(
            "AT5006", "'\(name.text)' is not exported from module '\(specifier)'", name.span,
            label: "not among the exports of \(interface.module)", notes: ["also known as AT1015"], help: hints)
    }

    /// The export of a module of another language that has this name here but cannot be used.
    private func unusableExport(_ name: String, _ interface: ModuleInterface) -> String? {
        context.unusable[interface.module]?.filter { $0 == name || BoundaryPolicy.identifier(for: $0) == name }.min()
    }

    /// The other modules imported here that have an export of this name.
    private func otherExporters(of name: String) -> [String] {
        let exporters = importSpecifiers.filter { module, _ in
            guard let found = context.interfaces[module]?.find(name) else { return false }
            return found.value != nil || found.type != nil
        }
        guard let specifier = exporters.values.min() else { return [] }
        return ["'\(specifier)' exports `\(name)`"]
    }

    /// The symbol that an export finally names.
    func importedSymbol(_ export: InterfaceExport, from module: ModuleID) -> ImportedSymbol {
        ImportedSymbol(
            origin: export.origin ?? ExportOrigin(module: module, name: export.name), module: module, export: export)
    }

    /// The type of an imported value, in terms of this module.
    mutating func importedType(_ symbol: ImportedSymbol) -> Type {
        let key = ImportKey(module: symbol.module, name: symbol.export.name)
        if let type = importedTypes[key] { return type }
        let type = read(symbol.export.type)
        importedTypes[key] = type
        return type
    }

    mutating func read(_ type: InterfaceType, _ parameters: [Type] = []) -> Type {
        var reader = InterfaceTypeReader(specifiers: importSpecifiers, nextTypeParameter: nextTypeParameter)
        let result = reader.read(type, parameters)
        nextTypeParameter = reader.nextTypeParameter
        return result
    }

    private mutating func addDependency(_ declaration: ReexportSyntax, _ span: SourceSpan) {
        var names: [(name: String, alias: String, span: SourceSpan)] = []
        if case .named(let specifiers) = declaration.clause {
            names = specifiers.map { ($0.name.text, $0.localName.text, $0.name.span) }
        }
        addDependency(declaration.path, span, names)
    }

    private mutating func addDependency(
        _ path: ModulePathSyntax, _ span: SourceSpan, _ names: [(name: String, alias: String, span: SourceSpan)]
    ) {
        guard let module = context.resolved[path.text] else { return }
        typed.dependencies.append(ImportDependency(module: module, specifier: path.text, span: span, names: names))
    }
}
