import Driver
import Synchronization

/// The line at the bottom of a terminal that says how far a long build is.
final class BuildProgressLine: Sendable {
    private let line = Mutex(TestProgress())
    private let start = ContinuousClock.now

    /// Builds, and shows how far it is where there is a terminal.
    static func run(_ options: BuildOptions, through stage: BuildStage = .link) -> BuildResult {
        guard Console.terminalWidth != nil else { return Build.run(options, through: stage) }
        let shown = BuildProgressLine()
        var options = options
        options.progress = { shown.show($0) }
        defer { shown.line.withLock { $0.clear() } }
        return Build.run(options, through: stage)
    }

    private func show(_ progress: BuildProgress) {
        let verb = switch progress.phase {
        case .checking: "checking"
        case .compiling: "compiling"
        case .linking: "linking"
        }
        let seconds = Int((ContinuousClock.now - start) / .seconds(1))
        let module = progress.module.map { " \($0)" } ?? ""
        line.withLock { line in
            line.total = progress.total
            line.show("\(verb)\(module), \(seconds) s", done: progress.done)
        }
    }
}
