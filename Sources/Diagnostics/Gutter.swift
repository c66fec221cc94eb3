/// Puts ANSI colours round texts, or leaves them alone.
struct Paint {
    let color: Bool

    private func wrap(_ text: String, _ code: String) -> String { color ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }

    func strong(_ text: String) -> String { wrap(text, "1") }
    func frame(_ text: String) -> String { wrap(text, "1;34") }

    func severity(_ text: String, _ severity: Severity) -> String {
        switch severity {
        case .error: wrap(text, "1;31")
        case .warning: wrap(text, "1;33")
        case .note: wrap(text, "1;36")
        }
    }
}

/// The column of line numbers at the left of a rendered diagnostic.
struct Gutter {
    /// The number of digits of the highest line number.
    let width: Int
    let paint: Paint

    private var blank: String { String(repeating: " ", count: width + 2) }

    /// ` 3 | text`
    func line(_ number: Int, _ text: String) -> String {
        let digits = String(number)
        let prefix = String(repeating: " ", count: width + 1 - digits.count) + digits + " |"
        return paint.frame(prefix) + (text.isEmpty ? "" : " " + text)
    }

    /// `   | marks`
    func marks(_ text: String) -> String { paint.frame(blank + "|") + " " + text }

    /// `   |`
    var empty: String { paint.frame(blank + "|") }

    /// Stands for lines that are not shown.
    var gap: String { paint.frame(String(repeating: " ", count: width + 1) + "...") }

    /// `  --> file:line:column`
    func arrow(_ arrow: String, _ location: String) -> String {
        paint.frame(String(repeating: " ", count: width + 1) + arrow) + " " + DisplayLine.harmless(location)
    }

    /// `   = note: text`; further lines of the text are indented alike.
    func remark(_ kind: String, _ text: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(DisplayLine.harmless)
        let indentation = String(repeating: " ", count: width + 2 + kind.count + 4)
        return lines.enumerated().map { index, line in
            if index == 0 { return paint.frame(blank + "=") + " " + paint.strong(kind + ":") + " " + line }
            return line.isEmpty ? "" : indentation + line
        }
    }
}
