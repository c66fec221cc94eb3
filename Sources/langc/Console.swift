import Diagnostics
import Driver
import Glibc

/// Standard output does not take what is written to it.
struct OutputError: Error {
    /// The `errno` of the write.
    let code: Int32
    /// The reader has seen enough and went away; nothing to tell anyone.
    var isClosedPipe: Bool { code == EPIPE }
    var words: String { String(cString: strerror(code)) }
}

/// The streams of the process. Results go to standard output, everything said about them to standard error.
enum Console {
    /// Writes a text to standard output as whole lines.
    static func print(_ text: String) throws(OutputError) { try write(lines(text)) }

    static func write(_ bytes: [UInt8]) throws(OutputError) {
        let failure = write(bytes, to: 1)
        if failure != 0 { throw OutputError(code: failure) }
    }

    /// Writes a text to standard error as whole lines. If that is closed there is no one left to tell.
    static func error(_ text: String) { _ = write(lines(text), to: 2) }

    private static func lines(_ text: String) -> [UInt8] { Array((text.hasSuffix("\n") || text.isEmpty ? text : text + "\n").utf8) }

    /// Colour only for people: on a terminal that knows colours, and not where `NO_COLOR` is set.
    static var hasColor: Bool { isatty(2) == 1 && allowsColor }

    /// The same for what goes to standard output.
    static var hasOutputColor: Bool { isatty(1) == 1 && allowsColor }

    private static var allowsColor: Bool {
        (Environment.variable("NO_COLOR") ?? "").isEmpty && Environment.variable("TERM") != "dumb"
    }

    /// The number of columns of the terminal at standard error; nil if there is none, or one that cannot go back in a line.
    static var terminalWidth: Int? {
        guard isatty(2) == 1, Environment.variable("TERM") != "dumb" else { return nil }
        var size = winsize()
        return ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    /// Writes a text to standard error as it is.
    static func errorText(_ text: String) { _ = write(Array(text.utf8), to: 2) }

    /// Zero, or the `errno` of the write that failed.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                return errno
            }
            rest = rest.dropFirst(written)
        }
        return 0
    }
}

/// How diagnostics are shown.
enum DiagnosticsFormat: String, CaseIterable {
    case text, json

    /// Shows the diagnostics on standard error and says what they mean for the exit status.
    func show(_ diagnostics: [Diagnostic], sources: SourceMap) -> ExitStatus {
        let report = DiagnosticReport(diagnostics)
        switch self {
        case .text: Console.error(TerminalRenderer(color: Console.hasColor).render(report, sources: sources))
        case .json: Console.error(JSONRenderer().render(report, sources: sources))
        }
        if diagnostics.contains(where: { $0.code == internalErrorCode }) { return .internalError }
        return diagnostics.contains { $0.severity == .error } ? .failure : .success
    }
}
