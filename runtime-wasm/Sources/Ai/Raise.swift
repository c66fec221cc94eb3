// Errors that the system finds: their texts are those of section 13.5 of the language.

/// (number): the next calls get operands of a procedure that has so many before them.
@_cdecl("ai_operands_before") @inline(__always) func aiOperandsBeforeEntry(_ count: UInt32) { store32(ControlState.operandsBefore, count) }

/// " as argument INDEX, got VALUE". `index` counts the operands of the runtime function from 1.
private func emitArgument(_ index: UInt32, _ value: UInt64) {
    emit(" as argument ")
    emitWhole(UInt64(index &+ load32(ControlState.operandsBefore)), 10)
    emit(", got ")
    emitValue(value, PrintMode.write)
}

/// AI0903. `prefix` is "PROC: expected TYPE"; `index` counts arguments from 1.
@inline(never) func raiseType(_ prefix: StaticString, _ index: UInt32, _ value: UInt64) -> UInt64 {
    let outer = beginBuilder()
    emit(prefix)
    emitArgument(index, value)
    return raiseError("AI0903", endBuilder(outer))
}

/// Emits the procedure's name from "PROC: expected TYPE", or all of a text without a colon and space.
private func emitName(_ prefix: StaticString) {
    let data = address(of: prefix.utf8Start)
    let count = UInt32(truncatingIfNeeded: prefix.utf8CodeUnitCount)
    var length: UInt32 = 0
    while length != count && !(load8(data &+ length) == 58 && length &+ 1 < count && load8(data &+ length &+ 1) == 32) { length &+= 1 }
    emit(data, length)
}

/// AI0903 with the type given apart. `prefix` is the procedure's name, or as `raiseType` takes it.
@inline(never) func raiseNamed(_ prefix: StaticString, _ type: StaticString, _ index: UInt32, _ value: UInt64) -> UInt64 {
    let outer = beginBuilder()
    emitName(prefix)
    emit(": expected ")
    emit(type)
    emitArgument(index, value)
    return raiseError("AI0903", endBuilder(outer))
}

/// AI0906. `prefix` is the procedure's name, or as `raiseType` takes it.
@inline(never) func raiseIndex(_ prefix: StaticString, _ index: UInt64, _ length: UInt32) -> UInt64 {
    let outer = beginBuilder()
    emitName(prefix)
    emit(": index ")
    emitValue(index, PrintMode.write)
    emit(" out of range for length ")
    emitWhole(UInt64(length), 10)
    return raiseError("AI0906", endBuilder(outer))
}

/// AI0907. `prefix` is the procedure's name, or as `raiseType` takes it.
@inline(never) func raiseDivision(_ prefix: StaticString) -> UInt64 {
    let outer = beginBuilder()
    emitName(prefix)
    emit(": division by zero")
    return raiseError("AI0907", endBuilder(outer))
}

/// AI0921. `name` is the procedure's.
@inline(never) func raiseDomain(_ name: StaticString, _ value: UInt64) -> UInt64 {
    let outer = beginBuilder()
    emit(name)
    emit(": argument ")
    emitValue(value, PrintMode.write)
    emit(" out of domain")
    return raiseError("AI0921", endBuilder(outer))
}

// The same for standard modules and compiled code, which know the parts as values.

/// (procedure's name, index, length): AI0906.
@_cdecl("ai_fail_index") @inline(__always) func aiFailIndexEntry(_ name: UInt64, _ index: UInt64, _ length: UInt64) -> UInt64 {
    let outer = beginBuilder()
    emitValue(name, PrintMode.display)
    emit(": index ")
    emitValue(index, PrintMode.write)
    emit(" out of range for length ")
    emitValue(length, PrintMode.write)
    return raiseError("AI0906", endBuilder(outer))
}

/// (code text, list): raises the error with that code whose message is the display texts of the list's elements, one after the other.
@_cdecl("ai_fail") @inline(__always) func aiFailEntry(_ code: UInt64, _ parts: UInt64) -> UInt64 {
    let outer = beginBuilder()
    var rest = parts
    while isPair(rest) {
        emitValue(car(rest), PrintMode.display)
        rest = cdr(rest)
    }
    let message = box(textFromBuilder(endBuilder(outer)), .text)
    let string = isReference(code, .text) ? box(stringOfText(referenceAddress(code)), .string) : code
    return raise(box(newErrorObject(message: message, irritants: emptyListBits, code: string), .errorObject))
}
