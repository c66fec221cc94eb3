// Reading string objects.

@inline(__always) func stringLength(_ string: UInt32) -> UInt32 { load32(string, ObjectLayout.String.lengthOffset) }
@inline(__always) func stringData(_ string: UInt32) -> UInt32 { load32(string, ObjectLayout.String.dataOffset) }
@inline(__always) func stringOwner(_ string: UInt32) -> UInt32 { load32(string, ObjectLayout.String.ownerOffset) }
@inline(__always) func stringFlags(_ string: UInt32) -> UInt32 { load8(string, ObjectLayout.flagsOffset) }

/// The flag bits as words.
@inline(__always) var asciiFlag: UInt32 { UInt32(ObjectLayout.Flag.ascii) }
@inline(__always) var notASCIIFlag: UInt32 { UInt32(ObjectLayout.Flag.notASCII) }

/// Whether the text is ASCII, so that bytes are scalars. Remembers the answer in the object.
func stringIsASCII(_ string: UInt32) -> Bool {
    let flags = stringFlags(string)
    if flags & (asciiFlag | notASCIIFlag) != 0 { return flags & asciiFlag != 0 }
    let ascii = isASCII(stringData(string), stringLength(string))
    store8(string &+ ObjectLayout.flagsOffset, flags | (ascii ? asciiFlag : notASCIIFlag))
    return ascii
}

/// Whether all bytes are below 128.
func isASCII(_ data: UInt32, _ count: UInt32) -> Bool {
    var at = data
    var left = count
    var seen: UInt64 = 0
    while left >= 8 {
        seen |= load64(at)
        at &+= 8
        left &-= 8
    }
    while left != 0 {
        seen |= UInt64(load8(at))
        at &+= 1
        left &-= 1
    }
    return seen & 0x8080_8080_8080_8080 == 0
}

/// The flags a text made of the texts of both strings has: ASCII when both are known to be, not ASCII when one is known not to be.
@inline(__always) func joinedFlags(_ a: UInt32, _ b: UInt32) -> UInt32 { joinedFlags(of: stringFlags(a), stringFlags(b)) }
@inline(__always) func joinedFlags(of left: UInt32, _ right: UInt32) -> UInt32 { (left & right & asciiFlag) | ((left | right) & notASCIIFlag) }

/// The flags of a part of a string: all that is known of a part of an ASCII text is that it is ASCII.
@inline(__always) func partFlags(_ string: UInt32) -> UInt32 { stringFlags(string) & asciiFlag }

/// A string with a copy of `count` bytes at `data`.
func copyString(_ data: UInt32, _ count: UInt32, _ flags: UInt32) -> UInt32 {
    let string = newString(byteCount: count, flags: UInt8(truncatingIfNeeded: flags))
    fastCopy(to: stringData(string), from: data, count: count)
    return string
}

/// A string object with a constant ASCII text.
@inline(__always) func constantString(_ text: StaticString) -> UInt32 {
    copyString(address(of: text.utf8Start), UInt32(truncatingIfNeeded: text.utf8CodeUnitCount), asciiFlag)
}
