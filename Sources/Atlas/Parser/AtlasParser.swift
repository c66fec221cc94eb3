import Diagnostics

/// What parsing one file gives: a tree, complete as far as the text could be understood, and what was wrong.
public struct ParseResult: Sendable {
    public var tree: SyntaxTree
    /// Lexical and syntax errors in source order. If there is any, later phases must not use the tree.
    public var diagnostics: [Diagnostic]

    public init(tree: SyntaxTree, diagnostics: [Diagnostic]) {
        self.tree = tree
        self.diagnostics = diagnostics
    }
}

/// The Atlas parser: a file in, a syntax tree and diagnostics out.
public enum AtlasParser {
    /// Parses `file`. Never fails: errors are in the result, whose labels carry `file.path`. Takes linear time, and recursion
    /// is bounded by `ParserLimits` whatever the input: 4 MiB of stack do for an optimized build, 8 MiB for any.
    public static func parse(_ file: SourceFile) -> ParseResult {
        let (tokens, lexical) = Lexer.tokenize(file)
        var parser = Parser(file: file, source: tokens)
        parser.parseModule()
        let all = lexical + parser.diagnostics
        let places = all.map { $0.primary?.span.start ?? 0 }
        let order = all.indices.sorted { (places[$0], $0) < (places[$1], $1) }
        return ParseResult(tree: parser.tree, diagnostics: order.map { all[$0] })
    }
}

/// How deep a program may nest. Later phases recurse over the tree, so the tree itself must be bounded.
public enum ParserLimits {
    /// Statements, expressions, patterns and types inside one another. Low enough for an unoptimized build on a stack of 8 MiB.
    public static let nesting = 400
    /// The height of the tree of one expression: operator and postfix chains make it high without nesting.
    public static let expressionHeight = 10_000
    /// Links of `else if` chains that enclose one place.
    public static let elseIfLinks = 10_000
    /// The height of the tree of one type.
    public static let typeHeight = 2_000
    /// Errors after which the parser gives up on a file.
    public static let diagnostics = 200
}
