import Diagnostics
import RuntimeABI

extension TestExecution {
    /// What the execution says of the test.
    func result(of test: TestCase, _ plan: TestPlan, prefix: String, timeout: Duration?) -> TestResult {
        let errors = errorOutput.shown
        var result = TestResult(test: test, duration: duration, output: output.shown, errorOutput: errors)
        switch ending {
        case .status(Int32(TestProtocol.passed)): break
        case .status(Int32(TestProtocol.returnedError)):
            result.errorOutput = ""
            result.failure = TestFailure(.returnedError, "the test returned \(errors)")
        case .status(let status):
            if status == 1, let report = FailureReport(errors) {
                result.errorOutput = report.before
                result.failure = TestFailure(report, of: test, plan, prefix: prefix)
            } else {
                result.failure = TestFailure(.exit, "the program ended with status \(status) before the test returned")
            }
        case .trap(let words): result.failure = TestFailure(.trap, "the program trapped: \(words)")
        case .signal(let signal): result.failure = TestFailure(.trap, "the engine was ended by signal \(signal)")
        case .timeout:
            let limit = timeout.map { " after \($0.seconds(digits: 1)) s" } ?? ""
            result.failure = TestFailure(.timeout, "the test was stopped\(limit), since it had not ended")
        }
        return result
    }
}

extension TestFailure {
    fileprivate init(_ kind: Kind, _ message: String) {
        self.init(kind: kind, diagnostic: Diagnostic(code: "", message: message))
    }

    /// - Parameter prefix: stands before paths of the test's project when they are shown.
    fileprivate init(_ report: FailureReport, of test: TestCase, _ plan: TestPlan, prefix: String) {
        var diagnostic = Diagnostic(code: report.code, message: report.message, notes: report.notes)
        let path = report.path.map { prefix + $0 }
        if let path, let position = report.position { diagnostic.primary = plan.label(path, position) }
        let calls = report.calls.map { call in
            var call = call
            call.path = call.path.map { prefix + $0 }
            return call
        }
        self.init(kind: .error, diagnostic: diagnostic, path: path, position: report.position, calls: calls)
        let own = calls.last { $0.function == test.name && $0.path == test.module }
        if let path = own?.path, let position = own?.position, position != self.position || path != self.path {
            self.diagnostic.secondary = [plan.label(path, position, "the test comes from here")]
        }
    }
}

extension TestPlan {
    /// Marks the expression that begins at a place, as far as the source is known.
    fileprivate func label(_ path: String, _ position: SourcePosition, _ text: String = "") -> DiagnosticLabel {
        guard let file = sources.source(at: path), let offset = file.offset(of: position) else {
            return DiagnosticLabel(path: "\(path):\(position.line):\(position.column)", span: .none, text: text)
        }
        return DiagnosticLabel(path: path, span: expressions[path]?(offset) ?? file.word(at: offset), text: text)
    }
}

extension Duration {
    /// In seconds, rounded to a number of decimal digits.
    public func seconds(digits: Int) -> String {
        let unit = (0..<digits).reduce(1) { value, _ in value * 10 }
        let (seconds, attoseconds) = components
        let fraction = Int64(unit)
        let rounded = (attoseconds + 500_000_000_000_000_000 / fraction) / (1_000_000_000_000_000_000 / fraction)
        let total = seconds * fraction + rounded
        guard digits > 0 else { return String(total) }
        let decimals = String(total % fraction)
        return "\(total / fraction)." + String(repeating: "0", count: digits - decimals.count) + decimals
    }
}
