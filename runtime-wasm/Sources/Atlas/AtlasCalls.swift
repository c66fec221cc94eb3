// Atlas: calls and members of values whose kind is known only at run time.

/// A call with a wrong number of arguments: AT0102 for functions of the standard library, AT0001 for those of the program.
@_cdecl("atlas_fail_arity") @inline(__always) func atlasFailArityEntry(_ closure: UInt32, _ count: UInt32, _ site: UInt32) {
    let descriptor = load32(closure, ObjectLayout.Closure.descriptorOffset)
    let name = load32(descriptor, ObjectLayout.FunctionDescriptor.nameOffset)
    let arity = load16(closure, ObjectLayout.Closure.arityOffset)
    if isBuiltin(closure) {
        beginArgumentError(site)
        writeOutput(string: name)
        writeOutput("(): expected ")
        writeDecimal(arity)
        writeOutput(" argument(s), got ")
        writeDecimal(count)
        failed(0)
    }
    beginTypeError()
    writeOutput("Function ")
    writeOutput(string: name)
    writeOutput(" expects ")
    writeDecimal(arity)
    if arity == 1 { writeOutput(" argument, got ") } else { writeOutput(" arguments, got ") }
    writeDecimal(count)
    failed(site)
}

@_extern(c, "namespace_find") func namespaceFind(_ namespace: UInt32, _ name: UInt32) -> Int32

/// The table index of the getter of an export; AT0001 if the namespace has none of that name.
@_cdecl("atlas_namespace_member") @inline(__always)
func atlasNamespaceMemberEntry(_ namespace: UInt32, _ name: UInt32, _ site: UInt32) -> UInt32 {
    let index = namespaceFind(namespace, name)
    if index >= 0 { return UInt32(bitPattern: index) }
    beginTypeError()
    writeOutput("namespace '")
    writeOutput(string: load32(namespace, ObjectLayout.Namespace.nameOffset))
    writeOutput("' has no export '")
    writeOutput(string: name)
    writeOutput("'")
    failed(site)
}
