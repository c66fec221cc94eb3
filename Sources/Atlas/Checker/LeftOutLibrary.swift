/// Library functions of other Atlas implementations that cannot exist in a program compiled ahead of time to WebAssembly.
enum LeftOutLibrary {
    static func contains(_ name: String) -> Bool {
        let isOfZones = name.hasPrefix("dateTime") && name.contains("Timezone")
        return isOfZones || names.contains(name) || families.contains { isMember(name, of: $0) }
    }

    /// Prefixes of whole groups: network, asynchronous work, processes, archives, reflection, time zones.
    private static let families = [
        "http", "socket", "tcp", "udp", "websocket", "future", "async", "channel", "mutex", "rwLock", "semaphore", "atomic", "timer",
        "task", "process", "thread", "spawn", "sleep", "exec", "shell", "dns", "tls", "timeZone", "fsPermission", "gzip", "tar", "zip", "reflect_", "ffi", "callback",
    ]

    private static let names: Set<String> = [
        "sleep", "timeout", "timeoutCreate", "interval", "spawn", "await", "retryWithTimeout", "exec", "shell", "getPid", "pid", "kill",
        "setEnv", "unsetEnv", "assertThrows", "assertNoThrow", "eval", "setCwd", "fsSymlink",
        "fsReadlink", "fsResolveSymlink", "fsPermissions", "fsChmod", "fsInode", "fsTmpfile", "fsTmpdir", "fsTmpfileNamed",
        "fsGetTempDir", "fsWatchStart", "fsWatchNext", "fsWatchStop", "pathHomedir", "pathTempdir", "getTempDir", "getHomeDir",
    ]

    /// The prefix, and then a capital letter or what follows an underscore: `httpGet`, but not `https`.
    private static func isMember(_ name: String, of family: String) -> Bool {
        guard name.hasPrefix(family), let next = name.dropFirst(family.count).unicodeScalars.first else { return false }
        return family.hasSuffix("_") || ("A"..."Z").contains(next)
    }
}
