import Basics
import Testing

@Suite struct GraphTests {
    @Test func findsComponentsDependenciesFirst() {
        // 0 → 1 → 2 → 1, 2 → 3, 4 alone with a loop.
        let result = StronglyConnectedComponents([[1], [2], [1, 3], [], [4]])
        #expect(result.components == [[3], [1, 2], [0], [4]])
        #expect(result.componentOf == [2, 1, 1, 0, 3])
    }

    @Test func handlesLongChainsAndRings() {
        let count = 200_000
        let chain = StronglyConnectedComponents((0..<count).map { $0 + 1 < count ? [$0 + 1] : [] })
        #expect(chain.components.count == count)
        #expect(chain.components.first == [count - 1])
        let ring = StronglyConnectedComponents((0..<count).map { [($0 + 1) % count] })
        #expect(ring.components.count == 1)
    }

    /// Compares with reachability computed the slow way.
    @Test func agreesWithReachability() {
        for seed in UInt64(1)...60 {
            var random = SeededGenerator(seed: seed)
            let count = Int.random(in: 1...12, using: &random)
            let edges = (0..<count).map { _ in
                (0..<Int.random(in: 0...2, using: &random)).map { _ in Int.random(in: 0..<count, using: &random) }
            }
            var reaches = (0..<count).map { row in (0..<count).map { $0 == row || edges[row].contains($0) } }
            for middle in 0..<count {
                for from in 0..<count where reaches[from][middle] {
                    for to in 0..<count where reaches[middle][to] { reaches[from][to] = true }
                }
            }
            let result = StronglyConnectedComponents(edges)
            for from in 0..<count {
                for to in 0..<count {
                    let together = reaches[from][to] && reaches[to][from]
                    #expect((result.componentOf[from] == result.componentOf[to]) == together, "seed \(seed)")
                    if reaches[from][to] { #expect(result.componentOf[to] <= result.componentOf[from], "seed \(seed)") }
                }
            }
        }
    }
}
