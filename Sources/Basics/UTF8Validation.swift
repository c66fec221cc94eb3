/// Checks that a text is UTF-8 as Unicode defines it: shortest forms only, no surrogates, nothing above U+10FFFF.
public enum UTF8Validation {
    /// The offset of the first byte that cannot be part of UTF-8 text, or nil if all is well.
    public static func firstFault(in bytes: [UInt8]) -> Int? { bytes.withUnsafeBufferPointer { firstFault(in: $0) } }

    /// The same for bytes that are at a fixed address.
    public static func firstFault(in buffer: UnsafeBufferPointer<UInt8>) -> Int? {
        var position = 0
        while position < buffer.count {
            // Nearly all text is ASCII.
            while position + 8 <= buffer.count,
                UnsafeRawBufferPointer(buffer).loadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                position += 8
            }
            if position == buffer.count { return nil }
            if buffer[position] < 0x80 {
                position += 1
                continue
            }
            let length = sequenceLength(buffer, position)
            if length == 0 { return position }
            position += length
        }
        return nil
    }

    /// The length of the multi-byte character at `position`, or 0 if there is none.
    private static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> Int {
        let second: ClosedRange<UInt8>
        let length: Int
        switch bytes[position] {
        case 0xC2...0xDF: (second, length) = (0x80...0xBF, 2)
        case 0xE0: (second, length) = (0xA0...0xBF, 3)
        case 0xED: (second, length) = (0x80...0x9F, 3)
        case 0xE1...0xEF: (second, length) = (0x80...0xBF, 3)
        case 0xF0: (second, length) = (0x90...0xBF, 4)
        case 0xF1...0xF3: (second, length) = (0x80...0xBF, 4)
        case 0xF4: (second, length) = (0x80...0x8F, 4)
        default: return 0
        }
        guard position + length <= bytes.count, second.contains(bytes[position + 1]) else { return 0 }
        for offset in 2..<max(length, 2) where bytes[position + offset] & 0xC0 != 0x80 { return 0 }
        return length
    }
}
