import Basics
import Core
import Diagnostics
import ModuleSystem

/// All modules that an entry reaches, parsed, and the order of the graph.
struct Program: Sendable {
    /// A module of the program.
    struct Unit: Sendable {
        let id: ModuleID
        let language: Language
        /// Absolute canonical path.
        let path: String
        /// The directory that the module's absolute imports count from: that of its project, or that of the entry.
        let root: String
        /// The fingerprint of the source's text.
        let contentHash: StableHash
        let parsed: ParsedUnit
        /// The file that belongs to the module besides its source.
        let attachment: ModuleAttachment?
        /// The module's imports with `module` filled in where found.
        var summary: ModuleSummary
        var resolved: [String: ModuleID] = [:]
        /// For specifiers of modules nested in the resolved one, the names that lead there.
        var nestedPaths: [String: [String]] = [:]

        /// What finding the module's imports takes.
        var importer: Importer { Importer(id: id, language: language, path: path, root: root) }

        /// The text that is compiled is the one that the fingerprint is of. A file that was not read at first may change until it is.
        var isConsistent: Bool {
            let sources = parsed.sources()
            guard sources.count == parsed.included.count + 1, StableHash(of: sources[0].bytes) == contentHash else { return false }
            return zip(sources.dropFirst(), parsed.included).allSatisfy { $0.path == $1.path && StableHash(of: $0.bytes) == $1.hash }
        }

        /// Whether importers can reach a module nested in this one by these names.
        func hasNested(_ names: [String]) -> Bool {
            let name = names.joined(separator: ".")
            return parsed.summary.definitions.contains { $0.space == .module && $0.name == name }
        }
    }

    /// A module and where it stands.
    struct Importer: Sendable {
        let id: ModuleID
        let language: Language
        let path: String
        let root: String
    }

    /// Where the program starts; the first of `entries`.
    var entry: ModuleID
    /// What was asked for: one module, or several that are built together.
    var entries: [ModuleID] = []
    /// Absolute canonical path of the directory that module ids count from.
    var root: String
    var units: [ModuleID: Unit] = [:]
    var graph: ModuleGraph
    /// What parsing and the search for imports had to say.
    var diagnostics: [Diagnostic] = []
    /// The modules in which some of that is an error.
    var broken: Set<ModuleID> = []

    /// Absolute paths of the files that were read, sorted.
    var inputs: [String] {
        Set(units.values.flatMap { unit in
            let others = unit.parsed.included.map(\.path) + (unit.attachment.map { [$0.id.text] } ?? [])
            return [unit.path] + others.map { Path.join(root, $0) }
        }).sorted()
    }

    /// The source files by their shown paths.
    var sources: SourceMap {
        var map = SourceMap()
        for unit in units.values {
            let sources = unit.parsed.sources
            for path in [unit.parsed.path] + unit.parsed.included.map(\.path) { map.add(path) { sources().first { $0.path == path } } }
        }
        return map
    }
}
