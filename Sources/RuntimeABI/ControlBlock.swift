/// Fixed addresses in linear memory that compiled code and the runtime share. All words are u32.
public enum ControlBlock {
    /// Where the next small object goes; compiled code bumps it.
    public static let bumpPointer: UInt32 = 16
    /// The end of the current free run; an allocation that would pass it takes the slow path.
    public static let bumpLimit: UInt32 = 20
    /// Nonzero when a runtime function has allocated so much that the next safepoint should collect.
    public static let collectRequested: UInt32 = 24
    /// Nonzero in stress mode: every safepoint collects and freed memory is poisoned. Written by the linker.
    public static let stressMode: UInt32 = 28
    /// The lowest address of the shadow stack, which grows upwards from here. Written by the linker.
    public static let shadowStackBase: UInt32 = 32
    /// The first address that the runtime may use as heap. Written by the linker.
    public static let heapBase: UInt32 = 36
    /// How often recursion that goes on in the heap has been entered from recursion that does so already.
    public static let deepLevel: UInt32 = 40
    /// Why a function that has just returned did not return one value: see `Signal`.
    public static let signal: UInt32 = 44
    /// Sixteen bytes with the state of the output buffer.
    public static let outputState: UInt32 = 48
    /// Where the area the runtime may lay out for itself begins and ends.
    public static let runtimePrivate: UInt32 = 64
    public static let end: UInt32 = 256

    /// Static data of a linked program starts here.
    public static let staticDataBase: UInt32 = 1024
}

/// What `ControlBlock.signal` says after a call.
public enum Signal {
    /// The call returned one value.
    public static let none: UInt32 = 0
    /// Calls are being left until the target of `signal_target` is reached; the result means nothing.
    public static let unwinding: UInt32 = 1
    /// The result is an object of kind `values`.
    public static let values: UInt32 = 2
    /// A runtime function found an error: `signal_payload` gives it; the result means nothing.
    public static let raise: UInt32 = 3
    /// A typed version of a procedure has given up what it was doing; the general version begins anew.
    public static let abandoned: UInt32 = 4
}

/// The budget for nested calls, so that deep recursion is a clean run-time error on every engine.
public enum CallDepth {
    /// The initial value of the `__stack_depth` global, in slots of 8 bytes. The smallest stack among the supported engines holds 65 536.
    public static let budget: UInt32 = 50_000
    /// What calls that are made from recursion in the heap may use of the stack, and how many such slices there are. With the budget, they fit into
    /// the smallest stack.
    public static let deepSlice: UInt32 = 5_000
    public static let deepSlices: UInt32 = 2
    /// What a frame of machine code holds besides parameters, locals and operands, with room to spare: engines keep values of their own there.
    public static let machineOverhead = 7
    /// The same of an interpreter's frame, which is known exactly, with slots for constants: one for so many bytes of code, and at least so many.
    public static let interpreterOverhead = 3
    public static let bytesPerConstant = 20
    public static let leastConstants = 4
    /// Functions that raise an error where the budget ends, which programs can catch, do so when this is left: those of other languages, which they
    /// call, end the program there.
    public static let reserve = 500
    /// Bytes reserved for the shadow stack: the whole budget, and room for frames that are not counted.
    public static let shadowStackSize: UInt32 = 8 * budget + 65_536
}

/// The exit statuses by which a program of tests says how the test went that it ran. They are none that programs use, so that a program that
/// ends before its test has returned is not taken for one whose test passed.
public enum TestProtocol {
    /// The test returned.
    public static let passed: UInt32 = 86
    /// The test returned an error value; standard error shows it.
    public static let returnedError: UInt32 = 87
}

/// Names in the wasm import module `langc:rt` that are not runtime functions, and the other reserved import modules of objects.
public enum ReservedNames {
    public static let runtimeModule = "langc:rt"
    public static let dataModule = "langc:data"
    public static let tableModule = "langc:table"
    public static let baseModule = "langc:base"
    /// Addresses of namespace objects, by module id.
    public static let namespaceModule = "langc:namespace"
    public static let memory = "memory"
    public static let table = "__indirect_function_table"
    public static let shadowStackPointer = "__shadow_stack_pointer"
    public static let stackDepth = "__stack_depth"
    /// The stack of C code, which grows downwards.
    public static let cStackPointer = "__stack_pointer"
    public static let baseMemory = "memory"
    public static let baseTable = "table"
    /// What a program exports to be started, and the runtime to be set up when it is a module of its own.
    public static let start = "_start"
    public static let initialize = "_initialize"
    public static let initializer = "langc.init"
    /// The initializer without its once flag, for a linker that calls every initializer once itself. Optional.
    public static let initializerBody = "langc.init.body"
    /// What makes a module ready before the initializer of any module runs: literals that are objects, and what its procedures need. Optional.
    public static let preparation = "langc.prepare"
    public static let roots = "langc.roots"
    /// Export prefix of the address of an exported function's static closure: an immutable i32 global.
    public static let closurePrefix = "langc.closure:"
    /// Export prefix of the variant of an exported function that takes the caller's site.
    public static let sitePrefix = "langc.site:"
    /// The import module of what a runtime that is a module of its own needs of the host, besides WASI.
    public static let hostModule = "env"
    /// What the relocatable runtime imports (module `env`) and the linker synthesizes: marks the globals of all modules.
    public static let markRoots = "langc_mark_roots"
    /// The same for `() -> i32` functions that give the addresses otherwise found in `ControlBlock.shadowStackBase` and `heapBase`; the linker
    /// writes those words only if the runtime does not import the function.
    public static let shadowStackBase = "langc_shadow_stack_base"
    public static let heapBase = "langc_heap_base"
    /// The same, but for the end of what is in use of the shadow stack.
    public static let shadowStackTop = "langc_shadow_stack_top"
    /// Functions of the runtime that give way to others in programs whose errors tell of the calls that led to them.
    public static let callStackReplacements = [("write_site", "write_site_before_calls"), ("end_failure", "end_failure_with_calls"),
        ("report_calls", "report_calls_from_records"), ("capture_calls", "capture_calls_from_records")]
}
