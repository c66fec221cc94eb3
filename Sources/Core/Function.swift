import Basics
import Diagnostics
import RuntimeABI

public typealias ExprID = Index<Expr>
public typealias LocalID = Index<Local>
/// Names a `loop` or `block` within one function; unique in the function.
public typealias LabelID = Index<Label>

/// One function: its locals and a tree of expressions.
public struct Function: Sendable {
    /// How the function is called.
    public enum Convention: Sendable {
        /// Parameters and result are unboxed wasm values.
        case direct
        /// `(closure, args: any…) -> any`: what the table holds. Local 0 is the closure, of type `reference(.closure)`.
        case closure
    }

    /// What the function is on call stacks.
    public enum Role: Hashable, Sendable {
        /// A function of the source.
        case function
        /// Made by the compiler to call another, which stands for both on call stacks.
        case wrapper
        /// A part of the body of the function of this name, which stands for both.
        case part(of: String)
    }

    /// The name for people, as in the source; methods and nested functions are qualified.
    public var name: String
    public var convention: Convention
    /// Parameters first, then the other locals.
    public var locals = Store<Local>()
    public var parameterCount: Int
    public var result: ValueType
    public var labels = Store<Label>()
    public var expressions = Store<Expr>()
    /// The body; its value is the result.
    public var body: ExprID?
    /// The local (the last parameter, i32) that holds the site of the caller; failures in the function are reported there.
    public var siteParameter: LocalID?
    /// Where calls go on when the budget for nested calls is used up; see `DeepCalls`.
    public var deepEntry: DeepEntry?
    /// If the function is recursive, its activations count as nested calls.
    public var countsDepth = true
    /// The declaration.
    public var span: SourceSpan
    public var role = Role.function

    /// The name on call stacks.
    public var nameOnStacks: String { if case .part(let name) = role { name } else { name } }

    public var parameters: ArraySlice<Local> { locals.values[..<parameterCount] }

    public init(
        name: String, convention: Convention = .direct, parameters: [Local], result: ValueType, span: SourceSpan
    ) {
        self.name = name
        self.convention = convention
        self.parameterCount = parameters.count
        self.result = result
        self.span = span
        for parameter in parameters { locals.append(parameter) }
    }

    /// Adds an expression.
    public mutating func add(_ kind: Expr.Kind, _ type: ValueType, _ span: SourceSpan) -> ExprID {
        expressions.append(Expr(kind: kind, type: type, span: span))
    }
}

/// A function that does the same as another without using the stack for recursion.
public struct DeepEntry: Hashable, Sendable {
    /// Takes the parameters of the other function, the frame to return to, and the number of frames (i32); its result is `any`.
    public var function: FunctionID
    /// The frame at the bottom.
    public var lastFrame: ClosureID

    public init(function: FunctionID, lastFrame: ClosureID) {
        self.function = function
        self.lastFrame = lastFrame
    }
}

/// A parameter or local variable.
public struct Local: Hashable, Sendable {
    public var name: String
    public var type: ValueType

    public init(name: String, type: ValueType) {
        self.name = name
        self.type = type
    }
}

/// The target of `break` and `continue`.
public struct Label: Hashable, Sendable {
    public var name: String
    /// The loop runs only where something unusual was found: it is not worth larger code.
    public var isSeldom: Bool

    public init(name: String, isSeldom: Bool = false) {
        self.name = name
        self.isSeldom = isSeldom
    }
}
