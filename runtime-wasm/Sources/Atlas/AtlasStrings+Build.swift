// Atlas: string functions that put texts together.

/// The largest count for `repeat` and width for padding.
private let countLimit: Double = 1_000_000

@_cdecl("atlas_repeat") @inline(__always) func atlasRepeatEntry(_ string: UInt32, _ count: Double, _ site: UInt32) -> UInt32 {
    if count.rounded(.towardZero) != count { failType("repeat() count must be an integer", site) }
    if count < 0 { failType("repeat() count cannot be negative", site) }
    if count > countLimit { failNumeric(site) }
    let length = UInt64(stringLength(string)) &* UInt64(count)
    if length > 0x7FFF_FFFF { failNumeric(site) }
    let result = newString(byteCount: UInt32(length), flags: UInt8(truncatingIfNeeded: partFlags(string)))
    fillPattern(stringData(result), UInt32(length), stringData(string), stringLength(string))
    return result
}

/// Fills `count` bytes with a text over and over; what is there already is copied, so that few copies are made.
private func fillPattern(_ target: UInt32, _ count: UInt32, _ text: UInt32, _ length: UInt32) {
    var done = length < count ? length : count
    copy(to: target, from: text, count: done)
    while done < count {
        let part = done < count &- done ? done : count &- done
        copy(to: target &+ done, from: target, count: part)
        done &+= part
    }
}

@_cdecl("atlas_replace") @inline(__always) func atlasReplaceEntry(_ string: UInt32, _ from: UInt32, _ to: UInt32) -> UInt32 {
    let cut = stringLength(from)
    let at = cut == 0 ? nowhere : findString(string, 0, from)
    if at == nowhere { return string }
    let data = stringData(string)
    let added = stringLength(to)
    let rest = stringLength(string) &- at &- cut
    let flags = UInt8(truncatingIfNeeded: joinedFlags(string, to) & asciiFlag)
    let kept = at &+ rest
    let result = newString(byteCount: kept &+ added < kept ? UInt32.max : kept &+ added, flags: flags)
    let target = stringData(result)
    copy(to: target, from: data, count: at)
    copy(to: target &+ at, from: stringData(to), count: added)
    copy(to: target &+ at &+ added, from: data &+ at &+ cut, count: rest)
    return result
}

@_cdecl("atlas_pad_start") @inline(__always)
func atlasPadStartEntry(_ string: UInt32, _ width: Double, _ filler: UInt32, _ site: UInt32) -> UInt32 {
    if width.rounded(.towardZero) != width { failType("padStart() width must be an integer", site) }
    return pad(string, width, filler, true, site)
}

@_cdecl("atlas_pad_end") @inline(__always)
func atlasPadEndEntry(_ string: UInt32, _ width: Double, _ filler: UInt32, _ site: UInt32) -> UInt32 {
    if width.rounded(.towardZero) != width { failType("padEnd() width must be an integer", site) }
    return pad(string, width, filler, false, site)
}

private func pad(_ string: UInt32, _ width: Double, _ filler: UInt32, _ atStart: Bool, _ site: UInt32) -> UInt32 {
    let scalars = Double(stringScalarCount(string))
    let fillerLength = stringLength(filler)
    if width <= scalars || fillerLength == 0 { return string }
    if width - scalars > countLimit { failNumeric(site) }
    let missing = UInt32(width - scalars)
    let perFiller = stringScalarCount(filler)
    let part = scalarOffset(filler, missing % perFiller)
    let whole = UInt64(missing / perFiller) &* UInt64(fillerLength)
    let length = stringLength(string)
    if whole &+ UInt64(part) &+ UInt64(length) > 0x7FFF_FFFF { failNumeric(site) }
    let padding = UInt32(truncatingIfNeeded: whole) &+ part
    let flags = UInt8(truncatingIfNeeded: joinedFlags(string, filler) & asciiFlag)
    let result = newString(byteCount: padding &+ length, flags: flags)
    let target = stringData(result)
    fillPattern(atStart ? target : target &+ length, padding, stringData(filler), fillerLength)
    copy(to: atStart ? target &+ padding : target, from: stringData(string), count: length)
    return result
}

@_cdecl("atlas_join") @inline(__always) func atlasJoinEntry(_ array: UInt32, _ separator: UInt32, _ site: UInt32) -> UInt32 {
    let count = load32(array, ObjectLayout.Array.lengthOffset)
    let end = array &+ ObjectLayout.Array.slotsOffset &+ 8 &* count
    let gap = stringLength(separator)
    var total: UInt64 = count == 0 ? 0 : UInt64(gap) &* UInt64(count &- 1)
    var flags = stringFlags(separator)
    var slot = array &+ ObjectLayout.Array.slotsOffset
    while slot != end {
        let value = load64(slot)
        if !isReference(value, .string) { failType("join() requires array of strings", site) }
        total &+= UInt64(stringLength(referenceAddress(value)))
        flags &= stringFlags(referenceAddress(value))
        slot &+= 8
    }
    if total > 0x7FFF_FFFF { failNumeric(site) }
    let result = newString(byteCount: UInt32(truncatingIfNeeded: total), flags: UInt8(truncatingIfNeeded: flags & asciiFlag))
    var target = stringData(result)
    slot = array &+ ObjectLayout.Array.slotsOffset
    while slot != end {
        let part = referenceAddress(load64(slot))
        fastCopy(to: target, from: stringData(part), count: stringLength(part))
        target &+= stringLength(part)
        slot &+= 8
        if slot == end { break }
        fastCopy(to: target, from: stringData(separator), count: gap)
        target &+= gap
    }
    return result
}
