import Diagnostics

/// Every code that Ai programs can get to see, at compile time and at run time.
public enum AiCodes {
    public static let all: [DiagnosticCode] = ReaderCodes.all + CoreCodes.all + ModuleCodes.all + WarningCodes.all + RuntimeCodes.all

    static func row(_ code: String, _ title: String, _ explanation: String) -> DiagnosticCode {
        DiagnosticCode(code, area: "Ai", title: title, explanation: explanation)
    }
}
