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

    /// Warnings as they are.
    public static let standard = WarningPolicy()

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
