import Basics
import Testing

@Suite struct ParallelMapTests {
    @Test(arguments: [1, 2, 7, 100]) func resultsHaveTheOrderOfTheElements(jobs: Int) {
        let elements = Array(0..<1000)
        #expect(parallelMap(elements, jobs: jobs) { $0 * $0 } == elements.map { $0 * $0 })
        #expect(parallelMap([Int](), jobs: jobs) { $0 }.isEmpty)
    }

    @Test func resultsMayBeNil() {
        #expect(parallelMap([1, 2, 3], jobs: 2) { $0 == 2 ? nil : $0 } == [1, nil, 3])
    }
}
