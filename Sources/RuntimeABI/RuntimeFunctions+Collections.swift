/// Hash maps, hash sets, queues and stacks. Functions that change one take it unshared and change it in place.
extension RuntimeFunction {
    /// (any) -> any: a hash map, hash set, queue or stack, copied if it is shared; other values pass unchanged.
    public static let collectionUnshare = RuntimeFunction("collection_unshare", [.i64], .i64, [.allocates])

    // Hash maps
    public static let hashMapNew = RuntimeFunction("hash_map_new", [], .i64, [.allocates])
    /// (array of [key, value] arrays) -> map.
    public static let hashMapFromEntries = RuntimeFunction("hash_map_from_entries", [.i64, .i32], .i64, [.allocates, .fails])
    public static let hashMapPut = RuntimeFunction("hash_map_put", [.i64, .i64, .i64, .i32], nil, [.allocates, .fails])
    /// (map, key) -> any: the value, or `absent`.
    public static let hashMapGet = RuntimeFunction("hash_map_get", [.i64, .i64, .i32], .i64, [.fails])
    public static let hashMapHas = RuntimeFunction("hash_map_has", [.i64, .i64, .i32], .i32, [.fails])
    /// (map, key) -> any: the value the key had, or `absent`.
    public static let hashMapRemove = RuntimeFunction("hash_map_remove", [.i64, .i64, .i32], .i64, [.allocates, .fails])
    public static let hashMapClear = RuntimeFunction("hash_map_clear", [.i64, .i32], nil, [.fails])
    public static let hashMapSize = RuntimeFunction("hash_map_size", [.i64, .i32], .f64, [.fails])
    public static let hashMapIsEmpty = RuntimeFunction("hash_map_is_empty", [.i64, .i32], .i32, [.fails])
    public static let hashMapKeys = RuntimeFunction("hash_map_keys", [.i64, .i32], .i32, [.allocates, .fails])
    public static let hashMapValues = RuntimeFunction("hash_map_values", [.i64, .i32], .i32, [.allocates, .fails])
    /// An array of [key, value] arrays.
    public static let hashMapEntries = RuntimeFunction("hash_map_entries", [.i64, .i32], .i32, [.allocates, .fails])

    // Hash sets
    public static let hashSetNew = RuntimeFunction("hash_set_new", [], .i64, [.allocates])
    public static let hashSetFromArray = RuntimeFunction("hash_set_from_array", [.i64, .i32], .i64, [.allocates, .fails])
    public static let hashSetAdd = RuntimeFunction("hash_set_add", [.i64, .i64, .i32], nil, [.allocates, .fails])
    /// (set, key) -> whether it was there.
    public static let hashSetRemove = RuntimeFunction("hash_set_remove", [.i64, .i64, .i32], .i32, [.allocates, .fails])
    public static let hashSetClear = RuntimeFunction("hash_set_clear", [.i64, .i32], nil, [.fails])
    public static let hashSetHas = RuntimeFunction("hash_set_has", [.i64, .i64, .i32], .i32, [.fails])
    public static let hashSetSize = RuntimeFunction("hash_set_size", [.i64, .i32], .f64, [.fails])
    public static let hashSetIsEmpty = RuntimeFunction("hash_set_is_empty", [.i64, .i32], .i32, [.fails])
    public static let hashSetToArray = RuntimeFunction("hash_set_to_array", [.i64, .i32], .i32, [.allocates, .fails])
    public static let hashSetUnion = RuntimeFunction("hash_set_union", [.i64, .i64, .i32], .i64, [.allocates, .fails])
    public static let hashSetIntersection = RuntimeFunction("hash_set_intersection", [.i64, .i64, .i32], .i64, [.allocates, .fails])
    public static let hashSetDifference = RuntimeFunction("hash_set_difference", [.i64, .i64, .i32], .i64, [.allocates, .fails])
    public static let hashSetSymmetricDifference = RuntimeFunction(
        "hash_set_symmetric_difference", [.i64, .i64, .i32], .i64, [.allocates, .fails])
    public static let hashSetIsSubset = RuntimeFunction("hash_set_is_subset", [.i64, .i64, .i32], .i32, [.fails])
    public static let hashSetIsSuperset = RuntimeFunction("hash_set_is_superset", [.i64, .i64, .i32], .i32, [.fails])

    // Queues
    public static let queueNew = RuntimeFunction("queue_new", [], .i64, [.allocates])
    public static let queueEnqueue = RuntimeFunction("queue_enqueue", [.i64, .i64, .i32], nil, [.allocates, .fails])
    /// (queue) -> any: the value taken off, or `absent`.
    public static let queueDequeue = RuntimeFunction("queue_dequeue", [.i64, .i32], .i64, [.allocates, .fails])
    /// (queue) -> any: the first value, or `absent`.
    public static let queuePeek = RuntimeFunction("queue_peek", [.i64, .i32], .i64, [.fails])
    public static let queueSize = RuntimeFunction("queue_size", [.i64, .i32], .f64, [.fails])
    public static let queueIsEmpty = RuntimeFunction("queue_is_empty", [.i64, .i32], .i32, [.fails])
    public static let queueClear = RuntimeFunction("queue_clear", [.i64, .i32], nil, [.allocates, .fails])
    public static let queueToArray = RuntimeFunction("queue_to_array", [.i64, .i32], .i32, [.fails])

    // Stacks
    public static let stackNew = RuntimeFunction("stack_new", [], .i64, [.allocates])
    public static let stackPush = RuntimeFunction("stack_push", [.i64, .i64, .i32], nil, [.allocates, .fails])
    /// (stack) -> any: the value taken off, or `absent`.
    public static let stackPop = RuntimeFunction("stack_pop", [.i64, .i32], .i64, [.allocates, .fails])
    /// (stack) -> any: the top value, or `absent`.
    public static let stackPeek = RuntimeFunction("stack_peek", [.i64, .i32], .i64, [.fails])
    public static let stackSize = RuntimeFunction("stack_size", [.i64, .i32], .f64, [.fails])
    public static let stackIsEmpty = RuntimeFunction("stack_is_empty", [.i64, .i32], .i32, [.fails])
    public static let stackClear = RuntimeFunction("stack_clear", [.i64, .i32], nil, [.allocates, .fails])
    public static let stackToArray = RuntimeFunction("stack_to_array", [.i64, .i32], .i32, [.fails])

    static let collections: [RuntimeFunction] = [
        collectionUnshare, hashMapNew, hashMapFromEntries, hashMapPut, hashMapGet, hashMapHas, hashMapRemove, hashMapClear, hashMapSize,
        hashMapIsEmpty, hashMapKeys, hashMapValues, hashMapEntries, hashSetNew, hashSetFromArray, hashSetAdd, hashSetRemove, hashSetClear,
        hashSetHas, hashSetSize, hashSetIsEmpty, hashSetToArray, hashSetUnion, hashSetIntersection, hashSetDifference,
        hashSetSymmetricDifference, hashSetIsSubset, hashSetIsSuperset, queueNew, queueEnqueue, queueDequeue, queuePeek, queueSize,
        queueIsEmpty, queueClear, queueToArray, stackNew, stackPush, stackPop, stackPeek, stackSize, stackIsEmpty, stackClear, stackToArray,
    ]
}
