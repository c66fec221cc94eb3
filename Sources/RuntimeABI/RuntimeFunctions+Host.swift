/// What a library exports for its host, when its functions take or return more than numbers and booleans. In comments: `position` is a number that
/// the runtime hands out and takes back.
extension RuntimeFunction {
    /// (size in bytes) -> address of memory for an object, not cleared. Lives until the next safepoint if nothing refers to it.
    public static let hostAllocate = RuntimeFunction("host_allocate", [.i32], .i32, [.allocates])
    /// (any) -> position. Keeps a value alive.
    public static let hostKeep = RuntimeFunction("host_keep", [.i64], .i32, [.allocates])
    /// (position) -> any: the value that is kept.
    public static let hostKept = RuntimeFunction("host_kept", [.i32], .i64)
    /// (position). Keeps the value no longer.
    public static let hostRelease = RuntimeFunction("host_release", [.i32], nil)
    /// (arity, table index, name) -> closure, whose first captured slot is its position: a function of the host.
    public static let hostFunction = RuntimeFunction("host_function", [.i32, .i32, .i32], .i32, [.allocates])
    /// (position) -> closure; 0 when the program could not reach it any more.
    public static let hostClosure = RuntimeFunction("host_closure", [.i32], .i32)
    /// Marks what is kept; the linker calls it after all `langc.roots`.
    public static let hostRoots = RuntimeFunction("host_roots", [], nil)
    /// (1 for a map and 0 for a set, array of keys and values or of keys) -> hashMap or hashSet. The keys are all different.
    public static let hostTable = RuntimeFunction("host_table", [.i32, .i32], .i32, [.allocates])
    /// (plain value) -> json.
    public static let hostJSON = RuntimeFunction("host_json", [.i64], .i32, [.allocates])

    static let host: [RuntimeFunction] = [
        hostAllocate, hostKeep, hostKept, hostRelease, hostFunction, hostClosure, hostRoots, hostTable, hostJSON,
    ]
}
