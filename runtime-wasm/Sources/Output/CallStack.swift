// The calls that led to a run-time error, in programs whose code keeps records of them:
//
//        = calls, innermost first:
//            at ratio (lib/math.atl:2:14)
//            at report (main.atl:7:20), 3 times
//            at initializer of main.atl (main.atl:12:1)
//
// A record is a slot of the shadow stack with `NaNBox.callRecordHigh` and the site of the call that a function is in. Calls of one function by
// another from one place, one inside the other, are one group of records.

/// Where the shadow stack ends that is in use. Made by the linker.
@_extern(c) func langc_shadow_stack_top() -> UInt32

/// The place that the error report has named; 0 if it has none.
private nonisolated(unsafe) var failureSite: UInt32 = 0

/// `write_site` of programs with records.
@_cdecl("write_site_before_calls") @inline(__always) func writeSiteBeforeCallsEntry(_ site: UInt32) {
    if site != 0 { failureSite = site }
    writePlace(site)
}

/// `end_failure` of programs with records.
@_cdecl("end_failure_with_calls") @inline(__always) func endFailureWithCallsEntry() {
    writeCalls(langc_shadow_stack_base(), langc_shadow_stack_top())
    flushOutput()
    exit(1)
}

/// `capture_calls` of programs with records.
@_cdecl("capture_calls_from_records") @inline(__always) func captureCallsFromRecordsEntry() -> UInt64 {
    let top = langc_shadow_stack_top()
    var count: UInt32 = 0
    var slot = langc_shadow_stack_base()
    while slot != top {
        if load32(slot, 4) == NaNBox.callRecordHigh { count &+= 1 }
        slot &+= 8
    }
    let vector = newVector(count)
    var record = arraySlots(vector)
    slot = langc_shadow_stack_base()
    while slot != top {
        if load32(slot, 4) == NaNBox.callRecordHigh {
            store64(record, load64(slot))
            record &+= 8
        }
        slot &+= 8
    }
    return box(vector, .vector)
}

/// `report_calls` of programs with records.
@_cdecl("report_calls_from_records") @inline(__always) func reportCallsFromRecordsEntry(_ site: UInt32, _ captured: UInt64) {
    failureSite = site
    if !isReference(captured, .vector) { return writeCalls(langc_shadow_stack_base(), langc_shadow_stack_top()) }
    let vector = referenceAddress(captured)
    let base = arraySlots(vector)
    writeCalls(base, base &+ load32(vector, ObjectLayout.Array.lengthOffset) &<< 3)
}

/// Of longer stacks, so many groups are shown at each end.
private let shownAtEachEnd: UInt32 = 10

/// Writes the calls whose records are among the slots from `base` to `top`.
private func writeCalls(_ base: UInt32, _ top: UInt32) {
    let count = walkCalls(base, top, groupCount: 0)
    if count == 0 { return }
    writeOutput("   = calls, innermost first:\n")
    _ = walkCalls(base, top, groupCount: count)
}

/// Goes through the groups, innermost first, and writes them unless `groupCount`, their number, is 0.
///
/// - Returns: the number of groups.
@inline(never) private func walkCalls(_ base: UInt32, _ top: UInt32, groupCount: UInt32) -> UInt32 {
    let site = failureSite
    var groups: UInt32 = 0
    var omitted: UInt32 = 0
    var group: UInt32 = 0
    var size: UInt32 = 0
    // The innermost record tells nothing of an error whose place is known by more than line and column, if it is of a call that is over.
    var isStale = false
    if site != 0 && hasFunction(site) {
        group = site
        size = 1
        isStale = load32(site, ObjectLayout.Site.flagsOffset) & ObjectLayout.Site.hasOwnRecord != 0
    }
    var slot = top
    while true {
        var next: UInt32 = 0
        while slot != base && next == 0 {
            slot &-= 8
            if load32(slot, 4) != NaNBox.callRecordHigh { continue }
            if isStale { isStale = false } else { next = load32(slot) }
        }
        if next == group && next != 0 {
            size &+= 1
            continue
        }
        if group != 0 {
            let isShown = groups < shownAtEachEnd || groups &+ shownAtEachEnd >= groupCount
            if groupCount != 0 {
                if isShown { writeOmitted(&omitted) } else { omitted &+= size }
                if isShown { writeGroup(group, size, isPlaceKnown: site != 0 || groups != 0) }
            }
            groups &+= 1
        }
        if next == 0 { return groups }
        group = next
        size = 1
    }
}

/// The site has a second part.
private func hasFunction(_ site: UInt32) -> Bool {
    load16(load32(site, ObjectLayout.Site.pathOffset), ObjectLayout.smallOffset) == UInt32(ObjectLayout.String.pathOfCallRecord)
}

private func writeOmitted(_ count: inout UInt32) {
    if count == 0 { return }
    writeOutput("       ... ")
    writeCount(count)
    writeOutput(" more calls ...\n")
    count = 0
}

/// One line, or several where the code of a called function stands in the place of the call.
///
/// - Parameter isPlaceKnown: the record is of a call that goes on; otherwise only its function is certain.
private func writeGroup(_ site: UInt32, _ size: UInt32, isPlaceKnown: Bool) {
    var site = site
    while true {
        let call = load32(site, ObjectLayout.Site.callOffset)
        if isPlaceKnown || call == 0 {
            writeOutput("       at ")
            writeOutput(string: load32(site, ObjectLayout.Site.functionOffset))
            if isPlaceKnown { writePlaceOfCall(site) }
            if call == 0 && size > 1 { writeTimes(size) }
            writeOutput("\n")
        }
        if call == 0 { return }
        site = call
    }
}

@inline(__always) private func writePlaceOfCall(_ site: UInt32) {
    writeOutput(" (")
    writePosition(site)
    writeOutput(")")
}

@inline(__always) private func writeTimes(_ count: UInt32) {
    writeOutput(", ")
    writeCount(count)
    writeOutput(" times")
}

/// Larger numbers are not told exactly: how deep a recursion without end gets depends on how the program was built.
private let mostCounted: UInt32 = 1000

@inline(never) private func writeCount(_ count: UInt32) {
    if count > mostCounted { writeOutput("over ") }
    writeDecimal(count > mostCounted ? mostCounted : count)
}
