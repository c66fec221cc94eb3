import Diagnostics
import Driver

/// Reports tests for people: a line for each, below it why it failed and what it printed, and at the end a summary.
struct TextTestReporter: TestReporter {
    /// Leave out the lines of tests that passed.
    let isQuiet: Bool
    /// Show what passing tests print as well.
    let showsOutput: Bool
    let color: Bool
    private var sources = SourceMap()
    private var progress = TestProgress()

    init(isQuiet: Bool, showsOutput: Bool, color: Bool) {
        self.isQuiet = isQuiet
        self.showsOutput = showsOutput
        self.color = color
    }

    mutating func begin(_ plan: TestPlan) {
        sources = plan.sources
        progress.total = plan.modules.reduce(0) { $0 + $1.tests.count }
    }

    mutating func handle(_ event: TestEvent) throws(OutputError) {
        switch event {
        case .started(let test, let done): progress.show(test.fullName, done: done)
        case .finished(let result): try show(result)
        case .skipped: break
        }
    }

    private mutating func show(_ result: TestResult) throws(OutputError) {
        let isShown = !isQuiet || result.failure != nil || (showsOutput && !(result.output + result.errorOutput).isEmpty)
        guard isShown else { return }
        progress.clear()
        let status = result.failure == nil ? paint("ok    ", "32") : paint("FAILED", "1;31")
        var text = "\(status)  \(result.test.fullName) \(paint("(\(Self.time(result.duration)))", "2"))\n"
        if let failure = result.failure {
            text += Self.indented(TerminalRenderer(color: color).render(failure.diagnosticWithCalls, sources: sources))
        }
        if result.failure != nil || showsOutput {
            text += captured("standard output", result.output) + captured("standard error", result.errorOutput)
        }
        try Console.print(text)
    }

    /// Of a long output the last lines say most about a failure.
    private static let shownLines = 100

    private func captured(_ title: String, _ text: String) -> String {
        guard !text.isEmpty else { return "" }
        var lines = (text.hasSuffix("\n") ? text.dropLast() : text[...]).split(separator: "\n", omittingEmptySubsequences: false)
        var heading = paint("--- \(title) ---", "2") + "\n"
        if !showsOutput, lines.count > Self.shownLines {
            heading += paint("… \(lines.count - Self.shownLines) lines before these are shown with --show-output", "2") + "\n"
            lines = lines.suffix(Self.shownLines)
        }
        return Self.indented(heading + lines.joined(separator: "\n") + "\n")
    }

    mutating func end(_ summary: TestSummary, _ plan: TestPlan) throws(OutputError) {
        progress.clear()
        var text = ""
        let failures = summary.failed.map(\.fullName) + plan.failedModules.map { "\($0) (has errors, its tests were not run)" }
        if !failures.isEmpty { text += "\nfailed:\n" + failures.map { "    \($0)\n" }.joined() }
        text += (text.isEmpty && isQuiet ? "" : "\n") + counts(summary, plan) + "\n"
        try Console.print(text)
    }

    private func counts(_ summary: TestSummary, _ plan: TestPlan) -> String {
        let modules = plan.failedModules.count
        let isGood = summary.failed.isEmpty && modules == 0
        var parts = [isGood ? paint("\(summary.passed) passed", "1;32") : "\(summary.passed) passed"]
        if !summary.failed.isEmpty { parts.append(paint("\(summary.failed.count) failed", "1;31")) }
        if modules > 0 { parts.append(paint("\(modules) module\(modules == 1 ? "" : "s") with errors", "1;31")) }
        if summary.notRun > 0 { parts.append("\(summary.notRun) not run") }
        if plan.filteredCount > 0 { parts.append("\(plan.filteredCount) filtered out") }
        return parts.joined(separator: ", ") + " (\(Self.time(summary.duration)))"
    }

    func list(_ plan: TestPlan) throws(OutputError) {
        guard !plan.tests.isEmpty else { return }
        try Console.print(plan.tests.map { $0.fullName + "\n" }.joined())
    }

    // MARK: Text

    private func paint(_ text: String, _ code: String) -> String { color ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
    }

    /// Milliseconds, or seconds when there are many.
    static func time(_ duration: Duration) -> String {
        if duration >= .seconds(1) { return duration.seconds(digits: 2) + " s" }
        return (duration * 1000).seconds(digits: duration < .milliseconds(10) ? 1 : 0) + " ms"
    }
}
