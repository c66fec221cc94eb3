/// Rows of cells as text, the columns aligned.
struct TextTable {
    private let title: String
    private var rows: [[String]] = []
    /// Columns with numbers, aligned at the right.
    private let numeric: Set<Int>
    /// A wider cell pushes what follows to the right instead of widening its column for all rows.
    private static let widestColumn = 48

    init(_ title: String, numeric: Set<Int> = []) {
        self.title = title
        self.numeric = numeric
    }

    mutating func add(_ cells: String...) { rows.append(cells.map(Self.harmless)) }

    /// The title and the rows; nothing when there are no rows.
    var text: String {
        guard !rows.isEmpty else { return "" }
        let columns = rows.map(\.count).max() ?? 0
        var widths = [Int](repeating: 0, count: columns)
        for row in rows {
            for (column, cell) in row.enumerated() { widths[column] = max(widths[column], min(cell.unicodeScalars.count, Self.widestColumn)) }
        }
        let lines = rows.map { line($0, widths) }
        return "\n\(title)\n" + lines.joined()
    }

    private func line(_ row: [String], _ widths: [Int]) -> String {
        var line = ""
        for (column, cell) in row.enumerated() {
            let blanks = String(repeating: " ", count: max(0, widths[column] - cell.unicodeScalars.count))
            line += "  " + (numeric.contains(column) ? blanks + cell : cell + blanks)
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }

    /// Control characters would change what the terminal shows of the rest; long texts would hide it.
    static func harmless(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for (count, scalar) in text.unicodeScalars.enumerated() {
            guard count < 2_000 else {
                result.append("…")
                break
            }
            switch scalar.value {
            case 0x0A: result.append(contentsOf: "\\n".unicodeScalars)
            case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069:
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
