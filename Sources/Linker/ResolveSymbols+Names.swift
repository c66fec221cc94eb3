import Diagnostics
import ModuleSystem
import RuntimeABI

/// Names that a module exports more than once. Compilers do not let such modules pass, but objects may come from elsewhere.
extension ResolveSymbols {
    mutating func checkNames() {
        for file in program.files.indices {
            let exports = program.files[file].interface.exports
            // They are sorted by name, so that mostly one look tells that each name stands there once.
            if exports.indices.dropFirst().allSatisfy({ exports[$0 - 1].name < exports[$0].name }) {
                for index in exports.indices where exports[index].origin != nil && !exports[index].kind.isType {
                    checkDefinition(of: exports[index], file)
                }
                continue
            }
            // Types and values may share a name.
            var values: [String: InterfaceExport] = [:]
            var types: [String: InterfaceExport] = [:]
            for export in exports {
                let isType = export.kind.isType
                if let first = isType ? types[export.name] : values[export.name] {
                    reportTwice(first, export, file)
                } else if isType {
                    types[export.name] = export
                } else {
                    values[export.name] = export
                    checkDefinition(of: export, file)
                }
            }
        }
    }

    private mutating func reportTwice(_ first: InterfaceExport, _ second: InterfaceExport, _ file: Int) {
        let object = program.files[file]
        let labels = [first, second].filter { $0.origin == nil }.map { DiagnosticLabel(path: object.path, span: $0.span, text: "exported here") }
        if let left = first.origin, let right = second.origin, left != right {
            sink.report(
                LinkerCodes.ambiguousExport, "it is not clear what `\(first.name)` of `\(object.id)` is",
                notes: ["`\(object.id)` re-exports `\(left.name)` of `\(left.module)` and `\(right.name)` of `\(right.module)` under this name"],
                help: ["re-export one of them under another name"])
        } else {
            sink.report(
                LinkerCodes.duplicateDefinition, "`\(object.id)` exports `\(first.name)` twice", at: labels.first, secondary: Array(labels.dropFirst()),
                help: ["compile `\(object.id)` again"])
        }
    }

    /// A re-export must not be a definition too.
    private mutating func checkDefinition(of export: InterfaceExport, _ file: Int) {
        let object = program.files[file]
        guard let origin = export.origin, object.exports[export.name] != nil else { return }
        sink.report(
            LinkerCodes.duplicateDefinition, "`\(object.id)` both defines `\(export.name)` and re-exports it from `\(origin.module)`",
            help: ["compile `\(object.id)` again"])
    }
}
