import Basics
import Diagnostics

/// Reads the data of a source text: section 1 of the language.
///
/// Works through the text with a stack of its own, so that nesting costs no recursion, and always reaches the end: errors become
/// diagnostics, and reading goes on behind them.
public struct Reader: Sendable {
    /// Brackets and quotation marks inside one another.
    public static let nestingLimit = 12_000
    /// More diagnostics than this help nobody; the rest are dropped.
    static let diagnosticLimit = 200
    /// The number of data that datum labels may add to a file when each use counts as much as the datum it stands for.
    static let labelGrowthLimit = 1_000_000

    let file: SourceFile
    let bytes: [UInt8]
    var position = 0
    var tree = DatumTree()
    var diagnostics: [Diagnostic] = []
    /// What is open, outermost first.
    var stack: [ReaderFrame] = []
    /// `#!fold-case` is in force.
    var foldsCase = false
    var labels = DatumLabels()
    /// Sizes and heights of the data, in the order of the tree.
    var measures: [DatumMeasure] = []
    /// A bracket error was reported in the top-level form that is being read.
    var formHasBracketError = false
    /// The form before had a bracket error, so that stray closers may follow from it.
    var expectsStrayClosers = false
    /// Reading stopped early, so that what is open at the end is no news.
    var gaveUp = false

    /// The data of `file` and what is wrong with it, in source order. If there is any diagnostic, the tree is only good for finding
    /// module forms; it is complete as far as the text could be understood.
    public static func read(_ file: SourceFile) -> (tree: DatumTree, diagnostics: [Diagnostic]) {
        var reader = Reader(file)
        if let fault = UTF8Validation.firstFault(in: file.bytes) {
            reader.reportInvalidEncoding(at: fault)
        } else {
            reader.readAll()
        }
        let places = reader.diagnostics.map { $0.primary?.span.start ?? 0 }
        let order = places.indices.sorted { (places[$0], $0) < (places[$1], $1) }
        return (reader.tree, order.map { reader.diagnostics[$0] })
    }

    private init(_ file: SourceFile) {
        self.file = file
        bytes = file.bytes
    }

    private mutating func readAll() {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        if bytes[position...].starts(with: Array("#!/".utf8)) { skipLine() }
        while position < bytes.count { readOne() }
        closeAtEnd()
    }

    /// Reads one token, or one piece of white space or comment.
    private mutating func readOne() {
        let byte = bytes[position]
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D, 0x0C, 0x0B: position += 1
        case UInt8(ascii: ";"): skipLine()
        case UInt8(ascii: "("): open(.list(closer: UInt8(ascii: ")")), length: 1)
        case UInt8(ascii: "["): open(.list(closer: UInt8(ascii: "]")), length: 1)
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): close(byte)
        case UInt8(ascii: "{"): openReserved()
        case UInt8(ascii: "'"): open(.prefix("quote"), length: 1)
        case UInt8(ascii: "`"): open(.prefix("quasiquote"), length: 1)
        case UInt8(ascii: ","):
            let splices = peek(1) == UInt8(ascii: "@")
            open(.prefix(splices ? "unquote-splicing" : "unquote"), length: splices ? 2 : 1)
        case UInt8(ascii: "\""): readString()
        case UInt8(ascii: "|"): readBarredSymbol()
        case UInt8(ascii: "#"): readHash()
        default: readWord()
        }
    }

    /// The byte `distance` after the current one, or 0 beyond the end.
    func peek(_ distance: Int) -> UInt8 {
        let index = position + distance
        return index < bytes.count ? bytes[index] : 0
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// `3:14`, as messages name places in the same file.
    func place(_ offset: Int) -> String {
        let position = file.position(of: offset)
        return "\(position.line):\(position.column)"
    }

    /// Adds a datum without parts to what is open.
    mutating func add(_ kind: Datum.Kind, from start: Int) {
        add(make(kind, SourceSpan(start, position), .leaf))
    }

    mutating func make(_ kind: Datum.Kind, _ span: SourceSpan, _ measure: DatumMeasure) -> DatumID {
        measures.append(measure)
        return tree.data.append(Datum(kind, span: span))
    }

    mutating func report(
        _ code: String, _ message: String, from start: Int, to end: Int, label: String = "", opener: Int? = nil, notes: [String] = [],
        help: [String] = []
    ) {
        guard diagnostics.count < Self.diagnosticLimit else { return }
        let primary = DiagnosticLabel(path: file.path, span: SourceSpan(start, end), text: label)
        let secondary = opener.map { DiagnosticLabel(path: file.path, span: SourceSpan($0, $0 + 1), text: "opened here") }
        diagnostics.append(Diagnostic(
            code: code, message: message, primary: primary, secondary: secondary.map { [$0] } ?? [], notes: notes, help: help))
    }

    /// Nothing in a file that is not UTF-8 can be trusted, so it is not read.
    private mutating func reportInvalidEncoding(at offset: Int) {
        let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        report(
            "AI0010", "invalid UTF-8", from: offset, to: offset + 1, label: "this byte is not part of a UTF-8 character",
            help: [isUTF16 ? "the file looks like UTF-16; save it as UTF-8" : "source files are UTF-8 text; save the file as UTF-8"])
    }
}
