// Which closures are the same declared function.

@_extern(c, "function_equal") func functionEqual(_ left: UInt32, _ right: UInt32) -> UInt32

/// Closures of one function share its descriptor. Functions of the standard library have one in each module that uses them as values:
/// those are the same when their names are.
@_cdecl("function_equal") @inline(__always) func functionEqualEntry(_ left: UInt32, _ right: UInt32) -> UInt32 {
    let first = load32(left, ObjectLayout.Closure.descriptorOffset)
    let second = load32(right, ObjectLayout.Closure.descriptorOffset)
    if first == second { return 1 }
    if !isBuiltin(left) || !isBuiltin(right) { return 0 }
    return stringEqual(load32(first, ObjectLayout.FunctionDescriptor.nameOffset), load32(second, ObjectLayout.FunctionDescriptor.nameOffset))
}

/// Whether a closure is a function of the standard library.
@inline(__always) func isBuiltin(_ closure: UInt32) -> Bool {
    let descriptor = load32(closure, ObjectLayout.Closure.descriptorOffset)
    return load32(descriptor, ObjectLayout.FunctionDescriptor.flagsOffset) & ObjectLayout.FunctionDescriptor.builtin != 0
}
