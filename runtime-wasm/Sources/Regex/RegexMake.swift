// Making regular expressions, and the texts of errors in patterns.

@_cdecl("regex_new") @inline(__always) func regexNewEntry(_ pattern: UInt64, _ site: UInt32) -> UInt64 {
    makeRegex(requireString(pattern, "Expected string for pattern, got ", site), constantString(""))
}

@_cdecl("regex_new_flags") @inline(__always) func regexNewFlagsEntry(_ pattern: UInt64, _ flags: UInt64, _ site: UInt32) -> UInt64 {
    makeRegex(
        requireString(pattern, "Expected string for pattern, got ", site), requireString(flags, "Expected string for flags, got ", site))
}

/// The string object in a dynamic value; AT0001 if it is of another kind.
func requireString(_ value: UInt64, _ text: StaticString, _ site: UInt32) -> UInt32 {
    if !isReference(value, .string) { failTypeOf(text, value, site) }
    return referenceAddress(value)
}

/// A boxed result: a regular expression, or the text of an error.
@inline(never) private func makeRegex(_ pattern: UInt32, _ flags: UInt32) -> UInt64 {
    var bits: UInt32 = 0
    var at: UInt32 = 0
    while at < stringLength(flags) {
        let place = stringData(flags) &+ at
        let flag = RegexFlag.of(load8(place))
        if flag == 0 { return unknownFlag(place) }
        bits |= flag
        at &+= 1
    }
    var parser = RegexParser(pattern, flags: bits)
    parser.parse()
    var names: UInt32 = 0
    var program: UInt32 = 0
    if !parser.error.isSet {
        names = groupNames(parser)
        program = compileProgram(&parser)
    }
    if parser.error.isSet { return errorResult(parser) }
    let array = newArray(length: RegexSlot.count, capacity: RegexSlot.count)
    var slot = RegexSlot.names
    while slot < RegexSlot.count {
        store64(arraySlot(array, slot), nullBits)
        slot &+= 1
    }
    store64(arraySlot(array, RegexSlot.pattern), box(pattern, .string))
    store64(arraySlot(array, RegexSlot.flags), box(flags, .string))
    store64(arraySlot(array, RegexSlot.names), boxedArray(names))
    setRegexObject(array, RegexSlot.program, program &- ObjectLayout.Bytes.dataOffset)
    return result(ObjectLayout.Variant.ok, box(newWrapper(.regex, boxedArray(array)), .regex))
}

private func result(_ tag: UInt16, _ payload: UInt64) -> UInt64 { box(newVariant(.result, tag: tag, payload: payload), .result) }

/// The program of what was parsed; notes an error when it is too big.
private func compileProgram(_ parser: inout RegexParser) -> UInt32 {
    // The sets of the tree must be complete before letters are told apart.
    let wordSet = parser.tree.looks & Look.wordMask != 0 ? parser.namedSet(2) : UInt32.max
    let alphabet = RegexAlphabet(parser.tree, wordSet: wordSet)
    var forward = RegexCompiler(parser.tree, alphabet, isReversed: false)
    forward.compile()
    var backward = RegexCompiler(parser.tree, alphabet, isReversed: true)
    if !forward.isTooBig { backward.compile() }
    let slots = UInt64(forward.states.count) &* UInt64(2 &* parser.tree.groupCount)
    if forward.isTooBig || backward.isTooBig || slots > UInt64(RegexLimit.slots) {
        parser.fail(0, "the pattern is too big; repetitions with large counts multiply")
        return 0
    }
    var builder = ProgramBuilder(parser.tree, alphabet)
    return builder.build(forward, backward)
}

/// An array with the name of every group, or null.
private func groupNames(_ parser: RegexParser) -> UInt32 {
    let array = newArray(length: parser.tree.groupCount, capacity: parser.tree.groupCount)
    var index: UInt32 = 0
    while index < parser.tree.groupCount {
        store64(arraySlot(array, index), nullBits)
        index &+= 1
    }
    index = 0
    while index < parser.names.count {
        let name = parser.names.get(index)
        let text = copyString(parser.data &+ rangeFirst(name), rangeLast(name) &- rangeFirst(name), 0)
        store64(arraySlot(array, UInt32(truncatingIfNeeded: parser.names.get(index &+ 1))), box(text, .string))
        index &+= 2
    }
    return array
}

private func unknownFlag(_ place: UInt32) -> UInt64 {
    var builder = append(newBytes(capacity: 48), "Invalid regex flag: '")
    builder = append(builder, place, scalarWidth(load8(place)))
    return result(ObjectLayout.Variant.err, box(builderString(append(builder, "'")), .string))
}

private func errorResult(_ parser: RegexParser) -> UInt64 {
    let error = parser.error
    var builder = append(newBytes(capacity: 96), "Invalid regex at byte ")
    builder = append(builder, string: numberString(Double(error.at), NumberFormat.exact))
    builder = append(append(builder, ": "), error.text, error.textLength)
    if error.quoteEnd > error.quoteStart {
        builder = append(builder, "'")
        builder = append(builder, parser.data &+ error.quoteStart, error.quoteEnd &- error.quoteStart)
        builder = append(builder, "'")
    }
    return result(ObjectLayout.Variant.err, box(builderString(builder), .string))
}

@_cdecl("regex_escape") @inline(__always) func regexEscapeEntry(_ value: UInt64, _ site: UInt32) -> UInt32 {
    let string = requireString(value, "Expected string for text, got ", site)
    let end = stringData(string) &+ stringLength(string)
    var builder = newBytes(capacity: stringLength(string) &+ 16)
    var at = stringData(string)
    while at != end {
        if isMeta(load8(at)) { builder = append(builder, "\\") }
        builder = append(builder, at, 1)
        at &+= 1
    }
    return builderString(builder)
}

/// Whether a character means something in a pattern, or in a class: `\ . + * ? ( ) | [ ] { } ^ $ # & - ~`.
private func isMeta(_ byte: UInt32) -> Bool {
    switch byte {
    case 35, 36, 38, 40...43, 45, 46, 63, 91...94, 123...126: true
    default: false
    }
}
