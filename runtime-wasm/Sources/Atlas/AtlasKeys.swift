// Atlas: what functions on collections demand of their arguments.

/// The hash map that an argument is; AT0001 if it is none.
@inline(__always) func requireMap(_ value: UInt64, _ site: UInt32) -> UInt32 {
    if !isReference(value, .hashMap) { failExpected("HashMap", value, site) }
    return referenceAddress(value)
}

@inline(__always) func requireSet(_ value: UInt64, _ site: UInt32) -> UInt32 {
    if !isReference(value, .hashSet) { failExpected("HashSet", value, site) }
    return referenceAddress(value)
}

@inline(__always) func requireArray(_ value: UInt64, _ site: UInt32) -> UInt32 {
    if !isArray(value) { failExpected("array", value, site) }
    return referenceAddress(value)
}

/// AT0001: `Expected HashMap, got array`.
@inline(never) func failExpected(_ wanted: StaticString, _ value: UInt64, _ site: UInt32) -> Never {
    beginTypeError()
    writeOutput("Expected ")
    writeOutput(wanted)
    writeOutput(", got ")
    writeTypeName(value)
    failed(site)
}

/// The key that an argument is; AT0140 if it cannot be one.
@inline(__always) func requireKey(_ key: UInt64, _ site: UInt32) -> UInt64 {
    if !isHashable(key) { failHash(key, site) }
    return tableKey(key)
}

@inline(never) private func failHash(_ key: UInt64, _ site: UInt32) -> Never {
    beginFailure()
    writeOutput("AT0140]: Cannot hash type ")
    writeTypeName(key)
    writeOutput(" - only number, string, bool, null are hashable")
    failed(site)
}

/// A value for the program that stays where it is.
@inline(__always) func shared(_ value: UInt64) -> UInt64 {
    share(value)
    return value
}

/// `Some` of a value.
@inline(__always) func some(_ value: UInt64) -> UInt32 { newVariant(.option, tag: ObjectLayout.Variant.some, payload: value) }

@inline(__always) var noneBits: UInt64 { box(0, .option) }
