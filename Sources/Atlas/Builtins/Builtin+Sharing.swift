/// What library functions do with collections that they get, for the analysis that avoids needless copies.
extension Builtin {
    /// The function changes the collection in the variable that its first argument names.
    var changesFirstArgument: Bool { writeBack != nil || name == "__arraySet" }

    /// The argument at `position` may be reachable through the result, or is changed in place when nobody else sees it.
    func keepsArgument(_ position: Int) -> Bool {
        switch implementation {
        case .runtime where writeBack != nil: true
        case .standard, .runtime, .number: keptArguments.contains(position)
        case .inline:
            switch name {
            case "Some", "Ok", "Err", "unwrap_or", "arrayPush", "arrayUnshift", "unshift", "arrayPop", "arrayShift", "arrayReverse", "pop", "shift",
                "reverse", "reflect_clone":
                true
            case "__arraySet": position == 2
            default: false
            }
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
        default: writeBack == .collection && fromVariable
        }
    }
}
