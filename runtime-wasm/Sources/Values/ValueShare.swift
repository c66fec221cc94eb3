// Sharing: a collection with two names is copied by whoever writes to it first.

@_cdecl("value_share") @inline(__always) func valueShareEntry(_ bits: UInt64) {
    if isArray(bits) { shareArray(UInt32(truncatingIfNeeded: bits)) }
}
