import Synchronization

/// A value that is needed for a while only.
final class Releasable<Value: Sendable>: Sendable {
    private let content: Mutex<Value?>

    init(_ value: Value) { content = Mutex(value) }

    /// There is none after `release`.
    var needed: Value {
        guard let value = content.withLock({ $0 }) else { preconditionFailure("used after it was released") }
        return value
    }

    func release() { content.withLock { $0 = nil } }
}
