import RuntimeABI

/// A procedure or constant of Ai's library: one row of the table that expansion, lowering and the guide read.
public struct LibraryProcedure: Sendable {
    /// How calls are compiled.
    public enum Implementation: Sendable {
        /// Core operations made by lowering.
        case inline
        /// A runtime function. It gets as many arguments as the row has parameters: `absent` for an optional one that is missing, a list
        /// for the rest parameter. All arguments are `any`; an i32 result is a boolean, an f64 result a float, none is unspecified.
        case runtime(RuntimeFunction)
        /// An exported procedure of a standard module written in Ai: `std:ai/lists`.
        case standard(module: String, name: String)
        /// A variable of a standard module written in Ai, which holds the procedure.
        case variable(module: String, name: String)
        /// A runtime function of two operands, folded from the left, two at a time: `(+ a b c)`. What the row requires is the least
        /// number of operands; lowering knows the value of fewer than two.
        case fold(RuntimeFunction)
        /// True if every neighbouring pair of arguments satisfies the runtime function (two `any` to i32).
        case chain(RuntimeFunction)
    }

    public var name: String
    /// Other names of the same procedure.
    public var synonyms: [String]
    /// Names of required parameters.
    public var required: [String]
    public var optional: [String]
    /// Name of the rest parameter.
    public var rest: String?
    public var implementation: Implementation
    /// The virtual module without `std/`: `lists`.
    public var module: String
    /// What it does, for the guide.
    public var summary: String

    /// - Parameter parameters: names separated by spaces; those after `?` are optional, one after `.` is the rest list: `s ? start end`, `f . lists`.
    public init(
        _ name: String, _ parameters: String, synonyms: String = "", module: String, _ implementation: Implementation, _ summary: String
    ) {
        self.name = name
        self.synonyms = synonyms.split(separator: " ").map(String.init)
        self.implementation = implementation
        self.module = module
        self.summary = summary
        required = []
        optional = []
        var isOptional = false
        var isRest = false
        for word in parameters.split(separator: " ").map(String.init) {
            switch word {
            case "?": isOptional = true
            case ".": isRest = true
            default:
                if isRest { rest = word } else if isOptional { optional.append(word) } else { required.append(word) }
            }
        }
    }

    /// It makes an error object whose place is that of the call.
    var makesError: Bool { name == "error" }

    public var minimumArguments: Int { required.count }
    /// Nil: any number.
    public var maximumArguments: Int? { rest == nil ? required.count + optional.count : nil }
}
