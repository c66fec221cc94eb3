// Atlas: queues and stacks, wrappers of an array. Functions that change one get the wrapper unshared; the array may be shared with another
// wrapper and is then copied by what changes it.

@_extern(c, "array_drop_first") func arrayDropFirst(_ array: UInt32) -> UInt32
@_extern(c, "array_drop_last") func arrayDropLast(_ array: UInt32) -> UInt32

@inline(__always) private func requireQueue(_ value: UInt64, _ site: UInt32) -> UInt32 {
    if !isReference(value, .queue) { failExpected("Queue", value, site) }
    return referenceAddress(value)
}

@inline(__always) private func requireStack(_ value: UInt64, _ site: UInt32) -> UInt32 {
    if !isReference(value, .stack) { failExpected("Stack", value, site) }
    return referenceAddress(value)
}

@inline(__always) private func setArray(_ wrapper: UInt32, _ array: UInt32) {
    store64(wrapper &+ ObjectLayout.Variant.payloadOffset, boxedArray(array))
}

private func newEmpty(_ kind: ObjectKind) -> UInt64 { box(newWrapper(kind, boxedArray(newArray(length: 0, capacity: 0))), kind) }

private func append(_ wrapper: UInt32, _ value: UInt64) { setArray(wrapper, arrayPush(wrappedObject(wrapper), value)) }

private func clear(_ wrapper: UInt32) { setArray(wrapper, newArray(length: 0, capacity: 0)) }

@inline(__always) private func size(_ wrapper: UInt32) -> UInt32 { arrayLength(wrappedObject(wrapper)) }

/// The wrapped array itself, which whoever changes it first copies.
private func sharedArray(_ wrapper: UInt32) -> UInt32 {
    let array = wrappedObject(wrapper)
    shareArray(array)
    return array
}

/// An element that stays where it is.
private func peek(_ array: UInt32, _ position: UInt32) -> UInt64 { shared(load64(arraySlot(array, position))) }

/// An element that is then dropped; it stays in the arrays of others.
private func take(_ array: UInt32, _ position: UInt32) -> UInt64 {
    let value = load64(arraySlot(array, position))
    if isSharedArray(array) { share(value) }
    return value
}

// MARK: Queues

@_cdecl("queue_new") @inline(__always) func queueNewEntry() -> UInt64 { newEmpty(.queue) }

@_cdecl("queue_enqueue") @inline(__always) func queueEnqueueEntry(_ queue: UInt64, _ value: UInt64, _ site: UInt32) {
    append(requireQueue(queue, site), value)
}

@_cdecl("queue_dequeue") @inline(__always) func queueDequeueEntry(_ queue: UInt64, _ site: UInt32) -> UInt64 {
    let queue = requireQueue(queue, site)
    if size(queue) == 0 { return absentBits }
    let array = wrappedObject(queue)
    let first = take(array, 0)
    setArray(queue, arrayDropFirst(array))
    return first
}

@_cdecl("queue_peek") @inline(__always) func queuePeekEntry(_ queue: UInt64, _ site: UInt32) -> UInt64 {
    let queue = requireQueue(queue, site)
    return size(queue) == 0 ? absentBits : peek(wrappedObject(queue), 0)
}

@_cdecl("queue_size") @inline(__always) func queueSizeEntry(_ queue: UInt64, _ site: UInt32) -> Double { Double(size(requireQueue(queue, site))) }

@_cdecl("queue_is_empty") @inline(__always) func queueIsEmptyEntry(_ queue: UInt64, _ site: UInt32) -> UInt32 {
    size(requireQueue(queue, site)) == 0 ? 1 : 0
}

@_cdecl("queue_clear") @inline(__always) func queueClearEntry(_ queue: UInt64, _ site: UInt32) { clear(requireQueue(queue, site)) }

@_cdecl("queue_to_array") @inline(__always) func queueToArrayEntry(_ queue: UInt64, _ site: UInt32) -> UInt32 {
    sharedArray(requireQueue(queue, site))
}

// MARK: Stacks

@_cdecl("stack_new") @inline(__always) func stackNewEntry() -> UInt64 { newEmpty(.stack) }

@_cdecl("stack_push") @inline(__always) func stackPushEntry(_ stack: UInt64, _ value: UInt64, _ site: UInt32) {
    append(requireStack(stack, site), value)
}

@_cdecl("stack_pop") @inline(__always) func stackPopEntry(_ stack: UInt64, _ site: UInt32) -> UInt64 {
    let stack = requireStack(stack, site)
    let count = size(stack)
    if count == 0 { return absentBits }
    let array = wrappedObject(stack)
    let last = take(array, count &- 1)
    setArray(stack, arrayDropLast(array))
    return last
}

@_cdecl("stack_peek") @inline(__always) func stackPeekEntry(_ stack: UInt64, _ site: UInt32) -> UInt64 {
    let stack = requireStack(stack, site)
    let count = size(stack)
    return count == 0 ? absentBits : peek(wrappedObject(stack), count &- 1)
}

@_cdecl("stack_size") @inline(__always) func stackSizeEntry(_ stack: UInt64, _ site: UInt32) -> Double { Double(size(requireStack(stack, site))) }

@_cdecl("stack_is_empty") @inline(__always) func stackIsEmptyEntry(_ stack: UInt64, _ site: UInt32) -> UInt32 {
    size(requireStack(stack, site)) == 0 ? 1 : 0
}

@_cdecl("stack_clear") @inline(__always) func stackClearEntry(_ stack: UInt64, _ site: UInt32) { clear(requireStack(stack, site)) }

@_cdecl("stack_to_array") @inline(__always) func stackToArrayEntry(_ stack: UInt64, _ site: UInt32) -> UInt32 {
    sharedArray(requireStack(stack, site))
}
