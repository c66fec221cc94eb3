// `read`: one datum of a port. What is open is kept on a stack in memory, so that depth is limited by memory only.

/// Frames of the stack, 32 bytes each.
private enum Frame {
    static let kind: UInt32 = 0
    /// The bracket that closes it.
    static let closer: UInt32 = 4
    /// The first and the last pair so far; the symbol of a quotation.
    static let first: UInt32 = 8
    static let last: UInt32 = 16
    /// Whether a list has a dot (1) and a datum behind it (2); the number of a label.
    static let extra: UInt32 = 24
    static let size: UInt32 = 32
}

private enum FrameKind {
    static let list: UInt32 = 0
    static let vector: UInt32 = 1
    static let bytes: UInt32 = 2
    static let quotation: UInt32 = 3
    /// `#;`: the next datum is dropped.
    static let comment: UInt32 = 4
    static let label: UInt32 = 5
}

/// What is known while a datum is read. Reading has failed when the runtime is raising.
struct DatumReader {
    let port: UInt32
    /// A `bytes` object with frames.
    private var stack: UInt32
    /// From numbers of labels to cells, which hold the labelled datum once it is complete; 0 while there are none.
    private var labels: UInt32 = 0
    /// Cells stand in the datum for what was not complete when it was referred to.
    private var hasCells = false

    init(_ port: UInt32) {
        self.port = port
        stack = newBytes(capacity: 256)
    }

    private var isEmpty: Bool { load32(stack, ObjectLayout.Bytes.usedOffset) == 0 }
    private var top: UInt32 { stack &+ ObjectLayout.Bytes.dataOffset &+ load32(stack, ObjectLayout.Bytes.usedOffset) &- Frame.size }

    private mutating func push(_ kind: UInt32, closer: UInt32 = 0, first: UInt64 = emptyListBits, extra: UInt32 = 0) {
        stack = reserve(stack, Frame.size)
        store32(stack &+ ObjectLayout.Bytes.usedOffset, load32(stack, ObjectLayout.Bytes.usedOffset) &+ Frame.size)
        store32(top, kind)
        store32(top &+ Frame.closer, closer)
        store64(top &+ Frame.first, first)
        store64(top &+ Frame.last, 0)
        store32(top &+ Frame.extra, extra)
    }

    private func pop() { store32(stack &+ ObjectLayout.Bytes.usedOffset, load32(stack, ObjectLayout.Bytes.usedOffset) &- Frame.size) }

    /// The next datum, or the end-of-file object.
    mutating func read() -> UInt64 {
        while true {
            let scalar = skipBlanks(port)
            if isRaising() { return 0 }
            var value: UInt64 = 0
            switch scalar {
            case UInt32.max:
                return isEmpty ? endOfFileBits : raiseSyntax("unexpected end of input")
            case 40, 91:
                consume(port, 1)
                push(FrameKind.list, closer: scalar == 40 ? 41 : 93)
                continue
            case 41, 93:
                consume(port, 1)
                value = close(scalar)
            case 39:
                quote("quote")
                continue
            case 96:
                quote("quasiquote")
                continue
            case 44:
                consume(port, 1)
                let isSplicing = peekScalar(port) == 64
                if isSplicing { consume(port, 1) }
                pushQuotation(isSplicing ? "unquote-splicing" : "unquote")
                continue
            case 34: value = readString(port)
            case 124: value = readBarred(port)
            case 35: value = readSharp()
            default: value = readToken(port)
            }
            if isRaising() { return 0 }
            // Nothing but a frame was made, or a dot read.
            if value == absentBits { continue }
            if value == uninitializedBits {
                if !noteDot() { return raiseSyntax("misplaced '.'") }
                continue
            }
            if deliver(&value) { return hasCells ? resolveCells(value) : value }
            if isRaising() { return 0 }
        }
    }

    private mutating func quote(_ name: StaticString) {
        consume(port, 1)
        pushQuotation(name)
    }

    private mutating func pushQuotation(_ name: StaticString) {
        push(FrameKind.quotation, first: intern(constantString(name), RuntimeRoots.symbols))
    }

    /// A dot stands in a list behind a datum.
    private func noteDot() -> Bool {
        if isEmpty || load32(top) != FrameKind.list || load64(top, Frame.last) == 0 || load32(top, Frame.extra) != 0 { return false }
        store32(top &+ Frame.extra, 1)
        return true
    }

    /// What a closing bracket completes.
    private mutating func close(_ scalar: UInt32) -> UInt64 {
        if isEmpty { return raiseSyntax("unexpected ", scalar: scalar) }
        let kind = load32(top)
        if kind > FrameKind.bytes || load32(top, Frame.closer) != scalar { return raiseSyntax("unexpected ", scalar: scalar) }
        if load32(top, Frame.extra) == 1 { return raiseSyntax("misplaced '.'") }
        let list = load64(top, Frame.first)
        pop()
        if kind == FrameKind.list { return list }
        return kind == FrameKind.vector ? box(vectorOfList(list), .vector) : aiBytevectorEntry(list)
    }

