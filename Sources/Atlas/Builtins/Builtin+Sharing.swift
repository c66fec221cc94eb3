/// What library functions do with collections that they get, for the analysis that avoids needless copies.
extension Builtin {
    /// The function changes the collection in the variable that its first argument names.
    var changesFirstArgument: Bool { writeBack != nil || name == "__arraySet" }

    /// The argument at `position` may be reachable through the result, or is changed in place when nobody else sees it.
    func keepsArgument(_ position: Int) -> Bool {
        switch implementation {
        case .standard: standardKeeps(position)
        case .runtime, .number: false
        case .inline:
            switch name {
            case "Some", "Ok", "Err", "unwrap_or", "arrayPush", "arrayUnshift", "unshift", "arrayPop", "arrayShift", "arrayReverse", "pop", "shift",
                "reverse":
                true
            case "__arraySet": position == 2
            default: false
            }
        }
    }

    /// The library's own functions only look at the collection they go through; what they hand to callbacks they mark themselves.
    private func standardKeeps(_ position: Int) -> Bool {
        switch name {
        case "reduce": position == 2
        case "result_map", "result_map_err", "result_and_then", "result_or_else": true
        default: false
        }
    }

    /// The function may call functions of the program.
    var mayCallBack: Bool {
        guard case .standard = implementation else { return false }
        return true
    }

    /// The result may be reachable from an argument, or from the variable that the first argument names.
    func resultIsBorrowed(fromVariable: Bool) -> Bool {
        switch name {
        case "unwrap", "unwrap_or", "expect", "__arrayGet": true
        case "unshift", "reverse": fromVariable
        default: false
        }
    }
}
