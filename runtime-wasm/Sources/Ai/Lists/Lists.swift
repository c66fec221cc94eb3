// Lists: making them, measuring them and finding places in them. Nothing here takes stack in proportion to a list's length.

/// The length of a proper list; `UInt32.max` for anything else, cycles included.
func properLength(_ list: UInt64) -> UInt32 {
    var count: UInt32 = 0
    var rest = list
    var watch = CycleWatch(list)
    while isPair(rest) {
        rest = cdr(rest)
        count &+= 1
        if watch.sawAgain(rest, count) { return UInt32.max }
    }
    return rest == emptyListBits ? count : UInt32.max
}

/// Notices that a walk over the pairs of a list goes round in a cycle: remembers a pair at each power of two, by Richard Brent's method, and so reads
/// nothing but the list.
struct CycleWatch {
    private var remembered: UInt64
    private var next: UInt32 = 1

    @inline(__always) init(_ list: UInt64) { remembered = list }

    /// - Parameter rest: what stands behind `count` pairs, at least one.
    @inline(__always) mutating func sawAgain(_ rest: UInt64, _ count: UInt32) -> Bool {
        // What is no pair was not passed before.
        if rest == remembered { return true }
        if count == next {
            remembered = rest
            next = count &<< 1
        }
        return false
    }
}

/// A count or index given by a program: an exact integer from 0 on that fits in 31 bits, else `UInt32.max`.
@inline(__always) func smallCount(_ bits: UInt64) -> UInt32 {
    isFixnum(bits) && bits & 0xFFFF_8000_0000 == 0 ? UInt32(truncatingIfNeeded: bits) : UInt32.max
}

@_cdecl("ai_is_list") @inline(__always) func aiIsListEntry(_ value: UInt64) -> UInt32 { properLength(value) != UInt32.max ? 1 : 0 }

/// Also of texts, vectors, byte vectors and hash tables.
@_cdecl("ai_length") @inline(__always) func aiLengthEntry(_ value: UInt64) -> UInt64 {
    let count = properLength(value)
    if count != UInt32.max { return fixnum(count) }
    let isCounted = isReference(value, .text) || isReference(value, .vector) || isReference(value, .byteVector) || isReference(value, .hashTable)
    return isCounted ? fixnum(load32(referenceAddress(value), ObjectLayout.wordOffset)) : raiseType("length: expected list", 1, value)
}

/// The empty list, text, vector, byte vector or hash table.
@_cdecl("ai_is_empty") @inline(__always) func aiIsEmptyEntry(_ value: UInt64) -> UInt32 {
    if value == emptyListBits { return 1 }
    let isCounted = isReference(value, .text) || isReference(value, .vector) || isReference(value, .byteVector) || isReference(value, .hashTable)
    return isCounted && load32(referenceAddress(value), ObjectLayout.wordOffset) == 0 ? 1 : 0
}

@_cdecl("ai_make_list") @inline(__always) func aiMakeListEntry(_ count: UInt64, _ fill: UInt64) -> UInt64 {
    var left = smallCount(count)
    if left == UInt32.max { return raiseType("make-list: expected non-negative exact integer", 1, count) }
    var list = emptyListBits
    while left != 0 {
        list = cons(fill == absentBits ? unitBits : fill, list)
        left &-= 1
    }
    return list
}

/// Copies the pairs of a list in front of a tail; false when it is no proper list.
private func copyList(_ list: UInt64, _ builder: inout ListBuilder) -> Bool {
    if properLength(list) == UInt32.max { return false }
    var rest = list
    while isPair(rest) {
        builder.append(car(rest))
        rest = cdr(rest)
    }
    return true
}

/// (list of lists): all but the last are copied; the last may be anything.
@_cdecl("ai_append") @inline(__always) func aiAppendEntry(_ lists: UInt64) -> UInt64 {
    var builder = ListBuilder()
    var rest = lists
    var index: UInt32 = 1
    while isPair(rest) {
        let list = car(rest)
        rest = cdr(rest)
        if rest == emptyListBits { return builder.finish(list) }
        if !copyList(list, &builder) { return raiseType("append: expected list", index, list) }
        index &+= 1
    }
    return emptyListBits
}

@_cdecl("ai_reverse") @inline(__always) func aiReverseEntry(_ list: UInt64) -> UInt64 {
    var result = emptyListBits
    var rest = list
    var count: UInt32 = 0
    var watch = CycleWatch(list)
    while isPair(rest) {
        result = cons(car(rest), result)
        rest = cdr(rest)
        count &+= 1
        if watch.sawAgain(rest, count) { break }
    }
    return rest == emptyListBits ? result : raiseType("reverse: expected list", 1, list)
}

@_cdecl("ai_reverse_in_place") @inline(__always) func aiReverseInPlaceEntry(_ list: UInt64) -> UInt64 {
    if properLength(list) == UInt32.max { return raiseType("reverse!: expected list", 1, list) }
    var result = emptyListBits
    var rest = list
    while isPair(rest) {
        let next = cdr(rest)
        setCdr(rest, result)
        result = rest
        rest = next
    }
    return result
}

