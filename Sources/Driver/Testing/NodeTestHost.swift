import Basics
import Diagnostics

/// Runs tests in one process of node, which compiles each program once and makes an instance for every test.
///
/// The process gets a line of JSON for a test and answers with a line. What the test writes comes through pipes of its own, all of it before
/// the answer. A test that takes too long, or takes the engine with it, costs the process; the next test gets a new one.
final class NodeTestHost: TestHost {
    /// After so many tests the process is replaced, so that instances that node has not freed yet cannot exhaust the address space.
    private static let testsPerProcess = 1000
    /// Starting takes a fraction of a second, also on a machine that is busy.
    private static let startingTime = Duration.seconds(60)

    private let executable: String
    private let launcher: Launcher
    private let isCancelled: @Sendable () -> Bool
    private var process: PipedProcess?
    private var testsRun = 0

    init(_ executable: String, _ options: TestOptions) {
        self.executable = executable
        launcher = options.launcher
        isCancelled = options.isCancelled
    }

    func run(_ program: String, test: Int, timeout: Duration?) throws(Launcher.Failure) -> TestExecution {
        if testsRun >= Self.testsPerProcess { process = nil }
        let running: PipedProcess
        if let process { running = process } else { running = try start() }
        testsRun += 1
        let start = ContinuousClock.now
        let deadline = timeout.map { start + $0 }
        let isSent = running.write(JSONText.object(["wasm": JSONText.quoted(program), "test": String(test)]) + "\n")
        while isSent, running.takesMore(until: deadline) {}
        let answer = running.takeLine(0)
        let duration = ContinuousClock.now - start
        let ending = answer.map(Self.ending) ?? end(running, deadline)
        return TestExecution(ending: ending, output: running.take(1), errorOutput: running.take(2), duration: duration)
    }

    private static func ending(_ answer: String) -> TestExecution.Ending {
        if answer.hasPrefix("exit "), let status = Int32(answer.dropFirst(5)) { return .status(status) }
        return .trap(String(answer.drop { $0 != " " }.dropFirst()))
    }

    /// The end of a process that has not answered.
    private func end(_ running: PipedProcess, _ deadline: ContinuousClock.Instant?) -> TestExecution.Ending {
        process = nil
        switch running.wait(until: deadline) {
        case .status(let status)?: return .status(status)
        case .signal(let signal)?: return .signal(signal)
        case nil:
            running.kill()
            return .timeout
        }
    }

    private func start() throws(Launcher.Failure) -> PipedProcess {
        testsRun = 0
        let lists = [launcher.directories, launcher.environment].map { JSONText.array($0.map(JSONText.quoted)) }
        let arguments = ["--no-warnings", "--input-type=module", "--eval", Engine.nodeTestHost, "--"] + lists
        let started: PipedProcess
        do {
            started = try PipedProcess(
                executable, arguments, hasInput: true, captured: [1, 3, 4], same: [(copy: 2, of: 4)], isCancelled: isCancelled)
        } catch {
            throw Launcher.Failure(message: "cannot start '\(executable)': \(error.cause.words)")
        }
        let deadline = ContinuousClock.now + Self.startingTime
        while started.takesMore(until: deadline) {}
        guard started.takeLine(0) == "ready" else {
            let words = String(decoding: started.take(2).bytes, as: UTF8.self).split(separator: "\n").first ?? "it does not answer"
            throw Launcher.Failure(message: "cannot use '\(executable)': \(words)")
        }
        process = started
        return started
    }
}

extension PipedProcess {
    /// Reads on until a line of the first output is there; false when it is, or when none will come.
    fileprivate func takesMore(until deadline: ContinuousClock.Instant?) -> Bool {
        !outputs[0].text.bytes.contains(10) && outputs[0].isOpen && read(until: deadline)
    }
}

extension Engine {
    /// What the process runs. WASI functions are called through JavaScript functions for the reason that `nodeLoader` gives. The last programs
    /// are kept compiled: tests of one module follow one another.
    fileprivate static let nodeTestHost = """
        import { openSync, readFileSync, readSync, writeSync } from "node:fs";
        import { WASI } from "node:wasi";
        const [directories, environment] = process.argv.slice(1).map((text) => JSON.parse(text));
        const preopens = Object.fromEntries(directories.map((path) => [path, path]));
        const env = Object.fromEntries(environment.map((line) => {
          const equals = line.indexOf("=");
          return equals < 0 ? [line, ""] : [line.slice(0, equals), line.slice(equals + 1)];
        }));
        const stdin = openSync("/dev/null", "r");
        const modules = new Map();
        function compiled(path) {
          let module = modules.get(path);
          if (!module) {
            if (modules.size >= 4) modules.delete(modules.keys().next().value);
            modules.set(path, module = new WebAssembly.Module(readFileSync(path)));
          }
          return module;
        }
        function run(path, test) {
          try {
            const wasi = new WASI({ version: "preview1", args: ["test", String(test)], env, preopens, stdin, stdout: 3, stderr: 4, returnOnExit: true });
            const imports = {};
            for (const [name, call] of Object.entries(wasi.wasiImport)) imports[name] = (...values) => call(...values);
            return `exit ${wasi.start(new WebAssembly.Instance(compiled(path), { wasi_snapshot_preview1: imports })) ?? 0}`;
          } catch (error) {
            return `trap ${String(error?.message ?? error).replace(/\\s+/g, " ")}`;
          }
        }
        const chunk = Buffer.alloc(65536);
        let text = Buffer.alloc(0);
        writeSync(1, "ready\\n");
        for (;;) {
          const end = text.indexOf(10);
          if (end >= 0) {
            const { wasm, test } = JSON.parse(text.toString("utf8", 0, end));
            text = text.subarray(end + 1);
            writeSync(1, run(wasm, test) + "\\n");
            continue;
          }
          const count = readSync(0, chunk);
          if (count === 0) break;
          text = Buffer.concat([text, chunk.subarray(0, count)]);
        }
        """
}
