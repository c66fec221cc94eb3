// The display form of values, in messages. Values can be nested to any depth, so the places still to be finished are kept on a stack in memory.

@_extern(c, "value_display") func valueDisplay(_ value: UInt64) -> UInt32

/// What a stack of unfinished values holds: 8 bytes an entry, the object and how many of its parts are done.
private let frameSize: UInt32 = 8

@_cdecl("value_display") @inline(__always) func valueDisplayEntry(_ value: UInt64) -> UInt32 {
    if isReference(value, .string) { return referenceAddress(value) }
    let builder = newBytes(capacity: 112)
    return builderString(displayInto(builder, value))
}

/// Appends the display form to a builder.
private func displayInto(_ builder: UInt32, _ value: UInt64) -> UInt32 {
    var builder = displayHead(builder, value)
    var stack = newBytes(capacity: 112)
    if isNested(value) { stack = pushFrame(stack, value) }
    while load32(stack, ObjectLayout.Bytes.usedOffset) != 0 {
        let frame = stack &+ ObjectLayout.Bytes.dataOffset &+ load32(stack, ObjectLayout.Bytes.usedOffset) &- frameSize
        let object = load32(frame)
        let done = load32(frame &+ 4)
        let isArray = load8(object) == UInt32(ObjectKind.array.rawValue)
        if done == (isArray ? load32(object, ObjectLayout.Array.lengthOffset) : 1) {
            builder = append(builder, isArray ? "]" : ")")
            store32(stack &+ ObjectLayout.Bytes.usedOffset, load32(stack, ObjectLayout.Bytes.usedOffset) &- frameSize)
            continue
        }
        store32(frame &+ 4, done &+ 1)
        if done != 0 { builder = append(builder, ", ") }
        let part = load64(object &+ (isArray ? ObjectLayout.Array.slotsOffset &+ 8 &* done : ObjectLayout.Variant.payloadOffset))
        builder = displayHead(builder, part)
        if isNested(part) { stack = pushFrame(stack, part) }
    }
    return builder
}

/// Whether a value has parts to display.
private func isNested(_ value: UInt64) -> Bool {
    isReference(value, .array) || isReference(value, .result) || (isReference(value, .option) && referenceAddress(value) != 0)
}

private func pushFrame(_ stack: UInt32, _ value: UInt64) -> UInt32 {
    let stack = reserve(stack, frameSize)
    let used = load32(stack, ObjectLayout.Bytes.usedOffset)
    store64(stack &+ ObjectLayout.Bytes.dataOffset &+ used, UInt64(referenceAddress(value)))
    store32(stack &+ ObjectLayout.Bytes.usedOffset, used &+ frameSize)
    return stack
}

/// Appends the display form of a value without parts, or the text before its parts.
private func displayHead(_ builder: UInt32, _ value: UInt64) -> UInt32 {
    let object = referenceAddress(value)
    switch valueClass(value) {
    case ValueClass.number:
        let length = formatNumber(Double(bitPattern: value), NumberFormat.exact)
        return append(builder, numberText(), length)
    case ValueClass.bool: return append(builder, value == trueBits ? "true" : "false")
    case UInt32(ObjectKind.string.rawValue): return append(builder, string: object)
    case UInt32(ObjectKind.array.rawValue): return append(builder, "[")
    case UInt32(ObjectKind.option.rawValue): return append(builder, object == 0 ? "None" : "Some(")
    case UInt32(ObjectKind.result.rawValue):
        return append(builder, load16(object, ObjectLayout.Variant.tagOffset) == UInt32(ObjectLayout.Variant.ok) ? "Ok(" : "Err(")
    case UInt32(ObjectKind.closure.rawValue): return displayFunction(builder, object)
    case UInt32(ObjectKind.namespace.rawValue):
        return append(append(append(builder, "<namespace "), string: load32(object, ObjectLayout.Namespace.nameOffset)), ">")
    case UInt32(ObjectKind.hashMap.rawValue): return displaySize(builder, "<HashMap size=", load32(object, ObjectLayout.Table.countOffset))
    case UInt32(ObjectKind.hashSet.rawValue): return displaySize(builder, "<HashSet size=", load32(object, ObjectLayout.Table.countOffset))
    case UInt32(ObjectKind.queue.rawValue): return displaySize(builder, "<Queue size=", arrayLength(wrappedObject(object)))
    case UInt32(ObjectKind.stack.rawValue): return displaySize(builder, "<Stack size=", arrayLength(wrappedObject(object)))
    case UInt32(ObjectKind.regex.rawValue): return append(append(append(builder, "<Regex /"), string: regexPattern(object)), "/>")
    case UInt32(ObjectKind.json.rawValue), UInt32(ObjectKind.dateTime.rawValue): return displayByHook(builder, value)
    case ValueClass.null: return append(builder, "null")
    default: return append(builder, "<foreign>")
    }
}

private func displaySize(_ builder: UInt32, _ opening: StaticString, _ size: UInt32) -> UInt32 {
    let opened = append(builder, opening)
    let length = formatNumber(Double(size), NumberFormat.exact)
    return append(append(opened, numberText(), length), ">")
}

private func displayFunction(_ builder: UInt32, _ closure: UInt32) -> UInt32 {
    let descriptor = load32(closure, ObjectLayout.Closure.descriptorOffset)
    let opened = append(builder, isBuiltin(closure) ? "<builtin " : "<fn ")
    return append(append(opened, string: load32(descriptor, ObjectLayout.FunctionDescriptor.nameOffset)), ">")
}
