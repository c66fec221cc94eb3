// Buffered output. One buffer serves standard output and, once the program is failing, standard error. Its state lies in the control block.

@_extern(wasm, module: "wasi_snapshot_preview1", name: "fd_write") @_extern(c)
func wasi_fd_write(_ descriptor: UInt32, _ vectors: UInt32, _ count: UInt32, _ written: UInt32) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "proc_exit") @_extern(c)
func wasi_proc_exit(_ status: UInt32)

/// Where the output state lies.
enum OutputState {
    /// A WASI `ciovec`: while the buffer is written out, the address of the rest; always, the number of bytes waiting in the buffer.
    static let start: UInt32 = ControlBlock.outputState
    static let used: UInt32 = ControlBlock.outputState &+ 4
    /// Where `fd_write` tells how many bytes it has taken.
    static let written: UInt32 = ControlBlock.outputState &+ 8
    /// The file descriptor minus 1: memory starts as zeros, and descriptor 1 is standard output.
    static let descriptor: UInt32 = ControlBlock.outputState &+ 12
    /// How full the buffer becomes before it is written out. `writeByte` does not look: there is room for 64 bytes more.
    static let capacity: UInt32 = 16384
    /// The WASI error "try again": a pipe is full.
    static let again: UInt32 = 6
}

private nonisolated(unsafe) var outputBuffer = InlineArray<2056, UInt64>(repeating: 0)

@_extern(c, "flush_output") func flushOutput()

/// Writes the buffer out. A reader that has gone away ends the program quietly with status 1.
@_cdecl("flush_output") @inline(__always) func flushOutputEntry() {
    store32(OutputState.start, address(of: &outputBuffer))
    while load32(OutputState.used) != 0 {
        let error = wasi_fd_write(load32(OutputState.descriptor) &+ 1, OutputState.start, 1, OutputState.written)
        if error == OutputState.again { continue }
        if error != 0 { wasi_proc_exit(1) }
        let written = load32(OutputState.written)
        store32(OutputState.start, load32(OutputState.start) &+ written)
        store32(OutputState.used, load32(OutputState.used) &- written)
    }
}

/// Appends bytes to the output.
func writeOutput(_ data: UInt32, _ count: UInt32) {
    var data = data
    var left = count
    while true {
        let used = load32(OutputState.used)
        if used < OutputState.capacity {
            let room = OutputState.capacity &- used
            let part = left < room ? left : room
            copy(to: address(of: &outputBuffer) &+ used, from: data, count: part)
            store32(OutputState.used, used &+ part)
            left &-= part
            if left == 0 { return }
            data &+= part
        }
        flushOutput()
    }
}

/// Appends one byte to the output. There must not be more than 64 such calls between calls that append texts.
@inline(__always) func writeByte(_ byte: UInt32) {
    let used = load32(OutputState.used)
    store8(address(of: &outputBuffer) &+ used, byte)
    store32(OutputState.used, used &+ 1)
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
