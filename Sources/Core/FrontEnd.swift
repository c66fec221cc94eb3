import Basics
import Diagnostics
import Manifest
import ModuleSystem

/// What a language adds to the compiler. The driver knows languages only through this.
///
/// Each function is pure: the same values in, the same values out. `parse` and `lower` of different modules may run in parallel;
/// `check` of a module runs after that of the modules it imports (except within an import cycle, where the policy allows it).
public protocol FrontEnd: Sendable {
    /// The language's syntax tree.
    associatedtype Syntax: Sendable
    /// What the checker adds to the tree.
    associatedtype Checked: Sendable

    /// The name for people, `Atlas`.
    var languageName: String { get }
    /// Without the dot, the usual one first.
    var fileExtensions: [String] { get }
    var policy: ModulePolicy { get }
    /// How modules of the language meet those of other languages.
    var boundary: BoundaryPolicy { get }
    /// Names of the files that mark a project root.
    var manifestNames: [String] { get }
    /// Reads such a file. `ManifestSchema` does the work.
    func readManifest(_ file: SourceFile) -> ManifestReading
    /// The files of a new project, whose name is valid.
    func projectTemplate(name: String) -> ProjectTemplate
    /// Programs can be written in it; false for languages that only declare things.
    var isForPrograms: Bool { get }
    /// Every code the language reports, at compile time and at run time.
    var diagnosticCodes: [DiagnosticCode] { get }
    /// Codes of warnings that are only shown when they are asked for.
    var quietWarnings: Set<String> { get }

    /// Reads one file. A tree comes back for broken input too; its diagnostics say what is wrong.
    ///
    /// - Parameter include: reads a file that is part of the module, by its path as seen from the directory of `file`; nil if it cannot be read.
    func parse(_ file: SourceFile, module: ModuleID, include: SourceInclusion) -> ParsedModule<Syntax>

    /// Where the source of a module could be that `importer` names as `specifier` (a path relative to the root, or absolute), or
    /// why the specifier is not valid.
    func locate(_ specifier: String, from importer: ModuleLocation) -> ModuleLookup

    /// The diagnostic for an import that `locate` refused or whose file could not be read.
    func unresolvedImport(_ declaration: ImportDeclaration, in path: String, _ reason: ModuleLookup.Failure) -> Diagnostic

    /// The diagnostic for an import cycle that the policy forbids.
    func importCycle(_ cycle: ImportCycle) -> Diagnostic

    /// The interface that a module of an import cycle has as far as it follows from its text and from what is known of the other members:
    /// `context` has their outlines so far, and the interfaces of all other imports. The driver asks until nothing changes any more.
    /// Only needed where the policy allows cycles.
    func outline(_ parsed: ParsedModule<Syntax>, in context: ModuleContext) -> ModuleInterface

    func check(_ parsed: ParsedModule<Syntax>, in context: ModuleContext) -> CheckedModule<Checked>

    /// Only for modules without errors.
    func lower(_ checked: CheckedModule<Checked>, in context: ModuleContext) -> Module

    /// What became of a module's macros and derived forms, as text for people; nil if the language has none.
    func expandedText(of checked: CheckedModule<Checked>) -> String?

    /// What functions are tests, as the end of a sentence for people; nil if there is no such convention.
    var testConvention: String? { get }

    /// The module's own functions that are tests by the language's convention, or would be but for a problem, in source order.
    func tests(in checked: CheckedModule<Checked>) -> [TestCandidate]

    /// The expression at fault when a run-time error names the place `offset`; nil if it is not known.
    func failedExpression(at offset: Int, in checked: CheckedModule<Checked>) -> SourceSpan?
}

/// Reads a file that another includes, by its path as seen from the directory of that file; nil if it cannot be read.
public typealias SourceInclusion = @Sendable (String) -> SourceFile?

extension FrontEnd {
    public var isForPrograms: Bool { true }
    /// Reads one file that includes no other.
    public func parse(_ file: SourceFile, module: ModuleID) -> ParsedModule<Syntax> { parse(file, module: module) { _ in nil } }

    public func outline(_ parsed: ParsedModule<Syntax>, in context: ModuleContext) -> ModuleInterface {
        ModuleInterface(module: context.module, language: languageName, sourcePath: parsed.file.path)
    }

    public var quietWarnings: Set<String> { [] }
    public func expandedText(of checked: CheckedModule<Checked>) -> String? { nil }
    public var testConvention: String? { nil }
    public func tests(in checked: CheckedModule<Checked>) -> [TestCandidate] { [] }

    public func failedExpression(at offset: Int, in checked: CheckedModule<Checked>) -> SourceSpan? { nil }
}

/// A parsed file.
public struct ParsedModule<Syntax: Sendable>: Sendable {
    public var file: SourceFile
    public var syntax: Syntax
    public var summary: ModuleSummary
    /// Other files that are part of the module.
    public var includedFiles: [SourceFile]
    public var diagnostics: [Diagnostic]
    /// Where the file could be that belongs to the module besides its source: paths from the source's directory. Empty if there is none.
    public var attachment: [String]

    public init(
        file: SourceFile, syntax: Syntax, summary: ModuleSummary, includedFiles: [SourceFile] = [], diagnostics: [Diagnostic],
        attachment: [String] = []
    ) {
        self.file = file
        self.syntax = syntax
        self.summary = summary
        self.includedFiles = includedFiles
        self.diagnostics = diagnostics
        self.attachment = attachment
    }
}

