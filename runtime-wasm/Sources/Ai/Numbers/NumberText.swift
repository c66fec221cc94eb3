// Numbers as text.

/// Where digits are put together: a shortest float has 17 at most, a small integer in base 2 has 48.
private nonisolated(unsafe) var digitScratch = InlineArray<16, UInt64>(repeating: 0)
private let digitRoom: UInt32 = 128

@inline(__always) private func digitsEnd() -> UInt32 { address(of: &digitScratch) &+ digitRoom }

/// Emits a whole number in any base.
func emitWhole(_ value: UInt64, _ radix: UInt32) {
    let end = digitsEnd()
    var at = end
    if radix == 10 {
        at = writeDigits(value, end)
    } else {
        var rest = value
        repeat {
            let next = rest / UInt64(radix)
            at &-= 1
            store8(at, digitByte(UInt32(truncatingIfNeeded: rest &- next &* UInt64(radix))))
            rest = next
        } while rest != 0
    }
    emit(at, end &- at)
}

@inline(__always) func digitByte(_ digit: UInt32) -> UInt32 { digit < 10 ? digit &+ 48 : digit &+ 87 }

/// Emits an exact integer in any base.
func emitInteger(_ bits: UInt64, _ radix: UInt32) {
    if isFixnum(bits) {
        let value = fixnumValue(bits)
        if value < 0 { emitByte(45) }
        return emitWhole(UInt64(bitPattern: value < 0 ? -value : value), radix)
    }
    if let write = KindHooks.writeInteger { write(bits, radix) }
}

/// Emits a float as section 9.1 of the language says: the shortest digits d1…dn with the value 0.d1…dn times ten to the power k.
func emitFloat(_ number: Double) {
    let bits = number.bitPattern & 0x7FFF_FFFF_FFFF_FFFF
    if bits > 0x7FF0_0000_0000_0000 { return emit("+nan.0") }
    if bits == 0x7FF0_0000_0000_0000 { return number < 0 ? emit("-inf.0") : emit("+inf.0") }
    if number.bitPattern >> 63 != 0 { emitByte(45) }
    if bits == 0 { return emit("0.0") }
    var digits = shortestDigits(bits)
    var exponent = shortestExponent
    while digits % 10 == 0 {
        digits /= 10
        exponent &+= 1
    }
    let end = digitsEnd()
    let start = writeDigits(digits, end)
    let count = end &- start
    let point = Int32(bitPattern: count) &+ exponent
    if point > -6 && point <= 21 { return emitPlain(start, count, point) }
    emit(start, 1)
    if count > 1 {
        emitByte(46)
        emit(start &+ 1, count &- 1)
    }
    emitByte(101)
    emitInteger(fixnum(Int64(point &- 1)), 10)
}

/// Digits with the point after `point` of them, or with zeros between them and the point.
private func emitPlain(_ start: UInt32, _ count: UInt32, _ point: Int32) {
    if point <= 0 {
        emit("0.")
        emitZeros(UInt32(bitPattern: -point))
        return emit(start, count)
    }
    let before = UInt32(bitPattern: point)
    if before >= count {
        emit(start, count)
        emitZeros(before &- count)
        return emit(".0")
    }
    emit(start, before)
    emitByte(46)
    emit(start &+ before, count &- before)
}

private func emitZeros(_ count: UInt32) {
    var left = count
    while left != 0 {
        emitByte(48)
        left &-= 1
    }
}

/// The text of a number; `PROC` of messages is `number->string`.
@_cdecl("ai_number_to_string") @inline(__always) func aiNumberToStringEntry(_ value: UInt64, _ radix: UInt64) -> UInt64 {
    if !isNumeric(value) { return raiseType("number->string: expected number", 1, value) }
    let base = radix == absentBits ? 10 : isFixnum(radix) ? fixnumValue(radix) : 0
    if base < 2 || base > 36 || (isNumber(value) && base != 10) {
        return raiseType("number->string: expected radix", 2, radix)
    }
    let outer = beginText()
    if isNumber(value) { emitFloat(Double(bitPattern: value)) } else { emitInteger(value, UInt32(truncatingIfNeeded: base)) }
    return endText(outer)
}
