// Reading and writing whole files.

/// Opens a file or directory. `SystemError.none`, and the descriptor is in `systemResult()`; or another error.
func open(_ place: Place, _ how: UInt32, _ rights: UInt64, flags: UInt32 = 0) -> UInt32 {
    wasi_path_open(
        place.directory, WASI.Lookup.followLinks, place.data, place.count, how, rights | WASI.Rights.status, 0, flags, systemResult())
}

/// The status of what is at a place goes to `systemResult()`.
func status(_ place: Place, _ lookup: UInt32 = WASI.Lookup.followLinks) -> UInt32 {
    wasi_path_filestat_get(place.directory, lookup, place.data, place.count, systemResult())
}

/// Whether there is a directory, not a link to one.
func isDirectory(_ place: Place) -> Bool {
    status(place, WASI.Lookup.keepLinks) == 0 && load8(systemResult(), WASI.Status.type) == WASI.FileType.directory
}

/// The error that a failed operation on a file reports: engines do not agree on what directories give.
private func fileError(_ place: Place, _ error: UInt32) -> UInt32 {
    if status(place) == 0 && load8(systemResult(), WASI.Status.type) == WASI.FileType.directory { return SystemError.isDirectory }
    return error
}

/// As much as one call reads or writes at most.
private let largestPart: UInt32 = 1 << 30

@_cdecl("file_read") @inline(__always) func fileReadEntry(_ path: UInt32, _ site: UInt32) -> UInt32 {
    let place = requirePlace(path, .read, site)
    var error = open(place, WASI.Open.existing, WASI.Rights.read)
    if error != 0 { failFile(.read, path, fileError(place, error), site) }
    let descriptor = load32(systemResult())
    error = wasi_fd_filestat_get(descriptor, systemResult())
    if error == 0 && load8(systemResult(), WASI.Status.type) == WASI.FileType.directory { error = SystemError.isDirectory }
    if error != 0 { failFile(.read, path, error, site) }
    let size = load64(systemResult(), WASI.Status.size)
    if size > 0xC000_0000 { failFile(.read, path, SystemError.fileTooLarge, site) }
    let builder = readAll(descriptor, UInt32(size), path, site)
    _ = wasi_fd_close(descriptor)
    let kind = textKind(builder &+ ObjectLayout.Bytes.dataOffset, load32(builder, ObjectLayout.Bytes.usedOffset))
    if kind == 0 { failFile(.read, path, SystemError.notText, site) }
    let string = builderString(builder)
    store8(string &+ ObjectLayout.flagsOffset, stringFlags(string) | kind)
    return string
}

/// Everything up to the end of a file, in a builder. There is room for one byte more than the size, so that the end is found without
/// growing; the size of some files, such as pipes, is not known beforehand.
private func readAll(_ descriptor: UInt32, _ size: UInt32, _ path: UInt32, _ site: UInt32) -> UInt32 {
    var builder = newBytes(capacity: size < 511 ? 512 : size &+ 1)
    while true {
        builder = reserve(builder, 1)
        let used = load32(builder, ObjectLayout.Bytes.usedOffset)
        let room = load32(builder, ObjectLayout.Bytes.capacityOffset) &- used
        let vector = systemVector()
        store32(vector, builder &+ ObjectLayout.Bytes.dataOffset &+ used)
        store32(vector &+ 4, room < largestPart ? room : largestPart)
        let error = wasi_fd_read(descriptor, vector, 1, vector &+ 8)
        if error == SystemError.again { continue }
        if error != 0 { failFile(.read, path, error, site) }
        let count = load32(vector, 8)
        if count == 0 { return builder }
        store32(builder &+ ObjectLayout.Bytes.usedOffset, used &+ count)
    }
}

@_cdecl("file_write") @inline(__always) func fileWriteEntry(_ path: UInt32, _ text: UInt32, _ site: UInt32) {
    writeFile(path, text, .write, WASI.Open.create | WASI.Open.truncate, 0, site)
}

@_cdecl("file_append") @inline(__always) func fileAppendEntry(_ path: UInt32, _ text: UInt32, _ site: UInt32) {
    writeFile(path, text, .append, WASI.Open.create, WASI.append, site)
}

private func writeFile(_ path: UInt32, _ text: UInt32, _ action: FileAction, _ how: UInt32, _ flags: UInt32, _ site: UInt32) {
    let place = requirePlace(path, action, site)
    var error = open(place, how, WASI.Rights.write, flags: flags)
    if error != 0 { failFile(action, path, fileError(place, error), site) }
    let descriptor = load32(systemResult())
    var at = stringData(text)
    var left = stringLength(text)
    while left != 0 {
        let vector = systemVector()
        store32(vector, at)
        store32(vector &+ 4, left < largestPart ? left : largestPart)
        error = wasi_fd_write(descriptor, vector, 1, vector &+ 8)
        if error == SystemError.again { continue }
        let count = load32(vector, 8)
        // A write that takes nothing would go on for ever.
        if error == 0 && count == 0 { error = SystemError.inputOutput }
        if error != 0 { failFile(action, path, fileError(place, error), site) }
        at &+= count
        left &-= count
    }
    error = wasi_fd_close(descriptor)
    if error != 0 { failFile(action, path, error, site) }
}

@_cdecl("file_remove") @inline(__always) func fileRemoveEntry(_ path: UInt32, _ site: UInt32) {
    let place = requirePlace(path, .remove, site)
    if isDirectory(place) { failFile(.remove, path, SystemError.isDirectory, site) }
    let error = wasi_path_unlink_file(place.directory, place.data, place.count)
    if error != 0 { failFile(.remove, path, error, site) }
}
