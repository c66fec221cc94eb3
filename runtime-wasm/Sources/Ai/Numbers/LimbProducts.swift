// Products of magnitudes: by hand below some size, by Anatoly Karatsuba's method above.

/// Factors with fewer limbs are multiplied by hand.
private let karatsubaLimit: UInt32 = 32

/// `result = a * b` in `aCount + bCount` limbs. The result overlaps neither.
func multiplyLimbs(_ result: UInt32, _ a: UInt32, _ aCount: UInt32, _ b: UInt32, _ bCount: UInt32) {
    if aCount < bCount { return multiplyLimbs(result, b, bCount, a, aCount) }
    if bCount < karatsubaLimit { return multiplyByHand(result, a, aCount, b, bCount) }
    let scratch = scratchLimbs(karatsubaRoom(bCount))
    if aCount == bCount { return karatsuba(result, a, b, aCount, scratch) }
    // Pieces of the longer factor that are as long as the shorter one.
    fill(result, count: 4 &* (aCount &+ bCount))
    let product = scratchLimbs(2 &* bCount)
    var done: UInt32 = 0
    while done != aCount {
        let piece = aCount &- done < bCount ? aCount &- done : bCount
        if piece == bCount {
            karatsuba(product, a &+ 4 &* done, b, bCount, scratch)
        } else {
            multiplyLimbs(product, b, bCount, a &+ 4 &* done, piece)
        }
        let place = result &+ 4 &* done
        _ = fastAddLimbs(place, place, aCount &+ bCount &- done, product, bCount &+ piece)
        done &+= piece
    }
}

private func multiplyByHand(_ result: UInt32, _ a: UInt32, _ aCount: UInt32, _ b: UInt32, _ bCount: UInt32) {
    fill(result, count: 4 &* aCount)
    var index: UInt32 = 0
    while index != bCount {
        let place = result &+ 4 &* index
        setLimb(place, aCount, fastMultiplyAdd(place, a, aCount, limb(b, index)))
        index &+= 1
    }
}

/// What `karatsuba` needs for factors of `count` limbs.
@inline(__always) func karatsubaRoom(_ count: UInt32) -> UInt32 { 4 &* count &+ 128 }

/// Both factors have `count` limbs. With halves `a = a1 B + a0`, `b = b1 B + b0` the middle part of the product is
/// `a0 b0 + a1 b1 - (a0 - a1)(b0 - b1)`. Depth is the logarithm of the count. `scratch` has room for `karatsubaRoom(count)` limbs.
func karatsuba(_ result: UInt32, _ a: UInt32, _ b: UInt32, _ count: UInt32, _ scratch: UInt32) {
    if count < karatsubaLimit { return multiplyByHand(result, a, count, b, count) }
    let low = (count &+ 1) / 2
    let high = count &- low
    let aHigh = a &+ 4 &* low
    let bHigh = b &+ 4 &* low
    let upper = result &+ 8 &* low
    // The differences stand where the product will be.
    let aSwapped = difference(result, a, low, aHigh, high)
    let bSwapped = difference(result &+ 4 &* low, b, low, bHigh, high)
    let rest = scratch &+ 8 &* low
    karatsuba(scratch, result, result &+ 4 &* low, low, rest)
    karatsuba(result, a, b, low, rest)
    karatsuba(upper, aHigh, bHigh, high, rest)
    // The middle part, in one limb more.
    setLimb(rest, 2 &* low, fastAddLimbs(rest, result, 2 &* low, upper, 2 &* high))
    if aSwapped == bSwapped {
        _ = fastSubtractLimbs(rest, rest, 2 &* low &+ 1, scratch, 2 &* low)
    } else {
        _ = fastAddLimbs(rest, rest, 2 &* low &+ 1, scratch, 2 &* low)
    }
    let middle = trimmedCount(rest, 2 &* low &+ 1)
    let place = result &+ 4 &* low
    _ = fastAddLimbs(place, place, 2 &* count &- low, rest, middle)
}

/// `result = |a - b|` in `aCount` limbs; whether `b` is the larger. `b` has as many limbs or one less.
private func difference(_ result: UInt32, _ a: UInt32, _ aCount: UInt32, _ b: UInt32, _ bCount: UInt32) -> Bool {
    let aTrimmed = trimmedCount(a, aCount)
    let bTrimmed = trimmedCount(b, bCount)
    if compareLimbs(a, aTrimmed, b, bTrimmed) >= 0 {
        _ = fastSubtractLimbs(result, a, aCount, b, bTrimmed)
        return false
    }
    _ = fastSubtractLimbs(result, b, bTrimmed, a, aTrimmed)
    fill(result &+ 4 &* bTrimmed, count: 4 &* (aCount &- bTrimmed))
    return true
}
