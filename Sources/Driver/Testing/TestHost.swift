import Basics

/// What an engine did with one test.
struct TestExecution: Sendable {
    /// How the program ended.
    enum Ending: Hashable, Sendable {
        case status(Int32)
        /// In the engine's words.
        case trap(String)
        /// The engine's process was ended by a signal.
        case signal(Int32)
        /// Stopped at the end of its time, or because the whole run was cancelled.
        case timeout
    }

    var ending: Ending
    var output = CapturedText()
    var errorOutput = CapturedText()
    var duration: Duration
}

/// A place where tests run, each in an instance of its own. Used by one thread.
protocol TestHost: AnyObject {
    /// - Parameters:
    ///   - program: the file of the test module's program.
    ///   - test: the position of the test in the module.
    func run(_ program: String, test: Int, timeout: Duration?) throws(Launcher.Failure) -> TestExecution
}

/// Starts the engine anew for every test.
final class ProcessTestHost: TestHost {
    private let engine: Engine
    private let executable: String
    private let launcher: Launcher
    private let isCancelled: @Sendable () -> Bool

    init(_ engine: Engine, _ executable: String, _ options: TestOptions) {
        self.engine = engine
        self.executable = executable
        launcher = options.launcher
        isCancelled = options.isCancelled
    }

    func run(_ program: String, test: Int, timeout: Duration?) throws(Launcher.Failure) -> TestExecution {
        let arguments = engine.command(
            wasm: program, directories: launcher.directories, environment: launcher.environment, arguments: ["test", String(test)])
        let start = ContinuousClock.now
        let deadline = timeout.map { start + $0 }
        let process: PipedProcess
        do { process = try PipedProcess(executable, arguments, hasInput: false, captured: [1, 2], isCancelled: isCancelled) } catch {
            throw Launcher.Failure(message: "cannot start '\(executable)': \(error.cause.words)")
        }
        while process.read(until: deadline) {}
        let ending: TestExecution.Ending
        switch process.wait(until: deadline) {
        case .status(let status)?: ending = .status(status)
        case .signal(let signal)?: ending = .signal(signal)
        case nil:
            process.kill()
            ending = .timeout
        }
        return TestExecution(ending: ending, output: process.take(0), errorOutput: process.take(1), duration: .now - start)
    }
}
