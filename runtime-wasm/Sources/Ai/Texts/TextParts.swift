// Making, reading and changing texts.

/// Whether an argument is a text; raises otherwise.
@inline(__always) func isText(_ prefix: StaticString, _ index: UInt32, _ value: UInt64) -> Bool {
    if isReference(value, .text) { return true }
    _ = raiseType(prefix, index, value)
    return false
}

@_cdecl("ai_make_string") @inline(__always) func aiMakeStringEntry(_ count: UInt64, _ filler: UInt64) -> UInt64 {
    let length = smallCount(count)
    if length == UInt32.max { return raiseType("make-string: expected non-negative exact integer", 1, count) }
    let scalar = filler == absentBits ? 32 : characterArgument("make-string: expected character", 2, filler)
    if scalar == UInt32.max { return 0 }
    let text = newText(length, isWide: scalar >= 128)
    fillText(text, IndexRange(start: 0, end: length), scalar)
    return box(text, .text)
}

/// Sets scalars of a text that is wide enough for them.
private func fillText(_ text: UInt32, _ range: IndexRange, _ scalar: UInt32) {
    if !isWide(text) { return fill(textData(text) &+ range.start, count: range.count, byte: UInt8(truncatingIfNeeded: scalar)) }
    var at = textData(text) &+ range.start &<< 2
    let end = textData(text) &+ range.end &<< 2
    while at != end {
        store32(at, scalar)
        at &+= 4
    }
}

/// Gives a narrow text four bytes for each scalar.
func widen(_ text: UInt32) {
    let count = textLength(text)
    let buffer = newBytes(capacity: 4 &* count)
    fastWiden(buffer &+ ObjectLayout.Bytes.dataOffset, textData(text), count)
    store64(text &+ ObjectLayout.Text.bufferOffset, box(buffer, .bytes))
    store16(text &+ ObjectLayout.Text.widthOffset, 4)
}

/// Copies narrow scalars to wide ones.
func fastWiden(_ target: UInt32, _ source: UInt32, _ count: UInt32) {
    var index: UInt32 = 0
    while index != count {
        store32(target &+ index &<< 2, load8(source &+ index))
        index &+= 1
    }
}

@_cdecl("ai_string_length") @inline(__always) func aiStringLengthEntry(_ value: UInt64) -> UInt64 {
    isText("string-length: expected string", 1, value) ? fixnum(textLength(referenceAddress(value))) : 0
}

/// The index of an element; `UInt32.max` after raising. `prefix` gives the procedure's name.
@inline(__always) func elementIndex(_ prefix: StaticString, _ index: UInt64, _ length: UInt32) -> UInt32 {
    let position = smallCount(index)
    if position < length { return position }
    _ = isExact(index) ? raiseIndex(prefix, index, length) : raiseInteger(prefix, 2, index)
    return UInt32.max
}

@_cdecl("ai_string_ref") @inline(__always) func aiStringRefEntry(_ value: UInt64, _ index: UInt64) -> UInt64 {
    if !isText("string-ref: expected string", 1, value) { return 0 }
    let text = referenceAddress(value)
    let position = elementIndex("string-ref", index, textLength(text))
    return position == UInt32.max ? 0 : character(textScalar(text, position))
}

@_cdecl("ai_string_set") @inline(__always) func aiStringSetEntry(_ value: UInt64, _ index: UInt64, _ new: UInt64) {
    if !isText("string-set!: expected string", 1, value) { return }
    let text = referenceAddress(value)
    let position = elementIndex("string-set!", index, textLength(text))
    if position == UInt32.max { return }
    let scalar = characterArgument("string-set!: expected character", 3, new)
    if scalar == UInt32.max { return }
    if scalar >= 128 && !isWide(text) { widen(text) }
    fillText(text, IndexRange(start: position, end: position &+ 1), scalar)
}

