import Basics
import Glibc

/// Runs another program in this one's place, as far as the terminal and signals can tell.
///
/// `Foundation.Process` would put it into a process group of its own, where it can neither read from the terminal nor see Ctrl-C.
enum ChildProcess {
    /// How long a child that has been asked to end may take, in turns of the loop that waits for it.
    private static let patience = 40
    private static let turn = 50_000_000

    /// Starts an executable with the streams, the environment and the process group of this process, and waits for its end.
    ///
    /// Signals that ask this process to end go to the child while it runs, so that it decides.
    /// - Parameter stop: asked several times a second; once true, the child is asked to end. A child that does not is ended all the same, also
    ///   after such a signal; without `stop` it may take as long as it wants.
    static func run(
        _ executable: String, _ arguments: [String], until stop: (() -> Bool)? = nil
    ) throws(FileSystemError) -> Launcher.Ending {
        var watched = sigset_t()
        sigemptyset(&watched)
        for signal in [SIGCHLD, SIGINT, SIGTERM, SIGHUP, SIGQUIT] { sigaddset(&watched, signal) }
        var before = sigset_t()
        pthread_sigmask(SIG_BLOCK, &watched, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let child = try spawn(executable, arguments, mask: before)
        return wait(for: child, &watched, until: stop)
    }

    private static func spawn(_ executable: String, _ arguments: [String], mask: sigset_t) throws(FileSystemError) -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var mask = mask
        posix_spawnattr_setsigmask(&attributes, &mask)
        // A signal that is ignored here would be ignored there.
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var words: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        words.append(nil)
        var child: pid_t = 0
        let failure = posix_spawn(&child, executable, nil, &attributes, words, environ)
        guard failure == 0 else {
            throw FileSystemError(path: executable, cause: .other(String(cString: strerror(failure))))
        }
        return child
    }

    private static func wait(for child: pid_t, _ watched: inout sigset_t, until stop: (() -> Bool)?) -> Launcher.Ending {
        var ending = Launcher.Ending(status: 1)
        var turnsSinceAsked = 0
        while true {
            var status: Int32 = 0
            let ended = waitpid(child, &status, WNOHANG)
            if ended == child || ended < 0 && errno != EINTR {
                if ended == child { ending.status = Self.status(status) }
                // One that came in the meantime would end this process before it has tidied up.
                while let signal = next(&watched, child: nil, nanoseconds: 0) { ending.note(signal) }
                return ending
            }
            guard let stop else {
                if let signal = next(&watched, child: child, nanoseconds: nil) { ending.note(signal) }
                continue
            }
            if turnsSinceAsked > 0 || ending.interruption != nil {
                turnsSinceAsked += 1
                if turnsSinceAsked > patience { kill(child, SIGKILL) }
            } else if stop() {
                kill(child, SIGTERM)
                ending.isStopped = true
                turnsSinceAsked = 1
            }
            if let signal = next(&watched, child: child, nanoseconds: turn) { ending.note(signal) }
        }
    }

    private static func status(_ status: Int32) -> Int32 {
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }

    /// Waits for a signal that asks this process to end, and passes it on; nil if the time is over, or there is another reason to look at the child.
    ///
    /// - Parameter nanoseconds: how long; nil for any time.
    private static func next(_ watched: inout sigset_t, child: pid_t?, nanoseconds: Int?) -> Int32? {
        var information = siginfo_t()
        let signal: Int32
        if let nanoseconds {
            var interval = timespec(tv_sec: 0, tv_nsec: nanoseconds)
            signal = sigtimedwait(&watched, &information, &interval)
        } else {
            signal = sigwaitinfo(&watched, &information)
        }
        if signal == SIGCHLD, child == nil { return next(&watched, child: nil, nanoseconds: nanoseconds) }
        guard signal > 0, signal != SIGCHLD else { return nil }
        // What the terminal sends reaches the child by itself; what a process sends reaches only this one.
        if let child, information.si_code <= 0 { kill(child, signal) }
        return signal
    }
}
