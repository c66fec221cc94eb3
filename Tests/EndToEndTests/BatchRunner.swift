import Driver
import Foundation

/// A program to run, what it is given, and where its output goes.
struct RunJob: Sendable {
    /// A linked program, or the directory of an unmerged one, which node runs and wasmtime validates.
    let wasm: URL
    var isUnmerged = false
    let stdout: URL
    let stderr: URL
    /// Without the program's name.
    var arguments: [String] = []
    /// `NAME=VALUE`
    var environment: [String] = []
    /// What it reads as standard input.
    var input = URL(fileURLWithPath: "/dev/null")
    /// Where the directories lie that the program may see.
    var workspace: URL?
    /// Their paths relative to the workspace; the program sees them under these names.
    var directories: [String] = []

    /// What the scripts read, one line a job.
    fileprivate var line: String {
        get throws {
            let root = workspace?.path ?? ""
            let job: [String: Any] = [
                isUnmerged ? "unmerged" : "wasm": wasm.path, "stdout": stdout.path, "stderr": stderr.path, "stdin": input.path, "args": arguments, "env": environment,
                "dirs": directories.map { [$0, root + "/" + $0] },
            ]
            return String(decoding: try JSONSerialization.data(withJSONObject: job, options: .sortedKeys), as: UTF8.self)
        }
    }
}

/// What a program did.
struct RunOutcome: Equatable, Sendable {
    /// The exit status, or `trap: …`.
    var status: String
    var stdout: String
    var stderr: String
}

/// Runs many programs on one engine, in few processes.
struct BatchRunner {
    let engine: Engine

    /// The outcomes in the order of the jobs.
    func run(_ jobs: [RunJob]) throws -> [RunOutcome] {
        let statuses = try engine == .wasmkit ? runSingly(jobs) : runTogether(jobs)
        return zip(jobs, statuses).map { job, status in
            RunOutcome(status: status, stdout: Self.text(job.stdout), stderr: Self.text(job.stderr))
        }
    }

    private static func text(_ url: URL) -> String { (try? Data(contentsOf: url)).map { String(decoding: $0, as: UTF8.self) } ?? "" }

    private func runTogether(_ jobs: [RunJob]) throws -> [String] {
        let scripts = CaseFolder.packageRoot.appendingPathComponent("Tests/EndToEndTests/Runners")
        let process = Process()
        switch engine {
        case .node:
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["node", "--no-warnings", scripts.appendingPathComponent("node-batch.mjs").path]
        case .wasmtime, .wasmkit:
            process.executableURL = CaseFolder.packageRoot.appendingPathComponent(".venv/bin/python")
            process.arguments = [scripts.appendingPathComponent("wasmtime-batch.py").path]
        }
        let lines = try jobs.map { try $0.line }
        let input = FileManager.default.temporaryDirectory.appendingPathComponent("langc-jobs-\(UUID().uuidString)")
        try (lines.joined(separator: "\n") + "\n").write(to: input, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: input) }
        process.standardInput = try FileHandle(forReadingFrom: input)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        var statuses = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
        while statuses.count < jobs.count { statuses.append("not run: \(engine.rawValue) ended early") }
        return statuses
    }

    private func runSingly(_ jobs: [RunJob]) throws -> [String] {
        try jobs.map { job in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            let grants = job.directories.flatMap { ["--dir", $0] } + job.environment.flatMap { ["--env", $0] }
            process.arguments = ["wasmkit", "run"] + grants + [job.wasm.path] + job.arguments
            if let workspace = job.workspace { process.currentDirectoryURL = workspace }
            for url in [job.stdout, job.stderr] { _ = FileManager.default.createFile(atPath: url.path, contents: nil) }
            process.standardInput = try FileHandle(forReadingFrom: job.input)
            process.standardOutput = try FileHandle(forWritingTo: job.stdout)
            process.standardError = try FileHandle(forWritingTo: job.stderr)
            try process.run()
            process.waitUntilExit()
            return process.terminationReason == .uncaughtSignal ? "signal \(process.terminationStatus)" : String(process.terminationStatus)
        }
    }
}
