import Basics
import Core
import Diagnostics
import ModuleSystem

/// Types that imports declare: `import { area: (number) -> number } from "./geometry.ai";`.
extension Checker {
    /// Gives imports of modules that keep values in another form the types they declare. Values are converted to these, and checked, where they
    /// come in; to other modules a declared type says nothing new, and must fit.
    mutating func declareImportTypes() {
        for (symbol, syntax, imported) in typedImports {
            let type = resolve(syntax)
            let span = tree.types[syntax].span
            guard context.foreign[imported.origin.module] != nil else {
                let found = importedType(imported)
                if !fits(found, type) { error("AT3001", "Type mismatch: expected \(type), found \(found)", span, label: "`\(imported.export.name)` has type \(found)") }
                continue
            }
            guard isPossible(type, imported, span) else {
                typed.symbols[symbol].type = .unknown
                continue
            }
            var narrowed = imported
            narrowed.export.type = type.interfaceType()
            if case .function(let function) = type.stripped, case .function = imported.export.kind {
                narrowed.export.kind = .function(function.machineSignature)
            } else {
                narrowed.export.kind = .variable(type.variableMachineType, isMutable: true)
            }
            typed.symbols[symbol].kind = .imported(narrowed)
            typed.symbols[symbol].type = type
        }
    }

    /// Reports a type that the export certainly does not have.
    private mutating func isPossible(_ type: Type, _ imported: ImportedSymbol, _ span: SourceSpan) -> Bool {
        guard case .function(let known) = importedType(imported).stripped, !type.isUnknown else { return true }
        guard case .function(let declared) = type.stripped else {
            report(Boundary.wrongKind(imported.origin, expected: type.interfaceType(), found: "#<procedure>", boundaryPlace), span)
            return false
        }
        if declared.parameters.count == known.parameters.count { return true }
        error(
            "AI0103", "'\(imported.origin.name)' expects \(known.parameters.count) arguments, got \(declared.parameters.count)", span,
            label: "declared with \(declared.parameters.count)", help: ["it is defined in module '\(imported.origin.module)'"])
        return false
    }

    /// A variable of a module of another form is only read: what is read is a copy.
    mutating func checkForeignChange(of collection: ExpressionID) {
        var root = collection
        while case .subscripted(let base, _) = tree.expressions[root].kind { root = base }
        guard case .name(let name) = tree.expressions[root].kind, let symbol = visible[name], case .imported(let imported) = typed.symbols[symbol].kind,
            context.foreign[imported.origin.module] != nil
        else { return }
        error(
            "AT3003", "Cannot modify immutable variable '\(name)'", span(root), label: "a copy of what the other language has",
            secondary: [secondary(typed.symbols[symbol].span, "imported here")], help: ["copy it into a `var` first"])
    }

    /// The namespace of a module of another form has members, but is no value.
    mutating func reportForeignNamespaces() {
        guard !context.foreign.isEmpty else { return }
        var bases: Set<ExpressionID> = []
        for expression in tree.expressions.values {
            if case .member(let base, _, _) = expression.kind { bases.insert(base) }
        }
        for id in tree.expressions.indices where !bases.contains(id) {
            guard case .name(let name) = tree.expressions[id].kind, let symbol = typed.expressionSymbols[id.offset],
                case .namespace(let module, _) = typed.symbols[symbol].kind, let home = context.foreign[module]
            else { continue }
            let problem = Boundary.unusable(name, of: home.interface, in: "Atlas")
            error(problem.code, problem.message, span(id), label: "used as a value", help: ["name what is needed of it: `\(name).member`"])
        }
    }

    private mutating func report(_ problem: (code: String, message: String), _ span: SourceSpan) {
        error(problem.code, problem.message, span, label: "declared here")
    }

    /// This module, for messages that both modules of a boundary appear in.
    private var boundaryPlace: Boundary.Importer {
        Boundary.Importer(module: Path.stem(Path.lastComponent(path)), policy: AtlasFrontEnd().boundary, foreign: context.foreign)
    }
}