/// A new text with the scalars of a range.
func textPart(_ text: UInt32, _ range: IndexRange) -> UInt32 {
    let wide = isWide(text)
    let part = newText(range.count, isWide: wide)
    let shift: UInt32 = wide ? 2 : 0
    fastCopy(to: textData(part), from: textData(text) &+ range.start &<< shift, count: range.count &<< shift)
    return part
}

@_cdecl("ai_substring") @inline(__always) func aiSubstringEntry(_ value: UInt64, _ start: UInt64, _ end: UInt64) -> UInt64 {
    if !isText("substring: expected string", 1, value) { return 0 }
    let range = indexRange("substring", start, end, textLength(referenceAddress(value)), 2)
    return isRaising() ? 0 : box(textPart(referenceAddress(value), range), .text)
}

@_cdecl("ai_string_copy") @inline(__always) func aiStringCopyEntry(_ value: UInt64, _ start: UInt64, _ end: UInt64) -> UInt64 {
    if !isText("string-copy: expected string", 1, value) { return 0 }
    let range = indexRange("string-copy", start, end, textLength(referenceAddress(value)), 2)
    return isRaising() ? 0 : box(textPart(referenceAddress(value), range), .text)
}

/// Copies scalars between texts, which may be the same one. Returns the length of what was copied.
private func copyScalars(to target: UInt32, at place: UInt32, from source: UInt32, _ range: IndexRange) {
    if isWide(source) && !isWide(target) { widen(target) }
    if isWide(source) == isWide(target) {
        let shift: UInt32 = isWide(target) ? 2 : 0
        return copy(to: textData(target) &+ place &<< shift, from: textData(source) &+ range.start &<< shift, count: range.count &<< shift)
    }
    fastWiden(textData(target) &+ place &<< 2, textData(source) &+ range.start, range.count)
}

/// (list of texts) -> one text.
@_cdecl("ai_string_append") @inline(__always) func aiStringAppendEntry(_ texts: UInt64) -> UInt64 {
    var length: UInt32 = 0
    var wide = false
    var rest = texts
    var index: UInt32 = 1
    while isPair(rest) {
        if !isText("string-append: expected string", index, car(rest)) { return 0 }
        let part = referenceAddress(car(rest))
        length &+= textLength(part)
        if isWide(part) { wide = true }
        index &+= 1
        rest = cdr(rest)
    }
    let text = newText(length, isWide: wide)
    var place: UInt32 = 0
    rest = texts
    while isPair(rest) {
        let part = referenceAddress(car(rest))
        copyScalars(to: text, at: place, from: part, IndexRange(start: 0, end: textLength(part)))
        place &+= textLength(part)
        rest = cdr(rest)
    }
    return box(text, .text)
}

@_cdecl("ai_string_copy_to") @inline(__always)
func aiStringCopyToEntry(_ target: UInt64, _ at: UInt64, _ source: UInt64, _ start: UInt64, _ end: UInt64) {
    if !isText("string-copy!: expected string", 1, target) || !isText("string-copy!: expected string", 3, source) { return }
    let range = indexRange("string-copy!", start, end, textLength(referenceAddress(source)), 4)
    if isRaising() { return }
    let place = targetIndex("string-copy!", at, range.count, textLength(referenceAddress(target)))
    if place == UInt32.max { return }
    copyScalars(to: referenceAddress(target), at: place, from: referenceAddress(source), range)
}

/// Where so many elements are to be copied to; `UInt32.max` after raising.
func targetIndex(_ name: StaticString, _ at: UInt64, _ count: UInt32, _ length: UInt32) -> UInt32 {
    let place = smallCount(at)
    if place <= length && count <= length &- place { return place }
    _ = isExact(at) ? raiseIndex(name, at, length) : raiseInteger(name, 2, at)
    return UInt32.max
}

