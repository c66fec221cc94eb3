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
    if count > 16 { return longTextHash(stringData(string), count) }
    return count == 0 ? 0 : ShortText(string, count).hash
}

/// A text of 1 to 16 bytes as two words: the first eight bytes and the last eight, which may be the same; of fewer than eight, all of them
/// and zeros. No branch depends on how many there are: of fewer than eight bytes, words are read that begin before them, where there is always
/// something, a string's header.
struct ShortText {
    let first: UInt64
    let last: UInt64
    let count: UInt32

    @inline(__always) init(_ string: UInt32, _ count: UInt32) {
        let data = stringData(string)
        // 8 - count, or 0 if that is negative.
        let missing = Int32(bitPattern: 8 &- count)
        let before = UInt32(bitPattern: missing & ~(missing &>> 31))
        first = load64(data &- before) &>> UInt64(before &<< 3)
        last = load64(data &+ count &- 8) &>> UInt64(before &<< 3)
        self.count = count
    }

    /// The products are the universal hash function NH of John Black and others: whoever does not know the secret finds no texts that collide.
    @inline(__always) var hash: UInt32 { UInt32(truncatingIfNeeded: hashProduct &>> 32) }

    /// A number whose upper half is the hash.
    @inline(__always) var hashProduct: UInt64 {
        let seed = seedAddress()
        let products = product(first, load64(seed)) &+ product(last, load64(seed, 8)) &+ UInt64(count) &* 0x9E37_79B9_7F4A_7C15
        return (products ^ products &>> 32) &* load64(seed, 8)
    }
}

/// What tells texts apart, next to their hashes: up to fifteen bytes, and how many there are; of longer texts, the last seven.
struct TextPrint {
    let first: UInt64
    let second: UInt64

    /// The logarithm of a print's size in bytes.
    static let shift: UInt32 = 4
    /// Texts of so many bytes are in their prints.
    static let complete: UInt32 = 15
    /// Lowest bytes of second words, where the prints of short texts have how many bytes there are: for longer texts, and for what is no text.
    private static let partial: UInt64 = 16
    private static let none: UInt64 = 255

    @inline(__always) private init(words first: UInt64, _ second: UInt64) {
        self.first = first
        self.second = second
    }

    /// A text that is not empty, of at most `complete` bytes. Where the last eight bytes are not all the first ones, the lowest of them is among these.
    @inline(__always) init(_ text: ShortText) { self.init(words: text.first, text.last & ~255 | UInt64(text.count)) }

    @inline(__always) init(_ string: UInt32, _ hash: UInt32) {
        let count = stringLength(string)
        if count &- 1 < TextPrint.complete {
            self.init(ShortText(string, count))
        } else if count == 0 {
            self.init(words: 0, 0)
        } else {
            self.init(words: UInt64(hash) | UInt64(count) &<< 32, load64(stringData(string) &+ count &- 8) & ~255 | TextPrint.partial)
        }
    }

    /// The print of a key, also of one that is no text.
    @inline(__always) init(key: UInt64, _ hash: UInt32) {
        if isReference(key, .string) {
            self.init(referenceAddress(key), hash)
        } else {
            self.init(words: 0, TextPrint.none)
        }
    }

    /// Whether it says all about a text.
    @inline(__always) var isComplete: Bool { UInt32(truncatingIfNeeded: second) & 255 <= TextPrint.complete }

    @inline(__always) func stands(at address: UInt32) -> Bool { (load64(address) ^ first) | (load64(address, 8) ^ second) == 0 }

    @inline(__always) func write(to address: UInt32) {
        store64(address, first)
        store64(address &+ 8, second)
    }

    /// Overwrites the print of what is removed.
    @inline(__always) static func erase(at address: UInt32) { store64(address &+ 8, none) }
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
