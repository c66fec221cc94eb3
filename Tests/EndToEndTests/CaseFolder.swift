import Foundation
import Testing

/// A case: a folder with the sources of a program and what it is expected to do.
///
/// - `main.atl` (or the file that the text of `ENTRY` names) is the entry.
/// - `expected.diagnostics`: what the compiler says, as rendered for people; absent when it says nothing.
/// - `expected.stdout`, `expected.stderr`: what the program writes. A program with an `expected.stderr` ends with status 1, others with 0, unless
///   the file `STATUS` says otherwise. A case whose diagnostics have an error has neither.
/// - `STDIN`: what the program reads; absent: nothing.
/// - `ARGUMENTS` and `ENVIRONMENT` (`NAME=VALUE`), a line each: what the program is given.
/// - `DIRECTORIES`, a line each: relative paths of directories that the program may see under these names. Every run gets fresh ones; what the
///   folder `files` has is in them.
/// - `FLAGS`, a line each: options that the program is built with in all variants; see `Variant`.
/// - `expected.objects`: what `langc inspect` shows of the program's objects at -O0; compared only where the file exists.
struct CaseFolder: Sendable, CustomTestStringConvertible {
    let url: URL
    /// The path below the folder of all cases: `atlas/034-number-text`.
    let name: String

    var testDescription: String { name }

    var entry: String {
        let named = try? String(contentsOf: url.appendingPathComponent("ENTRY"), encoding: .utf8)
        if let named { return named.trimmingCharacters(in: .whitespacesAndNewlines) }
        let files = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return files.first { $0.hasPrefix("main.") } ?? "main.atl"
    }

    /// The exit status that the program ends with.
    var status: String { lines("STATUS").first ?? (expectation("stderr") == nil ? "0" : "1") }

    /// The file that is standard input.
    var input: URL {
        let file = url.appendingPathComponent("STDIN")
        return FileManager.default.fileExists(atPath: file.path) ? file : URL(fileURLWithPath: "/dev/null")
    }

    var arguments: [String] { lines("ARGUMENTS") }
    var environment: [String] { lines("ENVIRONMENT") }
    var directories: [String] { lines("DIRECTORIES") }
    var flags: [String] { lines("FLAGS") }

    private func lines(_ file: String) -> [String] {
        let text = (try? String(contentsOf: url.appendingPathComponent(file), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    /// Makes the directories that the program may see, with copies of what the case has for them.
    func makeDirectories(in workspace: URL) throws {
        let files = url.appendingPathComponent("files")
        if FileManager.default.fileExists(atPath: files.path) { try FileManager.default.copyItem(at: files, to: workspace) }
        for directory in directories {
            try FileManager.default.createDirectory(at: workspace.appendingPathComponent(directory), withIntermediateDirectories: true)
        }
    }

    func expectation(_ kind: String) -> String? {
        try? String(contentsOf: url.appendingPathComponent("expected.\(kind)"), encoding: .utf8)
    }

    /// Replaces an expectation; an empty text removes the file.
    func rewrite(_ kind: String, _ text: String) throws {
        let file = url.appendingPathComponent("expected.\(kind)")
        if text.isEmpty {
            try? FileManager.default.removeItem(at: file)
        } else {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
    }

    static let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// All cases below `Tests/Cases` and `examples`, sorted. A case is a folder with an `expected.*` file or an entry. `LANGC_CASES` limits them to names that contain it.
    static let all: [CaseFolder] = {
        let filter = ProcessInfo.processInfo.environment["LANGC_CASES"]
        return ["Tests/Cases", "examples"].flatMap { collect(packageRoot.appendingPathComponent($0), "") }
            .filter { filter == nil || $0.name.contains(filter ?? "") }
            .sorted { $0.name < $1.name }
    }()

    private static func collect(_ folder: URL, _ name: String) -> [CaseFolder] {
        let entries = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
        if entries.contains(where: { $0.hasPrefix("expected.") || $0.hasPrefix("main.") || $0 == "ENTRY" }) {
            return [CaseFolder(url: folder, name: name)]
        }
        return entries.flatMap { entry -> [CaseFolder] in
            var isDirectory: ObjCBool = false
            let child = folder.appendingPathComponent(entry)
            guard FileManager.default.fileExists(atPath: child.path, isDirectory: &isDirectory), isDirectory.boolValue else { return [] }
            return collect(child, name.isEmpty ? entry : "\(name)/\(entry)")
        }
    }
}
