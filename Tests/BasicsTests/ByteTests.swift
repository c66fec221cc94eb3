import Basics
import Testing

@Suite struct StringDecodingTests {
    @Test func takesValidUTF8Only() {
        let bytes = Array("größe 🍎".utf8)
        #expect(String(utf8: bytes[...]) == "größe 🍎")
        #expect(String(utf8: bytes[1..<2]) == "r" && String(utf8: []) == "")
        // A character cut short, a byte that continues nothing, half of a surrogate pair.
        for broken: [UInt8] in [[0x61, 0xC3], [0x80], [0xED, 0xA0, 0x80]] { #expect(String(utf8: broken[...]) == nil) }
    }
}

@Suite struct ByteTests {
    @Test func readsWhatWasWritten() throws {
        let seed: UInt64 = 42
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            // A random shift gives numbers of all lengths.
            let shift = UInt64.random(in: 0..<64, using: &random)
            let number = UInt64.random(in: .min ... .max, using: &random) >> shift
            let signed = Int64(bitPattern: UInt64.random(in: .min ... .max, using: &random)) >> Int64(shift)
            var writer = ByteWriter()
            writer.append(u8: UInt8(truncatingIfNeeded: number))
            writer.append(u16: UInt16(truncatingIfNeeded: number))
            writer.append(u32: UInt32(truncatingIfNeeded: number))
            writer.append(u64: number)
            writer.append(f64: Double(number))
            writer.append(f32: 1.5)
            writer.append(uleb64: number)
            writer.append(uleb32: UInt32(truncatingIfNeeded: number))
            writer.append(sleb64: signed)
            writer.append(sleb32: Int32(truncatingIfNeeded: signed))
            writer.append(sleb64: signed >> 31)
            writer.append(paddedULEB32: UInt32(truncatingIfNeeded: number))
            writer.append(string: "größe \(number)")
            writer.append(lengthPrefixed: [1, 2, 3])

            var reader = ByteReader(writer.bytes)
            let comment = Comment(rawValue: "seed \(seed), number \(number), signed \(signed)")
            #expect(try reader.readU8() == UInt8(truncatingIfNeeded: number), comment)
            #expect(try reader.readU16() == UInt16(truncatingIfNeeded: number), comment)
            #expect(try reader.readU32() == UInt32(truncatingIfNeeded: number), comment)
            #expect(try reader.readU64() == number, comment)
            #expect(try reader.readF64() == Double(number), comment)
            #expect(try reader.readF32() == 1.5, comment)
            #expect(try reader.readULEB64() == number, comment)
            #expect(try reader.readULEB32() == UInt32(truncatingIfNeeded: number), comment)
            #expect(try reader.readSLEB64() == signed, comment)
            #expect(try reader.readSLEB32() == Int32(truncatingIfNeeded: signed), comment)
            #expect(try reader.readSLEB33() == signed >> 31, comment)
            #expect(try reader.readULEB32() == UInt32(truncatingIfNeeded: number), comment)
            #expect(try reader.readString() == "größe \(number)", comment)
            #expect(try reader.readLengthPrefixedBytes() == [1, 2, 3], comment)
            #expect(reader.isAtEnd, comment)
        }
    }

