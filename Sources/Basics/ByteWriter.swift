/// Builds a byte sequence: little-endian fixed-width numbers, LEB128 numbers, strings with their length in front.
public struct ByteWriter: Sendable {
    /// What was written so far.
    public var bytes: [UInt8]

    @inlinable public init() { bytes = [] }

    /// A writer that will take about `capacity` bytes without growing.
    @inlinable public init(capacity: Int) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// The number of bytes written, which is also the offset of the next one.
    @inlinable public var count: Int { bytes.count }

    @inlinable public mutating func append(u8 value: UInt8) { bytes.append(value) }

    @inlinable public mutating func append(u16 value: UInt16) {
        bytes.append(UInt8(truncatingIfNeeded: value))
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
    }

    @inlinable public mutating func append(u32 value: UInt32) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    @inlinable public mutating func append(u64 value: UInt64) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// The bit pattern of an IEEE 754 single.
    @inlinable public mutating func append(f32 value: Float) { append(u32: value.bitPattern) }

    /// The bit pattern of an IEEE 754 double.
    @inlinable public mutating func append(f64 value: Double) { append(u64: value.bitPattern) }

    @inlinable public mutating func append(bytes other: some Sequence<UInt8>) { bytes.append(contentsOf: other) }

    /// The length in bytes as unsigned LEB128, then the UTF-8 bytes.
    public mutating func append(string: String) {
        var string = string
        string.withUTF8 { utf8 in
            append(uleb64: UInt64(utf8.count))
            bytes.append(contentsOf: utf8)
        }
    }

    /// The length in bytes as unsigned LEB128, then the bytes.
    public mutating func append(lengthPrefixed other: some Collection<UInt8>) {
        append(uleb64: UInt64(other.count))
        bytes.append(contentsOf: other)
    }

    /// Writes what `body` writes, with its length as unsigned LEB128 in front.
    public mutating func appendLengthPrefixed<Failure: Error>(
        _ body: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        var inner = ByteWriter()
        try body(&inner)
        append(lengthPrefixed: inner.bytes)
    }

    // MARK: LEB128

    @inlinable public mutating func append(uleb32 value: UInt32) { append(uleb64: UInt64(value)) }

    @inlinable public mutating func append(uleb64 value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    @inlinable public mutating func append(sleb32 value: Int32) { append(sleb64: Int64(value)) }

    @inlinable public mutating func append(sleb64 value: Int64) {
        var rest = value
        while rest < -64 || rest > 63 {
            bytes.append(UInt8(truncatingIfNeeded: rest) & 0x7F | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest) & 0x7F)
    }

    /// `value` as unsigned LEB128 of exactly five bytes, so that it can be overwritten later in place.
    @inlinable public mutating func append(paddedULEB32 value: UInt32) {
        append(uleb32: 0x8000_0000)
        patch(paddedULEB32: value, at: bytes.count - 5)
    }

    /// Overwrites the five bytes at `offset` with `value`. The five bytes must have been written before.
    @inlinable public mutating func patch(paddedULEB32 value: UInt32, at offset: Int) {
        var rest = value
        for index in 0..<4 {
            bytes[offset + index] = UInt8(truncatingIfNeeded: rest) | 0x80
            rest >>= 7
        }
        bytes[offset + 4] = UInt8(truncatingIfNeeded: rest)
    }

    /// Overwrites the four bytes at `offset` with `value`, little endian. They must have been written before.
    @inlinable public mutating func patch(u32 value: UInt32, at offset: Int) {
        for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(index))) }
    }
}
