// Characters: their classes and cases by Unicode.

/// The scalar of a character argument; `UInt32.max` after raising.
@inline(__always) func characterArgument(_ prefix: StaticString, _ index: UInt32, _ value: UInt64) -> UInt32 {
    if isCharacter(value) { return UInt32(truncatingIfNeeded: value) }
    _ = raiseType(prefix, index, value)
    return UInt32.max
}

@_cdecl("ai_char_to_integer") @inline(__always) func aiCharToIntegerEntry(_ value: UInt64) -> UInt64 {
    let scalar = characterArgument("char->integer: expected character", 1, value)
    return scalar == UInt32.max ? 0 : fixnum(scalar)
}

/// Surrogates and what lies beyond Unicode are no characters.
@_cdecl("ai_integer_to_char") @inline(__always) func aiIntegerToCharEntry(_ value: UInt64) -> UInt64 {
    let scalar = smallCount(value)
    if scalar > 0x10FFFF || scalar &- 0xD800 < 0x800 { return raiseType("integer->char: expected Unicode scalar value", 1, value) }
    return character(scalar)
}

/// Where the search for a category ended last: the place in the table of runs and the first scalar of the run there. Texts stay in a script.
private nonisolated(unsafe) var lastRun: UInt32 = 0
private nonisolated(unsafe) var lastScalarOfRun: UInt32 = 0

/// The general category of a scalar: a bit as in `CategorySet`.
func category(_ scalar: UInt32) -> UInt32 {
    let start = generalCategoryRuns.span.withUnsafeBufferPointer { address(of: UnsafeRawPointer($0.baseAddress.unsafelyUnwrapped)) }
    let end = start &+ generalCategoryByteCount
    var at = start
    var first: UInt32 = 0
    if scalar >= lastScalarOfRun && lastRun != 0 {
        at = lastRun
        first = lastScalarOfRun
    }
    while at < end {
        let run = at
        let head = load8(at)
        at &+= 1
        var length = head >> 5
        if length == 0 {
            var shift: UInt32 = 0
            var more = true
            while more {
                let byte = load8(at)
                at &+= 1
                length |= (byte & 0x7F) << shift
                shift &+= 7
                more = byte >= 0x80
            }
        }
        if scalar &- first < length {
            lastRun = run
            lastScalarOfRun = first
            return 1 &<< (head & 31)
        }
        first &+= length
    }
    return 0
}

@inline(__always) private func isCategory(_ scalar: UInt32, _ set: UInt32) -> Bool { category(scalar) & set != 0 }

func isAlphabetic(_ scalar: UInt32) -> Bool {
    if scalar < 128 { return (scalar | 32) &- 97 < 26 }
    // Letter numbers, such as Roman ones, count as letters too.
    return isCategory(scalar, CategorySet.letter | 1 << 9)
}

func isNumeric(scalar: UInt32) -> Bool { scalar < 128 ? isDigit(scalar) : isCategory(scalar, CategorySet.decimalDigit) }

func isSpace(_ scalar: UInt32) -> Bool {
    if scalar < 128 { return scalar == 32 || scalar &- 9 < 5 }
    return scalar == 0x85 || scalar == 0xA0 || scalar == 0x1680 || scalar &- 0x2000 <= 10 || scalar == 0x2028 || scalar == 0x2029
        || scalar == 0x202F || scalar == 0x205F || scalar == 0x3000
}

@_cdecl("ai_char_is_alphabetic") @inline(__always) func aiCharIsAlphabeticEntry(_ value: UInt64) -> UInt32 {
    let scalar = characterArgument("char-alphabetic?: expected character", 1, value)
    return scalar != UInt32.max && isAlphabetic(scalar) ? 1 : 0
}

@_cdecl("ai_char_is_numeric") @inline(__always) func aiCharIsNumericEntry(_ value: UInt64) -> UInt32 {
    let scalar = characterArgument("char-numeric?: expected character", 1, value)
    return scalar != UInt32.max && isNumeric(scalar: scalar) ? 1 : 0
}

@_cdecl("ai_char_is_alphanumeric") @inline(__always) func aiCharIsAlphanumericEntry(_ value: UInt64) -> UInt32 {
    let scalar = characterArgument("char-alphanumeric?: expected character", 1, value)
    return scalar != UInt32.max && (isAlphabetic(scalar) || isNumeric(scalar: scalar)) ? 1 : 0
}

@_cdecl("ai_char_is_whitespace") @inline(__always) func aiCharIsWhitespaceEntry(_ value: UInt64) -> UInt32 {
    let scalar = characterArgument("char-whitespace?: expected character", 1, value)
    return scalar != UInt32.max && isSpace(scalar) ? 1 : 0
}

@_cdecl("ai_char_is_upper_case") @inline(__always) func aiCharIsUpperCaseEntry(_ value: UInt64) -> UInt32 {
    let scalar = characterArgument("char-upper-case?: expected character", 1, value)
    if scalar < 128 { return scalar &- 65 < 26 ? 1 : 0 }
    return scalar != UInt32.max && isCategory(scalar, 1 << 0) ? 1 : 0
}

