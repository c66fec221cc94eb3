/// A line of source as a terminal can show it: harmless, and not longer than one can read.
struct DisplayLine {
    /// The scalars of the line that are shown, control characters replaced.
    let scalars: [Unicode.Scalar]
    /// How many scalars of the line stand before the first one shown.
    let firstColumn: Int
    private let cutBefore: Bool
    private let cutAfter: Bool

    /// No more scalars of a line are shown than this.
    static let longest = 160

    /// - Parameter column: a one-based column that must be among those shown.
    init(_ text: String, around column: Int) {
        let all = text.unicodeScalars
        let length = all.count
        let start = length <= Self.longest ? 0 : max(0, min(column - 1 - Self.longest / 4, length - Self.longest))
        scalars = all.dropFirst(start).prefix(Self.longest).map(Self.harmless)
        firstColumn = start
        cutBefore = start > 0
        cutAfter = start + scalars.count < length
    }

    /// The text of the line, with an ellipsis where it is cut.
    var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return (cutBefore ? "…" : "") + String(view) + (cutAfter ? "…" : "")
    }

    /// White space as wide as the text before the one-based `column`: tabs stay tabs, wide characters take two blanks.
    func padding(before column: Int) -> String {
        var blanks = cutBefore ? " " : ""
        let wanted = max(0, column - 1 - firstColumn)
        for scalar in scalars.prefix(wanted) {
            blanks += scalar == "\t" ? "\t" : String(repeating: " ", count: Self.width(scalar))
        }
        return blanks + String(repeating: " ", count: max(0, wanted - scalars.count))
    }

    /// Control characters could change what the terminal shows of the rest, direction marks what the reader takes it for.
    private static func harmless(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0x09: scalar
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: "\u{FFFD}"
        default: scalar
        }
    }

    /// A text that is no line of a source, such as a message that quotes one, as a terminal can show it.
    static func harmless(_ text: some StringProtocol) -> String {
        var shown = String.UnicodeScalarView()
        shown.append(contentsOf: text.unicodeScalars.lazy.map(harmless))
        return String(shown)
    }

    /// How many cells of a terminal a scalar takes.
    private static func width(_ scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
            0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
