// Hashes of keys. They depend on numbers drawn once per process, so that nobody can prepare keys that collide. Functions whose names begin
// with `fast` are compiled for speed rather than size.


/// The secret numbers; zeros until the first table gets an index.
private nonisolated(unsafe) var hashSeed = InlineArray<2, UInt64>(repeating: 0)

@inline(__always) private func seedAddress() -> UInt32 { address(of: &hashSeed) }

/// Draws the secret numbers unless that has been done.
func seedHashes() {
    let seed = seedAddress()
    if load64(seed) != 0 { return }
    _ = wasi_random_get(seed, 16)
    // A source that fails or gives only zeros: any other secret is better than none.
    if load64(seed) == 0 { store64(seed, 0x9E37_79B9_7F4A_7C15) }
}

/// The hash of a key. Strings with the same text have the same hash; other keys are hashed by their bits.
func fastHash(_ key: UInt64) -> UInt32 {
    if !isReference(key, .string) { return mixed(key) }
    let string = referenceAddress(key)
    let count = stringLength(string)
    // One word, and no two texts give the same.
    if count < 8 { return mixed(lastBytes(stringData(string), count) | UInt64(count) &<< 56) }
    return textHash(stringData(string), count)
}

/// Two multiplications by secret odd numbers, with the good upper bits of the first product brought down in between.
@inline(__always) private func mixed(_ word: UInt64) -> UInt32 {
    let seed = seedAddress()
    var product = (word ^ load64(seed)) &* (load64(seed, 8) | 1)
    product = (product ^ product &>> 32) &* (load64(seed) | 1)
    return UInt32(truncatingIfNeeded: product &>> 32)
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

@inline(__always) private func textHash(_ data: UInt32, _ count: UInt32) -> UInt32 {
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

/// The up to seven bytes at `tail`, the rest of a text of `count` bytes, as a number. Reads nothing outside the text.
@inline(__always) private func lastBytes(_ tail: UInt32, _ count: UInt32) -> UInt64 {
    let rest = count & 7
    if rest == 0 { return 0 }
    if count >= 8 { return load64(tail &+ rest &- 8) &>> UInt64((8 &- rest) &* 8) }
    if rest >= 4 { return UInt64(load32(tail)) | UInt64(load32(tail &+ rest &- 4)) &<< UInt64((rest &- 4) &* 8) }
    let middle = UInt64(load8(tail &+ rest / 2)) &<< UInt64(rest / 2 &* 8)
    return UInt64(load8(tail)) | middle | UInt64(load8(tail &+ rest &- 1)) &<< UInt64((rest &- 1) &* 8)
}
