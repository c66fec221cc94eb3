import Basics
import Diagnostics
import ModuleSystem

public typealias SymbolID = Index<Symbol>

/// A syntax tree with everything the checker found out. Lowering reads nothing else.
///
/// Arrays are parallel to the stores of the tree.
public struct TypedModule: Sendable {
    public var tree: SyntaxTree
    public var module: ModuleID
    public var symbols = Store<Symbol>()
    /// By `ExpressionID.offset`: the static type; on names, after narrowing.
    public var expressionTypes: [Type]
    /// By `ExpressionID.offset`: the symbol that a `name` expression (also as an assignment target) refers to.
    public var expressionSymbols: [SymbolID?]
    /// How a `call` or `member` expression was understood, by expression.
    public var resolutions: [ExpressionID: Resolution] = [:]
    /// By `StatementID.offset`: what a variable, function or for-in statement declares.
    public var statementSymbols: [SymbolID?]
    /// By `PatternID.offset`: what a `binding` pattern binds; alternatives share the symbol of the first.
    public var patternSymbols: [SymbolID?]
    /// By `FunctionID.offset`.
    public var functions: [FunctionInfo?]
    /// Trait implementations in source order.
    public var implementations: [ImplementationInfo] = []
    /// The module's imports in source order, re-exports included, for initialization order.
    public var dependencies: [ImportDependency] = []
    /// What the module exports of its own: variables and functions by name.
    public var exportedSymbols: [(name: String, symbol: SymbolID)] = []

    public init(tree: SyntaxTree, module: ModuleID) {
        self.tree = tree
        self.module = module
        expressionTypes = Array(repeating: .unknown, count: tree.expressions.count)
        expressionSymbols = Array(repeating: nil, count: tree.expressions.count)
        statementSymbols = Array(repeating: nil, count: tree.statements.count)
        patternSymbols = Array(repeating: nil, count: tree.patterns.count)
        functions = Array(repeating: nil, count: tree.functions.count)
    }
}

/// A declared value name.
public struct Symbol: Sendable {
    public enum Kind: Hashable, Sendable {
        case variable(isMutable: Bool)
        case parameter(OwnershipAnnotation?)
        /// The variable of a `for … in`, or a pattern binding.
        case local
        case function(FunctionID)
        /// A named import, with its final origin.
        case imported(ImportedSymbol)
        /// `import * as name`.
        case namespace(ModuleID, specifier: String)
        case builtin(String)
    }

    public var name: String
    public var kind: Kind
    /// The declared (or inferred) type; narrowing never changes it.
    public var type: Type
    public var span: SourceSpan
    /// The innermost function whose local this is; nil at module level (also inside blocks of the module's top level: see `isTopLevel`).
    public var function: FunctionID?
    /// Declared directly at the top level of the module: such variables are module variables, live for all functions.
    public var isTopLevel: Bool

    public init(name: String, kind: Kind, type: Type, span: SourceSpan, function: FunctionID?, isTopLevel: Bool) {
        self.name = name
        self.kind = kind
        self.type = type
        self.span = span
        self.function = function
        self.isTopLevel = isTopLevel
    }
}

/// A value of another module.
public struct ImportedSymbol: Hashable, Sendable {
    /// The module that declares it (after following re-exports) and its name there.
    public var origin: ExportOrigin
    /// The module named in the import.
    public var module: ModuleID
    /// The export, from the interface of `module`.
    public var export: InterfaceExport

    public init(origin: ExportOrigin, module: ModuleID, export: InterfaceExport) {
        self.origin = origin
        self.module = module
        self.export = export
    }
}

public struct FunctionInfo: Sendable {
    public var symbol: SymbolID?
    public var type: FunctionType
    /// In order of the parameters.
    public var parameters: [SymbolID]
    /// The innermost enclosing function.
    public var parent: FunctionID?

    public init(symbol: SymbolID?, type: FunctionType, parameters: [SymbolID], parent: FunctionID?) {
        self.symbol = symbol
        self.type = type
        self.parameters = parameters
        self.parent = parent
    }
}

public struct ImplementationInfo: Sendable {
    public var traitName: String
    /// The type name after `for`, expanded when it is an alias.
    public var target: Type
    public var methods: [(name: String, function: FunctionID)]

    public init(traitName: String, target: Type, methods: [(name: String, function: FunctionID)]) {
        self.traitName = traitName
        self.target = target
        self.methods = methods
    }
}

/// An import or re-export as the initialization order sees it.
public struct ImportDependency: Sendable {
    public var module: ModuleID
    public var specifier: String
    public var span: SourceSpan
    /// The names asked for: name in the module, name here, span.
    public var names: [(name: String, alias: String, span: SourceSpan)]

    public init(module: ModuleID, specifier: String, span: SourceSpan, names: [(name: String, alias: String, span: SourceSpan)]) {
        self.module = module
        self.specifier = specifier
        self.span = span
        self.names = names
    }
}

/// What a `call` or `member` expression means.
public enum Resolution: Sendable {
    /// `f(args)` on the declared function itself (own, top-level or nested).
    case function(SymbolID)
    /// `f(args)` or `ns.f(args)` on a function of another module.
    case importedFunction(ImportedSymbol)
    /// `f(args)` on a library function, or `x.m(args)` forwarded to one with `x` as first argument (`Builtins`).
    case builtin(String)
    /// `x.m(args)`: a mutating or other built-in method on a statically known receiver, whose rule differs from the function's (W3, W4).
    case builtinMethod(String)
    /// `x.m(args)`: a method of an impl, chosen statically.
    case traitMethod(FunctionID)
    /// `x.m(args)` on an unknown receiver or a type parameter: chosen at run time by the kind of the value.
    case dynamicMethod
    /// `e(args)`: a call of a function value.
    case value
    /// `ns.name`: a variable or function of another module as a value.
    case namespaceMember(ImportedSymbol)
    /// `x.name` on a namespace whose static type is not known.
    case dynamicMember
}
