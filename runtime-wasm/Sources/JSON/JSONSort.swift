// The members of an object in the order of their names.

/// A copy of the entries at `slots`, names and values in turn, in the order of the names' code points: merging runs of growing length.
func sortedMembers(_ slots: UInt32, _ count: UInt32) -> UInt32 {
    let bytes = 16 &* count
    var source = arraySlots(newArray(length: 2 &* count, capacity: 2 &* count))
    var target = arraySlots(newArray(length: 2 &* count, capacity: 2 &* count))
    copy(to: source, from: slots, count: bytes)
    var run: UInt32 = 16
    while run < bytes {
        var from: UInt32 = 0
        while from < bytes {
            let middle = run < bytes &- from ? from &+ run : bytes
            let end = run < bytes &- middle ? middle &+ run : bytes
            merge(source &+ from, source &+ middle, source &+ end, target &+ from)
            from = end
        }
        swap(&source, &target)
        run &*= 2
    }
    return source
}

private func merge(_ from: UInt32, _ middle: UInt32, _ end: UInt32, _ to: UInt32) {
    var left = from
    var right = middle
    var target = to
    while target != to &+ (end &- from) {
        let takesRight = left == middle || (right != end && stringCompare(load32(right), load32(left)) < 0)
        let taken = takesRight ? right : left
        store64(target, load64(taken))
        store64(target &+ 8, load64(taken, 8))
        if takesRight { right &+= 16 } else { left &+= 16 }
        target &+= 16
    }
}
