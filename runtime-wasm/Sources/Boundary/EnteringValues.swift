// Dynamic values on their way to a language with static types. What does not fit the declared type is an error.

/// The conversion of one value.
struct EnteringValue {
    let form: UInt32
    let templates: UInt32
    /// The value does not fit. What is returned then means nothing.
    private(set) var isWrong = false
    private var type: TypeCursor
    private var depth: UInt32 = 0
    /// What objects of dynamic values have become; 0 while there is none.
    private var known: UInt32 = 0

    init(type: UInt32, form: UInt32, templates: UInt32) {
        self.type = TypeCursor(at: type)
        self.form = form
        self.templates = templates
    }

    private mutating func wrong() -> UInt64 {
        isWrong = true
        return nullBits
    }

    /// Converts to the type at the cursor, which goes behind it.
    mutating func convert(_ value: UInt64) -> UInt64 {
        let start = type.at
        switch type.next() {
        case UInt32(BoundaryType.dynamic): return convertFreely(value)
        case UInt32(BoundaryType.parameter): return convertScalar(value)
        case UInt32(BoundaryType.number): return isNumber(value) ? value : convertInteger(value)
        case UInt32(BoundaryType.bool): return value == trueBits || value == falseBits ? value : wrong()
        case UInt32(BoundaryType.string): return convertString(value)
        case UInt32(BoundaryType.unit): return nullBits
        case UInt32(BoundaryType.null): return isNothing(value) ? nullBits : wrong()
        case UInt32(BoundaryType.array): return convertArray(value)
        case UInt32(BoundaryType.option): return convertOption(value)
        case UInt32(BoundaryType.result): return convertResult(value)
        case UInt32(BoundaryType.map): return convertMap(value)
        case UInt32(BoundaryType.object):
            let kind = type.nextNumber()
            return value >> 32 == 0xFFFA_0000 | UInt64(kind) ? value : wrong()
        case UInt32(BoundaryType.union): return convertToMember(value, start)
        case UInt32(BoundaryType.function): return convertFunction(value, start)
        default: return wrong()
        }
    }

    private func isNothing(_ value: UInt64) -> Bool { value == emptyListBits || value == unitBits || value == nullBits }

    // MARK: Scalars

    /// The number that an exact integer is, if it is one exactly.
    private mutating func convertInteger(_ value: UInt64) -> UInt64 {
        if isFixnum(value) { return box(Double(fixnumValue(value))) }
        guard isBigInteger(value), load32(referenceAddress(value), ObjectLayout.BigInteger.countOffset) == 2,
            load64(referenceAddress(value), ObjectLayout.BigInteger.limbsOffset) <= 1 &<< 53
        else { return wrong() }
        return box(toDouble(value))
    }

    private mutating func convertString(_ value: UInt64) -> UInt64 {
        if isReference(value, .text) { return box(stringOfText(referenceAddress(value)), .string) }
        if isCharacter(value) { return stringOfCharacter(value) }
        return isReference(value, .string) ? value : wrong()
    }

    private func stringOfCharacter(_ value: UInt64) -> UInt64 {
        box(builderString(append(newBytes(capacity: 8), scalar: UInt32(truncatingIfNeeded: value))), .string)
    }

    /// The value for a place where any type may stand: numbers, strings and the like become the other language's, objects stay what they are.
    private mutating func convertScalar(_ value: UInt64) -> UInt64 {
        if isNumber(value) { return value }
        switch value >> 48 {
        case NaNBox.Tag.integer: return box(Double(fixnumValue(value)))
        case NaNBox.Tag.character: return stringOfCharacter(value)
        case NaNBox.Tag.immediate: return value == trueBits || value == falseBits ? value : nullBits
        default: break
        }
        switch UInt32(truncatingIfNeeded: value >> 32) & 0xFF {
        case UInt32(ObjectKind.text.rawValue): return box(stringOfText(referenceAddress(value)), .string)
        case UInt32(ObjectKind.bigInteger.rawValue):
            let number = convertInteger(value)
            if !isWrong { return number }
            isWrong = false
            return value
        case UInt32(ObjectKind.closure.rawValue):
            let closure = referenceAddress(value)
            if isWrapper(closure) && wrappedForm(closure) == form { return wrappedFunction(closure) }
            return box(newVariant(.foreign, tag: UInt16(ValueForm.dynamic.rawValue), payload: value), .foreign)
        case UInt32(ObjectKind.foreign.rawValue):
            return load16(referenceAddress(value), ObjectLayout.Variant.tagOffset) == form ? wrappedValue(referenceAddress(value)) : value
        default: return value
        }
    }

