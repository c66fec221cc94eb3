import Driver

/// Shows tests and their results on standard output as they come.
protocol TestReporter: Sendable {
    /// Before the first test.
    mutating func begin(_ plan: TestPlan) throws(OutputError)
    mutating func handle(_ event: TestEvent) throws(OutputError)
    /// After the last.
    mutating func end(_ summary: TestSummary, _ plan: TestPlan) throws(OutputError)
    /// Shows what there is, in place of all this.
    func list(_ plan: TestPlan) throws(OutputError)
}

/// What a reporter can look like.
enum TestReportFormat: String, CaseIterable {
    case text, json
}
