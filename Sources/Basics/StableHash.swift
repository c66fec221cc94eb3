/// A 128-bit fingerprint of some bytes: the same on every machine and in every version of langc.
///
/// The algorithm is SipHash-2-4 with 128-bit output under the fixed key `00 01 … 0f`. It mixes well enough that chance
/// collisions do not matter for any number of objects (a million objects: below 10⁻²⁶), takes less than a nanosecond a byte,
/// and is small enough to check against its published test vectors. With a public key it is no protection against
/// someone who wants collisions.
public struct StableHash: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The first and the last eight bytes of the fingerprint, each read as a little-endian number.
    public let first: UInt64
    public let last: UInt64

    public init(first: UInt64, last: UInt64) {
        self.first = first
        self.last = last
    }

    /// The fingerprint of `bytes`.
    public init(of bytes: some Sequence<UInt8>) {
        var hasher = StableHasher()
        hasher.update(bytes)
        self = hasher.finish()
    }

    /// The fingerprint of the UTF-8 bytes of `text`.
    public init(of text: String) { self.init(of: text.utf8) }

    /// The sixteen bytes of the fingerprint.
    public var bytes: [UInt8] {
        var writer = ByteWriter(capacity: 16)
        writer.append(u64: first)
        writer.append(u64: last)
        return writer.bytes
    }

    /// 32 lower-case hexadecimal digits.
    public var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(32)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads what `hex` wrote; `nil` for anything else.
    public init?(hex: String) {
        let text = Array(hex.utf8)
        guard text.count == 32 else { return nil }
        var words: [UInt64] = [0, 0]
        for (index, character) in text.enumerated() {
            let digit: UInt64
            switch character {
            case 0x30...0x39: digit = UInt64(character - 0x30)
            case 0x61...0x66: digit = UInt64(character - 0x61 + 10)
            default: return nil
            }
            let byte = index % 16 / 2
            words[index / 16] |= digit << UInt64(byte * 8 + (index % 2 == 0 ? 4 : 0))
        }
        self.init(first: words[0], last: words[1])
    }

    public var description: String { hex }

    public static func < (left: Self, right: Self) -> Bool { (left.first, left.last) < (right.first, right.last) }
}

/// Computes a `StableHash` piece by piece.
///
/// `update` of two pieces equals `update` of their concatenation; use `combine` for fields whose borders matter.
public struct StableHasher: Sendable {
    private var v0: UInt64 = 0x736f_6d65_7073_6575 ^ 0x0706_0504_0302_0100
    private var v1: UInt64 = 0x646f_7261_6e64_6f6d ^ 0x0f0e_0d0c_0b0a_0908 ^ 0xee
    private var v2: UInt64 = 0x6c79_6765_6e65_7261 ^ 0x0706_0504_0302_0100
    private var v3: UInt64 = 0x7465_6462_7974_6573 ^ 0x0f0e_0d0c_0b0a_0908
    /// The bytes that do not fill a word yet, and how many they are.
    private var tail: UInt64 = 0
    private var tailCount: UInt64 = 0
    private var length: UInt64 = 0

    public init() {}

    /// Adds bytes.
    public mutating func update(_ bytes: some Sequence<UInt8>) {
        if bytes.withContiguousStorageIfAvailable({ update(UnsafeRawBufferPointer($0)) }) == nil {
            for byte in bytes { update(byte: byte) }
        }
    }

    /// Adds the length of `bytes` and then the bytes.
    public mutating func combine(_ bytes: some Collection<UInt8>) {
        combine(UInt64(bytes.count))
        update(bytes)
    }

    /// Adds the length of the text in UTF-8 and then the text.
    public mutating func combine(_ text: String) { combine(text.utf8) }

    /// Adds eight bytes, little endian.
    public mutating func combine(_ value: UInt64) {
        withUnsafeBytes(of: value.littleEndian) { update($0) }
    }

    /// Adds a fingerprint.
    public mutating func combine(_ hash: StableHash) {
        combine(hash.first)
        combine(hash.last)
    }

    /// The fingerprint of everything added so far.
    public func finish() -> StableHash {
        var state = self
        state.compress(tail | length << 56)
        state.v2 ^= 0xee
        for _ in 0..<4 { state.round() }
        let first = state.v0 ^ state.v1 ^ state.v2 ^ state.v3
        state.v1 ^= 0xdd
        for _ in 0..<4 { state.round() }
        return StableHash(first: first, last: state.v0 ^ state.v1 ^ state.v2 ^ state.v3)
    }

    private mutating func update(_ buffer: UnsafeRawBufferPointer) {
        var index = 0
        while index < buffer.count, tailCount != 0 {
            update(byte: buffer[index])
            index += 1
        }
        while index + 8 <= buffer.count {
            compress(UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
            length &+= 8
            index += 8
        }
        while index < buffer.count {
            update(byte: buffer[index])
            index += 1
        }
    }

    private mutating func update(byte: UInt8) {
        tail |= UInt64(byte) << (tailCount * 8)
        tailCount += 1
        length &+= 1
        if tailCount == 8 {
            compress(tail)
            tail = 0
            tailCount = 0
        }
    }

    @inline(__always)
    private mutating func compress(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    @inline(__always)
    private mutating func round() {
        v0 &+= v1
        v1 = Self.rotate(v1, 13) ^ v0
        v0 = Self.rotate(v0, 32)
        v2 &+= v3
        v3 = Self.rotate(v3, 16) ^ v2
        v0 &+= v3
        v3 = Self.rotate(v3, 21) ^ v0
        v2 &+= v1
        v1 = Self.rotate(v1, 17) ^ v2
        v2 = Self.rotate(v2, 32)
    }

    @inline(__always)
    private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 { value << count | value >> (64 - count) }
}
