// Powers of ten as 128-bit numbers.

/// The upper and lower halves of `10^k` for every 27th `k` from -351 on, scaled to at least 2^127 and rounded up.
private let coarsePowers: InlineArray<52, UInt64> = [
    0x8049A4AC0C5811AE, 0x205B896D777D6279,
    0xCF42894A5DCE35EA, 0x52064CAC828675BA,
    0xA76C582338ED2621, 0xAF2AF2B80AF6F24F,
    0x873E4F75E2224E68, 0x5A7744A6E804A292,
    0xDA7F5BF590966848, 0xAF39A475506A899F,
    0xB080392CC4349DEC, 0xBD8D794D96AACFB4,
    0x8E938662882AF53E, 0x547EB47B7282EE9D,
    0xE65829B3046B0AFA, 0x0CB4A5A3112A5113,
    0xBA121A4650E4DDEB, 0x92F34D62616CE414,
    0x964E858C91BA2655, 0x3A6A07F8D510F870,
    0xF2D56790AB41C2A2, 0xFAE27299423FB9C4,
    0xC428D05AA4751E4C, 0xAA97E14C3C26B887,
    0x9E74D1B791E07E48, 0x775EA264CF55347E,
    0x8000000000000000, 0x0000000000000000,
    0xCECB8F27F4200F3A, 0x0000000000000000,
    0xA70C3C40A64E6C51, 0x999090B65F67D924,
    0x86F0AC99B4E8DAFD, 0x69A028BB3DED71A4,
    0xDA01EE641A708DE9, 0xE80E6F4820CC9496,
    0xB01AE745B101E9E4, 0x5EC05DCFF72E7F90,
    0x8E41ADE9FBEBC27D, 0x14588F13BE847308,
    0xE5D3EF282A242E81, 0x8F1668C8A86DA5FB,
    0xB9A74A0637CE2EE1, 0x6D953E2BD7173693,
    0x95F83D0A1FB69CD9, 0x4ABDAF101564F98F,
    0xF24A01A73CF2DCCF, 0xBC633B39673C8CED,
    0xC3B8358109E84F07, 0x0A862F80EC4700C9,
    0x9E19DB92B4E31BA9, 0x6C07A2C26A8346D2,
]

/// The powers of five up to the 26th.
private let powersOfFive: InlineArray<27, UInt64> = [
    1, 5, 25, 125,
    625, 3125, 15625, 78125,
    390625, 1953125, 9765625, 48828125,
    244140625, 1220703125, 6103515625, 30517578125,
    152587890625, 762939453125, 3814697265625, 19073486328125,
    95367431640625, 476837158203125, 2384185791015625, 11920928955078125,
    59604644775390625, 298023223876953125, 1490116119384765625,
]

/// The upper half of the product.
@inline(never) func multiplyHigh(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let mask: UInt64 = 0xFFFF_FFFF
    let low = (a & mask) &* (b & mask)
    let middle = (a >> 32) &* (b & mask) &+ low >> 32
    let other = (a & mask) &* (b >> 32) &+ middle & mask
    return (a >> 32) &* (b >> 32) &+ middle >> 32 &+ other >> 32
}

/// The upper half of `10^power`, scaled to at least 2^127; -351 <= power <= 350. Leaves the lower half in `powerLow`. The 128 bits are
/// the power itself where that fits, else at most two units too large and never too small.
func powerOfTen(_ power: Int32) -> UInt64 {
    let index = Int(power &+ 351)
    let coarse = index / 27
    let high = coarsePowers[unchecked: 2 &* coarse]
    let low = coarsePowers[unchecked: 2 &* coarse &+ 1]
    if coarse &* 27 == index {
        powerLow = low
        return high
    }
    let factor = powersOfFive[unchecked: index &- coarse &* 27]
    let bottom = low &* factor
    let middle = high &* factor &+ multiplyHigh(low, factor)
    let top = multiplyHigh(high, factor) &+ (middle < high &* factor ? 1 : 0)
    let shift = UInt64(truncatingIfNeeded: top.leadingZeroBitCount)
    let rounding: UInt64 = bottom &<< shift == 0 ? 0 : 1
    powerLow = (middle &<< shift | bottom &>> (64 &- shift)) &+ rounding
    return top &<< shift | middle &>> (64 &- shift)
}

/// The second result of `powerOfTen`.
nonisolated(unsafe) var powerLow: UInt64 = 0
