/// A range of bytes in one source file, end exclusive. The file is known from the context.
public struct SourceSpan: Hashable, Sendable {
    public var start: UInt32
    public var end: UInt32

    public init(_ start: Int, _ end: Int) {
        self.start = UInt32(start)
        self.end = UInt32(end)
    }

    /// A span that stands for code no user wrote.
    public static let none = SourceSpan(0, 0)

    /// The smallest span that covers both.
    public func union(_ other: SourceSpan) -> SourceSpan {
        var result = self
        result.start = min(start, other.start)
        result.end = max(end, other.end)
        return result
    }
}

/// A one-based place in a text; a column counts Unicode scalars.
public struct SourcePosition: Hashable, Sendable {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// The bytes of one source file and where its lines begin, and the files that it includes.
public struct SourceFile: Sendable {
    /// A file whose text stands for a form of another. Its spans are those of the includer beyond the end of its bytes, so that one span says
    /// in which of the files something is.
    struct Inclusion: Sendable {
        /// What is added to the offsets in the included file.
        let base: Int
        /// What includes it, in the same space of spans.
        let site: SourceSpan
        let file: SourceFile
    }

    /// The path as shown to people and stored in objects; relative to the project root where possible.
    public let path: String
    public let bytes: [UInt8]
    /// The byte offset at which each line starts.
    public let lineStarts: [UInt32]
    /// How many scalars begin before each block of bytes; empty where all lines are short.
    private let scalarCounts: [UInt32]
    /// In the order of their bases.
    private(set) var inclusions: [Inclusion] = []

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        lineStarts = Self.lineStarts(bytes)
        scalarCounts = Self.hasLongLine(lineStarts, bytes.count) ? Self.scalarCounts(bytes) : []
    }

    public init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }

    /// LF, CRLF and CR end a line.
    private static func lineStarts(_ bytes: [UInt8]) -> [UInt32] {
        bytes.withUnsafeBufferPointer { bytes in
            var starts: [UInt32] = [0]
            for offset in bytes.indices where bytes[offset] <= 0x0D {
                let isEnd = bytes[offset] == 0x0A || bytes[offset] == 0x0D && (offset + 1 == bytes.count || bytes[offset + 1] != 0x0A)
                if isEnd { starts.append(UInt32(offset + 1)) }
            }
            return starts
        }
    }

    /// Columns in longer lines are found with `scalarCounts`, a block of so many bytes at a time.
    private static let blockSize = 1024

    private static func hasLongLine(_ starts: [UInt32], _ size: Int) -> Bool {
        zip(starts, starts.dropFirst() + [UInt32(clamping: size)]).contains { $1 > $0 && $1 - $0 > 2 * UInt32(blockSize) }
    }

    private static func scalarCounts(_ bytes: [UInt8]) -> [UInt32] {
        var counts: [UInt32] = []
        var count = 0
        for start in stride(from: 0, to: bytes.count, by: blockSize) {
            counts.append(UInt32(count))
            count += scalars(in: bytes[start..<min(start + blockSize, bytes.count)])
        }
        return counts
    }

    /// How many scalars begin among these bytes.
    private static func scalars(in bytes: ArraySlice<UInt8>) -> Int {
        var count = 0
        for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
        return count
    }

    private func scalars(from start: Int, to end: Int) -> Int {
        guard !scalarCounts.isEmpty, end - start > 2 * Self.blockSize else { return Self.scalars(in: bytes[start..<end]) }
        let (first, last) = (start / Self.blockSize + 1, end / Self.blockSize)
        let inside = Int(scalarCounts[min(last, scalarCounts.count - 1)]) - Int(scalarCounts[first])
        let blocksEnd = min(last, scalarCounts.count - 1) * Self.blockSize
        return Self.scalars(in: bytes[start..<first * Self.blockSize]) + inside + Self.scalars(in: bytes[blocksEnd..<end])
    }

    // MARK: Included files

    /// Makes the text of another file part of this one's space of spans.
    /// - Parameter site: what includes it; it may be in an included file itself.
    /// - Returns: what to add to offsets in that file.
    public mutating func include(_ file: SourceFile, at site: SourceSpan) -> Int {
        let base = inclusions.last.map { $0.base + $0.file.bytes.count + 1 } ?? bytes.count + 1
        inclusions.append(Inclusion(base: base, site: site, file: file))
        return base
    }

    /// The included file that a span is in; nil for one in this file itself.
    func inclusion(of offset: Int) -> Inclusion? {
        guard offset > bytes.count else { return nil }
        var (low, high) = (0, inclusions.count)
        while low < high {
            let middle = (low + high) / 2
            if inclusions[middle].base <= offset { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? inclusions[low - 1] : nil
    }

    /// The span in the text of this file itself: for code of an included file what includes it.
    public func outermost(_ span: SourceSpan) -> SourceSpan {
        var span = span
        while let inclusion = inclusion(of: Int(span.start)) { span = inclusion.site }
        return span
    }

    /// Where something is, for a message about this file: `3:14`, or `part.ai:3:14` if it is in a file that this one includes.
    public func place(of span: SourceSpan) -> String {
        if let inclusion = inclusion(of: Int(span.start)) {
            let position = inclusion.file.position(of: Int(span.start) - inclusion.base)
            return "\(inclusion.file.path):\(position.line):\(position.column)"
        }
        let position = position(of: Int(span.start))
        return "\(position.line):\(position.column)"
    }

    // MARK: Positions

    /// The zero-based line that contains the byte at `offset`.
    public func lineIndex(of offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(lineStarts[middle]) <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// Where the byte at `offset` stands for a reader; for code of an included file, where what includes it stands.
    public func position(of offset: Int) -> SourcePosition {
        let offset = inclusions.isEmpty ? offset : Int(outermost(SourceSpan(offset, offset)).start)
        let line = lineIndex(of: offset)
        let start = Int(lineStarts[line])
        return SourcePosition(line: line + 1, column: 1 + scalars(from: start, to: min(max(offset, start), bytes.count)))
    }

    /// The text of the zero-based line without its line break; invalid UTF-8 is replaced.
    public func lineText(_ index: Int) -> String {
        let start = Int(lineStarts[index])
        var end = index + 1 < lineStarts.count ? Int(lineStarts[index + 1]) : bytes.count
        if end > start, bytes[end - 1] == 0x0A { end -= 1 }
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}
