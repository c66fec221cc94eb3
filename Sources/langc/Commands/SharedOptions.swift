import CodeGen
import Diagnostics
import Driver

extension Option {
    /// What every command that compiles understands.
    static let compiling: [Option] = locating + warnings + [
        Option("-O0", help: "do not optimize (default of run, unless the project's manifest says otherwise)"),
        Option("-O", help: "optimize each module and the program as a whole (default of build, unless the manifest says otherwise)"),
        Option("-O3", help: "optimize harder, and the linked program with Binaryen as well; slow for large programs; with -g only the modules"),
        Option("-g", help: "keep the names of functions, make a source map (FILE.wasm.map), and let run-time errors tell of the calls that led to them"),
        Option("-g0", help: "none of that, whatever the project's manifest says"),
        Option("--gc-stress", help: "collect garbage at every opportunity and poison freed memory, to find bugs"),
        Option(
            "--defer-module-errors",
            help: "in Ai, a qualified name that its module does not export is a warning, and an error when the program gets there"),
        Option("--verify", help: "check langc's own intermediate results"),
        Option("-j", "--jobs", value: "N", help: "compile up to N modules at the same time (default: number of processors)"),
        .timings,
    ] + caching

    /// Whether and where results of compilations are kept.
    static let caching: [Option] = cachePlace + [
        Option("--explain", help: "say of each module whether it was compiled again or taken from the cache, and why"),
    ]

    static let cachePlace: [Option] = [
        Option("--cache-dir", value: "DIR", help: "keep results of compilations in DIR (default: $LANGC_CACHE_DIR, or langc in $XDG_CACHE_HOME or ~/.cache)"),
        Option("--no-cache", help: "compile everything, and keep nothing"),
    ]

    /// Where modules are found.
    static let locating: [Option] = [
        .root,
        Option("-I", "--include", value: "DIR", help: "search DIR too for modules; may be given several times"),
    ]

    static let warnings: [Option] = [
        Option("--warn", value: "CODE", help: "show warnings of this code, also those that are off by default"),
        Option("--allow", value: "CODE", help: "do not show warnings of this code"),
        Option("--deny", value: "CODE", help: "take warnings of this code for errors"),
    ]

    static let timings = Option("--timings", help: "print how long each phase took")

    static let watch = Option("-w", "--watch", help: "do it again whenever a file that the program is made of changes, until Ctrl-C")

    static let root = Option(
        "--root", value: "DIR", help: "where module ids count from (default: the nearest directory above with a manifest, or else the entry's)")

    static let diagnostics = Option("--diagnostics", value: "FORMAT", help: "text (default) or json, one object a line")
}

extension Arguments {
    /// - Parameters:
    ///   - project: its manifest decides what the command line leaves open.
    ///   - level: the optimization when the manifest is silent too.
    func buildOptions(entry: String, _ project: Project? = nil, default level: OptimizationLevel) throws -> BuildOptions {
        let chosen = try optimization()
        if has("-g"), has("-g0") { throw UsageError("-g and -g0 exclude each other") }
        let debug = has("-g") || !has("-g0") && project?.manifest?.keepsDebugInformation == true
        let wanted = project?.manifest?.optimizes.map { $0 ? OptimizationLevel.standard : .none }
        var options = BuildOptions(
            entry: entry, root: value("--root"), optimization: chosen ?? wanted ?? level, keepNames: debug, sourceMap: debug,
            collectorStress: has("--gc-stress"), jobs: try jobs(), verify: has("--verify"))
        options.callStacks = debug
        options.defersModuleErrors = has("--defer-module-errors")
        options.includeDirectories = all("--include")
        options.warnings = try warningLevels()
        options.cache = try cache()
        options.explains = has("--explain")
        return options
    }

    /// Where results of compilations are kept; nil for nowhere.
    func cache() throws -> BuildCache? {
        if has("--no-cache") {
            if has("--cache-dir") { throw UsageError("--no-cache and --cache-dir exclude each other") }
            return nil
        }
        return CacheLocation.directory(named: value("--cache-dir")).map {
            BuildCache(directory: $0, compiler: CompilerIdentity.current, limit: CacheLocation.limit)
        }
    }

    /// The level that the command line names.
    func optimization() throws -> OptimizationLevel? {
        let chosen = OptimizationLevel.options.filter { has($0.option) }
        if chosen.count > 1 { throw UsageError("\(chosen[0].option) and \(chosen[1].option) exclude each other") }
        return chosen.first?.level
    }

    /// What the options `--warn`, `--allow` and `--deny` say, by code.
    func warningLevels() throws -> [String: WarningPolicy.Level] {
        var levels: [String: WarningPolicy.Level] = [:]
        for (name, level) in [("--warn", WarningPolicy.Level.warn), ("--allow", .allow), ("--deny", .deny)] {
            for code in all(name) { levels[try warningCode(code)] = level }
        }
        return levels
    }

    private func warningCode(_ text: String) throws -> String {
        let code = text.uppercased()
        guard !allDiagnosticCodes.meanings(of: code).isEmpty else { throw UsageError("there is no code '\(text)'; 'langc explain' lists all codes") }
        return code
    }

    func jobs() throws -> Int {
        guard let text = value("--jobs") else { return Environment.processorCount }
        guard let count = Int(text), count > 0, count <= 256 else { throw UsageError("'\(text)' is no number of jobs; it is a number from 1 to 256") }
        return count
    }

    /// For a command that has `--watch`.
    func watchLoop(_ command: String) throws -> WatchLoop {
        try WatchLoop(command, entry: operands.first ?? value("--root"), includeDirectories: all("--include"))
    }

    func diagnosticsFormat() throws -> DiagnosticsFormat { try choice("--diagnostics", default: .text) }
}

extension OptimizationLevel {
    static let options: [(option: String, level: OptimizationLevel)] = [("-O0", .none), ("-O", .standard), ("-O3", .aggressive)]
}

/// Shows what a build said, and its timings if they were asked for.
func show(_ result: BuildResult, _ arguments: Arguments) throws -> ExitStatus {
    if arguments.has("--explain"), !result.modules.isEmpty { explain(result.modules) }
    return try show(result.diagnostics, result.sources, result.timings, arguments)
}

func show(_ diagnostics: [Diagnostic], _ sources: SourceMap, _ timings: Timings, _ arguments: Arguments) throws -> ExitStatus {
    let status = try arguments.diagnosticsFormat().show(diagnostics, sources: sources)
    if arguments.has("--timings") {
        for phase in timings.phases {
            let milliseconds = Double(phase.nanoseconds / 1000) / 1000
            Console.error("\(phase.name.padding(to: 20)) \(milliseconds) ms")
        }
    }
    return status
}

/// Says what became of each module.
private func explain(_ modules: [ModuleReport]) {
    let lines = modules.map { "\($0.isReused ? "reused " : "rebuilt") \($0.module): \($0.reason)" }
    let count = modules.count { !$0.isReused }
    Console.error((lines + ["\(count) of \(modules.count) modules rebuilt"]).joined(separator: "\n"))
}
