import Basics
import CodeGen
import Core
import Diagnostics
import ModuleSystem

/// The results of earlier compilations in place of new ones.
extension Build {
    // MARK: Keys

    /// What the compilation of a module would read; nil without a cache, or if something is missing that it would read.
    func key(of unit: Program.Unit) -> ModuleKey? {
        guard let cache = options.cache, !needsTrees, !mustCheck.contains(unit.id), !unit.parsed.hasErrors else { return nil }
        var imported: [ModuleID] = []
        for declaration in unit.summary.imports {
            guard let module = declaration.module, failed[module] == nil, isKnown(module) else { return nil }
            imported.append(module)
        }
        return ModuleKey(
            compiler: cache.compiler, options: optionsFingerprint(for: unit.language), source: unit.sourceFingerprint,
            attachment: unit.attachmentFingerprint, imports: unit.importFingerprint(cycle: cycleImports),
            neighbors: closure(of: imported).map(neighbor))
    }

    /// The key of a module of the standard library, which is part of the compiler.
    func key(ofStandard id: ModuleID) -> ModuleKey? {
        guard let cache = options.cache, !needsTrees, let language = Language.of(standard: id) else { return nil }
        let nothing = StableHash(of: "")
        return ModuleKey(
            compiler: cache.compiler, options: optionsFingerprint(for: language), source: StableHash(of: id.text), attachment: nothing,
            imports: nothing, neighbors: [])
    }

    /// What is kept of a module that was only checked is no use for builds, and has another name.
    private func optionsFingerprint(for language: Language) -> StableHash {
        isOnlyChecking ? moduleOptions.checkFingerprint : moduleOptions.fingerprint(for: language)
    }

    private func isKnown(_ module: ModuleID) -> Bool { done[module] != nil || outlines[module] != nil }

    private func neighbor(_ module: ModuleID) -> ModuleKey.Neighbor {
        if let known = done[module] { return ModuleKey.Neighbor(module: module, hash: known.hash, isDone: true) }
        let hash = outlines[module]?.fingerprint ?? StableHash(of: "")
        return ModuleKey.Neighbor(module: module, hash: hash, isDone: false)
    }

    /// Modules and those that their interfaces refer to, as far as they are known, sorted.
    func closure(of modules: [ModuleID]) -> [ModuleID] {
        var found: Set<ModuleID> = []
        var work = modules
        while let module = work.popLast() {
            guard isKnown(module), found.insert(module).inserted else { continue }
            work += done[module]?.references ?? outlines[module]?.references ?? []
        }
        return found.sorted()
    }

    /// The fingerprint of interfaces with the places and the documentation in them.
    private func surroundings(_ modules: [ModuleID]) -> StableHash {
        var hasher = StableHasher()
        for module in modules { hasher.combine(done[module]?.places ?? StableHash(of: outlines[module]?.encoded() ?? [])) }
        return hasher.finish()
    }

    // MARK: Reuse

    /// What the cache has for a key. Where nothing but the interface and the warnings of a module are wanted, builds may have left them.
    mutating func find(_ key: ModuleKey, for id: ModuleID, _ language: Language) -> CachedModule? {
        keys[id] = key
        if let found = find(key) { return found }
        guard isOnlyChecking else { return nil }
        for level in [OptimizationLevel.none, .standard] {
            var choices = moduleOptions
            choices.optimization = level
            var other = key
            other.options = choices.fingerprint(for: language)
            guard let found = find(other) else { continue }
            keys[id] = other
            return found
        }
        return nil
    }

    private func find(_ key: ModuleKey) -> CachedModule? {
        guard let content = options.cache?.read(.modules, key.hash), let found = CachedModule(content) else { return nil }
        if let expected = found.surroundings, surroundings(key.neighbors.map(\.module)) != expected { return nil }
        return found
    }

    /// Takes over a module from the cache. False if a module of the standard library that it needs is not to be had.
    mutating func reuse(_ found: CachedModule, _ id: ModuleID, _ key: ModuleKey) -> Bool {
        result.diagnostics += found.diagnostics
        outlines[id] = nil
        reused[id] = found
        done[id] = DoneModule(id, found)
        for standard in found.standardModules where !checkStandard(standard) { return false }
        needs[id] = closure(of: key.neighbors.map(\.module) + found.standardModules)
        order.append(id)
        return true
    }

    // MARK: What is kept

    /// Keeps what was found out about a module that is not going to be compiled.
    mutating func keepChecked(_ id: ModuleID) {
        if let key = keys[id], let entry = draft(of: id) {
            options.cache?.write(.modules, key.hash, entry.encoded())
        }
        checked[id] = nil
        contexts[id] = nil
    }

    /// What the cache is to keep of a checked module when its object is there; nil if nothing.
    func draft(of id: ModuleID) -> CachedModule? {
        guard let key = keys[id], let unit = checked[id], let known = done[id] else { return nil }
        let isDependent = mentionsPlaces(of: unit, id)
        return CachedModule(
            interface: unit.interface.encoded()[...], hash: known.hash, places: known.places, references: known.references,
            diagnostics: unit.diagnostics, standardModules: unit.standardModules, companions: isOnlyChecking ? [] : unit.builtCompanions,
            surroundings: isDependent ? surroundings(key.neighbors.map(\.module)) : nil, object: [])
    }

    /// Whether something of other modules' interfaces that the key does not cover, places and documentation, is in the result:
    /// in what is re-exported, or in a warning that points there.
    private func mentionsPlaces(of unit: CheckedUnit, _ id: ModuleID) -> Bool {
        if unit.interface.exports.contains(where: { $0.origin.map { $0.module != id } ?? false }) { return true }
        let path = unit.file.path
        return unit.diagnostics.contains { $0.secondary.contains { $0.path != path } || $0.edits.contains { $0.path != path } }
    }
}
