import Basics

/// Why the content of one of langc's own custom sections cannot be used.
public struct SectionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, in words, without a place.
    public var message: String
    /// Offset of the faulty item in the array that was decoded.
    public var offset: Int

    public init(message: String, offset: Int) {
        self.message = message
        self.offset = offset
    }

    init(_ failure: ByteReader.Failure) { self.init(message: failure.reason.words, offset: failure.offset) }

    public var description: String { "\(message) at offset \(offset)" }
}

/// Reads the items that the sections have in common, with every failure as a `SectionError`.
struct SectionReader {
    var bytes: ByteReader

    init(_ slice: ArraySlice<UInt8>) { bytes = ByteReader(slice) }

    func failure(_ message: String) -> SectionError { SectionError(message: message, offset: bytes.offset) }

    mutating func number() throws(SectionError) -> UInt32 {
        do { return try bytes.readULEB32() } catch { throw SectionError(error) }
    }

    mutating func byte() throws(SectionError) -> UInt8 {
        do { return try bytes.readU8() } catch { throw SectionError(error) }
    }

    mutating func flag() throws(SectionError) -> Bool {
        let value = try byte()
        guard value <= 1 else { throw failure("not a truth value") }
        return value == 1
    }

    mutating func text() throws(SectionError) -> String {
        do { return try bytes.readString() } catch { throw SectionError(error) }
    }

    /// Where the next text stands, which is valid.
    mutating func textRange() throws(SectionError) -> Range<Int> {
        do {
            let length = try bytes.readString().utf8.count
            return bytes.offset - length..<bytes.offset
        } catch { throw SectionError(error) }
    }

    mutating func lengthPrefixedBytes() throws(SectionError) -> [UInt8] {
        do { return Array(try bytes.readLengthPrefixedBytes()) } catch { throw SectionError(error) }
    }

    mutating func optionalText() throws(SectionError) -> String? { try flag() ? try text() : nil }

    /// A number of items of at least `minimumSize` bytes each; never more than the remaining bytes can hold.
    mutating func count(minimumSize: Int) throws(SectionError) -> Int {
        do { return try bytes.readCount(minimumSize: minimumSize) } catch { throw SectionError(error) }
    }

    mutating func span() throws(SectionError) -> SourceSpanWords {
        let start = try number()
        let length = try number()
        let (end, overflow) = start.addingReportingOverflow(length)
        guard !overflow else { throw failure("a source span is too long") }
        return (start, end)
    }

    mutating func list<Item>(
        minimumSize: Int, _ item: (inout SectionReader) throws(SectionError) -> Item
    ) throws(SectionError) -> [Item] {
        let total = try count(minimumSize: minimumSize)
        var items: [Item] = []
        items.reserveCapacity(min(total, 4096))
        for _ in 0..<total { items.append(try item(&self)) }
        return items
    }

    func expectEnd() throws(SectionError) {
        if !bytes.isAtEnd { throw failure("data after the end of the section") }
    }
}

/// Start and end of a span.
typealias SourceSpanWords = (start: UInt32, end: UInt32)

extension ByteWriter {
    mutating func append(flag: Bool) { append(u8: flag ? 1 : 0) }

    mutating func append(optional text: String?) {
        append(flag: text != nil)
        if let text { append(string: text) }
    }

    mutating func append<Item>(list: [Item], _ item: (inout ByteWriter, Item) -> Void) {
        append(uleb64: UInt64(list.count))
        for element in list { item(&self, element) }
    }
}