@_cdecl("ai_string_fill") @inline(__always) func aiStringFillEntry(_ value: UInt64, _ filler: UInt64, _ start: UInt64, _ end: UInt64) {
    if !isText("string-fill!: expected string", 1, value) { return }
    let text = referenceAddress(value)
    let scalar = characterArgument("string-fill!: expected character", 2, filler)
    if scalar == UInt32.max { return }
    let range = indexRange("string-fill!", start, end, textLength(text), 3)
    if isRaising() { return }
    if scalar >= 128 && !isWide(text) { widen(text) }
    fillText(text, range, scalar)
}

@_cdecl("ai_string_to_list") @inline(__always) func aiStringToListEntry(_ value: UInt64, _ start: UInt64, _ end: UInt64) -> UInt64 {
    if !isText("string->list: expected string", 1, value) { return 0 }
    let text = referenceAddress(value)
    let range = indexRange("string->list", start, end, textLength(text), 2)
    if isRaising() { return 0 }
    var list = emptyListBits
    var index = range.end
    while index != range.start {
        index &-= 1
        list = cons(character(textScalar(text, index)), list)
    }
    return list
}

@_cdecl("ai_string_to_vector") @inline(__always) func aiStringToVectorEntry(_ value: UInt64, _ start: UInt64, _ end: UInt64) -> UInt64 {
    if !isText("string->vector: expected string", 1, value) { return 0 }
    let text = referenceAddress(value)
    let range = indexRange("string->vector", start, end, textLength(text), 2)
    if isRaising() { return 0 }
    let vector = newVector(range.count)
    var index: UInt32 = 0
    while index != range.count {
        store64(arraySlot(vector, index), character(textScalar(text, range.start &+ index)))
        index &+= 1
    }
    return box(vector, .vector)
}

@_cdecl("ai_list_to_string") @inline(__always) func aiListToStringEntry(_ list: UInt64) -> UInt64 {
    let count = fastCharacterCount(list)
    if count == UInt32.max { return raiseType("list->string: expected list of characters", 1, list) }
    return box(fastTextOfCharacters(list, count, isReversed: false), .text)
}

/// (list->string (reverse list)); `absent` if that raises.
@_cdecl("ai_reversed_list_to_string") @inline(__always) func aiReversedListToStringEntry(_ list: UInt64) -> UInt64 {
    let count = fastCharacterCount(list)
    return count == UInt32.max ? absentBits : box(fastTextOfCharacters(list, count, isReversed: true), .text)
}

/// The length of a proper list of characters, and above it a bit if some are not ASCII; `UInt32.max` for anything else.
private func fastCharacterCount(_ list: UInt64) -> UInt32 {
    var count: UInt32 = 0
    var all: UInt32 = 0
    var rest = list
    var watch = CycleWatch(list)
    while isPair(rest) {
        let element = car(rest)
        if !isCharacter(element) { return UInt32.max }
        all |= UInt32(truncatingIfNeeded: element)
        rest = cdr(rest)
        count &+= 1
        if watch.sawAgain(rest, count) { return UInt32.max }
    }
    return rest != emptyListBits ? UInt32.max : all < 128 ? count : count | wideCount
}

/// No list has so many pairs.
private let wideCount: UInt32 = 1 << 30

/// - Parameter counted: what `fastCharacterCount` has said.
private func fastTextOfCharacters(_ list: UInt64, _ counted: UInt32, isReversed: Bool) -> UInt32 {
    let wide = counted >= wideCount
    let count = counted & ~wideCount
    let text = newText(count, isWide: wide)
    let step: UInt32 = isReversed ? UInt32.max : 1
    var index = isReversed ? count &- 1 : 0
    var rest = list
    while isPair(rest) {
        let scalar = UInt32(truncatingIfNeeded: car(rest))
        if wide { store32(textData(text) &+ index &<< 2, scalar) } else { store8(textData(text) &+ index, scalar) }
        index &+= step
        rest = cdr(rest)
    }
    return text
}

