import Synchronization

/// How long each phase took, summed over threads.
public struct Timings: Sendable {
    /// Phase and nanoseconds, in the order in which the phases first ended.
    public private(set) var phases: [(name: String, nanoseconds: Int)] = []

    public init() {}

    mutating func add(_ name: String, _ duration: Duration) {
        let nanoseconds = Int(duration.components.seconds) * 1_000_000_000 + Int(duration.components.attoseconds / 1_000_000_000)
        if let index = phases.firstIndex(where: { $0.name == name }) {
            phases[index].nanoseconds += nanoseconds
        } else {
            phases.append((name, nanoseconds))
        }
    }

    mutating func measure<Result>(_ name: String, _ body: () -> Result) -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        defer { add(name, clock.now - start) }
        return body()
    }
}
