import Basics
import Diagnostics
import ModuleSystem
import RuntimeABI
import WasmFormat

/// Step 2: finds the modules that the entry needs and the order in which they are initialized: dependencies first, siblings in
/// source order, each once. In a cycle the module that is reached first comes last.
enum OrderInitializers {
    /// The objects that take part, in order of initialization; empty after an error that leaves nothing to link.
    static func order(_ objects: [ObjectFile], entry: ModuleID, _ sink: inout DiagnosticSink) -> [ObjectFile] {
        // A module that seems to be missing may be in an object that could not be read.
        let isComplete = !sink.diagnostics.contains { LinkerCodes.unreadable.contains($0.code) }
        let positions = Dictionary(objects.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        guard let root = positions[entry] else {
            // After another error the entry may be missing just because its object could not be read.
            if !sink.hasErrors { reportMissing(entry, objects, &sink) }
            return []
        }
        var missing = MissingModules(objects)
        var order: [ObjectFile] = []
        var isSeen = [Bool](repeating: false, count: objects.count)
        isSeen[root] = true
        /// The path of the walk: an object, what it needs, and how much of that is done.
        var path: [(object: Int, needs: [ModuleID], next: Int)] = [(root, objects[root].needs, 0)]
        while let top = path.last {
            guard top.next < top.needs.count else {
                order.append(objects[top.object])
                path.removeLast()
                continue
            }
            path[path.count - 1].next += 1
            let wanted = top.needs[top.next]
            guard let position = positions[wanted] else {
                if isComplete { missing.report(wanted, for: objects[top.object], &sink) }
                continue
            }
            guard !isSeen[position] else { continue }
            isSeen[position] = true
            path.append((position, objects[position].needs, 0))
        }
        return order
    }

    /// The import modules that do not stand for a module of the program.
    static func isReserved(_ module: String) -> Bool {
        switch module {
        case ReservedNames.runtimeModule, ReservedNames.dataModule, ReservedNames.tableModule, ReservedNames.baseModule,
            ReservedNames.namespaceModule:
            true
        default: false
        }
    }

    private static func reportMissing(_ entry: ModuleID, _ objects: [ObjectFile], _ sink: inout DiagnosticSink) {
        sink.report(
            LinkerCodes.noEntry, "the entry module `\(entry)` is not among the objects", notes: Suggestions.modules(like: entry, objects))
    }
}

/// What may have been meant.
enum Suggestions {
    static func modules(like module: ModuleID, _ objects: [ObjectFile]) -> [String] {
        sentence(closestMatches(to: module.text, among: objects.map(\.id.text)))
    }

    static func exports(like name: String, _ object: ObjectFile) -> [String] {
        sentence(closestMatches(to: name, among: object.interface.exports.filter { $0.kind.isLinked && !$0.isHidden }.map(\.name)))
    }

    private static func sentence(_ names: [String]) -> [String] {
        names.isEmpty ? [] : ["did you mean \(names.map { "`\($0)`" }.joined(separator: " or "))?"]
    }
}
