// Functions that stand for functions of another language.

private let wrapperSlots: UInt32 = 3

@inline(__always) func isWrapper(_ closure: UInt32) -> Bool {
    load8(closure, ObjectLayout.flagsOffset) & UInt32(ObjectLayout.Flag.wrapper) != 0
}

/// The function that a wrapper stands for.
@inline(__always) func wrappedFunction(_ wrapper: UInt32) -> UInt64 { load64(wrapper, ObjectLayout.Closure.slotsOffset) }

/// The form of that function's language.
func wrappedForm(_ wrapper: UInt32) -> UInt32 {
    UInt32(Double(bitPattern: load64(wrapper, ObjectLayout.Closure.slotsOffset &+ 16)))
}

/// Whether a wrapper converts by this type.
func converts(_ wrapper: UInt32, by type: UInt32, _ count: UInt32) -> Bool {
    let known = load64(wrapper, ObjectLayout.Closure.slotsOffset &+ 8)
    return isSameType(UInt32(truncatingIfNeeded: known), UInt32(truncatingIfNeeded: known &>> 32), type, count)
}

/// A closure with the code of a template that stands for `function`, whose name it has.
///
/// - Parameters:
///   - template: a static closure.
///   - type: where the descriptor of the function's type begins in static data, and its length.
func wrapFunction(_ function: UInt64, template: UInt32, type: UInt32, _ count: UInt32, form: UInt32) -> UInt64 {
    let closure = heapAllocate(ObjectLayout.Closure.slotsOffset &+ 8 &* wrapperSlots)
    setHeader(
        closure, kind: .closure, flags: ObjectLayout.Flag.wrapper, small: UInt16(truncatingIfNeeded: load16(template, ObjectLayout.Closure.arityOffset)),
        word: load32(template, ObjectLayout.Closure.tableIndexOffset))
    let descriptor = load32(referenceAddress(function), ObjectLayout.Closure.descriptorOffset)
    store64(closure &+ ObjectLayout.Closure.slotCountOffset, UInt64(wrapperSlots) | UInt64(descriptor) &<< 32)
    store64(closure &+ ObjectLayout.Closure.slotsOffset, function)
    // Address and length look like a number to the collector.
    store64(closure &+ ObjectLayout.Closure.slotsOffset &+ 8, UInt64(type) | UInt64(count) &<< 32)
    store64(closure &+ ObjectLayout.Closure.slotsOffset &+ 16, Double(form).bitPattern)
    return box(closure, .closure)
}

/// The template with a number.
func template(_ templates: UInt32, _ index: UInt32) -> UInt32 { referenceAddress(load64(arraySlot(templates, index))) }
