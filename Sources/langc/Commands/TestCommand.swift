import Driver
import Synchronization

extension Command {
    static var test: Command {
        Command(
            "test", summary: "build tests and run them", usage: "[PATH …] [OPTIONS]",
            details: """
                Runs the tests of the modules named, and of all modules below the directories named. Without a path: in a project, of the
                source directory and of tests, or of the whole project if it has neither; elsewhere of the current directory.
                \(testConventions)
                Each test runs in a new instance of its module and all it imports. A test fails by a run-time error.
                The runtime is the first of node, wasmtime and wasmkit that is on the PATH, unless --runtime names one.
                Exit status: 0 all passed (or there are none), 1 a test failed or a module has errors, 2 wrong usage.
                """,
            options: [
                Option("--filter", value: "TEXT", help: "only tests whose name, 'MODULE > TEST', contains this or fits it (* any text, ? a character); may be repeated"),
                Option("--skip", value: "TEXT", help: "not the tests whose name contains or fits this; may be repeated"),
                Option("--exact", help: "TEXT is the whole name, or the whole name of the function"),
                Option("--list", help: "list the tests and do not run them"),
                Option("--fail-fast", help: "start no more tests after one has failed"),
                Option("--timeout", value: "SECONDS", help: "stop a test that takes longer (default: 60; 0 is no limit)"),
                Option("--show-output", help: "show what tests print also when they pass"),
                Option("-q", "--quiet", help: "show only what failed, and the summary"),
                Option("--report", value: "FORMAT", help: "text (default) or json, one object a line"),
                Option("--junit", value: "FILE", help: "write the results as JUnit XML as well"),
                Option("--runtime", value: "NAME", help: "wasmtime, node or wasmkit"),
                Option("--dir", value: "DIR", help: "let the tests see this directory; may be repeated"),
                Option("--env", value: "NAME=VALUE", help: "set an environment variable for the tests; may be repeated"),
            ] + Option.compiling + [.diagnostics], run: runTests)
    }

    private static var testConventions: String {
        Language.all.compactMap { language in language.testConvention.map { "In \(language.name), tests are \($0)." } }.joined(separator: "\n")
    }

    private static func runTests(_ arguments: Arguments) throws -> ExitStatus {
        var options = try arguments.testOptions()
        let reporter = try arguments.testReporter()
        if let file = arguments.value("--junit"), Language.of(path: file) != nil {
            throw UsageError("the report '\(file)' would have the name of a module")
        }
        let plan = TestPlan.make(options, isList: arguments.has("--list"))
        let status = try show(plan.diagnostics, plan.sources, plan.timings, arguments)
        if status == .internalError { return status }
        if plan.tests.isEmpty, plan.failedModules.isEmpty, status == .success {
            Console.error("langc test: " + (plan.filteredCount == 0 ? "there are no tests" : "the filter leaves none of the \(plan.filteredCount) tests"))
        }
        if arguments.has("--list") {
            try reporter.list(plan)
            return status
        }
        if plan.tests.isEmpty, plan.failedModules.isEmpty, status != .success { return status }
        do {
            let session = TestSession(reporter, collects: arguments.has("--junit"))
            Interruption.watch()
            options.isCancelled = { Interruption.signal != nil || session.hasFailed }
            let summary = try session.run(plan, options)
            if let file = arguments.value("--junit") {
                let written = try write(Array(session.junit(summary, plan).utf8), to: file, besides: [])
                guard written == .success else { return written }
            }
            Interruption.endIfAsked(saying: "langc test: interrupted")
            return summary.failed.isEmpty && plan.failedModules.isEmpty ? status : .failure
        } catch let failure as Launcher.Failure {
            Console.error("langc test: \(failure.message)")
            return .failure
        }
    }
}

extension Arguments {
    fileprivate func testOptions() throws -> TestOptions {
        var build = try buildOptions(entry: "", default: .none)
        build.callStacks = !has("-g0")
        var options = TestOptions(paths: operands, build: build, jobs: build.jobs)
        options.filter = TestFilter(patterns: all("--filter"), excluded: all("--skip"), isExact: has("--exact"))
        if options.filter.isExact, options.filter.patterns.isEmpty, options.filter.excluded.isEmpty {
            throw UsageError("--exact needs --filter or --skip")
        }
        if let text = value("--timeout") {
            guard let seconds = Double(text), seconds >= 0, seconds <= 1_000_000 else {
                throw UsageError("'\(text)' is no time; it is a number of seconds")
            }
            options.timeout = seconds == 0 ? nil : .seconds(seconds)
        }
        options.stopsAtFailure = has("--fail-fast")
        if has("--runtime") { options.engine = try choice("--runtime", default: Engine.wasmtime) }
        options.launcher = Launcher(directories: all("--dir"), environment: all("--env"))
        options.searchPath = Environment.searchPath
        return options
    }

    fileprivate func testReporter() throws -> any TestReporter {
        switch try choice("--report", default: TestReportFormat.text) {
        case .text: TextTestReporter(isQuiet: has("--quiet"), showsOutput: has("--show-output"), color: Console.hasOutputColor)
        case .json: JSONTestReporter()
        }
    }
}

/// One run of tests: hands what happens to a reporter, from whichever thread it comes.
private final class TestSession: Sendable {
    private struct State {
        var reporter: any TestReporter
        var junit: JUnitReport?
        /// Standard output takes nothing more.
        var failure: OutputError?
    }

    private let state: Mutex<State>

    /// - Parameter collects: keep the results for a report in XML.
    init(_ reporter: any TestReporter, collects: Bool) {
        state = Mutex(State(reporter: reporter, junit: collects ? JUnitReport() : nil))
    }

    func run(_ plan: TestPlan, _ options: TestOptions) throws -> TestSummary {
        try state.withLock { try $0.reporter.begin(plan) }
        let summary = try TestRunner(plan, options).run(handle)
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            try state.reporter.end(summary, plan)
        }
        return summary
    }

    /// Nobody sees what would still be reported.
    var hasFailed: Bool { state.withLock { $0.failure != nil } }

    func junit(_ summary: TestSummary, _ plan: TestPlan) -> String {
        state.withLock { $0.junit?.text(summary, failedModules: plan.failedModules) ?? "" }
    }

    private func handle(_ event: TestEvent) {
        state.withLock { state in
            state.junit?.add(event)
            guard state.failure == nil else { return }
            do throws(OutputError) { try state.reporter.handle(event) } catch { state.failure = error }
        }
    }
}
