// The collector: precise, non-moving, mark-region.
//
// The heap is one stretch of blocks of 16 KiB. Small objects are bump-allocated into runs of free lines (128 bytes) of small blocks; an
// object of more than 8 KiB has whole blocks to itself. Every small block begins with its mark bits and line marks, so that both are found
// from an object's address by masking; what a block is stands in a table beside the heap. A collection marks, then derives from the line
// marks which lines and blocks are free. Nothing is ever moved, and nothing is collected inside runtime functions.

/// Sizes of the heap's parts, in bytes.
enum HeapGeometry {
    static let blockShift: UInt32 = 14
    static let blockSize: UInt32 = 1 << blockShift
    static let blockMask: UInt32 = blockSize &- 1
    static let lineShift: UInt32 = 7
    static let lineSize: UInt32 = 1 << lineShift
    static let linesPerBlock: UInt32 = blockSize >> lineShift
    /// A small block begins with a mark bit for every 8 bytes, then a byte for every line.
    static let lineMarksOffset: UInt32 = blockSize >> 6
    static let firstObjectOffset: UInt32 = lineMarksOffset &+ linesPerBlock
    /// Lines that the marks themselves occupy.
    static let headerLines: UInt32 = firstObjectOffset >> lineShift
    /// Objects larger than this get blocks of their own.
    static let largeThreshold: UInt32 = 8192
    /// The last 64 KiB of the address space stay unused, so that no end address wraps to 0.
    static let maximumEnd: UInt32 = 0xFFFF_0000
}

/// When to collect.
enum CollectionPolicy {
    /// Allocation between two collections when little is alive: about what a second-level cache holds.
    static let minimumDebt: UInt32 = 1 << 20
    /// How much more than what is alive may be allocated between two collections when that makes them rarer.
    static let generousDebt: UInt32 = 4 << 20
}

/// The collector's words in the control block. Memory starts as zeros, which means: not initialized.
enum HeapState {
    /// The first block, and the end of the last one.
    static let heapStart: UInt32 = 64
    static let heapEnd: UInt32 = 68
    /// The address at which a block table that began with block 0 of the address space would lie, and how many blocks the table can describe.
    static let tableBias: UInt32 = 72
    static let tableCapacity: UInt32 = 76
    /// Where the table is, so that a table that was outgrown can be reused as heap.
    static let tableRun: UInt32 = 80
    /// The lists of free runs by size class, and which of them are not empty (64 bits).
    static let bins: UInt32 = 84
    static let binMask: UInt32 = 88
    /// Where the search for the next hole goes on; 0 or a block's end when the block is done.
    static let holeCursor: UInt32 = 96
    /// The next block with free lines; 0 at the end of the list.
    static let recyclable: UInt32 = 100
    /// The run for objects that are longer than a line and do not fit the current hole.
    static let overflowBump: UInt32 = 104
    static let overflowLimit: UInt32 = 108
    /// Bytes handed out since the last collection, and how many may be before the next.
    static let debt: UInt32 = 112
    static let threshold: UInt32 = 116
    /// The mark stack: its blocks, its top, its end, and how often an entry was dropped because there was no room.
    static let markBase: UInt32 = 120
    static let markTop: UInt32 = 124
    static let markLimit: UInt32 = 128
    static let markDrops: UInt32 = 132
    /// The block that the mark stack begins with and returns to.
    static let markHome: UInt32 = 152
    /// In stress mode the current hole is kept here, out of reach of compiled code.
    static let stressBump: UInt32 = 136
    static let stressLimit: UInt32 = 140
    /// Bytes in lines and blocks found alive by the last collection; how many collections there were.
    static let liveBytes: UInt32 = 144
    static let collections: UInt32 = 148
    /// Live bytes that take time to collect: of large objects without references, which are not looked at, a quarter.
    static let liveWork: UInt32 = 156
    /// The root that is being marked: a slot.
    static let root: UInt32 = 160
}

/// Words of the collector behind those of `ControlState`.
extension HeapState {
    /// For how many bytes room was made, until it is known what they were; else 0.
    static let preparedRoom: UInt32 = 248
}

/// Slots of the control block that keep objects of the runtime itself alive.
enum RuntimeRoots {
    static let start: UInt32 = 168
    /// What was raised or thrown and where unwinding ends: see `Signal`.
    static let payload: UInt32 = 168
    static let target: UInt32 = 176
    /// Interned names: arrays used as hash tables.
    static let symbols: UInt32 = 184
    static let keywords: UInt32 = 192
    /// Pairs whose first parts are the current input, output and error port, once a program has asked for one: the states of its parameter
    /// objects.
    static let inputState: UInt32 = 200
    static let outputState: UInt32 = 208
    static let errorState: UInt32 = 216
    /// The port of standard input, which others share.
    static let standardInput: UInt32 = 224
    static let count: UInt32 = 8
}

/// Words of the control block that belong to neither the collector nor the roots.
enum ControlState {
    /// How many operands of `(+ a b c d)` come before those that a runtime function of two operands is called with; 0 for all other calls.
    static let operandsBefore: UInt32 = 232
    /// Where the next error object is made: addresses of a site and of a procedure's name, or zeros.
    static let nextPlace: UInt32 = 240
}

@inline(__always) func isHeapInitialized() -> Bool { load32(HeapState.heapStart) != 0 }

/// Where the shadow stack starts and what may be used as heap: constants that the linker knows.
@_extern(c) func langc_shadow_stack_base() -> UInt32
@_extern(c) func langc_heap_base() -> UInt32

/// Linear memory in pages of 64 KiB.
@_extern(c) func memory_size() -> UInt32
/// Grows linear memory; the result is its old size in pages, or `UInt32.max`.
@_extern(c) func memory_grow(_ pages: UInt32) -> UInt32

/// Ends the program: memory is exhausted.
@inline(never) func failOutOfMemory() -> Never {
    beginFailure()
    writeOutput("RT0001]: Out of memory")
    writeSite(0)
    exitFailed()
}
