// Where a path lies for WASI: a directory that was given to the program, and the path from there.

/// A path as WASI functions take it. `directory` is 0 when no directory that was given to the program contains the path.
struct Place {
    var directory: UInt32
    /// A string object.
    var path: UInt32

    var data: UInt32 { stringData(path) }
    var count: UInt32 { stringLength(path) }
}

/// The first descriptor that may be a directory given to the program; the others follow without gaps.
private let firstPreopen: UInt32 = 3

/// The normalized name of a directory given to the program, or 0 when the descriptor is none.
private func preopenName(_ descriptor: UInt32) -> UInt32 {
    if wasi_fd_prestat_get(descriptor, systemResult()) != 0 { return 0 }
    let count = load32(systemResult(), 4)
    let buffer = newBytes(capacity: count) &+ ObjectLayout.Bytes.dataOffset
    if wasi_fd_prestat_dir_name(descriptor, buffer, count) != 0 { return 0 }
    return normalizedPath(buffer, count)
}

/// Whether a string is this one byte.
func isText(_ string: UInt32, _ byte: UInt32) -> Bool { stringLength(string) == 1 && load8(stringData(string)) == byte }

/// The directory where relative paths begin, as a byte: `/` if the program was given that and not `.`, else `.`.
func currentDirectory() -> UInt32 {
    var descriptor = firstPreopen
    var current: UInt32 = 46
    while true {
        let name = preopenName(descriptor)
        if name == 0 { return current }
        if isText(name, 46) { return 46 }
        if isText(name, 47) { current = 47 }
        descriptor &+= 1
    }
}

/// The path, normalized, from the root if that is where relative paths begin.
func absolutePath(_ path: UInt32) -> UInt32 {
    let normal = normalizedPath(stringData(path), stringLength(path))
    if load8(stringData(normal)) == 47 || currentDirectory() != 47 { return normal }
    let root = constantString("/")
    let absolute = joinedPath(stringData(root), 1, stringData(normal), stringLength(normal))
    return normalizedPath(stringData(absolute), stringLength(absolute))
}

@_cdecl("path_absolute") @inline(__always) func pathAbsoluteEntry(_ path: UInt32) -> UInt32 { absolutePath(path) }

/// The place of a path: below the longest of the directories that contain it.
///
/// `..` is resolved in the text, not in the file system, so that engines agree.
func place(of path: UInt32) -> Place {
    let path = absolutePath(path)
    let isAbsolute = load8(stringData(path)) == 47
    let leadsUp = stringLength(path) >= 2 && load16(stringData(path)) == 0x2E2E && (stringLength(path) == 2 || load8(stringData(path) &+ 2) == 47)
    var best = Place(directory: 0, path: path)
    var bestLength: UInt32 = 0
    var descriptor = firstPreopen
    while true {
        let name = preopenName(descriptor)
        if name == 0 { break }
        // How much of the path is the directory's name, plus 1.
        var length: UInt32 = 0
        if isText(name, 47) {
            if isAbsolute { length = 2 }
        } else if isText(name, 46) {
            if !isAbsolute && !leadsUp { length = 1 }
        } else if isBelow(path, name) {
            length = stringLength(name) &+ 2
        }
        if length > bestLength {
            bestLength = length
            best.directory = descriptor
        }
        descriptor &+= 1
    }
    if bestLength > 1 {
        let from = bestLength &- 1
        let rest = from >= stringLength(path) ? 0 : stringLength(path) &- from
        best.path = rest == 0 ? constantString(".") : copyString(stringData(path) &+ from, rest, 0)
    }
    return best
}

/// The place of a path that a function works on, or the end of the program.
func requirePlace(_ path: UInt32, _ action: FileAction, _ site: UInt32) -> Place {
    let error = pathError(path)
    if error != 0 { failFile(action, path, error, site) }
    let found = place(of: path)
    if found.directory == 0 { failFile(action, path, SystemError.notGranted, site) }
    return found
}

/// What is wrong with a path as a text: it is empty, or has a zero byte, at which hosts would cut it off.
func pathError(_ path: UInt32) -> UInt32 {
    let end = stringData(path) &+ stringLength(path)
    var at = stringData(path)
    if at == end { return SystemError.noEntry }
    while at != end {
        if load8(at) == 0 { return SystemError.invalid }
        at &+= 1
    }
    return 0
}

@_cdecl("current_directory") @inline(__always) func currentDirectoryEntry() -> UInt32 {
    currentDirectory() == 47 ? constantString("/") : constantString(".")
}
