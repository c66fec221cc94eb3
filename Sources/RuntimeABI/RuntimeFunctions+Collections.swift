/// Hash maps, hash sets, queues and stacks.
extension RuntimeFunction {
    /// (any) -> any: a hash map, hash set, queue or stack, copied if it is shared; other values pass unchanged.
    public static let collectionUnshare = RuntimeFunction("collection_unshare", [.i64], .i64, [.allocates])

    static let collections: [RuntimeFunction] = [collectionUnshare]
}
