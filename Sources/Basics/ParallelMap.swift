import Glibc
import Synchronization

/// How much address space the stack of a compiling thread may take. Only what is used costs memory.
public let compilerStackSize = 512 << 20

/// `transform` of every element, on up to `jobs` threads with large stacks. The order of the results is that of the elements,
/// whatever the threads do.
public func parallelMap<Element: Sendable, Result: Sendable>(
    _ elements: [Element], jobs: Int, _ transform: @escaping @Sendable (Element) -> Result
) -> [Result] {
    let threads = min(jobs, elements.count)
    if threads <= 1 { return elements.map(transform) }
    let next = Atomic<Int>(0)
    let results = Mutex<[Result?]>(Array(repeating: nil, count: elements.count))
    withThreads(threads) {
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            if index >= elements.count { return }
            let result = transform(elements[index])
            results.withLock { $0[index] = result }
        }
    }
    return results.withLock { $0.compactMap { $0 } }
}

/// Runs `body` on `count` new threads with large stacks and waits for all.
public func withThreads(_ count: Int, _ body: @escaping @Sendable () -> Void) {
    let threads = (0..<count).map { _ in LargeStackThread(stackSize: compilerStackSize, body) }
    for thread in threads { thread.join() }
}
