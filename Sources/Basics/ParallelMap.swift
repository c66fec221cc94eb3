import Glibc
import Synchronization

/// How much address space the stack of a compiling thread may take. Only what is used costs memory.
public let compilerStackSize = 512 << 20

/// `transform` of every element, on up to `jobs` threads with large stacks. The order of the results is that of the elements,
/// whatever the threads do.
public func parallelMap<Element: Sendable, Result: Sendable>(
    _ elements: [Element], jobs: Int, _ transform: @escaping @Sendable (Element) -> Result
) -> [Result] {
    parallelArray(parts: [Int](repeating: 1, count: elements.count), jobs: jobs) { index, place in
        place.initializeElement(at: 0, to: transform(elements[index]))
    }
}

/// An array whose parts are made on up to `jobs` threads with large stacks.
///
/// - Parameters:
///   - sizes: of the parts, which follow one another, each a number of elements.
///   - fill: must initialize the whole part at a position among the sizes.
public func parallelArray<Element: Sendable>(
    parts sizes: [Int], jobs: Int, _ fill: @escaping @Sendable (Int, UnsafeMutableBufferPointer<Element>) -> Void
) -> [Element] {
    var starts = [0]
    starts.reserveCapacity(sizes.count + 1)
    for size in sizes { starts.append(starts[starts.count - 1] + size) }
    let total = starts[sizes.count]
    return [Element](unsafeUninitializedCapacity: total) { buffer, count in
        // Each part is written by one thread, and none is read before all have ended.
        nonisolated(unsafe) let parts = buffer
        let (starts, threads) = (starts, min(jobs, sizes.count))
        let make: @Sendable (Int) -> Void = { fill($0, UnsafeMutableBufferPointer(rebasing: parts[starts[$0]..<starts[$0 + 1]])) }
        if threads <= 1 {
            for part in sizes.indices { make(part) }
        } else {
            let next = Atomic<Int>(0)
            withThreads(threads) {
                while true {
                    let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    if part >= sizes.count { return }
                    make(part)
                }
            }
        }
        count = total
    }
}

/// The numbers below `count` as ranges of some length, for work that is too small to be given out one by one.
public func chunks(of count: Int, length: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: length).map { $0..<min($0 + length, count) }
}

/// Runs `body` on `count` new threads with large stacks and waits for all.
public func withThreads(_ count: Int, _ body: @escaping @Sendable () -> Void) {
    let threads = (0..<count).map { _ in LargeStackThread(stackSize: compilerStackSize, body) }
    for thread in threads { thread.join() }
}
