import Basics
import CodeGen

/// How the commands of a plan are written.
public struct PlanSettings: Sendable {
    /// The path of langc itself; absolute.
    public var compiler: String
    /// Where the plan's files and what it makes go; absolute and canonical.
    public var directory: String
    /// Options of `langc compile`: `-O`, `-g`.
    public var compileOptions: [String]
    /// Options of `langc link`: `-O`, `--export NAME`.
    public var linkOptions: [String]
    /// What is made at last.
    public var target: PlanTarget
    /// The arguments with which `langc plan`, started in `directory`, makes the plan again.
    public var arguments: [String]

    public init(
        compiler: String, directory: String, compileOptions: [String], linkOptions: [String], target: PlanTarget = .program, arguments: [String]
    ) {
        self.target = target
        self.compiler = compiler
        self.directory = directory
        self.compileOptions = compileOptions
        self.linkOptions = linkOptions
        self.arguments = arguments
    }
}

/// A file that belongs to a plan.
public struct PlanFile: Hashable, Sendable {
    /// Path from the plan's directory.
    public var path: String
    public var text: String
    /// Written even if it is there with the same text, so that it is newer than what it was made from.
    public var isStamp = false
    /// Takes the place of nothing but an earlier file of langc.
    public var isGuarded = false
    /// Only written if there is no such file.
    public var isOptional = false

    /// Whether it is to be written where a file with this content is already; `nil` if there is none.
    public func isToReplace(_ old: [UInt8]?) throws(PlanRefusal) -> Bool {
        guard let old else { return true }
        if isOptional { return false }
        if isGuarded, !old.starts(with: BazelPlan.heading.utf8) {
            throw PlanRefusal(message: "'\(path)' is there and not made by langc", help: "move it away")
        }
        return isStamp || old != Array(text.utf8)
    }
}

/// A file for a plan that cannot be written.
public struct PlanRefusal: Error, Sendable {
    public let message: String
    public let help: String
}

extension BuildPlan {
    /// Paths in the directory of a plan. Everything but the program has its own directory.
    enum Layout {
        static func job(_ unit: Unit) -> String { "jobs/\(unit.name).job" }
        static func object(_ name: String) -> String { "objects/\(name)" }
        static func interface(_ unit: Unit) -> String { "interfaces/\(unit.name).li" }
        static func scan(_ module: String) -> String { "imports/\(module.dropLast(ObjectFileNames.ending.count)).txt" }
    }

    func hasSourceMap(_ settings: PlanSettings) -> Bool { settings.linkOptions.contains("-g") }

    /// All modules, each with a name that no other has.
    var modules: [(member: JobDescription.Member, object: String)] {
        units.flatMap { Array(zip($0.job.members, $0.objects)) }.map { (member: $0, object: $1) }
    }

    /// The options that say what becomes of the linker's warnings.
    var linkWarningOptions: [String] { linkWarnings.sorted { $0.key < $1.key }.flatMap { ["--\($0.value.rawValue)", $0.key] } }

    /// Arguments of `langc link` that come before its target and the objects.
    ///
    /// - Parameter root: the root as the command sees it.
    func linkArguments(_ settings: PlanSettings, root: String) -> [String] {
        settings.linkOptions + kindArguments(settings) + linkWarningOptions + ["--entry", entry.text] + (hasSourceMap(settings) ? ["--root", root] : [])
    }

    private func kindArguments(_ settings: PlanSettings) -> [String] {
        switch settings.target {
        case .program, .unmerged: []
        case .library: ["--reactor"]
        case .page: ["--target", "web"]
        }
    }

    /// Sources that the link reads: those in the source map.
    func linkedSources(_ settings: PlanSettings) -> [String] {
        hasSourceMap(settings) ? Set(units.flatMap(\.job.files)).sorted() : []
    }
}

/// Words of a command line for `sh`.
enum ShellText {
    static func quoted(_ word: String) -> String {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:+,@%".unicodeScalars)
        if !word.isEmpty, word.unicodeScalars.allSatisfy({ plain.contains($0) }) { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    static func joined(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }
}
