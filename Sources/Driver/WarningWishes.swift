import Diagnostics

/// What a manifest and the command line want to happen to warnings.
struct WarningWishes: Sendable {
    private let own: WarningPolicy
    private let other: WarningPolicy
    private let asked: Set<String>
    /// The note at a warning that the manifest makes an error.
    let denial: String

    /// - Parameters:
    ///   - project: whose manifest speaks for its own modules.
    ///   - levels: those of the command line, by code; they count before what a manifest says, and for all modules.
    init(project: Project?, levels: [String: WarningPolicy.Level]) {
        var standard = WarningPolicy.standard
        for code in Language.all.flatMap(\.quietWarnings) { standard.levels[code] = .allow }
        other = standard.overridden(by: WarningPolicy(levels: levels))
        own = standard.overridden(by: project?.warnings).overridden(by: WarningPolicy(levels: levels))
        asked = Set(levels.keys)
        denial = project?.denial ?? ""
    }

    /// - Parameter isOwn: for modules of the project, its manifest, and the program as a whole.
    func policy(isOwn: Bool) -> WarningPolicy { isOwn ? own : other }

    /// What becomes of a diagnostic; `nil` if it is not to be shown.
    ///
    /// - Parameter isOwn: it is about a module of the project, its manifest, or the program as a whole.
    func apply(to diagnostic: Diagnostic, isOwn: Bool) -> Diagnostic? {
        let reason = asked.contains(diagnostic.code) ? "the command line makes this warning an error" : denial
        return (isOwn ? own : other).apply(to: diagnostic, reason: reason)
    }

    /// What becomes of what the linker says, which is about the program as a whole.
    func apply(toLinked diagnostics: [Diagnostic]) -> [Diagnostic] { diagnostics.compactMap { apply(to: $0, isOwn: true) } }
}
