// Raw access to linear memory. Addresses are `UInt32`, as in the objects themselves; everything here is inlined into single wasm instructions.

/// The pointer form of an address. Address 0 is never dereferenced.
@inline(__always) func pointer(_ address: UInt32) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(bitPattern: UInt(address)).unsafelyUnwrapped
}

@inline(__always) func load8(_ address: UInt32) -> UInt32 { UInt32(pointer(address).load(as: UInt8.self)) }
@inline(__always) func load16(_ address: UInt32) -> UInt32 { UInt32(pointer(address).loadUnaligned(as: UInt16.self)) }
@inline(__always) func load32(_ address: UInt32) -> UInt32 { pointer(address).loadUnaligned(as: UInt32.self) }
@inline(__always) func load64(_ address: UInt32) -> UInt64 { pointer(address).loadUnaligned(as: UInt64.self) }
@inline(__always) func loadF64(_ address: UInt32) -> Double { Double(bitPattern: load64(address)) }

// Fields of objects. The offset becomes part of the instruction; one that is added to the address beforehand does not.
@inline(__always) func load8(_ base: UInt32, _ offset: UInt32) -> UInt32 {
    UInt32(pointer(base).load(fromByteOffset: Int(bitPattern: UInt(offset)), as: UInt8.self))
}
@inline(__always) func load16(_ base: UInt32, _ offset: UInt32) -> UInt32 {
    UInt32(pointer(base).loadUnaligned(fromByteOffset: Int(bitPattern: UInt(offset)), as: UInt16.self))
}
@inline(__always) func load32(_ base: UInt32, _ offset: UInt32) -> UInt32 {
    pointer(base).loadUnaligned(fromByteOffset: Int(bitPattern: UInt(offset)), as: UInt32.self)
}
@inline(__always) func load64(_ base: UInt32, _ offset: UInt32) -> UInt64 {
    pointer(base).loadUnaligned(fromByteOffset: Int(bitPattern: UInt(offset)), as: UInt64.self)
}

@inline(__always) func store8(_ address: UInt32, _ value: UInt32) {
    pointer(address).storeBytes(of: UInt8(truncatingIfNeeded: value), as: UInt8.self)
}
@inline(__always) func store16(_ address: UInt32, _ value: UInt32) {
    pointer(address).storeBytes(of: UInt16(truncatingIfNeeded: value), as: UInt16.self)
}
@inline(__always) func store32(_ address: UInt32, _ value: UInt32) { pointer(address).storeBytes(of: value, as: UInt32.self) }
@inline(__always) func store64(_ address: UInt32, _ value: UInt64) { pointer(address).storeBytes(of: value, as: UInt64.self) }
@inline(__always) func storeF64(_ address: UInt32, _ value: Double) { store64(address, value.bitPattern) }

// Library calls that LLVM turns into `memory.copy` and `memory.fill`.
@_extern(c) func memmove(_ target: UnsafeMutableRawPointer, _ source: UnsafeRawPointer, _ count: UInt) -> UnsafeMutableRawPointer
@_extern(c) func memset(_ target: UnsafeMutableRawPointer, _ byte: Int32, _ count: UInt) -> UnsafeMutableRawPointer

/// Copies `count` bytes; the ranges may overlap. One `memory.copy`.
@inline(__always) func copy(to target: UInt32, from source: UInt32, count: UInt32) {
    _ = memmove(pointer(target), pointer(source), UInt(count))
}

/// The same for bytes that are often few and do not overlap: engines call a function for `memory.copy`, which costs more than some words.
func fastCopy(to target: UInt32, from source: UInt32, count: UInt32) {
    if count > 16 { return copyWords(to: target, from: source, count: count) }
    if count >= 8 {
        store64(target, load64(source))
        return store64(target &+ count &- 8, load64(source &+ count &- 8))
    }
    if count >= 4 {
        store32(target, load32(source))
        return store32(target &+ count &- 4, load32(source &+ count &- 4))
    }
    if count == 0 { return }
    store8(target, load8(source))
    store8(target &+ count / 2, load8(source &+ count / 2))
    store8(target &+ count &- 1, load8(source &+ count &- 1))
}

@inline(never) private func copyWords(to target: UInt32, from source: UInt32, count: UInt32) {
    if count > 128 { return copy(to: target, from: source, count: count) }
    let last = count &- 8
    var at: UInt32 = 0
    while at < last {
        store64(target &+ at, load64(source &+ at))
        at &+= 8
    }
    store64(target &+ last, load64(source &+ last))
}

/// Sets `count` bytes to `byte`. One `memory.fill`.
@inline(__always) func fill(_ target: UInt32, count: UInt32, byte: UInt8 = 0) {
    _ = memset(pointer(target), Int32(byte), UInt(count))
}

/// The address of a global with storage of its own.
@inline(__always) func address(of pointer: UnsafeRawPointer) -> UInt32 { UInt32(truncatingIfNeeded: UInt(bitPattern: pointer)) }
