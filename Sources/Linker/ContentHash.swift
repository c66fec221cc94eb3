import Glibc

/// What static data contains, in short. Zeros at the end do not count.
enum ContentHash {
    /// The hash of data that is all zero, and of no other.
    static let zero: UInt64 = 0

    /// Differs from process to process, so that no input can have chosen its hashes.
    private static let seed = UInt64.random(in: .min ... .max)

    static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let content = content(bytes)
        if content.isEmpty { return zero }
        var hash = QuickHash(seed: seed)
        hash.combine(content)
        return max(hash.value, zero + 1)
    }

    static func isEqual(_ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>) -> Bool {
        let (left, right) = (content(first), content(second))
        guard left.count == right.count, let one = left.baseAddress, let other = right.baseAddress else { return left.count == right.count }
        return memcmp(one, other, left.count) == 0
    }

    /// The bytes without the zeros at the end.
    @inline(__always)
    private static func content(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var end = bytes.count
        while end > 0, bytes[end - 1] == 0 { end -= 1 }
        return UnsafeBufferPointer(rebasing: bytes[..<end])
    }
}

/// A hash of numbers and bytes, for tables that live no longer than the process.
struct QuickHash {
    private(set) var value: UInt64

    init(seed: UInt64) { value = seed }

    @inline(__always)
    mutating func combine(_ number: UInt64) {
        let product = (value ^ number).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        value = product.high ^ product.low ^ 0xE703_7ED1_A0B4_28DB
    }

    mutating func combine(_ bytes: UnsafeBufferPointer<UInt8>) {
        let raw = UnsafeRawBufferPointer(bytes)
        var place = 0
        while place + 8 <= raw.count {
            combine(raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            place += 8
        }
        var rest = UInt64(raw.count)
        while place < raw.count {
            rest = rest << 8 | UInt64(raw[place])
            place += 1
        }
        combine(rest)
    }
}
