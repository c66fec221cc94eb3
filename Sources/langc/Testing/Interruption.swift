import Glibc
import Synchronization

/// Signals that ask langc to end, where it has to tidy up first: it notices, ends what it does, and then ends by that signal.
enum Interruption {
    private static let received = Atomic<Int32>(0)
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// The signal that came; nil if none has.
    static var signal: Int32? {
        let number = received.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    /// From now on the first of these signals only sets `signal`; a second one of its kind ends the process at once.
    ///
    /// Signals that are ignored, as in the background and under `nohup`, stay so.
    static func watch() {
        // Made before a handler could be the first to touch it.
        received.store(0, ordering: .relaxed)
        for number in signals {
            var action = sigaction()
            sigaction(number, nil, &action)
            if unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { continue }
            action.__sigaction_handler.sa_handler = { Interruption.received.store($0, ordering: .relaxed) }
            action.sa_flags = SA_RESTART | Int32(truncatingIfNeeded: SA_RESETHAND)
            sigaction(number, &action, nil)
        }
        unblock()
    }

    /// Lets the signals through: whoever started this process may have left them blocked.
    static func unblock() {
        var set = sigset_t()
        sigemptyset(&set)
        for number in signals { sigaddset(&set, number) }
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }

    /// Ends the process by the signal that came, so that a shell knows; returns if none came.
    static func endIfAsked(saying message: String) {
        guard let signal else { return }
        Console.error(message)
        end(by: signal)
    }

    /// Ends the process by a signal.
    static func end(by signal: Int32) {
        Glibc.signal(signal, SIG_DFL)
        kill(getpid(), signal)
    }
}
