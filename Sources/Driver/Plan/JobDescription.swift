import Basics
import Diagnostics
import ModuleSystem

/// What the compilation of one module, or of modules that import one another, needs to know besides the content of files: the form of a
/// `ModuleJob` that stands in a file. Nothing is looked for when it is carried out; what was found, it says.
public struct JobDescription: Hashable, Sendable {
    public struct Member: Hashable, Sendable {
        public var module: ModuleID
        /// Files that are part of the module: paths from the directory of its source.
        public var included: [String] = []
        /// The file that belongs to the module besides its source; its path from the root.
        public var attachment: ModuleID?
        public var imports: [Import] = []

        public init(module: ModuleID) { self.module = module }
    }

    /// What a specifier of an import means.
    public struct Import: Hashable, Sendable {
        public var specifier: String
        public var module: ModuleID
        /// The names that lead from that module to one nested in it.
        public var nested: [String] = []

        public init(specifier: String, module: ModuleID, nested: [String] = []) {
            self.specifier = specifier
            self.module = module
            self.nested = nested
        }
    }

    /// In the order of initialization.
    public var members: [Member] = []
    /// Objects that belong to members and are wanted too; by what they call themselves.
    public var companions: [ModuleID] = []
    /// See `ModuleOptions.passesSignals`.
    public var passesSignals = false
    /// What happens to the members' warnings, by itself and as the manifest has it.
    public var warnings = WarningPolicy.standard
    /// The note at a warning that the policy makes an error.
    public var denial = ""

    public init() {}

    /// All files that are read, as paths from the root.
    public var files: [String] {
        var seen: Set<String> = []
        return members.flatMap(Self.files).filter { seen.insert($0).inserted }
    }

    /// Those of one member: its source, what this includes, and the attachment.
    static func files(of member: Member) -> [String] {
        let path = member.module.text
        return [path] + member.included.map { Path.join(Path.parent(path), $0) } + [member.attachment?.text].compactMap { $0 }
    }
}

extension JobDescription {
    /// Rises with every incompatible change of the text.
    private static let version = "1"
    private static let heading = "langc-job"

    /// Why a text is no description of a job.
    public struct Malformed: Error, Hashable, Sendable {
        public let line: Int
        public let message: String
    }

    /// The lines of the text, without their ends: words separated by tabs, the first of which says what the line is about.
    public var lines: [String] {
        var lines: [[String]] = [[Self.heading, Self.version]]
        for member in members {
            lines.append(["module", member.module.text])
            lines += member.included.map { ["include", $0] }
            if let attachment = member.attachment { lines.append(["attachment", attachment.text]) }
            lines += member.imports.map { ["import", $0.specifier, $0.module.text] + $0.nested }
        }
        lines += companions.map { ["companion", $0.text] }
        if passesSignals { lines.append(["signals"]) }
        if warnings.level != .warn { lines.append(["warnings", warnings.level.rawValue]) }
        lines += warnings.levels.sorted { $0.key < $1.key }.map { ["warning", $0.key, $0.value.rawValue] }
        if !denial.isEmpty { lines.append(["denial", denial]) }
        return lines.map { $0.map(Self.escaped).joined(separator: "\t") }
    }

    public var text: String { lines.map { $0 + "\n" }.joined() }

    /// Reads what `text` gives.
    public init(_ text: String) throws(Malformed) {
        var number = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            let words = line.split(separator: "\t", omittingEmptySubsequences: false).map(Self.unescaped)
            if number == 1 {
                guard words.first == Self.heading else { throw Malformed(line: number, message: "it does not begin with '\(Self.heading)'") }
                guard words == [Self.heading, Self.version] else { throw Malformed(line: number, message: "it was written by another version of langc") }
            } else if !line.isEmpty {
                guard read(words) else { throw Malformed(line: number, message: "'\(line)' means nothing here") }
            }
        }
        guard !members.isEmpty else { throw Malformed(line: number, message: "it names no module") }
    }

    /// False if the line is not one.
    private mutating func read(_ words: [String]) -> Bool {
        let last = members.count - 1
        switch (words[0], words.count) {
        case ("module", 2): members.append(Member(module: ModuleID(words[1])))
        case ("include", 2) where last >= 0: members[last].included.append(words[1])
        case ("attachment", 2) where last >= 0: members[last].attachment = ModuleID(words[1])
        case ("import", 3...) where last >= 0:
            members[last].imports.append(Import(specifier: words[1], module: ModuleID(words[2]), nested: Array(words[3...])))
        case ("companion", 2): companions.append(ModuleID(words[1]))
        case ("signals", 1): passesSignals = true
        case ("warnings", 2):
            guard let level = WarningPolicy.Level(rawValue: words[1]) else { return false }
            warnings.level = level
        case ("warning", 3):
            guard let level = WarningPolicy.Level(rawValue: words[2]) else { return false }
            warnings.levels[words[1]] = level
        case ("denial", 2): denial = words[1]
        default: return false
        }
        return true
    }

    private static func escaped(_ word: String) -> String {
        var result = ""
        for scalar in word.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\t": result += "\\t"
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func unescaped(_ word: Substring) -> String {
        var result = ""
        var isEscape = false
        for scalar in word.unicodeScalars {
            if isEscape {
                result.unicodeScalars.append(scalar == "t" ? "\t" : scalar == "n" ? "\n" : scalar)
                isEscape = false
            } else if scalar == "\\" {
                isEscape = true
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
