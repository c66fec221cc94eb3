// Atlas: printing and conversion to text.

@_cdecl("atlas_print_number") @inline(__always) func atlasPrintNumberEntry(_ number: Double) {
    writeNumber(number)
    writeByte(10)
}

/// Appends a number in Atlas's format F1 to the output.
private func writeNumber(_ number: Double) {
    let length = formatNumber(number, NumberFormat.exact)
    writeOutput(numberText(), length)
}

@_cdecl("atlas_print_value") @inline(__always) func atlasPrintValueEntry(_ value: UInt64, _ site: UInt32) {
    switch valueClass(value) {
    case ValueClass.number: writeNumber(Double(bitPattern: value))
    case UInt32(ObjectKind.string.rawValue): writeOutput(string: referenceAddress(value))
    case ValueClass.bool: value == trueBits ? writeOutput("true") : writeOutput("false")
    case ValueClass.null: writeOutput("null")
    default: failArgument("print(): expected string, number, bool, or null, got ", value, site)
    }
    writeByte(10)
}

/// A number's text as a string object.
func numberString(_ number: Double, _ format: UInt32) -> UInt32 {
    let length = formatNumber(number, format)
    return copyString(numberText(), length, asciiFlag)
}

@_cdecl("atlas_number_to_text") @inline(__always) func atlasNumberToTextEntry(_ number: Double) -> UInt32 {
    isSmallWhole(number) ? fastWholeText(UInt32(number)) : numberString(number, NumberFormat.exact)
}

@inline(never) private func fastWholeText(_ number: UInt32) -> UInt32 {
    let count = digitCount(number)
    let string = inlineString(byteCount: count, flags: ObjectLayout.Flag.ascii)
    inlineDigits(number, string &+ ObjectLayout.String.inlineBytesOffset &+ count)
    return string
}

@_cdecl("atlas_number_to_string") @inline(__always) func atlasNumberToStringEntry(_ number: Double) -> UInt32 {
    numberString(number, NumberFormat.padded)
}

@_cdecl("atlas_str") @inline(__always) func atlasStrEntry(_ value: UInt64, _ site: UInt32) -> UInt32 {
    switch valueClass(value) {
    case ValueClass.number: return numberString(Double(bitPattern: value), NumberFormat.exact)
    case ValueClass.bool: return value == trueBits ? constantString("true") : constantString("false")
    case ValueClass.null: return constantString("null")
    default: failArgument("str(): expected number, bool, or null, got ", value, site)
    }
}

/// `toString`. Options and results can be nested to any depth, but have one part each.
@_cdecl("atlas_to_string") @inline(__always) func atlasToStringEntry(_ value: UInt64) -> UInt32 {
    if isReference(value, .string) { return referenceAddress(value) }
    var builder = newBytes(capacity: 48)
    var part = value
    var depth: UInt32 = 0
    while isReference(part, .result) || (isReference(part, .option) && referenceAddress(part) != 0) {
        let object = referenceAddress(part)
        let isError = load16(object, ObjectLayout.Variant.tagOffset) == UInt32(ObjectLayout.Variant.err)
        builder = isReference(part, .option) ? append(builder, "Some(") : isError ? append(builder, "Err(") : append(builder, "Ok(")
        part = load64(object, ObjectLayout.Variant.payloadOffset)
        depth &+= 1
    }
    builder = appendSimple(builder, part)
    while depth != 0 {
        builder = append(builder, ")")
        depth &-= 1
    }
    return builderString(builder)
}

/// Appends the `toString` form of a value that is no option with content and no result; strings are quoted.
private func appendSimple(_ builder: UInt32, _ value: UInt64) -> UInt32 {
    switch valueClass(value) {
    case ValueClass.number:
        let length = formatNumber(Double(bitPattern: value), NumberFormat.padded)
        return append(builder, numberText(), length)
    case ValueClass.bool: return value == trueBits ? append(builder, "true") : append(builder, "false")
    case UInt32(ObjectKind.string.rawValue):
        return append(append(append(builder, "\""), string: referenceAddress(value)), "\"")
    case UInt32(ObjectKind.array.rawValue): return append(builder, "[Array]")
    case UInt32(ObjectKind.closure.rawValue): return append(builder, "[Function]")
    case UInt32(ObjectKind.json.rawValue): return append(builder, "[JSON]")
    case UInt32(ObjectKind.namespace.rawValue): return append(builder, "[Namespace]")
    case UInt32(ObjectKind.option.rawValue): return append(builder, "None")
    case UInt32(ObjectKind.hashMap.rawValue): return append(builder, "[HashMap]")
    case UInt32(ObjectKind.hashSet.rawValue): return append(builder, "[HashSet]")
    case UInt32(ObjectKind.queue.rawValue): return append(builder, "[Queue]")
    case UInt32(ObjectKind.stack.rawValue): return append(builder, "[Stack]")
    case UInt32(ObjectKind.regex.rawValue):
        return append(append(append(builder, "[Regex /"), string: regexPattern(referenceAddress(value))), "/]")
    case UInt32(ObjectKind.dateTime.rawValue): return displayByHook(builder, value)
    case ValueClass.null: return append(builder, "null")
    default: return append(builder, "[Foreign]")
    }
}

@_cdecl("atlas_to_bool") @inline(__always) func atlasToBoolEntry(_ value: UInt64) -> UInt32 {
    if isNumber(value) {
        let number = Double(bitPattern: value)
        return number < 0 || number > 0 ? 1 : 0
    }
    if isReference(value, .string) { return stringLength(referenceAddress(value)) == 0 ? 0 : 1 }
    return value == falseBits || value == nullBits ? 0 : 1
}

/// `typeof`: the type's name, but `builtin` for functions of the standard library.
@_cdecl("atlas_typeof") @inline(__always) func atlasTypeofEntry(_ value: UInt64) -> UInt32 {
    if isReference(value, .closure) && isBuiltin(referenceAddress(value)) {
        let name: StaticString = "builtin"
        return nameObject(17, 7 << 32 | UInt64(address(of: name.utf8Start)))
    }
    return nameObject(classIndex(valueClass(value)), typeName(value))
}

@_cdecl("atlas_len") @inline(__always) func atlasLenEntry(_ value: UInt64, _ site: UInt32) -> Double {
    let object = referenceAddress(value)
    if isReference(value, .string) { return Double(stringScalarCount(object)) }
    if isReference(value, .array) { return Double(load32(object, ObjectLayout.Array.lengthOffset)) }
    failArgument("len(): expected string or array, got ", value, site)
}
