import Basics
import Glibc
import Synchronization

/// A child process whose streams this process holds, and which can be made to end.
///
/// Used from one thread. That thread must have `SIGPIPE` blocked or ignored if it writes to the child.
final class PipedProcess {
    private var child: pid_t = 0
    /// The write end of the child's standard input; -1 where that is `/dev/null`.
    private var input: Int32 = -1
    /// What the child writes, in the order of the descriptors asked for.
    private(set) var outputs: [CapturedStream] = []
    private var ending: Ending?
    /// Once true, nobody waits for the child any longer.
    private let isCancelled: @Sendable () -> Bool

    /// How a process ended.
    enum Ending: Hashable {
        case status(Int32)
        case signal(Int32)
    }

    /// - Parameters:
    ///   - hasInput: give the child a pipe as standard input.
    ///   - captured: the child's descriptors whose output this process reads.
    ///   - same: descriptors that the child gets as copies of captured ones.
    ///   - isCancelled: asked several times a second while this process waits for the child.
    init(
        _ executable: String, _ arguments: [String], hasInput: Bool, captured: [Int32], same: [(copy: Int32, of: Int32)] = [],
        isCancelled: @escaping @Sendable () -> Bool
    ) throws(FileSystemError) {
        self.isCancelled = isCancelled
        var (input, outputs): (Int32, [CapturedStream]) = (-1, [])
        // A child that another thread starts in the meantime would inherit pipes that are not marked yet, and keep them open.
        let started: Swift.Result<pid_t, FileSystemError> = Self.lock.withLock { _ in
            do throws(FileSystemError) {
                return .success(try Self.start(executable, arguments, hasInput, captured, same, &input, &outputs))
            } catch { return .failure(error) }
        }
        (self.input, self.outputs) = (input, outputs)
        child = try started.get()
    }

    private static func start(
        _ executable: String, _ arguments: [String], _ hasInput: Bool, _ captured: [Int32], _ same: [(copy: Int32, of: Int32)],
        _ input: inout Int32, _ outputs: inout [CapturedStream]
    ) throws(FileSystemError) -> pid_t {
        var plan: [(child: Int32, own: Int32)] = []
        defer { for end in plan { close(end.own) } }
        if hasInput {
            let (reading, writing) = try pipe(executable)
            plan.append((0, reading))
            input = writing
        } else {
            plan.append((0, try highDescriptor(open("/dev/null", O_RDONLY | O_CLOEXEC), executable)))
        }
        for descriptor in captured {
            let (reading, writing) = try pipe(executable)
            _ = fcntl(reading, F_SETFL, O_NONBLOCK)
            plan.append((descriptor, writing))
            outputs.append(CapturedStream(descriptor: reading))
        }
        for (copy, original) in same {
            guard let source = plan.first(where: { $0.child == original })?.own else { continue }
            plan.append((copy, try highDescriptor(dup(source), executable)))
        }
        return try spawn(executable, arguments, plan)
    }

    deinit {
        kill()
        if input >= 0 { close(input) }
        for output in outputs { output.close() }
    }

    // MARK: Starting

    /// Held while a child is started.
    private static let lock = Mutex<Void>(())

