import Basics
import Diagnostics

extension ExportResolver {
    /// The names that a module exports from its own scope: definitions, or what it imports.
    mutating func collectOwnExports(of module: Int) {
        guard !summaries[module].exports.isEmpty else { return }
        let imported = namedImports(of: module)
        for export in summaries[module].exports {
            var isKnown = false
            for space in spaces {
                let local = ExportKey(export.localName, space)
                guard definitions[module][local] != nil else { continue }
                isKnown = true
                let target = explicitNode(module, ExportKey(export.publicName, space), export.visibility)
                let origin = addOrigin(module, export.localName)
                enqueue(Candidate(origin: origin, importIndex: nil, span: export.span), at: target)
            }
            if isKnown { continue }
            if let source = imported[export.localName] {
                forward(export, of: module, sources: [source])
            } else {
                let sources = wildcardSources(of: export.localName, in: module)
                if sources.isEmpty { report(module, export.publicName, export.span, .undefined) }
                forward(export, of: module, sources: sources)
            }
        }
    }

    /// What an interface exports, whose origins are known.
    mutating func addExports(of interface: ModuleInterface, as module: Int) {
        for export in interface.exports {
            let key = ExportKey(export.name, export.kind.isType ? .type : .value)
            let target = explicitNode(module, key, .everywhere)
            origins.append(export.origin ?? ExportOrigin(module: interface.module, name: export.name))
            enqueue(Candidate(origin: origins.count - 1, importIndex: nil, span: export.span), at: target)
        }
    }

    /// Where an imported name comes from.
    struct Source {
        let module: Int
        let name: String
        let importIndex: Int
        let isTypeOnly: Bool
    }

    private func namedImports(of module: Int) -> [String: Source] {
        var found: [String: Source] = [:]
        for (index, declaration) in summaries[module].imports.enumerated() where declaration.reexport == nil {
            guard let target = declaration.module.flatMap({ positions[$0] }) else { continue }
            for case .named(let named) in declaration.bindings where found[named.alias] == nil {
                found[named.alias] = Source(
                    module: target, name: named.name, importIndex: index, isTypeOnly: declaration.isTypeOnly)
            }
        }
        return found
    }

    private func wildcardSources(of name: String, in module: Int) -> [Source] {
        var found: [Source] = []
        for (index, declaration) in summaries[module].imports.enumerated() where declaration.reexport == nil {
            guard let target = declaration.module.flatMap({ positions[$0] }) else { continue }
            for case .wildcard(let excluding, let prefix, _) in declaration.bindings where name.hasPrefix(prefix) {
                let original = String(name.dropFirst(prefix.count))
                if excluding.contains(original) { continue }
                found.append(Source(
                    module: target, name: original, importIndex: index, isTypeOnly: declaration.isTypeOnly))
            }
        }
        return found
    }

    /// An export of something imported is a re-export of it.
    private mutating func forward(_ export: ExportDeclaration, of module: Int, sources: [Source]) {
        guard let first = sources.first else { return }
        var pairs: [(fed: Int, read: Int)] = []
        for space in spaces {
            for source in sources where !source.isTypeOnly || space == .type {
                let read = node(source.module, ExportKey(source.name, space))
                let fed = explicitNode(module, ExportKey(export.publicName, space), export.visibility)
                connect(read, to: fed, source.importIndex, export.span, export.visibility)
                pairs.append((fed, read))
            }
        }
        namedReexports.append(NamedReexport(
            module: module, span: export.span, importIndex: first.importIndex, nodes: pairs))
    }

    private mutating func connect(
        _ read: Int, to fed: Int, _ importIndex: Int, _ span: SourceSpan, _ visibility: Visibility
    ) {
        nodes[read].forwards.append(Flow(target: fed, importIndex: importIndex, span: span, visibility: visibility))
    }

    /// The re-exports that name the module they take from.
    mutating func collectReexports(of module: Int) {
        for (index, declaration) in summaries[module].imports.enumerated() {
            guard let visibility = declaration.reexport, let source = declaration.module.flatMap({ positions[$0] }) else { continue }
            for binding in declaration.bindings {
                switch binding {
                case .named(let named):
                    reexport(named, declaration, index, visibility, of: module, from: source)
                case .wildcard(let excluding, _, _):
                    stars[source].append(Star(
                        module: module, importIndex: index, excluding: excluding, visibility: visibility,
                        span: declaration.span, isTypeOnly: declaration.isTypeOnly))
                case .namespace(let alias, let span):
                    // The origin of a published module is that module; it has no name in itself.
                    let target = explicitNode(module, ExportKey(alias, .module), visibility)
                    let origin = addOrigin(source, "")
                    enqueue(Candidate(origin: origin, importIndex: index, span: span), at: target)
                case .qualifiedOnly: break
                }
            }
        }
    }

    private mutating func reexport(
        _ named: NamedImport, _ declaration: ImportDeclaration, _ index: Int, _ visibility: Visibility,
        of module: Int, from source: Int
    ) {
        var pairs: [(fed: Int, read: Int)] = []
        for space in declaration.isTypeOnly ? [.type] : spaces {
            let read = node(source, ExportKey(named.name, space))
            let fed = explicitNode(module, ExportKey(named.alias, space), visibility)
            connect(read, to: fed, index, named.span, visibility)
            pairs.append((fed, read))
        }
        namedReexports.append(NamedReexport(module: module, span: named.span, importIndex: index, nodes: pairs))
    }
}
