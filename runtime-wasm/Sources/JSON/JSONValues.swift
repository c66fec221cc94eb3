// JSON values: wrappers around plain values, where a JSON object is a hash map from names to plain values in the order of the text.

/// Wraps a plain value, and tells general code how to deal with JSON.
func newJSON(_ value: UInt64) -> UInt32 {
    KindHooks.displayJSON = { builder, value in writeJSON(builder, value, JSONStyle.display, 0) }
    KindHooks.indexJSON = { receiver, index, site in
        box(newWrapper(.json, jsonIndex(wrappedValue(referenceAddress(receiver)), index, site)), .json)
    }
    return newWrapper(.json, value)
}

@_cdecl("atlas_parse_json") @inline(__always) func atlasParseJSONEntry(_ string: UInt32, _ site: UInt32) -> UInt32 {
    newJSON(parsedJSON(string, site))
}

/// The plain value of a text; AT0001 if it is no JSON.
private func parsedJSON(_ string: UInt32, _ site: UInt32) -> UInt64 {
    openJSON(string)
    let value = parseJSON()
    if value == absentBits { failJSON(site) }
    return value
}

@_cdecl("atlas_minify_json") @inline(__always) func atlasMinifyJSONEntry(_ string: UInt32, _ site: UInt32) -> UInt32 {
    written(parsedJSON(string, site), JSONStyle.sorted)
}

@_cdecl("atlas_prettify_json") @inline(__always)
func atlasPrettifyJSONEntry(_ string: UInt32, _ indentation: Double, _ site: UInt32) -> UInt32 {
    if !(indentation >= 0 && indentation < .infinity && indentation.rounded(.towardZero) == indentation) {
        failType("prettifyJSON() indent must be a whole number that is not negative", site)
    }
    let value = parsedJSON(string, site)
    JSONStyle.indentation = indentation < 1e9 ? UInt32(indentation) : 1_000_000_000
    return written(value, JSONStyle.pretty)
}

/// The text of a plain value.
private func written(_ value: UInt64, _ style: UInt32) -> UInt32 {
    outputString(writeJSON(newOutput(), box(newWrapper(.json, value), .json), style, 0))
}

@_cdecl("atlas_to_json") @inline(__always) func atlasToJSONEntry(_ value: UInt64, _ site: UInt32) -> UInt32 {
    outputString(writeJSON(newOutput(), value, JSONStyle.compact, site))
}

// MARK: Parts. `value` is a plain value, as is the result, which is null where there is no such part.

@_extern(c, "json_member") private func jsonMember(_ value: UInt64, _ name: UInt32) -> UInt64
@_extern(c, "json_element") private func jsonElement(_ value: UInt64, _ index: Double) -> UInt64

@_cdecl("json_member") @inline(__always) func jsonMemberEntry(_ value: UInt64, _ name: UInt32) -> UInt64 {
    if !isReference(value, .hashMap) { return nullBits }
    let entry = tableFind(referenceAddress(value), box(name, .string))
    return entry == 0 ? nullBits : load64(entry &+ 8)
}

@_cdecl("json_element") @inline(__always) func jsonElementEntry(_ value: UInt64, _ index: Double) -> UInt64 {
    if !isArray(value) { return nullBits }
    let array = referenceAddress(value)
    if !(index >= 0 && index < Double(arrayLength(array)) && index.rounded(.towardZero) == index) { return nullBits }
    return load64(arraySlot(array, UInt32(index)))
}

@_extern(c, "json_index") private func jsonIndex(_ value: UInt64, _ index: UInt64, _ site: UInt32) -> UInt64

@_cdecl("json_index") @inline(__always) func jsonIndexEntry(_ value: UInt64, _ index: UInt64, _ site: UInt32) -> UInt64 {
    if isNumber(index) { return jsonElement(value, Double(bitPattern: index)) }
    if isReference(index, .string) { return jsonMember(value, referenceAddress(index)) }
    failTypeOf("JSON index must be string or number, found ", index, site)
}

/// AT0001 for a plain value that is none of the kind asked for: 0 string, 1 number, 2 bool.
@_cdecl("atlas_fail_extract") @inline(__always) func atlasFailExtractEntry(_ value: UInt64, _ wanted: UInt32, _ site: UInt32) {
    beginTypeError()
    writeOutput("Cannot extract ")
    if wanted == 0 { writeOutput("string") } else if wanted == 1 { writeOutput("number") } else { writeOutput("bool") }
    writeOutput(" from JSON value of type '")
    if isReference(value, .hashMap) { writeOutput("object") } else { writeTypeName(value) }
    writeOutput("'")
    failed(site)
}

// MARK: Questions about any value

/// A JSON object.
@_cdecl("atlas_is_object") @inline(__always) func atlasIsObjectEntry(_ value: UInt64) -> UInt32 {
    isReference(value, .json) && isReference(wrappedValue(referenceAddress(value)), .hashMap) ? 1 : 0
}

/// The value that a JSON object or hash map has for a key; absent for other values and where there is none.
private func field(_ value: UInt64, _ name: UInt32) -> UInt64 {
    let plain = isReference(value, .json) ? wrappedValue(referenceAddress(value)) : value
    if !isReference(plain, .hashMap) { return absentBits }
    let entry = tableFind(referenceAddress(plain), box(name, .string))
    return entry == 0 ? absentBits : load64(entry &+ 8)
}

@_cdecl("atlas_has_field") @inline(__always) func atlasHasFieldEntry(_ value: UInt64, _ name: UInt32) -> UInt32 {
    field(value, name) == absentBits ? 0 : 1
}

@_cdecl("atlas_has_tag") @inline(__always)
func atlasHasTagEntry(_ value: UInt64, _ tag: UInt32, _ key: UInt32) -> UInt32 {
    let found = field(value, key)
    return isReference(found, .string) ? stringEqual(referenceAddress(found), tag) : 0
}

/// The name of a function.
@_cdecl("atlas_function_name") @inline(__always) func atlasFunctionNameEntry(_ closure: UInt32) -> UInt32 {
    load32(load32(closure, ObjectLayout.Closure.descriptorOffset), ObjectLayout.FunctionDescriptor.nameOffset)
}
