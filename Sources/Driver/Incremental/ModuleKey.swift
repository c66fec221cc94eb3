import Basics
import Core
import Diagnostics
import ModuleSystem

/// The fingerprints of all that the compilation of one module reads. Equal keys stand for equal results.
struct ModuleKey: Hashable, Sendable {
    /// A module whose interface is read.
    struct Neighbor: Hashable, Sendable {
        var module: ModuleID
        /// The fingerprint of its interface without places and documentation.
        var hash: StableHash
        /// False for a member of the same import cycle of which only an outline is known.
        var isDone: Bool
    }

    /// The version of langc, and the options of the compilation.
    var compiler: StableHash
    var options: StableHash
    /// The module's own text, with what it includes.
    var source: StableHash
    /// The file that belongs to the module besides its source.
    var attachment: StableHash
    /// Which modules its imports mean.
    var imports: StableHash
    /// Sorted by module.
    var neighbors: [Neighbor]

    /// The name of the entry in the cache.
    var hash: StableHash {
        var hasher = StableHasher()
        for part in [compiler, options, source, attachment, imports] { hasher.combine(part) }
        hasher.combine(UInt64(neighbors.count))
        for neighbor in neighbors {
            hasher.combine(neighbor.module.text)
            hasher.combine(neighbor.hash)
            hasher.combine(neighbor.isDone ? 1 : 0)
        }
        return hasher.finish()
    }
}

extension ModuleOptions {
    /// What tells those of these options from others that make a difference to what there is to say of a module.
    var checkFingerprint: StableHash { StableHash(of: defersModuleErrors ? "check, deferring errors" : "check") }

    /// What tells these options from others, for a module of this language.
    func fingerprint(for language: Language) -> StableHash {
        let signals = passesSignals && !language.boundary.handlesSignals
        let flags = [names, positions, callStacks, verify, defersModuleErrors, signals].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
        return StableHash(of: [optimization.rawValue, UInt8(flags)])
    }
}

extension Program.Unit {
    /// The fingerprint of the module's text: its source, what that includes, and how it is to be read.
    var sourceFingerprint: StableHash {
        var hasher = StableHasher()
        hasher.combine(language.name)
        hasher.combine(id.text)
        hasher.combine(parsed.path)
        hasher.combine(contentHash)
        for (path, hash) in parsed.included {
            hasher.combine(path)
            hasher.combine(hash)
        }
        return hasher.finish()
    }

    var attachmentFingerprint: StableHash {
        var hasher = StableHasher()
        guard let attachment else { return hasher.finish() }
        hasher.combine(attachment.id.text)
        switch attachment.content {
        case .success(let bytes): hasher.combine(bytes)
        case .failure(let error): hasher.combine(error.description)
        }
        return hasher.finish()
    }

    /// The fingerprint of what the imports mean.
    ///
    /// - Parameter cycle: the modules of the cycle that the module is in, each with those of them that it imports.
    func importFingerprint(cycle: [ModuleID: [ModuleID]]) -> StableHash {
        var hasher = StableHasher()
        for specifier in resolved.keys.sorted() {
            hasher.combine(specifier)
            hasher.combine(resolved[specifier]?.text ?? "")
            for name in nestedPaths[specifier] ?? [] { hasher.combine(name) }
            hasher.combine(0)
        }
        for module in cycle.keys.sorted() {
            hasher.combine(module.text)
            for imported in cycle[module] ?? [] { hasher.combine(imported.text) }
            hasher.combine(0)
        }
        return hasher.finish()
    }
}
