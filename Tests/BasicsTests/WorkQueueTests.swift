import Basics
import Synchronization
import Testing

struct WorkQueueTests {
    @Test(arguments: [0, 1, 2, 7])
    func resultsHaveTheOrderOfTheWork(jobs: Int) {
        let queue = WorkQueue<Int, Int>(jobs: jobs) { $0 * $0 }
        for number in 0..<500 { queue.add(number) }
        #expect(queue.finish() == (0..<500).map { $0 * $0 })
    }

    @Test(arguments: [1, 3])
    func nothingToDo(jobs: Int) {
        #expect(WorkQueue<Int, Int>(jobs: jobs) { $0 }.finish().isEmpty)
        WorkQueue<Int, Int>(jobs: jobs) { $0 }.cancel()
    }

    /// Work is done while more is being added: this waits for the first piece before it adds the second.
    @Test func workBeginsAtOnce() {
        let done = Atomic<Bool>(false)
        let queue = WorkQueue<Int, Int>(jobs: 2) { number in
            done.store(true, ordering: .sequentiallyConsistent)
            return number
        }
        queue.add(1)
        while !done.load(ordering: .sequentiallyConsistent) {}
        queue.add(2)
        #expect(queue.finish() == [1, 2])
    }

    @Test func cancelledWorkIsNotBegun() {
        let isOpen = Atomic<Bool>(false)
        let count = Atomic<Int>(0)
        let queue = WorkQueue<Int, Int>(jobs: 2) { number in
            if count.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue > 1 { return number }
            while !isOpen.load(ordering: .sequentiallyConsistent) {}
            return number
        }
        queue.add(0)
        while count.load(ordering: .sequentiallyConsistent) == 0 {}
        queue.add(1)
        let opener = WorkQueue<Int, Int>(jobs: 2) { number in
            // Cancelling waits for the first piece, so the gate opens only when the rest is gone.
            while !queue.isCancelled {}
            isOpen.store(true, ordering: .sequentiallyConsistent)
            return number
        }
        opener.add(0)
        queue.cancel()
        _ = opener.finish()
        #expect(count.load(ordering: .sequentiallyConsistent) == 1)
    }

    /// What a piece of work holds is free as soon as it is done.
    @Test(arguments: [1, 2])
    func workIsReleased(jobs: Int) {
        final class Token: Sendable {}
        weak var weakToken: Token?
        let done = Atomic<Int>(0)
        let queue = WorkQueue<Token, Int>(jobs: jobs) { _ in done.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue }
        do {
            let token = Token()
            weakToken = token
            queue.add(token)
        }
        queue.add(Token())
        #expect(queue.finish().count == 2)
        #expect(weakToken == nil)
    }
}
