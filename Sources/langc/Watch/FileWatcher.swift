import Basics
import Driver
import Glibc

/// Notices changes of files in directories, with inotify.
final class FileWatcher {
    private let descriptor: Int32
    /// Watch descriptors by directory.
    private var watches: [String: Int32] = [:]
    /// The last components of files that count besides sources and manifests.
    private var names: Set<String> = []
    private var hasNoticed = false

    private static let events = UInt32(IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF)

    /// Fails, with the reason in words, where the system has no more watches to give.
    init() throws(WatchFailure) {
        descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        if descriptor < 0 { throw WatchFailure(words: String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    /// Watches these directories and no others.
    ///
    /// - Parameter names: of files whose changes count although they are not called like sources.
    func watch(_ directories: Set<String>, names: Set<String>) throws(WatchFailure) {
        self.names = names
        for (directory, watch) in watches where !directories.contains(directory) {
            inotify_rm_watch(descriptor, watch)
            watches[directory] = nil
        }
        for directory in directories.sorted() {
            // A directory that was removed and made anew needs a new watch; adding one twice does no harm.
            let watch = inotify_add_watch(descriptor, directory, Self.events)
            if watch >= 0 {
                watches[directory] = watch
            } else if errno == ENOSPC {
                throw WatchFailure(words: "no more watches; raise fs.inotify.max_user_watches")
            }
        }
    }

    /// Waits until something changes, and then until nothing has changed for a moment: editors and version control write many files.
    func wait() {
        if hasNoticed {
            hasNoticed = false
            return settle()
        }
        while !isReady(milliseconds: -1) || !drain() {}
        settle()
    }

    /// Something has changed. The next `wait` ends at once.
    func hasChanged() -> Bool {
        if isReady(milliseconds: 0), drain() { hasNoticed = true }
        return hasNoticed
    }

    private func settle() {
        for _ in 0..<40 where isReady(milliseconds: 50) { _ = drain() }
    }

    private func isReady(milliseconds: Int32) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, milliseconds) > 0
    }

    /// Reads all events. True if one of them counts.
    private func drain() -> Bool {
        var found = false
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count <= 0 { return found }
            if buffer.withUnsafeBytes({ isRelevant($0, count) }) { found = true }
        }
    }

    private func isRelevant(_ buffer: UnsafeRawBufferPointer, _ count: Int) -> Bool {
        var offset = 0
        var found = false
        while offset + MemoryLayout<inotify_event>.size <= count {
            let event = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            let start = offset + MemoryLayout<inotify_event>.size
            offset = start + Int(event.len)
            guard offset <= count else { break }
            let name = String(decoding: buffer[start..<offset].prefix { $0 != 0 }, as: UTF8.self)
            if isRelevant(event.mask, name) { found = true }
        }
        return found
    }

    private func isRelevant(_ mask: UInt32, _ name: String) -> Bool {
        if mask & UInt32(IN_Q_OVERFLOW) != 0 || mask & UInt32(IN_ISDIR) != 0 || name.isEmpty { return true }
        return names.contains(name) || Language.of(path: name) != nil || Language.all.contains { $0.manifestNames.contains(name) }
    }
}

/// Files cannot be watched.
struct WatchFailure: Error {
    let words: String
}
