import Diagnostics
import ModuleSystem

/// Takes from a tree what the module graph needs: imports, definitions and exports.
struct ModuleSummaryBuilder {
    private let tree: SyntaxTree

    init(_ tree: SyntaxTree) { self.tree = tree }

    func summary(of module: ModuleID, sourcePath: String) -> ModuleSummary {
        var summary = ModuleSummary(module: module, language: "Atlas", sourcePath: sourcePath)
        for item in tree.items {
            switch item.kind {
            case .importDeclaration(let syntax): summary.imports.append(declaration(syntax, item.span))
            case .reexport(let syntax): summary.imports.append(declaration(syntax, item.span))
            case .typeAlias(let syntax): define(syntax.name, .type, item, &summary)
            case .traitDeclaration(let syntax): define(syntax.name, .type, item, &summary)
            case .implementation: break
            case .statement(let statement):
                if let name = declaredName(statement) { define(name, .value, item, &summary) }
            }
        }
        return summary
    }

    private func declaredName(_ statement: StatementID) -> Identifier? {
        switch tree.statements[statement].kind {
        case .function(let function): tree.functions[function].name
        case .variable(let declaration): declaration.name
        default: nil
        }
    }

    private func define(_ name: Identifier, _ space: NameSpace, _ item: Item, _ summary: inout ModuleSummary) {
        summary.definitions.append(Definition(name: name.text, space: space, span: name.span))
        if item.exportKeyword != nil { summary.exports.append(ExportDeclaration(localName: name.text, span: name.span)) }
    }

    private func declaration(_ syntax: ImportSyntax, _ span: SourceSpan) -> ImportDeclaration {
        let bindings: [ImportBinding] = switch syntax.clause {
        case .named(let specifiers): specifiers.map(binding)
        case .namespace(let alias): [.namespace(alias: alias.text, span: alias.span)]
        }
        return ImportDeclaration(
            specifier: syntax.path.text, bindings: bindings, span: span, specifierSpan: syntax.path.span, isTypeOnly: syntax.isTypeOnly)
    }

    private func declaration(_ syntax: ReexportSyntax, _ span: SourceSpan) -> ImportDeclaration {
        let bindings: [ImportBinding] = switch syntax.clause {
        case .named(let specifiers): specifiers.map(binding)
        case .all: [.wildcard(span: span)]
        }
        return ImportDeclaration(
            specifier: syntax.path.text, bindings: bindings, span: span, specifierSpan: syntax.path.span, reexport: .everywhere)
    }

    private func binding(_ specifier: SpecifierSyntax) -> ImportBinding {
        .named(NamedImport(
            name: specifier.name.text, alias: specifier.alias?.text, span: specifier.name.span, aliasSpan: specifier.alias?.span))
    }
}
