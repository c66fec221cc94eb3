// Order of texts, by scalars.

/// -1, 0 or 1.
func fastCompareTexts(_ left: UInt32, _ right: UInt32) -> Int32 {
    let leftLength = textLength(left)
    let rightLength = textLength(right)
    let count = leftLength < rightLength ? leftLength : rightLength
    var index: UInt32 = 0
    while index != count {
        let a = textScalar(left, index)
        let b = textScalar(right, index)
        if a != b { return a < b ? -1 : 1 }
        index &+= 1
    }
    return leftLength == rightLength ? 0 : leftLength < rightLength ? -1 : 1
}

@inline(never) private func areTexts(_ prefix: StaticString, _ left: UInt64, _ right: UInt64) -> Bool {
    if !isReference(left, .text) {
        _ = raiseType(prefix, 1, left)
        return false
    }
    if isReference(right, .text) { return true }
    _ = raiseType(prefix, 2, right)
    return false
}

@inline(__always) private func order(_ left: UInt64, _ right: UInt64) -> Int32 { fastCompareTexts(referenceAddress(left), referenceAddress(right)) }

@inline(never) private func foldedOrder(_ left: UInt64, _ right: UInt64) -> Int32 {
    fastCompareTexts(foldedText(referenceAddress(left)), foldedText(referenceAddress(right)))
}

@_cdecl("ai_string_equal") @inline(__always) func aiStringEqualEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areTexts("string=?: expected string", left, right) && order(left, right) == 0 ? 1 : 0
}
@_cdecl("ai_string_ci_equal") @inline(__always) func aiStringCiEqualEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areTexts("string-ci=?: expected string", left, right) && foldedOrder(left, right) == 0 ? 1 : 0
}
@_cdecl("ai_string_less") @inline(__always) func aiStringLessEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areTexts("string<?: expected string", left, right) && order(left, right) < 0 ? 1 : 0
}
@_cdecl("ai_string_ci_less") @inline(__always) func aiStringCiLessEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areTexts("string-ci<?: expected string", left, right) && foldedOrder(left, right) < 0 ? 1 : 0
}
@_cdecl("ai_string_greater") @inline(__always) func aiStringGreaterEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areTexts("string>?: expected string", left, right) && order(left, right) > 0 ? 1 : 0
}
@_cdecl("ai_string_ci_greater") @inline(__always) func aiStringCiGreaterEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areTexts("string-ci>?: expected string", left, right) && foldedOrder(left, right) > 0 ? 1 : 0
}
@_cdecl("ai_string_not_greater") @inline(__always) func aiStringNotGreaterEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areTexts("string<=?: expected string", left, right) && order(left, right) <= 0 ? 1 : 0
}
@_cdecl("ai_string_ci_not_greater") @inline(__always) func aiStringCiNotGreaterEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areTexts("string-ci<=?: expected string", left, right) && foldedOrder(left, right) <= 0 ? 1 : 0
}
@_cdecl("ai_string_not_less") @inline(__always) func aiStringNotLessEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areTexts("string>=?: expected string", left, right) && order(left, right) >= 0 ? 1 : 0
}
@_cdecl("ai_string_ci_not_less") @inline(__always) func aiStringCiNotLessEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areTexts("string-ci>=?: expected string", left, right) && foldedOrder(left, right) >= 0 ? 1 : 0
}
