import Basics
import Driver

/// Reports tests for programs: one JSON object a line, described in `docs/testing.md`.
struct JSONTestReporter: TestReporter {
    func begin(_ plan: TestPlan) throws(OutputError) {
        try write(JSONText.object([
            "event": "\"begin\"", "tests": String(plan.tests.count), "filtered": String(plan.filteredCount),
            "failedModules": JSONText.array(plan.failedModules.map(JSONText.quoted)),
        ]))
    }

    func handle(_ event: TestEvent) throws(OutputError) {
        switch event {
        case .started: break
        case .skipped(let test): try write(members(test, "skipped") + "}")
        case .finished(let result): try write(line(result))
        }
    }

    private func line(_ result: TestResult) -> String {
        var text = members(result.test, result.failure == nil ? "passed" : "failed")
        text += ",\"seconds\":" + result.duration.seconds(digits: 6)
        text += ",\"stdout\":" + JSONText.quoted(result.output) + ",\"stderr\":" + JSONText.quoted(result.errorOutput)
        if let failure = result.failure { text += ",\"failure\":" + self.failure(failure) }
        return text + "}"
    }

    private func failure(_ failure: TestFailure) -> String {
        let diagnostic = failure.diagnostic
        let position = failure.position
        return JSONText.object([
            "kind": JSONText.quoted(failure.kind.rawValue),
            "code": diagnostic.code.isEmpty ? "null" : JSONText.quoted(diagnostic.code),
            "message": JSONText.quoted(failure.text),
            "file": failure.path.map(JSONText.quoted) ?? "null",
            "line": position.map { String($0.line) } ?? "null",
            "column": position.map { String($0.column) } ?? "null",
            "calls": JSONText.array(failure.calls.map(call)),
        ])
    }

    private func call(_ call: ReportedCall) -> String {
        JSONText.object([
            "function": call.function.map(JSONText.quoted) ?? "null",
            "file": call.path.map(JSONText.quoted) ?? "null",
            "line": call.position.map { String($0.line) } ?? "null",
            "column": call.position.map { String($0.column) } ?? "null",
            "count": String(call.count),
        ])
    }

    func end(_ summary: TestSummary, _ plan: TestPlan) throws(OutputError) {
        try write(JSONText.object([
            "event": "\"end\"", "passed": String(summary.passed), "failed": String(summary.failed.count),
            "failedModules": String(plan.failedModules.count), "skipped": String(summary.notRun), "filtered": String(plan.filteredCount),
            "seconds": summary.duration.seconds(digits: 6),
        ]))
    }

    func list(_ plan: TestPlan) throws(OutputError) {
        for test in plan.tests {
            try write(JSONText.object([
                "event": "\"found\"", "module": JSONText.quoted(test.module), "name": JSONText.quoted(test.name), "line": String(test.line),
            ]))
        }
    }

    /// The object of a test without its end.
    private func members(_ test: TestCase, _ status: String) -> String {
        String(JSONText.object([
            "event": "\"test\"", "module": JSONText.quoted(test.module), "name": JSONText.quoted(test.name), "line": String(test.line),
            "status": JSONText.quoted(status),
        ]).dropLast())
    }

    private func write(_ line: String) throws(OutputError) { try Console.print(line) }
}
