// Looking up an export of a module by name at run time.

@_cdecl("namespace_find") @inline(__always) func namespaceFindEntry(_ namespace: UInt32, _ name: UInt32) -> Int32 {
    var low: UInt32 = 0
    var high = load32(namespace, ObjectLayout.Namespace.countOffset)
    while low < high {
        let middle = (low &+ high) / 2
        let entry = namespace &+ ObjectLayout.Namespace.entriesOffset &+ middle &* ObjectLayout.Namespace.entrySize
        let order = stringCompare(name, load32(entry))
        if order == 0 { return Int32(bitPattern: load32(entry &+ 4)) }
        if order < 0 { high = middle } else { low = middle &+ 1 }
    }
    return -1
}
