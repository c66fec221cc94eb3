import WasmFormat

/// Reads the `mappings` of the source maps that Binaryen writes (version 3, one line, one file).
struct SourceMapReader {
    /// The entries, with offsets from the start of the binary; nil when the text is no such map.
    static func entries(of map: [UInt8]) -> [CodePositions.Entry]? {
        let key = Array("\"mappings\":\"".utf8)
        guard let start = find(key, in: map) else { return nil }
        var entries: [CodePositions.Entry] = []
        var index = start + key.count
        // Generated column, file, line from 0, column.
        var fields: [Int64] = [0, 0, 0, 0]
        while index < map.count, map[index] != 0x22 {
            if map[index] == 0x2C {
                index += 1
                continue
            }
            for field in 0..<4 {
                guard let difference = readVLQ(map, &index) else { return nil }
                fields[field] &+= difference
            }
            guard let offset = UInt32(exactly: fields[0]), let line = UInt32(exactly: fields[2] + 1), let column = UInt32(exactly: fields[3])
            else { return nil }
            entries.append(CodePositions.Entry(offset: offset, source: 0, line: line, column: column))
        }
        return entries
    }

    private static func find(_ key: [UInt8], in text: [UInt8]) -> Int? {
        guard text.count >= key.count else { return nil }
        return (0...(text.count - key.count)).first { start in
            text[start] == key[0] && text[start..<start + key.count].elementsEqual(key)
        }
    }

    /// A base 64 number of five-bit groups, lowest first; bit 0 of the result is the sign.
    private static func readVLQ(_ text: [UInt8], _ index: inout Int) -> Int64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while index < text.count, shift < 60, let digit = digit(text[index]) {
            index += 1
            value |= UInt64(digit & 31) << shift
            shift += 5
            if digit & 32 == 0 {
                let magnitude = Int64(value >> 1)
                return value & 1 == 1 ? -magnitude : magnitude
            }
        }
        return nil
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x41...0x5A: character - 0x41
        case 0x61...0x7A: character - 0x61 + 26
        case 0x30...0x39: character - 0x30 + 52
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }
}
