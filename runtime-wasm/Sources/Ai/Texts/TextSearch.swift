// Looking into texts, taking them apart, and changes of case. Works on UTF-8: narrow texts are that already.

/// The UTF-8 form of a text.
struct UTF8Text {
    var data: UInt32
    var count: UInt32

    init(_ text: UInt32) {
        data = textData(text)
        count = textLength(text)
        if isWide(text) {
            let builder = appendWide(newBytes(capacity: 2 &* count), data, count)
            data = builder &+ ObjectLayout.Bytes.dataOffset
            count = load32(builder, ObjectLayout.Bytes.usedOffset)
        }
    }
}

@_cdecl("ai_string_is_empty") @inline(__always) func aiStringIsEmptyEntry(_ value: UInt64) -> UInt32 {
    isText("string-empty?: expected string", 1, value) && textLength(referenceAddress(value)) == 0 ? 1 : 0
}

/// The index of the first occurrence from an index on, or `nowhere`.
private func find(_ text: UInt32, _ part: UInt32, _ start: UInt32) -> UInt32 {
    if isWide(part) && !isWide(text) { return nowhere }
    let haystack = UTF8Text(text)
    let needle = UTF8Text(part)
    if !isWide(text) { return findBytes(haystack.data, haystack.count, start, needle.data, needle.count) }
    var from: UInt32 = 0
    var left = start
    while left != 0 {
        from &+= scalarWidth(load8(haystack.data &+ from))
        left &-= 1
    }
    let found = findBytes(haystack.data, haystack.count, from, needle.data, needle.count)
    return found == nowhere ? nowhere : countScalars(haystack.data, found)
}

private func findIndex(_ prefix: StaticString, _ text: UInt64, _ part: UInt64, _ start: UInt64) -> UInt64 {
    if !isText(prefix, 1, text) || !isText(prefix, 2, part) { return 0 }
    let range = indexRange(prefix, start, absentBits, textLength(referenceAddress(text)), 3)
    if isRaising() { return 0 }
    let index = find(referenceAddress(text), referenceAddress(part), range.start)
    return index == nowhere ? falseBits : fixnum(index)
}

@_cdecl("ai_string_index_of") @inline(__always) func aiStringIndexOfEntry(_ text: UInt64, _ part: UInt64, _ start: UInt64) -> UInt64 {
    findIndex("string-index-of: expected string", text, part, start)
}

@_cdecl("ai_string_contains") @inline(__always) func aiStringContainsEntry(_ text: UInt64, _ part: UInt64, _ start: UInt64) -> UInt64 {
    findIndex("string-contains: expected string", text, part, start)
}

@_cdecl("ai_string_has") @inline(__always) func aiStringHasEntry(_ text: UInt64, _ part: UInt64) -> UInt32 {
    if !isText("string-contains?: expected string", 1, text) || !isText("string-contains?: expected string", 2, part) { return 0 }
    return find(referenceAddress(text), referenceAddress(part), 0) == nowhere ? 0 : 1
}

/// Whether a part stands at an index of a text.
private func matches(_ text: UInt32, _ index: UInt32, _ part: UInt32) -> Bool {
    let count = textLength(part)
    if index > textLength(text) || count > textLength(text) &- index { return false }
    var offset: UInt32 = 0
    while offset != count {
        if textScalar(text, index &+ offset) != textScalar(part, offset) { return false }
        offset &+= 1
    }
    return true
}

@inline(never)
private func touches(_ prefix: StaticString, _ text: UInt64, _ part: UInt64, atEnd: Bool, isSwapped: Bool) -> UInt32 {
    if !isText(prefix, isSwapped ? 2 : 1, text) || !isText(prefix, isSwapped ? 1 : 2, part) { return 0 }
    let whole = referenceAddress(text)
    let place = atEnd ? textLength(whole) &- textLength(referenceAddress(part)) : 0
    return matches(whole, place, referenceAddress(part)) ? 1 : 0
}

@_cdecl("ai_string_starts_with") @inline(__always) func aiStringStartsWithEntry(_ text: UInt64, _ part: UInt64) -> UInt32 {
    touches("string-starts-with?: expected string", text, part, atEnd: false, isSwapped: false)
}
@_cdecl("ai_string_ends_with") @inline(__always) func aiStringEndsWithEntry(_ text: UInt64, _ part: UInt64) -> UInt32 {
    touches("string-ends-with?: expected string", text, part, atEnd: true, isSwapped: false)
}
@_cdecl("ai_string_is_prefix") @inline(__always) func aiStringIsPrefixEntry(_ part: UInt64, _ text: UInt64) -> UInt32 {
    touches("string-prefix?: expected string", text, part, atEnd: false, isSwapped: true)
}
@_cdecl("ai_string_is_suffix") @inline(__always) func aiStringIsSuffixEntry(_ part: UInt64, _ text: UInt64) -> UInt32 {
    touches("string-suffix?: expected string", text, part, atEnd: true, isSwapped: true)
}

