import ModuleSystem
import RuntimeABI

/// One function or constant of the standard library: the row that the checker, lowering and the documentation share.
public struct Builtin: Sendable {
    /// The write-back rule of a mutating function (section 5.6 of the language reference).
    public enum WriteBack: Hashable, Sendable {
        /// W1: the new collection is stored and returned.
        case collection
        /// W2: the shortened collection is stored, the extracted value returned; without a variable the pair is returned.
        case extraction
    }

    /// What lowering emits.
    public enum Implementation: Sendable {
        /// Core operations, by the function's name (`Lowering+Builtins`).
        case inline
        /// A call of the runtime; arguments are converted to the signature, which may take unboxed values or `any`. A function with a
        /// write-back rule gets a collection of its own as first argument and changes it in place; it returns what it extracts, or nothing.
        case runtime(RuntimeFunction)
        /// A call of an exported function of a standard module. Its parameters are `any`; a site is passed when `fails`. Functions of the
        /// typed prelude check their arguments themselves.
        case standard(module: ModuleID, function: String, fails: Bool)
        /// A constant.
        case number(Double)
    }

    public var name: String
    /// The static type. Functions that are not in the typed prelude are `?`; their arguments are compared with the types of the parameters at
    /// run time.
    public var type: Type
    /// In the typed prelude (P): signature checked statically, name reserved at top level.
    public var isPrelude: Bool
    public var writeBack: WriteBack?
    /// Accepts any number of arguments from `type.parameters.count` on. An implementation in a standard module gets one array of them.
    public var isVariadic: Bool
    public var implementation: Implementation
    /// The names of the parameters, for people; empty where the types say enough.
    public var parameterNames: [String]
    /// What the implementation returns. The static type says less for functions outside the typed prelude.
    public var returned: Type
    /// Positions of arguments that may be reachable through the result or through what the function changes.
    public var keptArguments: [Int]
    /// One line for people, as in the library reference.
    public var summary: String

    public init(
        _ name: String, _ type: Type, isPrelude: Bool = false, writeBack: WriteBack? = nil, isVariadic: Bool = false,
        implementation: Implementation, parameterNames: [String] = [], returned: Type = .unknown, keptArguments: [Int] = [], summary: String
    ) {
        self.name = name
        self.type = type
        self.isPrelude = isPrelude
        self.writeBack = writeBack
        self.isVariadic = isVariadic
        self.implementation = implementation
        self.parameterNames = parameterNames
        self.returned = returned
        self.keptArguments = keptArguments
        self.summary = summary
    }
}
