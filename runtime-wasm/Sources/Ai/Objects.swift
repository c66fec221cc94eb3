// Objects of Ai: how they are made and read.

@inline(__always) var unitBits: UInt64 { 0xFFFB_0000_0000_0004 }
@inline(__always) var emptyListBits: UInt64 { 0xFFFB_0000_0000_0005 }
@inline(__always) var endOfFileBits: UInt64 { 0xFFFB_0000_0000_0006 }
@inline(__always) func boolean(_ value: Bool) -> UInt64 { value ? trueBits : falseBits }

// Small integers.

/// A boxed integer of 48 bits; the caller knows that it fits.
@inline(__always) func fixnum(_ value: Int64) -> UInt64 { NaNBox.Tag.integer << 48 | UInt64(bitPattern: value) & 0xFFFF_FFFF_FFFF }
@inline(__always) func fixnum(_ value: UInt32) -> UInt64 { NaNBox.Tag.integer << 48 | UInt64(value) }
@inline(__always) func isFixnum(_ bits: UInt64) -> Bool { bits >> 48 == NaNBox.Tag.integer }
@inline(__always) func fixnumValue(_ bits: UInt64) -> Int64 { Int64(bitPattern: bits &<< 16) &>> 16 }
/// Whether an integer can be a small one.
@inline(__always) func fitsFixnum(_ value: Int64) -> Bool { (value &<< 16) &>> 16 == value }

// Characters.

@inline(__always) func character(_ scalar: UInt32) -> UInt64 { NaNBox.Tag.character << 48 | UInt64(scalar) }
@inline(__always) func isCharacter(_ bits: UInt64) -> Bool { bits >> 48 == NaNBox.Tag.character }

// Pairs.

@inline(__always) func isPair(_ bits: UInt64) -> Bool { isReference(bits, .pair) }
@inline(__always) func car(_ pair: UInt64) -> UInt64 { load64(referenceAddress(pair), ObjectLayout.Pair.carOffset) }
@inline(__always) func cdr(_ pair: UInt64) -> UInt64 { load64(referenceAddress(pair), ObjectLayout.Pair.cdrOffset) }
@inline(__always) func setCdr(_ pair: UInt64, _ value: UInt64) { store64(referenceAddress(pair) &+ ObjectLayout.Pair.cdrOffset, value) }

/// The address of a value with parts and, in its lowest bit, whether it is a pair, which has no header to tell that.
@inline(__always) func markedAddress(_ value: UInt64) -> UInt32 { referenceAddress(value) | (isPair(value) ? 1 : 0) }
@inline(__always) func isPairAddress(_ marked: UInt32) -> Bool { marked & 1 != 0 }
@inline(__always) func unmarkedAddress(_ marked: UInt32) -> UInt32 { marked & ~1 }
@inline(__always) func kindAt(_ marked: UInt32) -> UInt32 { isPairAddress(marked) ? UInt32(ObjectKind.pair.rawValue) : kindOf(marked) }

func cons(_ car: UInt64, _ cdr: UInt64) -> UInt64 {
    let pair = heapAllocate(ObjectLayout.Pair.size)
    store64(pair &+ ObjectLayout.Pair.carOffset, car)
    store64(pair &+ ObjectLayout.Pair.cdrOffset, cdr)
    return box(pair, .pair)
}

/// A list that is made from front to back.
struct ListBuilder {
    private var first = emptyListBits
    private var last: UInt64 = 0

    mutating func append(_ value: UInt64) {
        let pair = cons(value, emptyListBits)
        if last == 0 { first = pair } else { setCdr(last, pair) }
        last = pair
    }

    /// The list, with `tail` behind the last element.
    @inline(__always) func finish(_ tail: UInt64 = emptyListBits) -> UInt64 {
        if last == 0 { return tail }
        setCdr(last, tail)
        return first
    }
}

// Vectors.

/// A vector of `length` slots, for the caller to fill.
func newVector(_ length: UInt32) -> UInt32 {
    let vector = newArray(length: length, capacity: length)
    store8(vector, UInt32(ObjectKind.vector.rawValue))
    return vector
}

/// A vector with the elements of a proper list.
func vectorOfList(_ list: UInt64) -> UInt32 {
    let vector = newVector(listCount(list))
    var slot = arraySlots(vector)
    var rest = list
    while isPair(rest) {
        store64(slot, car(rest))
        slot &+= 8
        rest = cdr(rest)
    }
    return vector
}

/// The list of `count` slots.
func listOfSlots(_ slots: UInt32, _ count: UInt32) -> UInt64 {
    var list = emptyListBits
    var slot = slots &+ 8 &* count
    while slot != slots {
        slot &-= 8
        list = cons(load64(slot), list)
    }
    return list
}

/// The number of pairs of a list that is known to be proper, such as a list of arguments.
func listCount(_ list: UInt64) -> UInt32 {
    var count: UInt32 = 0
    var rest = list
    while isPair(rest) {
        count &+= 1
        rest = cdr(rest)
    }
    return count
}

// Several values.

/// (list) -> the values object with its elements. The caller sets the signal.
@_cdecl("ai_values_of_list") @inline(__always) func aiValuesOfListEntry(_ list: UInt64) -> UInt64 {
    let values = vectorOfList(list)
    store8(values, UInt32(ObjectKind.values.rawValue))
    return box(values, .values)
}

/// (values object) -> the list of its elements.
@_cdecl("ai_list_of_values") @inline(__always) func aiListOfValuesEntry(_ values: UInt64) -> UInt64 {
    listOfSlots(arraySlots(referenceAddress(values)), arrayLength(referenceAddress(values)))
}

@_cdecl("ai_cons") @inline(__always) func aiConsEntry(_ first: UInt64, _ rest: UInt64) -> UInt64 { cons(first, rest) }

/// (list) -> vector.
@_cdecl("ai_vector") @inline(__always) func aiVectorEntry(_ list: UInt64) -> UInt64 { box(vectorOfList(list), .vector) }
