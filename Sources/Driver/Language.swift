import Ai
import Atlas
import Basics
import Core
import Diagnostics
import Foreign
import Manifest
import ModuleSystem

/// A front end with its own types hidden, so that modules of different languages stand in one list.
public struct Language: Sendable {
    public let name: String
    public let fileExtensions: [String]
    public let policy: ModulePolicy
    public let boundary: BoundaryPolicy
    public let manifestNames: [String]
    public let diagnosticCodes: [DiagnosticCode]
    /// Programs can be written in it; false for languages that only declare things.
    public let isForPrograms: Bool
    /// What functions are tests, as the end of a sentence; nil if the language has no such convention.
    public let testConvention: String?
    let readManifest: @Sendable (SourceFile) -> ManifestReading
    let projectTemplate: @Sendable (String) -> ProjectTemplate
    /// Codes of warnings that are only shown when they are asked for.
    public let quietWarnings: Set<String>
    let parse: @Sendable (SourceFile, ModuleID, SourceInclusion) -> ParsedUnit
    let locate: @Sendable (String, ModuleLocation) -> ModuleLookup
    let unresolvedImport: @Sendable (ImportDeclaration, String, ModuleLookup.Failure) -> Diagnostic
    let importCycle: @Sendable (ImportCycle) -> Diagnostic

    public init<Base: FrontEnd>(_ base: Base) {
        name = base.languageName
        fileExtensions = base.fileExtensions
        policy = base.policy
        boundary = base.boundary
        manifestNames = base.manifestNames
        diagnosticCodes = base.diagnosticCodes
        isForPrograms = base.isForPrograms
        testConvention = base.testConvention
        readManifest = { file in base.readManifest(file) }
        projectTemplate = { name in base.projectTemplate(name: name) }
        quietWarnings = base.quietWarnings
        parse = { file, module, include in ParsedUnit(base, base.parse(file, module: module, include: include)) }
        locate = { specifier, importer in base.locate(specifier, from: importer) }
        unresolvedImport = { declaration, path, reason in base.unresolvedImport(declaration, in: path, reason) }
        importCycle = { cycle in base.importCycle(cycle) }
    }

    /// All languages. Adding one is a folder beside `Atlas` and a line here.
    public static let all: [Language] = [
        Language(AtlasFrontEnd()),
        Language(AiFrontEnd()),
        Language(ForeignFrontEnd()),
    ]

    /// Those that programs can be written in.
    public static let forPrograms = all.filter(\.isForPrograms)

    /// The language of a file, by the end of its name; nil when no language claims it.
    public static func of(path: String) -> Language? {
        guard let ending = Path.fileExtension(path) else { return nil }
        return all.first { $0.fileExtensions.contains(ending) }
    }

    /// The language of an entry file, which may end as it likes.
    static func ofEntry(path: String) -> Language { of(path: path) ?? all[0] }

    /// The rules of all languages' module systems, by the name of the language.
    public static var policies: [String: ModulePolicy] { Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0.policy) }) }
}

/// A parsed module and how to go on with it.
struct ParsedUnit: Sendable {
    /// As shown to people.
    let path: String
    let summary: ModuleSummary
    /// The paths of other files that are part of the module, and the fingerprints of their contents.
    let included: [(path: String, hash: StableHash)]
    let diagnostics: [Diagnostic]
    /// Where the file could be that belongs to the module besides its source.
    let attachment: [String]
    /// The text, and that of included files, by their paths.
    let sources: @Sendable () -> [SourceFile]
    let outline: @Sendable (ModuleContext) -> ModuleInterface
    let check: @Sendable (ModuleContext) -> CheckedUnit
    /// Gives the tree away. There are no outlines and no checks afterwards.
    let release: @Sendable () -> Void

    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    init<Base: FrontEnd>(_ base: Base, _ parsed: ParsedModule<Base.Syntax>) {
        path = parsed.file.path
        summary = parsed.summary
        included = parsed.includedFiles.map { ($0.path, StableHash(of: $0.bytes)) }
        diagnostics = parsed.diagnostics
        attachment = parsed.attachment
        let files = [parsed.file] + parsed.includedFiles
        sources = { files }
        let tree = Releasable(parsed)
        outline = { context in base.outline(tree.needed, in: context) }
        check = { context in CheckedUnit(base, base.check(tree.needed, in: context).withForeignReferences(in: context)) }
        release = { tree.release() }
    }
}

extension ParsedUnit {
    /// A module of which it is known what parsing tells.
    ///
    /// - Parameter load: parses it.
    init(_ path: String, _ known: BuildRecord.Parse, _ load: @escaping @Sendable () -> ParsedUnit) {
        let unit = Deferred(load)
        self.path = path
        summary = known.summary
        included = known.included
        diagnostics = known.diagnostics
        attachment = known.attachment
        sources = { unit.value.sources() }
        outline = { context in unit.value.outline(context) }
        check = { context in unit.value.check(context) }
        release = { unit.madeValue?.release() }
    }
}

/// A checked module and how to go on with it.
struct CheckedUnit: Sendable {
    let file: SourceFile
    let interface: ModuleInterface
    let boundary: BoundaryPolicy
    let standardModules: [ModuleID]
    let companions: [CompanionObject]
    let diagnostics: [Diagnostic]
    /// The flag says that calls may end with a signal somewhere in the program, so that all code has to pass signals on.
    let lower: @Sendable (ModuleContext, Bool) -> Core.Module
    let expandedText: @Sendable () -> String?
    let tests: @Sendable () -> [TestCandidate]
    let failedExpression: @Sendable (Int) -> SourceSpan?

    init<Base: FrontEnd>(_ base: Base, _ checked: CheckedModule<Base.Checked>) {
        file = checked.file
        interface = checked.interface
        boundary = base.boundary
        standardModules = checked.standardModules
        companions = checked.companions
        diagnostics = checked.diagnostics
        lower = { context, passesSignals in
            let module = base.lower(checked, in: context)
            let adapted = Boundary.adapt(module, for: base.boundary, foreign: context.foreign)
            guard passesSignals, !base.boundary.handlesSignals else { return adapted }
            return SignalPassing.add(to: adapted, ownFunctions: module.functions.count)
        }
        expandedText = { base.expandedText(of: checked) }
        tests = { base.tests(in: checked) }
        failedExpression = { offset in base.failedExpression(at: offset, in: checked) }
    }
}

extension Language {
    /// The language of a module of the standard library: `std:LANGUAGE/…`.
    static func of(standard id: ModuleID) -> Language? {
        all.first { id.text.hasPrefix("std:\($0.name.lowercased())/") }
    }
}
