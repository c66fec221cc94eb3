import Diagnostics

/// What stands at the top level of a module.
public struct Item: Sendable {
    public enum Kind: Sendable {
        case importDeclaration(ImportSyntax)
        /// `export { a as b } from "./m";` or `export * from "./m";`
        case reexport(ReexportSyntax)
        case typeAlias(TypeAliasSyntax)
        case traitDeclaration(TraitSyntax)
        case implementation(ImplementationSyntax)
        /// Function and variable declarations are statements too.
        case statement(StatementID)
    }

    public var kind: Kind
    public var span: SourceSpan
    /// The span of the word `export` before a function, variable or type alias.
    public var exportKeyword: SourceSpan?
    /// The text of the doc comment above it, of what is exported.
    public var documentation: String?

    public init(kind: Kind, span: SourceSpan, exportKeyword: SourceSpan? = nil, documentation: String? = nil) {
        self.kind = kind
        self.span = span
        self.exportKeyword = exportKeyword
        self.documentation = documentation
    }
}

/// A string literal that names a module: its value and the span of the literal with its quotes.
public struct ModulePathSyntax: Hashable, Sendable {
    public var text: String
    public var span: SourceSpan

    public init(text: String, span: SourceSpan) {
        self.text = text
        self.span = span
    }
}

/// `name` or `name as alias` in an import or export list.
public struct SpecifierSyntax: Sendable {
    public var name: Identifier
    public var alias: Identifier?
    /// The type that an importer gives to something of a module of another language.
    public var type: TypeSyntaxID?

    /// The name by which the importer, or the importer of a re-export, knows the thing.
    public var localName: Identifier { alias ?? name }

    public init(name: Identifier, alias: Identifier? = nil, type: TypeSyntaxID? = nil) {
        self.name = name
        self.alias = alias
        self.type = type
    }
}

public struct ImportSyntax: Sendable {
    public enum Clause: Sendable {
        case named([SpecifierSyntax])
        /// `* as alias`
        case namespace(Identifier)
    }

    public var clause: Clause
    /// `import type { … }`
    public var isTypeOnly: Bool
    public var path: ModulePathSyntax

    public init(clause: Clause, isTypeOnly: Bool, path: ModulePathSyntax) {
        self.clause = clause
        self.isTypeOnly = isTypeOnly
        self.path = path
    }
}

public struct ReexportSyntax: Sendable {
    public enum Clause: Sendable {
        case named([SpecifierSyntax])
        case all
    }

    public var clause: Clause
    public var path: ModulePathSyntax

    public init(clause: Clause, path: ModulePathSyntax) {
        self.clause = clause
        self.path = path
    }
}

public struct TypeAliasSyntax: Sendable {
    public var name: Identifier
    public var parameters: [Identifier]
    public var type: TypeSyntaxID
    /// `@deprecated` stood in the doc comment.
    public var isDeprecated: Bool
    /// The version after `@since`.
    public var deprecatedSince: String?

    public init(name: Identifier, parameters: [Identifier], type: TypeSyntaxID, isDeprecated: Bool, deprecatedSince: String?) {
        self.name = name
        self.parameters = parameters
        self.type = type
        self.isDeprecated = isDeprecated
        self.deprecatedSince = deprecatedSince
    }
}

public struct TraitSyntax: Sendable {
    public var name: Identifier
    public var typeParameters: [TypeParameterSyntax]
    /// Signatures; their `body` is nil.
    public var methods: [FunctionID]

    public init(name: Identifier, typeParameters: [TypeParameterSyntax], methods: [FunctionID]) {
        self.name = name
        self.typeParameters = typeParameters
        self.methods = methods
    }
}

public struct ImplementationSyntax: Sendable {
    public var traitName: Identifier
    public var typeArguments: [TypeSyntaxID]
    /// The type name after `for`.
    public var target: Identifier
    public var methods: [FunctionID]

    public init(traitName: Identifier, typeArguments: [TypeSyntaxID], target: Identifier, methods: [FunctionID]) {
        self.traitName = traitName
        self.typeArguments = typeArguments
        self.target = target
        self.methods = methods
    }
}