/// All occurrences are replaced; between the characters when the part is empty.
@_cdecl("ai_string_replace") @inline(__always) func aiStringReplaceEntry(_ text: UInt64, _ old: UInt64, _ new: UInt64) -> UInt64 {
    let prefix: StaticString = "string-replace: expected string"
    if !isText(prefix, 1, text) || !isText(prefix, 2, old) || !isText(prefix, 3, new) { return 0 }
    let source = UTF8Text(referenceAddress(text))
    let needle = UTF8Text(referenceAddress(old))
    let replacement = UTF8Text(referenceAddress(new))
    var builder = newBytes(capacity: source.count &+ 16)
    var at: UInt32 = 0
    while true {
        var found = findBytes(source.data, source.count, at, needle.data, needle.count)
        if needle.count == 0 {
            builder = append(builder, replacement.data, replacement.count)
            if at == source.count { break }
            found = at &+ scalarWidth(load8(source.data &+ at))
            builder = append(builder, source.data &+ at, found &- at)
            at = found
            continue
        }
        if found == nowhere { break }
        builder = append(append(builder, source.data &+ at, found &- at), replacement.data, replacement.count)
        at = found &+ needle.count
    }
    return box(textFromBuilder(append(builder, source.data &+ at, source.count &- at)), .text)
}

/// (text, delimiter): a text or character; by default runs of white space, and no empty parts.
@_cdecl("ai_string_split") @inline(__always) func aiStringSplitEntry(_ text: UInt64, _ delimiter: UInt64) -> UInt64 {
    if !isText("string-split: expected string", 1, text) { return 0 }
    let source = UTF8Text(referenceAddress(text))
    if delimiter == absentBits { return splitAtSpace(source) }
    var needle = source
    if isCharacter(delimiter) {
        let builder = append(newBytes(capacity: 4), scalar: UInt32(truncatingIfNeeded: delimiter))
        needle.data = builder &+ ObjectLayout.Bytes.dataOffset
        needle.count = load32(builder, ObjectLayout.Bytes.usedOffset)
    } else {
        if !isText("string-split: expected string or character", 2, delimiter) { return 0 }
        needle = UTF8Text(referenceAddress(delimiter))
    }
    var parts = ListBuilder()
    var at: UInt32 = 0
    if needle.count == 0 {
        while at != source.count {
            let width = scalarWidth(load8(source.data &+ at))
            parts.append(box(textOfBytes(source.data &+ at, width), .text))
            at &+= width
        }
        return parts.finish()
    }
    while true {
        let found = findBytes(source.data, source.count, at, needle.data, needle.count)
        let end = found == nowhere ? source.count : found
        parts.append(box(textOfBytes(source.data &+ at, end &- at), .text))
        if found == nowhere { return parts.finish() }
        at = found &+ needle.count
    }
}

private func splitAtSpace(_ source: UTF8Text) -> UInt64 {
    var parts = ListBuilder()
    var at = source.data
    let end = at &+ source.count
    var start = at
    while at != end {
        let width = scalarWidth(load8(at))
        if isSpace(decodeScalar(at)) {
            if at != start { parts.append(box(textOfBytes(start, at &- start), .text)) }
            start = at &+ width
        }
        at &+= width
    }
    if at != start { parts.append(box(textOfBytes(start, at &- start), .text)) }
    return parts.finish()
}

/// (list, separator) or (separator, list): the display texts of the elements with the separator, by default a space, between them.
@_cdecl("ai_string_join") @inline(__always) func aiStringJoinEntry(_ first: UInt64, _ second: UInt64) -> UInt64 {
    let isSwapped = !isPair(first) && first != emptyListBits
    let list = isSwapped ? second : first
    let separator = isSwapped ? first : second
    if properLength(list) == UInt32.max { return raiseType("string-join: expected list", isSwapped ? 2 : 1, list) }
    let outer = beginText()
    var rest = list
    while isPair(rest) {
        emitValue(car(rest), PrintMode.display)
        rest = cdr(rest)
        if isPair(rest) { if separator == absentBits { emitByte(32) } else { emitValue(separator, PrintMode.display) } }
    }
    return endText(outer)
}

/// Takes white space off the start (1), the end (2) or both (3).
private func trim(_ prefix: StaticString, _ value: UInt64, _ ends: UInt32) -> UInt64 {
    if !isText(prefix, 1, value) { return 0 }
    let text = referenceAddress(value)
    var range = IndexRange(start: 0, end: textLength(text))
    while ends & 1 != 0 && range.start < range.end && isSpace(textScalar(text, range.start)) { range.start &+= 1 }
    while ends & 2 != 0 && range.start < range.end && isSpace(textScalar(text, range.end &- 1)) { range.end &-= 1 }
    return box(textPart(text, range), .text)
}

