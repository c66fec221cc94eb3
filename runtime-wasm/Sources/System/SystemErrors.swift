// Errors of the system, and how a program that cannot go on reports them.

/// Error numbers of WASI preview 1, and two of our own.
enum SystemError {
    static let none: UInt32 = 0
    static let accessDenied: UInt32 = 2
    static let again: UInt32 = 6
    static let exists: UInt32 = 20
    static let fileTooLarge: UInt32 = 22
    static let invalid: UInt32 = 28
    static let inputOutput: UInt32 = 29
    static let isDirectory: UInt32 = 31
    static let tooManyLinks: UInt32 = 32
    static let noEntry: UInt32 = 44
    static let notDirectory: UInt32 = 54
    static let notPermitted: UInt32 = 63
    static let notCapable: UInt32 = 76
    /// No directory that was given to the program contains the path.
    static let notGranted: UInt32 = 1000
    static let notText: UInt32 = 1001
}

/// What a function does to a path.
enum FileAction: UInt32 {
    case read, write, append, inspect, remove, readDirectory, createDirectory, removeDirectory, canonicalize

    /// Whether the path means a directory that is looked into.
    var isInside: Bool { self == .readDirectory }
}

/// Ends the program with AT0300 when access was refused, with AT0400 for other errors.
@inline(never) func failFile(_ action: FileAction, _ path: UInt32, _ error: UInt32, _ site: UInt32) -> Never {
    beginFailure()
    switch error {
    case SystemError.accessDenied, SystemError.notPermitted, SystemError.notCapable, SystemError.notGranted:
        writeOutput("AT0300]: Permission denied: ")
        writeAccess(action)
        writeOutput(" access to ")
        writeOutput(string: path)
        writeSite(site)
        if error == SystemError.notGranted { writeGrantHelp(action, path) }
        exitFailed()
    default:
        writeOutput("AT0400]: Failed to ")
        writeAction(action)
        writeOutput(" '")
        writeOutput(string: path)
        writeOutput("': ")
        writeReason(error)
        failed(site)
    }
}

/// How to start the program so that it may touch the path.
private func writeGrantHelp(_ action: FileAction, _ path: UInt32) {
    writeOutput("   = help: grant the directory when starting the program: langc run --dir ")
    let normal = normalizedPath(stringData(path), stringLength(path))
    let data = stringData(normal)
    var count = stringLength(normal)
    if !action.isInside || load8(data) != 47 {
        while count != 0 && load8(data &+ count &- 1) != 47 { count &-= 1 }
        if count > 1 { count &-= 1 }
    }
    // A relative path without `..` lies below the current directory.
    if count == 0 || (load8(data) != 47 && load16(data) != 0x2E2E) { writeOutput(".") } else { writeOutput(data, count) }
    writeByte(10)
}

private func writeAccess(_ action: FileAction) {
    switch action {
    case .read, .inspect, .canonicalize: writeOutput("file read")
    case .write, .append: writeOutput("file write")
    case .remove: writeOutput("file delete")
    case .readDirectory: writeOutput("directory read")
    case .createDirectory: writeOutput("directory create")
    case .removeDirectory: writeOutput("directory delete")
    }
}

private func writeAction(_ action: FileAction) {
    switch action {
    case .read: writeOutput("read file")
    case .write: writeOutput("write file")
    case .append: writeOutput("append to file")
    case .inspect: writeOutput("inspect file")
    case .remove: writeOutput("remove file")
    case .readDirectory: writeOutput("read directory")
    case .createDirectory: writeOutput("create directory")
    case .removeDirectory: writeOutput("remove directory")
    case .canonicalize: writeOutput("canonicalize path")
    }
}

/// What an error number means; empty for unknown ones.
func reason(_ error: UInt32) -> StaticString {
    switch error {
    case 10: "the file is in use"
    case 19: "disk quota exceeded"
    case SystemError.exists: "it exists already"
    case SystemError.fileTooLarge: "file too large"
    case 25, SystemError.invalid: "invalid path"
    case SystemError.inputOutput: "input/output error"
    case SystemError.isDirectory: "is a directory"
    case SystemError.tooManyLinks: "too many levels of symbolic links"
    case 33, 41: "too many open files"
    case 37: "file name too long"
    case SystemError.noEntry: "no such file or directory"
    case 48: "out of memory"
    case 51: "no space left on device"
    case SystemError.notDirectory: "not a directory"
    case 55: "directory not empty"
    case 58: "operation not supported"
    case 69: "read-only file system"
    case SystemError.notText: "it is not UTF-8 text"
    default: ""
    }
}

private func writeReason(_ error: UInt32) {
    let text = reason(error)
    if text.utf8CodeUnitCount != 0 { return writeOutput(text) }
    writeOutput("system error ")
    writeDecimal(error)
}
