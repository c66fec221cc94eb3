import Basics

/// What a place in the source does with the value of a variable.
enum UseRole: Hashable {
    /// Only looks at it.
    case read
    /// Makes it reachable through another name, or hands it on to code that may.
    case keep
    /// Changes the collection in place.
    case mutate
    /// Gives the variable another value.
    case assign
    /// Passes it to a function of this module, whose own uses decide.
    case argument(FunctionID, Int)
}

/// One use of a variable.
struct VariableUse {
    var symbol: SymbolID
    var role: UseRole
    /// The byte where the use stands.
    var position: UInt32
    /// The innermost function around it; nil for the initializer.
    var owner: FunctionID?
}

/// A call, or a function named as a value.
struct FunctionReference {
    enum Target: Hashable {
        case own(FunctionID)
        case imported
        /// Through a function value, or chosen at run time.
        case unknown
    }

    var target: Target
    /// False when the function is only named, so that it may be called from anywhere later.
    var isCall: Bool
    var position: UInt32
    var owner: FunctionID?
    /// For references in the initializer: the ordinal of the top-level statement.
    var statement: Int
}

/// Everything that the analyses want to know of how a module uses names, gathered in one walk.
struct UseIndex {
    /// In source order within each function.
    var uses: [VariableUse] = []
    var references: [FunctionReference] = []
    /// The functions whose names appear other than as callees.
    var escaping: Set<FunctionID> = []
    /// By top-level variable: the ordinal of its declaration among the top-level statements.
    var declarationOrdinal: [SymbolID: Int] = [:]
    /// Where a name of a function stands first.
    var firstReference: [FunctionID: UInt32] = [:]
    /// For every block that declares functions: where it begins, and those functions.
    var siblings: [(start: UInt32, functions: [FunctionID])] = []
    /// How many loops of its function surround the declaration of a variable; without entry: none, or not known.
    var loopDepth: [SymbolID: Int] = [:]
}