@_cdecl("ai_vector_to_string") @inline(__always) func aiVectorToStringEntry(_ value: UInt64, _ start: UInt64, _ end: UInt64) -> UInt64 {
    if !isReference(value, .vector) { return raiseType("vector->string: expected vector of characters", 1, value) }
    let vector = referenceAddress(value)
    let range = indexRange("vector->string", start, end, arrayLength(vector), 2)
    if isRaising() { return 0 }
    var builder = newBytes(capacity: 64)
    var index = range.start
    while index != range.end {
        let element = load64(arraySlot(vector, index))
        if !isCharacter(element) { return raiseType("vector->string: expected vector of characters", 1, value) }
        builder = append(builder, scalar: UInt32(truncatingIfNeeded: element))
        index &+= 1
    }
    return box(textFromBuilder(builder), .text)
}

@_cdecl("ai_string_reverse") @inline(__always) func aiStringReverseEntry(_ value: UInt64) -> UInt64 {
    if !isText("string-reverse: expected string", 1, value) { return 0 }
    let text = referenceAddress(value)
    let count = textLength(text)
    let result = newText(count, isWide: isWide(text))
    var index: UInt32 = 0
    while index != count {
        fillText(result, IndexRange(start: index, end: index &+ 1), textScalar(text, count &- 1 &- index))
        index &+= 1
    }
    return box(result, .text)
}

@_cdecl("ai_string_repeat") @inline(__always) func aiStringRepeatEntry(_ value: UInt64, _ count: UInt64) -> UInt64 {
    if !isText("string-repeat: expected string", 1, value) { return 0 }
    let times = smallCount(count)
    if times == UInt32.max { return raiseType("string-repeat: expected non-negative exact integer", 2, count) }
    let text = referenceAddress(value)
    let length = textLength(text)
    let total = UInt64(length) &* UInt64(times)
    if total > 0x3FFF_FFFF { failOutOfMemory() }
    let result = newText(UInt32(truncatingIfNeeded: total), isWide: isWide(text))
    var place: UInt32 = 0
    while place != UInt32(truncatingIfNeeded: total) {
        copyScalars(to: result, at: place, from: text, IndexRange(start: 0, end: length))
        place &+= length
    }
    return box(result, .text)
}

/// Padding goes to the left (1), the right (2) or both sides (3), of which the right gets more.
private func pad(_ prefix: StaticString, _ value: UInt64, _ width: UInt64, _ filler: UInt64, _ sides: UInt32) -> UInt64 {
    if !isText(prefix, 1, value) { return 0 }
    let wanted = smallCount(width)
    if wanted == UInt32.max { return raiseInteger(prefix, 2, width) }
    let scalar = filler == absentBits ? 32 : characterArgument(prefix, 3, filler)
    if scalar == UInt32.max { return 0 }
    let text = referenceAddress(value)
    let length = textLength(text)
    if length >= wanted { return box(textPart(text, IndexRange(start: 0, end: length)), .text) }
    let room = wanted &- length
    let left = sides == 1 ? room : sides == 2 ? 0 : room / 2
    let result = newText(wanted, isWide: isWide(text) || scalar >= 128)
    fillText(result, IndexRange(start: 0, end: left), scalar)
    copyScalars(to: result, at: left, from: text, IndexRange(start: 0, end: length))
    fillText(result, IndexRange(start: left &+ length, end: wanted), scalar)
    return box(result, .text)
}

@_cdecl("ai_string_pad_left") @inline(__always) func aiStringPadLeftEntry(_ value: UInt64, _ width: UInt64, _ filler: UInt64) -> UInt64 {
    pad("string-pad-left: expected string", value, width, filler, 1)
}
@_cdecl("ai_string_pad_right") @inline(__always) func aiStringPadRightEntry(_ value: UInt64, _ width: UInt64, _ filler: UInt64) -> UInt64 {
    pad("string-pad-right: expected string", value, width, filler, 2)
}
@_cdecl("ai_string_pad_center") @inline(__always) func aiStringPadCenterEntry(_ value: UInt64, _ width: UInt64, _ filler: UInt64) -> UInt64 {
    pad("string-pad-center: expected string", value, width, filler, 3)
}
