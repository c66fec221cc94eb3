import Basics
import Core
import Diagnostics
import ModuleSystem

/// What imports mean.
extension ProgramLoader {
    /// Where an import leads.
    private enum Resolution {
        /// The names lead to a module nested in that of the file.
        case file(Pending, nested: [String])
        /// A module of the standard library; the build compiles it when it is needed.
        case standard(ModuleID)
        case failure(ModuleLookup.Failure)
        /// That depends on the modules nested in this one, which has yet to be read.
        case unknown(Pending)
    }

    /// Finds what an import names, and returns the module if it has yet to be read.
    mutating func resolveImport(_ index: Int, of module: ModuleID, _ known: inout Set<ModuleID>) -> [Pending] {
        // A copy of the whole unit would make each change of its summary copy that.
        guard let importer = units[module]?.importer, let declaration = units[module]?.summary.imports[index] else { return [] }
        switch resolve(declaration.specifier, from: importer) {
        case .file(let target, let nested):
            bind(index, of: module, to: target.id, declaration.specifier)
            if !nested.isEmpty { units[module]?.nestedPaths[declaration.specifier] = nested }
            return known.insert(target.id).inserted ? [target] : []
        case .standard(let id): bind(index, of: module, to: id, declaration.specifier)
        case .failure(let failure):
            var diagnostic = importer.language.unresolvedImport(declaration, module.text, failure)
            diagnostic.help += foreignHint(failure)
            report(diagnostic, of: module)
        case .unknown(let target):
            waiting.append((module, index))
            return known.insert(target.id).inserted ? [target] : []
        }
        return []
    }

    private mutating func bind(_ index: Int, of module: ModuleID, to target: ModuleID, _ specifier: String) {
        units[module]?.summary.imports[index].module = target
        units[module]?.resolved[specifier] = target
    }

    private mutating func resolve(_ specifier: String, from importer: Program.Importer) -> Resolution {
        let language = importer.language
        let foreign = Language.all.filter { $0.name != language.name }.flatMap(\.fileExtensions)
        let location = ModuleLocation(
            path: importer.path, root: importer.root, includeDirectories: includeDirectories, foreignExtensions: foreign)
        switch language.locate(specifier, location) {
        case .invalid: return .failure(.invalidSpecifier)
        case .standard(let id): return .standard(id)
        case .search(let steps):
            var cause = FileSystemError.Cause.notFound
            for step in steps {
                let found = files(step, language, &cause)
                if found.count > 1 { return .failure(.ambiguous(found.map(\.path))) }
                guard let target = found.first else { continue }
                if target.id == importer.id, !language.policy.mayImportItself { return .failure(.itself) }
                if step.nested.isEmpty { return .file(target, nested: []) }
                if unreadable[target.id] != nil { continue }
                guard let candidate = units[target.id] else { return .unknown(target) }
                if candidate.hasNested(step.nested) { return .file(target, nested: step.nested) }
            }
            let tried = steps.filter { !$0.isSilent }.flatMap(\.alternatives)
            let near = cause == .notFound ? nearby(tried, language, location) : []
            return .failure(.notFound(tried: tried, cause: cause.words, near: near))
        }
    }

    /// The different files that are there of those that a step names.
    private func files(_ step: ModuleSearchStep, _ language: Language, _ cause: inout FileSystemError.Cause) -> [Pending] {
        var found: [Pending] = []
        for path in step.alternatives where fileSystem.exists(path) {
            guard fileSystem.isRegularFile(path) else {
                cause = fileSystem.isDirectory(path) ? .isDirectory : .other("Not a regular file")
                continue
            }
            do throws(FileSystemError) {
                let canonical = try fileSystem.canonicalPath(path)
                let target = Language.of(path: canonical) ?? Language.of(path: path) ?? language
                let pending = Pending(id: moduleID(of: canonical), path: canonical, language: target)
                if !found.contains(where: { $0.id == pending.id }) { found.append(pending) }
            } catch { cause = error.cause }
        }
        return found
    }

    /// What to do if there is a wasm module where the import points to, but no interface of it.
    private func foreignHint(_ failure: ModuleLookup.Failure) -> [String] {
        guard case .notFound(let tried, _, _) = failure, let path = tried.first else { return [] }
        // The specifier may have named the file with its ending, to which that of the language came.
        for name in [Path.stem(path), Path.stem(Path.stem(path))] {
            let base = Path.join(Path.parent(path), name)
            guard let ending = [".o", ".wasm"].first(where: { fileSystem.isRegularFile(base + $0) }) else { continue }
            return ["there is \(name)\(ending); declare in \(name).foreign what it offers, and import that"]
        }
        return []
    }

    /// Files that an import may have meant. Looking through directories takes time, and nobody reads many suggestions.
    private mutating func nearby(_ tried: [String], _ language: Language, _ importer: ModuleLocation) -> [String] {
        guard let path = tried.first, searchBudget > 0 else { return [] }
        searchBudget -= 1
        return NearbyModules(fileSystem: fileSystem, extensions: language.fileExtensions).find(path, from: importer)
    }
}
