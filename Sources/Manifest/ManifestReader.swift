import Basics
import Diagnostics

/// Reads one manifest by the schema of its language. What is wrong is reported at its place, and reading goes on.
struct ManifestReader {
    let schema: ManifestSchema
    let file: SourceFile
    var manifest = ProjectManifest()
    private var sink = DiagnosticSink()
    /// Where each key was read.
    private var seen: [String: SourceSpan] = [:]

    private init(_ schema: ManifestSchema, _ file: SourceFile) {
        self.schema = schema
        self.file = file
        manifest.usualEntries = schema.entryNames
    }

    static func read(_ file: SourceFile, _ schema: ManifestSchema) -> ManifestReading {
        var reader = ManifestReader(schema, file)
        let isEmpty = reader.read()
        return ManifestReading(
            manifest: reader.sink.hasErrors ? nil : reader.manifest, diagnostics: reader.sink.diagnostics, isEmpty: isEmpty)
    }

    /// Whether the file holds nothing.
    private mutating func read() -> Bool {
        let root: TOMLTable
        do throws(TOMLError) {
            root = try TOMLParser.parse(file)
        } catch {
            self.error("Invalid TOML: \(error.message)", error.span, label: "here")
            return false
        }
        for table in schema.tables {
            for name in table.names {
                if let entry = root[name] { read(entry, table) }
            }
        }
        reportUnknownTables(root)
        reportMissingKeys(root)
        return root.entries.isEmpty
    }

    private mutating func read(_ entry: TOMLTable.Entry, _ table: ManifestSchema.Table) {
        guard !table.isIgnored else { return }
        guard case .table(let content) = entry.value.kind else { return wrongKind(entry.value, entry.key, "a table") }
        for key in table.keys {
            guard let read = key.read, let found = content[key.name] else { continue }
            if let earlier = seen[key.name] {
                warning(
                    "'\(key.name)' is given twice", found.keySpan, label: "ignored",
                    secondary: DiagnosticLabel(path: file.path, span: earlier, text: "this one counts"), help: "keep one of them")
            } else {
                seen[key.name] = found.keySpan
                read(found.value, &self)
            }
        }
        let known = Set(table.keys.map(\.name))
        for other in content.entries where !known.contains(other.key) {
            warning(
                "Unknown key '\(other.key)' in [\(entry.key)]", other.keySpan, label: "ignored",
                help: suggestion(other.key, table.keys.map(\.name)) ?? "known are \(table.keys.map(\.name).joined(separator: ", "))")
        }
    }

    /// Tables of other tools may stand in a manifest; those that look like a slip, and single keys, are reported.
    private mutating func reportUnknownTables(_ root: TOMLTable) {
        let known = schema.tables.flatMap(\.names)
        for entry in root.entries where !known.contains(entry.key) {
            if entry.value.isTableOrTables {
                guard let help = suggestion(entry.key, known) else { continue }
                warning("Unknown table [\(entry.key)]", entry.keySpan, label: "ignored", help: help)
            } else {
                let home = schema.tables.first { $0.keys.contains { $0.name == entry.key } }
                warning(
                    "Unknown key '\(entry.key)' outside of all tables", entry.keySpan, label: "ignored",
                    help: home.map { "put it below [\($0.names[0])]" } ?? suggestion(entry.key, known)
                        ?? "tables are \(known.joined(separator: ", "))")
            }
        }
    }

    private mutating func reportMissingKeys(_ root: TOMLTable) {
        for table in schema.tables {
            for key in table.keys where key.isRequired && seen[key.name] == nil {
                let present = table.names.lazy.compactMap { root[$0] }.first
                guard let present else {
                    error(
                        "Missing '\(key.name)' in [\(table.names[0])]", SourceSpan(0, 0), label: "no [\(table.names[0])] in this file",
                        help: "add: [\(table.names[0])] and below it \(key.name) = \"…\"")
                    continue
                }
                // What is no table has been reported.
                guard case .table = present.value.kind else { continue }
                error(
                    "Missing '\(key.name)' in [\(present.key)]", present.value.span, label: "has no '\(key.name)'",
                    help: "add: \(key.name) = \"…\"")
            }
        }
    }

    private func suggestion(_ word: String, _ known: [String]) -> String? {
        closestMatches(to: word, among: known).first.map { "did you mean '\($0)'?" }
    }
}

extension ManifestReader {
    mutating func error(_ message: String, _ span: SourceSpan, label: String, help: String? = nil) {
        sink.error(schema.errorCode, Self.readable(message), in: file.path, at: span, label: label, help: help.map { [$0] } ?? [])
    }

    mutating func warning(_ message: String, _ span: SourceSpan, label: String, secondary: DiagnosticLabel? = nil, help: String) {
        sink.warning(
            schema.warningCode, Self.readable(message), in: file.path, at: span, label: label, secondary: secondary.map { [$0] } ?? [],
            help: [help])
    }

    /// Messages quote keys and words, which may be of any length.
    private static func readable(_ message: String) -> String {
        let longest = 200
        return message.utf8.count > longest && message.count > longest ? message.prefix(longest) + "…" : message
    }

    mutating func wrongKind(_ value: TOMLValue, _ name: String, _ expected: String) {
        error("'\(name)' must be \(expected), found \(value.kindName)", value.span, label: "expected \(expected)")
    }

    mutating func string(_ value: TOMLValue, _ name: String) -> String? {
        if case .string(let text) = value.kind { return text }
        wrongKind(value, name, "a string")
        return nil
    }

    mutating func word(_ value: TOMLValue, _ name: String, among words: [String]) -> String? {
        guard let word = string(value, name) else { return nil }
        if words.contains(word) { return word }
        error(
            "'\(word)' is no value of '\(name)'", value.span, label: "not known", help: "it is one of \(words.joined(separator: ", "))")
        return nil
    }

    /// A path without `.` and `..` that leads to a place inside the project.
    mutating func path(_ value: TOMLValue, _ name: String) -> String? {
        guard let text = string(value, name) else { return nil }
        let path = Path.normalize(text)
        let isInside = !text.isEmpty && !Path.isAbsolute(text) && path != ".." && !path.hasPrefix("../") && !text.utf8.contains(0)
        if isInside { return path }
        error(
            "'\(name)' must be a path inside the project", value.span, label: "not inside the project",
            help: "paths are relative to the directory of \(Path.lastComponent(file.path))")
        return nil
    }

    mutating func readCodes(_ value: TOMLValue, _ name: String, _ level: WarningPolicy.Level) {
        guard case .array(let elements) = value.kind else { return wrongKind(value, name, "an array of codes") }
        let known = Set(schema.knownCodes)
        for element in elements {
            guard case .string(let code) = element.kind else {
                wrongKind(element, name, "an array of codes")
                continue
            }
            if !known.contains(code) {
                warning(
                    "No warning has the code '\(code)'", element.span, label: "ignored",
                    help: suggestion(code, schema.knownCodes) ?? "'langc explain' lists all codes")
            } else if let other = manifest.warnings.levels[code], other != level {
                error("'\(code)' cannot be both \(other.participle) and \(level.participle)", element.span, label: "\(other.participle) above")
            } else {
                manifest.warnings.levels[code] = level
            }
        }
    }
}

extension WarningPolicy.Level {
    fileprivate var participle: String {
        switch self {
        case .allow: "allowed"
        case .warn: "reported"
        case .deny: "denied"
        }
    }
}

extension ManifestSchema {
    /// Reads a manifest.
    public func read(_ file: SourceFile) -> ManifestReading { ManifestReader.read(file, self) }
}