    @Test func writesKnownBytes() {
        var writer = ByteWriter()
        writer.append(uleb32: 624_485)
        writer.append(sleb32: -123_456)
        writer.append(sleb32: 64)
        writer.append(u32: 0x0102_0304)
        writer.append(paddedULEB32: 1)
        #expect(writer.bytes == [
            0xE5, 0x8E, 0x26, 0xC0, 0xBB, 0x78, 0xC0, 0x00, 4, 3, 2, 1, 0x81, 0x80, 0x80, 0x80, 0x00,
        ])
        writer.patch(u32: 7, at: 8)
        writer.patch(paddedULEB32: .max, at: 12)
        #expect(writer.bytes[8...] == [7, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F])
    }

    @Test func nestsLengthPrefixes() throws {
        var writer = ByteWriter()
        writer.appendLengthPrefixed { inner in inner.append(string: "ab") }
        #expect(writer.bytes == [3, 2, 0x61, 0x62])
        var reader = ByteReader(writer.bytes)
        var inner = try reader.readLengthPrefixedSub()
        #expect(try inner.readString() == "ab")
        #expect(inner.offset == 4)
    }

    private func failure(_ bytes: [UInt8], _ read: (inout ByteReader) throws -> Void) -> ByteReader.Failure? {
        var reader = ByteReader(bytes)
        do {
            try read(&reader)
            return nil
        } catch {
            return error as? ByteReader.Failure
        }
    }

    @Test func saysWhyAndWhereItFails() {
        #expect(failure([1, 2, 3]) { _ = try $0.readU32() } == .init(offset: 0, reason: .truncated))
        #expect(failure([9, 0x80]) { _ = try $0.readU8(); _ = try $0.readULEB32() } == .init(offset: 1, reason: .truncated))
        #expect(failure([0x80, 0x80, 0x80, 0x80, 0x80, 0]) { _ = try $0.readULEB32() }?.reason == .lebTooLong)
        #expect(failure([0xFF, 0xFF, 0xFF, 0xFF, 0x1F]) { _ = try $0.readULEB32() }?.reason == .lebOverflow)
        #expect(failure([0xFF, 0xFF, 0xFF, 0xFF, 0x0F]) { _ = try $0.readULEB32() } == nil)
        #expect(failure([0x80, 0x80, 0x80, 0x80, 0x08]) { _ = try $0.readSLEB32() }?.reason == .lebOverflow)
        #expect(failure([0x80, 0x80, 0x80, 0x80, 0x78]) { _ = try $0.readSLEB32() } == nil)
        #expect(failure(Array(repeating: 0x80, count: 10) + [0]) { _ = try $0.readSLEB64() }?.reason == .lebTooLong)
        #expect(failure([2, 0xC3, 0x28]) { _ = try $0.readString() } == .init(offset: 0, reason: .invalidUTF8))
        #expect(failure([5, 1]) { _ = try $0.readLengthPrefixedBytes() } == .init(offset: 0, reason: .truncated))
        #expect(failure([0xFF, 0xFF, 0xFF, 0xFF, 0x0F]) { _ = try $0.readCount() }?.reason == .truncated)
        #expect(failure([1]) { try $0.skip(-1) }?.reason == .truncated)
    }

    @Test func subReadersKeepOffsetsAndBounds() throws {
        var reader = ByteReader(Array(0..<10))
        try reader.skip(2)
        var sub = try reader.readSub(3)
        #expect(sub.offset == 2)
        #expect(try sub.readBytes(3) == [2, 3, 4])
        #expect(throws: ByteReader.Failure(offset: 5, reason: .truncated)) { try sub.readU8() }
        #expect(reader.offset == 5)
        #expect(reader.rest == [5, 6, 7, 8, 9])
        #expect(reader.peek == 5)
    }

    @Test func seeksInsideItsBounds() throws {
        let bytes: [UInt8] = [0, 1, 2, 3, 4, 5]
        var reader = ByteReader(bytes[2..<5])
        try reader.seek(to: 4)
        #expect(try reader.readU8() == 4)
        try reader.seek(to: 5)
        #expect(reader.isAtEnd)
        #expect(throws: ByteReader.Failure(offset: 1, reason: .truncated)) { try reader.seek(to: 1) }
        #expect(throws: ByteReader.Failure(offset: 6, reason: .truncated)) { try reader.seek(to: 6) }
    }

    /// Random bytes may be refused, but never read beyond the end.
    @Test func survivesGarbage() {
        for seed in UInt64(1)...300 {
            var random = SeededGenerator(seed: seed)
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            var reader = ByteReader(bytes)
            while !reader.isAtEnd {
                let before = reader.offset
                do {
                    switch Int.random(in: 0...6, using: &random) {
                    case 0: _ = try reader.readULEB32()
                    case 1: _ = try reader.readULEB64()
                    case 2: _ = try reader.readSLEB32()
                    case 3: _ = try reader.readSLEB64()
                    case 4: _ = try reader.readString()
                    case 5: _ = try reader.readU64()
                    default: _ = try reader.readU8()
                    }
                    #expect(reader.offset > before && reader.offset <= bytes.count, "seed \(seed)")
                } catch {
                    #expect(reader.offset == before && error.offset == before, "seed \(seed)")
                    break
                }
            }
        }
    }

    @Test func extremeSignedNumbers() throws {
        for value in [Int64.min, -65, -64, -1, 0, 63, 64, Int64.max] {
            var writer = ByteWriter()
            writer.append(sleb64: value)
            var reader = ByteReader(writer.bytes)
            #expect(try reader.readSLEB64() == value)
            #expect(reader.isAtEnd)
        }
    }
}
