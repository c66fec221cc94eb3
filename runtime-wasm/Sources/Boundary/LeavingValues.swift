// Values of a language with static types on their way to one whose values are dynamic. Collections and strings are copied.

/// How deep values are converted, and how many in one value; what lies beyond stays what it is, an object of its language.
enum BoundaryPolicy {
    static let depth: UInt32 = 200
    static let values: UInt32 = 20_000_000
}

/// The conversion of one value.
struct LeavingValue {
    let form: UInt32
    /// An array of closures, or 0.
    let templates: UInt32
    private var depth: UInt32 = 0
    private var count: UInt32 = 0

    init(form: UInt32, templates: UInt32) {
        self.form = form
        self.templates = templates
    }

    /// - Parameter type: the descriptor of the value's type, where that matters; or 0.
    mutating func convert(_ value: UInt64, _ type: UInt32) -> UInt64 {
        if isNumber(value) { return value }
        if value >> 48 != NaNBox.Tag.reference { return value == nullBits || value == unitBits ? emptyListBits : value }
        count &+= 1
        if depth == BoundaryPolicy.depth || count > BoundaryPolicy.values { return opaque(value) }
        depth &+= 1
        let result = convertObject(value, type)
        depth &-= 1
        return result
    }

    private mutating func convertObject(_ value: UInt64, _ type: UInt32) -> UInt64 {
        let object = referenceAddress(value)
        switch UInt32(truncatingIfNeeded: value >> 32) & 0xFF {
        case UInt32(ObjectKind.string.rawValue): return textOfString(object)
        case UInt32(ObjectKind.array.rawValue): return convertArray(object, type)
        case UInt32(ObjectKind.option.rawValue): return object == 0 ? emptyListBits : convert(wrappedValue(object), part(type, 0))
        case UInt32(ObjectKind.result.rawValue): return convertResult(object, type)
        case UInt32(ObjectKind.hashMap.rawValue): return convertMap(object, type)
        case UInt32(ObjectKind.closure.rawValue): return convertFunction(value, type)
        case UInt32(ObjectKind.foreign.rawValue):
            return load16(object, ObjectLayout.Variant.tagOffset) == UInt32(ValueForm.dynamic.rawValue) ? wrappedValue(object) : value
        default: return opaque(value)
        }
    }

    /// The value as it is; a collection has another name from now on.
    private func opaque(_ value: UInt64) -> UInt64 {
        share(value)
        return isReference(value, .closure) ? box(newVariant(.foreign, tag: UInt16(truncatingIfNeeded: form), payload: value), .foreign) : value
    }

    /// The descriptor of a part of a type; 0 if the type is not known.
    private func part(_ type: UInt32, _ index: UInt32) -> UInt32 {
        if type == 0 { return 0 }
        switch load8(type) {
        case UInt32(BoundaryType.array), UInt32(BoundaryType.list), UInt32(BoundaryType.option): return type &+ 1
        case UInt32(BoundaryType.result), UInt32(BoundaryType.map): return index == 0 ? type &+ 1 : TypeCursor(at: type &+ 1).end
        default: return 0
        }
    }

    private mutating func convertArray(_ array: UInt32, _ type: UInt32) -> UInt64 {
        let length = arrayLength(array)
        let element = part(type, 0)
        if type != 0 && load8(type) == UInt32(BoundaryType.list) {
            var list = ListBuilder()
            var index: UInt32 = 0
            while index != length {
                list.append(convert(load64(arraySlot(array, index)), element))
                index &+= 1
            }
            return list.finish()
        }
        let vector = newVector(length)
        if arrayFlags(array) & numbersFlag != 0 {
            copySlots(to: arraySlots(vector), from: arraySlots(array), count: length)
            return box(vector, .vector)
        }
        var index: UInt32 = 0
        while index != length {
            store64(arraySlot(vector, index), convert(load64(arraySlot(array, index)), element))
            index &+= 1
        }
        return box(vector, .vector)
    }

    /// `(Ok value)` or `(Err value)`, as a `data` form would define them.
    private mutating func convertResult(_ object: UInt32, _ type: UInt32) -> UInt64 {
        let isError = load16(object, ObjectLayout.Variant.tagOffset) == UInt32(ObjectLayout.Variant.err)
        let payload = convert(wrappedValue(object), part(type, isError ? 1 : 0))
        let tagged = heapAllocate(ObjectLayout.Tagged.valuesOffset &+ 8)
        setHeader(tagged, kind: .tagged, word: 1)
        store64(tagged &+ ObjectLayout.Tagged.tagOffset, textOfString(isError ? constantString("Err") : constantString("Ok")))
        store64(tagged &+ ObjectLayout.Tagged.valuesOffset, payload)
        return box(tagged, .tagged)
    }

    private mutating func convertMap(_ map: UInt32, _ type: UInt32) -> UInt64 {
        let table = newHashTable(UInt32(ObjectLayout.HashTable.equal), capacity: tableCount(map))
        let (keys, values) = (part(type, 0), part(type, 1))
        var position: UInt32 = 0
        while position != tableUsed(map) {
            let entry = tableEntry(map, position)
            if !isRemoved(entry) { hashSet(table, convert(load64(entry), keys), convert(load64(entry, 8), values)) }
            position &+= 1
        }
        return box(table, .hashTable)
    }

    private func convertFunction(_ value: UInt64, _ type: UInt32) -> UInt64 {
        let closure = referenceAddress(value)
        if isWrapper(closure) && wrappedForm(closure) == UInt32(ValueForm.dynamic.rawValue) { return wrappedFunction(closure) }
        if type == 0 || load8(type) != UInt32(BoundaryType.function) { return opaque(value) }
        var cursor = TypeCursor(at: type &+ 1)
        let first = cursor.nextNumber()
        let index = first &<< 6 | cursor.nextNumber()
        let count = TypeCursor(at: type).end &- type
        return wrapFunction(value, template: template(templates, index), type: type, count, form: form)
    }
}

/// (value, descriptor or 0, templates or 0, form of the value's language) -> the value in a language whose values are dynamic.
@_cdecl("boundary_leave") @inline(__always)
func boundaryLeaveEntry(_ value: UInt64, _ type: UInt32, _ templates: UInt32, _ form: UInt32) -> UInt64 {
    var conversion = LeavingValue(form: form, templates: templates)
    return conversion.convert(value, type == 0 ? 0 : stringData(type))
}