    // MARK: Collections

    /// The elements of a list or vector: how many, or `UInt32.max`.
    private func elementCount(_ value: UInt64) -> UInt32 {
        if value == emptyListBits || isPair(value) { return properLength(value) }
        return isReference(value, .vector) ? arrayLength(referenceAddress(value)) : UInt32.max
    }

    private mutating func convertArray(_ value: UInt64) -> UInt64 {
        let count = elementCount(value)
        let element = type.at
        let end = type.end
        if count == UInt32.max || depth == BoundaryPolicy.depth { return wrong() }
        depth &+= 1
        let result = newElements(value, count, element: element, isNumbers: load8(element) == UInt32(BoundaryType.number))
        depth &-= 1
        type.at = end
        return result
    }

    /// - Parameter element: the descriptor that every element is converted by, or 0 for free conversion.
    private mutating func newElements(_ value: UInt64, _ count: UInt32, element: UInt32, isNumbers: Bool) -> UInt64 {
        let array = newArray(length: count, capacity: count, flags: isNumbers ? ObjectLayout.Flag.numbers : 0)
        if element == 0 { remember(value, array) }
        var rest = value
        var index: UInt32 = 0
        while index != count && !isWrong {
            var part: UInt64 = 0
            if isPair(rest) {
                part = car(rest)
                rest = cdr(rest)
            } else {
                part = load64(arraySlot(referenceAddress(value), index))
            }
            type.at = element
            let converted = element == 0 ? convertFreely(part) : convert(part)
            store64(arraySlot(array, index), converted)
            index &+= 1
        }
        // What has not been reached holds no values.
        if isWrong { store32(array &+ ObjectLayout.Array.lengthOffset, 0) }
        return boxedArray(array)
    }

    private mutating func convertOption(_ value: UInt64) -> UInt64 {
        if isNothing(value) {
            type.skip()
            return noneBits
        }
        return box(some(convert(value)), .option)
    }

    /// Which variant of a result a tagged value is; `UInt32.max` for other values.
    private func resultTag(_ value: UInt64) -> UInt32 {
        if !isReference(value, .tagged) { return UInt32.max }
        if aiTaggedIsEntry(value, constantString("Ok"), 1) != 0 { return UInt32(ObjectLayout.Variant.ok) }
        return aiTaggedIsEntry(value, constantString("Err"), 1) != 0 ? UInt32(ObjectLayout.Variant.err) : UInt32.max
    }

    private mutating func convertResult(_ value: UInt64) -> UInt64 {
        let tag = resultTag(value)
        if tag == UInt32.max { return wrong() }
        if tag == UInt32(ObjectLayout.Variant.err) { type.skip() }
        let payload = convert(load64(referenceAddress(value), ObjectLayout.Tagged.valuesOffset))
        if tag == UInt32(ObjectLayout.Variant.ok) { type.skip() }
        return box(newVariant(.result, tag: UInt16(truncatingIfNeeded: tag), payload: payload), .result)
    }

    private mutating func convertMap(_ value: UInt64) -> UInt64 {
        if !isReference(value, .hashTable) || depth == BoundaryPolicy.depth { return wrong() }
        let keys = type.at
        var cursor = type
        cursor.skip()
        let values = cursor.at
        let end = cursor.end
        depth &+= 1
        let map = newTable(.hashMap, capacity: tableCount(referenceAddress(value)))
        var entries = HashEntries(referenceAddress(value))
        while !isWrong && entries.next() {
            type.at = keys
            let key = convert(entries.key)
            if isWrong || !isHashable(key) { return wrong() }
            type.at = values
            tablePut(map, key, convert(entries.value))
        }
        depth &-= 1
        type.at = end
        return box(map, .hashMap)
    }

    /// The first member that the value fits.
    private mutating func convertToMember(_ value: UInt64, _ start: UInt32) -> UInt64 {
        let end = TypeCursor(at: start).end
        var count = type.nextNumber()
        var result = wrong()
        let level = depth
        while count != 0 && isWrong {
            let next = type.end
            isWrong = false
            result = convert(value)
            depth = level
            type.at = next
            count &-= 1
        }
        type.at = end
        return result
    }

    // MARK: Functions

