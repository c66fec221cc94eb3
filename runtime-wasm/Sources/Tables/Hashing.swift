// Hashes of keys. They depend on numbers drawn once per process, so that nobody can prepare keys that collide. Functions whose names begin
// with `fast` are compiled for speed rather than size.


/// The secret numbers, odd ones; zeros until the first table gets an index.
private nonisolated(unsafe) var hashSeed = InlineArray<2, UInt64>(repeating: 0)

@inline(__always) private func seedAddress() -> UInt32 { address(of: &hashSeed) }

/// Draws the secret numbers unless that has been done.
func seedHashes() {
    let seed = seedAddress()
    if load64(seed) != 0 { return }
    _ = wasi_random_get(seed, 16)
    // A source that fails or gives only zeros: any other secret is better than none. Odd numbers, since multiplying by them loses nothing.
    if load64(seed) == 0 { store64(seed, 0x9E37_79B9_7F4A_7C15) }
    store8(seed, load8(seed) | 1)
    store8(seed &+ 8, load8(seed &+ 8) | 1)
}

/// The hash of a key. Strings with the same text have the same hash; other keys are hashed by their bits.
@inline(__always) func tableHash(_ key: UInt64) -> UInt32 {
    isReference(key, .string) ? fastStringHash(referenceAddress(key)) : wordHash(key)
}

/// The hash of a key that is no string: two multiplications by secret odd numbers, with the good upper bits of the first product brought
/// down in between.
@inline(__always) func wordHash(_ word: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: wordProduct(word) &>> 32) }

/// A number whose upper half is the hash.
@inline(__always) func wordProduct(_ word: UInt64) -> UInt64 {
    let seed = seedAddress()
    let product = (word ^ load64(seed)) &* load64(seed, 8)
    return (product ^ product &>> 32) &* load64(seed)
}

/// The hash of a string's text.
@inline(never) func fastStringHash(_ string: UInt32) -> UInt32 { textHash(string) }

/// The same where it is done often.
@inline(__always) func textHash(_ string: UInt32) -> UInt32 {
    let count = stringLength(string)
    let data = stringData(string)
    if count > 16 { return longTextHash(data, count) }
    return count == 0 ? 0 : shortTextHash(data, count)
}

/// The hash of 1 to 16 bytes, without a branch on how many: the first eight and the last eight, which may be the same. The products are
/// the universal hash function NH of John Black and others: whoever does not know the secret finds no texts that collide. Of fewer
/// than eight bytes, words are read that begin before them, where there is always something: a string's header.
@inline(__always) private func shortTextHash(_ data: UInt32, _ count: UInt32) -> UInt32 {
    let before = count < 8 ? 8 &- count : 0
    let first = load64(data &- before) &>> UInt64(before &<< 3)
    let last = load64(data &+ count &- 8) &>> UInt64(before &<< 3)
    let seed = seedAddress()
    let products = product(first, load64(seed)) &+ product(last, load64(seed, 8)) &+ UInt64(count) &* 0x9E37_79B9_7F4A_7C15
    let mixed = (products ^ products &>> 32) &* load64(seed, 8)
    return UInt32(truncatingIfNeeded: mixed &>> 32)
}

/// What tells texts apart, next to their hashes: for up to seven bytes, these and how many there are; else more of the hash.
@inline(__always) func textPrint(_ string: UInt32, _ hash: UInt32) -> UInt64 {
    let count = stringLength(string)
    if count > TextPrint.complete { return TextPrint.partial | UInt64(hash) }
    // No shift is by more than 63.
    let text = load64(stringData(string) &+ count &- 8) &>> 8
    return text &>> UInt64((7 &- count) &<< 3) | UInt64(count) &<< 56
}

enum TextPrint {
    /// Texts of so many bytes are in their prints.
    static let complete: UInt32 = 7
    /// Set in prints of longer texts.
    static let partial: UInt64 = 1 &<< 59
    /// The print of what is no text.
    static let none = UInt64.max
}

/// The product of both halves of a word after a secret number has been added to each.
@inline(__always) private func product(_ word: UInt64, _ secret: UInt64) -> UInt64 {
    let lower = UInt32(truncatingIfNeeded: word) &+ UInt32(truncatingIfNeeded: secret)
    let upper = UInt32(truncatingIfNeeded: word &>> 32) &+ UInt32(truncatingIfNeeded: secret &>> 32)
    return UInt64(lower) &* UInt64(upper)
}

/// SipHash-1-3 of Jean-Philippe Aumasson and Daniel J. Bernstein.
private struct SipState {
    var v0: UInt64
    var v1: UInt64
    var v2: UInt64
    var v3: UInt64

    @inline(__always) init(_ k0: UInt64, _ k1: UInt64) {
        v0 = k0 ^ 0x736F_6D65_7073_6575
        v1 = k1 ^ 0x646F_7261_6E64_6F6D
        v2 = k0 ^ 0x6C79_6765_6E65_7261
        v3 = k1 ^ 0x7465_6462_7974_6573
    }

    @inline(__always) mutating func round() {
        v0 &+= v1
        v1 = rotated(v1, 13) ^ v0
        v0 = rotated(v0, 32)
        v2 &+= v3
        v3 = rotated(v3, 16) ^ v2
        v0 &+= v3
        v3 = rotated(v3, 21) ^ v0
        v2 &+= v1
        v1 = rotated(v1, 17) ^ v2
        v2 = rotated(v2, 32)
    }

    @inline(__always) mutating func add(_ word: UInt64) {
        v3 ^= word
        round()
        v0 ^= word
    }
}

@inline(__always) private func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 { word &<< bits | word &>> (64 &- bits) }

@inline(never) private func longTextHash(_ data: UInt32, _ count: UInt32) -> UInt32 {
    let seed = seedAddress()
    var state = SipState(load64(seed), load64(seed, 8))
    var at = data
    let end = at &+ count & ~7
    while at != end {
        state.add(load64(at))
        at &+= 8
    }
    state.add(UInt64(count) &<< 56 | lastBytes(at, count))
    state.v2 ^= 0xFF
    state.round()
    state.round()
    state.round()
    let hash = state.v0 ^ state.v1 ^ state.v2 ^ state.v3
    return UInt32(truncatingIfNeeded: hash ^ hash &>> 32)
}

/// The up to seven bytes at `tail`, the rest of a text of `count` bytes, at least eight, as a number.
@inline(__always) private func lastBytes(_ tail: UInt32, _ count: UInt32) -> UInt64 {
    let rest = count & 7
    return rest == 0 ? 0 : load64(tail &+ rest &- 8) &>> UInt64((8 &- rest) &* 8)
}
