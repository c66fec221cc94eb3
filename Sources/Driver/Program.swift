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
        let parsed: ParsedUnit
        /// The file that belongs to the module besides its source.
        let attachment: ModuleAttachment?
        /// The module's imports with `module` filled in where found.
        var summary: ModuleSummary
        var resolved: [String: ModuleID]
    }

    /// Where the program starts; the first of `entries`.
    var entry: ModuleID
    /// What was asked for: one module, or several that are built together.
    var entries: [ModuleID] = []
    /// Absolute canonical path of the directory that module ids count from.
    var root: String
    var units: [ModuleID: Unit] = [:]
    var graph: ModuleGraph
    var diagnostics: [Diagnostic] = []

    /// The source files by their shown paths.
    var sources: SourceMap { SourceMap(units.values.map(\.parsed.file)) }
}
