import Synchronization

/// Counts on several threads.
final class SharedCount: Sendable {
    private let count = Atomic<Int>(0)

    /// One more than before, from 1 on.
    func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }
}
