import ModuleSystem

/// What became of a module in a build with a cache, and why.
public struct ModuleReport: Hashable, Sendable {
    public var module: ModuleID
    /// Its object comes from the cache.
    public var isReused: Bool
    /// In words, for people.
    public var reason: String
}

/// The keys that the modules of a program had when it was built last.
struct ModuleHistory: Hashable, Sendable {
    private(set) var keys: [ModuleID: ModuleKey] = [:]
    /// There was such a build.
    private var isKnown = false

    init() {}

    init(_ keys: [ModuleID: ModuleKey]) {
        self.keys = keys
        isKnown = true
    }

    /// Takes over what is known of modules from a later build.
    mutating func add(_ later: ModuleHistory) {
        keys.merge(later.keys) { $1 }
        isKnown = true
    }

    static let nothingChanged = "nothing that it depends on has changed"

    /// Why a module is compiled.
    func reasonToRebuild(_ module: ModuleID, _ key: ModuleKey) -> String {
        guard let old = keys[module] else { return isKnown ? "it is new in this program" : "this program was not built before" }
        let reasons = changes(from: old, to: key)
        return reasons.isEmpty ? "its result is not in the cache any more" : reasons.joined(separator: "; ")
    }

    /// Why a module is not compiled.
    func reasonToReuse(_ module: ModuleID, _ key: ModuleKey) -> String {
        keys[module] == key ? Self.nothingChanged : "an earlier build has compiled it as it is now"
    }

    private func changes(from old: ModuleKey, to new: ModuleKey) -> [String] {
        if old.compiler != new.compiler { return ["this is another version of langc"] }
        if old.options != new.options { return ["the options have changed"] }
        var reasons: [String] = []
        if old.source != new.source { reasons.append("its source has changed") }
        if old.attachment != new.attachment { reasons.append("the file that belongs to it has changed") }
        if old.imports != new.imports { reasons.append("what it imports has changed") }
        let before = Dictionary(old.neighbors.map { ($0.module, $0) }, uniquingKeysWith: { first, _ in first })
        // A module that is imported now and was not before comes with a change of the source.
        let changed = new.neighbors.filter { neighbor in before[neighbor.module].map { $0 != neighbor } ?? false }.map(\.module)
        if let first = changed.first {
            let others = changed.count == 1 ? "" : changed.count == 2 ? " and one more" : " and \(changed.count - 1) more"
            reasons.append("the interface of '\(first)'\(others) has changed")
        } else if reasons.isEmpty, old.neighbors != new.neighbors {
            reasons.append("what it imports has changed")
        }
        if reasons.isEmpty, !old.neighbors.isEmpty { reasons.append("declarations that it refers to have moved, or its result is not in the cache any more") }
        return reasons
    }
}
