// Atlas: conversion of values to numbers, rounding, and random numbers.

@_cdecl("atlas_to_number") @inline(__always) func atlasToNumberEntry(_ value: UInt64, _ site: UInt32) -> Double {
    if isNumber(value) { return Double(bitPattern: value) }
    if value == trueBits { return 1 }
    if value == falseBits { return 0 }
    if !isReference(value, .string) {
        beginTypeError()
        writeOutput("Cannot convert ")
        writeTypeName(value)
        writeOutput(" to number")
        failed(site)
    }
    let string = referenceAddress(value)
    let range = trimmed(stringData(string), stringLength(string), 3)
    let start = UInt32(truncatingIfNeeded: range)
    let count = UInt32(truncatingIfNeeded: range >> 32) &- start
    if count == 0 { failType("Cannot convert empty string to number", site) }
    let number = parseDecimal(start, count)
    if number != number { failQuoted("Cannot convert ", string, " to number", site) }
    return number
}

@_cdecl("atlas_parse_float") @inline(__always) func atlasParseFloatEntry(_ value: UInt64, _ site: UInt32) -> Double {
    if !isReference(value, .string) { failType("parseFloat() requires string argument", site) }
    let string = referenceAddress(value)
    let range = trimmed(stringData(string), stringLength(string), 3)
    let start = UInt32(truncatingIfNeeded: range)
    let count = UInt32(truncatingIfNeeded: range >> 32) &- start
    if count == 0 { failType("Cannot parse empty string as float", site) }
    let number = parseDecimal(start, count)
    if number != number { failQuoted("Cannot parse ", string, " as float", site) }
    return number
}

@_cdecl("atlas_parse_int") @inline(__always)
func atlasParseIntEntry(_ value: UInt64, _ radixValue: UInt64, _ site: UInt32) -> Double {
    if !isReference(value, .string) { failArgument("parseInt(): expected string, got ", value, site) }
    let radixNumber = isNumber(radixValue) ? Double(bitPattern: radixValue) : 0
    if !(radixNumber >= 2 && radixNumber <= 36) || radixNumber.rounded(.towardZero) != radixNumber {
        failType("parseInt() radix must be integer between 2 and 36", site)
    }
    let radix = UInt32(radixNumber)
    let string = referenceAddress(value)
    let range = trimmed(stringData(string), stringLength(string), 3)
    let start = UInt32(truncatingIfNeeded: range)
    let end = UInt32(truncatingIfNeeded: range >> 32)
    if start == end { failType("Cannot parse empty string as integer", site) }
    let hasSign = load8(start) == 45 || load8(start) == 43
    let number = parseWhole(hasSign ? start &+ 1 : start, end, radix)
    if number != number { failInteger(string, radix, site) }
    return load8(start) == 45 ? -number : number
}

private func failInteger(_ string: UInt32, _ radix: UInt32, _ site: UInt32) -> Never {
    beginTypeError()
    writeOutput("Invalid integer '")
    writeOutput(string: string)
    writeOutput("' for radix ")
    writeDecimal(radix)
    failed(site)
}

/// The whole number that digits of a radix mean, correctly rounded, or NaN when there are none or others.
private func parseWhole(_ start: UInt32, _ end: UInt32, _ radix: UInt32) -> Double {
    if start >= end { return .nan }
    var at = start
    var isLarge = false
    bigSet(bigA, 0)
    store32(bigA, 1)
    while at != end {
        let byte = load8(at)
        let letter = (byte | 32) &- 97
        let digit = letter < 26 ? letter &+ 10 : byte &- 48 < 10 ? byte &- 48 : 99
        if digit >= radix { return .nan }
        if load32(bigA) > 33 { isLarge = true } else { bigMultiply(bigA, radix, digit) }
        at &+= 1
    }
    return isLarge ? .infinity : bigValue(bigA)
}

/// The nearest number to a whole number.
private func bigValue(_ big: UInt32) -> Double {
    bigTrim(big)
    let count = load32(big)
    let top = big &+ 4 &* count
    if count < 3 {
        return Double(count == 0 ? 0 : count == 1 ? UInt64(load32(top)) : load64(top &- 4))
    }
    // The first 64 bits, the last of them set when anything but zeros follows.
    let zeros = UInt64(truncatingIfNeeded: load32(top).leadingZeroBitCount)
    var bits = load64(top &- 4) &<< zeros | UInt64(load32(top &- 8)) &>> (32 &- zeros)
    var sticky = load32(top &- 8) &<< UInt32(truncatingIfNeeded: zeros)
    var at = top &- 12
    while at > big {
        sticky |= load32(at)
        at &-= 4
    }
    if sticky != 0 { bits |= 1 }
    let exponent = UInt64(count &* 32 &- 64) &- zeros
    return Double(bits) * Double(bitPattern: (exponent &+ 1023) << 52)
}

@_cdecl("atlas_round") @inline(__always) func atlasRoundEntry(_ number: Double) -> Double { number.rounded(.toNearestOrEven) }
