import ModuleSystem

/// One of the two modules that meet, with what the messages of failed conversions say of it.
struct BoundarySide {
    let policy: BoundaryPolicy
    /// `module 'app' (Atlas) expected `
    let opening: String
    /// What stands between the place and the value: ` of 'area' of module 'geometry' (Ai), got `
    let closing: String

    var isDynamic: Bool { policy.form == .dynamic }

    /// - Parameters:
    ///   - module: the side's module, and its language.
    ///   - relation: `of` if the side imports from the other module, `from` if the other imports from it.
    init(_ policy: BoundaryPolicy, module: String, export: String, relation: String, other: String, in otherLanguage: String) {
        self.policy = policy
        opening = "module '\(module)' (\(policy.language)) expected "
        closing = " of '\(export)' \(relation) module '\(other)' (\(otherLanguage)), got "
    }

    /// The text of the error up to the value, where the side expects `type` at a place such as `result 1`.
    func message(_ type: InterfaceType, at place: String) -> String {
        let name = type.expanded == .dynamic ? "data without cycles" : policy.describe(type)
        return opening + name + " for " + place + closing
    }
}
