import Basics
import Diagnostics
import ModuleSystem

/// A macro: the rules of a `syntax-rules`.
struct Macro {
    struct Rule {
        /// Of the operands; the keyword in front is left out.
        let pattern: SyntaxPattern
        let template: SyntaxTemplate
        let slotCount: Int
        /// The whole pattern, for help.
        let patternForm: DatumID
    }

    let name: String
    var rules: [Rule]
    /// The module of the unit that defines it.
    let module: Int
    /// Where the symbols of its templates mean something.
    let environment: DefinitionEnvironment
    /// For a macro of the top level: the position in `Expander.items` from which on it may be used.
    let item: Int?
    let span: SourceSpan
    /// The `syntax-rules` form.
    var source: DatumID?
    /// The identifiers of templates and literals, which mean something where the macro was defined.
    var mentioned: [IdentifierID] = []
    /// Where a macro of another unit is at home, and what its interface says.
    var origin: ExportOrigin?
    var payload: [UInt8] = []
}

/// A pattern of `syntax-rules`.
indirect enum SyntaxPattern {
    case anything
    /// Matches anything and keeps it in the slot.
    case variable(Int)
    case literal(IdentifierID)
    case constant(Datum.Kind)
    case list(SyntaxSequence, tail: SyntaxPattern?)
    case vector(SyntaxSequence)
}

/// The elements of a list or vector pattern: `before... repeated ... after...`.
struct SyntaxSequence {
    var before: [SyntaxPattern] = []
    var repeated: SyntaxPattern?
    /// The slots that the repeated pattern fills.
    var repeatedSlots: [Int] = []
    var after: [SyntaxPattern] = []
}

/// A template of `syntax-rules`.
indirect enum SyntaxTemplate {
    /// What a slot holds.
    case variable(Int)
    /// A symbol, which becomes an alias; the datum tells its place.
    case symbol(IdentifierID, DatumID)
    /// A datum without symbols.
    case constant(DatumID)
    case list([Element], tail: SyntaxTemplate?, isBracketed: Bool, DatumID)
    case vector([Element], DatumID)

    struct Element {
        let template: SyntaxTemplate
        /// How many ellipses follow.
        let repetitions: Int
        /// For each of them the slots that it takes apart: a slot belongs to the innermost ellipses around its variable.
        let slots: [[Int]]
    }
}

/// What a slot holds after a match.
enum SyntaxMatch {
    case one(DatumID)
    case many([SyntaxMatch])
}
