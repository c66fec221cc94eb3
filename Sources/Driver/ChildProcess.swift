import Basics
import Glibc

/// Runs another program in this one's place, as far as the terminal and signals can tell.
///
/// `Foundation.Process` would put it into a process group of its own, where it can neither read from the terminal nor see Ctrl-C.
enum ChildProcess {
    /// Starts an executable with the streams, the environment and the process group of this process, and waits for its end.
    ///
    /// Signals that ask this process to end go to the child while it runs, so that it decides.
    /// - Parameter stop: asked several times a second; once true, the child is asked to end.
    /// - Returns: the exit status; 128 plus the signal's number if a signal ended the child.
    static func run(_ executable: String, _ arguments: [String], until stop: (() -> Bool)? = nil) throws(FileSystemError) -> Int32 {
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

    private static func wait(for child: pid_t, _ watched: inout sigset_t, until stop: (() -> Bool)?) -> Int32 {
        var isStopped = false
        while true {
            var status: Int32 = 0
            let ended = waitpid(child, &status, WNOHANG)
            if ended == child {
                let signal = status & 0x7F
                return signal == 0 ? status >> 8 & 0xFF : 128 + signal
            }
            if ended < 0, errno != EINTR { return 1 }
            var information = siginfo_t()
            guard let stop else {
                forward(sigwaitinfo(&watched, &information), information, to: child)
                continue
            }
            if !isStopped, stop() {
                kill(child, SIGTERM)
                isStopped = true
            }
            var interval = timespec(tv_sec: 0, tv_nsec: 50_000_000)
            forward(sigtimedwait(&watched, &information, &interval), information, to: child)
        }
    }

    private static func forward(_ signal: Int32, _ information: siginfo_t, to child: pid_t) {
        // What the terminal sends reaches the child by itself; what a process sends reaches only this one.
        if signal > 0, signal != SIGCHLD, information.si_code <= 0 { kill(child, signal) }
    }
}
