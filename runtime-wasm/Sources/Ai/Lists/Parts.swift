// Lists of numbers, parts of lists, and lists put together from lists.

/// (end), (start, end) or (start, end, step): the numbers from the start up to but without the end.
@_cdecl("ai_range") @inline(__always) func aiRangeEntry(_ first: UInt64, _ second: UInt64, _ third: UInt64) -> UInt64 {
    let start = second == absentBits ? fixnum(0 as Int64) : first
    let end = second == absentBits ? first : second
    let step = third == absentBits ? fixnum(1 as Int64) : third
    if !isNumeric(first) { return raiseType("range: expected number", 1, first) }
    if !isNumeric(end) { return raiseType("range: expected number", 2, end) }
    let direction = isNumeric(step) ? compareNumbers(step, fixnum(0 as Int64)) : 0
    if direction == 0 || direction == 2 { return raiseType("range: expected non-zero number", 3, step) }
    var builder = ListBuilder()
    var count: UInt32 = 0
    while true {
        // Floats are computed from the start each time, so that errors do not add up.
        let value = element(start, step, count)
        if compareNumbers(value, end) != -direction { return builder.finish() }
        builder.append(value)
        count &+= 1
    }
}

/// `start + index * step`.
private func element(_ start: UInt64, _ step: UInt64, _ index: UInt32) -> UInt64 {
    if isFixnum(start) && isFixnum(step) { return exactInteger(fixnumValue(start) &+ fixnumValue(step) &* Int64(index)) }
    return index == 0 && isNumber(start) == isNumber(step) ? start : aiAdd(start, aiMultiply(fixnum(index), step))
}

@_cdecl("ai_iota") @inline(__always) func aiIotaEntry(_ count: UInt64, _ start: UInt64, _ step: UInt64) -> UInt64 {
    let length = smallCount(count)
    if length == UInt32.max { return raiseType("iota: expected non-negative exact integer", 1, count) }
    let first = start == absentBits ? fixnum(0 as Int64) : start
    let stride = step == absentBits ? fixnum(1 as Int64) : step
    if !isNumeric(first) { return raiseType("iota: expected number", 2, first) }
    if !isNumeric(stride) { return raiseType("iota: expected number", 3, stride) }
    var builder = ListBuilder()
    var index: UInt32 = 0
    while index != length {
        builder.append(element(first, stride, index))
        index &+= 1
    }
    return builder.finish()
}

@_cdecl("ai_take") @inline(__always) func aiTakeEntry(_ first: UInt64, _ second: UInt64) -> UInt64 {
    isFixnum(first) && !isFixnum(second) ? take("take: expected list", second, first) : take("take: expected list", first, second)
}

private func take(_ prefix: StaticString, _ list: UInt64, _ count: UInt64) -> UInt64 {
    let wanted = smallCount(count)
    if !isPair(list) && list != emptyListBits { return raiseType(prefix, 1, list) }
    if !isFixnum(count) { return raiseInteger(prefix, 2, count) }
    var builder = ListBuilder()
    var rest = list
    var taken: UInt32 = 0
    if wanted == UInt32.max { return raiseIndex(prefix, count, listLength(list)) }
    while taken != wanted {
        if !isPair(rest) { return raiseIndex(prefix, count, taken) }
        builder.append(car(rest))
        rest = cdr(rest)
        taken &+= 1
    }
    return builder.finish()
}

private func listLength(_ list: UInt64) -> UInt32 {
    let count = properLength(list)
    return count == UInt32.max ? 0 : count
}

@_cdecl("ai_drop") @inline(__always) func aiDropEntry(_ first: UInt64, _ second: UInt64) -> UInt64 {
    isFixnum(first) && !isFixnum(second) ? drop("drop: expected list", second, first) : drop("drop: expected list", first, second)
}

private func drop(_ prefix: StaticString, _ list: UInt64, _ count: UInt64) -> UInt64 {
    if !isPair(list) && list != emptyListBits { return raiseType(prefix, 1, list) }
    if !isFixnum(count) { return raiseInteger(prefix, 2, count) }
    var left = smallCount(count)
    if left == UInt32.max { return raiseIndex(prefix, count, listLength(list)) }
    var rest = list
    var dropped: UInt32 = 0
    while left != 0 {
        if !isPair(rest) { return raiseIndex(prefix, count, dropped) }
        rest = cdr(rest)
        left &-= 1
        dropped &+= 1
    }
    return rest
}

/// (list, start, end): the elements from the start up to but without the end.
@_cdecl("ai_list_slice") @inline(__always) func aiListSliceEntry(_ list: UInt64, _ start: UInt64, _ end: UInt64) -> UInt64 {
    let length = properLength(list)
    if length == UInt32.max { return raiseType("list-slice: expected list", 1, list) }
    let range = indexRange("list-slice", start, end, length, 2)
    if isRaising() { return 0 }
    var builder = ListBuilder()
    var index: UInt32 = 0
    var rest = list
    while index != range.end {
        if index >= range.start { builder.append(car(rest)) }
        rest = cdr(rest)
        index &+= 1
    }
    return builder.finish()
}

