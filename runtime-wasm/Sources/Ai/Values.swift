// Predicates of the other types, tagged values, boxes, and what error objects tell.

@_cdecl("ai_is_text") @inline(__always) func aiIsTextEntry(_ value: UInt64) -> UInt32 { isReference(value, .text) ? 1 : 0 }
@_cdecl("ai_is_symbol") @inline(__always) func aiIsSymbolEntry(_ value: UInt64) -> UInt32 { isReference(value, .symbol) ? 1 : 0 }
@_cdecl("ai_is_keyword") @inline(__always) func aiIsKeywordEntry(_ value: UInt64) -> UInt32 { isReference(value, .keyword) ? 1 : 0 }
@_cdecl("ai_is_char") @inline(__always) func aiIsCharEntry(_ value: UInt64) -> UInt32 { isCharacter(value) ? 1 : 0 }
@_cdecl("ai_is_vector") @inline(__always) func aiIsVectorEntry(_ value: UInt64) -> UInt32 { isReference(value, .vector) ? 1 : 0 }
@_cdecl("ai_is_bytevector") @inline(__always) func aiIsBytevectorEntry(_ value: UInt64) -> UInt32 { isReference(value, .byteVector) ? 1 : 0 }
@_cdecl("ai_is_hash_table") @inline(__always) func aiIsHashTableEntry(_ value: UInt64) -> UInt32 { isReference(value, .hashTable) ? 1 : 0 }
@_cdecl("ai_is_procedure") @inline(__always) func aiIsProcedureEntry(_ value: UInt64) -> UInt32 { isReference(value, .closure) ? 1 : 0 }
@_cdecl("ai_is_promise") @inline(__always) func aiIsPromiseEntry(_ value: UInt64) -> UInt32 { isReference(value, .promise) ? 1 : 0 }
@_cdecl("ai_is_tagged") @inline(__always) func aiIsTaggedEntry(_ value: UInt64) -> UInt32 { isReference(value, .tagged) ? 1 : 0 }
@_cdecl("ai_is_error_object") @inline(__always) func aiIsErrorObjectEntry(_ value: UInt64) -> UInt32 {
    isReference(value, .errorObject) ? 1 : 0
}
@_cdecl("ai_is_boolean") @inline(__always) func aiIsBooleanEntry(_ value: UInt64) -> UInt32 { value == trueBits || value == falseBits ? 1 : 0 }
@_cdecl("ai_is_eof") @inline(__always) func aiIsEofEntry(_ value: UInt64) -> UInt32 { value == endOfFileBits ? 1 : 0 }

@_cdecl("ai_boolean_equal") @inline(__always) func aiBooleanEqualEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    if aiIsBooleanEntry(left) == 0 { return noBoolean(raiseType("boolean=?: expected boolean", 1, left)) }
    if aiIsBooleanEntry(right) == 0 { return noBoolean(raiseType("boolean=?: expected boolean", 2, right)) }
    return left == right ? 1 : 0
}

// Tagged values.

/// (tag, list of values).
@_cdecl("ai_make_tagged") @inline(__always) func aiMakeTaggedEntry(_ tag: UInt64, _ values: UInt64) -> UInt64 {
    let count = listCount(values)
    let object = heapAllocate(ObjectLayout.Tagged.valuesOffset &+ 8 &* count)
    setHeader(object, kind: .tagged, word: count)
    store64(object &+ ObjectLayout.Tagged.tagOffset, tag)
    var slot = object &+ ObjectLayout.Tagged.valuesOffset
    var rest = values
    while isPair(rest) {
        store64(slot, car(rest))
        slot &+= 8
        rest = cdr(rest)
    }
    return box(object, .tagged)
}

@_cdecl("ai_tagged_tag") @inline(__always) func aiTaggedTagEntry(_ value: UInt64) -> UInt64 {
    if !isReference(value, .tagged) { return raiseType("tagged-tag: expected tagged value", 1, value) }
    return load64(referenceAddress(value), ObjectLayout.Tagged.tagOffset)
}