/// (list of lists): the last pair of each gets the next list as its rest.
@_cdecl("ai_append_in_place") @inline(__always) func aiAppendInPlaceEntry(_ lists: UInt64) -> UInt64 {
    var result = emptyListBits
    var last: UInt64 = 0
    var rest = lists
    var index: UInt32 = 1
    while isPair(rest) {
        let list = car(rest)
        rest = cdr(rest)
        if isPair(list) {
            if last == 0 { result = list } else { setCdr(last, list) }
            if rest != emptyListBits && properLength(list) == UInt32.max { return raiseType("append!: expected list", index, list) }
            if rest != emptyListBits { last = lastPair(list) }
        } else if list != emptyListBits {
            if rest != emptyListBits { return raiseType("append!: expected list", index, list) }
            if last == 0 { result = list } else { setCdr(last, list) }
        }
        index &+= 1
    }
    return result
}

/// Copies the spine; what is no pair at its end stays. A list that contains itself is no list.
@_cdecl("ai_list_copy") @inline(__always) func aiListCopyEntry(_ list: UInt64) -> UInt64 {
    var builder = ListBuilder()
    var rest = list
    var slow = list
    var isOdd = false
    while isPair(rest) {
        builder.append(car(rest))
        rest = cdr(rest)
        if isOdd {
            slow = cdr(slow)
            if slow == rest && isPair(rest) { return raiseType("list-copy: expected list", 1, list) }
        }
        isOdd = !isOdd
    }
    return builder.finish(rest)
}

/// The pair, or what stands behind all pairs, after `count` steps. Raises AI0906 when there are not so many.
private func tail(_ prefix: StaticString, _ list: UInt64, _ index: UInt64, needsPair: Bool) -> UInt64 {
    let count = smallCount(index)
    if !isPair(list) && list != emptyListBits { return raiseType(prefix, 1, list) }
    if !isFixnum(index) { return raiseInteger(prefix, 2, index) }
    var rest = list
    var left = count
    while left != 0 && isPair(rest) {
        rest = cdr(rest)
        left &-= 1
    }
    if left != 0 || (needsPair && !isPair(rest)) { return raiseIndex(prefix, index, count &- left) }
    return rest
}

/// AI0903 for an argument that has to be an exact integer. `prefix` gives the procedure's name.
@inline(never) func raiseInteger(_ prefix: StaticString, _ index: UInt32, _ value: UInt64) -> UInt64 {
    raiseNamed(prefix, "exact integer", index, value)
}

@_cdecl("ai_list_tail") @inline(__always) func aiListTailEntry(_ list: UInt64, _ index: UInt64) -> UInt64 {
    tail("list-tail: expected list", list, index, needsPair: false)
}

@_cdecl("ai_list_ref") @inline(__always) func aiListRefEntry(_ list: UInt64, _ index: UInt64) -> UInt64 {
    let pair = tail("list-ref: expected list", list, index, needsPair: true)
    return isRaising() ? 0 : car(pair)
}

@_cdecl("ai_nth") @inline(__always) func aiNthEntry(_ list: UInt64, _ index: UInt64) -> UInt64 {
    // The order of arguments does not matter when only one of them is an integer.
    let pair = isFixnum(list) ? tail("nth: expected list", index, list, needsPair: true) : tail("nth: expected list", list, index, needsPair: true)
    return isRaising() ? 0 : car(pair)
}

@_cdecl("ai_list_set") @inline(__always) func aiListSetEntry(_ list: UInt64, _ index: UInt64, _ value: UInt64) {
    let pair = tail("list-set!: expected list", list, index, needsPair: true)
    if !isRaising() { store64(referenceAddress(pair) &+ ObjectLayout.Pair.carOffset, value) }
}

func lastPair(_ list: UInt64) -> UInt64 {
    var pair = list
    while isPair(cdr(pair)) { pair = cdr(pair) }
    return pair
}

/// Whether a value is a list of at least one pair that ends.
@inline(__always) private func hasEnd(_ list: UInt64) -> Bool { isPair(list) && properLength(list) != UInt32.max }

@_cdecl("ai_last") @inline(__always) func aiLastEntry(_ list: UInt64) -> UInt64 {
    hasEnd(list) ? car(lastPair(list)) : raiseType("last: expected non-empty list", 1, list)
}

@_cdecl("ai_last_pair") @inline(__always) func aiLastPairEntry(_ list: UInt64) -> UInt64 {
    isPair(list) ? lastPair(list) : raiseType("last-pair: expected pair", 1, list)
}

/// All but the last element.
@_cdecl("ai_init") @inline(__always) func aiInitEntry(_ list: UInt64) -> UInt64 {
    if !hasEnd(list) { return raiseType("init: expected non-empty list", 1, list) }
    var builder = ListBuilder()
    var rest = list
    while isPair(cdr(rest)) {
        builder.append(car(rest))
        rest = cdr(rest)
    }
    return builder.finish()
}
