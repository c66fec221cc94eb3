// When values are the same, and when they are equal.

/// `eqv?`: the same object, or equal numbers of the same exactness.
func isSame(_ left: UInt64, _ right: UInt64) -> Bool {
    if left == right { return true }
    if left >> 32 != right >> 32 || left >> 48 != NaNBox.Tag.reference { return false }
    if isBigInteger(left) { return compareIntegers(left, right) == 0 }
    return isReference(left, .closure) && isSameProcedure(referenceAddress(left), referenceAddress(right))
}

/// Procedures of the library have an object in each module that uses them as values.
private func isSameProcedure(_ left: UInt32, _ right: UInt32) -> Bool {
    let offset = ObjectLayout.Closure.descriptorOffset
    if load32(left, offset) == 0 || load32(right, offset) == 0 { return false }
    return isBuiltin(left) && isBuiltin(right) && functionEqual(left, right) != 0
}

@_cdecl("ai_is_eqv") @inline(__always) func aiIsEqvEntry(_ left: UInt64, _ right: UInt64) -> UInt32 { isSame(left, right) ? 1 : 0 }
@_cdecl("ai_is_eq") @inline(__always) func aiIsEqEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    left == right || (!isBigInteger(left) && isSame(left, right)) ? 1 : 0
}
@_cdecl("ai_is_equal") @inline(__always) func aiIsEqualEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    isStructurallyEqual(left, right) ? 1 : 0
}

/// How two values compare without looking into what has parts.
private enum Verdict {
    static let different: UInt32 = 0
    static let equal: UInt32 = 1
    /// Their parts decide.
    static let nested: UInt32 = 2
}

/// Whether the scalars of two texts are the same.
func isTextEqual(_ left: UInt32, _ right: UInt32) -> Bool {
    let count = textLength(left)
    if count != textLength(right) { return false }
    if textWidth(left) == textWidth(right) { return bytesEqual(textData(left), textData(right), isWide(left) ? count &<< 2 : count) }
    // A wide text may hold only ASCII.
    var index: UInt32 = 0
    while index != count {
        if textScalar(left, index) != textScalar(right, index) { return false }
        index &+= 1
    }
    return true
}

private func compareShallow(_ left: UInt64, _ right: UInt64) -> UInt32 {
    if left == right { return Verdict.equal }
    if left >> 32 != right >> 32 || left >> 48 != NaNBox.Tag.reference { return Verdict.different }
    let a = referenceAddress(left)
    let b = referenceAddress(right)
    switch UInt32(truncatingIfNeeded: left >> 32) & 0xFF {
    case UInt32(ObjectKind.pair.rawValue): return Verdict.nested
    case UInt32(ObjectKind.text.rawValue): return isTextEqual(a, b) ? Verdict.equal : Verdict.different
    case UInt32(ObjectKind.vector.rawValue), UInt32(ObjectKind.tagged.rawValue):
        return load32(a, ObjectLayout.wordOffset) == load32(b, ObjectLayout.wordOffset) ? Verdict.nested : Verdict.different
    case UInt32(ObjectKind.byteVector.rawValue):
        let count = load32(a, ObjectLayout.ByteVector.lengthOffset)
        if count != load32(b, ObjectLayout.ByteVector.lengthOffset) { return Verdict.different }
        let offset = ObjectLayout.ByteVector.bytesOffset
        return bytesEqual(a &+ offset, b &+ offset, count) ? Verdict.equal : Verdict.different
    case UInt32(ObjectKind.string.rawValue): return stringEqual(a, b)
    default: return isSame(left, right) ? Verdict.equal : Verdict.different
    }
}

/// `equal?`.
func isStructurallyEqual(_ left: UInt64, _ right: UInt64) -> Bool {
    let verdict = compareShallow(left, right)
    return verdict == Verdict.nested ? fastNestedEqual(left, right) : verdict != Verdict.different
}

/// So many values with parts are compared without keeping account of them.
private let quickComparisons: UInt32 = 100_000

