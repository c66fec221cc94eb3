import Testing

/// The values of Ai: numbers, texts and hash tables against JavaScript's, printing against known texts.
@Suite struct AiTests {
    private func run(_ script: String, _ arguments: Int...) throws {
        let outcome = try RuntimeHarness.run(script: script, arguments.map(String.init))
        #expect(outcome.status == 0, "\(script) \(arguments): \(outcome.errors)")
    }

    @Test(arguments: 1...3) func arithmetic(seed: Int) throws { try run("ainumbers", seed, 1000) }
    @Test(arguments: 1...3) func texts(seed: Int) throws { try run("aitexts", seed, 800) }
    @Test(arguments: 1...3) func hashTables(seed: Int) throws { try run("aitables", seed, 5000, 0) }
    @Test(arguments: 1...2) func hashTablesInStressMode(seed: Int) throws { try run("aitables", seed, 600, 1) }
    @Test func printing() throws { try run("aiprinting") }
    @Test func equality() throws { try run("aiequality") }
    @Test func errors() throws { try run("aierrors") }
    @Test func ports() throws { try run("aiports") }
}
