// Environment variables and arguments. WASI gives both as a list of addresses and a block of texts that end with a zero byte.

/// The addresses of the texts: `count` words from `list`.
private struct HostTexts {
    var list: UInt32
    var count: UInt32
}

private func environment() -> HostTexts {
    let result = systemResult()
    if wasi_environ_sizes_get(result, result &+ 4) != 0 { return HostTexts(list: 0, count: 0) }
    let texts = reserveTexts(result)
    return wasi_environ_get(texts.list, texts.list &+ 4 &* texts.count) == 0 ? texts : HostTexts(list: 0, count: 0)
}

private func arguments() -> HostTexts {
    let result = systemResult()
    if wasi_args_sizes_get(result, result &+ 4) != 0 { return HostTexts(list: 0, count: 0) }
    let texts = reserveTexts(result)
    return wasi_args_get(texts.list, texts.list &+ 4 &* texts.count) == 0 ? texts : HostTexts(list: 0, count: 0)
}

/// Room for the list and, behind it, the block.
private func reserveTexts(_ sizes: UInt32) -> HostTexts {
    let count = load32(sizes)
    return HostTexts(list: newBytes(capacity: 4 &* count &+ load32(sizes, 4)) &+ ObjectLayout.Bytes.dataOffset, count: count)
}

/// The arguments of the program, without its name.
@_cdecl("program_arguments") @inline(__always) func programArgumentsEntry() -> UInt32 {
    let texts = arguments()
    let count = texts.count == 0 ? 0 : texts.count &- 1
    let array = newArray(length: count, capacity: count)
    var index: UInt32 = 0
    while index != count {
        let text = load32(texts.list &+ 4 &* index, 4)
        store64(arraySlot(array, index), box(hostString(text, hostLength(text)), .string))
        index &+= 1
    }
    return array
}

/// How many bytes of a line `NAME=VALUE` the name takes.
private func nameLength(_ line: UInt32) -> UInt32 {
    var end = line
    while load8(end) != 0 && load8(end) != 61 { end &+= 1 }
    return end &- line
}

/// The value of an environment variable, or null.
@_cdecl("environment_value") @inline(__always) func environmentValueEntry(_ name: UInt32) -> UInt64 {
    let texts = environment()
    var index: UInt32 = 0
    while index != texts.count {
        let line = load32(texts.list &+ 4 &* index)
        let length = nameLength(line)
        if length == stringLength(name) && load8(line &+ length) == 61 && bytesEqual(line, stringData(name), length) {
            let value = line &+ length &+ 1
            return box(hostString(value, hostLength(value)), .string)
        }
        index &+= 1
    }
    return nullBits
}

/// The lines `NAME=VALUE` as an array of strings, ordered; the last byte of each is the zero that ends it.
func environmentLines() -> UInt32 {
    let texts = environment()
    let lines = newArray(length: texts.count, capacity: texts.count)
    var index: UInt32 = 0
    while index != texts.count {
        let line = load32(texts.list &+ 4 &* index)
        store64(arraySlot(lines, index), box(copyString(line, hostLength(line) &+ 1, 0), .string))
        index &+= 1
    }
    sortStrings(lines)
    return lines
}

/// All environment variables as a JSON object, ordered.
@_cdecl("environment_values") @inline(__always) func environmentValuesEntry() -> UInt64 {
    let lines = environmentLines()
    let map = newTable(.hashMap)
    var index: UInt32 = 0
    while index != arrayLength(lines) {
        let line = stringData(load32(arraySlot(lines, index)))
        let length = nameLength(line)
        let value = load8(line &+ length) == 0 ? line &+ length : line &+ length &+ 1
        tablePut(map, box(hostString(line, length), .string), box(hostString(value, hostLength(value)), .string))
        index &+= 1
    }
    return box(newJSON(box(map, .hashMap)), .json)
}
