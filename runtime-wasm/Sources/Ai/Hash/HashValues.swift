// Hashes of values, and when keys are the same. Values that are the same have the same hash.

@inline(__always) private func mix(_ word: UInt64) -> UInt32 {
    var product = word &* 0x9E37_79B9_7F4A_7C15
    product = (product ^ product &>> 32) &* 0xD6E8_FEB8_6659_FD93
    return UInt32(truncatingIfNeeded: product &>> 32)
}

/// Scalars decide, however many bytes each has.
private func fastTextHash(_ text: UInt32) -> UInt32 {
    let count = textLength(text)
    let data = textData(text)
    var hash: UInt64 = 0x1234_5678 &+ UInt64(count)
    var index: UInt32 = 0
    if isWide(text) {
        while index != count {
            hash = (hash ^ UInt64(load32(data &+ index &<< 2))) &* 0x0000_0100_0000_01B3
            index &+= 1
        }
    } else {
        while index != count {
            hash = (hash ^ UInt64(load8(data &+ index))) &* 0x0000_0100_0000_01B3
            index &+= 1
        }
    }
    return mix(hash)
}

/// Numbers that are `=` have the same hash: integral floats that of the integer.
private func numberHash(_ bits: UInt64) -> UInt32 { hashSame(isIntegralFloat(bits) ? exactWhole(Double(bitPattern: bits)) : bits) }

/// For `eqv?`, and for `eq?`, which is finer.
private func hashSame(_ bits: UInt64) -> UInt32 {
    if isBigInteger(bits) {
        let value = integer(bits, 0)
        var hash: UInt64 = value.isNegative ? 1 : 2
        var index: UInt32 = 0
        while index != value.count {
            hash = (hash ^ UInt64(limb(value.data, index))) &* 0x0000_0100_0000_01B3
            hash ^= hash &>> 29
            index &+= 1
        }
        return mix(hash)
    }
    // Procedures of the library are the same in all modules, wherever their objects are.
    if isReference(bits, .closure) && load32(referenceAddress(bits), ObjectLayout.Closure.descriptorOffset) != 0 && isBuiltin(referenceAddress(bits)) {
        return 1
    }
    return mix(bits)
}

/// So many parts of a key are looked at, and so deep.
private let hashedParts: Int32 = 4096
private let hashedDepth: Int32 = 24

/// For `equal?`. Parts beyond a limit make no difference, so that cyclic keys have a hash too.
private func hashEqual(_ bits: UInt64, _ left: inout Int32, _ depth: Int32) -> UInt32 {
    if isReference(bits, .text) { return fastTextHash(referenceAddress(bits)) }
    let object = referenceAddress(bits)
    if isPair(bits) {
        var hash: UInt64 = 7
        var rest = bits
        while isPair(rest) && left > 0 && depth > 0 {
            left &-= 1
            hash = (hash ^ UInt64(hashEqual(car(rest), &left, depth &- 1))) &* 0x0000_0100_0000_01B3
            rest = cdr(rest)
        }
        if !isPair(rest) { hash ^= UInt64(hashEqual(rest, &left, depth &- 1)) }
        return mix(hash)
    }
    if isReference(bits, .byteVector) {
        var hash: UInt64 = 11
        var index: UInt32 = 0
        while index != byteCount(bits) {
            hash = (hash ^ UInt64(load8(byteAddress(bits, index)))) &* 0x0000_0100_0000_01B3
            index &+= 1
        }
        return mix(hash)
    }
    let isTagged = isReference(bits, .tagged)
    if isTagged || isReference(bits, .vector) {
        var slot = isTagged ? object &+ ObjectLayout.Tagged.tagOffset : arraySlots(object)
        let count = load32(object, ObjectLayout.wordOffset) &+ (isTagged ? 1 : 0)
        let end = slot &+ 8 &* count
        var hash = UInt64(count) &+ 13
        while slot != end && left > 0 && depth > 0 {
            left &-= 1
            hash = (hash ^ UInt64(hashEqual(load64(slot), &left, depth &- 1))) &* 0x0000_0100_0000_01B3
            slot &+= 8
        }
        return mix(hash)
    }
    return hashSame(bits)
}

/// The hash of a key in a table of some equality.
func keyHash(_ key: UInt64, _ equality: UInt32) -> UInt32 {
    if equality == UInt32(ObjectLayout.HashTable.equal) || equality == UInt32(ObjectLayout.HashTable.text) {
        var left = hashedParts
        return hashEqual(key, &left, hashedDepth)
    }
    return equality == UInt32(ObjectLayout.HashTable.number) ? numberHash(key) : hashSame(key)
}

/// Whether two keys of a table are the same.
@inline(__always) func isSameKey(_ found: UInt64, _ key: UInt64, _ equality: UInt32) -> Bool {
    if found == key { return true }
    // Most different keys are different objects without parts.
    if found >> 32 != key >> 32 && equality != UInt32(ObjectLayout.HashTable.number) { return false }
    return isSameKeySlow(found, key, equality)
}

@inline(never) private func isSameKeySlow(_ found: UInt64, _ key: UInt64, _ equality: UInt32) -> Bool {
    switch equality {
    case UInt32(ObjectLayout.HashTable.equal), UInt32(ObjectLayout.HashTable.text): return isStructurallyEqual(found, key)
    case UInt32(ObjectLayout.HashTable.number):
        return isNumeric(found) && isNumeric(key) ? compareNumbers(found, key) == 0 : isStructurallyEqual(found, key)
    case UInt32(ObjectLayout.HashTable.eqv): return isSame(found, key)
    default: return !isBigInteger(found) && isSame(found, key)
    }
}
