import Basics
import Core
import Diagnostics
import ModuleSystem

/// Atlas as the driver knows it.
public struct AtlasFrontEnd: FrontEnd {
    public init() {}

    public var languageName: String { "Atlas" }
    public var fileExtensions: [String] { ["atl", "atlas"] }
    public var manifestNames: [String] { ["atlas.toml"] }
    public var policy: ModulePolicy { ModulePolicy(cycles: .error, namespacesAreValues: true) }
    public var diagnosticCodes: [DiagnosticCode] { AtlasCodes.all }

    public var boundary: BoundaryPolicy {
        BoundaryPolicy(
            language: languageName, form: .valueSemantics, handlesSignals: false, raisesSignals: false,
            describe: { Type(foreign: $0).description }, representation: { Type(foreign: $0).valueType },
            foreignName: { name in
                let identifier = BoundaryPolicy.identifier(for: name)
                return TokenKind.reservedWords.contains(identifier) ? identifier + "_" : identifier
            })
    }

    public func parse(_ file: SourceFile, module: ModuleID, include: SourceInclusion) -> ParsedModule<SyntaxTree> {
        let result = AtlasParser.parse(file)
        let summary = ModuleSummaryBuilder(result.tree).summary(of: module, sourcePath: file.path)
        return ParsedModule(file: file, syntax: result.tree, summary: summary, diagnostics: result.diagnostics)
    }

    public func check(_ parsed: ParsedModule<SyntaxTree>, in context: ModuleContext) -> CheckedModule<TypedModule> {
        let result = AtlasChecker.check(parsed.syntax, path: parsed.file.path, in: context)
        var interface = result.interface
        if !result.diagnostics.contains(where: { $0.severity == .error }) { fillParameterUsage(&interface, result.typed) }
        return CheckedModule(
            file: parsed.file, checked: result.typed, interface: interface, standardModules: result.typed.standardModules,
            diagnostics: result.diagnostics)
    }

    public func lower(_ checked: CheckedModule<TypedModule>, in context: ModuleContext) -> Module {
        Lowering.lower(checked, in: context)
    }

    /// Says of every exported function what it does with collections.
    private func fillParameterUsage(_ interface: inout ModuleInterface, _ typed: TypedModule) {
        let analysis = ParameterUsageAnalysis(typed)
        var usage: [String: [ParameterUsage]] = [:]
        for (name, symbol) in typed.exportedSymbols {
            if case .function(let function) = typed.symbols[symbol].kind { usage[name] = analysis.usage(of: function) }
        }
        for index in interface.exports.indices where interface.exports[index].origin == nil && !interface.exports[index].kind.isType {
            if let found = usage[interface.exports[index].name] { interface.exports[index].parameterUsage = found }
        }
    }
}

extension TypedModule {
    /// The modules of the standard library behind the library functions that the module mentions, sorted.
    var standardModules: [ModuleID] {
        var names: Set<String> = []
        for symbol in symbols.values {
            if case .builtin(let name) = symbol.kind { names.insert(name) }
        }
        for (expression, resolution) in resolutions {
            switch resolution {
            case .builtin(let name), .builtinMethod(let name): names.insert(name)
            case .dynamicMethod, .dynamicMember:
                // The receiver may turn out to be an array.
                guard case .member(_, let name, _) = tree.expressions[expression].kind,
                    let method = Builtins.method(name.text, on: .array(.unknown), isVariable: true)
                else { continue }
                names.insert(method.function)
            default: break
            }
        }
        var modules: Set<ModuleID> = []
        for name in names {
            if case .standard(let module, _, _) = Builtins.lookup(name)?.implementation, module != self.module { modules.insert(module) }
        }
        return modules.sorted()
    }
}
