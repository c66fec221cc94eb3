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
    private var units: [ModuleID: Program.Unit] = [:]
    private var sink = DiagnosticSink()
    private var entryRoot = ""
    private var searchBudget = 20
    /// Walking up to a manifest is done once a directory and language; empty where there is none.
    private var roots: [RootKey: String] = [:]
    /// Modules whose files are there but could not be read, and why.
    private var unreadable: [ModuleID: FileSystemError] = [:]

    init(fileSystem: any FileSystem, jobs: Int) {
        self.fileSystem = fileSystem
        self.jobs = jobs
    }

    /// A module that was named and has yet to be read.
    private struct Pending: Sendable {
        let id: ModuleID
        /// Absolute canonical path.
        let path: String
        let language: Language
    }

    private struct RootKey: Hashable {
        let directory: String
        let language: String
    }

    /// Where an import leads.
    private enum Target {
        case file(Pending)
        /// A module of the standard library; the build compiles it when it is needed.
        case standard(ModuleID)
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
        return (Program(entry: entry, entries: ids, root: entryRoot, units: units, graph: graph, diagnostics: sink.diagnostics), failures)
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
            let read = parallelMap(wave, jobs: jobs) { [fileSystem] in Self.read($0, fileSystem) }
            var next: [Pending] = []
            for (pending, outcome) in zip(wave, read) {
                switch outcome {
                case .success(let parsed): next += add(pending, parsed, &known)
                case .failure(let error): unreadable[pending.id] = error
                }
            }
            wave = next
        }
    }

    private static func read(_ pending: Pending, _ fileSystem: any FileSystem) -> Result<ParsedUnit, FileSystemError> {
        do throws(FileSystemError) {
            let bytes = try fileSystem.read(pending.path)
            guard bytes.count <= largestSource else {
                throw FileSystemError(path: pending.path, cause: .other("Larger than \(largestSource >> 20) MiB"))
            }
            return .success(pending.language.parse(SourceFile(path: pending.id.text, bytes: bytes), pending.id))
        } catch { return .failure(error) }
    }

    /// Records a parsed module and returns the modules it names for the first time.
    private mutating func add(_ pending: Pending, _ parsed: ParsedUnit, _ known: inout Set<ModuleID>) -> [Pending] {
        let language = pending.language
        let location = ModuleLocation(path: pending.path, root: root(of: Path.parent(pending.path), language) ?? entryRoot)
        var summary = parsed.summary
        var resolved: [String: ModuleID] = [:]
        var found: [Pending] = []
        sink.report(contentsOf: parsed.diagnostics)
        for index in summary.imports.indices {
            let declaration = summary.imports[index]
            switch resolve(declaration.specifier, language, location) {
            case .success(.file(let target)):
                summary.imports[index].module = target.id
                resolved[declaration.specifier] = target.id
                if known.insert(target.id).inserted { found.append(target) }
            case .success(.standard(let id)):
                summary.imports[index].module = id
                resolved[declaration.specifier] = id
            case .failure(let failure):
                sink.report(language.unresolvedImport(declaration, parsed.file.path, failure.reason))
            }
        }
        units[pending.id] = Program.Unit(
            id: pending.id, language: language, path: pending.path, root: location.root, parsed: parsed,
            attachment: attachment(parsed.attachment, of: pending.path), summary: summary, resolved: resolved)
        return found
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

    private mutating func resolve(_ specifier: String, _ language: Language, _ location: ModuleLocation) -> Result<Target, LookupFailure> {
        switch language.locate(specifier, location) {
        case .invalid: return .failure(LookupFailure(.invalidSpecifier))
        case .standard(let id): return .success(.standard(id))
        case .candidates(let paths):
            var cause = FileSystemError.Cause.notFound
            for path in paths + otherLanguages(paths, language) where fileSystem.exists(path) {
                guard fileSystem.isRegularFile(path) else {
                    cause = fileSystem.isDirectory(path) ? .isDirectory : .other("Not a regular file")
                    continue
                }
                do throws(FileSystemError) {
                    let canonical = try fileSystem.canonicalPath(path)
                    let target = Language.of(path: canonical) ?? Language.of(path: path) ?? language
                    return .success(.file(Pending(id: moduleID(of: canonical), path: canonical, language: target)))
                } catch { cause = error.cause }
            }
            let near = cause == .notFound ? nearby(paths, language, location) : []
            return .failure(LookupFailure(.notFound(tried: paths, cause: cause.words, near: near)))
        }
    }

    /// Where the module could be if it is written in another language: a file that the specifier names with its ending, or one whose ending is
    /// left out as for modules of the importer's language.
    private func otherLanguages(_ paths: [String], _ language: Language) -> [String] {
        var result: [String] = []
        for path in paths {
            guard let ending = Path.fileExtension(path), language.fileExtensions.contains(ending) else { continue }
            let base = String(path.dropLast(ending.count + 1))
            if let other = Language.of(path: base), other.name != language.name { result.append(base) }
            for other in Language.all where other.name != language.name { result += other.fileExtensions.prefix(1).map { base + "." + $0 } }
        }
        return result
    }

    /// Files that an import may have meant. Looking through directories takes time, and nobody reads many suggestions.
    private mutating func nearby(_ tried: [String], _ language: Language, _ importer: ModuleLocation) -> [String] {
        guard let path = tried.first, searchBudget > 0 else { return [] }
        searchBudget -= 1
        return NearbyModules(fileSystem: fileSystem, extensions: language.fileExtensions).find(path, from: importer)
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
                sink.report(unit.language.unresolvedImport(declaration, unit.parsed.file.path, reason))
            }
            units[id] = unit
        }
    }

    private func moduleID(of path: String) -> ModuleID { ModuleID(Path.relative(path, from: entryRoot)) }

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

/// `ModuleLookup.Failure` as an error.
private struct LookupFailure: Error {
    let reason: ModuleLookup.Failure
    init(_ reason: ModuleLookup.Failure) { self.reason = reason }
}