/// A range of indices.
struct IndexRange {
    var start: UInt32
    var end: UInt32

    @inline(__always) var count: UInt32 { end &- start }
}

/// The range that optional arguments give, of which the first has the position `position`. Raises AI0903 and AI0906; the range is then empty.
@inline(never) func indexRange(_ name: StaticString, _ start: UInt64, _ end: UInt64, _ length: UInt32, _ position: UInt32) -> IndexRange {
    let none = IndexRange(start: 0, end: 0)
    var last = length
    if end != absentBits {
        if !isExact(end) {
            _ = raiseInteger(name, position &+ 1, end)
            return none
        }
        last = smallCount(end)
        if last > length {
            _ = raiseIndex(name, end, length)
            return none
        }
    }
    if start == absentBits { return IndexRange(start: 0, end: last) }
    if !isExact(start) {
        _ = raiseInteger(name, position, start)
        return none
    }
    let first = smallCount(start)
    if first > last {
        _ = raiseIndex(name, start, length)
        return none
    }
    return IndexRange(start: first, end: last)
}

/// Lists in lists become elements, all the way down.
@_cdecl("ai_flatten") @inline(__always) func aiFlattenEntry(_ list: UInt64) -> UInt64 {
    if properLength(list) == UInt32.max { return raiseType("flatten: expected list", 1, list) }
    var builder = ListBuilder()
    openWorkStack()
    let bottom = workDepth()
    var rest = list
    while true {
        if isPair(rest) {
            let value = car(rest)
            if isPair(value) || value == emptyListBits {
                if isPair(cdr(rest)) { pushWork(referenceAddress(cdr(rest)), 0) }
                rest = value
            } else {
                builder.append(value)
                rest = cdr(rest)
            }
        } else {
            if workDepth() == bottom { break }
            rest = box(load32(topWork()), .pair)
            popWork()
        }
    }
    closeWorkStack()
    return builder.finish()
}

/// (list of lists): lists of the first elements, the second elements and so on, as long as the shortest.
@_cdecl("ai_zip") @inline(__always) func aiZipEntry(_ lists: UInt64) -> UInt64 {
    var builder = ListBuilder()
    let rests = vectorOfList(lists)
    let count = arrayLength(rests)
    if count == 0 { return emptyListBits }
    while true {
        var row = ListBuilder()
        var index: UInt32 = 0
        while index != count {
            let rest = load64(arraySlot(rests, index))
            if !isPair(rest) {
                return rest == emptyListBits ? builder.finish() : raiseType("zip: expected list", index &+ 1, rest)
            }
            row.append(car(rest))
            store64(arraySlot(rests, index), cdr(rest))
            index &+= 1
        }
        builder.append(row.finish())
    }
}

/// (list of pairs or of lists of two) -> two values: the list of the first parts and that of the second ones.
@_cdecl("ai_unzip") @inline(__always) func aiUnzipEntry(_ list: UInt64) -> UInt64 {
    if properLength(list) == UInt32.max { return raiseType("unzip: expected list", 1, list) }
    var firsts = ListBuilder()
    var seconds = ListBuilder()
    var rest = list
    while isPair(rest) {
        let entry = car(rest)
        if !isPair(entry) { return raiseType("unzip: expected list of pairs", 1, list) }
        firsts.append(car(entry))
        seconds.append(isPair(cdr(entry)) ? car(cdr(entry)) : cdr(entry))
        rest = cdr(rest)
    }
    return twoValues(firsts.finish(), seconds.finish())
}

/// (list, size): consecutive pieces of that size; the last may be shorter.
@_cdecl("ai_chunk") @inline(__always) func aiChunkEntry(_ first: UInt64, _ second: UInt64) -> UInt64 {
    let list = isFixnum(first) ? second : first
    let size = smallCount(isFixnum(first) ? first : second)
    if properLength(list) == UInt32.max { return raiseType("chunk: expected list", 1, list) }
    if size == 0 || size == UInt32.max { return raiseType("chunk: expected positive exact integer", 2, isFixnum(first) ? first : second) }
    var builder = ListBuilder()
    var rest = list
    while isPair(rest) {
        var piece = ListBuilder()
        var left = size
        while left != 0 && isPair(rest) {
            piece.append(car(rest))
            rest = cdr(rest)
            left &-= 1
        }
        builder.append(piece.finish())
    }
    return builder.finish()
}

/// (list, size): all pieces of that size, each one element further on.
@_cdecl("ai_sliding_window") @inline(__always) func aiSlidingWindowEntry(_ first: UInt64, _ second: UInt64) -> UInt64 {
    let list = isFixnum(first) ? second : first
    let size = smallCount(isFixnum(first) ? first : second)
    let length = properLength(list)
    if length == UInt32.max { return raiseType("sliding-window: expected list", 1, list) }
    if size == 0 || size == UInt32.max { return raiseType("sliding-window: expected positive exact integer", 2, isFixnum(first) ? first : second) }
    var builder = ListBuilder()
    var rest = list
    var left = length
    while left >= size {
        builder.append(take("sliding-window", rest, fixnum(size)))
        rest = cdr(rest)
        left &-= 1
    }
    return builder.finish()
}
