/// Which tests there are to be found, how they are built, and how they are run.
public struct TestOptions: Sendable {
    /// Files and directories, as the user named them; empty for the project's, or else the current directory's.
    public var paths: [String]
    /// How modules are compiled; the entry is not used.
    public var build: BuildOptions
    public var filter: TestFilter
    /// How many tests run at the same time.
    public var jobs: Int
    /// How long a test may take; nil for any time.
    public var timeout: Duration?
    /// After a failure no more tests are started.
    public var stopsAtFailure: Bool
    /// The engine to use; nil for the first of node, wasmtime and wasmkit that is on the path.
    public var engine: Engine?
    /// What the tests see of the machine.
    public var launcher: Launcher
    /// Directories with engines, separated by colons.
    public var searchPath: String
    /// Asked several times a second, on any thread: once true, running tests are stopped and no more are started.
    public var isCancelled: @Sendable () -> Bool = { false }

    public init(
        paths: [String] = [], build: BuildOptions = BuildOptions(entry: ""), filter: TestFilter = TestFilter(), jobs: Int = 2,
        timeout: Duration? = .seconds(60), stopsAtFailure: Bool = false, engine: Engine? = nil, launcher: Launcher = Launcher(),
        searchPath: String = ""
    ) {
        self.paths = paths
        self.build = build
        self.filter = filter
        self.jobs = jobs
        self.timeout = timeout
        self.stopsAtFailure = stopsAtFailure
        self.engine = engine
        self.launcher = launcher
        self.searchPath = searchPath
    }
}
