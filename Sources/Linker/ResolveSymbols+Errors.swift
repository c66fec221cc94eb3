import Diagnostics
import ModuleSystem
import RuntimeABI
import WasmFormat

/// Errors about imports.
extension ResolveSymbols {
    private func plainName(_ item: Import) -> String {
        for prefix in [ReservedNames.closurePrefix, ReservedNames.sitePrefix] where item.name.hasPrefix(prefix) {
            return String(item.name.dropFirst(prefix.count))
        }
        return item.name
    }

    /// Where the source imports the name; where it imports the module if that is not known.
    private mutating func label(_ item: Import, _ file: Int) -> DiagnosticLabel? {
        let origin = ExportOrigin(module: ModuleID(item.module), name: plainName(item))
        let object = program.files[file]
        let place = object.places[origin] ?? placesThroughReexports(file)[origin]
        return place.map { object.label($0, "imported here") } ?? object.label(importing: origin.module, "imported here")
    }

    /// Where a file imports names of modules that have them from other modules, by the latter.
    private mutating func placesThroughReexports(_ file: Int) -> [ExportOrigin: ObjectFile.Place] {
        if let known = placesThroughReexports[file] { return known }
        var places: [ExportOrigin: ObjectFile.Place] = [:]
        for item in program.files[file].link.imports {
            guard let target = fileOf[item.module], let origin = program.files[target].origins[item.name], places[origin] == nil else { continue }
            places[origin] = ObjectFile.Place(span: item.span, position: item.position)
        }
        placesThroughReexports[file] = places
        return places
    }

    /// Where the other module declares the name, as a second label.
    private func declaration(_ item: Import) -> [DiagnosticLabel] {
        guard let index = fileOf[ModuleID(item.module)], let export = program.files[index].interface.export(named: plainName(item)),
            export.origin == nil
        else { return [] }
        return [DiagnosticLabel(path: program.files[index].path, span: export.span, text: "exported here")]
    }

    /// Reports an error about an import, unless its module is missing, which has been reported.
    private mutating func report(
        _ code: DiagnosticCode, _ message: String, _ item: Import, _ file: Int, secondary: [DiagnosticLabel] = [], notes: [String] = [], help: [String]
    ) {
        let module = ModuleID(item.module)
        guard fileOf[module] != nil else { return }
        var notes = notes
        let pair = FilePair(importer: file, module: module)
        if stale.contains(pair) {
            explained.insert(pair)
            notes.append("the interface of `\(module)` has changed since `\(program.files[file].id)` was compiled")
        }
        sink.report(code, message, at: label(item, file), secondary: secondary, notes: notes, help: help)
    }

    mutating func reportMissing(_ item: Import, _ file: Int) {
        guard let target = fileOf[ModuleID(item.module)] else { return }
        let name = plainName(item)
        let importer = program.files[file].id
        if isHidden(name, target) {
            return report(
                LinkerCodes.notVisible, "`\(name)` of `\(item.module)` is not exported", item, file,
                help: ["export it and compile `\(item.module)` again, or do without it and compile `\(importer)` again"])
        }
        var notes = suggestions(for: name, program.files[target])
        if program.files[target].interface.export(named: name) != nil {
            notes = ["its interface lists the name, but its object has no such \(item.kind.external.text)"]
        } else if program.files[target].interface.export(named: name, isType: true) != nil {
            notes = ["`\(name)` is a type"]
        }
        report(
            LinkerCodes.noSuchExport, "`\(item.module)` does not export `\(name)`", item, file, notes: notes,
            help: ["if `\(item.module)` has changed, compile `\(importer)` again"])
    }

    /// Whether a file has a function of that name that it does not export; known if its names were kept.
    private mutating func isHidden(_ name: String, _ file: Int) -> Bool {
        let object = program.files[file]
        guard object.exports[name] == nil, object.origins[name] == nil else { return false }
        if hiddenNames[file] == nil { hiddenNames[file] = Set(NameSection(of: object.module).functions.map(\.name)) }
        return hiddenNames[file]?.contains(name) ?? false
    }

    mutating func reportKind(_ item: Import, found: String, expected: String, _ file: Int) {
        let importer = program.files[file].id
        report(
            LinkerCodes.wrongKind, "`\(plainName(item))` of `\(item.module)` is \(found), but `\(importer)` uses it as \(expected)", item, file,
            secondary: declaration(item), help: ["compile `\(importer)` again"])
    }

    mutating func reportType(_ item: Import, _ found: String, _ expected: String, _ file: Int) {
        let importer = program.files[file].id
        report(
            LinkerCodes.wrongType, "`\(plainName(item))` of `\(item.module)` \(found), but `\(importer)` \(expected)", item, file,
            secondary: declaration(item), help: ["compile `\(importer)` again"])
    }

    // MARK: Circles

    mutating func reportCycle(_ item: Import, _ file: Int) {
        let first = ExportOrigin(module: ModuleID(item.module), name: plainName(item))
        let help = ["export it from the module that declares it"]
        guard let circle = circle(from: first) else {
            return report(
                LinkerCodes.exportCycle, "the re-exports of `\(first.name)` from `\(first.module)` go on for more than \(Self.chainLimit) steps", item, file,
                help: help)
        }
        let drawing = circle.map { "`\($0.name)` of `\($0.module)`" }.joined(separator: " → ")
        report(
            LinkerCodes.exportCycle, "the re-exports of `\(first.name)` from `\(first.module)` lead in a circle", item, file, notes: [drawing], help: help)
    }

    /// The names on the way from one to the first that comes again, both included; `nil` if there is none.
    private func circle(from first: ExportOrigin) -> [ExportOrigin]? {
        var path: [ExportOrigin] = []
        var places: [ExportOrigin: Int] = [:]
        var next: ExportOrigin? = first
        while let origin = next, path.count <= Self.chainLimit {
            if let start = places[origin] { return Array(path[start...]) + [origin] }
            places[origin] = path.count
            path.append(origin)
            next = source(of: origin)
        }
        return nil
    }

    /// Where a module has a name from, one step.
    private func source(of origin: ExportOrigin) -> ExportOrigin? {
        guard let index = fileOf[origin.module] else { return nil }
        let file = program.files[index]
        guard let position = file.exports[origin.name] else { return file.origin(of: origin.name) }
        let export = file.module.exports[position]
        let imports = export.kind == .function ? file.functionImports : export.kind == .global ? file.globalImports : []
        guard Int(export.index) < imports.count else { return nil }
        let item = file.module.imports[imports[Int(export.index)]]
        return ExportOrigin(module: ModuleID(item.module), name: item.name)
    }
}
