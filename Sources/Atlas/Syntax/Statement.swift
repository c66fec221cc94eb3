import Diagnostics

/// The statements of a block and the span of its braces.
public struct Block: Sendable {
    public var statements: [StatementID]
    public var span: SourceSpan

    public init(statements: [StatementID], span: SourceSpan) {
        self.statements = statements
        self.span = span
    }
}

public struct Statement: Sendable {
    public enum Kind: Sendable {
        case variable(VariableDeclaration)
        case function(FunctionID)
        case conditional(condition: ExpressionID, then: Block, otherwise: ElseBranch?)
        case whileLoop(condition: ExpressionID, body: Block)
        /// `for (initializer; condition; step) body`; each part may be absent.
        case forLoop(initializer: StatementID?, condition: ExpressionID?, step: StatementID?, body: Block)
        case forIn(variable: Identifier, iterable: ExpressionID, body: Block)
        case returnStatement(ExpressionID?)
        case breakStatement
        case continueStatement
        case block(Block)
        case assignment(target: ExpressionID, operation: AssignmentOperator, value: ExpressionID)
        /// `x++`, `x--`, `++x`, `--x`
        case increment(target: ExpressionID, isDecrement: Bool)
        case expression(ExpressionID)
        /// Stands where a statement did not parse; a diagnostic was reported.
        case invalid
    }

    public enum ElseBranch: Sendable {
        case block(Block)
        /// `else if …`: the index of a `conditional`.
        case conditional(StatementID)
    }

    public var kind: Kind
    public var span: SourceSpan

    public init(kind: Kind, span: SourceSpan) {
        self.kind = kind
        self.span = span
    }
}

/// `=`, or the arithmetic operator before `=`.
public enum AssignmentOperator: String, Sendable {
    case assign = "="
    case add = "+="
    case subtract = "-="
    case multiply = "*="
    case divide = "/="
    case remainder = "%="
}

public struct VariableDeclaration: Sendable {
    public var name: Identifier
    /// `var` rather than `let`.
    public var isMutable: Bool
    public var annotation: TypeSyntaxID?
    public var initializer: ExpressionID

    public init(name: Identifier, isMutable: Bool, annotation: TypeSyntaxID?, initializer: ExpressionID) {
        self.name = name
        self.isMutable = isMutable
        self.annotation = annotation
        self.initializer = initializer
    }
}

/// A function, a method of an impl, or (with no body) a method signature of a trait.
public struct FunctionDeclaration: Sendable {
    public var name: Identifier
    public var typeParameters: [TypeParameterSyntax]
    public var parameters: [ParameterSyntax]
    public var resultOwnership: OwnershipAnnotation?
    public var result: TypeSyntaxID?
    /// `is name: type` after the result type.
    public var predicate: (parameter: Identifier, type: TypeSyntaxID)?
    public var body: Block?
    public var span: SourceSpan

    public init(
        name: Identifier, typeParameters: [TypeParameterSyntax], parameters: [ParameterSyntax],
        resultOwnership: OwnershipAnnotation?, result: TypeSyntaxID?,
        predicate: (parameter: Identifier, type: TypeSyntaxID)?, body: Block?, span: SourceSpan
    ) {
        self.name = name
        self.typeParameters = typeParameters
        self.parameters = parameters
        self.resultOwnership = resultOwnership
        self.result = result
        self.predicate = predicate
        self.body = body
        self.span = span
    }
}

public enum OwnershipAnnotation: String, Sendable {
    case own, borrow, shared
}

public struct ParameterSyntax: Sendable {
    public var ownership: OwnershipAnnotation?
    public var name: Identifier
    public var type: TypeSyntaxID

    public init(ownership: OwnershipAnnotation?, name: Identifier, type: TypeSyntaxID) {
        self.ownership = ownership
        self.name = name
        self.type = type
    }
}

public struct TypeParameterSyntax: Sendable {
    public var name: Identifier
    /// The type after `extends`.
    public var constraint: TypeSyntaxID?
    /// The trait names after `:`.
    public var bounds: [Identifier]

    public init(name: Identifier, constraint: TypeSyntaxID?, bounds: [Identifier]) {
        self.name = name
        self.constraint = constraint
        self.bounds = bounds
    }
}
