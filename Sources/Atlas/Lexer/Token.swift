import Diagnostics

/// One token: what it is and where it stands.
struct Token: Sendable {
    var kind: TokenKind
    var span: SourceSpan
    /// For numbers and strings the position of the value in the buffer's `numbers` or `strings`; otherwise 0.
    var payload: UInt32 = 0
}

/// A doc comment: its text for people, and the tags that matter to the language.
struct DocumentationTags: Hashable, Sendable {
    /// `@deprecated`
    var isDeprecated = false
    /// The word after `@since`.
    var since: String?
    /// The text after the slashes of the lines directly above the token, joined by line feeds; nil if there are none.
    var text: String?
}

/// All tokens of a file, ended by one `endOfFile` token, and their values.
struct TokenBuffer: Sendable {
    var tokens: [Token] = []
    var numbers: [Double] = []
    var strings: [String] = []
    /// The doc comments before `type` and `export`, by token position.
    var documentation: [Int: DocumentationTags] = [:]
    /// A string or comment was still open at the end; what the parser misses there is no news.
    var endsInsideToken = false
}
