// What is known of files without opening them.

/// Whether there is something at a path. Never fails.
@_cdecl("file_exists") @inline(__always) func fileExistsEntry(_ path: UInt32) -> UInt32 {
    if pathError(path) != 0 { return 0 }
    let found = place(of: path)
    return found.directory != 0 && status(found) == 0 ? 1 : 0
}

/// What `file_number` gives.
private enum FileNumber {
    static let size: Double = 0
    static let modified: Double = 1
    static let accessed: Double = 2
    /// The WASI file type.
    static let type: Double = 3
}

/// A number from the status of what is at a path, links followed; ends the program if there is nothing.
@_cdecl("file_number") @inline(__always) func fileNumberEntry(_ path: UInt32, _ which: Double, _ site: UInt32) -> Double {
    let error = status(requirePlace(path, .inspect, site))
    if error != 0 { failFile(.inspect, path, error, site) }
    let result = systemResult()
    switch which {
    case FileNumber.size: return Double(load64(result, WASI.Status.size))
    case FileNumber.modified: return Double(load64(result, WASI.Status.modified) / 1_000_000_000)
    case FileNumber.accessed: return Double(load64(result, WASI.Status.accessed) / 1_000_000_000)
    default: return Double(load8(result, WASI.Status.type))
    }
}

/// Whether there is something of a WASI file type at a path; a link is followed unless links are asked for.
@_cdecl("file_is") @inline(__always) func fileIsEntry(_ path: UInt32, _ type: Double, _ site: UInt32) -> UInt32 {
    let place = requirePlace(path, .inspect, site)
    let error = status(place, type == Double(WASI.FileType.link) ? WASI.Lookup.keepLinks : WASI.Lookup.followLinks)
    if error == SystemError.noEntry || error == SystemError.notDirectory { return 0 }
    if error != 0 { failFile(.inspect, path, error, site) }
    return Double(load8(systemResult(), WASI.Status.type)) == type ? 1 : 0
}

/// Size, time of modification and kind of what is at a path, as a JSON object.
@_cdecl("file_info") @inline(__always) func fileInfoEntry(_ path: UInt32, _ site: UInt32) -> UInt64 {
    let error = status(requirePlace(path, .inspect, site))
    if error != 0 { failFile(.inspect, path, error, site) }
    let result = systemResult()
    let type = load8(result, WASI.Status.type)
    let map = newTable(.hashMap)
    put(map, "size", box(Double(load64(result, WASI.Status.size))))
    put(map, "modified", box(Double(load64(result, WASI.Status.modified) / 1_000_000_000)))
    put(map, "isFile", type == WASI.FileType.regular ? trueBits : falseBits)
    put(map, "isDir", type == WASI.FileType.directory ? trueBits : falseBits)
    return box(newJSON(box(map, .hashMap)), .json)
}

private func put(_ map: UInt32, _ name: StaticString, _ value: UInt64) { tablePut(map, box(constantString(name), .string), value) }
