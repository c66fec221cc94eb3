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

    @Test(arguments: [1, 2, 7, 100]) func partsFollowOneAnother(jobs: Int) {
        let sizes = (0..<50).map { $0 * 7 % 5 }
        let expected = sizes.enumerated().flatMap { part, size in (0..<size).map { "\(part).\($0)" } }
        let found: [String] = parallelArray(parts: sizes, jobs: jobs) { part, place in
            for index in place.indices { place.initializeElement(at: index, to: "\(part).\(index)") }
        }
        #expect(found == expected)
        #expect(parallelArray(parts: [], jobs: jobs) { _, _ in }.map { (item: Int) in item }.isEmpty)
    }

    @Test func chunksCoverAllNumbers() {
        #expect(chunks(of: 0, length: 4).isEmpty)
        #expect(chunks(of: 8, length: 4) == [0..<4, 4..<8])
        #expect(chunks(of: 9, length: 4) == [0..<4, 4..<8, 8..<9])
    }

    @Test(arguments: [true, false]) func earlyValuesAreThoseThatWereMade(isEarly: Bool) {
        let value = EarlyValue(isEarly: isEarly) { [1, 2, 3].reversed() as [Int] }
        #expect(value.get() == [3, 2, 1])
    }

    @Test func trimmedArraysAreEqual() {
        var numbers = [1, 2, 3]
        numbers.reserveCapacity(1000)
        #expect(numbers.trimmed == [1, 2, 3] && numbers.trimmed.capacity < 100)
        #expect(([] as [Int]).trimmed.isEmpty)
    }
}
