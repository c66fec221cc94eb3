// What a program of tests calls around the test that it runs.

/// The decimal number that is the program's last argument; `UInt32.max` if that is none.
@_cdecl("test_index") @inline(__always) func testIndexEntry() -> UInt32 {
    let sizes = newBytes(capacity: 8) &+ ObjectLayout.Bytes.dataOffset
    if wasi_args_sizes_get(sizes, sizes &+ 4) != 0 { return UInt32.max }
    let count = load32(sizes)
    if count == 0 { return UInt32.max }
    let pointers = newBytes(capacity: 4 &* count) &+ ObjectLayout.Bytes.dataOffset
    let texts = newBytes(capacity: load32(sizes, 4)) &+ ObjectLayout.Bytes.dataOffset
    if wasi_args_get(pointers, texts) != 0 { return UInt32.max }
    var digit = load32(pointers &+ 4 &* (count &- 1))
    var number: UInt32 = 0
    while load8(digit) != 0 {
        let value = load8(digit) &- 48
        if value > 9 || number > 100_000_000 { return UInt32.max }
        number = 10 &* number &+ value
        digit &+= 1
    }
    return number
}

/// Ends the program after a test that returned an error value, which standard error shows.
@_cdecl("test_check") @inline(__always) func testCheckEntry(_ value: UInt64) {
    if !isReference(value, .result) { return }
    if load16(referenceAddress(value), ObjectLayout.Variant.tagOffset) == UInt32(ObjectLayout.Variant.ok) { return }
    flushOutput()
    store32(OutputState.descriptor, 1)
    writeOutput(string: valueDisplay(value))
    endTest(TestProtocol.returnedError)
}

/// Ends the program after a test that returned.
@_cdecl("test_passed") @inline(__always) func testPassedEntry() { endTest(TestProtocol.passed) }

private func endTest(_ status: UInt32) -> Never {
    flushOutput()
    exit(status)
}
