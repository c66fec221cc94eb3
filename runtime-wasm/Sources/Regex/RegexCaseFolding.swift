// Matching without regard to case: simple case folding. Scalars with the same folding are those that the tables of upper and lower case
// connect, but for the Turkish i without dot, and three pairs whose upper case forms are several scalars.

extension RegexList {
    /// Adds to the segment from `start` on what differs from its scalars in case only, and makes it canonical.
    mutating func foldCase(from start: UInt32) {
        canonicalize(from: start)
        var at = start
        let end = count
        var isASCII = true
        while at < end {
            let range = get(at)
            if rangeLast(range) < 0x80 { foldASCII(range) } else { isASCII = false }
            at &+= 1
        }
        canonicalize(from: start)
        if isASCII { return }
        var before: UInt32 = 0
        // Up to four scalars have one folding, so this ends after few rounds.
        while before != scalarCount(from: start) {
            before = scalarCount(from: start)
            foldOnce(from: start)
            canonicalize(from: start)
        }
    }

    private mutating func foldASCII(_ range: UInt64) {
        appendShifted(range, 65, 90, 32)
        appendShifted(range, 97, 122, UInt32(bitPattern: -32))
        if contains(range, 75) || contains(range, 107) { append(scalarRange(0x212A, 0x212A)) }
        if contains(range, 83) || contains(range, 115) { append(scalarRange(0x17F, 0x17F)) }
    }

    private mutating func foldOnce(from start: UInt32) {
        let end = count
        let upper = upperCaseRanges.span.withUnsafeBufferPointer { Runtime.address(of: UnsafeRawPointer($0.baseAddress.unsafelyUnwrapped)) }
        let lower = lowerCaseRanges.span.withUnsafeBufferPointer { Runtime.address(of: UnsafeRawPointer($0.baseAddress.unsafelyUnwrapped)) }
        foldByTable(upper, UInt32(truncatingIfNeeded: upperCaseRanges.count), start, end)
        foldByTable(lower, UInt32(truncatingIfNeeded: lowerCaseRanges.count), start, end)
        foldPair(0x390, 0x1FD3, start, end)
        foldPair(0x3B0, 0x1FE3, start, end)
        foldPair(0xFB05, 0xFB06, start, end)
    }

    private mutating func foldByTable(_ table: UInt32, _ size: UInt32, _ start: UInt32, _ end: UInt32) {
        var entry = table
        while entry != table &+ 8 &* size {
            let bits = load32(entry)
            let delta = load32(entry, 4)
            let first = bits & lastScalarMask
            let last = first &+ (bits >> 21 & 0xFF) << (bits >> 29 & 1)
            entry &+= 8
            if first == 0x131 { continue }
            var at = start
            while at < end {
                let range = get(at)
                at &+= 1
                if bits >> 29 & 1 == 0 {
                    appendShifted(range, first, last, delta)
                    appendShifted(range, first &+ delta, last &+ delta, 0 &- delta)
                } else {
                    appendEverySecond(range, first, last, delta)
                    appendEverySecond(range, first &+ delta, last &+ delta, 0 &- delta)
                }
            }
        }
    }

    /// Adds the part of a range that lies in `first ... last`, moved by `delta`.
    private mutating func appendShifted(_ range: UInt64, _ first: UInt32, _ last: UInt32, _ delta: UInt32) {
        let low = rangeFirst(range) > first ? rangeFirst(range) : first
        let high = rangeLast(range) < last ? rangeLast(range) : last
        if low <= high { append(scalarRange(low &+ delta, high &+ delta)) }
    }

    private mutating func appendEverySecond(_ range: UInt64, _ first: UInt32, _ last: UInt32, _ delta: UInt32) {
        var scalar = first
        if rangeFirst(range) > first { scalar = rangeFirst(range) &+ ((rangeFirst(range) &- first) & 1) }
        while scalar <= last && scalar <= rangeLast(range) {
            if !contains(range, scalar &+ delta) { append(scalarRange(scalar &+ delta, scalar &+ delta)) }
            scalar &+= 2
        }
    }

    private mutating func foldPair(_ a: UInt32, _ b: UInt32, _ start: UInt32, _ end: UInt32) {
        var at = start
        while at < end {
            if contains(get(at), a) { append(scalarRange(b, b)) }
            if contains(get(at), b) { append(scalarRange(a, a)) }
            at &+= 1
        }
    }

    @inline(__always) private func contains(_ range: UInt64, _ scalar: UInt32) -> Bool {
        rangeFirst(range) <= scalar && scalar <= rangeLast(range)
    }
}

/// The bits of a table's entry that hold its first scalar.
private let lastScalarMask: UInt32 = 0x1F_FFFF
