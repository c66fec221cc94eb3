import Basics
import Diagnostics
import ModuleSystem

public typealias NodeID = Index<Node>
public typealias VariableID = Index<Variable>
public typealias TopLevelID = Index<TopLevel>
public typealias LambdaID = Index<Lambda>
public typealias BlockID = Index<Block>

/// A source file after expansion: macros are gone, every name is resolved, derived forms are core forms. Nested modules are part of it:
/// their variables stand in `topLevel`, their bodies in `body` at their places.
public struct ExpandedModule: Sendable {
    public var nodes = Store<Node>()
    public var variables = Store<Variable>()
    public var topLevel = Store<TopLevel>()
    public var lambdas = Store<Lambda>()
    public var blocks = Store<Block>()
    /// Literal data; the trees of macros' templates may be among them.
    public var data = DatumTree()
    /// The forms of the module in order.
    public var body: [NodeID] = []

    public init() {}
}

/// A local variable: unique, whatever it is called.
public struct Variable: Hashable, Sendable {
    public var name: String
    public var span: SourceSpan
    /// `set!` somewhere.
    public var isAssigned = false
    /// May be read before it is initialized, so that reads are checked (AI0902): set by expansion for variables of `letrec*` and internal
    /// definitions whose values are not all procedures.
    public var needsCheck = false

    public init(name: String, span: SourceSpan) {
        self.name = name
        self.span = span
    }
}

/// A variable of the module (or of a module nested in it).
public struct TopLevel: Hashable, Sendable {
    /// The name in wasm exports and in messages: that in the source, with the path of the nested module in front (`trig.sin`); made unique
    /// where a macro introduced it.
    public var name: String
    public var span: SourceSpan
    /// The procedure that the variable holds before any module body runs: it is defined once, as a procedure. If it is assigned too, it is a
    /// variable that holds the procedure at first.
    public var procedure: LambdaID?
    /// `set!` or defined again somewhere.
    public var isAssigned = false
    /// Other modules can refer to it: exported, or named by the template of an exported macro.
    public var isExported = false
    /// What records need: see `RecordType`. A constructor, predicate, accessor, modifier or the type itself.
    public var record: RecordMember?
    /// The module's name for messages (`m` in "of module 'm'"): that of the nested module it belongs to, if any.
    public var moduleName: String

    public init(name: String, span: SourceSpan, moduleName: String) {
        self.name = name
        self.span = span
        self.moduleName = moduleName
    }
}

/// A top-level record type's procedures are known to the compiler, and exist before any module body runs.
public struct RecordMember: Hashable, Sendable {
    public enum Role: Hashable, Sendable {
        case type
        /// Field positions in the order of the parameters.
        case constructor([Int])
        case predicate
        case accessor(Int)
        case modifier(Int)
    }

    /// The variable that holds the type (role `type`).
    public var type: TopLevelID
    /// The record name without `<>`.
    public var recordName: String
    public var fields: [String]
    public var role: Role

    public init(type: TopLevelID, recordName: String, fields: [String], role: Role) {
        self.type = type
        self.recordName = recordName
        self.fields = fields
        self.role = role
    }
}

/// A procedure: one clause for `lambda`, several for `case-lambda`.
public struct Lambda: Sendable {
    public struct Clause: Sendable {
        public var parameters: [VariableID]
        public var rest: VariableID?
        public var body: NodeID

        public init(parameters: [VariableID], rest: VariableID?, body: NodeID) {
            self.parameters = parameters
            self.rest = rest
            self.body = body
        }
    }

    /// For messages; nil for an anonymous procedure.
    public var name: String?
    public var clauses: [Clause]
    public var span: SourceSpan

    public init(name: String?, clauses: [Clause], span: SourceSpan) {
        self.name = name
        self.clauses = clauses
        self.span = span
    }
}

/// The target of `leave`.
public struct Block: Hashable, Sendable {
    public init() {}
}

/// A variable or procedure of another module: its home and name there, never a re-export.
public struct ImportedName: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Called directly: the parameters, and whether there is a rest list.
        case procedure(parameters: Int, hasRest: Bool)
        /// Read at each use. `isChecked`: it may be read before its module has set it.
        case variable(isChecked: Bool)
        case record(RecordMember.Role, recordName: String, fields: [String], typeName: String)
        /// Of another language, or a procedure that is only known by its interface.
        case foreign
    }

    public var module: ModuleID
    public var name: String
    public var kind: Kind

    public init(module: ModuleID, name: String, kind: Kind) {
        self.module = module
        self.name = name
        self.kind = kind
    }
}

/// An expression. Operands are evaluated from left to right, operators before operands.
public struct Node: Sendable {
    public enum Kind: Sendable {
        /// A datum of `ExpandedModule.data`; each node is one object, made once.
        case literal(DatumID)
        case unspecified
        case local(VariableID)
        case setLocal(VariableID, NodeID)
        case topLevel(TopLevelID)
        case setTopLevel(TopLevelID, NodeID)
        /// Initializes the variable when control gets there; nil leaves it uninitialized. Pre-initialized procedures have no such node.
        case define(TopLevelID, NodeID?)
        case imported(ImportedName)
        /// A procedure or constant of the library, by its first name (`car`, never `head`).
        case builtin(String)
        case call(NodeID, [NodeID])
        case lambda(LambdaID)
        case conditional(test: NodeID, then: NodeID, otherwise: NodeID)
        /// All in order, values of all but the last are dropped (any number of values is fine there). Never empty.
        case sequence([NodeID])
        /// Values first, then all variables at once.
        case letValues([(VariableID, NodeID)], body: NodeID)
        /// `letrec*`: variables exist from the start and are initialized in order.
        case letRecursive([(VariableID, NodeID)], body: NodeID)
        /// The values of `producer` (any number) bound to variables and a rest list: AI0917 if their count is wrong.
        case receive([VariableID], rest: VariableID?, producer: NodeID, body: NodeID)
        /// `leave` with the block gives the value; it always stands in the same procedure. In a tail position, so are the values left with.
        case block(BlockID, body: NodeID)
        case leave(BlockID, NodeID)
        /// Evaluates `body`; a raise in it unwinds to here, binds the payload to the variable and evaluates `handler`.
        case guarded(body: NodeID, payload: VariableID, handler: NodeID)
        /// Evaluates `body`, then `cleanup` exactly once however `body` is left; the value is that of `body`.
        case protected(body: NodeID, cleanup: NodeID)
        /// Binds an escape continuation; invoking it leaves `body`.
        case letEscape(VariableID, body: NodeID)
        /// Parameter objects and new values (already in order), then the body with them bound.
        case parameterize([(NodeID, NodeID)], body: NodeID)
        /// A promise: the thunk's value, forced once. `isChain`: `delay-force`.
        case delay(LambdaID, isChain: Bool)
        /// The value of a binding of `letRecursive` that leaves the variable uninitialized.
        case uninitialized
        /// Raises the error object of a run-time error: code, message, where `{}` stands for the written argument, `{display}` for its
        /// display text.
        case fail(code: String, message: String, argument: NodeID?)
    }

    public var kind: Kind
    public var span: SourceSpan

    public init(_ kind: Kind, span: SourceSpan) {
        self.kind = kind
        self.span = span
    }
}
