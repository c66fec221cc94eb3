// Replacing matches by a template: `$1`, `$name`, `${name}` and `$$`.

@_cdecl("regex_replace") @inline(__always)
func regexReplaceEntry(_ regex: UInt64, _ text: UInt64, _ template: UInt64, _ site: UInt32) -> UInt32 {
    replaceMatches(regex, text, template, 1, site)
}

@_cdecl("regex_replace_all") @inline(__always)
func regexReplaceAllEntry(_ regex: UInt64, _ text: UInt64, _ template: UInt64, _ site: UInt32) -> UInt32 {
    replaceMatches(regex, text, template, UInt32.max, site)
}

/// The text with its first `limit` matches replaced.
@inline(never) private func replaceMatches(_ regex: UInt64, _ text: UInt64, _ template: UInt64, _ limit: UInt32, _ site: UInt32) -> UInt32 {
    let object = requireRegex(regex, site)
    let string = requireText(text, site)
    let replacement = RegexTemplate(requireString(template, "Expected string for replacement, got ", site), object)
    var matches = RegexMatches(object, string)
    let data = stringData(string)
    var builder: UInt32 = 0
    var from: UInt32 = 0
    var left = limit
    while left != 0 && matches.next() {
        if builder == 0 { builder = newBytes(capacity: stringLength(string) / 8 &* 9 &+ 64) }
        builder = append(builder, data &+ from, matches.search.start &- from)
        builder = replacement.append(to: builder, &matches.search)
        from = matches.search.end
        left &-= 1
    }
    if builder == 0 { return string }
    return builderString(append(builder, data &+ from, stringLength(string) &- from))
}

/// A template, which is read anew for every match.
private struct RegexTemplate {
    private let data: UInt32
    private let end: UInt32
    private let names: UInt32
    /// Where the first `$` is.
    private let firstReference: UInt32

    init(_ template: UInt32, _ regex: UInt32) {
        data = stringData(template)
        end = data &+ stringLength(template)
        names = regexObject(wrappedObject(regex), RegexSlot.names)
        var at = data
        while at != end && load8(at) != 36 { at &+= 1 }
        firstReference = at
    }

    /// Appends what the template says about the match found last.
    func append(to builder: UInt32, _ search: inout RegexSearch) -> UInt32 {
        var builder = Runtime.append(builder, data, firstReference &- data)
        if firstReference == end { return builder }
        let bounds = search.groups()
        var at = firstReference
        while at != end {
            let next = at &+ 1 == end ? 0 : load8(at &+ 1)
            if load8(at) != 36 || next == 0 {
                builder = Runtime.append(builder, at, 1)
                at &+= 1
            } else if next == 36 {
                builder = Runtime.append(builder, at, 1)
                at &+= 2
            } else {
                let isBraced = next == 123
                let name = at &+ (isBraced ? 2 : 1)
                var past = name
                while past != end && (isBraced ? load8(past) != 125 : isNameByte(load8(past))) { past &+= 1 }
                if past == name && !isBraced || isBraced && past == end {
                    builder = Runtime.append(builder, at, 1)
                    at &+= 1
                } else {
                    builder = appendGroup(to: builder, name, past &- name, bounds, search)
                    at = isBraced ? past &+ 1 : past
                }
            }
        }
        return builder
    }

    private func isNameByte(_ byte: UInt32) -> Bool { byte &- 48 < 10 || (byte | 32) &- 97 < 26 || byte == 95 }

    /// Appends the text of the group with a number or name; nothing when there is none.
    private func appendGroup(to builder: UInt32, _ name: UInt32, _ size: UInt32, _ bounds: UInt32, _ search: RegexSearch) -> UInt32 {
        let index = groupIndex(name, size)
        if index >= arrayLength(names) { return builder }
        let start = load32(bounds &+ 8 &* index)
        let stop = load32(bounds &+ 8 &* index, 4)
        if start == nowhere || stop == nowhere { return builder }
        return Runtime.append(builder, search.text &+ start, stop &- start)
    }

    private func groupIndex(_ name: UInt32, _ size: UInt32) -> UInt32 {
        var number: UInt32 = 0
        var at: UInt32 = 0
        while at != size && load8(name &+ at) &- 48 < 10 && number < 1_000_000 {
            number = number &* 10 &+ load8(name &+ at) &- 48
            at &+= 1
        }
        if at == size && size != 0 { return number }
        var index: UInt32 = 0
        while index != arrayLength(names) {
            let known = load64(arraySlot(names, index))
            if isReference(known, .string) && stringLength(referenceAddress(known)) == size
                && bytesEqual(stringData(referenceAddress(known)), name, size) {
                return index
            }
            index &+= 1
        }
        return UInt32.max
    }
}
