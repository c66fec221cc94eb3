import Diagnostics

/// A line of what a run-time error says of the calls that led to it: `at name (path:line:column), 3 times` or `... 12 more calls ...`.
public struct ReportedCall: Hashable, Sendable {
    /// The function that was active; nil where the error leaves out calls.
    public var function: String?
    /// Where it was: at the error, or at the call of the next inner function.
    public var path: String?
    public var position: SourcePosition?
    /// How many calls the line stands for.
    public var count = 1
    /// There are more than `count`.
    public var isCountExceeded = false

    /// What stands above the lines.
    static let heading = "   = calls, innermost first:"
    private static let indentation = "       "

    /// Nil if the line is none of those.
    init?(_ line: String) {
        guard line.hasPrefix(Self.indentation) else { return nil }
        var rest = line.dropFirst(Self.indentation.count)
        if rest.hasPrefix("... "), rest.hasSuffix(" more calls ...") {
            setCount(rest.dropFirst("... ".count).dropLast(" more calls ...".count))
            return
        }
        guard rest.hasPrefix("at ") else { return nil }
        rest.removeFirst("at ".count)
        if rest.hasSuffix(" times"), let comma = rest.lastIndex(of: ",") {
            setCount(rest[comma...].dropFirst(2).dropLast(" times".count))
            rest = rest[..<comma]
        }
        function = String(rest)
        // A name may have brackets, a place only those around it.
        guard rest.hasSuffix(")"), let bracket = rest.lastIndex(of: "("), let place = FailureReport.position(rest[bracket...].dropFirst().dropLast())
        else { return }
        function = String(rest[..<bracket].dropLast())
        (path, position) = place
    }

    /// `12` or `over 1000`
    private mutating func setCount(_ text: Substring) {
        isCountExceeded = text.hasPrefix("over ")
        count = Int(isCountExceeded ? text.dropFirst("over ".count) : text) ?? 1
    }

    /// The line without indentation.
    public var text: String {
        let number = isCountExceeded ? "over \(count)" : "\(count)"
        guard let function else { return "… \(number) more calls" }
        var text = "at " + function
        if let path, let position { text += " (\(path):\(position.line):\(position.column))" }
        return count > 1 ? text + ", \(number) times" : text
    }
}