    private mutating func convertFunction(_ value: UInt64, _ start: UInt32) -> UInt64 {
        let first = type.nextNumber()
        let index = first &<< 6 | type.nextNumber()
        let arity = type.nextNumber()
        type.at = TypeCursor(at: start).end
        if isReference(value, .foreign), load16(referenceAddress(value), ObjectLayout.Variant.tagOffset) == form {
            let function = wrappedValue(referenceAddress(value))
            return load16(referenceAddress(function), ObjectLayout.Closure.arityOffset) == arity ? function : wrong()
        }
        if !isReference(value, .closure) { return wrong() }
        let closure = referenceAddress(value)
        if isWrapper(closure) && wrappedForm(closure) == form && converts(closure, by: start, type.at &- start) { return wrappedFunction(closure) }
        let taken = load16(closure, ObjectLayout.Closure.arityOffset)
        if taken != arity && taken != 0xFFFF { return wrong() }
        return wrapFunction(
            value, template: template(templates, index), type: start, type.at &- start, form: UInt32(ValueForm.dynamic.rawValue))
    }

    // MARK: Values without a declared type

    /// Notes what an object becomes, so that one that contains itself is found.
    private mutating func remember(_ value: UInt64, _ converted: UInt32) {
        if known == 0 { known = newAddressTable() }
        known = addAddress(known, referenceAddress(value), converted)
    }

    private mutating func convertFreely(_ value: UInt64) -> UInt64 {
        if value >> 48 != NaNBox.Tag.reference { return convertScalar(value) }
        let isSequence = isPair(value) || isReference(value, .vector)
        let count = isSequence ? elementCount(value) : 0
        if count == UInt32.max { return value }
        if isSequence || isReference(value, .hashTable) {
            if known != 0 {
                let entry = fastAddressEntry(known, referenceAddress(value))
                if load32(entry) != 0 { return convertedBefore(value, load32(entry, 4)) }
            }
            if depth == BoundaryPolicy.depth { return wrong() }
            depth &+= 1
            let result = isSequence ? newElements(value, count, element: 0, isNumbers: false) : convertTable(value)
            depth &-= 1
            finish(value)
            return result
        }
        let tag = resultTag(value)
        if tag == UInt32.max { return convertScalar(value) }
        if depth == BoundaryPolicy.depth { return wrong() }
        depth &+= 1
        let payload = convertFreely(load64(referenceAddress(value), ObjectLayout.Tagged.valuesOffset))
        depth &-= 1
        return box(newVariant(.result, tag: UInt16(truncatingIfNeeded: tag), payload: payload), .result)
    }

    /// Bit 0 of a remembered address says that the conversion has ended.
    private func finish(_ value: UInt64) {
        if known == 0 { return }
        let entry = fastAddressEntry(known, referenceAddress(value))
        if load32(entry) != 0 { store32(entry &+ 4, load32(entry, 4) | 1) }
    }

    private mutating func convertedBefore(_ value: UInt64, _ word: UInt32) -> UInt64 {
        // A value that contains itself has no copy.
        if word & 1 == 0 { return wrong() }
        let result = box(word & ~1, isReference(value, .hashTable) ? .hashMap : .array)
        share(result)
        return result
    }

    /// The hash map of a hash table whose keys can be such keys; else the table.
    private mutating func convertTable(_ value: UInt64) -> UInt64 {
        let table = referenceAddress(value)
        var entries = HashEntries(table)
        while entries.next() {
            let key = entries.key
            if !(isNumeric(key) || isCharacter(key) || isReference(key, .text) || key == trueBits || key == falseBits) { return value }
        }
        let map = newTable(.hashMap, capacity: tableCount(table))
        remember(value, map)
        entries = HashEntries(table)
        while !isWrong && entries.next() {
            let key = convertScalar(entries.key)
            if !isHashable(key) { return wrong() }
            tablePut(map, key, convertFreely(entries.value))
        }
        return box(map, .hashMap)
    }
}

/// (value, descriptor, templates or 0, form of the language it goes to, text of the error up to the value, place of the import) -> the value
/// in that language. Raises AI0919.
@_cdecl("boundary_enter") @inline(__always)
func boundaryEnterEntry(_ value: UInt64, _ type: UInt32, _ templates: UInt32, _ form: UInt32, _ message: UInt32, _ place: UInt32) -> UInt64 {
    var conversion = EnteringValue(type: stringData(type), form: form, templates: templates)
    let result = conversion.convert(value)
    if !conversion.isWrong { return result }
    raiseConversion(value, message, place)
    return nullBits
}

private func raiseConversion(_ value: UInt64, _ message: UInt32, _ place: UInt32) {
    let text = box(textFromBuilder(appendWritten(append(newBytes(capacity: 112), string: message), value)), .text)
    let object = newErrorObject(message: text, irritants: emptyListBits, code: box(constantString("AI0919"), .string))
    store64(object &+ ObjectLayout.ErrorObject.originOffset, box(place, .string))
    _ = raise(box(object, .errorObject))
}
