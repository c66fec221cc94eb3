import Diagnostics
import ModuleSystem
import RuntimeABI
import WasmFormat

/// Errors about imports.
extension ResolveSymbols {
    /// Whether something about this import was reported already, or is no news.
    private func isSilenced(_ item: Import, _ file: Int) -> Bool {
        let module = ModuleID(item.module)
        return fileOf[module] == nil || silenced.contains(FilePair(importer: file, module: module))
    }

    private func label(_ item: Import, _ file: Int, _ text: String) -> DiagnosticLabel? {
        program.files[file].label(importing: plainName(item), of: ModuleID(item.module), text)
    }

    private func plainName(_ item: Import) -> String {
        let prefix = ReservedNames.closurePrefix
        return item.name.hasPrefix(prefix) ? String(item.name.dropFirst(prefix.count)) : item.name
    }

    /// Where the other module declares the name, as a second label.
    private func declaration(_ item: Import) -> [DiagnosticLabel] {
        guard let index = fileOf[ModuleID(item.module)], let export = program.files[index].interface.export(named: plainName(item)) else {
            return []
        }
        return [DiagnosticLabel(path: program.files[index].path, span: export.span, text: "exported here")]
    }

    mutating func reportMissing(_ item: Import, _ file: Int) {
        guard !isSilenced(item, file), let target = fileOf[ModuleID(item.module)] else { return }
        let name = plainName(item)
        let exported = program.files[target].interface.export(named: name)
        var notes = suggestions(for: name, program.files[target])
        if exported != nil {
            notes = ["its interface lists the name, but its object has no such \(item.kind.external.text)"]
        } else if program.files[target].interface.export(named: name, isType: true) != nil {
            notes = ["`\(name)` is a type"]
        }
        sink.report(
            LinkerCodes.noSuchExport, "`\(item.module)` does not export `\(name)`", at: label(item, file, "imported here"), notes: notes,
            help: ["if `\(item.module)` has changed, compile `\(program.files[file].id)` again"])
    }

    mutating func reportKind(_ item: Import, found: String, expected: String, _ file: Int) {
        guard !isSilenced(item, file) else { return }
        sink.report(
            LinkerCodes.wrongKind, "`\(plainName(item))` of `\(item.module)` is \(found), but `\(program.files[file].id)` uses it as \(expected)",
            at: label(item, file, "imported here"), secondary: declaration(item), help: ["compile `\(program.files[file].id)` again"])
    }

    mutating func reportType(_ item: Import, _ found: String, _ expected: String, _ file: Int) {
        guard !isSilenced(item, file) else { return }
        sink.report(
            LinkerCodes.wrongType, "`\(plainName(item))` of `\(item.module)` \(found), but `\(program.files[file].id)` \(expected)",
            at: label(item, file, "imported here"), secondary: declaration(item), help: ["compile `\(program.files[file].id)` again"])
    }

    mutating func reportCycle(_ item: Import, _ file: Int) {
        sink.report(
            LinkerCodes.exportCycle, "the re-exports of `\(plainName(item))` from `\(item.module)` lead in a circle",
            at: label(item, file, "imported here"))
    }
}
