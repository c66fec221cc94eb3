import Basics
import Core
import Diagnostics
import ModuleSystem

/// Finds and parses every module that the entry reaches.
struct ProgramLoader {
    /// Positions in a source are 32-bit numbers, and no one writes a module of this size.
    private static let largestSource = 256 << 20

    let fileSystem: any FileSystem
    let jobs: Int
    /// Absolute canonical paths of further directories to search for modules.
    var includeDirectories: [String] = []
    /// What is known of files that have not changed since they were parsed last, by absolute path.
    var known: [String: BuildRecord.Parse] = [:]
    var units: [ModuleID: Program.Unit] = [:]
    /// What is wrong, and in which module.
    private var reports: [(module: ModuleID, diagnostic: Diagnostic)] = []
    /// Imports whose target depends on what a file holds that has yet to be read.
    var waiting: [(module: ModuleID, index: Int)] = []
    var entryRoot = ""
    var searchBudget = 20
    /// Walking up to a manifest is done once a directory and language; empty where there is none.
    private var roots: [RootKey: String] = [:]
    /// Modules whose files are there but could not be read, and why.
    var unreadable: [ModuleID: FileSystemError] = [:]

    /// - Parameter includeDirectories: directories to search for modules behind the project's own; those that are not there are left out.
    init(fileSystem: any FileSystem, jobs: Int, includeDirectories: [String] = []) {
        self.fileSystem = fileSystem
        self.jobs = jobs
        self.includeDirectories = includeDirectories.compactMap { try? fileSystem.canonicalPath($0) }
    }

    /// A module that was named and has yet to be read.
    struct Pending: Sendable {
        let id: ModuleID
        /// Absolute canonical path.
        let path: String
        let language: Language
    }

    private struct RootKey: Hashable {
        let directory: String
        let language: String
    }

    /// Reads the program. Fails only when the entry or the root cannot be read.
    mutating func load(entry: String, root wanted: String?) -> Result<Program, FileSystemError> {
        let (program, failures) = load(entries: [entry], root: wanted)
        return failures.first.map { .failure($0) } ?? .success(program)
    }

    /// Reads the modules that any of the entries reaches, as far as these can be read. The root, if it is not given, is that of the first.
    mutating func load(entries: [String], root wanted: String?) -> (program: Program, failures: [FileSystemError]) {
        var failures: [FileSystemError] = []
        var first: [(name: String, module: Pending)] = []
        for entry in entries {
            do throws(FileSystemError) {
                let path = try fileSystem.canonicalPath(entry)
                guard fileSystem.isRegularFile(path) else {
                    throw FileSystemError(path: entry, cause: fileSystem.isDirectory(path) ? .isDirectory : .other("Not a regular file"))
                }
                let language = Language.ofEntry(path: entry)
                if first.isEmpty { entryRoot = try wanted.map(directory) ?? root(of: Path.parent(path), language) ?? Path.parent(path) }
                first.append((entry, Pending(id: moduleID(of: path), path: path, language: language)))
            } catch { failures.append(error) }
        }
        readAll(from: first.map(\.module))
        for (entry, pending) in first {
            if let error = unreadable[pending.id] { failures.append(FileSystemError(path: entry, cause: error.cause)) }
        }
        reportUnreadable()
        let ids = first.map(\.module.id).filter { unreadable[$0] == nil }
        let graph = ModuleGraph(units.values.map(\.summary).sorted { $0.module < $1.module }, entries: ids)
        let entry = ids.first ?? ModuleID("")
        // A file may have been read only to see what is in it.
        let reports = reports.filter { graph.position(of: $0.module) != nil }
        let program = Program(
            entry: entry, entries: ids, root: entryRoot, units: units, graph: graph, diagnostics: reports.map(\.diagnostic),
            broken: Set(reports.filter { $0.diagnostic.severity == .error }.map(\.module)))
        return (program, failures)
    }

    private func directory(_ path: String) throws(FileSystemError) -> String {
        guard fileSystem.isDirectory(path) else {
            throw FileSystemError(path: path, cause: fileSystem.exists(path) ? .notDirectory : .notFound)
        }
        return try fileSystem.canonicalPath(path)
    }

    /// Reads modules in waves: all that are known to be needed at the same time, then those they import.
    private mutating func readAll(from first: [Pending]) {
        var known: Set<ModuleID> = []
        var wave = first.filter { known.insert($0.id).inserted }
        while !wave.isEmpty {
            let root = entryRoot
            let read = parallelMap(wave, jobs: jobs) { [fileSystem, known = self.known] pending in
                known[pending.path].flatMap { Self.reuse($0, pending, fileSystem, root: root) } ?? Self.read(pending, fileSystem, root: root)
            }
            var next: [Pending] = []
            for (pending, outcome) in zip(wave, read) {
                switch outcome {
                case .success(let unit): next += add(pending, unit, &known)
                case .failure(let error): unreadable[pending.id] = error
                }
            }
            let retried = waiting
            waiting = []
            for (module, index) in retried { next += resolveImport(index, of: module, &known) }
            wave = next
        }
    }

    private struct ReadUnit: Sendable {
        var contentHash: StableHash
        var parsed: ParsedUnit
    }

