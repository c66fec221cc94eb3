import Basics
import Diagnostics
import ModuleSystem

/// What the module exports, as far as it has been seen.
struct ExportTable {
    struct Key: Hashable {
        var name: String
        var isType: Bool
    }

    struct Entry {
        var export: InterfaceExport
        var symbol: SymbolID?
        /// Where the export is written.
        var span: SourceSpan
        /// Came with an `export *`: gives way to explicit exports.
        var isWildcard: Bool
    }

    var entries: [Key: Entry] = [:]
}

extension Checker {
    /// Enters what re-export declarations export; local exports follow as their items are checked.
    mutating func collectReexports() {
        for item in tree.items {
            guard case .reexport(let declaration) = item.kind, let interface = interface(declaration.path) else { continue }
            switch declaration.clause {
            case .named(let specifiers): for specifier in specifiers { reexport(specifier, interface, declaration.path.text) }
            case .all: for export in interface.exports { reexportAll(export, interface.module, declaration.path.span) }
            }
        }
    }

    private mutating func reexport(_ specifier: SpecifierSyntax, _ interface: ModuleInterface, _ path: String) {
        let found = interface.find(specifier.name.text)
        if found.value == nil, found.type == nil { reportNotExported(specifier.name, interface, path) }
        for export in [found.value, found.type] {
            guard var export else { continue }
            export.origin = export.origin ?? ExportOrigin(module: interface.module, name: export.name)
            export.name = specifier.localName.text
            add(export, symbol: nil, specifier.localName.span)
        }
    }

    private mutating func reexportAll(_ original: InterfaceExport, _ module: ModuleID, _ span: SourceSpan) {
        var export = original
        export.origin = export.origin ?? ExportOrigin(module: module, name: export.name)
        let key = ExportTable.Key(name: export.name, isType: export.kind.isType)
        guard let existing = exports.entries[key] else {
            exports.entries[key] = .init(export: export, symbol: nil, span: span, isWildcard: true)
            return
        }
        guard existing.isWildcard, existing.export.origin != export.origin else { return }
        wildcardClashes.append(WildcardClash(key: key, first: existing.span, second: span))
    }

    /// Exports of whole modules that clash are an error only if no explicit export of the name decides.
    private mutating func reportWildcardClashes() {
        for clash in wildcardClashes where exports.entries[clash.key]?.isWildcard == true {
            reportDuplicate(clash.key.name, first: clash.first, second: clash.second)
        }
    }

    private mutating func reportDuplicate(_ name: String, first: SourceSpan, second: SourceSpan) {
        error(
            "AT5008", "Duplicate export: '\(name)' is exported more than once", second, label: "exported again here",
            secondary: [secondary(first, "first exported here")], notes: ["also known as AT1016"])
    }

    private mutating func add(_ export: InterfaceExport, symbol: SymbolID?, _ span: SourceSpan) {
        let key = ExportTable.Key(name: export.name, isType: export.kind.isType)
        if let existing = exports.entries[key], !existing.isWildcard {
            let isReversed = span.start < existing.span.start
            reportDuplicate(export.name, first: isReversed ? span : existing.span, second: isReversed ? existing.span : span)
            return
        }
        exports.entries[key] = .init(export: export, symbol: symbol, span: span, isWildcard: false)
    }

    /// Exports the variable or function that `statement` declares.
    mutating func exportStatement(_ statement: StatementID, _ documentation: String?) {
        guard let symbol = typed.statementSymbols[statement.offset] else { return }
        usage[symbol.offset].isExported = true
        let declared = typed.symbols[symbol]
        let kind: InterfaceExport.Kind
        var parameterUsage: [ParameterUsage] = []
        switch declared.kind {
        case .function(let function):
            guard let type = typed.functions[function.offset]?.type else { return }
            kind = .function(type.machineSignature)
            parameterUsage = Array(repeating: .keep, count: type.parameters.count)
        case .variable(let isMutable): kind = .variable(declared.type.variableMachineType, isMutable: isMutable)
        default: return
        }
        let export = InterfaceExport(
            name: declared.name, kind: kind, type: declared.type.interfaceType(), parameterUsage: parameterUsage,
            documentation: documentation, span: declared.span)
        add(export, symbol: symbol, declared.span)
    }

    /// Exports a type alias.
    mutating func exportAlias(_ name: Identifier, _ documentation: String?) {
        guard let index = aliasesByName[name.text], !aliases[index].isImported else { return }
        let alias = aliases[index]
        var positions: [Int: Int] = [:]
        for (position, parameter) in alias.parameters.enumerated() { positions[parameter.id] = position }
        let interface = InterfaceAlias(
            name: name.text, parameters: alias.parameters.map(\.name), expansion: alias.expansion.interfaceType(positions),
            isDeprecated: alias.isDeprecated, deprecatedSince: alias.deprecatedSince)
        add(
            InterfaceExport(name: name.text, kind: .type, type: .alias(interface), documentation: documentation, span: name.span), symbol: nil,
            name.span)
    }

    /// Lists the module's own exports for lowering and reports what is exported twice.
    mutating func finishExports() {
        reportWildcardClashes()
        let own = exports.entries.values.compactMap { entry in entry.symbol.map { (name: entry.export.name, symbol: $0) } }
        typed.exportedSymbols = own.sorted { $0.name < $1.name }
    }

    /// What importers may know of the module.
    func makeInterface(sourcePath: String) -> ModuleInterface {
        ModuleInterface(
            module: context.module, language: "Atlas", sourcePath: sourcePath,
            exports: exports.entries.values.map(\.export).sorted {
                ($0.name, $0.kind.isType ? 1 : 0) < ($1.name, $1.kind.isType ? 1 : 0)
            },
            initializerHasEffects: InitializerEffects(typed).areObservable)
    }
}

/// Two `export *` that bring different things of one name.
struct WildcardClash {
    var key: ExportTable.Key
    var first: SourceSpan
    var second: SourceSpan
}
