import CodeGen
import Diagnostics

/// What to build and how.
public struct BuildOptions: Sendable {
    /// The entry module's file, as the user named it.
    public var entry: String
    /// The directory that module ids and shown paths count from; nil for the nearest one above the entry with a manifest, or else
    /// the entry's own.
    public var root: String?
    /// Directories to search for modules behind the project's own, in this order.
    public var includeDirectories: [String] = []
    /// What happens to warnings, by code; counts before what a manifest says.
    public var warnings: [String: WarningPolicy.Level] = [:]
    /// The project, when it is known already; nil to look whether the root has a manifest.
    public var project: Project?
    public var optimization: OptimizationLevel
    /// Keep names of functions for people in the output.
    public var keepNames: Bool
    /// Make a source map.
    public var sourceMap: Bool
    /// A qualified name that its module does not export is a warning, and an error when the program gets there. Languages may not know this.
    public var defersModuleErrors = false
    /// The modules are for a program in which calls may end with a signal, whether these modules show that or not.
    public var passesSignals = false
    /// Run-time errors tell of the calls that led to them.
    public var callStacks = false
    /// What the program exports of the entry module's exports.
    public var exports: [String] = []
    /// The program exports all functions and variables that the entry module exports.
    public var exportsAll = false
    /// Make a library for hosts instead of a program, with the exports of the entry module, or those that `exports` names.
    public var reactor = false
    /// Say what went where in the program, and why.
    public var report = false
    /// Collect at every safepoint and poison what is freed.
    public var collectorStress: Bool
    /// How many modules are compiled at the same time.
    public var jobs: Int
    /// Check the Core of each module before and after the passes, each object with Binaryen's validator, and what is linked with that of WasmFormat.
    public var verify: Bool

    /// Keep what the command makes of the build (`BuildResult.keep`), and have it in the result if nothing has changed since. These words tell it
    /// from what commands with other arguments make of a build with otherwise equal options.
    public var products: [String]?
    /// Results of earlier compilations; nil to compile everything.
    public var cache: BuildCache?
    /// Say of each module why it was compiled again, or was not.
    public var explains = false
    /// Tell what was looked for and not found.
    public var tellsMissing = false
    /// Is told how far the build is, on any thread.
    public var progress: (@Sendable (BuildProgress) -> Void)?

    public init(
        entry: String, root: String? = nil, optimization: OptimizationLevel = .none, keepNames: Bool = false, sourceMap: Bool = false,
        collectorStress: Bool = false, jobs: Int = 2, verify: Bool = false
    ) {
        self.entry = entry
        self.root = root
        self.optimization = optimization
        self.keepNames = keepNames
        self.sourceMap = sourceMap
        self.collectorStress = collectorStress
        self.jobs = jobs
        self.verify = verify
    }
}
