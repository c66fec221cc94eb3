// Atlas: operators on dynamic values, errors included.

/// The result of an arithmetic operator as a dynamic value.
@inline(__always) private func checked(_ number: Double, _ site: UInt32) -> UInt64 {
    // Only NaN and the infinities have no finite distance from themselves.
    if number - number != 0 { failNumeric(site) }
    return number.bitPattern
}

@inline(__always) private func bothNumbers(_ left: UInt64, _ right: UInt64) -> Bool { isNumber(left) && isNumber(right) }

@inline(never) private func failArithmetic(_ left: UInt64, _ right: UInt64, _ site: UInt32) -> Never {
    failOperands("Arithmetic operator requires number operands, found ", left, right, site)
}

@_cdecl("atlas_add") @inline(__always) func atlasAddEntry(_ left: UInt64, _ right: UInt64, _ site: UInt32) -> UInt64 {
    if bothNumbers(left, right) { return checked(Double(bitPattern: left) + Double(bitPattern: right), site) }
    if isReference(left, .string) && isReference(right, .string) {
        return box(stringConcat(referenceAddress(left), referenceAddress(right)), .string)
    }
    failOperands("'+' requires matching types, found ", left, right, site)
}

@_cdecl("atlas_subtract") @inline(__always) func atlasSubtractEntry(_ left: UInt64, _ right: UInt64, _ site: UInt32) -> UInt64 {
    if !bothNumbers(left, right) { failArithmetic(left, right, site) }
    return checked(Double(bitPattern: left) - Double(bitPattern: right), site)
}

@_cdecl("atlas_multiply") @inline(__always) func atlasMultiplyEntry(_ left: UInt64, _ right: UInt64, _ site: UInt32) -> UInt64 {
    if !bothNumbers(left, right) { failArithmetic(left, right, site) }
    return checked(Double(bitPattern: left) * Double(bitPattern: right), site)
}

@_cdecl("atlas_divide") @inline(__always) func atlasDivideEntry(_ left: UInt64, _ right: UInt64, _ site: UInt32) -> UInt64 {
    if !bothNumbers(left, right) { failArithmetic(left, right, site) }
    if Double(bitPattern: right) == 0 { failDivision(site) }
    return checked(Double(bitPattern: left) / Double(bitPattern: right), site)
}

@_cdecl("atlas_remainder") @inline(__always) func atlasRemainderEntry(_ left: UInt64, _ right: UInt64, _ site: UInt32) -> UInt64 {
    if !bothNumbers(left, right) { failArithmetic(left, right, site) }
    if Double(bitPattern: right) == 0 { failDivision(site) }
    return checked(numberRemainder(Double(bitPattern: left), Double(bitPattern: right)), site)
}

@_cdecl("atlas_compare") @inline(__always)
func atlasCompareEntry(_ left: UInt64, _ right: UInt64, _ operation: UInt32, _ site: UInt32) -> UInt32 {
    if !bothNumbers(left, right) { failOperands("Comparison requires number operands, found ", left, right, site) }
    let a = Double(bitPattern: left)
    let b = Double(bitPattern: right)
    let answer = operation == 0 ? a < b : operation == 1 ? a <= b : operation == 2 ? a > b : a >= b
    return answer ? 1 : 0
}

@_cdecl("atlas_index") @inline(__always) func atlasIndexEntry(_ receiver: UInt64, _ index: UInt64, _ site: UInt32) -> UInt64 {
    if isReference(receiver, .json), let hook = KindHooks.indexJSON { return hook(receiver, index, site) }
    if !isReference(receiver, .array) { failTypeOf("Cannot index into type ", receiver, site) }
    if !isNumber(index) { failTypeOf("Array index must be number, found ", index, site) }
    let number = Double(bitPattern: index)
    if !(number >= 0 && number.rounded(.towardZero) == number) { failIndex(site) }
    let array = referenceAddress(receiver)
    if number >= Double(load32(array, ObjectLayout.Array.lengthOffset)) { failBounds(site) }
    return load64(array &+ ObjectLayout.Array.slotsOffset &+ 8 &* UInt32(number))
}
