import ModuleSystem
import RuntimeABI

/// Arrays.
extension Builtins {
    static let arrayModule = ModuleID("std:atlas/array")

    static let arrays: [Builtin] = arrayChanges + arrayQueries + arrayCallbacks

    private static let arrayChanges: [Builtin] = [
        typed("pop", [anyArray], any, named: "array", writeBack: .extraction, .inline, "Takes the last element off; fails if there is none."),
        typed("shift", [anyArray], any, named: "array", writeBack: .extraction, .inline, "Takes the first element off; fails if there is none."),
        typed("unshift", [anyArray, any], anyArray, named: "array value", writeBack: .collection, .inline, "Puts an element in front."),
        typed("reverse", [anyArray], anyArray, named: "array", writeBack: .collection, .inline, "Turns the order round."),
        dynamic("arrayPush", "array value", .inline, "The array with an element more at the end."),
        dynamic("arrayPop", "array", .inline, "The last element and the array without it, as an array of two."),
        dynamic("arrayShift", "array", .inline, "The first element and the array without it, as an array of two."),
        dynamic("arrayUnshift", "array value", .inline, "The array with an element more in front."),
        dynamic("arrayReverse", "array", .inline, "The array in reverse order."),
    ]

    private static let arrayQueries: [Builtin] = [
        typed("concat", [anyArray, anyArray], anyArray, named: "array other", .runtime(.arrayConcat), "The elements of both arrays."),
        typed(
            "slice", [anyArray, .number, .number], anyArray, named: "array start end",
            .inline, "The elements from `start` up to but not `end`, both cut to the length; fails if `start` is above `end`."),
        typed("flatten", [anyArray], anyArray, named: "array", .runtime(.arrayFlatten), "Elements that are arrays give way to their elements."),
        typed("arrayIndexOf", [anyArray, any], .number, named: "array value", .inline, "The index of the first equal element, or -1."),
        typed("arrayLastIndexOf", [anyArray, any], .number, named: "array value", .inline, "The index of the last equal element, or -1."),
        typed("arrayIncludes", [anyArray, any], .bool, named: "array value", .inline, "Whether an element is equal to the value."),
        dynamic("arraySort", "array", standardArray("arraySort"), "Numbers or strings in ascending order."),
    ]

    private static let transform = function([any], any)
    private static let test = function([any], .bool)
    private static let action = function([any], .void)
    private static let combination = function([any, any], any)
    private static let comparison = function([any, any], .number)

    private static let arrayCallbacks: [Builtin] = [
        typed(
            "map", [anyArray, transform], anyArray, named: "array function",
            standardArray("arrayMap"), "The results of a function for each element."),
        typed(
            "filter", [anyArray, test], anyArray, named: "array test", standardArray("arrayFilter"), "The elements for which a function gives true."),
        typed(
            "reduce", [anyArray, combination, any], any, named: "array function start", keeps: [2],
            standardArray("arrayReduce"), "All elements combined from the left."),
        typed("forEach", [anyArray, action], .null, named: "array function", standardArray("arrayForEach"), "Calls a function with each element."),
        typed(
            "find", [anyArray, test], any, named: "array test",
            standardArray("arrayFind"), "The first element for which a function gives true, or null."),
        typed(
            "findIndex", [anyArray, test], .number, named: "array test",
            standardArray("arrayFindIndex"), "The index of the first element for which a function gives true, or -1."),
        typed("some", [anyArray, test], .bool, named: "array test", standardArray("arraySome"), "Whether a function gives true for an element."),
        typed("every", [anyArray, test], .bool, named: "array test", standardArray("arrayEvery"), "Whether a function gives true for all elements."),
        typed(
            "flatMap", [anyArray, transform], anyArray, named: "array function",
            standardArray("arrayFlatMap"), "As map; results that are arrays are spliced in."),
        typed(
            "sort", [anyArray, comparison], anyArray, named: "array compare",
            standardArray("arraySortWith"),
            "Ordered by a function that returns a negative number where its first argument goes first; equals keep their order."),
        typed(
            "sortBy", [anyArray, transform], anyArray, named: "array key",
            standardArray("arraySortBy"), "Ordered by what a function gives for each element, numbers or strings; equals keep their order."),
    ]

    private static func standardArray(_ name: String) -> Builtin.Implementation {
        .standard(module: arrayModule, function: name, fails: true)
    }
}
