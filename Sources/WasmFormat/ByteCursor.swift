import Basics

/// Reads the items of the wasm binary format from a range of an array.
///
/// Every read checks its bounds. It is not `Basics.ByteReader` because errors here carry words, and because the walk over code needs
/// its reads inlined.
struct ByteCursor {
    let bytes: [UInt8]
    /// The index of the next byte.
    var offset: Int
    /// The index after the last byte; never beyond the array.
    var end: Int

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        let all = range.clamped(to: 0..<bytes.count)
        offset = all.lowerBound
        end = all.upperBound
    }

    var remaining: Int { end - offset }
    var isAtEnd: Bool { offset >= end }

    func error(_ message: String) -> WasmError { WasmError(offset: offset, message) }

    @inline(__always)
    mutating func u8() throws(WasmError) -> UInt8 {
        guard offset < end else { throw error("unexpected end of data") }
        let byte = bytes[offset]
        offset += 1
        return byte
    }

    /// An unsigned LEB128 number of at most 32 bits.
    @inline(__always)
    mutating func u32() throws(WasmError) -> UInt32 {
        if offset < end, bytes[offset] < 0x80 {
            offset += 1
            return UInt32(bytes[offset - 1])
        }
        return UInt32(truncatingIfNeeded: try unsigned(bits: 32))
    }

    mutating func u64() throws(WasmError) -> UInt64 { try unsigned(bits: 64) }
    mutating func s32() throws(WasmError) -> Int32 { Int32(truncatingIfNeeded: try signed(bits: 32)) }
    mutating func s33() throws(WasmError) -> Int64 { try signed(bits: 33) }
    mutating func s64() throws(WasmError) -> Int64 { try signed(bits: 64) }

    mutating func fixed32() throws(WasmError) -> UInt32 {
        let start = try take(4).lowerBound
        return bytes.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: start, as: UInt32.self)) }
    }

    mutating func fixed64() throws(WasmError) -> UInt64 {
        let start = try take(8).lowerBound
        return bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: start, as: UInt64.self)) }
    }

    /// Moves past `count` bytes and gives their range.
    mutating func take(_ count: Int) throws(WasmError) -> Range<Int> {
        guard count >= 0, count <= remaining else { throw error("unexpected end of data") }
        defer { offset += count }
        return offset..<offset + count
    }

    /// The range of as many bytes as the number in front says.
    mutating func lengthPrefixed() throws(WasmError) -> Range<Int> {
        let start = offset
        let length = Int(try u32())
        guard length <= remaining else { throw WasmError(offset: start, "length goes beyond the end of its container") }
        return try take(length)
    }

    /// A string with its length in bytes in front.
    mutating func name() throws(WasmError) -> String {
        let start = offset
        let range = try lengthPrefixed()
        guard let text = String(utf8: bytes[range]) else { throw WasmError(offset: start, "name is not valid UTF-8") }
        return text
    }

    /// A number of items that take at least `minimumSize` bytes each; more than the remaining bytes can hold is an error, so that
    /// the count bounds memory.
    mutating func count(of items: String, minimumSize: Int = 1) throws(WasmError) -> Int {
        let start = offset
        let count = Int(try u32())
        guard count <= remaining / max(minimumSize, 1) else { throw WasmError(offset: start, "more \(items) than the section can hold") }
        return count
    }

    private mutating func unsigned(bits: Int) throws(WasmError) -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        var shift = 0
        while true {
            let byte = try u8()
            guard shift < bits else { throw WasmError(offset: start, "LEB128 number is too long") }
            let payload = UInt64(byte & 0x7F)
            if bits - shift < 7, payload >> UInt64(bits - shift) != 0 { throw WasmError(offset: start, "LEB128 number does not fit") }
            value |= payload << UInt64(shift)
            shift += 7
            if byte & 0x80 == 0 { return value }
        }
    }

    private mutating func signed(bits: Int) throws(WasmError) -> Int64 {
        let start = offset
        var value: Int64 = 0
        var shift = 0
        while true {
            let byte = try u8()
            guard shift < bits else { throw WasmError(offset: start, "LEB128 number is too long") }
            if bits - shift < 7 {
                // The bits beyond the width must repeat the sign bit.
                let beyond = (Int8(bitPattern: byte << 1) >> 1) >> Int8(bits - shift - 1)
                guard byte & 0x80 == 0, beyond == 0 || beyond == -1 else { throw WasmError(offset: start, "LEB128 number does not fit") }
            }
            value |= Int64(byte & 0x7F) << Int64(shift)
            shift += 7
            if byte & 0x80 == 0 {
                if shift < 64, byte & 0x40 != 0 { value |= -1 << Int64(shift) }
                return value
            }
        }
    }
}
