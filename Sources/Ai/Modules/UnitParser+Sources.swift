import Diagnostics
import ModuleSystem

/// What imports and re-exports take from.
extension UnitParser {
    /// Resolves all sources as far as the text alone allows, and gives the imports of other files in the order of the text.
    mutating func resolveSources() -> [ImportDeclaration] {
        var imports: [ImportDeclaration] = []
        for item in pending {
            let target = target(item.source, from: item.module)
            if item.isReexport {
                modules[item.module].reexports[item.index].source.target = target
            } else {
                modules[item.module].imports[item.index].source.target = target
            }
            guard case .module(let specifier, _) = target else { continue }
            imports.append(
                item.isReexport
                    ? modules[item.module].reexports[item.index].declaration(specifier)
                    : modules[item.module].imports[item.index].declaration(specifier))
        }
        return imports
    }

    private mutating func target(_ source: DatumID, from module: Int) -> ImportSource.Target {
        let span = data.span(source)
        let symbol = data.symbol(source)
        let text = symbol.map { $0.isDotted ? $0.name.replacing(".", with: "/") : $0.name } ?? data.string(source) ?? ""
        if symbol == nil, text.hasPrefix("std:") { return .module(specifier: text, path: []) }
        let path: ModulePath
        switch ModulePath.parse(text, extensions: symbol == nil ? ["ai"] : []) {
        case .success(let parsed): path = parsed
        case .failure(let problem):
            report(
                "AI0304", "bad module path '\(Self.printable(text))': \(problem.text)", span,
                help: ["a path is `p/q`, found below the project's root, or begins with `./` or `../` and counts from this file"])
            return .invalid
        }
        guard path.base == nil else { return .module(specifier: text, path: []) }
        if let first = visible(path.names[0], from: module) { return nested(path.names, first, from: module, span) }
        if path.names[0] == "std" || path.names[0] == "stdlib" { return library(path, text, span) }
        return .module(specifier: text, path: [])
    }

    /// With escapes for control characters.
    private static func printable(_ text: String) -> String {
        text.unicodeScalars.map { $0.value < 0x20 ? "\\x\(String($0.value, radix: 16));" : String($0) }.joined()
    }

    private mutating func library(_ path: ModulePath, _ text: String, _ span: SourceSpan) -> ImportSource.Target {
        if path.names.count == 2, StandardLibraries.virtual.contains(path.names[1]) { return .library(path.names[1]) }
        let known = StandardLibraries.virtual.map { "std/\($0)" }.joined(separator: ", ")
        report("AI0306", "unknown library \(text)", span, help: ["the libraries are \(known)"])
        return .invalid
    }

    // MARK: Nested modules

    /// Aliases of aliases may give the same modules any number of names.
    private static let reachableLimit = 10_000

    /// The module of this name nested in `module` or in one around it, the nearest.
    private func visible(_ name: String, from module: Int) -> Int? {
        var current: Int? = module
        while let position = current {
            if let child = children[position][name] { return child }
            current = modules[position].parent
        }
        return nil
    }

    private mutating func nested(_ names: [String], _ first: Int, from module: Int, _ span: SourceSpan) -> ImportSource.Target {
        var current = first
        for name in names.dropFirst() {
            guard let child = exportedModules(of: current).first(where: { $0.name == name })?.module else {
                if children[current][name] != nil {
                    report(
                        "AI0310", "'\(name)' not exported by module '\(modules[current].name)'", span,
                        help: ["add `\(name)` to the exports of '\(modules[current].name)'"])
                } else {
                    report(
                        "AI0301", "module '\(names.joined(separator: "."))' not found", span,
                        notes: ["'\(modules[current].name)' is a module of this file"])
                }
                return .invalid
            }
            current = child
        }
        if current == module {
            report("AI0303", "module '\(modules[current].name)' imports itself", span, help: ["everything it defines is visible in it"])
            return .invalid
        }
        return .nested(current)
    }

    /// The nested modules that a module exports, by their public names, in the order of its exports.
    private func exportedModules(of module: Int) -> [(name: String, module: Int)] {
        modules[module].exports.compactMap { item in children[module][item.name.name].map { (item.alias.name, $0) } }
    }

    /// Modules that importers can reach through this file's own: `trig`, `trig.inner`.
    func reachableModules() -> [Definition] {
        var result: [Definition] = []
        var work = exportedModules(of: 0)
        while let (name, module) = work.popLast(), result.count < Self.reachableLimit {
            result.append(Definition(name: name, space: .module, span: modules[module].nameSpan))
            work += exportedModules(of: module).map { ("\(name).\($0.name)", $0.module) }
        }
        return result.sorted { $0.name < $1.name }
    }
}

extension ImportForm {
    /// The import as the module system sees it.
    func declaration(_ specifier: String) -> ImportDeclaration {
        var bindings: [ImportBinding] = (items ?? []).map { item in
            .named(NamedImport(
                name: item.name.name, alias: (prefix?.name ?? "") + item.alias.name, span: item.name.span, aliasSpan: item.alias.span))
        }
        if let wildcard {
            bindings.append(.wildcard(excluding: Set(excluded.map(\.name)), prefix: prefix?.name ?? "", span: wildcard))
        }
        if let qualifier { bindings.append(.namespace(alias: qualifier.name, span: qualifier.span)) }
        return ImportDeclaration(specifier: specifier, bindings: bindings, span: span, specifierSpan: source.span)
    }
}

extension ReexportForm {
    /// The re-export as the module system sees it.
    func declaration(_ specifier: String) -> ImportDeclaration {
        let bindings: [ImportBinding] =
            switch kind {
            case .items(let items):
                items.map { .named(NamedImport(name: $0.name.name, alias: $0.alias.name, span: $0.name.span, aliasSpan: $0.alias.span)) }
            case .wildcard(let excluded): [.wildcard(excluding: Set(excluded.map(\.name)), span: span)]
            case .module(let name): [.namespace(alias: name.name, span: name.span)]
            }
        return ImportDeclaration(specifier: specifier, bindings: bindings, span: span, specifierSpan: source.span, reexport: .everywhere)
    }
}