@_cdecl("ai_string_trim") @inline(__always) func aiStringTrimEntry(_ value: UInt64) -> UInt64 { trim("string-trim: expected string", value, 3) }
@_cdecl("ai_string_trim_left") @inline(__always) func aiStringTrimLeftEntry(_ value: UInt64) -> UInt64 {
    trim("string-trim-left: expected string", value, 1)
}
@_cdecl("ai_string_trim_right") @inline(__always) func aiStringTrimRightEntry(_ value: UInt64) -> UInt64 {
    trim("string-trim-right: expected string", value, 2)
}

// Case.

@inline(never) private func changedCase(_ text: UInt32, toUpper: Bool) -> UInt32 {
    let string = mapCase(stringOfText(text), toUpper)
    return textOfBytes(stringData(string), stringLength(string))
}

/// The text in which those are equal that differ only in case.
func foldedText(_ text: UInt32) -> UInt32 {
    if !isWide(text) { return changedCase(text, toUpper: false) }
    let result = changedCase(changedCase(text, toUpper: true), toUpper: false)
    if !isWide(result) { return result }
    // A sigma at the end of a word is one like others.
    var at = textData(result)
    let end = at &+ textLength(result) &<< 2
    while at != end {
        if load32(at) == 0x3C2 { store32(at, 0x3C3) }
        at &+= 4
    }
    return result
}

@_cdecl("ai_string_upcase") @inline(__always) func aiStringUpcaseEntry(_ value: UInt64) -> UInt64 {
    isText("string-upcase: expected string", 1, value) ? box(changedCase(referenceAddress(value), toUpper: true), .text) : 0
}
@_cdecl("ai_string_downcase") @inline(__always) func aiStringDowncaseEntry(_ value: UInt64) -> UInt64 {
    isText("string-downcase: expected string", 1, value) ? box(changedCase(referenceAddress(value), toUpper: false), .text) : 0
}
@_cdecl("ai_string_foldcase") @inline(__always) func aiStringFoldcaseEntry(_ value: UInt64) -> UInt64 {
    isText("string-foldcase: expected string", 1, value) ? box(foldedText(referenceAddress(value)), .text) : 0
}

/// The first character in upper case, the others in lower case.
@_cdecl("ai_string_capitalize") @inline(__always) func aiStringCapitalizeEntry(_ value: UInt64) -> UInt64 {
    if !isText("string-capitalize: expected string", 1, value) { return 0 }
    let text = referenceAddress(value)
    let length = textLength(text)
    if length == 0 { return value }
    let head = changedCase(textPart(text, IndexRange(start: 0, end: 1)), toUpper: true)
    let tail = changedCase(textPart(text, IndexRange(start: 1, end: length)), toUpper: false)
    return box(textFromBuilder(append(append(newBytes(capacity: length &+ 16), text: head), text: tail)), .text)
}

// UTF-8.

@_cdecl("ai_string_to_utf8") @inline(__always) func aiStringToUTF8Entry(_ value: UInt64, _ start: UInt64, _ end: UInt64) -> UInt64 {
    if !isText("string->utf8: expected string", 1, value) { return 0 }
    let range = indexRange("string->utf8", start, end, textLength(referenceAddress(value)), 2)
    if isRaising() { return 0 }
    let bytes = UTF8Text(textPart(referenceAddress(value), range))
    let vector = newByteVector(bytes.count)
    fastCopy(to: vector &+ ObjectLayout.ByteVector.bytesOffset, from: bytes.data, count: bytes.count)
    return box(vector, .byteVector)
}

/// Bytes that are no UTF-8 become U+FFFD.
func textOfForeignBytes(_ data: UInt32, _ count: UInt32) -> UInt32 {
    let string = hostString(data, count)
    return textOfBytes(stringData(string), stringLength(string))
}

@_cdecl("ai_utf8_to_string") @inline(__always) func aiUTF8ToStringEntry(_ value: UInt64, _ start: UInt64, _ end: UInt64) -> UInt64 {
    if !isReference(value, .byteVector) { return raiseType("utf8->string: expected bytevector", 1, value) }
    let vector = referenceAddress(value)
    let range = indexRange("utf8->string", start, end, load32(vector, ObjectLayout.ByteVector.lengthOffset), 2)
    if isRaising() { return 0 }
    return box(textOfForeignBytes(vector &+ ObjectLayout.ByteVector.bytesOffset &+ range.start, range.count), .text)
}

/// The integer that a number is cut to or a text means; else false.
@_cdecl("ai_to_int") @inline(__always) func aiToIntEntry(_ value: UInt64) -> UInt64 {
    var number = value
    if isReference(value, .text) {
        let text = referenceAddress(trim("", value, 3))
        number = parseNumber(text, IndexRange(start: 0, end: textLength(text)), radix: 10)
    }
    if isExact(number) { return number }
    if !isNumber(number) || !(Double(bitPattern: number).magnitude < .infinity) { return falseBits }
    return exactWhole(Double(bitPattern: number))
}
