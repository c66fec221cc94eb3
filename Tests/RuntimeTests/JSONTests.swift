import Testing

/// Parsing and printing against JavaScript, error texts, deep nesting.
@Suite struct JSONTests {
    @Test(arguments: [1, 2]) func texts(seed: Int) throws {
        try expectScript("json", seed: seed, count: 2000)
    }
}
