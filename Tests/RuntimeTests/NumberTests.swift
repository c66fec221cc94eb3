import Testing

/// Numbers to text and back, and the elementary functions, against JavaScript's.
@Suite struct NumberTests {
    /// 200 000 random bit patterns, the powers of two and ten with their neighbours, and known hard cases.
    @Test(arguments: [1, 2]) func textRoundTrips(seed: Int) throws {
        try expectScript("numbers", seed: seed, count: 100_000)
    }

    @Test(arguments: [1, 2]) func elementaryFunctions(seed: Int) throws {
        try expectScript("mathematics", seed: seed, count: 20_000)
    }
}
