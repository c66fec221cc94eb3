// The path of a file without symbolic links.

/// As many links as one path may lead through.
private let mostLinks: UInt32 = 40

/// The path with links replaced by what they point to, as the program names it. Links are resolved one component at a time; what has
/// been resolved is kept apart from what is left.
@_cdecl("path_canonical") @inline(__always) func pathCanonicalEntry(_ path: UInt32, _ site: UInt32) -> UInt32 {
    let start = requirePlace(path, .canonicalize, site)
    let error = status(start)
    if error != 0 { failFile(.canonicalize, path, error, site) }
    let prefix = grantedPrefix(path, start)
    var resolved = constantString(".")
    var rest = start.path
    var links: UInt32 = 0
    while stringLength(rest) != 0 {
        let data = stringData(rest)
        var length: UInt32 = 0
        while length != stringLength(rest) && load8(data &+ length) != 47 { length &+= 1 }
        let skipped = length == stringLength(rest) ? length : length &+ 1
        let next = joinedPath(stringData(resolved), stringLength(resolved), data, length)
        let after = copyString(data &+ skipped, stringLength(rest) &- skipped, 0)
        let place = Place(directory: start.directory, path: next)
        let target = linkTarget(place, path, site)
        if target == 0 {
            resolved = normalizedPath(stringData(next), stringLength(next))
            rest = after
            continue
        }
        links &+= 1
        if links > mostLinks { failFile(.canonicalize, path, SystemError.tooManyLinks, site) }
        rest = stringLength(after) == 0 ? target : joinedPath(stringData(target), stringLength(target), stringData(after), stringLength(after))
    }
    return joined(prefix, resolved)
}

/// What the link at a place points to, or 0 when there is no link. Links to absolute paths lead out of what the program may see.
private func linkTarget(_ place: Place, _ path: UInt32, _ site: UInt32) -> UInt32 {
    if status(place, WASI.Lookup.keepLinks) != 0 || load8(systemResult(), WASI.Status.type) != WASI.FileType.link { return 0 }
    let size: UInt32 = 4096
    let buffer = newBytes(capacity: size) &+ ObjectLayout.Bytes.dataOffset
    let error = wasi_path_readlink(place.directory, place.data, place.count, buffer, size, systemResult())
    if error != 0 { failFile(.canonicalize, path, error, site) }
    let count = load32(systemResult())
    if count != 0 && load8(buffer) == 47 { failFile(.canonicalize, path, SystemError.notCapable, site) }
    return hostString(buffer, count)
}

/// The part of the normalized path in front of the place: the name of the granted directory.
private func grantedPrefix(_ path: UInt32, _ start: Place) -> UInt32 {
    let normal = absolutePath(path)
    if isText(start.path, 46) { return normal }
    return copyString(stringData(normal), stringLength(normal) &- start.count, 0)
}

private func joined(_ prefix: UInt32, _ resolved: UInt32) -> UInt32 {
    let joined = joinedPath(stringData(prefix), stringLength(prefix), stringData(resolved), stringLength(resolved))
    let text = stringLength(prefix) == 0 ? resolved : joined
    return normalizedPath(stringData(text), stringLength(text))
}
