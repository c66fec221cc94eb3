// Listing, making and removing directories.

/// Room behind the buffer for a listing: WasmKit writes an entry that does not fit beyond the end. Names have at most 255 bytes.
private let overrun: UInt32 = 512

/// The names in a directory, ordered, without `.` and `..`, as an array of strings. `path` is what a failure names.
func directoryEntries(_ place: Place, _ action: FileAction, _ path: UInt32, _ site: UInt32) -> UInt32 {
    let listing = directoryListing(place)
    if listing.error != 0 { failFile(action, path, listing.error, site) }
    return listing.names
}

/// An array of strings, or what went wrong.
struct DirectoryListing {
    var names: UInt32 = 0
    var error: UInt32 = 0
}

/// The names in a directory, ordered, without `.` and `..`.
func directoryListing(_ place: Place) -> DirectoryListing {
    // Opening `.` gives the same descriptor again in WasmKit, and closing it then takes the directory away from the program.
    let isGranted = isText(place.path, 46)
    var error: UInt32 = 0
    if !isGranted { error = open(place, WASI.Open.directory, WASI.Rights.readDirectory) }
    if error != 0 { return DirectoryListing(error: directoryError(place, error)) }
    let descriptor = isGranted ? place.directory : load32(systemResult())
    var names = newArray(length: 0, capacity: 8)
    var buffer = newBytes(capacity: 4096 &+ overrun)
    var cookie: UInt64 = 0
    while true {
        let data = buffer &+ ObjectLayout.Bytes.dataOffset
        let size = load32(buffer, ObjectLayout.Bytes.capacityOffset) &- overrun
        error = wasi_fd_readdir(descriptor, data, size, cookie, systemResult())
        if error != 0 {
            if !isGranted { _ = wasi_fd_close(descriptor) }
            return DirectoryListing(error: directoryError(place, error))
        }
        let used = load32(systemResult())
        let before = cookie
        var at = data
        // The last entry may be cut off: it comes again.
        while data &+ used &- at >= WASI.Entry.size {
            let length = load32(at, WASI.Entry.nameLength)
            let name = at &+ WASI.Entry.size
            if length > data &+ used &- name { break }
            cookie = load64(at, WASI.Entry.next)
            if !isDots(name, length) { names = arrayPush(names, box(hostString(name, length), .string)) }
            at = name &+ length
        }
        if used < size { break }
        // Not even one entry fits.
        if cookie == before { buffer = newBytes(capacity: 2 &* size) }
    }
    if !isGranted { _ = wasi_fd_close(descriptor) }
    sortStrings(names)
    return DirectoryListing(names: names)
}

/// `.` or `..`
private func isDots(_ name: UInt32, _ length: UInt32) -> Bool {
    load8(name) == 46 && (length == 1 || (length == 2 && load8(name, 1) == 46))
}

/// The error of an operation that wants a directory: engines do not agree on what files give.
private func directoryError(_ place: Place, _ error: UInt32) -> UInt32 {
    if status(place) == 0 && load8(systemResult(), WASI.Status.type) != WASI.FileType.directory { return SystemError.notDirectory }
    return error
}

@_cdecl("directory_read") @inline(__always) func directoryReadEntry(_ path: UInt32, _ site: UInt32) -> UInt32 {
    directoryEntries(requirePlace(path, .readDirectory, site), .readDirectory, path, site)
}

@_cdecl("directory_make") @inline(__always) func directoryMakeEntry(_ path: UInt32, _ site: UInt32) {
    let place = requirePlace(path, .createDirectory, site)
    var error = wasi_path_create_directory(place.directory, place.data, place.count)
    // Whatever a host says first, what is there cannot be made.
    if error != 0 && status(place, WASI.Lookup.keepLinks) == 0 { error = SystemError.exists }
    if error != 0 { failFile(.createDirectory, path, error, site) }
}

