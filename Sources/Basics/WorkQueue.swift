import Glibc

/// Work that is done on other threads while more of it is still being found. Results have the order in which the work was added.
///
/// `finish` or `cancel` must be called in the end; both wait for the threads.
public final class WorkQueue<Item: Sendable, Result: Sendable>: @unchecked Sendable {
    private let transform: @Sendable (Item) -> Result
    private let threadCount: Int
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let hasChanged = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// Nil once it was taken, so that nothing is kept that is not needed.
    private var items: [Item?] = []
    private var results: [Result?] = []
    private var next = 0
    private var isClosed = false
    private var threads: [LargeStackThread] = []

    /// - Parameter jobs: how many threads may work, with that of the caller. If that is one, work is done when it is added.
    public init(jobs: Int, _ transform: @escaping @Sendable (Item) -> Result) {
        self.transform = transform
        threadCount = max(jobs, 1) - 1
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(hasChanged, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(hasChanged)
        mutex.deallocate()
        hasChanged.deallocate()
    }

    /// Only one thread may add work.
    public func add(_ item: Item) {
        guard threadCount > 0 else { return results.append(transform(item)) }
        locked {
            items.append(item)
            results.append(nil)
            pthread_cond_signal(hasChanged)
        }
        if threads.count < threadCount {
            threads.append(LargeStackThread(stackSize: compilerStackSize) { [self] in work() })
        }
    }

    /// Does what is left, on this thread too, and returns all results.
    public func finish() -> [Result] {
        close()
        work()
        for thread in threads { thread.join() }
        threads = []
        return results.compactMap { $0 }
    }

    /// What has not been begun will not be.
    public var isCancelled: Bool { locked { isClosed && items.isEmpty } }

    /// Does nothing more than what has been begun.
    public func cancel() {
        locked {
            items = []
            next = 0
            isClosed = true
            pthread_cond_broadcast(hasChanged)
        }
        for thread in threads { thread.join() }
        threads = []
    }

    private func close() {
        locked {
            isClosed = true
            pthread_cond_broadcast(hasChanged)
        }
    }

    private func work() {
        while let (index, item) = take() {
            let result = transform(item)
            locked { results[index] = result }
        }
    }

    /// Waits for work; nil if there will be none.
    private func take() -> (Int, Item)? {
        locked {
            while next == items.count {
                if isClosed { return nil }
                pthread_cond_wait(hasChanged, mutex)
            }
            let index = next
            next += 1
            defer { items[index] = nil }
            return items[index].map { (index, $0) }
        }
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
