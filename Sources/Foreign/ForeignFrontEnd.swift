import Basics
import Core
import Diagnostics
import Manifest
import ModuleSystem

/// Interfaces of foreign wasm modules as the driver knows them: a small language of declarations. A module of it consists of functions that convert
/// arguments and results, and brings along the foreign module as an object.
public struct ForeignFrontEnd: FrontEnd {
    public init() {}

    public var languageName: String { "Foreign" }
    public var fileExtensions: [String] { ["foreign"] }
    public var manifestNames: [String] { [] }
    public var isForPrograms: Bool { false }
    public var policy: ModulePolicy { ModulePolicy() }
    public var diagnosticCodes: [DiagnosticCode] { ForeignCodes.all }

    /// Functions of foreign modules take and give values as Atlas has them.
    public var boundary: BoundaryPolicy {
        BoundaryPolicy(
            language: languageName, form: .valueSemantics, handlesSignals: true, raisesSignals: false,
            describe: { type in
                switch type {
                case .number: "number"
                case .bool: "bool"
                case .string: "string"
                case .array: "number[]"
                default: "value"
                }
            },
            representation: { type in
                switch type {
                case .number: .f64
                case .bool: .bool
                case .string: .reference(.string)
                case .array: .reference(.array)
                case .null, .unit: .unit
                default: .any
                }
            })
    }

    public func readManifest(_ file: SourceFile) -> ManifestReading { ManifestReading(manifest: nil, diagnostics: [], isEmpty: true) }
    public func projectTemplate(name: String) -> ProjectTemplate { ProjectTemplate([]) }

    public func parse(_ file: SourceFile, module: ModuleID, include: SourceInclusion) -> ParsedModule<ForeignInterface> {
        let (interface, diagnostics) = ForeignParser.parse(file)
        let stem = Path.stem(Path.lastComponent(file.path))
        let summary = ModuleSummary(
            module: module, language: languageName, sourcePath: file.path,
            definitions: interface.functions.map { Definition(name: $0.name, span: $0.nameSpan) },
            exports: interface.functions.map { ExportDeclaration(localName: $0.name, span: $0.nameSpan) })
        return ParsedModule(
            file: file, syntax: interface, summary: summary, diagnostics: diagnostics,
            attachment: interface.file.map { [$0.path] } ?? [stem + ".o", stem + ".wasm"])
    }

    /// Interfaces import nothing.
    public func locate(_ specifier: String, from importer: ModuleLocation) -> ModuleLookup { .invalid }

    public func unresolvedImport(_ declaration: ImportDeclaration, in path: String, _ reason: ModuleLookup.Failure) -> Diagnostic {
        Diagnostic(
            code: ForeignCodes.syntax.code, message: "An interface imports nothing", primary: DiagnosticLabel(path: path, span: declaration.specifierSpan))
    }

    public func importCycle(_ cycle: ImportCycle) -> Diagnostic {
        Diagnostic(code: ForeignCodes.syntax.code, message: "Circular dependency detected: \(cycle.description())")
    }

    public func check(_ parsed: ParsedModule<ForeignInterface>, in context: ModuleContext) -> CheckedModule<CheckedForeignModule> {
        var checker = ForeignChecker(parsed, context)
        return checker.check()
    }

    public func lower(_ checked: CheckedModule<CheckedForeignModule>, in context: ModuleContext) -> Module {
        ForeignLowering.lower(checked)
    }
}

/// An interface that fits its foreign module.
public struct CheckedForeignModule: Sendable {
    var functions: [ForeignFunction] = []
    /// The foreign module's id and the hash of its interface.
    var code = ModuleID("")
    var codeHash = ""
    /// Foreign code calls `langc_allocate`, so calls may leave garbage.
    var allocates = false
    /// Foreign code calls `langc_fail`, so the runtime must know where a call comes from.
    var fails = false
}
