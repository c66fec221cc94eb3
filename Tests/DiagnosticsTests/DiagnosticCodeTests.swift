import Diagnostics
import Testing

@Suite struct DiagnosticCodeTests {
    private let table = DiagnosticCodeTable(
        [DiagnosticCode("AT2002", area: "Atlas", title: "Unknown symbol", explanation: "No such name.")],
        [
            DiagnosticCode("AT2002", area: "Atlas", title: "Unreachable code", explanation: "Never runs."),
            DiagnosticCode("AT0005", area: "run time", title: "Divide by zero", explanation: "The divisor is 0."),
        ])

    @Test func findsAllMeanings() {
        #expect(table.codes == ["AT0005", "AT2002"])
        #expect(table.meanings(of: "at2002").map(\.title) == ["Unknown symbol", "Unreachable code"])
        #expect(table.meanings(of: "AT9").isEmpty)
    }

    @Test func explains() {
        #expect(table.explanation(of: "AT2002") == """
            AT2002 (Atlas): Unknown symbol

            No such name.

            AT2002 (Atlas): Unreachable code

            Never runs.

            """)
        #expect(table.explanation(of: "AT9") == nil)
    }

    @Test func internalErrorsSayWhatToDo() {
        let error = InternalError(phase: "code generation", module: "a.atl", message: "no type for local 3")
        let text = error.description
        #expect(text.hasPrefix("internal error in code generation of a.atl: no type for local 3\n"))
        #expect(text.contains("a bug of langc"))
        #expect(text.contains("report"))
    }
}
