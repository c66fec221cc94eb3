// Whether a text is JSON, without making values. Of the containers around a place only one bit each is kept.

@_cdecl("atlas_is_valid_json") @inline(__always) func atlasIsValidJSONEntry(_ string: UInt32) -> UInt32 {
    openJSON(string)
    openWorkStack()
    let isValid = validate()
    closeWorkStack()
    closeJSON()
    return isValid ? 1 : 0
}

/// The containers around a place, the innermost in the lowest bit: 1 for an object. The others wait on the work stack in words of 32.
private struct Containers {
    var bits: UInt32 = 0
    var depth: UInt32 = 0

    @inline(__always) var isObject: Bool { bits & 1 != 0 }

    @inline(__always) mutating func open(asObject: Bool) {
        if depth & 31 == 0 && depth != 0 { pushWork(bits, 0) }
        bits = bits << 1 | (asObject ? 1 : 0)
        depth &+= 1
    }

    @inline(__always) mutating func close() {
        bits >>= 1
        depth &-= 1
        if depth & 31 == 0 && depth != 0 {
            let top = load32(HeapState.markTop) &- MarkStackPolicy.entrySize
            store32(HeapState.markTop, top)
            bits = load32(top)
        }
    }
}

@inline(__always) private func validate() -> Bool {
    var containers = Containers()
    var at = JSONInput.start
    validating: while true {
        at = skipSpace(at)
        let byte = load8(at)
        if byte == 34 {
            at = scanString(at &+ 1)
            if at == 0 { return false }
            at &+= 1
        } else if byte &- 48 < 10 || byte == 45 {
            _ = scanNumber(at, isNeeded: false)
            at = JSONInput.next
            if at == 0 { return false }
        } else if byte == 123 || byte == 91 {
            at = skipSpace(at &+ 1)
            if load8(at) != byte &+ 2 {
                containers.open(asObject: byte == 123)
                if byte == 123 { at = validateName(at) }
                if at == 0 { return false }
                continue validating
            }
            at &+= 1
        } else {
            let length = constantLength(at)
            if length == 0 { return false }
            at &+= length
        }
        while containers.depth != 0 {
            at = skipSpace(at)
            let byte = load8(at)
            if byte == 44 {
                at &+= 1
                if containers.isObject { at = validateName(at) }
                if at == 0 { return false }
                continue validating
            }
            if byte != (containers.isObject ? 125 : 93) { return false }
            at &+= 1
            containers.close()
        }
        return skipSpace(at) == JSONInput.end
    }
}

/// The place behind a name and its colon, or 0.
@inline(never) private func validateName(_ from: UInt32) -> UInt32 {
    let at = skipSpace(from)
    if load8(at) != 34 { return 0 }
    let end = scanString(at &+ 1)
    if end == 0 { return 0 }
    let colon = skipSpace(end &+ 1)
    return load8(colon) == 58 ? colon &+ 1 : 0
}
