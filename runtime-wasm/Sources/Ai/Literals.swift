// Literals that compiled code describes by a text, see `LiteralCode`, since code that makes them part by part would be larger.

/// (string) -> the value of a literal without atoms.
@_cdecl("ai_literal") @inline(__always) func aiLiteralEntry(_ code: UInt32) -> UInt64 { readLiteral(code) }

/// (string) -> the value of a literal.
@_cdecl("ai_literal_with_atoms") @inline(__always) func aiLiteralWithAtomsEntry(_ code: UInt32) -> UInt64 {
    KindHooks.literalAtom = { literalAtom($0, $1, $2) }
    return readLiteral(code)
}

@inline(never) private func readLiteral(_ code: UInt32) -> UInt64 {
    var reader = LiteralReader(at: stringData(code))
    return reader.read()
}

/// Lists and vectors exist before what they hold, so that labels may name them, and those that are incomplete are on a stack: nothing here depends on how
/// deep they are nested.
private struct LiteralReader {
    var at: UInt32
    /// A builder of eight bytes each: where the next value goes, and how many are missing. The lowest bits of the place say what it is.
    private var stack = newBytes(capacity: 64)
    /// A builder of the values with labels.
    private var labels = newBytes(capacity: 64)

    // What is to be filled: slots one after another, the car of a pair and of more behind it, the same with another end than the empty list, and that end.
    private static let inSlots: UInt32 = 0
    private static let inList: UInt32 = 1
    private static let inImproperList: UInt32 = 2
    private static let atEnd: UInt32 = 3

    init(at: UInt32) { self.at = at }

    mutating func read() -> UInt64 {
        var result = unitBits
        while true {
            let isLabelled = load8(at) == UInt32(LiteralCode.label)
            if isLabelled { at &+= 1 }
            var place: UInt32 = 0
            var count: UInt32 = 0
            let value = readValue(&place, &count)
            if isLabelled { labels = appendWord(labels, value) }
            if used(stack) == 0 { result = value } else { fill(value) }
            if count != 0 { stack = appendWord(stack, UInt64(place) | UInt64(count) << 32) }
            while used(stack) != 0 && load64(top) >> 32 == 0 { setUsed(stack, used(stack) &- 8) }
            if used(stack) == 0 { return result }
        }
    }

    /// The next value. Of a list or a vector `count` parts are missing, the first of which goes to `place`.
    private mutating func readValue(_ place: inout UInt32, _ count: inout UInt32) -> UInt64 {
        let code = UInt8(truncatingIfNeeded: load8(at))
        if code >= LiteralCode.firstDigit && code < LiteralCode.endOfDigits {
            let number = readNumber()
            return fixnum(Int64(bitPattern: number >> 1 ^ (0 &- number & 1)))
        }
        at &+= 1
        let number = readNumber()
        let small = UInt32(truncatingIfNeeded: number)
        switch code {
        case LiteralCode.reference: return load64(labels &+ ObjectLayout.Bytes.dataOffset &+ 8 &* small)
        case LiteralCode.float: return number
        case LiteralCode.immediate: return NaNBox.Tag.immediate << 48 | number
        case LiteralCode.character: return character(small)
        case LiteralCode.list, LiteralCode.improperList:
            count = small
            let pair = cons(unitBits, emptyListBits)
            place = referenceAddress(pair) | (code == LiteralCode.list ? Self.inList : Self.inImproperList)
            return pair
        case LiteralCode.vector:
            count = small
            let vector = newVector(small)
            place = arraySlots(vector) | Self.inSlots
            return box(vector, .vector)
        default:
            let start = at
            at &+= small
            guard let atom = KindHooks.literalAtom else { return unitBits }
            return atom(UInt32(code), start, small)
        }
    }

    private mutating func readNumber() -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let digit = UInt64(load8(at) &- UInt32(LiteralCode.firstDigit))
            at &+= 1
            value |= (digit & UInt64(LiteralCode.moreDigits &- 1)) &<< shift
            if digit < UInt64(LiteralCode.moreDigits) { return value }
            shift &+= UInt64(LiteralCode.bitsOfDigit)
        }
    }

    /// Puts a value where the object on top of the stack misses it.
    private func fill(_ value: UInt64) {
        let kind = load32(top) & 7
        var place = load32(top) &- kind
        var missing = load32(top, 4) &- 1
        if kind == Self.inSlots {
            store64(place, value)
            place &+= 8
        } else if kind == Self.atEnd {
            store64(place &+ ObjectLayout.Pair.cdrOffset, value)
        } else {
            store64(place &+ ObjectLayout.Pair.carOffset, value)
            if missing != 0 {
                let next = cons(unitBits, emptyListBits)
                store64(place &+ ObjectLayout.Pair.cdrOffset, next)
                place = referenceAddress(next) | kind
            } else if kind == Self.inImproperList {
                missing = 1
                place |= Self.atEnd
            }
        }
        store64(top, UInt64(place) | UInt64(missing) << 32)
    }

    private var top: UInt32 { stack &+ ObjectLayout.Bytes.dataOffset &+ used(stack) &- 8 }
}

@inline(__always) private func used(_ builder: UInt32) -> UInt32 { load32(builder, ObjectLayout.Bytes.usedOffset) }
@inline(__always) private func setUsed(_ builder: UInt32, _ count: UInt32) { store32(builder &+ ObjectLayout.Bytes.usedOffset, count) }

private func appendWord(_ builder: UInt32, _ word: UInt64) -> UInt32 {
    let builder = reserve(builder, 8)
    let count = used(builder)
    store64(builder &+ ObjectLayout.Bytes.dataOffset &+ count, word)
    setUsed(builder, count &+ 8)
    return builder
}

private func literalAtom(_ code: UInt32, _ data: UInt32, _ count: UInt32) -> UInt64 {
    switch UInt8(truncatingIfNeeded: code) {
    case LiteralCode.text: return box(textOfBytes(data, count), .text)
    case LiteralCode.symbol: return intern(copyString(data, count, 0), RuntimeRoots.symbols)
    case LiteralCode.keyword: return intern(copyString(data, count, 0), RuntimeRoots.keywords)
    case LiteralCode.byteVector:
        let vector = newByteVector(count / 2)
        readHalfBytes(data, count, to: vector &+ ObjectLayout.ByteVector.bytesOffset)
        return box(vector, .byteVector)
    default:
        let integer = newInteger(count / 8)
        readHalfBytes(data, count, to: integerLimbs(integer))
        return finish(integer, count / 8, isNegative: code == UInt32(LiteralCode.negative))
    }
}

private func readHalfBytes(_ data: UInt32, _ count: UInt32, to target: UInt32) {
    var target = target
    var at = data
    while at != data &+ count {
        // Of the digits' codes only the lower halves count.
        store8(target, load8(at) & 15 | (load8(at, 1) & 15) &<< 4)
        target &+= 1
        at &+= 2
    }
}
