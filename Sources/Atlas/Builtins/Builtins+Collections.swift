import ModuleSystem
import RuntimeABI

/// Hash maps, hash sets, queues, stacks.
extension Builtins {
    static let collectionsModule = ModuleID("std:atlas/collections")

    static let collections: [Builtin] = hashMaps + hashSets + queues + stacks

    private static let hashMaps: [Builtin] = [
        dynamic("hashMapNew", "", .runtime(.hashMapNew), "An empty hash map."),
        dynamic("hashMapFromEntries", "entries", .runtime(.hashMapFromEntries), "A map from an array of `[key, value]` arrays."),
        dynamic("hashMapPut", "map key value", writeBack: .collection, .runtime(.hashMapPut), "Sets the value of a key; new keys come last."),
        dynamic("hashMapRemove", "map key", writeBack: .extraction, .runtime(.hashMapRemove), "Removes a key; its value as an Option."),
        dynamic("hashMapClear", "map", writeBack: .collection, .runtime(.hashMapClear), "Removes all keys."),
        dynamic("hashMapGet", "map key", returns: .option(.unknown), .runtime(.hashMapGet), "The value of a key as an Option."),
        dynamic("hashMapHas", "map key", returns: .bool, .runtime(.hashMapHas), "Whether the map has the key."),
        dynamic("hashMapSize", "map", returns: .number, .runtime(.hashMapSize), "The number of keys."),
        dynamic("hashMapIsEmpty", "map", returns: .bool, .runtime(.hashMapIsEmpty), "Whether there are no keys."),
        dynamic("hashMapKeys", "map", returns: anyArray, .runtime(.hashMapKeys), "The keys in the order of their insertion."),
        dynamic("hashMapValues", "map", returns: anyArray, .runtime(.hashMapValues), "The values in the order of the keys."),
        dynamic("hashMapEntries", "map", returns: anyArray, .runtime(.hashMapEntries), "An array of `[key, value]` arrays."),
        dynamic("hashMapForEach", "map function", standardCollection("hashMapForEach"), "Calls `function(value, key)` for each key."),
        dynamic("hashMapMap", "map function", standardCollection("hashMapMap"), "The keys with the results of `function(value, key)`."),
        dynamic(
            "hashMapFilter", "map predicate", standardCollection("hashMapFilter"),
            "The keys and values for which `predicate(value, key)` gives true."),
    ]

    private static let hashSets: [Builtin] = [
        dynamic("hashSetNew", "", .runtime(.hashSetNew), "An empty hash set."),
        dynamic("hashSetFromArray", "array", .runtime(.hashSetFromArray), "A set of an array's elements."),
        dynamic("hashSetAdd", "set value", writeBack: .collection, .runtime(.hashSetAdd), "Puts a value into the set."),
        dynamic("hashSetRemove", "set value", writeBack: .extraction, .runtime(.hashSetRemove), "Removes a value; whether it was there."),
        dynamic("hashSetClear", "set", writeBack: .collection, .runtime(.hashSetClear), "Removes all values."),
        dynamic("hashSetHas", "set value", returns: .bool, .runtime(.hashSetHas), "Whether the value is in the set."),
        dynamic("hashSetSize", "set", returns: .number, .runtime(.hashSetSize), "The number of values."),
        dynamic("hashSetIsEmpty", "set", returns: .bool, .runtime(.hashSetIsEmpty), "Whether there are no values."),
        dynamic("hashSetToArray", "set", returns: anyArray, .runtime(.hashSetToArray), "The values in the order of their insertion."),
        dynamic("hashSetUnion", "a b", .runtime(.hashSetUnion), "The values of both sets."),
        dynamic("hashSetIntersection", "a b", .runtime(.hashSetIntersection), "The values that both sets have."),
        dynamic("hashSetDifference", "a b", .runtime(.hashSetDifference), "The values of the first set that the second has not."),
        dynamic(
            "hashSetSymmetricDifference", "a b", .runtime(.hashSetSymmetricDifference), "The values that only one of the sets has."),
        dynamic("hashSetIsSubset", "a b", returns: .bool, .runtime(.hashSetIsSubset), "Whether the second set has all values of the first."),
        dynamic("hashSetIsSuperset", "a b", returns: .bool, .runtime(.hashSetIsSuperset), "Whether the first set has all values of the second."),
        dynamic("hashSetForEach", "set function", standardCollection("hashSetForEach"), "Calls a function with each value."),
        dynamic("hashSetMap", "set function", standardCollection("hashSetMap"), "An array of a function's results for each value."),
        dynamic("hashSetFilter", "set predicate", standardCollection("hashSetFilter"), "The values for which a function gives true."),
    ]

    private static let queues: [Builtin] = [
        dynamic("queueNew", "", .runtime(.queueNew), "An empty queue: first in, first out."),
        dynamic("queueEnqueue", "queue value", writeBack: .collection, .runtime(.queueEnqueue), "Puts a value at the end."),
        dynamic("queueDequeue", "queue", writeBack: .extraction, .runtime(.queueDequeue), "Takes the first value off; an Option."),
        dynamic("queuePeek", "queue", returns: .option(.unknown), .runtime(.queuePeek), "The first value as an Option."),
        dynamic("queueSize", "queue", returns: .number, .runtime(.queueSize), "The number of values."),
        dynamic("queueIsEmpty", "queue", returns: .bool, .runtime(.queueIsEmpty), "Whether there are no values."),
        dynamic("queueClear", "queue", writeBack: .collection, .runtime(.queueClear), "Removes all values."),
        dynamic("queueToArray", "queue", returns: anyArray, .runtime(.queueToArray), "The values, the first one in front."),
    ]

    private static let stacks: [Builtin] = [
        dynamic("stackNew", "", .runtime(.stackNew), "An empty stack: last in, first out."),
        dynamic("stackPush", "stack value", writeBack: .collection, .runtime(.stackPush), "Puts a value on top."),
        dynamic("stackPop", "stack", writeBack: .extraction, .runtime(.stackPop), "Takes the top value off; an Option."),
        dynamic("stackPeek", "stack", returns: .option(.unknown), .runtime(.stackPeek), "The top value as an Option."),
        dynamic("stackSize", "stack", returns: .number, .runtime(.stackSize), "The number of values."),
        dynamic("stackIsEmpty", "stack", returns: .bool, .runtime(.stackIsEmpty), "Whether there are no values."),
        dynamic("stackClear", "stack", writeBack: .collection, .runtime(.stackClear), "Removes all values."),
        dynamic("stackToArray", "stack", returns: anyArray, .runtime(.stackToArray), "The values, the top one last."),
    ]

    private static func standardCollection(_ name: String) -> Builtin.Implementation {
        .standard(module: collectionsModule, function: name, fails: true)
    }
}