@_cdecl("ai_tagged_values") @inline(__always) func aiTaggedValuesEntry(_ value: UInt64) -> UInt64 {
    if !isReference(value, .tagged) { return raiseType("tagged-values: expected tagged value", 1, value) }
    let object = referenceAddress(value)
    return listOfSlots(object &+ ObjectLayout.Tagged.valuesOffset, load32(object, ObjectLayout.Tagged.countOffset))
}

@_cdecl("ai_fst") @inline(__always) func aiFstEntry(_ value: UInt64) -> UInt64 {
    if !isReference(value, .tagged) { return raiseType("fst: expected tuple", 1, value) }
    return load64(referenceAddress(value), ObjectLayout.Tagged.tagOffset)
}

@_cdecl("ai_snd") @inline(__always) func aiSndEntry(_ value: UInt64) -> UInt64 {
    let object = referenceAddress(value)
    if !isReference(value, .tagged) || load32(object, ObjectLayout.Tagged.countOffset) == 0 { return raiseType("snd: expected tuple", 1, value) }
    return load64(object, ObjectLayout.Tagged.valuesOffset)
}

// Boxes of one value.

@_cdecl("ai_box") @inline(__always) func aiBoxEntry(_ value: UInt64) -> UInt64 { box(newVariant(.cell, tag: 0, payload: value), .cell) }

@_cdecl("ai_unbox") @inline(__always) func aiUnboxEntry(_ value: UInt64) -> UInt64 {
    isReference(value, .cell) ? wrappedValue(referenceAddress(value)) : raiseType("unbox: expected box", 1, value)
}

@_cdecl("ai_set_box") @inline(__always) func aiSetBoxEntry(_ value: UInt64, _ new: UInt64) {
    if !isReference(value, .cell) { return _ = raiseType("set-box!: expected box", 1, value) }
    store64(referenceAddress(value) &+ ObjectLayout.Variant.payloadOffset, new)
}

// Error objects.

@_cdecl("ai_error_message") @inline(__always) func aiErrorMessageEntry(_ value: UInt64) -> UInt64 {
    if !isReference(value, .errorObject) { return raiseType("error-object-message: expected error object", 1, value) }
    return load64(referenceAddress(value), ObjectLayout.ErrorObject.messageOffset)
}

@_cdecl("ai_error_irritants") @inline(__always) func aiErrorIrritantsEntry(_ value: UInt64) -> UInt64 {
    if !isReference(value, .errorObject) { return raiseType("error-object-irritants: expected error object", 1, value) }
    return load64(referenceAddress(value), ObjectLayout.ErrorObject.irritantsOffset)
}

/// The code of an error of the system, as a text; false for errors of the program.
@_cdecl("ai_error_code") @inline(__always) func aiErrorCodeEntry(_ value: UInt64) -> UInt64 {
    if !isReference(value, .errorObject) { return raiseType("error-object-code: expected error object", 1, value) }
    let code = load64(referenceAddress(value), ObjectLayout.ErrorObject.codeOffset)
    return isReference(code, .string) ? textOfString(referenceAddress(code)) : falseBits
}

/// Whether an error object has the code whose last digits these are.
private func hasCode(_ value: UInt64, _ digits: UInt32) -> UInt32 {
    if !isReference(value, .errorObject) { return 0 }
    let code = load64(referenceAddress(value), ObjectLayout.ErrorObject.codeOffset)
    if !isReference(code, .string) || stringLength(referenceAddress(code)) != 6 { return 0 }
    return load32(stringData(referenceAddress(code)) &+ 2) == digits ? 1 : 0
}

/// `0914` and `0915` as words.
@_cdecl("ai_is_file_error") @inline(__always) func aiIsFileErrorEntry(_ value: UInt64) -> UInt32 { hasCode(value, 0x3431_3930) }
@_cdecl("ai_is_read_error") @inline(__always) func aiIsReadErrorEntry(_ value: UInt64) -> UInt32 { hasCode(value, 0x3531_3930) }
