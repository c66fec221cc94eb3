import Diagnostics
import Testing

/// Where bytes of a text stand.
struct SourceFileTests {
    /// Counts from the beginning of the text.
    private func position(_ bytes: [UInt8], _ offset: Int) -> SourcePosition {
        var position = SourcePosition(line: 1, column: 1)
        for (index, byte) in bytes.enumerated().prefix(offset) {
            if byte == 0x0A || byte == 0x0D && (index + 1 == bytes.count || bytes[index + 1] != 0x0A) {
                position = SourcePosition(line: position.line + 1, column: 1)
            } else if byte & 0xC0 != 0x80 {
                position.column += 1
            }
        }
        return position
    }

    /// Long lines are counted in blocks.
    @Test(arguments: [0, 1, 1023, 1024, 1025, 2047, 2048, 2049, 5000, 10_240])
    func columnsCountScalars(_ length: Int) {
        for (before, letters) in [("", "x"), ("ä\n", "aä€😀"), (String(repeating: "y", count: 1000) + "\r\nz\r", "€b")] {
            let line = String((0..<length).map { Array(letters)[$0 % letters.count] })
            let file = SourceFile(path: "a", text: before + line + "\nend")
            let count = file.bytes.count
            for offset in Set(stride(from: 0, to: count, by: 211)).union([0, 1, 1024, 2048, 3072, 4096, count - 5, count - 4, count - 1, count]) {
                let offset = min(max(offset, 0), count)
                #expect(file.position(of: offset) == position(file.bytes, offset), "\(offset) of \(count)")
            }
        }
    }
}
