import Basics
import Core
import Diagnostics
import ModuleSystem

/// The static semantics of one Atlas module: binds names, types every expression, and reports what is wrong.
///
/// One walk over the tree does both binding and typing. An expression in error has the type unknown, to which no
/// rule objects, so one mistake gives one message.
struct Checker {
    let tree: SyntaxTree
    let context: ModuleContext
    /// The path of the file for diagnostics.
    let path: String
    var typed: TypedModule
    var sink = DiagnosticSink()

    // Names of values.

    /// The innermost meaning of each visible name.
    var visible: [String: SymbolID] = [:]
    /// What `visible` held before each declaration of the open scopes, to be put back at their ends.
    var shadowed: [(name: String, symbol: SymbolID?)] = []
    var scopes: [Scope] = []
    var scopeCount = 0
    /// Parallel to `typed.symbols`.
    var usage: [SymbolUsage] = []
    var builtinSymbols: [String: SymbolID] = [:]
    var redeclarations: [Redeclaration] = []
    /// The last variable of each name whose scope has ended.
    var closedSymbols: [String: SymbolID] = [:]
    /// Where the module's variables are declared, by name in source order; made when a name is first found missing.
    var variableDeclarations: [String: [SourceSpan]]?
    /// The variables whose initializers are being checked.
    var initializing: [String] = []
    /// Where the module declares its variables, to tell apart those that are unknown from those that come too late.
    let topLevelVariables: [String: SourceSpan]

    /// Imports with a declared type, whose symbols get it when all names of types are known.
    var typedImports: [(symbol: SymbolID, type: TypeSyntaxID, imported: ImportedSymbol)] = []

    // Names of types.

    var aliases: [TypeAlias] = []
    var aliasesByName: [String: Int] = [:]
    var namespaceAliases: [ImportKey: Int] = [:]
    var typeParameters: [String: TypeParameter] = [:]
    var nextTypeParameter = 0
    /// A type name that nobody declared is reported by the caller.
    var undeclaredTypesAreSilent = false

    // Traits.

    var traits: [String: TraitInfo] = [:]
    /// Positions in `implementationTable`, by method name, in source order.
    var implementationsByMethod: [String: [Int]] = [:]
    var implementationTable: [Implementation] = []
    /// Positions in `implementationTable`, by trait name.
    var implementationsByTrait: [String: [Int]] = [:]
    /// The traits that declare a method of each name, in source order.
    var traitsByMethod: [String: [String]] = [:]

    // Where the walk is.

    var function: FunctionContext?
    /// Local variables of the code outside of functions, in blocks of the top level.
    var initializerLocals = 0
    var loopDepth = 0

    // Narrowing.

    /// What is known of variables here beyond their declared types.
    var narrowed: [SymbolID: Type] = [:]
    /// Every variable whose narrowing an assignment or a call has ended, in the order in which that was seen.
    var invalidations: [SymbolID] = []
    let assignments: AssignmentIndex

    // Modules.

    var exports = ExportTable()
    var wildcardClashes: [WildcardClash] = []
    /// By module: what was found in its interface.
    var importedTypes: [ImportKey: Type] = [:]
    var importSpecifiers: [ModuleID: String] = [:]
    /// The first namespace of each module that is imported as one.
    var namespaces: [ModuleID: String] = [:]
    var suggestionBudget = 50

    init(_ tree: SyntaxTree, path: String, context: ModuleContext) {
        self.tree = tree
        self.context = context
        self.path = path
        typed = TypedModule(tree: tree, module: context.module)
        assignments = AssignmentIndex(tree)
        topLevelVariables = Self.topLevelVariables(of: tree)
    }

    private static func topLevelVariables(of tree: SyntaxTree) -> [String: SourceSpan] {
        var result: [String: SourceSpan] = [:]
        for item in tree.items {
            guard case .statement(let statement) = item.kind, case .variable(let declaration) = tree.statements[statement].kind else { continue }
            if result[declaration.name.text] == nil { result[declaration.name.text] = declaration.name.span }
        }
        return result
    }

    /// Checks the whole module.
    mutating func run() {
        pushScope()
        declareImports()
        declareAliases()
        declareTraits()
        declareImportTypes()
        let topLevel = tree.items.compactMap { item -> StatementID? in
            if case .statement(let statement) = item.kind { return statement }
            return nil
        }
        hoistFunctions(topLevel)
        declareImplementations()
        collectReexports()
        for item in tree.items { check(item) }
        popScope()
        reportForeignNamespaces()
        finishExports()
        reportRedeclarations()
    }

    private mutating func check(_ item: Item) {
        switch item.kind {
        case .importDeclaration, .reexport, .traitDeclaration: break
        case .typeAlias(let alias):
            if item.exportKeyword != nil { exportAlias(alias.name, item.documentation) }
        case .implementation(let implementation): checkMethodBodies(implementation)
        case .statement(let statement):
            check(statement)
            if item.exportKeyword != nil { exportStatement(statement, item.documentation) }
        }
    }
}

/// The function whose body is being checked.
struct FunctionContext {
    var id: FunctionID
    /// The declared result type.
    var result: Type
    /// What the messages call the place of the result type.
    var resultSpan: SourceSpan?
    /// A method of an impl: its names are not reported as unused.
    var isMethod: Bool
    /// Variables and parameters declared so far.
    var locals = 0
}

/// What WebAssembly engines bear: 1000 parameters and 50 000 locals a function, of which compiled code needs some for itself.
enum FunctionLimits {
    static let parameters = 900
    static let locals = 20_000
}

/// An open scope.
struct Scope {
    var serial: Int
    /// The length of `shadowed` when the scope was opened.
    var start: Int
}

/// What the checker keeps of a symbol besides what lowering needs.
struct SymbolUsage {
    /// The serial number of the scope that declares the symbol.
    var scope: Int
    var isUsed = false
    /// `Unused variable` or `Unused parameter` is reported if it is not used.
    var warnsIfUnused = false
    /// Declared by an `export`.
    var isExported = false
}
