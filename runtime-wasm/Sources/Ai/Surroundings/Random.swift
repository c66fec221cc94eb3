// Random numbers: xoshiro256** of David Blackman and Sebastiano Vigna, seeded by the program or else by the system.

/// All zeros: no seed yet.
private nonisolated(unsafe) var state = InlineArray<4, UInt64>(repeating: 0)

/// Fills the state from one word by the generator SplitMix64.
private func seed(_ word: UInt64) {
    let data = address(of: &state)
    var sum = word
    var offset: UInt32 = 0
    while offset != 32 {
        sum &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (sum ^ sum &>> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed &>> 27) &* 0x94D0_49BB_1331_11EB
        store64(data &+ offset, mixed ^ mixed &>> 31)
        offset &+= 8
    }
}

@inline(__always) private func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 { word &<< bits | word &>> (64 &- bits) }

func randomWord() -> UInt64 {
    let data = address(of: &state)
    if load64(data) | load64(data, 8) | load64(data, 16) | load64(data, 24) == 0 {
        _ = wasi_random_get(data, 8)
        seed(load64(data))
    }
    let s1 = load64(data, 8)
    let s2 = load64(data, 16) ^ load64(data)
    let s3 = load64(data, 24) ^ s1
    let result = rotated(s1 &* 5, 7) &* 9
    store64(data &+ 8, s1 ^ s2)
    store64(data, load64(data) ^ s3)
    store64(data &+ 16, s2 ^ s1 &<< 17)
    store64(data &+ 24, rotated(s3, 45))
    return result
}

/// In [0, 1), with 53 random bits.
private func randomFloat() -> Double { Double(randomWord() &>> 11) * 0x1p-53 }

/// Below a limit that is greater than zero, each number with the same probability.
private func randomBelow(_ limit: UInt64) -> UInt64 {
    // Numbers from the last, incomplete round of the limit are drawn again.
    let excess = (0 &- limit) % limit
    while true {
        let word = randomWord()
        if word >= excess { return word % limit }
    }
}

/// Below a positive exact integer.
private func randomInteger(_ limit: UInt64) -> UInt64 {
    if isFixnum(limit) { return fixnum(Int64(bitPattern: randomBelow(UInt64(bitPattern: fixnumValue(limit))))) }
    // So many more bits than the limit has that the remainder's bias cannot be noticed.
    let count = integer(limit, 0).count &+ 3
    let object = newInteger(count)
    var index: UInt32 = 0
    while index != count {
        setLimb(integerLimbs(object), index, UInt32(truncatingIfNeeded: randomWord() &>> 32))
        index &+= 1
    }
    _ = divideIntegers(finish(object, count, isNegative: false), limit, Rounding.truncated)
    return divisionRemainder
}

private func isPositive(_ bits: UInt64) -> Bool { isExact(bits) && !isNegativeInteger(bits) && !isZero(bits) }

@_cdecl("ai_random") @inline(__always) func aiRandomEntry(_ limit: UInt64) -> UInt64 {
    if limit == absentBits { return box(randomFloat()) }
    if isNumber(limit) {
        let number = Double(bitPattern: limit)
        if !(number > 0 && number < .infinity) { return raiseType("random: expected positive number", 1, limit) }
        // Rounding could give the limit itself.
        while true {
            let result = randomFloat() * number
            if result < number { return box(result) }
        }
    }
    return isPositive(limit) ? randomInteger(limit) : raiseType("random: expected positive number", 1, limit)
}

@_cdecl("ai_random_integer") @inline(__always) func aiRandomIntegerEntry(_ limit: UInt64) -> UInt64 {
    isPositive(limit) ? randomInteger(limit) : raiseType("random-integer: expected positive exact integer", 1, limit)
}

@_cdecl("ai_random_seed") @inline(__always) func aiRandomSeedEntry(_ value: UInt64) {
    if !isNumeric(value) { return _ = raiseType("random-seed!: expected number", 1, value) }
    seed(isBigInteger(value) ? UInt64(keyHash(value, UInt32(ObjectLayout.HashTable.eqv))) : value)
}

@_cdecl("ai_random_choice") @inline(__always) func aiRandomChoiceEntry(_ list: UInt64) -> UInt64 {
    let isVector = isReference(list, .vector)
    let count = isVector ? arrayLength(referenceAddress(list)) : properLength(list)
    if count == 0 || count == UInt32.max { return raiseType("random-choice: expected non-empty list", 1, list) }
    var index = UInt32(truncatingIfNeeded: randomBelow(UInt64(count)))
    if isVector { return load64(arraySlot(referenceAddress(list), index)) }
    var rest = list
    while index != 0 {
        rest = cdr(rest)
        index &-= 1
    }
    return car(rest)
}

/// A list or vector with the elements in random order.
@_cdecl("ai_shuffle") @inline(__always) func aiShuffleEntry(_ value: UInt64) -> UInt64 {
    let isVector = isReference(value, .vector)
    if !isVector && properLength(value) == UInt32.max { return raiseType("shuffle: expected list", 1, value) }
    let vector = isVector ? newVector(arrayLength(referenceAddress(value))) : vectorOfList(value)
    if isVector { copySlots(to: arraySlots(vector), from: arraySlots(referenceAddress(value)), count: arrayLength(vector)) }
    var left = arrayLength(vector)
    while left > 1 {
        let other = arraySlot(vector, UInt32(truncatingIfNeeded: randomBelow(UInt64(left))))
        left &-= 1
        let last = arraySlot(vector, left)
        let kept = load64(last)
        store64(last, load64(other))
        store64(other, kept)
    }
    return isVector ? box(vector, .vector) : listOfSlots(arraySlots(vector), arrayLength(vector))
}
