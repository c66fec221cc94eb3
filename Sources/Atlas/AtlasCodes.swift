import Diagnostics

/// Every code that Atlas programs can get to see, at compile time and at run time.
enum AtlasCodes {
    static let all: [DiagnosticCode] = AtlasSyntaxCodes.all + CheckerCodes.all + ModuleCodes.all + RuntimeCodes.all
}
