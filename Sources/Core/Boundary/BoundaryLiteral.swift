import ModuleSystem

/// What a compiler knows of a dynamic value that stands in the source.
public enum BoundaryLiteral: Hashable, Sendable {
    case number
    case bool
    case string
    case character
    /// `()`.
    case nothing
    /// A list that is not empty, or a vector.
    case sequence
    case procedure
    /// A name or another value that no type of another language has.
    case name

    /// Whether a value of this kind may be convertible to a type.
    func mayBecome(_ type: InterfaceType) -> Bool {
        switch type.expanded {
        case .number, .integer: self == .number
        case .bool: self == .bool
        case .string: self == .string || self == .character
        case .character: self == .character || self == .string
        case .null: self == .nothing
        case .array: self == .sequence || self == .nothing
        case .function: self == .procedure
        case .applied("Option", let parts): self == .nothing || parts.allSatisfy(mayBecome)
        case .applied("Result", _), .applied("HashMap", _): false
        case .applied(let name, _): TypeDescriptor.objectKind(name) == nil
        case .union(let members): members.contains(where: mayBecome)
        case .dynamic, .never, .unit, .intersection, .structural, .parameter, .alias, .namespace: true
        }
    }
}

extension Boundary {
    /// AI0403 for an argument, counted from 0, that certainly is not convertible to what a function of another language takes; nil if it may be.
    /// `written` is how the importer's language writes the value.
    public static func refusal(
        of literal: BoundaryLiteral, written: String, argument: Int, of export: ExportOrigin, _ importer: Importer
    ) -> (code: String, message: String)? {
        guard let home = importer.foreign[export.module], case .function(let type)? = home.interface.export(named: export.name)?.type,
            argument < type.parameters.count, !literal.mayBecome(type.parameters[argument].type)
        else { return nil }
        let side = BoundarySide(
            home.policy, module: home.interface.messageName, export: export.name, relation: "from", other: importer.module, in: importer.policy.language)
        return ("AI0403", side.message(type.parameters[argument].type, at: "argument \(argument + 1)") + written)
    }
}
