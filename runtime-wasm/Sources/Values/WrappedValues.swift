// Objects that wrap one value: queues, stacks, regular expressions, instants, JSON values.

/// A new wrapper. `kind` is one whose layout is `ObjectLayout.Variant`.
func newWrapper(_ kind: ObjectKind, _ value: UInt64) -> UInt32 {
    let object = heapAllocate(ObjectLayout.Variant.size)
    setHeader(object, kind: kind)
    store64(object &+ ObjectLayout.Variant.payloadOffset, value)
    return object
}

@inline(__always) func wrappedValue(_ wrapper: UInt32) -> UInt64 { load64(wrapper, ObjectLayout.Variant.payloadOffset) }

/// The object whose reference a wrapper holds.
@inline(__always) func wrappedObject(_ wrapper: UInt32) -> UInt32 { load32(wrapper, ObjectLayout.Variant.payloadOffset) }

/// The text of a regular expression's pattern: the first element of the array that it wraps.
func regexPattern(_ regex: UInt32) -> UInt32 { load32(wrappedObject(regex), ObjectLayout.Array.slotsOffset) }

/// The letters of its flags: the second element.
func regexFlags(_ regex: UInt32) -> UInt32 { load32(wrappedObject(regex), ObjectLayout.Array.slotsOffset &+ 8) }
