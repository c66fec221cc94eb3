import Basics
import Core
import Diagnostics
import ModuleSystem

/// Ai as the driver knows it.
public struct AiFrontEnd: FrontEnd {
    /// A module after expansion, with what lowering needs of its text.
    public struct Checked: Sendable {
        var module: ExpandedModule
        var interface: ModuleInterface
        var declarations: [ImportDeclaration]
    }

    public init() {}

    public var languageName: String { "Ai" }
    public var fileExtensions: [String] { ["ai"] }
    public var manifestNames: [String] { ["ai.toml"] }
    public var diagnosticCodes: [DiagnosticCode] { AiCodes.all }
    public var quietWarnings: Set<String> { ["AI0503"] }

    public var policy: ModulePolicy {
        var policy = ModulePolicy(cycles: .note)
        policy.mayImportItself = false
        policy.checksBehindErrors = true
        policy.namespacesAreNames = false
        policy.sameImportTwiceIsFine = true
        policy.sameExportTwiceIsFine = true
        policy.definitionHidesWildcard = .warning
        policy.wildcardHidesPrelude = .warning
        policy.wildcardImports = .warning
        policy.unusedImports = .warning
        policy.unusedImportedNames = .warning
        policy.repeatedImports = .warning
        return policy
    }

    public var boundary: BoundaryPolicy {
        BoundaryPolicy(language: languageName, form: .dynamic, handlesSignals: true, raisesSignals: true)
    }

    public func parse(_ file: SourceFile, module: ModuleID, include: SourceInclusion) -> ParsedModule<Unit> {
        let result = UnitParser.parse(file, include: include)
        let summary = ModuleSummary(
            module: module, language: languageName, sourcePath: file.path, imports: result.unit.declarations, definitions: result.nestedModules)
        return ParsedModule(
            file: result.file, syntax: result.unit, summary: summary, includedFiles: result.includedFiles, diagnostics: result.diagnostics)
    }

    public func outline(_ parsed: ParsedModule<Unit>, in context: ModuleContext) -> ModuleInterface {
        Expander.outline(parsed.syntax.located(in: context), file: parsed.file, in: context)
    }

    public func check(_ parsed: ParsedModule<Unit>, in context: ModuleContext) -> CheckedModule<Checked> {
        let expansion = Expander.expand(parsed.syntax.located(in: context), file: parsed.file, in: context)
        let checked = Checked(module: expansion.module, interface: expansion.interface, declarations: parsed.syntax.declarations)
        let needed = StandardModules.needed(by: expansion.module).filter { $0 != context.module }
        return CheckedModule(
            file: parsed.file, checked: checked, interface: expansion.interface, standardModules: needed,
            diagnostics: expansion.diagnostics.map { $0.located(in: parsed.file) })
    }

    public func lower(_ checked: CheckedModule<Checked>, in context: ModuleContext) -> Module {
        let (dependencies, imports) = links(checked, in: context)
        return Lowering.lower(
            checked.checked.module, interface: checked.interface, dependencies: dependencies, imports: imports, in: context)
    }

    public func expandedText(of checked: CheckedModule<Checked>) -> String? { ExpandedPrinter.print(checked.checked.module) + "\n" }

    /// The modules to initialize first, in the order of the text, and where the source names what it imports.
    private func links(_ checked: CheckedModule<Checked>, in context: ModuleContext) -> ([LinkDependency], [LinkImport]) {
        var dependencies: [LinkDependency] = []
        var imports: [LinkImport] = []
        var seen: Set<ModuleID> = []
        func position(_ span: SourceSpan) -> SourcePosition { checked.file.position(of: Int(span.start)) }
        for declaration in checked.checked.declarations {
            guard let module = context.resolved[declaration.specifier] else { continue }
            if seen.insert(module).inserted {
                dependencies.append(LinkDependency(
                    module: module, interfaceHash: context.interfaceHashes[module] ?? "", span: declaration.span,
                    position: position(declaration.span), specifier: declaration.specifier))
            }
            let path = context.nestedPaths[declaration.specifier] ?? []
            for case .named(let named) in declaration.bindings {
                imports.append(LinkImport(
                    module: module, name: (path + [named.name]).joined(separator: "."), alias: named.alias, span: named.span,
                    position: position(named.span)))
            }
        }
        for module in checked.standardModules where seen.insert(module).inserted {
            dependencies.append(LinkDependency(
                module: module, interfaceHash: context.interfaceHashes[module] ?? "", span: .none, specifier: module.text))
        }
        return (dependencies, imports)
    }
}

extension Unit {
    /// The unit with the ways to modules nested in those of other files filled in.
    fileprivate func located(in context: ModuleContext) -> Unit {
        guard !context.nestedPaths.isEmpty else { return self }
        func located(_ target: ImportSource.Target) -> ImportSource.Target {
            guard case .module(let specifier, _) = target, let path = context.nestedPaths[specifier] else { return target }
            return .module(specifier: specifier, path: path)
        }
        var result = self
        for module in result.modules.indices {
            for index in result.modules[module].imports.indices {
                result.modules[module].imports[index].source.target = located(result.modules[module].imports[index].source.target)
            }
            for index in result.modules[module].reexports.indices {
                result.modules[module].reexports[index].source.target = located(result.modules[module].reexports[index].source.target)
            }
        }
        return result
    }
}
