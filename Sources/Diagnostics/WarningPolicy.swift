/// What a project wants to happen to warnings.
public struct WarningPolicy: Hashable, Sendable {
    public enum Level: String, CaseIterable, Sendable {
        /// Not shown.
        case allow
        /// Shown, and nothing more.
        case warn
        /// Errors.
        case deny
    }

    /// For the codes that have no level of their own.
    public var level: Level
    /// The levels of single codes.
    public var levels: [String: Level]

    public init(level: Level = .warn, levels: [String: Level] = [:]) {
        self.level = level
        self.levels = levels
    }

    /// Warnings of the phases that all languages share: those of the linker.
    public static let sharedCodes = ["LK0018"]

    /// Warnings as they are.
    public static let standard = WarningPolicy()

    /// The policy with the wishes of another in front of its own.
    public func overridden(by other: WarningPolicy?) -> WarningPolicy {
        guard let other else { return self }
        var result = WarningPolicy(level: other.level == .warn ? level : other.level, levels: levels)
        for (code, level) in other.levels { result.levels[code] = level }
        return result
    }

    public func level(of code: String) -> Level { levels[code] ?? level }

    /// What becomes of a diagnostic; `nil` if it is not to be shown. Only warnings are touched.
    ///
    /// - Parameter reason: the note for a warning that becomes an error.
    public func apply(to diagnostic: Diagnostic, reason: String) -> Diagnostic? {
        guard diagnostic.severity == .warning else { return diagnostic }
        switch level(of: diagnostic.code) {
        case .allow: return nil
        case .warn: return diagnostic
        case .deny:
            var denied = diagnostic
            denied.severity = .error
            denied.notes.append(reason)
            return denied
        }
    }
}
