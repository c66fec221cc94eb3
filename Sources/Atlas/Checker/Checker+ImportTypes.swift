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

    private mutating func report(_ problem: (code: String, message: String), _ span: SourceSpan) {
        error(problem.code, problem.message, span, label: "declared here")
    }

    /// This module, for messages that both modules of a boundary appear in.
    private var boundaryPlace: Boundary.Importer {
        Boundary.Importer(module: Path.stem(Path.lastComponent(path)), policy: AtlasFrontEnd().boundary, foreign: context.foreign)
    }
}
