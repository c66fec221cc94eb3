import Diagnostics
import ModuleSystem

/// Reports modules that objects want and that are not there. What a report needs is made when there is something to report, once.
struct MissingModules {
    private let objects: [ObjectFile]
    /// What any object takes for a module of the program.
    private lazy var named = Self.named(objects)
    /// The first names that `importer` imports, by module.
    private var names: [String: [String]] = [:]
    private var importer: ModuleID?
    /// Looking for what may have been meant costs time, so only the first errors do it.
    private var suggestionsLeft = 25

    /// How many names a message lists.
    private static let shownNames = 5

    init(_ objects: [ObjectFile]) { self.objects = objects }

    mutating func report(_ module: ModuleID, for object: ObjectFile, _ sink: inout DiagnosticSink) {
        guard module.isStandard || named.contains(module) else { return reportHost(module, object, &sink) }
        suggestionsLeft -= 1
        sink.report(
            LinkerCodes.moduleNotFound, "`\(object.id)` imports the module `\(module)`, which is not among the objects",
            at: object.label(importing: module, "imported here"), notes: suggestionsLeft < 0 ? [] : Suggestions.modules(like: module, objects),
            help: ["compile `\(module)` and add its object"])
    }

    private static func named(_ objects: [ObjectFile]) -> Set<ModuleID> {
        var result: Set<ModuleID> = []
        for object in objects {
            result.formUnion(object.link.dependencies.lazy.map(\.module))
            result.formUnion(object.link.imports.lazy.map(\.module))
            result.formUnion(object.link.namespaceRequests)
        }
        return result
    }

    private mutating func reportHost(_ module: ModuleID, _ object: ObjectFile, _ sink: inout DiagnosticSink) {
        if importer != object.id {
            importer = object.id
            names = [:]
            for item in object.module.imports where names[item.module, default: []].count <= Self.shownNames { names[item.module, default: []].append(item.name) }
        }
        let imported = names[module.text] ?? []
        let list = imported.prefix(Self.shownNames).map { "`\($0)`" }.joined(separator: ", ") + (imported.count > Self.shownNames ? ", …" : "")
        sink.report(
            LinkerCodes.unresolvedHostImport, "`\(object.id)` imports \(list) of `\(module)`, which neither an object nor the runtime library provides",
            notes: ["no object names `\(module)` as a module of the program, so the host would have to provide it"],
            help: ["call the host through the library, which knows WASI preview 1"])
    }
}
