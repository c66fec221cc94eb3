/// The line at the bottom of a terminal that says how far the tests are. Nothing where standard error is no terminal.
struct TestProgress: Sendable {
    var total = 0
    private let width = Console.terminalWidth
    private let start = ContinuousClock.now
    private var lastShown: ContinuousClock.Instant?
    private var isVisible = false

    /// Short runs need no progress, and a line that changes more often cannot be read.
    private static let delay = Duration.milliseconds(400)
    private static let interval = Duration.milliseconds(80)

    mutating func show(_ current: String, done: Int) {
        let now = ContinuousClock.now
        guard let width, now - start > Self.delay, lastShown.map({ now - $0 > Self.interval }) ?? true else { return }
        lastShown = now
        isVisible = true
        Console.errorText("\r\u{1B}[K" + String("[\(done)/\(total)] \(current)".unicodeScalars.prefix(width - 1)))
    }

    mutating func clear() {
        guard isVisible else { return }
        isVisible = false
        Console.errorText("\r\u{1B}[K")
    }
}
