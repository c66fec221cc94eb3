// Buffered output. One buffer serves standard output and, once the program is failing, standard error. Its state lies in the control block.

@_extern(wasm, module: "wasi_snapshot_preview1", name: "fd_write") @_extern(c)
func wasi_fd_write(_ descriptor: UInt32, _ vectors: UInt32, _ count: UInt32, _ written: UInt32) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "proc_exit") @_extern(c)
func wasi_proc_exit(_ status: UInt32)

/// Ends the program.
@inline(__always) func exit(_ status: UInt32) -> Never {
    wasi_proc_exit(status)
    fatalError()
}

/// Where the output state lies.
enum OutputState {
    /// A WASI `ciovec`: while the buffer is written out, the address of the rest; always, the number of bytes waiting in the buffer.
    static let start: UInt32 = ControlBlock.outputState
    static let used: UInt32 = ControlBlock.outputState &+ 4
    /// Where `fd_write` tells how many bytes it has taken.
    static let written: UInt32 = ControlBlock.outputState &+ 8
    /// The file descriptor minus 1: memory starts as zeros, and descriptor 1 is standard output.
    static let descriptor: UInt32 = ControlBlock.outputState &+ 12
    /// Texts of this size or more, a power of two, are not copied into the buffer, and nothing is when it is that full. `writeByte` does not
    /// look. So the buffer has room for twice as much, and for 64 bytes more.
    static let capacity: UInt32 = 16384
    /// The WASI error "try again": a pipe is full.
    static let again: UInt32 = 6
}

private nonisolated(unsafe) var outputBuffer = InlineArray<4104, UInt64>(repeating: 0)

@_extern(c, "flush_output") func flushOutput()

/// Writes the buffer out. A reader that has gone away ends the program quietly with status 1.
@_cdecl("flush_output") @inline(__always) func flushOutputEntry() {
    drain(address(of: &outputBuffer), load32(OutputState.used))
}

/// Writes bytes out; then nothing waits in the buffer. The call of itself becomes a loop that is smaller than what becomes of a loop.
@inline(never) private func drain(_ data: UInt32, _ count: UInt32) {
    store32(OutputState.start, data)
    store32(OutputState.used, count)
    if count == 0 { return }
    let error = wasi_fd_write(load32(OutputState.descriptor) &+ 1, OutputState.start, 1, OutputState.written)
    if error == OutputState.again { return drain(data, count) }
    if error != 0 { exit(1) }
    let written = load32(OutputState.written)
    drain(data &+ written, count &- written)
}

/// Appends bytes to the output.
func writeOutput(_ data: UInt32, _ count: UInt32) {
    let used = load32(OutputState.used)
    if used | count >= OutputState.capacity {
        flushOutput()
        return drain(data, count)
    }
    _ = memmove(outputByte(used), pointer(data), UInt(count))
    store32(OutputState.used, used &+ count)
}

/// Appends one byte to the output. There must not be more than 64 such calls between calls that append texts.
@inline(__always) func writeByte(_ byte: UInt32) {
    let used = load32(OutputState.used)
    outputByte(used).storeBytes(of: UInt8(truncatingIfNeeded: byte), as: UInt8.self)
    store32(OutputState.used, used &+ 1)
}

/// Where a byte of the buffer is.
@inline(__always) private func outputByte(_ position: UInt32) -> UnsafeMutableRawPointer {
    withUnsafeMutablePointer(to: &outputBuffer) { UnsafeMutableRawPointer($0) } + Int(bitPattern: UInt(position))
}

/// Appends a constant text to the output.
@inline(__always) func writeOutput(_ text: StaticString) {
    writeOutput(address(of: text.utf8Start), UInt32(truncatingIfNeeded: text.utf8CodeUnitCount))
}

/// Appends the text of a string object to the output.
@inline(__always) func writeOutput(string: UInt32) { writeOutput(stringData(string), stringLength(string)) }

@_cdecl("print_line") @inline(__always) func printLineEntry(_ string: UInt32) {
    writeOutput(string: string)
    writeByte(10)
}