/// Makes a directory and those that lead to it; what is there already is fine if it is a directory.
@_cdecl("directory_make_all") @inline(__always) func directoryMakeAllEntry(_ path: UInt32, _ site: UInt32) {
    let place = requirePlace(path, .createDirectory, site)
    var end: UInt32 = 0
    while end != place.count {
        end &+= 1
        while end != place.count && load8(place.data &+ end) != 47 { end &+= 1 }
        let part = Place(directory: place.directory, path: copyString(place.data, end, 0))
        let error = wasi_path_create_directory(part.directory, part.data, part.count)
        if error == 0 { continue }
        let obstacle = status(part)
        if obstacle != 0 {
            failFile(.createDirectory, path, error == SystemError.exists && obstacle != SystemError.noEntry ? obstacle : error, site)
        }
        if load8(systemResult(), WASI.Status.type) == WASI.FileType.directory { continue }
        failFile(.createDirectory, path, end == place.count ? SystemError.exists : SystemError.notDirectory, site)
    }
}

@_cdecl("directory_remove") @inline(__always) func directoryRemoveEntry(_ path: UInt32, _ site: UInt32) {
    removeDirectory(placeToRemove(path, site), path, site)
}

/// The place of a directory to remove: not one that was given to the program.
private func placeToRemove(_ path: UInt32, _ site: UInt32) -> Place {
    let place = requirePlace(path, .removeDirectory, site)
    if isText(place.path, 46) { failFile(.removeDirectory, path, SystemError.invalid, site) }
    return place
}

private func removeDirectory(_ place: Place, _ path: UInt32, _ site: UInt32) {
    var error = wasi_path_remove_directory(place.directory, place.data, place.count)
    if error == 0 { return }
    if status(place, WASI.Lookup.keepLinks) == 0 && load8(systemResult(), WASI.Status.type) != WASI.FileType.directory {
        error = SystemError.notDirectory
    }
    failFile(.removeDirectory, path, error, site)
}

// MARK: Whole trees

/// The paths of everything below a directory, relative to it: depth first, ordered, a directory before what it contains. Links are not
/// followed, so that there are no endless ways.
private func walk(_ place: Place, _ action: FileAction, _ path: UInt32, _ site: UInt32) -> UInt32 {
    var found = newArray(length: 0, capacity: 8)
    var waiting = pushReversed(newArray(length: 0, capacity: 8), constantString("."), directoryEntries(place, action, path, site))
    while arrayLength(waiting) != 0 {
        let last = arrayLength(waiting) &- 1
        let entry = load64(arraySlot(waiting, last))
        store32(waiting &+ ObjectLayout.Array.lengthOffset, last)
        found = arrayPush(found, entry)
        let part = below(place, referenceAddress(entry))
        if isDirectory(part) { waiting = pushReversed(waiting, referenceAddress(entry), directoryEntries(part, action, part.path, site)) }
    }
    return found
}

/// Pushes the entries of a directory so that the first is taken off first.
private func pushReversed(_ stack: UInt32, _ directory: UInt32, _ names: UInt32) -> UInt32 {
    var stack = stack
    var index = arrayLength(names)
    while index != 0 {
        index &-= 1
        let name = load32(arraySlot(names, index))
        let path = joinedPath(stringData(directory), stringLength(directory), stringData(name), stringLength(name))
        stack = arrayPush(stack, box(path, .string))
    }
    return stack
}

/// The place of a path that is relative to a directory.
private func below(_ place: Place, _ relative: UInt32) -> Place {
    Place(directory: place.directory, path: joinedPath(place.data, place.count, stringData(relative), stringLength(relative)))
}

@_cdecl("directory_walk") @inline(__always) func directoryWalkEntry(_ path: UInt32, _ site: UInt32) -> UInt32 {
    walk(requirePlace(path, .readDirectory, site), .readDirectory, path, site)
}

/// Removes a directory and everything below it. Of links, only the link itself is removed.
@_cdecl("directory_remove_all") @inline(__always) func directoryRemoveAllEntry(_ path: UInt32, _ site: UInt32) {
    let place = placeToRemove(path, site)
    if status(place, WASI.Lookup.keepLinks) == 0 && !isDirectory(place) { failFile(.removeDirectory, path, SystemError.notDirectory, site) }
    let entries = walk(place, .removeDirectory, path, site)
    var index = arrayLength(entries)
    while index != 0 {
        index &-= 1
        let part = below(place, load32(arraySlot(entries, index)))
        if isDirectory(part) {
            removeDirectory(part, part.path, site)
        } else {
            let error = wasi_path_unlink_file(part.directory, part.data, part.count)
            if error != 0 { failFile(.remove, part.path, error, site) }
        }
    }
    removeDirectory(place, path, site)
}
