// Looking for elements. The comparison is one of the three of the language; others are procedures, for which there are standard modules.

private enum Comparison {
    static let identical: UInt32 = 0
    static let same: UInt32 = 1
    static let equal: UInt32 = 2
}

@inline(__always) private func matches(_ a: UInt64, _ b: UInt64, _ comparison: UInt32) -> Bool {
    if a == b { return true }
    return comparison == Comparison.equal ? isStructurallyEqual(a, b) : comparison == Comparison.same ? isSame(a, b) : false
}

/// The sublist that begins with a value, or false.
private func findMember(_ prefix: StaticString, _ value: UInt64, _ list: UInt64, _ comparison: UInt32) -> UInt64 {
    var rest = list
    var slow = list
    var isOdd = false
    while isPair(rest) {
        if matches(value, car(rest), comparison) { return rest }
        rest = cdr(rest)
        if isOdd {
            slow = cdr(slow)
            if slow == rest && isPair(rest) { return raiseType(prefix, 2, list) }
        }
        isOdd = !isOdd
    }
    return rest == emptyListBits ? falseBits : raiseType(prefix, 2, list)
}

@_cdecl("ai_memq") @inline(__always) func aiMemqEntry(_ value: UInt64, _ list: UInt64) -> UInt64 {
    findMember("memq: expected list", value, list, Comparison.identical)
}
@_cdecl("ai_memv") @inline(__always) func aiMemvEntry(_ value: UInt64, _ list: UInt64) -> UInt64 {
    findMember("memv: expected list", value, list, Comparison.same)
}
@_cdecl("ai_member") @inline(__always) func aiMemberEntry(_ value: UInt64, _ list: UInt64) -> UInt64 {
    findMember("member: expected list", value, list, Comparison.equal)
}

/// The first pair of an association list whose key it is, or false.
private func findPair(_ prefix: StaticString, _ key: UInt64, _ list: UInt64, _ comparison: UInt32) -> UInt64 {
    var rest = list
    var slow = list
    var isOdd = false
    while isPair(rest) {
        let entry = car(rest)
        if !isPair(entry) { return raiseNamed(prefix, "list of pairs", 2, list) }
        if matches(key, car(entry), comparison) { return entry }
        rest = cdr(rest)
        if isOdd {
            slow = cdr(slow)
            if slow == rest && isPair(rest) { return raiseType(prefix, 2, list) }
        }
        isOdd = !isOdd
    }
    return rest == emptyListBits ? falseBits : raiseType(prefix, 2, list)
}

@_cdecl("ai_assq") @inline(__always) func aiAssqEntry(_ key: UInt64, _ list: UInt64) -> UInt64 {
    findPair("assq: expected list", key, list, Comparison.identical)
}
@_cdecl("ai_assv") @inline(__always) func aiAssvEntry(_ key: UInt64, _ list: UInt64) -> UInt64 {
    findPair("assv: expected list", key, list, Comparison.same)
}
@_cdecl("ai_assoc") @inline(__always) func aiAssocEntry(_ key: UInt64, _ list: UInt64) -> UInt64 {
    findPair("assoc: expected list", key, list, Comparison.equal)
}

/// (alist, key, default): the value of a key.
private func valueOf(_ entry: UInt64, _ missing: UInt64) -> UInt64 {
    if isRaising() { return 0 }
    return entry == falseBits ? (missing == absentBits ? falseBits : missing) : cdr(entry)
}

@_cdecl("ai_assq_ref") @inline(__always) func aiAssqRefEntry(_ list: UInt64, _ key: UInt64, _ missing: UInt64) -> UInt64 {
    valueOf(findPair("assq-ref: expected list", key, list, Comparison.identical), missing)
}
@_cdecl("ai_assoc_ref") @inline(__always) func aiAssocRefEntry(_ list: UInt64, _ key: UInt64, _ missing: UInt64) -> UInt64 {
    valueOf(findPair("assoc-ref: expected list", key, list, Comparison.equal), missing)
}

@_cdecl("ai_index_of") @inline(__always) func aiIndexOfEntry(_ value: UInt64, _ list: UInt64) -> UInt64 {
    if properLength(list) == UInt32.max { return raiseType("index-of: expected list", 2, list) }
    var rest = list
    var index: UInt32 = 0
    while isPair(rest) {
        if matches(value, car(rest), Comparison.equal) { return fixnum(index) }
        rest = cdr(rest)
        index &+= 1
    }
    return falseBits
}

/// A copy of an association list whose pairs are new too.
@_cdecl("ai_alist_copy") @inline(__always) func aiAlistCopyEntry(_ list: UInt64) -> UInt64 {
    if properLength(list) == UInt32.max { return raiseType("alist-copy: expected list", 1, list) }
    var builder = ListBuilder()
    var rest = list
    while isPair(rest) {
        let entry = car(rest)
        builder.append(isPair(entry) ? cons(car(entry), cdr(entry)) : entry)
        rest = cdr(rest)
    }
    return builder.finish()
}
