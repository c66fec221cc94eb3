import Glibc

/// Runs `body` on a new thread whose stack takes `bytes`, waits for it, and returns what it returns.
///
/// The stack is address space that costs memory only where it is touched. If the system refuses that much, half is tried
/// and so on; when not even a mebibyte is to be had, `body` runs on the calling thread.
public func runOnLargeStack<Result: Sendable>(bytes: Int, _ body: @escaping @Sendable () -> Result) -> Result {
    let outcome = Outcome<Result>()
    LargeStackThread(stackSize: bytes) { outcome.value = body() }.join()
    return outcome.value ?? body()
}

/// Runs `body` on a thread of its own, for which no one waits.
public func runInBackground(_ body: @escaping @Sendable () -> Void) { LargeStackThread(stackSize: 1 << 20, body).detach() }

/// Gives a value away on a thread of its own: freeing what many objects make up takes time that no one needs to wait for. If the process
/// ends meanwhile, all the better.
public func releaseInBackground(_ value: consuming some Sendable) {
    let kept = Outcome(value)
    runInBackground { kept.value = nil }
}

/// Lets a value live as long as the process, which ends soon: freeing what many objects make up would only take time.
public func keepUntilExit(_ value: consuming some Sendable) { _ = Unmanaged.passRetained(Outcome(value)) }

/// What a thread runs.
private final class Job {
    let run: () -> Void

    init(_ run: @escaping () -> Void) { self.run = run }
}

/// Where a thread leaves its result. The owner reads it only after the thread has been joined.
final class Outcome<Value>: @unchecked Sendable {
    var value: Value?

    init(_ value: consuming Value? = nil) { self.value = value }
}

/// A thread with a large stack, which must be joined or detached.
struct LargeStackThread {
    /// `nil` if no thread could be had; then its work is done already.
    private var thread: pthread_t?

    /// Starts `body` on a thread, or runs it if the system gives none, even with a smaller stack.
    init(stackSize: Int, _ body: @escaping @Sendable () -> Void) {
        var size = stackSize
        while size >= 1 << 20 {
            thread = Self.start(stackSize: size, body)
            if thread != nil { return }
            size /= 2
        }
        body()
    }

    /// Waits for the end of the work.
    func join() {
        if let thread { pthread_join(thread, nil) }
    }

    /// Lets the work end whenever it does.
    func detach() {
        if let thread { pthread_detach(thread) }
    }

    private static func start(stackSize: Int, _ body: @escaping @Sendable () -> Void) -> pthread_t? {
        var attributes = pthread_attr_t()
        guard pthread_attr_init(&attributes) == 0 else { return nil }
        defer { pthread_attr_destroy(&attributes) }
        guard pthread_attr_setstacksize(&attributes, stackSize) == 0 else { return nil }
        let job = Unmanaged.passRetained(Job(body))
        var thread = pthread_t()
        let status = pthread_create(&thread, &attributes, { argument in
            if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().run() }
            return nil
        }, job.toOpaque())
        guard status == 0 else {
            job.release()
            return nil
        }
        return thread
    }
}
