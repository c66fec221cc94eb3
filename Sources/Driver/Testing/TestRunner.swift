import Basics
import Glibc
import Synchronization

/// Runs the tests of a plan, several at the same time.
public struct TestRunner: Sendable {
    let plan: TestPlan
    let options: TestOptions

    public init(_ plan: TestPlan, _ options: TestOptions) {
        self.plan = plan
        self.options = options
    }

    /// Where a test is.
    private struct Job: Sendable {
        var test: TestCase
        /// Positions of the module in the plan, and of the test in the module.
        var module: Int
        var position: Int
    }

    /// What the threads share.
    private struct State {
        var next = 0
        var done = 0
        var stops = false
        var failure: Launcher.Failure?
        /// Results that wait for those of earlier tests.
        var waiting: [Int: TestEvent] = [:]
        var reported = 0
        var summary = TestSummary()
    }

    /// Runs all tests.
    ///
    /// - Parameter report: called with one event at a time, on any thread.
    /// - Throws: when no engine can be started.
    public func run(_ report: @escaping @Sendable (TestEvent) -> Void) throws(Launcher.Failure) -> TestSummary {
        let start = ContinuousClock.now
        let jobs = plan.modules.enumerated().flatMap { index, module in
            module.tests.enumerated().map { Job(test: $1, module: index, position: $0) }
        }
        guard !jobs.isEmpty else { return TestSummary() }
        let (engine, executable) = try Launcher.find(options.engine, options.searchPath, among: [.node, .wasmtime, .wasmkit])
        let directory = try TestPrograms(plan)
        let state = Mutex(State())
        let threads = max(1, min(options.jobs, jobs.count))
        withThreads(threads) { [self] in
            Self.blockBrokenPipes()
            let host: any TestHost =
                engine == .node ? NodeTestHost(executable, options) : ProcessTestHost(engine, executable, options)
            while !options.isCancelled(), let index = Self.next(jobs, state, report) {
                let job = jobs[index]
                do throws(Launcher.Failure) {
                    let execution = try host.run(directory.path(job.module), test: job.position, timeout: options.timeout)
                    let prefix = plan.modules[job.module].prefix
                    let isStopped = execution.ending == .timeout && options.isCancelled()
                    let result = execution.result(of: job.test, plan, prefix: prefix, timeout: options.timeout)
                    finish(index, isStopped ? .skipped(job.test) : .finished(result), state, report)
                } catch {
                    if options.isCancelled() {
                        finish(index, .skipped(job.test), state, report)
                    } else {
                        state.withLock { $0.failure = $0.failure ?? error }
                    }
                }
            }
        }
        directory.remove()
        return try state.withLock { state throws(Launcher.Failure) in
            if let failure = state.failure { throw failure }
            skip(jobs[state.next...].map(\.test), &state, report)
            state.summary.duration = .now - start
            return state.summary
        }
    }

    /// The position of the next test to run; nil when there is none.
    private static func next(_ jobs: [Job], _ state: borrowing Mutex<State>, _ report: (TestEvent) -> Void) -> Int? {
        state.withLock { state in
            guard state.next < jobs.count, !state.stops, state.failure == nil else { return nil }
            report(.started(jobs[state.next].test, done: state.done))
            state.next += 1
            return state.next - 1
        }
    }

    /// Counts a result, and reports it when all before it have been.
    private func finish(_ index: Int, _ event: TestEvent, _ state: borrowing Mutex<State>, _ report: (TestEvent) -> Void) {
        state.withLock { state in
            state.done += 1
            if case .finished(let result) = event, result.failure != nil, options.stopsAtFailure { state.stops = true }
            state.waiting[index] = event
            while let event = state.waiting.removeValue(forKey: state.reported) {
                state.reported += 1
                switch event {
                case .finished(let result) where result.failure == nil: state.summary.passed += 1
                case .finished(let result): state.summary.failed.append(result.test)
                case .skipped: state.summary.notRun += 1
                case .started: break
                }
                report(event)
            }
        }
    }

    private func skip(_ tests: [TestCase], _ state: inout State, _ report: (TestEvent) -> Void) {
        for test in tests {
            state.summary.notRun += 1
            report(.skipped(test))
        }
    }

    /// A process of an engine that has ended is an error of the write to it, not the end of this process.
    private static func blockBrokenPipes() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}

/// A temporary directory with the programs of a plan.
private struct TestPrograms: Sendable {
    private let directory: String
    private let count: Int

    init(_ plan: TestPlan) throws(Launcher.Failure) {
        directory = RealFileSystem.temporaryDirectory + "/langc-test-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        count = plan.modules.count
        let files = RealFileSystem()
        do {
            try files.createDirectories(directory)
            for (index, module) in plan.modules.enumerated() { try files.write(module.program, to: path(index)) }
        } catch {
            remove()
            throw Launcher.Failure(message: "cannot write the temporary file '\(error.path)': \(error.cause.words)")
        }
    }

    func path(_ module: Int) -> String { "\(directory)/\(module).wasm" }

    func remove() {
        for index in 0..<count { unlink(path(index)) }
        rmdir(directory)
    }
}
