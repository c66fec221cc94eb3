// Sorting arrays of strings.

/// Orders an array of strings by code points, in place: merge sort from runs of length 1 upwards, between the array and a second buffer.
func sortStrings(_ array: UInt32) {
    let count = arrayLength(array)
    if count < 2 { return }
    var source = arraySlots(array)
    var target = newBytes(capacity: 8 &* count) &+ ObjectLayout.Bytes.dataOffset
    var width: UInt32 = 1
    while width < count {
        var start: UInt32 = 0
        while start < count {
            let middle = count &- start < width ? count : start &+ width
            let end = count &- middle < width ? count : middle &+ width
            merge(source, target, start, middle, end)
            start = end
        }
        (source, target) = (target, source)
        width &*= 2
    }
    if source != arraySlots(array) { copySlots(to: arraySlots(array), from: source, count: count) }
}

/// Merges two ordered runs.
private func merge(_ source: UInt32, _ target: UInt32, _ start: UInt32, _ middle: UInt32, _ end: UInt32) {
    var left = start
    var right = middle
    var place = start
    while place != end {
        let takesLeft = right == end || (left != middle && stringCompare(load32(source &+ 8 &* left), load32(source &+ 8 &* right)) <= 0)
        store64(target &+ 8 &* place, load64(source &+ 8 &* (takesLeft ? left : right)))
        if takesLeft { left &+= 1 } else { right &+= 1 }
        place &+= 1
    }
}
