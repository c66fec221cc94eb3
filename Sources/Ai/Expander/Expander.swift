import Basics
import Core
import Diagnostics
import ModuleSystem

/// What expansion makes of a unit.
public struct Expansion: Sendable {
    public var module: ExpandedModule
    public var interface: ModuleInterface
    public var diagnostics: [Diagnostic]
}

/// Expands a unit: resolves every name, expands every macro, and turns derived forms into core forms.
///
/// A module is expanded in two passes. The first goes through the top-level forms just far enough to find the definitions, expanding macro
/// uses that stand there, so that a definition covers the whole module. The second expands the expressions. Bodies are done in the same way.
public final class Expander {
    /// How deep expressions may nest. The reader refuses source nested deeper than a quarter of this, the rest is for macros.
    static let depthLimit = 48_000
    static let expansionLimit = 1_000
    /// How deep the expressions of one procedure may nest: what code generation takes, with room to spare.
    static let nodeDepthLimit = 6_000

    let unit: Unit
    let file: SourceFile
    let context: ModuleContext
    var syntax: SyntaxStore
    var scopes = LocalScopes()
    /// The names at the top level of each module of the unit.
    var topScopes: [TopScope]
    var macros = Store<Macro>()
    var foreignMacros: [ExportOrigin: MacroID] = [:]
    var output = ExpandedModule()
    var sink = DiagnosticSink()
    var items: [TopLevelItem] = []

    /// The module whose forms are being expanded.
    var currentModule = 0
    /// The position in `items` of the form that is being expanded.
    var currentItem = 0
    /// How many procedures and promises are around what is being expanded: 0 runs when control gets to the top-level form.
    var procedureDepth = 0
    var depth = 0
    var reportedDepth = false
    /// For every node how many levels of operands it has.
    var nodeHeights: [Int32] = []
    var definitionsKnown = false
    var pendingCalls: [PendingCall] = []
    var earlyReads: [EarlyRead] = []
    var localProcedures: [VariableID: LambdaID] = [:]
    /// Variables of `letrec*` that have their value by the point reached.
    var lateVariables: [VariableID: LateVariable] = [:]
    /// The names that the enclosing `let` forms are about to bind, while their values are expanded.
    var namesBeingBound: [[IdentifierID]] = []
    var contractForms: [Contract] = []
    var contracts: [TopLevelID: Contract] = [:]
    /// That of the procedure whose value is about to be expanded.
    var pendingContract: Contract?
    var usedImports: [Set<ImportUse>]
    var isExpansionStopped = false
    /// Local variables whose values are stored in variables of the module, and where.
    var keptVariables: [VariableID: SourceSpan] = [:]
    /// What the unit exports under each name; names of nested modules have their path in front.
    var publicNames: [String: Binding] = [:]
    /// What must be in the interface though no name exports it.
    var hiddenExports: [Binding] = []
    /// Modules that the templates of exported macros mention.
    var referencedModules: Set<ModuleID> = []
    /// Variables that a `(define name)` leaves uninitialized.
    var unsetVariables: Set<TopLevelID> = []
    var foreignIndex: [ExportOrigin: InterfaceExport]?
    var exportIndex: [Int: [String: [ExportItem]]] = [:]
    var resolvingExports: Set<ExportQuestion> = []
    var suggestionsLeft = 50
    var reportedNames: Set<ReportedName> = []

    /// A name that is reported once, however often it is used.
    struct ReportedName: Hashable {
        let code: String
        let name: String
    }

    init(_ unit: Unit, file: SourceFile, context: ModuleContext) {
        self.unit = unit
        self.file = file
        self.context = context
        syntax = SyntaxStore(unit.data)
        topScopes = unit.modules.map { _ in TopScope() }
        usedImports = unit.modules.map { _ in [] }
    }

    /// Expands a unit. Comes back with a module and an interface for wrong units too; the diagnostics say what is wrong.
    public static func expand(_ unit: Unit, file: SourceFile, in context: ModuleContext) -> Expansion {
        let expander = Expander(unit, file: file, context: context)
        expander.run()
        let interface = expander.makeInterface()
        // What macros for others mention counts as used.
        expander.reportUnusedImports()
        expander.output.data = expander.syntax.tree
        return Expansion(
            module: expander.output, interface: interface, diagnostics: expander.sink.diagnostics)
    }

    /// What importers may know of a unit whose own imports are not all known yet, because they import it in turn. What is wrong is not
    /// reported: `expand` does that.
    public static func outline(_ unit: Unit, file: SourceFile, in context: ModuleContext) -> ModuleInterface {
        expand(unit, file: file, in: context).interface
    }

    private func run() {
        collectImports()
        collectDefinitions()
        definitionsKnown = true
        checkImports()
        assignContracts()
        for position in items.indices { expand(itemAt: position) }
        finishTopLevel()
        checkCalls()
        reportEarlyReads()
        checkExports()
    }

    // MARK: Making nodes

    func node(_ kind: Node.Kind, _ span: SourceSpan) -> NodeID {
        var height: Int32 = 0
        kind.forEachOperand { height = max(height, nodeHeights[$0.offset] + 1) }
        if height > Self.nodeDepthLimit {
            if !reportedDepth { error("AI0009", "nesting deeper than \(Self.nodeDepthLimit)", at: span, help: ["move a part into a procedure of its own"]) }
            reportedDepth = true
            height = 0
        }
        nodeHeights.append(height)
        return output.nodes.append(Node(kind, span: span))
    }

    func node(_ kind: Node.Kind, at id: DatumID) -> NodeID { node(kind, syntax.span(id)) }

    func unspecified(_ span: SourceSpan) -> NodeID { node(.unspecified, span) }

    func literal(_ kind: Datum.Kind, _ span: SourceSpan) -> NodeID { node(.literal(syntax.make(kind, span: span)), span) }

    func boolean(_ value: Bool, _ span: SourceSpan) -> NodeID { literal(.boolean(value), span) }

    func call(_ builtin: String, _ arguments: [NodeID], _ span: SourceSpan) -> NodeID {
        node(.call(useBuiltin(builtin, span), arguments), span)
    }

    func useBuiltin(_ name: String, _ span: SourceSpan) -> NodeID {
        node(.builtin(Library.lookup(name)?.name ?? name), span)
    }

    /// The values in order; that of the last counts.
    func sequence(_ nodes: [NodeID], _ span: SourceSpan) -> NodeID {
        switch nodes.count {
        case 0: unspecified(span)
        case 1: nodes[0]
        default: node(.sequence(nodes), span)
        }
    }

    /// A variable that no name of the source means.
    func temporary(_ name: String, _ span: SourceSpan) -> VariableID { output.variables.append(Variable(name: name, span: span)) }

    func local(_ variable: VariableID, _ span: SourceSpan) -> NodeID { node(.local(variable), span) }

    /// Binds a value to a fresh variable for `body`. A variable read needs no other.
    func withValue(_ value: NodeID, named name: String, _ span: SourceSpan, _ body: (VariableID) -> NodeID) -> NodeID {
        let variable = temporary(name, span)
        return node(.letValues([(variable, value)], body: body(variable)), span)
    }
}
