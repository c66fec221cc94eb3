import Basics
import Driver

/// Builds again and again, whenever something has changed.
struct WatchLoop {
    /// What a build has left.
    struct Round {
        var status: ExitStatus
        /// Absolute paths of the files that were read.
        var inputs: [String] = []
        var root: String?
    }

    private let watcher: FileWatcher
    /// Directories that are watched in any case.
    private let always: Set<String>

    /// - Parameter entry: what the command line names; its directory is watched also while it is not there.
    init(entry: String?, includeDirectories: [String]) throws {
        do { watcher = try FileWatcher() } catch { throw UsageError("cannot watch files: \(error.words)") }
        let files = RealFileSystem()
        let named = entry.map { files.isDirectory($0) ? $0 : Path.parent($0) } ?? "."
        always = Set(([named] + includeDirectories).compactMap { try? files.canonicalPath($0) })
    }

    /// Never returns by itself; a signal ends it.
    ///
    /// - Parameter build: builds, and does what is to be done with the result. It may look whether files have changed meanwhile.
    func run(_ build: (FileWatcher) throws -> Round) throws -> ExitStatus {
        try watch(Round(status: .success))
        while true {
            let start = ContinuousClock.now
            var round = Round(status: .failure)
            do { round = try build(watcher) } catch let failure as ReportedFailure { round.status = failure.status }
            try watch(round)
            report(round, ContinuousClock.now - start)
            watcher.wait()
        }
    }

    private func watch(_ round: Round) throws {
        var directories = always.union(round.inputs.map { Path.parent($0) })
        if let root = round.root { directories.formUnion([root, Path.join(root, "modules")]) }
        do { try watcher.watch(directories, names: Set(round.inputs.map { Path.lastComponent($0) })) } catch {
            throw UsageError("cannot watch files: \(error.words)")
        }
    }

    private func report(_ round: Round, _ duration: Duration) {
        let milliseconds = Int(duration / .milliseconds(1))
        let outcome = round.status == .success ? "done" : "failed"
        Console.error("langc: \(outcome) in \(milliseconds) ms; waiting for changes (Ctrl-C ends)")
    }
}