@_cdecl("ai_char_is_lower_case") @inline(__always) func aiCharIsLowerCaseEntry(_ value: UInt64) -> UInt32 {
    let scalar = characterArgument("char-lower-case?: expected character", 1, value)
    if scalar < 128 { return scalar &- 97 < 26 ? 1 : 0 }
    return scalar != UInt32.max && (isCategory(scalar, 1 << 1) || scalar == 0xAA || scalar == 0xBA) ? 1 : 0
}

@_cdecl("ai_char_is_ascii") @inline(__always) func aiCharIsASCIIEntry(_ value: UInt64) -> UInt32 {
    characterArgument("char-ascii?: expected character", 1, value) < 128 ? 1 : 0
}

@_cdecl("ai_char_is_control") @inline(__always) func aiCharIsControlEntry(_ value: UInt64) -> UInt32 {
    let scalar = characterArgument("char-control?: expected character", 1, value)
    return scalar < 32 || scalar &- 127 < 33 ? 1 : 0
}

/// The value of a decimal digit of any script, or false.
@_cdecl("ai_digit_value") @inline(__always) func aiDigitValueEntry(_ value: UInt64) -> UInt64 {
    let scalar = characterArgument("digit-value: expected character", 1, value)
    if scalar == UInt32.max { return 0 }
    if !isNumeric(scalar: scalar) { return falseBits }
    if scalar < 128 { return fixnum(scalar &- 48) }
    // Digits stand in rows of ten, most of them at multiples of sixteen or six beyond; in mathematical alphabets rows follow each other.
    if scalar &- 0x1D7CE < 50 { return fixnum((scalar &- 0x1D7CE) % 10) }
    var first = scalar
    while scalar &- first < 9 && isNumeric(scalar: first &- 1) { first &-= 1 }
    return fixnum(scalar &- first)
}

@_cdecl("ai_char_upcase") @inline(__always) func aiCharUpcaseEntry(_ value: UInt64) -> UInt64 {
    let scalar = characterArgument("char-upcase: expected character", 1, value)
    return scalar == UInt32.max ? 0 : character(upperScalar(scalar))
}

@_cdecl("ai_char_downcase") @inline(__always) func aiCharDowncaseEntry(_ value: UInt64) -> UInt64 {
    let scalar = characterArgument("char-downcase: expected character", 1, value)
    return scalar == UInt32.max ? 0 : character(lowerScalar(scalar))
}

@_cdecl("ai_char_foldcase") @inline(__always) func aiCharFoldcaseEntry(_ value: UInt64) -> UInt64 {
    let scalar = characterArgument("char-foldcase: expected character", 1, value)
    return scalar == UInt32.max ? 0 : character(foldedScalar(scalar))
}

func foldedScalar(_ scalar: UInt32) -> UInt32 { scalar == 0x130 || scalar == 0x131 ? scalar : lowerScalar(upperScalar(scalar)) }

// Order.

@inline(never) private func areCharacters(_ prefix: StaticString, _ left: UInt64, _ right: UInt64) -> Bool {
    if !isCharacter(left) {
        _ = raiseType(prefix, 1, left)
        return false
    }
    if isCharacter(right) { return true }
    _ = raiseType(prefix, 2, right)
    return false
}

@inline(__always) private func folded(_ bits: UInt64) -> UInt32 { foldedScalar(UInt32(truncatingIfNeeded: bits)) }

@_cdecl("ai_char_equal") @inline(__always) func aiCharEqualEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areCharacters("char=?: expected character", left, right) && left == right ? 1 : 0
}
@_cdecl("ai_char_ci_equal") @inline(__always) func aiCharCiEqualEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areCharacters("char-ci=?: expected character", left, right) && folded(left) == folded(right) ? 1 : 0
}
@_cdecl("ai_char_less") @inline(__always) func aiCharLessEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areCharacters("char<?: expected character", left, right) && left < right ? 1 : 0
}
@_cdecl("ai_char_ci_less") @inline(__always) func aiCharCiLessEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areCharacters("char-ci<?: expected character", left, right) && folded(left) < folded(right) ? 1 : 0
}
@_cdecl("ai_char_greater") @inline(__always) func aiCharGreaterEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areCharacters("char>?: expected character", left, right) && left > right ? 1 : 0
}
@_cdecl("ai_char_ci_greater") @inline(__always) func aiCharCiGreaterEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areCharacters("char-ci>?: expected character", left, right) && folded(left) > folded(right) ? 1 : 0
}
@_cdecl("ai_char_not_greater") @inline(__always) func aiCharNotGreaterEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areCharacters("char<=?: expected character", left, right) && left <= right ? 1 : 0
}
@_cdecl("ai_char_ci_not_greater") @inline(__always) func aiCharCiNotGreaterEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areCharacters("char-ci<=?: expected character", left, right) && folded(left) <= folded(right) ? 1 : 0
}
@_cdecl("ai_char_not_less") @inline(__always) func aiCharNotLessEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areCharacters("char>=?: expected character", left, right) && left >= right ? 1 : 0
}
@_cdecl("ai_char_ci_not_less") @inline(__always) func aiCharCiNotLessEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areCharacters("char-ci>=?: expected character", left, right) && folded(left) >= folded(right) ? 1 : 0
}
