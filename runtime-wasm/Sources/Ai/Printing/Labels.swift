// Labels of data that contain themselves, or of all that is shared.

/// What a table of labels says of an object.
private enum Label {
    /// The walk is inside of the object.
    static let active: UInt32 = 1
    static let wanted: UInt32 = 2
    /// It has a number, from this bit on.
    static let numbered: UInt32 = 4
    static let numberShift: UInt32 = 3
}

/// How much of a value is looked at without keeping account: parts with parts of their own, and steps in all.
private let quickParts: UInt32 = 10_000
private let quickSteps: UInt32 = 8_000_000

/// The slots that hold the parts of an object, by its marked address.
private func parts(_ object: UInt32) -> (slots: UInt32, count: UInt32) {
    switch kindAt(object) {
    case UInt32(ObjectKind.pair.rawValue): return (unmarkedAddress(object) &+ ObjectLayout.Pair.carOffset, 2)
    case UInt32(ObjectKind.vector.rawValue): return (arraySlots(object), arrayLength(object))
    case UInt32(ObjectKind.record.rawValue): return (object &+ ObjectLayout.Record.fieldsOffset, load32(object, ObjectLayout.Record.countOffset))
    case UInt32(ObjectKind.tagged.rawValue):
        return (object &+ ObjectLayout.Tagged.tagOffset, load32(object, ObjectLayout.Tagged.countOffset) &+ 1)
    default: return (object &+ ObjectLayout.ErrorObject.irritantsOffset, 1)
    }
}

/// Whether a value may contain itself: false is certain. Most values are small or flat, so that this needs no table.
func isCyclic(_ value: UInt64) -> Bool {
    openWorkStack()
    let bottom = workDepth()
    pushWork(markedAddress(value), 0)
    var partsLeft = quickParts
    var stepsLeft = quickSteps
    var result = false
    while workDepth() != bottom {
        let object = load32(topWork())
        popWork()
        if !walk(object, &partsLeft, &stepsLeft) {
            result = true
            break
        }
    }
    closeWorkStack()
    return result
}

/// Walks along one list, or one object, and pushes what has parts. False when it comes back to where it was, or takes too long.
private func walk(_ start: UInt32, _ partsLeft: inout UInt32, _ stepsLeft: inout UInt32) -> Bool {
    var object = start
    // Richard Brent's method: a mark that moves on at powers of two.
    var mark = start
    var steps: UInt32 = 0
    var limit: UInt32 = 1
    while true {
        var (slot, count) = parts(object)
        let isList = isPairAddress(object)
        if isList { count = 1 }
        if stepsLeft < count { return false }
        stepsLeft &-= count
        while count != 0 {
            let part = load64(slot)
            if hasParts(part) {
                if partsLeft == 0 { return false }
                partsLeft &-= 1
                pushWork(markedAddress(part), 0)
            }
            slot &+= 8
            count &-= 1
        }
        if !isList { return true }
        let rest = load64(slot)
        if !hasParts(rest) { return true }
        object = markedAddress(rest)
        if object == mark { return false }
        steps &+= 1
        if steps == limit {
            mark = object
            steps = 0
            limit &*= 2
        }
    }
}

/// The table of labels of a value: of what contains itself, or of all that occurs twice.
func findLabels(_ value: UInt64, all: Bool) -> UInt32 {
    openWorkStack()
    let bottom = workDepth()
    var table = addAddress(newAddressTable(), referenceAddress(value), Label.active)
    pushWork(markedAddress(value), 0)
    while workDepth() != bottom {
        let frame = topWork()
        let object = load32(frame)
        let done = load32(frame, 4)
        let (slots, count) = parts(object)
        if done == count {
            let entry = fastAddressEntry(table, unmarkedAddress(object))
            store32(entry &+ 4, load32(entry, 4) & ~Label.active)
            popWork()
            continue
        }
        store32(frame &+ 4, done &+ 1)
        let part = load64(slots &+ 8 &* done)
        if !hasParts(part) { continue }
        let entry = fastAddressEntry(table, referenceAddress(part))
        if load32(entry) == 0 {
            table = addAddress(table, referenceAddress(part), Label.active)
            pushWork(markedAddress(part), 0)
        } else if all || load32(entry, 4) & Label.active != 0 {
            store32(entry &+ 4, load32(entry, 4) | Label.wanted)
        }
    }
    closeWorkStack()
    return table
}

/// Whether a value has a label.
func isLabelled(_ value: UInt64, _ labels: UInt32) -> Bool {
    load32(fastAddressEntry(labels, referenceAddress(value)), 4) & Label.wanted != 0
}

/// The next number to give. It stands in the unused word of the header of the `bytes` object.
private func nextNumber(_ labels: UInt32) -> UInt32 { load32(labels, ObjectLayout.Bytes.usedOffset &+ 4) }

/// Emits `#n=` where a labelled value comes first, and `#n#`, with the result true, where it comes again.
func emitLabel(_ value: UInt64, _ labels: UInt32) -> Bool {
    let entry = fastAddressEntry(labels, referenceAddress(value))
    let word = load32(entry, 4)
    if word & Label.wanted == 0 { return false }
    let isKnown = word & Label.numbered != 0
    var number = word &>> Label.numberShift
    if !isKnown {
        number = nextNumber(labels)
        store32(labels &+ ObjectLayout.Bytes.usedOffset &+ 4, number &+ 1)
        store32(entry &+ 4, word | Label.numbered | number &<< Label.numberShift)
    }
    emitByte(35)
    emitWhole(UInt64(number), 10)
    emitByte(isKnown ? 35 : 61)
    return isKnown
}
