import Basics
import Testing

@Suite struct StableHashTests {
    /// From the vectors that the authors of SipHash publish: input 00, 01, 02 … of the given length.
    @Test(arguments: [
        (0, "a3817f04ba25a8e66df67214c7550293"),
        (1, "da87c1d86b99af44347659119b22fc45"),
        (2, "8177228da4a45dc7fca38bdef60affe4"),
    ])
    func matchesPublishedVectors(length: Int, expected: String) {
        #expect(StableHash(of: (0..<length).map { UInt8($0) }).hex == expected)
    }

    @Test func piecesDoNotMatter() {
        let seed: UInt64 = 7
        var random = SeededGenerator(seed: seed)
        let bytes = (0..<1000).map { _ in UInt8.random(in: 0...255, using: &random) }
        let whole = StableHash(of: bytes)
        for _ in 0..<50 {
            var hasher = StableHasher()
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + Int.random(in: 0...40, using: &random))
                hasher.update(bytes[start..<end])
                start = end
            }
            #expect(hasher.finish() == whole, "seed \(seed)")
        }
        #expect(StableHash(of: AnySequence(bytes)) == whole)
    }

    @Test func combinedFieldsKeepTheirBorders() {
        func hash(_ fields: String...) -> StableHash {
            var hasher = StableHasher()
            for field in fields { hasher.combine(field) }
            return hasher.finish()
        }
        #expect(hash("ab", "c") != hash("a", "bc"))
        #expect(hash("ab", "c") == hash("ab", "c"))
    }

    @Test func oneBitChangesHalfOfTheBits() {
        var sum = 0
        let base = StableHash(of: [UInt8](repeating: 0, count: 16))
        for bit in 0..<128 {
            var bytes = [UInt8](repeating: 0, count: 16)
            bytes[bit / 8] = 1 << UInt8(bit % 8)
            let other = StableHash(of: bytes)
            sum += (base.first ^ other.first).nonzeroBitCount + (base.last ^ other.last).nonzeroBitCount
        }
        #expect((60...68).contains(sum / 128))
    }

    @Test func hexGoesBothWays() {
        let hash = StableHash(of: "langc")
        #expect(StableHash(hex: hash.hex) == hash)
        #expect(StableHash(hex: String(hash.hex.dropLast())) == nil)
        #expect(StableHash(hex: hash.hex.dropLast() + "G") == nil)
    }
}
