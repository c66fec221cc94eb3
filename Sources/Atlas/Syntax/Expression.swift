import Diagnostics

public struct Expression: Sendable {
    public enum Kind: Sendable {
        case number(Double)
        case string(String)
        case bool(Bool)
        case null
        case name(String)
        case array([ExpressionID])
        case unary(UnaryOperator, ExpressionID)
        case binary(BinaryOperator, left: ExpressionID, right: ExpressionID)
        case call(callee: ExpressionID, arguments: [ExpressionID])
        case subscripted(base: ExpressionID, index: ExpressionID)
        /// `base.name` (arguments nil) or `base.name(arguments)`.
        case member(base: ExpressionID, name: Identifier, arguments: [ExpressionID]?)
        /// `e?`
        case propagate(ExpressionID)
        case match(subject: ExpressionID, arms: [MatchArm])
        /// Stands where an expression did not parse; a diagnostic was reported.
        case invalid
    }

    public var kind: Kind
    /// The whole expression, parentheses around it left out.
    public var span: SourceSpan

    public init(kind: Kind, span: SourceSpan) {
        self.kind = kind
        self.span = span
    }
}

public enum UnaryOperator: String, Sendable {
    case not = "!"
    case negate = "-"
}

public enum BinaryOperator: String, Sendable {
    case or = "||"
    case and = "&&"
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
}

public struct MatchArm: Sendable {
    public enum Body: Sendable {
        case expression(ExpressionID)
        case block(Block)
        /// A `return`, `break` or `continue` statement.
        case statement(StatementID)
    }

    public var pattern: PatternID
    public var guardCondition: ExpressionID?
    public var body: Body
    public var span: SourceSpan

    public init(pattern: PatternID, guardCondition: ExpressionID?, body: Body, span: SourceSpan) {
        self.pattern = pattern
        self.guardCondition = guardCondition
        self.body = body
        self.span = span
    }
}

public struct Pattern: Sendable {
    public enum Kind: Sendable {
        case number(Double)
        case string(String)
        case bool(Bool)
        case null
        case wildcard
        /// Binds the value. The bare name `None` parses as `constructor("None", [])` instead.
        case binding(String)
        case constructor(name: Identifier, arguments: [PatternID])
        case array([PatternID])
        /// At least two alternatives.
        case alternatives([PatternID])
        case invalid
    }

    public var kind: Kind
    public var span: SourceSpan

    public init(kind: Kind, span: SourceSpan) {
        self.kind = kind
        self.span = span
    }
}

public struct TypeSyntax: Sendable {
    public enum Kind: Sendable {
        case null
        /// `name`, `qualifier.name`, `name<arguments>`. `arguments` is nil when there are no angle brackets.
        case named(qualifier: Identifier?, name: Identifier, arguments: [TypeSyntaxID]?)
        case array(TypeSyntaxID)
        case function(parameters: [TypeSyntaxID], result: TypeSyntaxID)
        case union([TypeSyntaxID])
        case intersection([TypeSyntaxID])
        case structural([(name: Identifier, type: TypeSyntaxID)])
        case invalid
    }

    public var kind: Kind
    public var span: SourceSpan

    public init(kind: Kind, span: SourceSpan) {
        self.kind = kind
        self.span = span
    }
}
