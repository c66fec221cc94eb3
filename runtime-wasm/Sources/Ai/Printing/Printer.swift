// The text of any value. Nested values are printed with an explicit stack, the work stack of the collector; cycles get labels.

/// A value with parts that are printed: not a hash table, whose text tells only its size.
@inline(__always) func hasParts(_ value: UInt64) -> Bool {
    if value >> 48 != NaNBox.Tag.reference { return false }
    let kind = UInt32(truncatingIfNeeded: value >> 32) & 0xFF
    let kinds: UInt32 = 1 << 16 | 1 << 19 | 1 << 23 | 1 << 25 | 1 << 29
    return kind < 32 && kinds &>> kind & 1 != 0
}

/// Emits a value, with labels where it contains itself.
func emitValue(_ value: UInt64, _ mode: UInt32) {
    if !hasParts(value) { return emitAtom(value, mode) }
    emitParts(value, mode, isCyclic(value) ? findLabels(value, all: false) : 0)
}

/// Frames of the stack: the marked address of an object, and how many of its parts were begun. `closer` in the place of an object is a character to be emitted.
private let closer: UInt32 = 0
/// Instead of a number of parts: the pair is one of the irritants of an error, and its element comes next.
private let irritant: UInt32 = 2

/// Emits a value with parts; `labels` is a table of labels or 0.
@inline(never) func emitParts(_ value: UInt64, _ outerMode: UInt32, _ labels: UInt32) {
    openWorkStack()
    let bottom = workDepth()
    var mode = outerMode
    // Irritants are written even where the error is displayed: until the stack is this deep again.
    var displayDepth = UInt32.max
    var current = value
    var isWaiting = true
    while true {
        if isWaiting {
            isWaiting = false
            if !hasParts(current) {
                emitAtom(current, mode)
            } else if labels == 0 || !emitLabel(current, labels) {
                if isReference(current, .errorObject) && mode == PrintMode.display {
                    displayDepth = workDepth()
                    openError(referenceAddress(current), mode)
                    mode = PrintMode.write
                } else {
                    emitOpening(markedAddress(current), mode)
                }
            }
        }
        let depth = workDepth()
        if depth == bottom { break }
        if depth == displayDepth {
            mode = PrintMode.display
            displayDepth = UInt32.max
        }
        let frame = topWork()
        let object = load32(frame)
        let done = load32(frame, 4)
        if object == closer {
            emitByte(done)
            popWork()
        } else if isPairAddress(object) {
            isWaiting = nextOfPair(unmarkedAddress(object), done, labels, &current)
        } else {
            store32(frame &+ 4, done &+ 1)
            isWaiting = nextPart(object, done, &current)
            if !isWaiting { popWork() }
        }
    }
    closeWorkStack()
}

/// Emits what stands before the first part, and pushes the frame.
private func emitOpening(_ object: UInt32, _ mode: UInt32) {
    switch kindAt(object) {
    case UInt32(ObjectKind.pair.rawValue): emitByte(40)
    case UInt32(ObjectKind.vector.rawValue): emit("#(")
    case UInt32(ObjectKind.record.rawValue):
        emit("#<")
        emitAtom(load64(load32(object, ObjectLayout.Record.typeOffset), ObjectLayout.RecordType.nameOffset), PrintMode.display)
    case UInt32(ObjectKind.tagged.rawValue):
        emit("#<")
        let tag = load64(object, ObjectLayout.Tagged.tagOffset)
        // A tag is displayed, whatever happens to the values.
        if !hasParts(tag) {
            emitAtom(tag, PrintMode.display)
            return pushWork(object, 1)
        }
    default: return openError(object, mode)
    }
    pushWork(object, 0)
}

private func openError(_ object: UInt32, _ mode: UInt32) {
    if mode == PrintMode.write {
        emit("#<error ")
        pushWork(closer, 62)
    }
    emitAtom(load64(object, ObjectLayout.ErrorObject.messageOffset), mode)
    let irritants = load64(object, ObjectLayout.ErrorObject.irritantsOffset)
    if isPair(irritants) { pushWork(markedAddress(irritants), irritant) }
}

/// The next part of a list: an element, or what stands in the place of the rest.
private func nextOfPair(_ object: UInt32, _ done: UInt32, _ labels: UInt32, _ current: inout UInt64) -> Bool {
    let frame = topWork()
    let rest = load64(object, ObjectLayout.Pair.cdrOffset)
    if done != 1 {
        current = load64(object, ObjectLayout.Pair.carOffset)
        if done == 0 {
            store32(frame &+ 4, 1)
        } else {
            emitByte(32)
            if isPair(rest) { store32(frame, markedAddress(rest)) } else { popWork() }
        }
        return true
    }
    if rest == emptyListBits {
        emitByte(41)
        popWork()
        return false
    }
    if isPair(rest) && (labels == 0 || !isLabelled(rest, labels)) {
        emitByte(32)
        store32(frame, markedAddress(rest))
        current = car(rest)
        return true
    }
    emit(" . ")
    store32(frame, closer)
    store32(frame &+ 4, 41)
    current = rest
    return true
}

/// The next part of a vector, record or tagged value.
private func nextPart(_ object: UInt32, _ done: UInt32, _ current: inout UInt64) -> Bool {
    switch kindOf(object) {
    case UInt32(ObjectKind.vector.rawValue):
        if done == arrayLength(object) {
            emitByte(41)
            return false
        }
        if done != 0 { emitByte(32) }
        current = load64(arraySlot(object, done))
    case UInt32(ObjectKind.record.rawValue):
        if done == load32(object, ObjectLayout.Record.countOffset) { return endBracket() }
        emitByte(32)
        let names = load32(load32(object, ObjectLayout.Record.typeOffset), ObjectLayout.RecordType.fieldsOffset)
        if done < arrayLength(names) { emitAtom(load64(arraySlot(names, done)), PrintMode.display) }
        emit(": ")
        current = load64(object &+ ObjectLayout.Record.fieldsOffset &+ 8 &* done)
    default:
        if done > load32(object, ObjectLayout.Tagged.countOffset) { return endBracket() }
        if done != 0 { emitByte(32) }
        current = load64(object &+ ObjectLayout.Tagged.tagOffset &+ 8 &* done)
    }
    return true
}

private func endBracket() -> Bool {
    emitByte(62)
    return false
}
