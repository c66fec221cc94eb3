/// Reads numbers, strings and byte ranges from front to back, without copying the bytes it reads from.
///
/// All offsets are indices of the array that the bytes come from, also in a reader of a part of it. Every read checks
/// its bounds, so any input is safe; a reader that has thrown stands where the faulty item begins.
public struct ByteReader: Sendable {
    /// Why a read failed.
    public enum Reason: Hashable, Sendable {
        /// The bytes end before the item does.
        case truncated
        /// A LEB128 number goes on for more bytes than its width allows.
        case lebTooLong
        /// A LEB128 number does not fit its width.
        case lebOverflow
        /// A string is not valid UTF-8.
        case invalidUTF8

        /// The reason in words.
        public var words: String {
            switch self {
            case .truncated: "unexpected end of data"
            case .lebTooLong: "LEB128 number is too long"
            case .lebOverflow: "LEB128 number does not fit"
            case .invalidUTF8: "invalid UTF-8"
            }
        }
    }

    /// What went wrong, and at which offset of the array the faulty item starts.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        public let offset: Int
        public let reason: Reason

        public init(offset: Int, reason: Reason) {
            self.offset = offset
            self.reason = reason
        }

        public var description: String { "\(reason.words) at offset \(offset)" }
    }

    @usableFromInline let storage: ArraySlice<UInt8>
    @usableFromInline var position: Int
    /// The index after the last byte.
    @usableFromInline let end: Int

    public init(_ bytes: [UInt8]) { self.init(bytes[...]) }

    public init(_ slice: ArraySlice<UInt8>) {
        storage = slice
        position = slice.startIndex
        end = slice.endIndex
    }

    /// The index of the next byte.
    @inlinable public var offset: Int { position }
    /// How many bytes are left.
    @inlinable public var remaining: Int { end - position }
    @inlinable public var isAtEnd: Bool { position >= end }
    /// The index after the last byte that this reader may read.
    public var endOffset: Int { end }
    /// The bytes not yet read.
    public var rest: ArraySlice<UInt8> { storage[offset..<end] }

    /// The next byte, which stays unread; `nil` at the end.
    public var peek: UInt8? { offset < end ? storage[offset] : nil }

    @usableFromInline func failure(_ reason: Reason) -> Failure { Failure(offset: offset, reason: reason) }

    /// Moves past `count` bytes and returns the index where they began.
    @inline(__always)
    private mutating func advance(_ count: Int) throws(Failure) -> Int {
        guard count >= 0, count <= end - offset else { throw failure(.truncated) }
        let start = offset
        position += count
        return start
    }

    public mutating func skip(_ count: Int) throws(Failure) { _ = try advance(count) }

    /// Goes to an index, forward or back, not before the first byte and not beyond the last.
    public mutating func seek(to target: Int) throws(Failure) {
        guard target >= storage.startIndex, target <= end else { throw Failure(offset: target, reason: .truncated) }
        position = target
    }

    @inlinable public mutating func readU8() throws(Failure) -> UInt8 {
        guard offset < end else { throw failure(.truncated) }
        let value = storage[offset]
        position += 1
        return value
    }

    public mutating func readU16() throws(Failure) -> UInt16 {
        let start = try advance(2)
        return UInt16(storage[start]) | UInt16(storage[start + 1]) << 8
    }

    public mutating func readU32() throws(Failure) -> UInt32 {
        let start = try advance(4)
        return storage.withUnsafeBytes {
            UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: start - storage.startIndex, as: UInt32.self))
        }
    }

    public mutating func readU64() throws(Failure) -> UInt64 {
        let start = try advance(8)
        return storage.withUnsafeBytes {
            UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: start - storage.startIndex, as: UInt64.self))
        }
    }

    public mutating func readF32() throws(Failure) -> Float { Float(bitPattern: try readU32()) }
    public mutating func readF64() throws(Failure) -> Double { Double(bitPattern: try readU64()) }

    /// The next `count` bytes; they share the storage of this reader.
    public mutating func readBytes(_ count: Int) throws(Failure) -> ArraySlice<UInt8> {
        let start = try advance(count)
        return storage[start..<start + count]
    }

    /// A reader of the next `count` bytes; this one moves past them.
    public mutating func readSub(_ count: Int) throws(Failure) -> ByteReader { ByteReader(try readBytes(count)) }

    /// A reader of the bytes after an unsigned LEB128 length; this one moves past them.
    public mutating func readLengthPrefixedSub() throws(Failure) -> ByteReader {
        ByteReader(try readLengthPrefixedBytes())
    }

    /// The bytes after an unsigned LEB128 length.
    public mutating func readLengthPrefixedBytes() throws(Failure) -> ArraySlice<UInt8> {
        let start = offset
        let count = try readULEB32()
        guard Int(count) <= remaining else {
            position = start
            throw failure(.truncated)
        }
        return try readBytes(Int(count))
    }

    /// A string with its length in bytes in front.
    public mutating func readString() throws(Failure) -> String {
        let start = offset
        let count = Int(try readULEB32())
        guard count <= remaining else {
            position = start
            throw failure(.truncated)
        }
        let place = offset - storage.startIndex
        let text = storage.withUnsafeBufferPointer { String(utf8: UnsafeBufferPointer(rebasing: $0[place..<place + count])) }
        guard let text else {
            position = start
            throw failure(.invalidUTF8)
        }
        position += count
        return text
    }

    /// A number of items, each of which takes at least `minimumSize` bytes: rejects counts that the remaining bytes
    /// cannot hold, so a caller may reserve that much memory.
    public mutating func readCount(minimumSize: Int = 1) throws(Failure) -> Int {
        let start = offset
        let count = Int(try readULEB32())
        guard count <= remaining / max(minimumSize, 1) else {
            position = start
            throw failure(.truncated)
        }
        return count
    }
}

