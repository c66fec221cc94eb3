import Glibc

/// Runs `body` on a new thread whose stack takes `bytes`, waits for it, and returns what it returns.
///
/// The stack is address space that costs memory only where it is touched. If the system refuses that much, half is tried
/// and so on; when not even a mebibyte is to be had, `body` runs on the calling thread.
public func runOnLargeStack<Result: Sendable>(bytes: Int, _ body: @escaping @Sendable () -> Result) -> Result {
    var size = bytes
    while size >= 1 << 20 {
        if let result = runOnThread(stackSize: size, body) { return result }
        size /= 2
    }
    return body()
}

/// What a thread runs.
private final class Job {
    let run: () -> Void

    init(_ run: @escaping () -> Void) { self.run = run }
}

/// Where a thread leaves its result. The owner reads it only after the thread has been joined.
private final class Outcome<Value> {
    var value: Value?
}

/// `nil` if no such thread can be had.
private func runOnThread<Result: Sendable>(stackSize: Int, _ body: @escaping @Sendable () -> Result) -> Result? {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return nil }
    defer { pthread_attr_destroy(&attributes) }
    guard pthread_attr_setstacksize(&attributes, stackSize) == 0 else { return nil }

    let outcome = Outcome<Result>()
    let job = Unmanaged.passRetained(Job { outcome.value = body() })
    defer { job.release() }
    var thread = pthread_t()
    let status = pthread_create(&thread, &attributes, { argument in
        if let argument { Unmanaged<Job>.fromOpaque(argument).takeUnretainedValue().run() }
        return nil
    }, job.toOpaque())
    guard status == 0, pthread_join(thread, nil) == 0 else { return nil }
    return outcome.value
}
