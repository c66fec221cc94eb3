// Text to numbers, by the rules for literals.

/// The number that a token between both places is, or false.
func parseNumber(_ from: UInt32, _ end: UInt32, radix givenRadix: UInt32) -> UInt64 {
    var at = from
    var radix: UInt32 = 0
    // 0, or the letter `e` or `i`.
    var exactness: UInt32 = 0
    while end &- at >= 2 && load8(at) == 35 {
        let letter = load8(at, 1) | 32
        if letter == 101 || letter == 105 {
            if exactness != 0 { return falseBits }
            exactness = letter
        } else {
            if radix != 0 { return falseBits }
            radix = letter == 120 ? 16 : letter == 111 ? 8 : letter == 98 ? 2 : letter == 100 ? 10 : 0
            if radix == 0 { return falseBits }
        }
        at &+= 2
    }
    if radix == 0 { radix = givenRadix }
    if at == end { return falseBits }
    let isSigned = load8(at) == 43 || load8(at) == 45
    let digits = isSigned ? at &+ 1 : at
    if areDigits(digits, end, radix) {
        let value = parseDigits(digits, end &- digits, radix)
        if exactness == 105 { return box(radix == 10 ? parseDecimal(at, end &- at) : toDouble(signed(value, load8(at) == 45))) }
        return signed(value, load8(at) == 45)
    }
    if radix != 10 { return falseBits }
    if isSigned && end &- digits == 5 && exactness != 101 {
        let word = load32(digits) | 0x0020_2020
        if word == 0x2E66_6E69 && load8(digits, 4) == 48 { return box(load8(at) == 45 ? -Double.infinity : Double.infinity) }
        if word == 0x2E6E_616E && load8(digits, 4) == 48 { return NaNBox.canonicalNaN }
    }
    if exactness == 101 { return exactDecimal(digits, end, isNegative: load8(at) == 45) }
    let number = parseDecimal(at, end &- at)
    return number == number ? box(number) : falseBits
}

private func signed(_ value: UInt64, _ isNegative: Bool) -> UInt64 { isNegative ? negateInteger(value) : value }

/// The digit that a byte is; 255 when it is none.
func digitValue(_ byte: UInt32) -> UInt32 { isDigit(byte) ? byte &- 48 : (byte | 32) &- 97 < 26 ? (byte | 32) &- 87 : 255 }

private func areDigits(_ from: UInt32, _ end: UInt32, _ radix: UInt32) -> Bool {
    var at = from
    while at != end {
        if digitValue(load8(at)) >= radix { return false }
        at &+= 1
    }
    return from != end
}

/// More digits are taken in two halves, whose values come from fast multiplication.
private let digitsAtOnce: UInt32 = 1200

/// The value of digits that were checked.
func parseDigits(_ data: UInt32, _ count: UInt32, _ radix: UInt32) -> UInt64 {
    if count > digitsAtOnce {
        let low = count / 2
        let high = parseDigits(data, count &- low, radix)
        let power = powerOf(radix, low)
        return addIntegers(multiplyIntegers(high, power), parseDigits(data &+ count &- low, low, radix), subtracts: false)
    }
    // A digit has at most six bits.
    let object = newInteger(count / 5 &+ 2)
    let limbs = integerLimbs(object)
    var used: UInt32 = 0
    var at = data
    let end = data &+ count
    while at != end {
        // As many digits at a time as fit in a limb.
        var chunk: UInt32 = 0
        var factor: UInt32 = 1
        while at != end && factor <= UInt32.max / radix {
            chunk = chunk &* radix &+ digitValue(load8(at))
            factor &*= radix
            at &+= 1
        }
        let carry = fastMultiplyWord(limbs, limbs, used, factor, chunk)
        if carry != 0 {
            setLimb(limbs, used, carry)
            used &+= 1
        }
    }
    return finish(object, used, isNegative: false)
}