/// A checked module.
public struct CheckedModule<Checked: Sendable>: Sendable {
    public var file: SourceFile
    public var checked: Checked
    public var interface: ModuleInterface
    /// Modules of the standard library that the lowered code will call; the driver compiles them too.
    public var standardModules: [ModuleID]
    /// Objects that are no work of langc's code generation and belong to the module.
    public var companions: [CompanionObject]
    public var diagnostics: [Diagnostic]

    public init(
        file: SourceFile, checked: Checked, interface: ModuleInterface, standardModules: [ModuleID] = [], companions: [CompanionObject] = [],
        diagnostics: [Diagnostic] = []
    ) {
        self.file = file
        self.checked = checked
        self.interface = interface
        self.standardModules = standardModules
        self.companions = companions
        self.diagnostics = diagnostics
    }
}

/// An object that a module brings along.
public struct CompanionObject: Sendable {
    /// What the object calls itself; two companions of one id are the same.
    public var module: ModuleID
    /// The object's bytes; the argument is the compiler's version.
    public var encoded: @Sendable (String) -> [UInt8]

    public init(module: ModuleID, encoded: @escaping @Sendable (String) -> [UInt8]) {
        self.module = module
        self.encoded = encoded
    }
}

/// The file that belongs to a module besides its source.
public struct ModuleAttachment: Sendable {
    /// Its path relative to the project root.
    public var id: ModuleID
    public var content: Result<[UInt8], FileSystemError>

    public init(id: ModuleID, content: Result<[UInt8], FileSystemError>) {
        self.id = id
        self.content = content
    }
}

/// What a module may know of the rest of the program.
public struct ModuleContext: Sendable {
    public var module: ModuleID
    /// What each specifier of this module's imports was resolved to; missing when it could not be found.
    public var resolved: [String: ModuleID]
    /// For specifiers that name a module nested in the resolved one, the names that lead to it.
    public var nestedPaths: [String: [String]] = [:]
    /// The interfaces of the modules it imports (and of standard modules it uses), and of all that these refer to. An imported module that is
    /// missing here has errors, or is not there; there is no more to say about what it would export.
    public var interfaces: [ModuleID: ModuleInterface]
    /// Their hashes.
    public var interfaceHashes: [ModuleID: String]
    /// The file that `ParsedModule.attachment` asks for, if there is one.
    public var attachment: ModuleAttachment?
    /// The other modules of the import cycle that the module is in, sorted; none of them is sure to be initialized before it.
    public var cycle: [ModuleID] = []
    /// A qualified name that a module does not export is an error of the running program, and a warning now.
    public var defersModuleErrors = false
    /// What each member of that cycle imports of the others, this module included, in the order of the text.
    public var cycleImports: [ModuleID: [ModuleID]] = [:]
    /// Modules whose language keeps values in another form: those imported, and those that re-exports lead to. `interfaces` has them as this
    /// module's language sees them.
    public var foreign: [ModuleID: ForeignModule] = [:]
    /// Exports of those modules that this module's language has no means to use, by their own names.
    public var unusable: [ModuleID: Set<String>] = [:]
    /// Paths, as imports write them, of modules that are part of the program or could be found, whether this one imports them or not.
    public var reachable: Set<String> = []

    public init(
        module: ModuleID, resolved: [String: ModuleID] = [:], interfaces: [ModuleID: ModuleInterface] = [:],
        interfaceHashes: [ModuleID: String] = [:]
    ) {
        self.module = module
        self.resolved = resolved
        self.interfaces = interfaces
        self.interfaceHashes = interfaceHashes
    }
}

/// Where a module stands, for finding what it imports.
public struct ModuleLocation: Sendable {
    /// Absolute canonical path of the source file.
    public var path: String
    /// Absolute canonical path of the project root.
    public var root: String
    /// Absolute paths of further directories to search for modules, in this order.
    public var includeDirectories: [String]
    /// The endings of source files of all other languages, without the dot.
    public var foreignExtensions: [String]

    public init(path: String, root: String, includeDirectories: [String] = [], foreignExtensions: [String] = []) {
        self.path = path
        self.root = root
        self.includeDirectories = includeDirectories
        self.foreignExtensions = foreignExtensions
    }
}

/// The answer of `FrontEnd.locate`.
public enum ModuleLookup: Hashable, Sendable {
    /// Places to look at in this order; the first that has the module counts.
    case search([ModuleSearchStep])
    case standard(ModuleID)
    case invalid

    /// Absolute paths to try in this order.
    public static func candidates(_ paths: [String]) -> ModuleLookup { .search(paths.map { ModuleSearchStep([$0]) }) }

    public enum Failure: Hashable, Sendable {
        /// The specifier is not of a legal form.
        case invalidSpecifier
        /// None of the files is there; with the paths tried, what the system said of the last, and files that may have been meant, as
        /// paths from the importer's directory: `./shapes.atl`, best first.
        case notFound(tried: [String], cause: String, near: [String] = [])
        /// Several files could be meant.
        case ambiguous([String])
        /// The module names itself, which its policy does not allow.
        case itself
    }
}

/// One place where a module may be.
public struct ModuleSearchStep: Hashable, Sendable {
    /// Absolute paths, at most one of which may be there.
    public var alternatives: [String]
    /// The names that lead from the file's module to the one meant, which is nested in it; empty for itself.
    public var nested: [String]
    /// Not worth mentioning where nothing is found.
    public var isSilent: Bool

    public init(_ alternatives: [String], nested: [String] = [], isSilent: Bool = false) {
        self.alternatives = alternatives
        self.nested = nested
        self.isSilent = isSilent
    }
}
