// Deep equality. Nested collections are walked with an explicit stack, so that depth is limited by memory only.

@_cdecl("value_equal") @inline(__always) func valueEqualEntry(_ left: UInt64, _ right: UInt64) -> UInt32 { isEqual(left, right) ? 1 : 0 }

/// How two values compare without looking into collections.
private enum Verdict {
    static let different: UInt32 = 0
    static let equal: UInt32 = 1
    /// Two collections whose slots decide.
    static let nested: UInt32 = 2
}

@inline(__always) func isEqual(_ left: UInt64, _ right: UInt64) -> Bool {
    if isNumber(left) { return isNumber(right) && Double(bitPattern: left) == Double(bitPattern: right) }
    let verdict = compareShallow(left, right)
    return verdict == Verdict.nested ? isNestedEqual(left, right) : verdict != Verdict.different
}

/// Where the slots of two collections are that decide whether they are equal.
struct SlotPair {
    var left: UInt32 = 0
    var right: UInt32 = 0
    var count: UInt32 = 0

    /// No slots.
    init() {}

    /// One slot each, or more.
    init(left: UInt32, right: UInt32, count: UInt32 = 1) {
        self.left = left
        self.right = right
        self.count = count
    }

    /// `left` and `right` are collections that `compareShallow` found to be of the same kind and shape.
    init(_ leftBits: UInt64, _ rightBits: UInt64) {
        let leftObject = UInt32(truncatingIfNeeded: leftBits)
        let rightObject = UInt32(truncatingIfNeeded: rightBits)
        let isVariant = !isArray(leftBits)
        let offset = isVariant ? ObjectLayout.Variant.payloadOffset : ObjectLayout.Array.slotsOffset
        left = leftObject &+ offset
        right = rightObject &+ offset
        count = isVariant ? 1 : arrayLength(leftObject)
    }
}

private func compareShallow(_ left: UInt64, _ right: UInt64) -> UInt32 {
    if isNumber(left) { return isNumber(right) && Double(bitPattern: left) == Double(bitPattern: right) ? Verdict.equal : Verdict.different }
    if left >> 32 != right >> 32 { return Verdict.different }
    if left >> 48 != NaNBox.Tag.reference { return left == right ? Verdict.equal : Verdict.different }
    let a = UInt32(truncatingIfNeeded: left)
    let b = UInt32(truncatingIfNeeded: right)
    switch UInt32(truncatingIfNeeded: left >> 32) & 0xFF {
    case UInt32(ObjectKind.string.rawValue): return stringEqual(a, b)
    case UInt32(ObjectKind.array.rawValue):
        // The same object is not always equal to itself: NaN.
        return arrayLength(a) == arrayLength(b) ? Verdict.nested : Verdict.different
    case UInt32(ObjectKind.option.rawValue), UInt32(ObjectKind.result.rawValue), UInt32(ObjectKind.json.rawValue):
        if a == 0 || b == 0 { return a == b ? Verdict.equal : Verdict.different }
        return load16(a, ObjectLayout.smallOffset) == load16(b, ObjectLayout.smallOffset) ? Verdict.nested : Verdict.different
    case UInt32(ObjectKind.closure.rawValue): return functionEqual(a, b)
    case UInt32(ObjectKind.hashMap.rawValue), UInt32(ObjectKind.hashSet.rawValue):
        return load32(a, ObjectLayout.Table.countOffset) == load32(b, ObjectLayout.Table.countOffset) ? Verdict.nested : Verdict.different
    case UInt32(ObjectKind.queue.rawValue), UInt32(ObjectKind.stack.rawValue), UInt32(ObjectKind.dateTime.rawValue): return Verdict.nested
    case UInt32(ObjectKind.regex.rawValue):
        if stringEqual(regexPattern(a), regexPattern(b)) == 0 { return Verdict.different }
        return stringEqual(regexFlags(a), regexFlags(b))
    case UInt32(ObjectKind.namespace.rawValue):
        let identity = ObjectLayout.Namespace.identityOffset
        return stringEqual(load32(a &+ identity), load32(b &+ identity))
    default: return a == b ? Verdict.equal : Verdict.different
    }
}

@inline(never) private func isNestedEqual(_ left: UInt64, _ right: UInt64) -> Bool {
    openWorkStack()
    var pair = SlotPair()
    var waiting: UInt32 = 0
    var a = left
    var b = right
    var verdict = Verdict.nested
    while true {
        if verdict == Verdict.nested {
            // What is left of this level waits; a last element needs nothing to come back to.
            if pair.count != 0 {
                pushWork(pair)
                waiting &+= 1
            }
            if isTable(a) {
                pair.count = 0
                let parts = pushParts(referenceAddress(a), referenceAddress(b))
                if parts == UInt32.max { verdict = Verdict.different } else { waiting &+= parts }
            } else {
                pair = SlotPair(a, b)
            }
        }
        if verdict == Verdict.different {
            if waiting != 0 { closeWorkStack() }
            return false
        }
        while pair.count == 0 {
            if waiting == 0 { return true }
            waiting &-= 1
            pair = popPair()
            if waiting == 0 { closeWorkStack() }
        }
        a = load64(pair.left)
        b = load64(pair.right)
        pair.left &+= 8
        pair.right &+= 8
        pair.count &-= 1
        verdict = compareShallow(a, b)
    }
}

/// Compares the keys of two tables; the number of pairs of values pushed that decide further, or `UInt32.max`.
private func pushParts(_ left: UInt32, _ right: UInt32) -> UInt32 {
    guard let push = KindHooks.pushPartsOfTables else { return UInt32.max }
    return push(left, right)
}

/// A hash map or hash set.
@inline(__always) private func isTable(_ bits: UInt64) -> Bool { isReference(bits, .hashMap) || isReference(bits, .hashSet) }

/// A pair takes two entries of the work stack.
func pushWork(_ pair: SlotPair) {
    pushWork(pair.left, pair.right)
    pushWork(pair.count, 0)
}

func popPair() -> SlotPair {
    var pair = SlotPair()
    let top = load32(HeapState.markTop) &- 2 &* MarkStackPolicy.entrySize
    store32(HeapState.markTop, top)
    pair.left = load32(top)
    pair.right = load32(top &+ 4)
    pair.count = load32(top &+ 8)
    return pair
}
