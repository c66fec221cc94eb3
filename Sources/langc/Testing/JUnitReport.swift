import Driver

/// The results of a run as JUnit XML, which continuous integration systems read.
struct JUnitReport {
    private var cases: [String: [Entry]] = [:]

    private struct Entry {
        var test: TestCase
        /// Nil if the test was not run.
        var result: TestResult?
    }

    mutating func add(_ event: TestEvent) {
        switch event {
        case .started: break
        case .finished(let result): cases[result.test.module, default: []].append(Entry(test: result.test, result: result))
        case .skipped(let test): cases[test.module, default: []].append(Entry(test: test, result: nil))
        }
    }

    /// - Parameter failedModules: modules whose tests could not be built; each becomes a test that ended in an error.
    func text(_ summary: TestSummary, failedModules: [String]) -> String {
        let count = summary.passed + summary.failed.count + summary.notRun + failedModules.count
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"langc test\""
        text += " tests=\"\(count)\" failures=\"\(summary.failed.count)\" errors=\"\(failedModules.count)\" skipped=\"\(summary.notRun)\""
        text += " time=\"\(summary.duration.seconds(digits: 6))\">\n"
        for module in cases.keys.sorted() { text += suite(module, cases[module] ?? []) }
        for module in failedModules { text += brokenSuite(module) }
        return text + "</testsuites>\n"
    }

    private func suite(_ module: String, _ entries: [Entry]) -> String {
        let results = entries.compactMap(\.result)
        let time = results.reduce(Duration.zero) { $0 + $1.duration }
        let failures = results.count { $0.failure != nil }
        return head(module, tests: entries.count, failures: failures, errors: 0, skipped: entries.count - results.count, time)
            + entries.map(testCase).joined() + "  </testsuite>\n"
    }

    private func brokenSuite(_ module: String) -> String {
        head(module, tests: 1, failures: 0, errors: 1, skipped: 0, .zero)
            + "    <testcase name=\"(build)\" classname=\(Self.quoted(module)) time=\"0\">\n"
            + "      <error message=\"the module has errors, its tests were not run\" type=\"build\"/>\n    </testcase>\n  </testsuite>\n"
    }

    private func head(_ module: String, tests: Int, failures: Int, errors: Int, skipped: Int, _ time: Duration) -> String {
        "  <testsuite name=\(Self.quoted(module)) tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\""
            + " time=\"\(time.seconds(digits: 6))\">\n"
    }

    private func testCase(_ entry: Entry) -> String {
        let test = entry.test
        var text = "    <testcase name=\(Self.quoted(test.name)) classname=\(Self.quoted(test.module))"
        text += " file=\(Self.quoted(test.module)) line=\"\(test.line)\" time=\"\((entry.result?.duration ?? .zero).seconds(digits: 6))\""
        guard let result = entry.result else { return text + ">\n      <skipped/>\n    </testcase>\n" }
        var children = ""
        if let failure = result.failure {
            let place = failure.place.map { "\n  --> \($0)" } ?? ""
            children += "      <failure message=\(Self.quoted(failure.diagnostic.message))"
            children += " type=\(Self.quoted(failure.diagnostic.code.isEmpty ? failure.kind.rawValue : failure.diagnostic.code))>"
            children += Self.escaped(failure.text + place + Self.calls(failure)) + "</failure>\n"
        }
        if !result.output.isEmpty { children += "      <system-out>\(Self.escaped(result.output))</system-out>\n" }
        if !result.errorOutput.isEmpty { children += "      <system-err>\(Self.escaped(result.errorOutput))</system-err>\n" }
        return text + (children.isEmpty ? "/>\n" : ">\n\(children)    </testcase>\n")
    }

    /// The calls that led to a failure, below what it says.
    private static func calls(_ failure: TestFailure) -> String {
        failure.calls.count > 1 ? failure.calls.map { "\n    " + $0.text }.joined() : ""
    }

    private static func quoted(_ text: String) -> String {
        "\"" + escaped(text).replacing("\n", with: "&#10;").replacing("\t", with: "&#9;") + "\""
    }

    /// Text for XML; characters that XML 1.0 does not allow are replaced.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: result += "&amp;"
            case 0x3C: result += "&lt;"
            case 0x3E: result += "&gt;"
            case 0x22: result += "&quot;"
            case 0x0D: result += "&#13;"
            case 0x09, 0x0A, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: result.unicodeScalars.append(scalar)
            default: result += "\u{FFFD}"
            }
        }
        return result
    }
}
