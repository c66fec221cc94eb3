// Numbers in JSON texts.

/// The powers of ten that are exact as f64.
private let exactPowers: InlineArray<23, Double> = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]

/// Reads the number at `start`, which begins with a digit or a minus sign, and sets `JSONInput.next`; 0 there means that the number is wrong.
/// The result means nothing when it is not needed.
@inline(__always) func scanNumber(_ start: UInt32, isNeeded: Bool) -> Double {
    let negative = load8(start) == 45
    let first = negative ? start &+ 1 : start
    var at = first
    var digits: UInt64 = 0
    while load8(at) &- 48 < 10 {
        digits = digits &* 10 &+ UInt64(load8(at) &- 48)
        at &+= 1
    }
    // No digit at all, or a zero in front of others.
    if at == first || (load8(first) == 48 && at != first &+ 1) { return wrongNumber(at == first ? at : first) }
    var fraction: UInt32 = 0
    if load8(at) == 46 {
        let point = at
        at &+= 1
        while load8(at) &- 48 < 10 {
            digits = digits &* 10 &+ UInt64(load8(at) &- 48)
            at &+= 1
        }
        fraction = at &- point &- 1
        if fraction == 0 { return wrongNumber(at) }
    }
    if load8(at) | 32 == 101 || at &- first > 19 { return scanLongNumber(start, at) }
    JSONInput.next = at
    if !isNeeded { return 0 }
    let size: Double
    if fraction == 0 {
        size = Double(digits)
    } else if digits <= 1 << 53 {
        size = Double(digits) / exactPowers[unchecked: Int(fraction)]
    } else {
        size = decimalValue(digits, -Int32(bitPattern: fraction), false, first, at, 0)
    }
    return negative ? -size : size
}

/// The same for a number with many digits or an exponent, which would be at `at`.
@inline(never) private func scanLongNumber(_ start: UInt32, _ from: UInt32) -> Double {
    var at = from
    if load8(at) | 32 == 101 {
        at &+= 1
        if load8(at) == 43 || load8(at) == 45 { at &+= 1 }
        let digits = at
        while load8(at) &- 48 < 10 { at &+= 1 }
        if at == digits { return wrongNumber(at) }
    }
    JSONInput.next = at
    let number = parseDecimal(start, at &- start)
    if number - number != 0 { JSONInput.next = noteFault(JSONFault.range, start) }
    return number
}

@inline(never) private func wrongNumber(_ at: UInt32) -> Double {
    JSONInput.next = noteFault(JSONFault.number, at)
    return 0
}
