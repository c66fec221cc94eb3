// Calls of functions that other compilers have made, and what those may call. Nothing here collects, so a foreign function may use what it is
// given, and what it allocates, until it returns.

/// Where a foreign function puts a result of two words: address and count.
private nonisolated(unsafe) var result: UInt64 = 0
/// The place of the call at work.
private nonisolated(unsafe) var callSite: UInt32 = 0

@inline(__always) private var resultAddress: UInt32 { UInt32(truncatingIfNeeded: result) }
@inline(__always) private var resultCount: UInt32 { UInt32(truncatingIfNeeded: result &>> 32) }

@_cdecl("foreign_string_data") @inline(__always) func foreignStringDataEntry(_ string: UInt32) -> UInt32 { stringData(string) }
@_cdecl("foreign_string_length") @inline(__always) func foreignStringLengthEntry(_ string: UInt32) -> UInt32 { stringLength(string) }
@_cdecl("foreign_numbers") @inline(__always) func foreignNumbersEntry(_ array: UInt32) -> UInt32 { arraySlots(array) }
@_cdecl("foreign_result") @inline(__always) func foreignResultEntry() -> UInt32 { address(of: &result) }

@_cdecl("foreign_take_string") @inline(__always) func foreignTakeStringEntry() -> UInt32 { hostString(resultAddress, resultCount) }

@_cdecl("foreign_take_numbers") @inline(__always) func foreignTakeNumbersEntry() -> UInt32 {
    let count = resultCount
    let array = newArray(length: count, capacity: count, flags: ObjectLayout.Flag.numbers)
    var index: UInt32 = 0
    while index != count {
        store64(arraySlot(array, index), box(Double(bitPattern: load64(resultAddress &+ index &* 8))))
        index &+= 1
    }
    return array
}

@_cdecl("foreign_enter") @inline(__always) func foreignEnterEntry(_ site: UInt32) { callSite = site }

/// Exists for the safepoint that follows its call.
@_cdecl("foreign_leave") @inline(__always) func foreignLeaveEntry() {}

@_cdecl("foreign_allocate") @inline(__always) func foreignAllocateEntry(_ size: UInt32) -> UInt32 {
    newBytes(capacity: size) &+ ObjectLayout.Bytes.dataOffset
}

private func fail(_ message: UInt32) -> Never {
    beginFailure()
    writeOutput("RT0004]: ")
    writeOutput(string: message)
    writeSite(callSite)
    exitFailed()
}

@_cdecl("foreign_fail") @inline(__always) func foreignFailEntry(_ data: UInt32, _ count: UInt32) { fail(hostString(data, count)) }
@_cdecl("foreign_abort") @inline(__always) func foreignAbortEntry() { fail(constantString("Foreign code has called abort")) }
