import Basics
import CodeGen
import Core
import Diagnostics
import ModuleSystem

/// The compilation of one module as a value: all that it reads, and nothing else has an influence on what it yields but the compiler
/// itself. Modules that import one another are compiled together.
public struct ModuleJob: Sendable {
    /// A module to compile.
    public struct Member: Sendable {
        public var module: ModuleID
        public var language: Language
        /// Its path is the module's id.
        public var source: SourceFile
        /// What the source includes, by its path as seen from the directory of the source.
        public var included: [String: SourceFile] = [:]
        /// The file that belongs to the module besides its source, if there is one.
        public var attachment: ModuleAttachment?
        /// The module that each specifier of an import means; missing for what could not be found.
        public var resolved: [String: ModuleID] = [:]
        /// For specifiers of modules nested in the resolved one, the names that lead there.
        public var nestedPaths: [String: [String]] = [:]

        public init(module: ModuleID, language: Language, source: SourceFile) {
            self.module = module
            self.language = language
            self.source = source
        }
    }

    /// One module, or those of an import cycle in the order of initialization.
    public var members: [Member]
    /// The interfaces of the modules that members import, and of those that these refer to. Those of the standard library may be missing.
    public var interfaces: [ModuleInterface]
    public var options: ModuleOptions

    public init(members: [Member], interfaces: [ModuleInterface], options: ModuleOptions) {
        self.members = members
        self.interfaces = interfaces
        self.options = options
    }

    /// Compiles the members, in their order.
    ///
    /// - Parameter through: `check` for interfaces and diagnostics only, or `objects`.
    public func run(through stage: BuildStage = .objects) -> [ModuleOutcome] {
        runOnLargeStack(bytes: compilerStackSize) {
            var choices = BuildOptions(entry: "")
            choices.defersModuleErrors = options.defersModuleErrors
            var build = Build(choices, InMemoryFileSystem())
            return build.run(self, through: stage)
        }
    }
}

/// What may differ between two compilations of one module.
public struct ModuleOptions: Hashable, Sendable {
    public var optimization: OptimizationLevel
    /// Keep names of functions in optimized objects.
    public var names = false
    /// Keep source positions.
    public var positions = false
    /// Keep records of calls.
    public var callStacks = false
    /// Calls may end with a signal somewhere in the program, so that all code has to pass signals on.
    public var passesSignals = false
    /// Check langc's own intermediate results.
    public var verify = false
    /// See `BuildOptions.defersModuleErrors`.
    public var defersModuleErrors = false

    public init(optimization: OptimizationLevel = .none) { self.optimization = optimization }

    /// The part of the options of a build that concerns its modules.
    public init(_ options: BuildOptions) {
        optimization = options.optimization
        names = options.keepNames || options.report
        positions = options.sourceMap
        callStacks = options.callStacks
        verify = options.verify
        defersModuleErrors = options.defersModuleErrors
    }

    /// - Parameter isStandard: it is for a module of the standard library. What the library does inside is no part of call stacks.
    func codeGeneration(isStandard: Bool) -> CodeGenOptions {
        var choices = CodeGenOptions(
            optimization: optimization, compilerVersion: langcVersion, debugNames: names, positions: positions, validate: verify)
        choices.callStacks = callStacks && !isStandard
        return choices
    }
}

/// What the compilation of a module yields.
public struct ModuleOutcome: Sendable {
    public var module: ModuleID
    /// Also of a module with errors, as far as it got.
    public var interface: ModuleInterface
    public var diagnostics: [Diagnostic]
    /// Empty if there are errors.
    public var object: [UInt8] = []
    /// Other objects that belong to the module.
    public var companions: [BuiltObject] = []
    /// Modules of the standard library that the object calls.
    public var standardModules: [ModuleID] = []

    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}
