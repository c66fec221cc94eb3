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

/// The bytes of one source file and where its lines begin.
public struct SourceFile: Sendable {
    /// The path as shown to people and stored in objects; relative to the project root where possible.
    public let path: String
    public let bytes: [UInt8]
    /// The byte offset at which each line starts.
    public let lineStarts: [UInt32]

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        var starts: [UInt32] = [0]
        for (offset, byte) in bytes.enumerated() where byte == 0x0A { starts.append(UInt32(offset + 1)) }
        lineStarts = starts
    }

    public init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }

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

    /// Where the byte at `offset` stands for a reader.
    public func position(of offset: Int) -> SourcePosition {
        let line = lineIndex(of: offset)
        let start = Int(lineStarts[line])
        var column = 1
        for byte in bytes[start..<min(max(offset, start), bytes.count)] where byte & 0xC0 != 0x80 { column += 1 }
        return SourcePosition(line: line + 1, column: column)
    }

    /// The text of the zero-based line without its line break; invalid UTF-8 is replaced.
    public func lineText(_ index: Int) -> String {
        let start = Int(lineStarts[index])
        var end = index + 1 < lineStarts.count ? Int(lineStarts[index + 1]) - 1 : bytes.count
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}