    private static func pipe(_ executable: String) throws(FileSystemError) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw failure(executable, errno) }
        return (try highDescriptor(ends[0], executable), try highDescriptor(ends[1], executable))
    }

    /// Moves a descriptor out of the way of those that the child gets.
    private static func highDescriptor(_ descriptor: Int32, _ executable: String) throws(FileSystemError) -> Int32 {
        let moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 10)
        let code = errno
        if descriptor >= 0 { close(descriptor) }
        guard moved >= 0 else { throw failure(executable, code) }
        return moved
    }

    private static func spawn(_ executable: String, _ arguments: [String], _ plan: [(child: Int32, own: Int32)]) throws(FileSystemError) -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        // In a process group of its own, so that Ctrl-C reaches this process alone, which ends the child: a test that is ended by the
        // terminal would count as failed.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for end in plan { posix_spawn_file_actions_adddup2(&actions, end.own, end.child) }

        var words: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        words.append(nil)
        var child: pid_t = 0
        let code = posix_spawn(&child, executable, &actions, &attributes, words, environ)
        guard code == 0 else { throw failure(executable, code) }
        return child
    }

    private static func failure(_ executable: String, _ code: Int32) -> FileSystemError {
        FileSystemError(path: executable, cause: .other(String(cString: strerror(code))))
    }

    // MARK: While it runs

    /// Writes to the child's standard input; false if it no longer reads.
    func write(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(input, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Reads what is there, waiting for something if there is nothing.
    ///
    /// - Returns: false when the deadline has passed, when no more can come, and when all is cancelled.
    func read(until deadline: ContinuousClock.Instant?) -> Bool {
        var polled = outputs.indices.filter { outputs[$0].isOpen }.map { pollfd(fd: outputs[$0].descriptor, events: Int16(POLLIN), revents: 0) }
        guard !polled.isEmpty, !isCancelled() else { return false }
        let left = deadline.map { $0 - .now }
        if let left, left <= .zero { return false }
        // Not for ever: a process may end and leave its streams open in another one.
        let milliseconds = left.map { min(Int32(Self.milliseconds($0)), 100) } ?? 100
        if poll(&polled, nfds_t(polled.count), milliseconds) == 0 { return !hasEnded() }
        for index in outputs.indices { outputs[index].drain() }
        return true
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds > 1000 ? 1_000_000 : seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1
    }

    /// Hands over what was read of an output so far.
    func take(_ output: Int) -> CapturedText {
        outputs[output].drain()
        defer { outputs[output].text = CapturedText() }
        return outputs[output].text
    }

    /// Hands over the first line of an output, without its line feed, if all of it is there.
    func takeLine(_ output: Int) -> String? {
        guard let end = outputs[output].text.bytes.firstIndex(of: 10) else { return nil }
        let line = String(decoding: outputs[output].text.bytes[..<end], as: UTF8.self)
        outputs[output].text.bytes.removeSubrange(...end)
        return line
    }

    // MARK: Its end

    private func hasEnded() -> Bool {
        if ending != nil { return true }
        var status: Int32 = 0
        guard waitpid(child, &status, WNOHANG) == child else { return false }
        ending = Self.ending(status)
        return true
    }

    private static func ending(_ status: Int32) -> Ending {
        let signal = status & 0x7F
        return signal == 0 ? .status(status >> 8 & 0xFF) : .signal(signal)
    }

    /// Waits for the end; nil when the deadline passes before, or all is cancelled.
    func wait(until deadline: ContinuousClock.Instant?) -> Ending? {
        while !hasEnded() {
            if isCancelled() { return nil }
            if let deadline, ContinuousClock.now >= deadline { return nil }
            usleep(500)
        }
        return ending
    }

    /// Ends the process if it still runs.
    func kill() {
        guard ending == nil, child > 0 else { return }
        _ = Glibc.kill(child, SIGKILL)
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        ending = Self.ending(status)
    }
}

/// Text that a process wrote: all of it, or if there is too much, its beginning and its end.
struct CapturedText: Hashable, Sendable {
    /// How many bytes are kept of the beginning, and how many of the end.
    static let limits = (beginning: 1 << 18, end: 3 << 18)

    /// The beginning, or all.
    var bytes: [UInt8] = []
    /// What follows; up to twice the limit, so that bytes are moved seldom.
    private var end: [UInt8] = []
    /// How many bytes between the two were thrown away.
    private var omitted = 0

    mutating func append(_ chunk: [UInt8]) {
        let kept = end.isEmpty ? min(chunk.count, Self.limits.beginning - bytes.count) : 0
        bytes += chunk[..<kept]
        end += chunk[kept...]
        if end.count > 2 * Self.limits.end { trim() }
    }

    private mutating func trim() {
        let surplus = max(0, end.count - Self.limits.end)
        end.removeFirst(surplus)
        omitted += surplus
    }

    /// The text for people. Where something is missing, whole lines are, and a line says how much.
    var shown: String {
        var text = self
        text.trim()
        guard text.omitted > 0 else { return String(decoding: bytes + end, as: UTF8.self) }
        let beginning = bytes[..<(bytes.lastIndex(of: 10).map { $0 + 1 } ?? bytes.count)]
        let end = text.end[(text.end.firstIndex(of: 10).map { $0 + 1 } ?? 0)...]
        let missing = bytes.count + text.omitted + text.end.count - beginning.count - end.count
        return String(decoding: beginning, as: UTF8.self) + "\n… \(missing) bytes are left out here\n\n" + String(decoding: end, as: UTF8.self)
    }
}

/// The reading end of a pipe.
struct CapturedStream {
    let descriptor: Int32
    var text = CapturedText()
    private(set) var isOpen = true

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Reads what is there without waiting.
    mutating func drain() {
        guard isOpen else { return }
        // One round must not last longer than a child can write for ever.
        for _ in 0..<64 {
            var failure: Int32 = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                let read = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                failure = read < 0 ? errno : 0
                count = max(read, 0)
            }
            if failure == EINTR { continue }
            if failure == EAGAIN { return }
            if chunk.isEmpty {
                isOpen = false
                return
            }
            text.append(chunk)
        }
    }

    func close() { _ = Glibc.close(descriptor) }
}
