import Basics
import Glibc

/// Starts programs.
public struct Launcher: Sendable {
    /// Why a program could not be started.
    public struct Failure: Error, Hashable, Sendable {
        public let message: String
    }

    /// How a program ended.
    public struct Ending: Hashable, Sendable {
        /// The exit status; 128 plus the signal's number if a signal ended the program.
        public var status: Int32
        /// It was stopped because that was wanted.
        public var isStopped = false
        /// The signal that has asked this process to end while the program ran.
        public var interruption: Int32?

        public init(status: Int32) { self.status = status }

        mutating func note(_ signal: Int32) { interruption = interruption ?? signal }
    }

    /// Host directories that the program may see, under the same names.
    public var directories: [String]
    /// `NAME=VALUE`
    public var environment: [String]

    public init(directories: [String] = [], environment: [String] = []) {
        self.directories = directories
        self.environment = environment
    }

    /// Runs `binary` with the streams of this process until it ends.
    ///
    /// - Parameters:
    ///   - engine: nil takes the first that is on the path.
    ///   - arguments: the first is the program's name.
    ///   - searchPath: directories separated by colons, as in the variable `PATH`.
    ///   - stop: asked several times a second; once true, the program is stopped.
    public func run(
        _ binary: [UInt8], on engine: Engine?, arguments: [String], searchPath: String, until stop: (() -> Bool)? = nil
    ) throws(Failure) -> Ending {
        let (engine, executable) = try Self.find(engine, searchPath)
        let file = RealFileSystem.temporaryDirectory + "/langc-\(getpid())-\(UInt64.random(in: 0 ... .max)).wasm"
        do { try RealFileSystem().write(binary, to: file) } catch {
            throw Failure(message: "cannot write the temporary file '\(error.path)': \(error.cause.words)")
        }
        defer { unlink(file) }
        let command = engine.command(wasm: file, directories: directories, environment: environment, arguments: arguments)
        do { return try ChildProcess.run(executable, command, until: stop) } catch {
            throw Failure(message: "cannot start '\(executable)': \(error.cause.words)")
        }
    }

    /// The wanted engine, or the first of `candidates` that is there, and the path of its executable.
    static func find(_ wanted: Engine?, _ searchPath: String, among candidates: [Engine] = Engine.allCases) throws(Failure) -> (Engine, String) {
        let candidates = wanted.map { [$0] } ?? candidates
        for engine in candidates {
            for directory in searchPath.split(separator: ":") {
                let path = "\(directory)/\(engine.rawValue)"
                if RealFileSystem().isRegularFile(path), access(path, X_OK) == 0 { return (engine, path) }
            }
        }
        let names = candidates.map(\.rawValue).joined(separator: ", ")
        throw Failure(message: "\(names): not found on the PATH; wasmkit comes with the Swift toolchain")
    }
}
