// Values to JSON text. Containers that are not complete wait on the collector's work stack, so that depth is limited by memory only.

/// How a text is laid out, as bits.
enum JSONStyle {
    static let compact: UInt32 = 0
    /// A space behind commas and colons.
    static let display: UInt32 = 1
    /// Names in the order of their code points.
    static let sorted: UInt32 = 2
    /// A line for each element or member, and sorted names.
    static let pretty: UInt32 = 6
    static let lines: UInt32 = 4

    /// How many spaces a level of nesting adds in front of a line.
    nonisolated(unsafe) static var indentation: UInt32 = 0
}

/// A container that is being written: where its next slot is, with flags in the lowest bits, and where its slots end.
private struct Frame {
    /// A JSON object: names and values in turn.
    static let isObject: UInt32 = 1
    /// Part of a JSON value, where hash maps are JSON objects.
    static let isPart: UInt32 = 2

    var slot: UInt32 = 0
    var end: UInt32 = 0
    var flags: UInt32 = 0

    @inline(__always) func push() { pushWork(slot | flags, end) }

    @inline(__always) mutating func pop() {
        let top = load32(HeapState.markTop) &- MarkStackPolicy.entrySize
        store32(HeapState.markTop, top)
        flags = load32(top) & 7
        slot = load32(top) & ~7
        end = load32(top &+ 4)
    }
}

/// Appends a value to a builder; AT0001 for what JSON cannot say.
@inline(never) func writeJSON(_ builder: UInt32, _ value: UInt64, _ style: UInt32, _ site: UInt32) -> UInt32 {
    openWorkStack()
    let at = writeValues(beginOutput(builder), value, style, site)
    closeWorkStack()
    return endOutput(at)
}

@inline(__always) private func writeValues(_ from: UInt32, _ first: UInt64, _ style: UInt32, _ site: UInt32) -> UInt32 {
    var at = from
    var value = first
    var frame = Frame()
    var depth: UInt32 = 0
    while true {
        var flags = frame.flags & Frame.isPart
        if isReference(value, .json) {
            flags = Frame.isPart
            value = wrappedValue(referenceAddress(value))
        }
        if flags != 0 && isReference(value, .hashMap) { flags |= Frame.isObject }
        if flags & Frame.isObject != 0 || isArray(value) {
            let isObject = flags & Frame.isObject != 0
            let container = referenceAddress(value)
            let count = isObject ? load32(container, ObjectLayout.Table.countOffset) : arrayLength(container)
            at = ensured(at, 2)
            store16(at, isObject ? 0x7D7B : 0x5D5B)
            at &+= count == 0 ? 2 : 1
            if count != 0 {
                frame.push()
                depth &+= 1
                frame.slot = isObject ? memberSlots(container, count, style) : arraySlots(container)
                frame.end = frame.slot &+ (isObject ? 16 : 8) &* count
                frame.flags = flags
                if style & JSONStyle.lines != 0 { at = newLine(at, depth) }
                at = nextValue(at, &frame, &value, style)
                continue
            }
        } else {
            at = writeScalar(at, value, site)
        }
        while frame.slot == frame.end {
            if depth == 0 { return at }
            depth &-= 1
            if style & JSONStyle.lines != 0 { at = newLine(at, depth) }
            at = ensured(at, 1)
            store8(at, frame.flags & Frame.isObject != 0 ? 125 : 93)
            at &+= 1
            frame.pop()
        }
        at = ensured(at, 2)
        store16(at, 0x202C)
        at &+= style & JSONStyle.display != 0 ? 2 : 1
        if style & JSONStyle.lines != 0 { at = newLine(at, depth) }
        at = nextValue(at, &frame, &value, style)
    }
}

/// Goes on to the next slot of a container; writes the name of a member.
@inline(__always) private func nextValue(_ from: UInt32, _ frame: inout Frame, _ value: inout UInt64, _ style: UInt32) -> UInt32 {
    if frame.flags & Frame.isObject == 0 {
        value = load64(frame.slot)
        frame.slot &+= 8
        return from
    }
    let at = ensured(writeQuoted(from, load32(frame.slot)), 2)
    store16(at, 0x203A)
    value = load64(frame.slot, 8)
    frame.slot &+= 16
    return at &+ (style & (JSONStyle.display | JSONStyle.lines) != 0 ? 2 : 1)
}

private func memberSlots(_ table: UInt32, _ count: UInt32, _ style: UInt32) -> UInt32 {
    let slots = arraySlots(load32(table, ObjectLayout.Table.entriesOffset))
    return style & JSONStyle.sorted != 0 ? sortedMembers(slots, count) : slots
}

private func newLine(_ from: UInt32, _ depth: UInt32) -> UInt32 {
    let spaces = UInt64(depth) &* UInt64(JSONStyle.indentation)
    let count = spaces < 0x7FFF_FFFF ? UInt32(truncatingIfNeeded: spaces) : 0x7FFF_FFFF
    let at = ensured(from, count &+ 1)
    store8(at, 10)
    fill(at &+ 1, count: count, byte: 32)
    return at &+ 1 &+ count
}

/// Writes a value without parts.
@inline(__always) private func writeScalar(_ at: UInt32, _ value: UInt64, _ site: UInt32) -> UInt32 {
    if isNumber(value) { return writeNumber(at, Double(bitPattern: value), site) }
    if isReference(value, .string) { return writeQuoted(at, referenceAddress(value)) }
    return writeOther(at, value, site)
}

@inline(never) private func writeOther(_ from: UInt32, _ value: UInt64, _ site: UInt32) -> UInt32 {
    if isReference(value, .dateTime) { return writeDateTime(from, value) }
    if value >> 48 == NaNBox.Tag.reference {
        beginTypeError()
        writeOutput("Cannot serialize ")
        writeTypeName(value)
        writeOutput(" to JSON")
        failed(site)
    }
    let at = ensured(from, 8)
    let isFalse = value == falseBits
    pointer(at).storeBytes(of: isFalse ? 0x65_736C_6166 : value == trueBits ? 0x6575_7274 : 0x6C6C_756E as UInt64, as: UInt64.self)
    return at &+ (isFalse ? 5 : 4)
}

@inline(never) private func writeNumber(_ from: UInt32, _ number: Double, _ site: UInt32) -> UInt32 {
    if isSmallWhole(number) {
        let whole = UInt32(number)
        let end = ensured(from, 9) &+ digitCount(whole)
        inlineDigits(whole, end)
        return end
    }
    let length = formatNumber(number, NumberFormat.padded)
    if number - number != 0 {
        beginTypeError()
        writeOutput("Cannot serialize ")
        writeOutput(numberText(), length)
        writeOutput(" to JSON")
        failed(site)
    }
    let at = ensured(from, length &+ 24)
    if length > 24 {
        copy(to: at, from: numberText(), count: length)
    } else {
        store64(at, load64(numberText()))
        store64(at &+ 8, load64(numberText() &+ 8))
        store64(at &+ 16, load64(numberText() &+ 16))
    }
    return at &+ length
}

/// The text of an instant needs no escapes.
private func writeDateTime(_ from: UInt32, _ value: UInt64) -> UInt32 {
    var at = ensured(from, 1)
    store8(at, 34)
    at = ensured(beginOutput(displayByHook(endOutput(at &+ 1), value)), 1)
    store8(at, 34)
    return at &+ 1
}
