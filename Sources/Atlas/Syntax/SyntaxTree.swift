import Basics
import Diagnostics

public typealias ExpressionID = Index<Expression>
public typealias StatementID = Index<Statement>
public typealias PatternID = Index<Pattern>
public typealias TypeSyntaxID = Index<TypeSyntax>
public typealias FunctionID = Index<FunctionDeclaration>

/// The syntax of one Atlas module. Nodes live in stores and name one another by index, so a tree is a plain value
/// and freeing a deep one needs no recursion.
public struct SyntaxTree: Sendable {
    public var expressions = Store<Expression>()
    public var statements = Store<Statement>()
    public var patterns = Store<Pattern>()
    public var types = Store<TypeSyntax>()
    /// Every function of the module: top-level, nested, and methods of impls.
    public var functions = Store<FunctionDeclaration>()
    /// The module's items in source order.
    public var items: [Item] = []

    public init() {}
}

/// A name and where it stands.
public struct Identifier: Hashable, Sendable {
    public var text: String
    public var span: SourceSpan

    public init(_ text: String, _ span: SourceSpan) {
        self.text = text
        self.span = span
    }
}
