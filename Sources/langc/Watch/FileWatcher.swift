import Basics
import Driver
import Glibc

/// Notices changes of files in directories, with inotify.
final class FileWatcher {
    private let descriptor: Int32
    /// Watch descriptors by directory, and the other way round.
    private var watches: [String: Int32] = [:]
    private var directories: [Int32: String] = [:]
    private var interest = Interest()
    /// What has changed since `takeChanges`.
    private var changes: Set<String> = []

    private static let events = UInt32(IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF)

    /// Fails, with the reason in words, where the system has no more watches to give.
    init() throws(WatchFailure) {
        descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        if descriptor < 0 { throw WatchFailure(words: String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    /// What counts. All paths are absolute and canonical.
    struct Interest {
        /// Directories in which everything counts that is called like a source or a manifest.
        var directories: Set<String> = []
        /// Files and directories that count wherever they are.
        var paths: Set<String> = []

        var watched: Set<String> { directories.union(paths.map { Path.parent($0) }) }
    }

    /// Watches for this and nothing else. In place of a directory that is not there, the nearest above it is watched, in which it would appear.
    ///
    /// - Returns: the directories that were not watched before.
    @discardableResult
    func watch(_ interest: Interest) throws(WatchFailure) -> Set<String> {
        self.interest = interest
        var wanted: [String: Int32] = [:]
        for directory in interest.watched.sorted() {
            var place = directory
            while wanted[place] == nil {
                // A directory that was removed and made anew needs a new watch; adding one twice does no harm.
                let watch = inotify_add_watch(descriptor, place, Self.events)
                if watch >= 0 {
                    wanted[place] = watch
                } else if errno == ENOSPC {
                    throw WatchFailure(words: "no more watches; raise fs.inotify.max_user_watches")
                } else {
                    let parent = Path.parent(place)
                    if parent == place { break }
                    self.interest.paths.insert(place)
                    place = parent
                }
            }
        }
        let kept = Set(wanted.values)
        for (directory, watch) in watches where wanted[directory] == nil && !kept.contains(watch) { inotify_rm_watch(descriptor, watch) }
        let new = Set(wanted.filter { watches[$0.key] != $0.value }.keys)
        watches = wanted
        self.directories = Dictionary(wanted.map { ($1, $0) }, uniquingKeysWith: { $0 < $1 ? $0 : $1 })
        return new
    }

    /// Counts as something that has been noticed.
    func note(_ path: String) { changes.insert(path) }

    /// Waits until something changes, and then until nothing has changed for a moment: editors and version control write many files.
    ///
    /// - Returns: the paths of what has changed since the last time; sorted.
    func wait() -> [String] {
        while changes.isEmpty {
            if isReady(milliseconds: -1) { drain() }
        }
        for _ in 0..<40 where isReady(milliseconds: 50) { drain() }
        defer { changes = [] }
        return changes.sorted()
    }

    /// Something has changed. The next `wait` does not wait for more.
    func hasChanged() -> Bool {
        if isReady(milliseconds: 0) { drain() }
        return !changes.isEmpty
    }

    private func isReady(milliseconds: Int32) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, milliseconds) > 0
    }

    /// Reads all events.
    private func drain() {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count <= 0 { return }
            buffer.withUnsafeBytes { note($0, count) }
        }
    }

    private func note(_ buffer: UnsafeRawBufferPointer, _ count: Int) {
        var offset = 0
        while offset + MemoryLayout<inotify_event>.size <= count {
            let event = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            let start = offset + MemoryLayout<inotify_event>.size
            offset = start + Int(event.len)
            guard offset <= count else { return }
            note(event, String(decoding: buffer[start..<offset].prefix { $0 != 0 }, as: UTF8.self))
        }
    }

    private func note(_ event: inotify_event, _ name: String) {
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { return note("files") }
        // The watch was given up, by `watch` or because the directory has gone, of which another event tells.
        guard event.mask & UInt32(IN_IGNORED) == 0, let directory = directories[event.wd] else { return }
        let path = name.isEmpty ? directory : Path.join(directory, name)
        if name.isEmpty || interest.paths.contains(path) || interest.directories.contains(directory) && Self.isSource(name) { note(path) }
    }

    private static func isSource(_ name: String) -> Bool {
        // Editors keep what is theirs under names with a dot.
        !name.hasPrefix(".") && (Language.of(path: name) != nil || Language.all.contains { $0.manifestNames.contains(name) })
    }
}

/// Files cannot be watched.
struct WatchFailure: Error {
    let words: String
}
