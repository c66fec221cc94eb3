// Random numbers: a generator seeded once from WASI's random source.

@_extern(wasm, module: "wasi_snapshot_preview1", name: "random_get") @_extern(c)
func wasi_random_get(_ buffer: UInt32, _ length: UInt32) -> UInt32

/// The generator's state; all zeros means that it has no seed yet.
private nonisolated(unsafe) var randomState = InlineArray<4, UInt64>(repeating: 0)

/// A number in 0 ..< 1 with 53 random bits, by xoshiro256+ of David Blackman and Sebastiano Vigna.
@_cdecl("math_random") @inline(__always) func mathRandomEntry() -> Double {
    let state = address(of: &randomState)
    if load64(state) | load64(state &+ 8) == 0 {
        _ = wasi_random_get(state, 32)
        // A source that fails or gives only zeros: any other start is better than none.
        if load64(state) == 0 { store64(state, 0x9E37_79B9_7F4A_7C15) }
    }
    let s0 = load64(state)
    let s1 = load64(state &+ 8)
    let last = load64(state &+ 24)
    let s2 = load64(state &+ 16) ^ s0
    let s3 = last ^ s1
    store64(state &+ 8, s1 ^ s2)
    store64(state, s0 ^ s3)
    store64(state &+ 16, s2 ^ s1 << 17)
    store64(state &+ 24, s3 << 45 | s3 >> 19)
    return Double((s0 &+ last) >> 11) * 0x1p-53
}
