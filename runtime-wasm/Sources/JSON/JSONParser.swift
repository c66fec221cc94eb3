// JSON text to values. Containers that are not complete are kept on the collector's work stack, so that depth is limited by memory only.

/// Where the parser is on the work stack: values of unfinished containers, and in front of each container's values an entry with the
/// offset of the one of the container around it and whether this one is an object.
private struct ValueStack {
    var top: UInt32
    var limit: UInt32
    /// The offset from the stack's base of the innermost container's first value; 0 outside.
    var first: UInt32 = 0
    var isObject = false

    @inline(__always) init() {
        openWorkStack()
        top = load32(HeapState.markTop)
        limit = load32(HeapState.markLimit)
    }

    @inline(__always) mutating func push(_ value: UInt64) {
        if top == limit { grow() }
        store64(top, value)
        top &+= 8
    }

    private mutating func grow() {
        top = grownStack(top)
        limit = load32(HeapState.markLimit)
    }

    /// Begins a container.
    @inline(__always) mutating func open(asObject: Bool) {
        push(UInt64(first) << 32 | (isObject ? 1 : 0))
        first = top &- load32(HeapState.markBase)
        isObject = asObject
    }

    /// Where the innermost container's values are.
    @inline(__always) var values: UInt32 { load32(HeapState.markBase) &+ first }

    /// Goes back to the container around the innermost one.
    @inline(__always) mutating func close() {
        top = values &- 8
        let outer = load64(top)
        first = UInt32(truncatingIfNeeded: outer >> 32)
        isObject = outer & 1 != 0
    }
}

@inline(never) private func grownStack(_ top: UInt32) -> UInt32 {
    store32(HeapState.markTop, top)
    if !growMarkStack() { failOutOfMemory() }
    return load32(HeapState.markTop)
}

/// The value of the text that `JSONInput` holds; `absentBits` when it is no JSON.
@inline(never) func parseJSON() -> UInt64 {
    beginNames()
    let value = parseValues()
    closeWorkStack()
    closeJSON()
    return value
}

@inline(__always) private func parseValues() -> UInt64 {
    var stack = ValueStack()
    var at = JSONInput.start
    // Whether the innermost container has held nothing but numbers so far.
    var numbers = true
    parsing: while true {
        // A value begins.
        at = skipSpace(at)
        var value: UInt64
        let byte = load8(at)
        if byte == 34 {
            let end = scanString(at &+ 1)
            if end == 0 { return absentBits }
            value = box(scannedString(at &+ 1, end), .string)
            at = end &+ 1
            numbers = false
        } else if byte &- 48 < 10 || byte == 45 {
            value = scanNumber(at, isNeeded: true).bitPattern
            at = JSONInput.next
            if at == 0 { return absentBits }
        } else if byte == 123 || byte == 91 {
            let isObject = byte == 123
            let inner = skipSpace(at &+ 1)
            let isEmpty = load8(inner) == byte &+ 2
            at = isEmpty ? inner &+ 1 : inner
            if isEmpty {
                value = isObject ? box(newTable(.hashMap, capacity: 0), .hashMap) : boxedArray(newArray(length: 0, capacity: 0))
                numbers = false
            } else {
                stack.open(asObject: isObject)
                numbers = true
                if isObject {
                    let name = parseName(at)
                    if name == 0 { return absentBits }
                    stack.push(box(name, .string))
                    at = JSONInput.next
                }
                continue parsing
            }
        } else {
            let length = constantLength(at)
            if length == 0 { return absentBits }
            value = byte == 110 ? nullBits : byte == 116 ? trueBits : falseBits
            at &+= length
            numbers = false
        }
        // A value has ended, and perhaps containers with it.
        while stack.first != 0 {
            stack.push(value)
            at = skipSpace(at)
            let byte = load8(at)
            if byte == 44 {
                at &+= 1
                if !stack.isObject { continue parsing }
                let name = parseName(at)
                if name == 0 { return absentBits }
                stack.push(box(name, .string))
                at = JSONInput.next
                continue parsing
            }
            if byte != (stack.isObject ? 125 : 93) { return fault(stack.isObject ? JSONFault.afterMember : JSONFault.afterElement, at) }
            at &+= 1
            value = stack.isObject ? finishedObject(stack.values, stack.top) : finishedArray(stack.values, stack.top, numbers)
            stack.close()
            numbers = false
        }
        at = skipSpace(at)
        if at != JSONInput.end { return fault(JSONFault.trailing, at) }
        return value
    }
}

private func fault(_ fault: UInt32, _ at: UInt32) -> UInt64 {
    _ = noteFault(fault, at)
    return absentBits
}

/// The length of `true`, `false` or `null`; 0 when none of them stands there.
func constantLength(_ at: UInt32) -> UInt32 {
    switch load32(at) {
    case 0x6575_7274, 0x6C6C_756E: 4
    case 0x736C_6166 where load8(at &+ 4) == 101: 5
    default: noteFault(JSONFault.value, at)
    }
}

@inline(__always) private func finishedArray(_ slots: UInt32, _ end: UInt32, _ numbers: Bool) -> UInt64 {
    let count = (end &- slots) / 8
    let array = newArray(length: count, capacity: count, flags: numbers ? ObjectLayout.Flag.numbers : 0)
    copySlots(to: arraySlots(array), from: slots, count: count)
    return boxedArray(array)
}
