// What the parser and the validator of JSON texts share: the text being read, and what is wrong with it.
//
// While it is read, zeros follow it: where its buffer has room behind it, or else in a copy. A zero byte is no part of any JSON text, so that
// no loop needs to ask for the end, and eight bytes may be read at once wherever one may.

enum JSONInput {
    /// The first byte of the text, and the one behind the last.
    nonisolated(unsafe) static var start: UInt32 = 0
    nonisolated(unsafe) static var end: UInt32 = 0
    /// Where reading goes on after what a function has read.
    nonisolated(unsafe) static var next: UInt32 = 0
    /// What is wrong, and where.
    nonisolated(unsafe) static var fault: UInt32 = 0
    nonisolated(unsafe) static var faultPlace: UInt32 = 0
    /// The eight bytes behind the text, if it is not a copy.
    nonisolated(unsafe) static var covered: UInt64 = 0
    nonisolated(unsafe) static var isInPlace = false
}

/// What can be wrong with a text.
enum JSONFault {
    static let value: UInt32 = 0
    static let afterElement: UInt32 = 1
    static let afterMember: UInt32 = 2
    static let colon: UInt32 = 3
    static let name: UInt32 = 4
    static let trailing: UInt32 = 5
    static let number: UInt32 = 6
    static let range: UInt32 = 7
    static let control: UInt32 = 8
    static let escape: UInt32 = 9
    static let unicodeEscape: UInt32 = 10
    static let surrogate: UInt32 = 11
}

/// Begins to read the text of a string object.
func openJSON(_ string: UInt32) {
    let count = stringLength(string)
    var start = stringData(string)
    JSONInput.isInPlace = hasRoomBehind(string)
    if JSONInput.isInPlace {
        JSONInput.covered = load64(start &+ count)
    } else {
        let padded = newBytes(capacity: count > 0xFFFF_FF00 ? UInt32.max : count &+ 8)
        start = padded &+ ObjectLayout.Bytes.dataOffset
        copy(to: start, from: stringData(string), count: count)
    }
    store64(start &+ count, 0)
    JSONInput.start = start
    JSONInput.end = start &+ count
}

/// Ends reading: what stood behind the text stands there again.
func closeJSON() {
    if JSONInput.isInPlace { store64(JSONInput.end, JSONInput.covered) }
}

/// Whether the eight bytes behind a text belong to its buffer.
private func hasRoomBehind(_ string: UInt32) -> Bool {
    let owner = stringOwner(string)
    if owner == 0 { return false }
    let limit = owner &+ ObjectLayout.Bytes.dataOffset &+ load32(owner, ObjectLayout.Bytes.capacityOffset)
    return limit &- stringData(string) &- stringLength(string) >= 8
}

/// Notes what is wrong. The result is 0, which stands for failure.
@inline(never) func noteFault(_ fault: UInt32, _ at: UInt32) -> UInt32 {
    JSONInput.fault = fault
    JSONInput.faultPlace = at
    return 0
}

/// The first place from `at` on that is no white space.
@inline(__always) func skipSpace(_ at: UInt32) -> UInt32 { load8(at) > 32 ? at : skipSpaces(at) }

@inline(never) private func skipSpaces(_ from: UInt32) -> UInt32 {
    var at = from
    while true {
        while load64(at) == 0x2020_2020_2020_2020 { at &+= 8 }
        let byte = load8(at)
        // Space, tab, line feed, carriage return.
        if byte > 32 || (1 &<< UInt64(byte)) & 0x1_0000_2600 == 0 { return at }
        at &+= 1
    }
}

/// AT0001 `Invalid JSON: ` with what is wrong, and where in the text.
@inline(never) func failJSON(_ site: UInt32) -> Never {
    beginTypeError()
    writeOutput("Invalid JSON: ")
    let place = JSONInput.faultPlace
    if place == JSONInput.end { writeOutput("unexpected end of text") } else { writeFault(JSONInput.fault) }
    var line: UInt32 = 1
    var lineStart = JSONInput.start
    var at = lineStart
    while at != place {
        if load8(at) == 10 {
            line &+= 1
            lineStart = at &+ 1
        }
        at &+= 1
    }
    writeOutput(" at line ")
    writeDecimal(line)
    writeOutput(" column ")
    writeDecimal(countScalars(lineStart, place &- lineStart) &+ 1)
    failed(site)
}

private func writeFault(_ fault: UInt32) {
    switch fault {
    case JSONFault.value: writeOutput("expected a value")
    case JSONFault.afterElement: writeOutput("expected ',' or ']'")
    case JSONFault.afterMember: writeOutput("expected ',' or '}'")
    case JSONFault.colon: writeOutput("expected ':'")
    case JSONFault.name: writeOutput("expected a name in double quotes")
    case JSONFault.trailing: writeOutput("unexpected text after the value")
    case JSONFault.number: writeOutput("invalid number")
    case JSONFault.range: writeOutput("number out of range")
    case JSONFault.control: writeOutput("control character in a string")
    case JSONFault.escape: writeOutput("invalid escape in a string")
    case JSONFault.unicodeEscape: writeOutput("expected four hexadecimal digits after '\\u'")
    default: writeOutput("lone surrogate in a string")
    }
}