// MARK: LEB128

extension ByteReader {
    @inlinable public mutating func readULEB32() throws(Failure) -> UInt32 {
        // Most numbers in a wasm binary are below 128.
        if offset < end, storage[offset] < 0x80 {
            position += 1
            return UInt32(storage[offset - 1])
        }
        return UInt32(truncatingIfNeeded: try readUnsigned(bits: 32))
    }

    public mutating func readULEB64() throws(Failure) -> UInt64 { try readUnsigned(bits: 64) }
    public mutating func readSLEB32() throws(Failure) -> Int32 { Int32(truncatingIfNeeded: try readSigned(bits: 32)) }
    /// The 33-bit signed number of a wasm block type.
    public mutating func readSLEB33() throws(Failure) -> Int64 { try readSigned(bits: 33) }
    public mutating func readSLEB64() throws(Failure) -> Int64 { try readSigned(bits: 64) }

    @usableFromInline mutating func readUnsigned(bits: Int) throws(Failure) -> UInt64 {
        var value: UInt64 = 0
        var shift = 0
        var index = offset
        while true {
            guard index < end else { throw failure(.truncated) }
            guard shift < bits else { throw failure(.lebTooLong) }
            let byte = storage[index]
            index += 1
            let payload = UInt64(byte & 0x7F)
            if bits - shift < 7, payload >> UInt64(bits - shift) != 0 {
                throw failure(byte & 0x80 != 0 ? .lebTooLong : .lebOverflow)
            }
            value |= payload << UInt64(shift)
            shift += 7
            if byte & 0x80 == 0 { break }
        }
        position = index
        return value
    }

    private mutating func readSigned(bits: Int) throws(Failure) -> Int64 {
        var value: Int64 = 0
        var shift = 0
        var index = offset
        while true {
            guard index < end else { throw failure(.truncated) }
            guard shift < bits else { throw failure(.lebTooLong) }
            let byte = storage[index]
            index += 1
            if bits - shift < 7 {
                // The bits beyond the width must repeat the sign bit.
                guard byte & 0x80 == 0 else { throw failure(.lebTooLong) }
                let extended = Int8(bitPattern: byte << 1) >> 1
                let beyond = extended >> Int8(bits - shift - 1)
                guard beyond == 0 || beyond == -1 else { throw failure(.lebOverflow) }
            }
            value |= Int64(byte & 0x7F) << Int64(shift)
            shift += 7
            if byte & 0x80 == 0 {
                if shift < 64, byte & 0x40 != 0 { value |= -1 << Int64(shift) }
                break
            }
        }
        position = index
        return value
    }
}
