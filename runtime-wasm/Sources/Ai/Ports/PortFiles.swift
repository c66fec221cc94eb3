// Files: ports on them, and procedures for whole files. Paths resolve against the directories that were given to the program.

/// AI0914: `name` is the procedure's, `action` one of open, read, write and delete.
@inline(never) func raiseFile(_ name: StaticString, _ action: StaticString, _ path: UInt64, _ error: UInt32) -> UInt64 {
    let outer = beginBuilder()
    emit(name)
    emit(": cannot ")
    emit(action)
    emit(" \"")
    emitValue(path, PrintMode.display)
    emit("\": ")
    switch error {
    case SystemError.accessDenied, SystemError.notPermitted, SystemError.notCapable: emit("permission denied")
    case SystemError.notGranted: emit("no directory that contains it was given to the program")
    default:
        let text = reason(error)
        if text.utf8CodeUnitCount == 0 {
            emit("system error ")
            emitWhole(UInt64(error), 10)
        } else {
            emit(text)
        }
    }
    return raiseError("AI0914", endBuilder(outer))
}

/// The string of a path argument; 0 after raising.
private func pathArgument(_ prefix: StaticString, _ value: UInt64) -> UInt32 {
    isText(prefix, 1, value) ? stringOfText(referenceAddress(value)) : 0
}

/// An open file: its descriptor, or what went wrong.
private struct Opened {
    var descriptor: UInt32 = 0
    var error: UInt32 = 0
}

private func openFile(_ path: UInt32, _ how: UInt32, _ rights: UInt64, flags: UInt32 = 0) -> Opened {
    var result = Opened()
    result.error = pathError(path)
    if result.error != 0 { return result }
    let found = place(of: path)
    result.error = found.directory == 0 ? SystemError.notGranted : open(found, how, rights, flags: flags)
    if result.error != 0 {
        // Engines do not agree on what directories give.
        if found.directory != 0 && status(found) == 0 && load8(systemResult(), WASI.Status.type) == WASI.FileType.directory {
            result.error = SystemError.isDirectory
        }
        return result
    }
    result.descriptor = load32(systemResult())
    if wasi_fd_filestat_get(result.descriptor, systemResult()) == 0 && load8(systemResult(), WASI.Status.type) == WASI.FileType.directory {
        _ = wasi_fd_close(result.descriptor)
        result.error = SystemError.isDirectory
    }
    return result
}

/// Writes all bytes; what went wrong, or 0.
func writeAll(_ descriptor: UInt32, _ data: UInt32, _ count: UInt32) -> UInt32 {
    var at = data
    var left = count
    while left != 0 {
        let vector = systemVector()
        store32(vector, at)
        store32(vector &+ 4, left < 1 &<< 30 ? left : 1 &<< 30)
        let error = wasi_fd_write(descriptor, vector, 1, vector &+ 8)
        if error == SystemError.again { continue }
        if error != 0 { return error }
        let written = load32(vector, 8)
        if written == 0 { return SystemError.inputOutput }
        at &+= written
        left &-= written
    }
    return 0
}

private func openInput(_ name: StaticString, _ prefix: StaticString, _ value: UInt64, _ kind: UInt32) -> UInt64 {
    let path = pathArgument(prefix, value)
    if path == 0 { return 0 }
    let file = openFile(path, WASI.Open.existing, WASI.Rights.read)
    if file.error != 0 { return raiseFile(name, "open", value, file.error) }
    let traits = PortTraits.input | PortTraits.file | kind
    return newPort(traits, buffer: newBytes(capacity: 0), descriptor: file.descriptor, path: box(path, .string))
}

private func openOutput(_ name: StaticString, _ prefix: StaticString, _ value: UInt64, _ kind: UInt32) -> UInt64 {
    let path = pathArgument(prefix, value)
    if path == 0 { return 0 }
    let file = openFile(path, WASI.Open.create | WASI.Open.truncate, WASI.Rights.write)
    if file.error != 0 { return raiseFile(name, "open", value, file.error) }
    let traits = PortTraits.output | PortTraits.file | kind
    return newPort(traits, buffer: newBytes(capacity: 0), descriptor: file.descriptor, path: box(path, .string))
}

@_cdecl("ai_open_input_file") @inline(__always) func aiOpenInputFileEntry(_ path: UInt64) -> UInt64 {
    openInput("open-input-file", "open-input-file: expected string", path, 0)
}
@_cdecl("ai_open_binary_input_file") @inline(__always) func aiOpenBinaryInputFileEntry(_ path: UInt64) -> UInt64 {
    openInput("open-binary-input-file", "open-binary-input-file: expected string", path, PortTraits.binary)
}
@_cdecl("ai_open_output_file") @inline(__always) func aiOpenOutputFileEntry(_ path: UInt64) -> UInt64 {
    openOutput("open-output-file", "open-output-file: expected string", path, 0)
}
@_cdecl("ai_open_binary_output_file") @inline(__always) func aiOpenBinaryOutputFileEntry(_ path: UInt64) -> UInt64 {
    openOutput("open-binary-output-file", "open-binary-output-file: expected string", path, PortTraits.binary)
}

@_cdecl("ai_file_exists") @inline(__always) func aiFileExistsEntry(_ value: UInt64) -> UInt32 {
    let path = pathArgument("file-exists?: expected string", value)
    if path == 0 || pathError(path) != 0 { return 0 }
    let found = place(of: path)
    return found.directory != 0 && status(found) == 0 ? 1 : 0
}

