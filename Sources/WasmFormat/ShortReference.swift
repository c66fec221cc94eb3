/// A call of a function, or an access to a global, whose index takes at most four bytes: as nearly all instructions are that refer to something.
/// Read without an `InstructionReader`, which all others are left to.
public struct ShortReference {
    public enum Kind: UInt8 {
        case call = 0x10, globalGet = 0x23, globalSet = 0x24
    }

    public let kind: Kind
    public let index: Int
    /// Where the instruction ends.
    public let end: Int

    /// - Parameters:
    ///   - place: of an opcode.
    ///   - end: where the code ends that the instruction belongs to.
    @inlinable @inline(__always)
    public init?(in bytes: UnsafeBufferPointer<UInt8>, at place: Int, end: Int) {
        guard place >= 0, end <= bytes.count, place < end - 1, let base = bytes.baseAddress, let kind = Kind(rawValue: base[place]) else { return nil }
        self.kind = kind
        var next = place + 1
        var value = Int(base[next])
        next += 1
        if value >= 0x80 {
            value &= 0x7F
            var shift = 7
            while true {
                guard next < end, shift < 28 else { return nil }
                let byte = Int(base[next])
                next += 1
                value |= (byte & 0x7F) << shift
                if byte < 0x80 { break }
                shift += 7
            }
        }
        index = value
        self.end = next
    }
}
