// Where printing goes: a builder, or standard output, whose buffer takes it without a detour.

/// The builder; 0 for standard output.
nonisolated(unsafe) private var sink: UInt32 = 0

func emit(_ data: UInt32, _ count: UInt32) {
    if sink == 0 { writeOutput(data, count) } else { sink = append(sink, data, count) }
}

@inline(__always) func emit(_ text: StaticString) {
    emit(address(of: text.utf8Start), UInt32(truncatingIfNeeded: text.utf8CodeUnitCount))
}

@inline(__always) func emit(string: UInt32) { emit(stringData(string), stringLength(string)) }

/// One byte on its way out.
private nonisolated(unsafe) var singleByte = InlineArray<1, UInt64>(repeating: 0)

@inline(never) func emitByte(_ byte: UInt32) {
    let place = address(of: &singleByte)
    store8(place, byte)
    emit(place, 1)
}

func emitScalar(_ scalar: UInt32) {
    let place = address(of: &singleByte)
    emit(place, encodeScalar(scalar, place) &- place)
}

func emit(text: UInt32) {
    if !isWide(text) { return emit(textData(text), textLength(text)) }
    var at = textData(text)
    let end = at &+ textLength(text) &<< 2
    while at != end {
        emitScalar(load32(at))
        at &+= 4
    }
}

/// Lets what is emitted go to a new builder; the result is for `endBuilder`.
func beginBuilder() -> UInt32 {
    let outer = sink
    sink = newBytes(capacity: 112)
    return outer
}

/// The builder with what was emitted since `beginBuilder`.
func endBuilder(_ outer: UInt32) -> UInt32 {
    let builder = sink
    sink = outer
    return builder
}

@inline(__always) func beginText() -> UInt32 { beginBuilder() }

/// What was emitted since `beginText`, as a text.
func endText(_ outer: UInt32) -> UInt64 { box(textFromBuilder(endBuilder(outer)), .text) }

/// Lets what is emitted go to standard output; the result is for `endStandardOutput`.
@inline(__always) func beginStandardOutput() -> UInt32 {
    let outer = sink
    sink = 0
    return outer
}

@inline(__always) func endStandardOutput(_ outer: UInt32) { sink = outer }

/// Appends the display form of a value to a builder.
func appendDisplayed(_ builder: UInt32, _ value: UInt64) -> UInt32 { append(builder, value, PrintMode.display) }

/// Appends the written form of a value to a builder.
func appendWritten(_ builder: UInt32, _ value: UInt64) -> UInt32 { append(builder, value, PrintMode.write) }

private func append(_ builder: UInt32, _ value: UInt64, _ mode: UInt32) -> UInt32 {
    let outer = sink
    sink = builder
    emitValue(value, mode)
    return endBuilder(outer)
}