    /// Gives a datum to what waits for it. True when it is complete and nothing waits.
    private mutating func deliver(_ value: inout UInt64) -> Bool {
        while !isEmpty {
            let frame = top
            switch load32(frame) {
            case FrameKind.quotation:
                value = cons(load64(frame, Frame.first), cons(value, emptyListBits))
                pop()
            case FrameKind.comment:
                pop()
                return false
            case FrameKind.label:
                let cell = load64(hashFind(labels, fixnum(load32(frame, Frame.extra))), 8)
                if value == cell {
                    _ = raiseSyntax("label refers to itself")
                    return false
                }
                store64(referenceAddress(cell) &+ ObjectLayout.Variant.payloadOffset, value)
                pop()
            default:
                add(value, to: frame)
                return false
            }
        }
        return true
    }

    private func add(_ value: UInt64, to frame: UInt32) {
        let kind = load32(frame)
        if kind == FrameKind.bytes && (smallCount(value) > 255) { return _ = raiseSyntax("a bytevector holds numbers from 0 to 255") }
        let last = load64(frame, Frame.last)
        switch load32(frame, Frame.extra) {
        case 0:
            let pair = cons(value, emptyListBits)
            if last == 0 { store64(frame &+ Frame.first, pair) } else { setCdr(last, pair) }
            store64(frame &+ Frame.last, pair)
        case 1:
            setCdr(last, value)
            store32(frame &+ Frame.extra, 2)
        default: _ = raiseSyntax("misplaced '.'")
        }
    }

    /// What begins with `#`. `absent` when only a frame was made.
    private mutating func readSharp() -> UInt64 {
        consume(port, 1)
        let scalar = peekScalar(port)
        switch scalar {
        case 40:
            consume(port, 1)
            push(FrameKind.vector, closer: 41)
            return absentBits
        case 59:
            consume(port, 1)
            push(FrameKind.comment)
            return absentBits
        case 92:
            consume(port, 1)
            return readCharacter(port)
        case 33: return readDirective(port)
        default: break
        }
        if scalar < 128 && isDigit(scalar) { return readLabel() }
        let token = takeToken(port, "#")
        let data = token &+ ObjectLayout.Bytes.dataOffset
        let count = load32(token, ObjectLayout.Bytes.usedOffset)
        if isToken(token, "#t") || isToken(token, "#true") { return trueBits }
        if isToken(token, "#f") || isToken(token, "#false") { return falseBits }
        if isToken(token, "#u8") && peekScalar(port) == 40 {
            consume(port, 1)
            push(FrameKind.bytes, closer: 41)
            return absentBits
        }
        let number = parseNumber(data, data &+ count, radix: 10)
        return number != falseBits ? number : raiseSyntax("unknown syntax ", token: token)
    }

    /// `#n=` or `#n#`.
    private mutating func readLabel() -> UInt64 {
        var number: UInt32 = 0
        while true {
            let scalar = nextScalar(port)
            if scalar < 128 && isDigit(scalar) {
                if number > 10_000_000 { return raiseSyntax("label is too large") }
                number = 10 &* number &+ scalar &- 48
                continue
            }
            if labels == 0 { labels = newHashTable(UInt32(ObjectLayout.HashTable.eqv)) }
            let entry = hashFind(labels, fixnum(number))
            if scalar == 61 {
                if entry != 0 { return raiseSyntax("label is defined twice") }
                hashSet(labels, fixnum(number), box(newVariant(.cell, tag: 0, payload: absentBits), .cell))
                push(FrameKind.label, extra: number)
                return absentBits
            }
            if scalar != 35 { return raiseSyntax("unknown syntax after '#'") }
            if entry == 0 { return raiseSyntax("label is not defined") }
            let cell = load64(entry, 8)
            let value = wrappedValue(referenceAddress(cell))
            if value != absentBits { return value }
            hasCells = true
            return cell
        }
    }
}

@inline(__always) private var uninitializedBits: UInt64 { 0xFFFB_0000_0000_0008 }

/// Puts in the place of each cell what it holds.
private func resolveCells(_ value: UInt64) -> UInt64 {
    var seen = addAddress(newAddressTable(), referenceAddress(value), 0)
    openWorkStack()
    let bottom = workDepth()
    pushWork(markedAddress(value), 0)
    while workDepth() != bottom {
        let object = load32(topWork())
        popWork()
        let isVector = !isPairAddress(object)
        var slot = isVector ? arraySlots(object) : unmarkedAddress(object) &+ ObjectLayout.Pair.carOffset
        let end = slot &+ 8 &* (isVector ? arrayLength(object) : 2)
        while slot != end {
            if isReference(load64(slot), .cell) { store64(slot, wrappedValue(load32(slot))) }
            let part = load64(slot)
            if isPair(part) || isReference(part, .vector), load32(fastAddressEntry(seen, referenceAddress(part))) == 0 {
                seen = addAddress(seen, referenceAddress(part), 0)
                pushWork(markedAddress(part), 0)
            }
            slot &+= 8
        }
    }
    closeWorkStack()
    return value
}

@_cdecl("ai_read") @inline(__always) func aiReadEntry(_ given: UInt64) -> UInt64 {
    let port = inputPort(given, "read: expected textual input port", 1)
    if port == 0 { return 0 }
    var reader = DatumReader(port)
    return reader.read()
}
