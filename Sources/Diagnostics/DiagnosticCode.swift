/// One meaning of one code, as `langc explain CODE` tells it.
public struct DiagnosticCode: Hashable, Sendable {
    /// The code, for example `AT3001`.
    public let code: String
    /// What is wrong, in a few words.
    public let title: String
    /// What it means, why it is so and how to mend it, with an example.
    public let explanation: String
    /// The language or the part of langc that reports it, for example `Atlas` or `linker`.
    public let area: String

    public init(_ code: String, area: String, title: String, explanation: String) {
        self.code = code
        self.area = area
        self.title = title
        self.explanation = explanation
    }
}

/// The codes of several layers; each layer has its own array, and whoever sees them all puts the table together.
public struct DiagnosticCodeTable: Sendable {
    private let entries: [String: [DiagnosticCode]]
    /// All codes in ascending order, each once.
    public let codes: [String]

    public init(_ layers: [DiagnosticCode]...) {
        entries = Dictionary(grouping: layers.joined(), by: \.code)
        codes = entries.keys.sorted()
    }

    /// The meanings of a code in the order of registration, none for an unknown one. Letter case does not matter.
    public func meanings(of code: String) -> [DiagnosticCode] { entries[code] ?? entries[code.uppercased()] ?? [] }

    /// What `langc explain` prints for `code`; `nil` for an unknown one.
    public func explanation(of code: String) -> String? {
        let meanings = meanings(of: code)
        guard !meanings.isEmpty else { return nil }
        return meanings.map { "\($0.code) (\($0.area)): \($0.title)\n\n\($0.explanation)\n" }.joined(separator: "\n")
    }
}