/// The parts of two values of the same kind and shape.
private func parts(_ left: UInt64, _ right: UInt64) -> SlotPair {
    let a = referenceAddress(left)
    let b = referenceAddress(right)
    if isReference(left, .pair) {
        return SlotPair(left: a &+ ObjectLayout.Pair.carOffset, right: b &+ ObjectLayout.Pair.carOffset, count: 2)
    }
    if isReference(left, .vector) { return SlotPair(left: arraySlots(a), right: arraySlots(b), count: arrayLength(a)) }
    let offset = ObjectLayout.Tagged.tagOffset
    return SlotPair(left: a &+ offset, right: b &+ offset, count: load32(a, ObjectLayout.Tagged.countOffset) &+ 1)
}

/// Walks both values with an explicit stack. What is left of a level waits there; a last part needs nothing to come back to, so that lists
/// take no stack. A mark that moves on at powers of two finds lists that come back to where they were; other cycles are found by sets of
/// values that are assumed to be equal, once there have been many values with parts.
private func fastNestedEqual(_ left: UInt64, _ right: UInt64) -> Bool {
    openWorkStack()
    let bottom = workDepth()
    var assumed = Assumptions()
    var comparisons: UInt32 = 0
    var mark = SlotPair()
    var steps: UInt32 = 0
    var limit: UInt32 = 1
    var pair = SlotPair()
    var a = left
    var b = right
    var verdict = Verdict.nested
    while true {
        if verdict == Verdict.nested {
            let x = referenceAddress(a)
            let y = referenceAddress(b)
            if pair.count != 0 {
                comparisons &+= 1
                if comparisons < quickComparisons || !assumed.assume(x, y) {
                    pushWork(pair)
                    pair = parts(a, b)
                    steps = 0
                    limit = 1
                }
            } else if x != mark.left || y != mark.right {
                steps &+= 1
                if steps == limit {
                    mark = SlotPair(left: x, right: y)
                    steps = 0
                    limit &*= 2
                }
                pair = parts(a, b)
            }
        } else if verdict == Verdict.different {
            closeWorkStack()
            return false
        }
        while pair.count == 0 {
            if workDepth() == bottom {
                closeWorkStack()
                return true
            }
            pair = popPair()
        }
        a = load64(pair.left)
        b = load64(pair.right)
        pair.left &+= 8
        pair.right &+= 8
        pair.count &-= 1
        verdict = compareShallow(a, b)
    }
}

/// Sets of objects that are assumed to be equal: trees of numbers, in which the root stands for the set.
private struct Assumptions {
    /// From addresses to numbers.
    private var table: UInt32 = 0
    /// The parent of each number; a root is its own.
    private var parents: UInt32 = 0

    /// Whether two objects are already assumed to be equal; from now on they are.
    mutating func assume(_ left: UInt32, _ right: UInt32) -> Bool {
        if table == 0 {
            table = newAddressTable()
            parents = newBytes(capacity: 1024)
        }
        let a = root(number(left))
        let b = root(number(right))
        if a == b { return true }
        store32(parent(a), b)
        return false
    }

    private func parent(_ number: UInt32) -> UInt32 { parents &+ ObjectLayout.Bytes.dataOffset &+ 4 &* number }

    private mutating func number(_ object: UInt32) -> UInt32 {
        let entry = fastAddressEntry(table, object)
        if load32(entry) != 0 { return load32(entry, 4) }
        parents = reserve(parents, 4)
        let number = load32(parents, ObjectLayout.Bytes.usedOffset) / 4
        store32(parents &+ ObjectLayout.Bytes.usedOffset, 4 &* number &+ 4)
        store32(parent(number), number)
        table = addAddress(table, object, number)
        return number
    }

    /// Halves the way to the root for the next time.
    private func root(_ start: UInt32) -> UInt32 {
        var number = start
        while load32(parent(number)) != number {
            store32(parent(number), load32(parent(load32(parent(number)))))
            number = load32(parent(number))
        }
        return number
    }
}
