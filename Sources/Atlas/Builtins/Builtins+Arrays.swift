import ModuleSystem
import RuntimeABI

/// Arrays.
extension Builtins {
    static let arrayModule = ModuleID("std:atlas/array")

    static let arrays: [Builtin] = arrayChanges + arrayQueries + arrayCallbacks

    private static let arrayChanges: [Builtin] = [
        typed("pop", [anyArray], any, writeBack: .extraction, .inline, "Takes the last element off."),
        typed("shift", [anyArray], any, writeBack: .extraction, .inline, "Takes the first element off."),
        typed("unshift", [anyArray, any], anyArray, writeBack: .collection, .inline, "Puts an element in front."),
        typed("reverse", [anyArray], anyArray, writeBack: .collection, .inline, "Turns the order round."),
        dynamic("arrayPush", "array value", .inline, "The array with an element more at the end."),
        dynamic("arrayPop", "array", .inline, "The last element and the array without it, as an array of two."),
        dynamic("arrayShift", "array", .inline, "The first element and the array without it, as an array of two."),
        dynamic("arrayUnshift", "array value", .inline, "The array with an element more in front."),
        dynamic("arrayReverse", "array", .inline, "The array in reverse order."),
    ]

    private static let arrayQueries: [Builtin] = [
        typed("concat", [anyArray, anyArray], anyArray, .runtime(.arrayConcat), "The elements of both arrays."),
        typed("slice", [anyArray, .number, .number], anyArray, .inline, "The elements from one index up to another."),
        typed("flatten", [anyArray], anyArray, .runtime(.arrayFlatten), "Elements that are arrays give way to their elements."),
        typed("arrayIndexOf", [anyArray, any], .number, .inline, "The index of the first equal element, or -1."),
        typed("arrayLastIndexOf", [anyArray, any], .number, .inline, "The index of the last equal element, or -1."),
        typed("arrayIncludes", [anyArray, any], .bool, .inline, "Whether an element is equal to the value."),
        dynamic("arraySort", "array", standardArray("arraySort"), "Numbers or strings in ascending order."),
    ]

    private static let transform = function([any], any)
    private static let test = function([any], .bool)
    private static let action = function([any], .void)
    private static let combination = function([any, any], any)
    private static let comparison = function([any, any], .number)

    private static let arrayCallbacks: [Builtin] = [
        typed("map", [anyArray, transform], anyArray, standardArray("arrayMap"), "The results of a function for each element."),
        typed("filter", [anyArray, test], anyArray, standardArray("arrayFilter"), "The elements for which a function gives true."),
        typed("reduce", [anyArray, combination, any], any, keeps: [2], standardArray("arrayReduce"), "All elements combined from the left."),
        typed("forEach", [anyArray, action], .null, standardArray("arrayForEach"), "Calls a function with each element."),
        typed("find", [anyArray, test], any, standardArray("arrayFind"), "The first element for which a function gives true, or null."),
        typed("findIndex", [anyArray, test], .number, standardArray("arrayFindIndex"), "Its index, or -1."),
        typed("some", [anyArray, test], .bool, standardArray("arraySome"), "Whether a function gives true for an element."),
        typed("every", [anyArray, test], .bool, standardArray("arrayEvery"), "Whether a function gives true for all elements."),
        typed("flatMap", [anyArray, transform], anyArray, standardArray("arrayFlatMap"), "As map; results that are arrays are spliced in."),
        typed("sort", [anyArray, comparison], anyArray, standardArray("arraySortWith"), "Ordered by a function; equals keep their order."),
        typed("sortBy", [anyArray, transform], anyArray, standardArray("arraySortBy"), "Ordered by a number or string of each element."),
    ]

    private static func standardArray(_ name: String) -> Builtin.Implementation {
        .standard(module: arrayModule, function: name, fails: true)
    }
}
