import WasmFormat

/// Collects pieces of static data by ascending address and makes segments of them, without longer stretches of zeros: memory starts
/// as zeros. Memory needed is that of the pieces, however far apart they lie.
struct SegmentBuilder: Sendable {
    private(set) var segments: [(mode: SegmentMode, bytes: ArraySlice<UInt8>)] = []
    private var start: UInt64 = 0
    private var bytes: [UInt8] = []
    /// Zeros after `bytes` that are only stored if something follows closely.
    private var zeros = 0

    init() {}

    /// - Parameter capacity: about how many bytes will be stored.
    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    /// What a segment of its own costs, in bytes; more when there are many, since engines limit their number.
    private var longestGap: Int {
        switch segments.count {
        case ..<1000: 16
        case ..<20_000: 4096
        default: 1 << 20
        }
    }

    /// Adds a piece. `address` must not be below the end of the piece before.
    mutating func add(_ address: UInt32, _ piece: ArraySlice<UInt8>) { piece.withUnsafeBufferPointer { add(address, $0) } }

    /// The same for bytes that are at a fixed address.
    mutating func add(_ address: UInt32, _ piece: UnsafeBufferPointer<UInt8>) {
        let gap = UInt64(address) - end
        if !bytes.isEmpty { zeros += Int(gap) }
        if bytes.isEmpty { start = UInt64(address) }
        var index = 0
        while index < piece.count {
            let first = index
            while index < piece.count, piece[index] == 0 { index += 1 }
            if bytes.isEmpty { start += UInt64(index - first) } else { zeros += index - first }
            guard index < piece.count else { return }
            if zeros > 0 { endZeros() }
            let end = Self.endOfContent(piece, from: index)
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: piece[index..<end]))
            index = end
        }
    }

    /// Where the next zeros begin that are not copied together with what surrounds them, as a few are; or only zeros are left.
    /// - Parameter start: of a byte that is not zero.
    private static func endOfContent(_ piece: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let bytes = UnsafeRawBufferPointer(piece)
        var index = start + 1
        var end = index
        while index < bytes.count {
            // Up to a word that is not zero come fewer zeros in a row than a segment costs.
            if index + 8 <= bytes.count, bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) != 0 {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                end = index + 8 - word.leadingZeroBitCount / 8
                index = end
                continue
            }
            if bytes[index] != 0 { end = index + 1 }
            index += 1
            if index - end > 8 { break }
        }
        return end
    }

    private mutating func endZeros() {
        if zeros > longestGap { closeSegment() } else { bytes.append(contentsOf: repeatElement(0, count: zeros)) }
        zeros = 0
    }

    /// All segments; nothing may be added after this.
    mutating func finish() -> [(mode: SegmentMode, bytes: ArraySlice<UInt8>)] {
        if !bytes.isEmpty { closeSegment() }
        return segments
    }

    private var end: UInt64 { bytes.isEmpty ? 0 : start + UInt64(bytes.count + zeros) }

    /// The next byte starts a new segment, after the zeros.
    private mutating func closeSegment() {
        segments.append((.active(0, .i32(Int32(truncatingIfNeeded: start))), bytes[...]))
        start += UInt64(bytes.count + zeros)
        bytes = []
        zeros = 0
    }
}
