// Sharing: a collection with two names is copied by whoever writes to it first.

@_cdecl("value_share") @inline(__always) func valueShareEntry(_ bits: UInt64) {
    share(bits)
}

/// Marks a collection, arrays included, as shared; other values need nothing.
@inline(__always) func share(_ bits: UInt64) {
    if isArray(bits) || isCollection(bits) { shareArray(referenceAddress(bits)) }
}

/// The value is a hash map, hash set, queue or stack.
@inline(__always) func isCollection(_ bits: UInt64) -> Bool {
    UInt32(truncatingIfNeeded: bits >> 32) &- (0xFFFA_0000 | UInt32(ObjectKind.hashMap.rawValue)) < 4
}

@inline(__always) func isShared(_ object: UInt32) -> Bool {
    load8(object, ObjectLayout.flagsOffset) & UInt32(ObjectLayout.Flag.shared) != 0
}

/// The value ready to be changed in place by its owner: a shared collection is copied, what it holds is marked as shared. Everything
/// else passes unchanged.
@_cdecl("collection_unshare") @inline(__always) func collectionUnshareEntry(_ bits: UInt64) -> UInt64 {
    if !isCollection(bits) || !isShared(referenceAddress(bits)) { return bits }
    return copyCollection(bits)
}

@inline(never) private func copyCollection(_ bits: UInt64) -> UInt64 {
    let object = referenceAddress(bits)
    let kind = UInt8(truncatingIfNeeded: bits >> 32)
    if kind >= ObjectKind.queue.rawValue {
        // The new wrapper has the same array, which whoever changes it first copies.
        shareArray(wrappedObject(object))
        let isQueue = kind == ObjectKind.queue.rawValue
        return box(newWrapper(isQueue ? .queue : .stack, wrappedValue(object)), isQueue ? .queue : .stack)
    }
    let isMap = kind == ObjectKind.hashMap.rawValue
    return box(copyTable(object), isMap ? .hashMap : .hashSet)
}
