import Basics
import Driver
import Glibc
import ModuleSystem

/// Builds again and again, whenever something has changed.
///
/// Errors of any kind are shown and end only the round, but for a command line that is wrong from the start.
final class WatchLoop {
    private let command: String
    private let watcher: FileWatcher
    /// Directories that are watched in any case.
    private let always: Set<String>
    private let workingDirectory: String
    /// What the last build that has found its sources has read.
    private var known: (inputs: [String], root: String?) = ([], nil)
    private var start = ContinuousClock.now

    /// - Parameters:
    ///   - command: its name, for messages.
    ///   - entry: what the command line names; its directory is watched also while it is not there.
    init(_ command: String, entry: String?, includeDirectories: [String]) throws {
        self.command = command
        do { watcher = try FileWatcher() } catch { throw Self.failure(error) }
        let files = RealFileSystem()
        workingDirectory = (try? files.canonicalPath(".")) ?? "/"
        let named = entry.map { files.isDirectory($0) ? $0 : Path.parent($0) } ?? "."
        let project = Project.find(above: named).map(\.root)
        always = Set(([named, project ?? named] + includeDirectories).map { [workingDirectory] path in
            (try? files.canonicalPath(path)) ?? Path.normalize(Path.isAbsolute(path) ? path : Path.join(workingDirectory, path))
        })
    }

    private static func failure(_ error: WatchFailure) -> UsageError { UsageError("cannot watch files: \(error.words)") }

    /// Never returns by itself; a signal ends it.
    ///
    /// - Parameter build: builds, calls `built`, and does what is to be done with the result.
    func run(_ build: () throws -> ExitStatus) throws -> ExitStatus {
        Interruption.unblock()
        var isFirst = true
        do {
            try watcher.watch(FileWatcher.Interest(directories: always))
            while true {
                start = .now
                try runOnce(build, endsForWrongUsage: isFirst)
                isFirst = false
                Console.error("langc: \(Self.list(watcher.wait().map(shown), "file")) changed")
            }
        } catch let error as WatchFailure {
            throw Self.failure(error)
        }
    }

    private func runOnce(_ build: () throws -> ExitStatus, endsForWrongUsage: Bool) throws {
        do {
            if try build() != .success { sayFailure() }
        } catch is ReportedFailure {
            sayFailure()
        } catch let error as UsageError {
            // What was right at first has become wrong by a change of files, and can become right again.
            if endsForWrongUsage { throw error }
            Console.error("langc \(command): \(error.message)")
            sayFailure()
        }
    }

    // MARK: What a round says and asks

    /// From now on changes of what the build has read are noticed, and of what would be read if it were there.
    func built(_ result: BuildResult) throws {
        if !result.inputs.isEmpty { known = (result.inputs, result.root) }
        var interest = FileWatcher.Interest(directories: always.union(known.inputs.map { Path.parent($0) }))
        if let root = known.root { interest.directories.formUnion([root, Path.join(root, "modules")]) }
        interest.paths = Set(known.inputs).union(result.missing)
        let new = try watcher.watch(interest)
        // What was written while nobody watched, but after the build began, the build may not have seen.
        let age = (ContinuousClock.now - start) / .nanoseconds(1)
        let began = Self.now - Int64(age) - Self.clockResolution
        for path in known.inputs where new.contains(Path.parent(path)) {
            if let status = RealFileSystem().status(path), status.modified > began { watcher.note(path) }
        }
    }

    /// How much earlier than it happened a change may seem to have happened.
    private static let clockResolution: Int64 = 10_000_000

    /// Nanoseconds since 1970.
    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }

    /// Something has changed since the build began.
    func hasChanged() -> Bool { watcher.hasChanged() }

    private var milliseconds: Int { Int((ContinuousClock.now - start) / .milliseconds(1)) }

    /// Says what a successful build has done.
    ///
    /// - Parameter next: what comes now.
    func sayBuilt(_ result: BuildResult, next: String = WatchLoop.waiting) {
        let own = result.compiled.filter { !$0.isStandard }
        let done = own.isEmpty ? "nothing to compile; done" : "compiled \(Self.list(own.map(\.text), "module"))"
        Console.error("langc: \(done) in \(milliseconds) ms; \(next)")
    }

    private func sayFailure() { Console.error("langc: failed in \(milliseconds) ms; \(Self.waiting)") }

    static let waiting = "waiting for changes (Ctrl-C ends)"

    /// `a.atl`, `a.atl and b.atl`, `a.atl and 3 more files`.
    private static func list(_ names: [String], _ kind: String) -> String {
        switch names.count {
        case 0...1: names.first ?? "nothing"
        case 2: "\(names[0]) and \(names[1])"
        default: "\(names[0]) and \(names.count - 1) more \(kind)s"
        }
    }

    private func shown(_ path: String) -> String { Path.isAbsolute(path) ? Path.relative(path, from: workingDirectory) : path }
}
