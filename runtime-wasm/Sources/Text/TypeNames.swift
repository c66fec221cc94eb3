// Names of the types of dynamic values, in messages and as strings.

/// What kind of value a dynamic value is: an `ObjectKind`, or one of these, which no kind has.
enum ValueClass {
    static let number: UInt32 = 32
    static let bool: UInt32 = 33
    static let null: UInt32 = 34
}

/// The class of a dynamic value.
@inline(__always) func valueClass(_ value: UInt64) -> UInt32 {
    if isNumber(value) { return ValueClass.number }
    if value >> 48 == NaNBox.Tag.reference { return UInt32(truncatingIfNeeded: value >> 32) & 0xFFFF }
    return value == trueBits || value == falseBits ? ValueClass.bool : ValueClass.null
}

@inline(__always) func isNumber(_ value: UInt64) -> Bool { value < NaNBox.firstTagged }
@inline(__always) func isReference(_ value: UInt64, _ kind: ObjectKind) -> Bool {
    UInt32(truncatingIfNeeded: value >> 32) == (0xFFFA_0000 | UInt32(kind.rawValue))
}
/// The address in a boxed reference.
@inline(__always) func referenceAddress(_ value: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: value) }
/// A boxed reference.
@inline(__always) func box(_ address: UInt32, _ kind: ObjectKind) -> UInt64 {
    (0xFFFA_0000 | UInt64(kind.rawValue)) << 32 | UInt64(address)
}
/// A boxed number; every NaN becomes the canonical one.
@inline(__always) func box(_ number: Double) -> UInt64 { number == number ? number.bitPattern : NaNBox.canonicalNaN }

@inline(__always) var nullBits: UInt64 { 0xFFFB_0000_0000_0000 }
/// No value: what is not there.
@inline(__always) var absentBits: UInt64 { 0xFFFB_0000_0000_0007 }
@inline(__always) var falseBits: UInt64 { 0xFFFB_0000_0000_0002 }
@inline(__always) var trueBits: UInt64 { 0xFFFB_0000_0000_0003 }

/// The names by class, 9 bytes each and filled up with spaces: classes 1 to 7, 10 to 15 and 32 to 34, then what only other languages know.
private let typeNames: StaticString = """
    string   array    function option   result   namespacejson     hashmap  hashset  queue    stack    regex    datetime number   bool     null     foreign  
    """

/// Writes the type's name to the output.
func writeTypeName(_ value: UInt64) {
    let name = typeName(value)
    writeOutput(UInt32(truncatingIfNeeded: name), UInt32(truncatingIfNeeded: name >> 32))
}

/// Address and, in the upper half, length of the type's name.
func typeName(_ value: UInt64) -> UInt64 {
    let start = address(of: typeNames.utf8Start) &+ 9 &* classIndex(valueClass(value))
    var length: UInt32 = 4
    while length < 9 && load8(start &+ length) != 32 { length &+= 1 }
    return UInt64(length) << 32 | UInt64(start)
}

/// String objects for type names, made when one is asked for: their texts are constants, so that nothing is allocated.
private nonisolated(unsafe) var nameObjects = InlineArray<36, UInt64>(repeating: 0)

/// A string object for a name, in a place of its own. `index` is below 18; `name` as `typeName` gives it.
func nameObject(_ index: UInt32, _ name: UInt64) -> UInt32 {
    let object = address(of: &nameObjects) &+ 16 &* index
    let flags = ObjectLayout.Flag.isStatic | ObjectLayout.Flag.ascii
    store64(object, UInt64(ObjectKind.string.rawValue) | UInt64(flags) << 8 | (name >> 32) << 32)
    store64(object &+ ObjectLayout.String.dataOffset, name & 0xFFFF_FFFF)
    return object
}

/// The place of a class among the type names.
@inline(__always) func classIndex(_ kind: UInt32) -> UInt32 {
    if kind >= ValueClass.number { return kind &- 19 }
    if kind < UInt32(ObjectKind.cell.rawValue) { return kind &- 1 }
    return kind &- UInt32(ObjectKind.hashMap.rawValue) < 6 ? kind &- 3 : 16
}

@_cdecl("value_type_name") @inline(__always) func valueTypeNameEntry(_ value: UInt64) -> UInt32 {
    nameObject(classIndex(valueClass(value)), typeName(value))
}
