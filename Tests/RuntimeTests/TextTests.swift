import Testing

/// String functions against JavaScript's, on random Unicode texts.
@Suite struct TextTests {
    @Test(arguments: [1, 2]) func randomTexts(seed: Int) throws {
        try expectScript("text", seed: seed, count: 4000)
    }

    /// Appending, walking by index, shrinking and searching take linear time; quadratic ones would not end.
    @Test func longTexts() throws {
        try expectScript("longtexts", seed: 3)
    }
}

/// Runs a script that prints `ok` when every check held, and what differed otherwise.
func expectScript(_ name: String, seed: Int, count: Int = 0) throws {
    let outcome = try RuntimeHarness.run(script: name, ["\(seed)", "\(count)"])
    #expect(outcome.output == "ok\n", "seed \(seed): \(outcome.errors)")
    #expect(outcome.status == 0)
}