    private static func read(_ pending: Pending, _ fileSystem: any FileSystem, root: String) -> Result<ReadUnit, FileSystemError> {
        do throws(FileSystemError) {
            let file = SourceFile(path: pending.id.text, bytes: try bytes(of: pending.path, fileSystem))
            let directory = Path.parent(pending.path)
            let parsed = pending.language.parse(file, pending.id) { name in
                let path = Path.join(directory, name)
                guard fileSystem.isRegularFile(path), let bytes = try? bytes(of: path, fileSystem) else { return nil }
                return SourceFile(path: Path.relative(path, from: root), bytes: bytes)
            }
            return .success(ReadUnit(contentHash: StableHash(of: file.bytes), parsed: parsed))
        } catch { return .failure(error) }
    }

    /// A file by itself, which is no part of the program that is loaded; nil if it cannot be read.
    static func parse(
        _ id: ModuleID, at path: String, _ language: Language, _ fileSystem: any FileSystem, root: String
    ) -> (contentHash: StableHash, parsed: ParsedUnit)? {
        guard case .success(let unit) = read(Pending(id: id, path: path, language: language), fileSystem, root: root) else { return nil }
        return (unit.contentHash, unit.parsed)
    }

    /// A module that is parsed when its tree is needed.
    private static func reuse(
        _ parse: BuildRecord.Parse, _ pending: Pending, _ fileSystem: any FileSystem, root: String
    ) -> Result<ReadUnit, FileSystemError>? {
        guard parse.summary.module == pending.id, parse.summary.language == pending.language.name else { return nil }
        for (path, _) in parse.included where !fileSystem.isRegularFile(Path.join(root, path)) { return nil }
        let parsed = ParsedUnit(pending.id.text, parse) {
            if case .success(let unit) = read(pending, fileSystem, root: root) { return unit.parsed }
            return pending.language.parse(SourceFile(path: pending.id.text, bytes: []), pending.id) { _ in nil }
        }
        return .success(ReadUnit(contentHash: parse.contentHash, parsed: parsed))
    }

    private static func bytes(of path: String, _ fileSystem: any FileSystem) throws(FileSystemError) -> [UInt8] {
        let bytes = try fileSystem.read(path)
        guard bytes.count <= largestSource else {
            throw FileSystemError(path: path, cause: .other("Larger than \(largestSource >> 20) MiB"))
        }
        return bytes
    }

    /// Records a parsed module and returns the modules it names for the first time.
    private mutating func add(_ pending: Pending, _ unit: ReadUnit, _ known: inout Set<ModuleID>) -> [Pending] {
        let parsed = unit.parsed
        reports += parsed.diagnostics.map { (pending.id, $0) }
        units[pending.id] = Program.Unit(
            id: pending.id, language: pending.language, path: pending.path, root: root(of: Path.parent(pending.path), pending.language) ?? entryRoot,
            contentHash: unit.contentHash, parsed: parsed, attachment: attachment(parsed.attachment, of: pending.path), summary: parsed.summary)
        return parsed.summary.imports.indices.flatMap { resolveImport($0, of: pending.id, &known) }
    }

    /// The first of the files that is there.
    private func attachment(_ candidates: [String], of path: String) -> ModuleAttachment? {
        for candidate in candidates {
            let place = Path.join(Path.parent(path), candidate)
            guard fileSystem.exists(place) else { continue }
            let canonical = (try? fileSystem.canonicalPath(place)) ?? place
            do throws(FileSystemError) {
                return ModuleAttachment(id: moduleID(of: canonical), content: .success(try fileSystem.read(canonical)))
            } catch { return ModuleAttachment(id: moduleID(of: canonical), content: .failure(error)) }
        }
        return nil
    }

    /// Takes the imports of unreadable modules for imports of modules that are not there, in every importer.
    private mutating func reportUnreadable() {
        guard !unreadable.isEmpty else { return }
        for id in units.keys.sorted() {
            guard var unit = units[id] else { continue }
            for index in unit.summary.imports.indices {
                let declaration = unit.summary.imports[index]
                guard let target = declaration.module, let error = unreadable[target] else { continue }
                unit.summary.imports[index].module = nil
                unit.resolved[declaration.specifier] = nil
                let reason = ModuleLookup.Failure.notFound(tried: [error.path], cause: error.cause.words)
                report(unit.language.unresolvedImport(declaration, unit.parsed.path, reason), of: id)
            }
            units[id] = unit
        }
    }

    /// Import declarations may stand in files that the module includes.
    mutating func report(_ diagnostic: Diagnostic, of module: ModuleID) {
        let source = units[module]?.parsed.sources().first
        reports.append((module, source.map(diagnostic.located) ?? diagnostic))
    }

    func moduleID(of path: String) -> ModuleID { ModuleID(Path.relative(path, from: entryRoot)) }

    /// The nearest directory, walking up, that holds a manifest of the language.
    private mutating func root(of directory: String, _ language: Language) -> String? {
        let key = RootKey(directory: directory, language: language.name)
        if let known = roots[key] { return known.isEmpty ? nil : known }
        var current = directory
        var found: String?
        while true {
            if language.manifestNames.contains(where: { fileSystem.isRegularFile(Path.join(current, $0)) }) {
                found = current
                break
            }
            let parent = Path.parent(current)
            if parent == current { break }
            current = parent
        }
        roots[key] = found ?? ""
        return found
    }
}
