// Big integers as text. Long ones are divided by a power of the base that is half as long, and so are both parts, until they are short.

/// Digits of a base that are written at a time.
private struct DigitChunk {
    var radix: UInt32
    /// The greatest power of the base that fits in a limb, and its exponent.
    var power: UInt32
    var exponent: UInt32

    init(radix: UInt32) {
        self.radix = radix
        power = radix
        exponent = 1
        while power <= UInt32.max / radix {
            power &*= radix
            exponent &+= 1
        }
    }
}

/// Shorter magnitudes are written limb by limb.
private let divisionLimit: UInt32 = 60

/// The first of the powers that long magnitudes are divided by has so many chunks; each further one is the square of the one before.
private let firstChunks: UInt32 = 32

/// Emits a big integer. A hook, so that only programs that make big integers have it.
func writeInteger(_ bits: UInt64, _ radix: UInt32) {
    let value = integer(bits, 0)
    let chunk = DigitChunk(radix: radix)
    // Digits are written backwards into a buffer: at most 32 for a limb.
    let perLimb = 32 / UInt32(truncatingIfNeeded: 31 &- radix.leadingZeroBitCount) &+ 1
    let room = value.count &* perLimb &+ 64
    let buffer = newBytes(capacity: room) &+ ObjectLayout.Bytes.dataOffset
    let (count, isNegative) = (value.count, value.isNegative)
    let copied = scratchLimbs(count)
    fastCopy(to: copied, from: value.data, count: 4 &* count)
    let powers = scratchLimbs(2 &* 32)
    let levels = count < divisionLimit ? 0 : findPowers(powers, chunk, forLimbs: count)
    let start = writeParts(copied, count, buffer &+ room, levels, powers, chunk)
    if isNegative { emitByte(45) }
    emit(start, buffer &+ room &- start)
}

/// The powers that a magnitude is divided by, as exact integers; the last has at least half as many limbs. Returns how many there are.
private func findPowers(_ powers: UInt32, _ chunk: DigitChunk, forLimbs count: UInt32) -> UInt32 {
    var power = powerOf(chunk.radix, chunk.exponent &* firstChunks)
    var levels: UInt32 = 0
    while true {
        store64(powers &+ 8 &* levels, power)
        levels &+= 1
        if 2 &* integer(power, 1).count >= count { return levels }
        power = multiplyIntegers(power, power)
    }
}

/// Writes the digits of a trimmed magnitude, which is used up, before `end`; returns where they begin.
private func writeParts(_ data: UInt32, _ count: UInt32, _ end: UInt32, _ levels: UInt32, _ powers: UInt32, _ chunk: DigitChunk) -> UInt32 {
    if levels == 0 || count < divisionLimit { return fastWriteLimbs(data, count, end, chunk.radix, chunk.power, chunk.exponent) }
    let level = levels &- 1
    let power = integer(load64(powers &+ 8 &* level), 1)
    if compareLimbs(data, count, power.data, power.count) < 0 { return writeParts(data, count, end, level, powers, chunk) }
    let parts = divideLimbs(scratchLimbs(count), data, count, power.data, power.count)
    var start = writeParts(parts.remainder, trimmedCount(parts.remainder, parts.remainderCount), end, level, powers, chunk)
    let width = chunk.exponent &* firstChunks &<< level
    while end &- start != width {
        start &-= 1
        store8(start, 48)
    }
    return writeParts(parts.quotient, trimmedCount(parts.quotient, parts.quotientCount), start, level, powers, chunk)
}

/// Writes the digits of a trimmed magnitude, which is used up, before `end`; returns where they begin.
private func fastWriteLimbs(_ data: UInt32, _ limbs: UInt32, _ end: UInt32, _ radix: UInt32, _ power: UInt32, _ width: UInt32) -> UInt32 {
    var count = limbs
    var at = end
    while count != 0 {
        var rest = fastDivideWord(data, data, count, power)
        if limb(data, count &- 1) == 0 { count &-= 1 }
        var digits = width
        while digits != 0 && (count != 0 || rest != 0) {
            let next = rest / radix
            at &-= 1
            store8(at, digitByte(rest &- next &* radix))
            rest = next
            digits &-= 1
        }
    }
    return at
}