/// `base^exponent`.
func powerOf(_ base: UInt32, _ exponent: UInt32) -> UInt64 {
    var result = fixnum(1 as UInt32)
    var bit: UInt32 = 1 &<< 31
    while bit != 0 {
        if result != fixnum(1 as UInt32) { result = multiplyIntegers(result, result) }
        if exponent & bit != 0 { result = multiplyIntegers(result, fixnum(base)) }
        bit &>>= 1
    }
    return result
}

/// More zeros than this are no number that a program could use.
private let largestExponent: Int32 = 10_000_000

/// `#e1.5e3`: digits with a point or exponent whose value is whole; else false.
private func exactDecimal(_ from: UInt32, _ end: UInt32, isNegative: Bool) -> UInt64 {
    if from == end || parseDecimal(from, end &- from) != parseDecimal(from, end &- from) { return falseBits }
    if !isDigit(load8(from)) && load8(from) != 46 { return falseBits }
    let digits = newBytes(capacity: end &- from) &+ ObjectLayout.Bytes.dataOffset
    var count: UInt32 = 0
    var scale: Int32 = 0
    var hasPoint = false
    var at = from
    while at != end && (isDigit(load8(at)) || load8(at) == 46) {
        if load8(at) == 46 {
            hasPoint = true
        } else {
            store8(digits &+ count, load8(at))
            count &+= 1
            if hasPoint { scale &-= 1 }
        }
        at &+= 1
    }
    if at != end {
        at &+= 1
        let isDown = load8(at) == 45
        if isDown || load8(at) == 43 { at &+= 1 }
        var exponent: Int32 = 0
        while at != end {
            if exponent < largestExponent { exponent = 10 &* exponent &+ Int32(bitPattern: load8(at) &- 48) }
            at &+= 1
        }
        scale &+= isDown ? -exponent : exponent
    }
    var value = parseDigits(digits, count, 10)
    if isZero(value) { return value }
    if scale > largestExponent || scale < -largestExponent { return falseBits }
    if scale >= 0 {
        value = multiplyIntegers(value, powerOf(10, UInt32(bitPattern: scale)))
    } else {
        value = divideIntegers(value, powerOf(10, UInt32(bitPattern: -scale)), Rounding.truncated)
        if !isZero(divisionRemainder) { return falseBits }
    }
    return signed(value, isNegative)
}

/// (text, radix) -> number or false.
@_cdecl("ai_string_to_number") @inline(__always) func aiStringToNumberEntry(_ value: UInt64, _ radix: UInt64) -> UInt64 {
    if !isReference(value, .text) { return raiseType("string->number: expected string", 1, value) }
    let base = radix == absentBits ? 10 : smallCount(radix)
    if base < 2 || base > 36 { return raiseType("string->number: expected radix", 2, radix) }
    let text = referenceAddress(value)
    return parseNumber(text, IndexRange(start: 0, end: textLength(text)), radix: base)
}

/// (string->number (substring text start end)); `absent` if that raises.
@_cdecl("ai_substring_to_number") @inline(__always)
func aiSubstringToNumberEntry(_ value: UInt64, _ start: UInt64, _ end: UInt64) -> UInt64 {
    if !isReference(value, .text) { return absentBits }
    let text = referenceAddress(value)
    let range = IndexRange(start: smallCount(start), end: smallCount(end))
    return range.end > textLength(text) || range.start > range.end ? absentBits : parseNumber(text, range, radix: 10)
}

/// The number that part of a text is, or false.
func parseNumber(_ text: UInt32, _ range: IndexRange, radix: UInt32) -> UInt64 {
    if range.count == 0 { return falseBits }
    var from = textData(text) &+ range.start
    if isWide(text) {
        // A part of a text with other characters may be ASCII all the same.
        from = scratchLimbs(range.count)
        var index: UInt32 = 0
        while index != range.count {
            let scalar = textScalar(text, range.start &+ index)
            if scalar >= 128 { return falseBits }
            store8(from &+ index, scalar)
            index &+= 1
        }
    }
    return parseNumber(from, from &+ range.count, radix: radix)
}