@inline(never) private func deleteFile(_ name: StaticString, _ prefix: StaticString, _ value: UInt64) {
    let path = pathArgument(prefix, value)
    if path == 0 { return }
    var error = pathError(path)
    if error == 0 {
        let found = place(of: path)
        if found.directory == 0 {
            error = SystemError.notGranted
        } else if isDirectory(found) {
            error = SystemError.isDirectory
        } else {
            error = wasi_path_unlink_file(found.directory, found.data, found.count)
        }
    }
    if error != 0 { _ = raiseFile(name, "delete", value, error) }
}

@_cdecl("ai_delete_file") @inline(__always) func aiDeleteFileEntry(_ path: UInt64) {
    deleteFile("delete-file", "delete-file: expected string", path)
}
@_cdecl("ai_file_delete") @inline(__always) func aiFileDeleteEntry(_ path: UInt64) {
    deleteFile("file-delete", "file-delete: expected string", path)
}

// Whole files.

/// The bytes of a file in a builder; 0 after raising.
private func readWhole(_ name: StaticString, _ prefix: StaticString, _ value: UInt64) -> UInt32 {
    let path = pathArgument(prefix, value)
    if path == 0 { return 0 }
    let file = openFile(path, WASI.Open.existing, WASI.Rights.read)
    var error = file.error
    var builder = newBytes(capacity: 512)
    var isDone = error != 0
    while !isDone {
        builder = reserve(builder, 16384)
        let used = load32(builder, ObjectLayout.Bytes.usedOffset)
        let vector = systemVector()
        store32(vector, builder &+ ObjectLayout.Bytes.dataOffset &+ used)
        store32(vector &+ 4, load32(builder, ObjectLayout.Bytes.capacityOffset) &- used)
        error = wasi_fd_read(file.descriptor, vector, 1, vector &+ 8)
        if error == SystemError.again { continue }
        isDone = error != 0 || load32(vector, 8) == 0
        if error == 0 { store32(builder &+ ObjectLayout.Bytes.usedOffset, used &+ load32(vector, 8)) }
    }
    if file.error == 0 { _ = wasi_fd_close(file.descriptor) }
    if error == 0 { return builder }
    _ = raiseFile(name, "read", value, error)
    return 0
}

@_cdecl("ai_file_read") @inline(__always) func aiFileReadEntry(_ path: UInt64) -> UInt64 {
    let builder = readWhole("file-read", "file-read: expected string", path)
    if builder == 0 { return 0 }
    return box(textOfForeignBytes(builder &+ ObjectLayout.Bytes.dataOffset, load32(builder, ObjectLayout.Bytes.usedOffset)), .text)
}

@_cdecl("ai_file_read_lines") @inline(__always) func aiFileReadLinesEntry(_ path: UInt64) -> UInt64 {
    let builder = readWhole("file-read-lines", "file-read-lines: expected string", path)
    if builder == 0 { return 0 }
    let data = builder &+ ObjectLayout.Bytes.dataOffset
    let count = load32(builder, ObjectLayout.Bytes.usedOffset)
    var lines = ListBuilder()
    var at: UInt32 = 0
    while at != count {
        let found = fastFindByte(data, at, count, 10)
        var end = found < count ? found : count
        let next = found < count ? found &+ 1 : count
        if end != at && load8(data &+ end &- 1) == 13 { end &-= 1 }
        lines.append(box(textOfForeignBytes(data &+ at, end &- at), .text))
        at = next
    }
    return lines.finish()
}

@inline(never)
private func writeWhole(_ name: StaticString, _ prefix: StaticString, _ value: UInt64, _ builder: UInt32, appends: Bool) {
    let path = pathArgument(prefix, value)
    if path == 0 { return }
    let file = openFile(
        path, appends ? WASI.Open.create : WASI.Open.create | WASI.Open.truncate, WASI.Rights.write, flags: appends ? WASI.append : 0)
    var error = file.error
    if error == 0 {
        error = writeAll(file.descriptor, builder &+ ObjectLayout.Bytes.dataOffset, load32(builder, ObjectLayout.Bytes.usedOffset))
        let closing = wasi_fd_close(file.descriptor)
        if error == 0 { error = closing }
    }
    if error != 0 { _ = raiseFile(name, "write", value, error) }
}

@_cdecl("ai_file_write") @inline(__always) func aiFileWriteEntry(_ path: UInt64, _ text: UInt64) {
    writeWhole("file-write", "file-write: expected string", path, appendDisplayed(newBytes(capacity: 64), text), appends: false)
}

@_cdecl("ai_file_append") @inline(__always) func aiFileAppendEntry(_ path: UInt64, _ text: UInt64) {
    writeWhole("file-append", "file-append: expected string", path, appendDisplayed(newBytes(capacity: 64), text), appends: true)
}

@_cdecl("ai_file_write_lines") @inline(__always) func aiFileWriteLinesEntry(_ path: UInt64, _ lines: UInt64) {
    if properLength(lines) == UInt32.max { return _ = raiseType("file-write-lines: expected list", 2, lines) }
    var builder = newBytes(capacity: 256)
    var rest = lines
    while isPair(rest) {
        builder = append(appendDisplayed(builder, car(rest)), "\n")
        rest = cdr(rest)
    }
    writeWhole("file-write-lines", "file-write-lines: expected string", path, builder, appends: false)
}
