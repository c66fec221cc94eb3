// Pairs and their compositions.

@_cdecl("ai_car") @inline(__always) func aiCarEntry(_ value: UInt64) -> UInt64 {
    isPair(value) ? car(value) : raiseType("car: expected pair", 1, value)
}

@_cdecl("ai_cdr") @inline(__always) func aiCdrEntry(_ value: UInt64) -> UInt64 {
    isPair(value) ? cdr(value) : raiseType("cdr: expected pair", 1, value)
}

@_cdecl("ai_set_car") @inline(__always) func aiSetCarEntry(_ pair: UInt64, _ value: UInt64) {
    if !isPair(pair) { return _ = raiseType("set-car!: expected pair", 1, pair) }
    store64(referenceAddress(pair) &+ ObjectLayout.Pair.carOffset, value)
}

@_cdecl("ai_set_cdr") @inline(__always) func aiSetCdrEntry(_ pair: UInt64, _ value: UInt64) {
    if !isPair(pair) { return _ = raiseType("set-cdr!: expected pair", 1, pair) }
    setCdr(pair, value)
}

/// Follows a path of cars (0) and cdrs (1), the first step in the lowest bit, below a bit that ends it.
@inline(never) private func follow(_ prefix: StaticString, _ value: UInt64, _ path: UInt32) -> UInt64 {
    var current = value
    var rest = path
    while rest != 1 {
        if !isPair(current) { return raiseType(prefix, 1, value) }
        current = rest & 1 == 0 ? car(current) : cdr(current)
        rest &>>= 1
    }
    return current
}

@_cdecl("ai_caar") @inline(__always) func aiCaarEntry(_ value: UInt64) -> UInt64 { follow("caar: expected pair", value, 0b100) }
@_cdecl("ai_cadr") @inline(__always) func aiCadrEntry(_ value: UInt64) -> UInt64 { follow("cadr: expected pair", value, 0b101) }
@_cdecl("ai_cdar") @inline(__always) func aiCdarEntry(_ value: UInt64) -> UInt64 { follow("cdar: expected pair", value, 0b110) }
@_cdecl("ai_cddr") @inline(__always) func aiCddrEntry(_ value: UInt64) -> UInt64 { follow("cddr: expected pair", value, 0b111) }
@_cdecl("ai_caaar") @inline(__always) func aiCaaarEntry(_ value: UInt64) -> UInt64 { follow("caaar: expected pair", value, 0b1000) }
@_cdecl("ai_caadr") @inline(__always) func aiCaadrEntry(_ value: UInt64) -> UInt64 { follow("caadr: expected pair", value, 0b1001) }
@_cdecl("ai_cadar") @inline(__always) func aiCadarEntry(_ value: UInt64) -> UInt64 { follow("cadar: expected pair", value, 0b1010) }
@_cdecl("ai_caddr") @inline(__always) func aiCaddrEntry(_ value: UInt64) -> UInt64 { follow("caddr: expected pair", value, 0b1011) }
@_cdecl("ai_cdaar") @inline(__always) func aiCdaarEntry(_ value: UInt64) -> UInt64 { follow("cdaar: expected pair", value, 0b1100) }
@_cdecl("ai_cdadr") @inline(__always) func aiCdadrEntry(_ value: UInt64) -> UInt64 { follow("cdadr: expected pair", value, 0b1101) }
@_cdecl("ai_cddar") @inline(__always) func aiCddarEntry(_ value: UInt64) -> UInt64 { follow("cddar: expected pair", value, 0b1110) }
@_cdecl("ai_cdddr") @inline(__always) func aiCdddrEntry(_ value: UInt64) -> UInt64 { follow("cdddr: expected pair", value, 0b1111) }
@_cdecl("ai_caaaar") @inline(__always) func aiCaaaarEntry(_ value: UInt64) -> UInt64 { follow("caaaar: expected pair", value, 0b10000) }
@_cdecl("ai_caaadr") @inline(__always) func aiCaaadrEntry(_ value: UInt64) -> UInt64 { follow("caaadr: expected pair", value, 0b10001) }
@_cdecl("ai_caadar") @inline(__always) func aiCaadarEntry(_ value: UInt64) -> UInt64 { follow("caadar: expected pair", value, 0b10010) }
@_cdecl("ai_caaddr") @inline(__always) func aiCaaddrEntry(_ value: UInt64) -> UInt64 { follow("caaddr: expected pair", value, 0b10011) }
@_cdecl("ai_cadaar") @inline(__always) func aiCadaarEntry(_ value: UInt64) -> UInt64 { follow("cadaar: expected pair", value, 0b10100) }
@_cdecl("ai_cadadr") @inline(__always) func aiCadadrEntry(_ value: UInt64) -> UInt64 { follow("cadadr: expected pair", value, 0b10101) }
@_cdecl("ai_caddar") @inline(__always) func aiCaddarEntry(_ value: UInt64) -> UInt64 { follow("caddar: expected pair", value, 0b10110) }
@_cdecl("ai_cadddr") @inline(__always) func aiCadddrEntry(_ value: UInt64) -> UInt64 { follow("cadddr: expected pair", value, 0b10111) }
@_cdecl("ai_cdaaar") @inline(__always) func aiCdaaarEntry(_ value: UInt64) -> UInt64 { follow("cdaaar: expected pair", value, 0b11000) }
@_cdecl("ai_cdaadr") @inline(__always) func aiCdaadrEntry(_ value: UInt64) -> UInt64 { follow("cdaadr: expected pair", value, 0b11001) }
@_cdecl("ai_cdadar") @inline(__always) func aiCdadarEntry(_ value: UInt64) -> UInt64 { follow("cdadar: expected pair", value, 0b11010) }
@_cdecl("ai_cdaddr") @inline(__always) func aiCdaddrEntry(_ value: UInt64) -> UInt64 { follow("cdaddr: expected pair", value, 0b11011) }
@_cdecl("ai_cddaar") @inline(__always) func aiCddaarEntry(_ value: UInt64) -> UInt64 { follow("cddaar: expected pair", value, 0b11100) }
@_cdecl("ai_cddadr") @inline(__always) func aiCddadrEntry(_ value: UInt64) -> UInt64 { follow("cddadr: expected pair", value, 0b11101) }
@_cdecl("ai_cdddar") @inline(__always) func aiCdddarEntry(_ value: UInt64) -> UInt64 { follow("cdddar: expected pair", value, 0b11110) }
@_cdecl("ai_cddddr") @inline(__always) func aiCddddrEntry(_ value: UInt64) -> UInt64 { follow("cddddr: expected pair", value, 0b11111) }
@_cdecl("ai_fifth") @inline(__always) func aiFifthEntry(_ value: UInt64) -> UInt64 { follow("fifth: expected list", value, 0b101111) }
