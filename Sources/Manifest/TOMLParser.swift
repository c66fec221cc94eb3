import CTOML
import Diagnostics

/// Turns bytes into a tree of TOML values.
public enum TOMLParser {
    /// Documents are at most this long, in bytes; a manifest is never near it.
    public static let largestDocument = 1 << 20

    /// The root table of the document.
    public static func parse(_ file: SourceFile) throws(TOMLError) -> TOMLTable {
        guard file.bytes.count <= largestDocument else {
            throw TOMLError(message: "the file is larger than \(largestDocument >> 20) MiB", span: SourceSpan(0, 0))
        }
        let document = file.bytes.withUnsafeBytes { ctomlParse($0.bindMemory(to: CChar.self).baseAddress, $0.count) }
        guard let document else { throw TOMLError(message: "there is not enough memory to read it", span: SourceSpan(0, 0)) }
        defer { ctomlFree(document) }
        var places = TOMLPlaces(file)
        if let error = ctomlError(document) {
            let span = places.span(error.pointee.start, error.pointee.end)
            throw TOMLError(message: message(error.pointee, next: file.bytes.dropFirst(Int(span.start)).first), span: span)
        }
        return tree(UnsafeBufferPointer(start: ctomlNodes(document), count: ctomlNodeCount(document)), &places)
    }

    /// Puts the tree together from its leaves. Containers stand before what they contain, so no recursion is needed.
    private static func tree(_ nodes: UnsafeBufferPointer<CTOMLNode>, _ places: inout TOMLPlaces) -> TOMLTable {
        /// The parts of each container found so far, last one first.
        var parts = [[TOMLTable.Entry]](repeating: [], count: nodes.count)
        for index in nodes.indices.reversed() {
            let node = nodes[index]
            let inside = parts[index].reversed() as [TOMLTable.Entry]
            parts[index] = []
            guard node.parent >= 0 else { return table(inside) }
            let value = TOMLValue(kind(node, inside), span: places.span(node.start, node.end))
            parts[node.parent].append(
                TOMLTable.Entry(key: text(node.key), keySpan: places.span(node.keyStart, node.keyEnd), value: value))
        }
        return TOMLTable([])
    }

    private static func kind(_ node: CTOMLNode, _ inside: [TOMLTable.Entry]) -> TOMLValue.Kind {
        switch node.kind {
        case CTOMLTable: .table(table(inside))
        case CTOMLArray: .array(inside.map(\.value))
        case CTOMLString: .string(text(node.text))
        case CTOMLInteger: .integer(node.integer)
        case CTOMLFloat: .float(node.number)
        case CTOMLBoolean: .boolean(node.boolean)
        default: .dateTime
        }
    }

    /// toml++ gives entries by the order of their keys.
    private static func table(_ entries: [TOMLTable.Entry]) -> TOMLTable {
        TOMLTable(entries.sorted { ($0.keySpan.start, $0.key) < ($1.keySpan.start, $1.key) })
    }

    private static func text(_ text: CTOMLText) -> String {
        String(decoding: UnsafeRawBufferPointer(start: text.bytes, count: text.count), as: UTF8.self)
    }

    /// toml++ begins with what it was at: "Error while parsing string: …". The place says that as well.
    ///
    /// - Parameter next: the byte at the place of the error.
    private static func message(_ error: CTOMLError, next: UInt8?) -> String {
        let whole = text(error.message)
        if whole.contains("string: ") && whole.contains("control characters other than"), next == 0x0A || next == 0x0D {
            return "the string does not end on its line"
        }
        guard whole.hasPrefix("Error while parsing "), let colon = whole.firstIndex(of: ":") else {
            return whole.prefix(1).lowercased() + whole.dropFirst()
        }
        return String(whole[whole.index(after: colon)...].drop { $0 == " " })
    }
}

/// Turns lines and columns into offsets, each line looked at once.
struct TOMLPlaces {
    private let file: SourceFile
    /// Offsets of the characters of the lines that are not ASCII throughout; empty for those that are.
    private var characters: [Int: [Int]] = [:]
    private let hasByteOrderMark: Bool

    init(_ file: SourceFile) {
        self.file = file
        hasByteOrderMark = file.bytes.starts(with: [0xEF, 0xBB, 0xBF])
    }

    mutating func span(_ start: CTOMLPosition, _ end: CTOMLPosition) -> SourceSpan {
        let first = offset(start)
        return SourceSpan(first, max(first, offset(end)))
    }

    /// The offset of a place; places outside of the file are moved to its nearest end.
    private mutating func offset(_ place: CTOMLPosition) -> Int {
        let line = Int(place.line) - 1
        guard line >= 0 else { return 0 }
        guard line < file.lineStarts.count else { return file.bytes.count }
        let start = Int(file.lineStarts[line])
        let end = line + 1 < file.lineStarts.count ? Int(file.lineStarts[line + 1]) - 1 : file.bytes.count
        // The parser does not count the mark.
        let column = max(Int(place.column) - 1, 0) + (line == 0 && hasByteOrderMark ? 1 : 0)
        let known = characters[line] ?? Self.characters(file.bytes[start..<end])
        characters[line] = known
        if known.isEmpty { return min(start + column, end) }
        return column < known.count ? known[column] : end
    }

    private static func characters(_ line: ArraySlice<UInt8>) -> [Int] {
        guard line.contains(where: { $0 >= 0x80 }) else { return [] }
        return line.indices.filter { line[$0] & 0xC0 != 0x80 }
    }
}
