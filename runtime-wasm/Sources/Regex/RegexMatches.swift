// Going over all matches of a text.

/// The matches of a text, one after another. An empty match right behind the match before it does not count.
struct RegexMatches {
    var search: RegexSearch
    private var at: UInt32 = 0
    private var lastEnd = nowhere

    init(_ regex: UInt32, _ string: UInt32) { search = RegexSearch(regex, string) }

    /// Finds the next match; its bounds are those of `search`.
    mutating func next() -> Bool {
        if at > search.length || !search.find(at, earliest: false) { return false }
        if search.start == search.end && search.end == lastEnd {
            if at == search.length { return false }
            at &+= scalarWidth(load8(search.text &+ at))
            if !search.find(at, earliest: false) { return false }
        }
        lastEnd = search.end
        at = search.end
        return true
    }
}

/// The regular expression in a dynamic value; AT0001 if it is of another kind.
func requireRegex(_ value: UInt64, _ site: UInt32) -> UInt32 {
    if !isReference(value, .regex) { failTypeOf("Expected regex, got ", value, site) }
    return referenceAddress(value)
}

func requireText(_ value: UInt64, _ site: UInt32) -> UInt32 { requireString(value, "Expected string for text, got ", site) }

@_cdecl("regex_is_match") @inline(__always) func regexIsMatchEntry(_ regex: UInt64, _ text: UInt64, _ site: UInt32) -> UInt32 {
    var search = RegexSearch(requireRegex(regex, site), requireText(text, site))
    return search.find(0, earliest: true) ? 1 : 0
}

/// The bounds of matches, start and end in turn: of all, or of the first only when `all` is false. Then the length of the text in bytes.
@_cdecl("regex_bounds") @inline(__always)
func regexBoundsEntry(_ regex: UInt64, _ text: UInt64, _ all: UInt64, _ site: UInt32) -> UInt32 {
    var matches = RegexMatches(requireRegex(regex, site), requireText(text, site))
    var array = newArray(length: 0, capacity: 4, flags: ObjectLayout.Flag.numbers)
    while matches.next() {
        array = arrayPush(array, Double(matches.search.start).bitPattern)
        array = arrayPush(array, Double(matches.search.end).bitPattern)
        if all != trueBits { break }
    }
    return arrayPush(array, Double(matches.search.length).bitPattern)
}

@_cdecl("regex_match_indices") @inline(__always)
func regexMatchIndicesEntry(_ regex: UInt64, _ text: UInt64, _ site: UInt32) -> UInt32 {
    var matches = RegexMatches(requireRegex(regex, site), requireText(text, site))
    var array = newArray(length: 0, capacity: 4)
    while matches.next() {
        let pair = newArray(length: 2, capacity: 2, flags: ObjectLayout.Flag.numbers)
        store64(arraySlot(pair, 0), Double(matches.search.start).bitPattern)
        store64(arraySlot(pair, 1), Double(matches.search.end).bitPattern)
        array = arrayPush(array, boxedArray(pair))
    }
    return array
}

@_cdecl("regex_captures") @inline(__always)
func regexCapturesEntry(_ regex: UInt64, _ text: UInt64, _ site: UInt32) -> UInt64 {
    let string = requireText(text, site)
    var search = RegexSearch(requireRegex(regex, site), string)
    if !search.find(0, earliest: false) { return box(0, .option) }
    let groups = boxedArray(groupTexts(&search, string))
    return box(newVariant(.option, tag: ObjectLayout.Variant.some, payload: groups), .option)
}

/// The texts of the groups of a match whose bounds are known: `regex_bounds` gave them.
@_cdecl("regex_groups") @inline(__always)
func regexGroupsEntry(_ regex: UInt64, _ text: UInt64, _ start: UInt64, _ end: UInt64, _ site: UInt32) -> UInt32 {
    let string = requireText(text, site)
    var search = RegexSearch(requireRegex(regex, site), string)
    search.start = UInt32(Double(bitPattern: start))
    search.end = UInt32(Double(bitPattern: end))
    return groupTexts(&search, string)
}

/// An array with the text of every group of the last match; null for a group that took no part.
@inline(never) private func groupTexts(_ search: inout RegexSearch, _ string: UInt32) -> UInt32 {
    let bounds = search.groups()
    let count = load32(search.program, ProgramField.groupCount)
    let array = newArray(length: count, capacity: count)
    var index: UInt32 = 0
    while index < count {
        let start = load32(bounds &+ 8 &* index)
        let end = load32(bounds &+ 8 &* index, 4)
        let took = start != nowhere && end != nowhere
        store64(arraySlot(array, index), took ? box(stringSlice(string, start, end), .string) : nullBits)
        index &+= 1
    }
    return array
}

@_cdecl("regex_split") @inline(__always) func regexSplitEntry(_ regex: UInt64, _ text: UInt64, _ site: UInt32) -> UInt32 {
    splitByRegex(requireRegex(regex, site), requireText(text, site), UInt32.max)
}

@_cdecl("regex_split_n") @inline(__always)
func regexSplitNEntry(_ regex: UInt64, _ text: UInt64, _ cuts: UInt64, _ site: UInt32) -> UInt32 {
    let object = requireRegex(regex, site)
    let string = requireText(text, site)
    if !isNumber(cuts) { failTypeOf("Expected number for limit, got ", cuts, site) }
    let limit = Double(bitPattern: cuts)
    if limit.rounded(.towardZero) != limit || limit < 0 { failType("regexSplitN() limit must be a whole number that is not negative", site) }
    if limit == 0 { return newArray(length: 0, capacity: 0) }
    return splitByRegex(object, string, limit < 4_294_967_295 ? UInt32(limit) : UInt32.max)
}

/// The pieces between at most `cuts` matches.
@inline(never) private func splitByRegex(_ regex: UInt32, _ string: UInt32, _ cuts: UInt32) -> UInt32 {
    var matches = RegexMatches(regex, string)
    var array = newArray(length: 0, capacity: 4)
    var from: UInt32 = 0
    var left = cuts
    while left != 0 && matches.next() {
        array = arrayPush(array, box(stringSlice(string, from, matches.search.start), .string))
        from = matches.search.end
        left &-= 1
    }
    return arrayPush(array, box(stringSlice(string, from, stringLength(string)), .string))
}
