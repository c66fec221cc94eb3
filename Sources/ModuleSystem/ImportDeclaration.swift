import Basics
import Diagnostics

/// One import or re-export of a module, as a source file writes it.
public struct ImportDeclaration: Hashable, Sendable {
    /// The module as the source spells it, for messages.
    public var specifier: String
    /// The module meant, once it has been found.
    public var module: ModuleID?
    /// What is bound, in source order. Empty: nothing is bound, the module is imported for its effects.
    public var bindings: [ImportBinding]
    /// The whole declaration.
    public var span: SourceSpan
    /// The part that names the module.
    public var specifierSpan: SourceSpan
    /// Only types are imported. The module is a dependency all the same.
    public var isTypeOnly: Bool
    /// Set if the bindings are exports of this module instead of names in it: who may see them.
    public var reexport: Visibility?

    public init(
        specifier: String, module: ModuleID? = nil, bindings: [ImportBinding], span: SourceSpan,
        specifierSpan: SourceSpan? = nil, isTypeOnly: Bool = false, reexport: Visibility? = nil
    ) {
        self.specifier = specifier
        self.module = module
        self.bindings = bindings
        self.span = span
        self.specifierSpan = specifierSpan ?? span
        self.isTypeOnly = isTypeOnly
        self.reexport = reexport
    }
}

/// What an import makes of the exports of a module.
public enum ImportBinding: Hashable, Sendable {
    case named(NamedImport)
    /// All exports but those listed, with `prefix` put in front of each name; a re-export takes no prefix.
    case wildcard(excluding: Set<String> = [], prefix: String = "", span: SourceSpan)
    /// The module itself under a name: a value, a qualifier, or both, as the language has it.
    case namespace(alias: String, span: SourceSpan)
    /// Members are reached through these qualifiers, which give way to namespaces of the same name.
    case qualifiedOnly(qualifiers: [String], span: SourceSpan)

    /// Where the binding is written.
    public var span: SourceSpan {
        switch self {
        case .named(let named): named.span
        case .wildcard(_, _, let span), .namespace(_, let span), .qualifiedOnly(_, let span): span
        }
    }
}

/// One name taken from a module.
public struct NamedImport: Hashable, Sendable {
    /// The name that the module exports.
    public var name: String
    /// The name it gets here; equal to `name` if the source gives no other.
    public var alias: String
    public var span: SourceSpan
    /// Where the alias is written; equal to `span` if there is none.
    public var aliasSpan: SourceSpan

    public init(name: String, alias: String? = nil, span: SourceSpan, aliasSpan: SourceSpan? = nil) {
        self.name = name
        self.alias = alias ?? name
        self.span = span
        self.aliasSpan = aliasSpan ?? span
    }
}
