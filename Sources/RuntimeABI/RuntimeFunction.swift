/// A wasm value type as runtime functions use it.
public enum MachineType: UInt8, Hashable, Sendable {
    case i32, i64, f64
}

/// A function of the runtime library: its name in the relocatable runtime, its wasm signature, and what callers must know.
public struct RuntimeFunction: Hashable, Sendable {
    /// What a call may do besides computing its result.
    public struct Effects: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Allocates: the call is followed by a safepoint poll. The function itself never collects.
        public static let allocates = Effects(rawValue: 1)
        /// May collect, so it is a safepoint itself; takes the shadow stack pointer as last argument.
        public static let collects = Effects(rawValue: 2)
        /// May end the program with a run-time error; takes a trailing `site` argument (i32, 0 = unknown place).
        public static let fails = Effects(rawValue: 4)
        /// Never returns.
        public static let noReturn = Effects(rawValue: 8)
        /// Neither reads nor writes memory that a program can change: equal arguments give equal results.
        public static let pure = Effects(rawValue: 16)
        /// Observable from outside: writes output, reads a clock.
        public static let external = Effects(rawValue: 32)

        /// May find an error that the program can catch: it stores the error object as pending payload, sets `ControlBlock.signal` to
        /// `Signal.raise` and returns 0.
        public static let raises = Effects(rawValue: 64)

        /// Returns several values: an object of kind `values`, with `ControlBlock.signal` set to `Signal.values`.
        public static let severalValues = Effects(rawValue: 128)
    }

    /// About how much memory a call needs, where that can be told from its first argument and may be much. Before such a call, callers let the
    /// collector make room, since the function itself never collects.
    public enum Room: Hashable, Sendable {
        /// So many bytes for each byte of a text, or each element of an array.
        case perUnit(UInt32)
        /// The argument is a count; so many bytes for each.
        case perCount(UInt32)

        /// Bytes that are needed for one.
        public var bytesEach: UInt32 {
            switch self {
            case .perUnit(let bytes), .perCount(let bytes): bytes
            }
        }

        /// Calls that need no more than so many bytes are not worth the question.
        public static let leastBytes: UInt32 = 1 << 18
    }

    public let name: String
    public let parameters: [MachineType]
    /// `nil` when there is no result.
    public let result: MachineType?
    public let effects: Effects
    /// `nil` where it is little, or not known. Functions that have it allocate, and their first parameter is an i32.
    public let room: Room?

    public init(_ name: String, _ parameters: [MachineType], _ result: MachineType?, _ effects: Effects = [], room: Room? = nil) {
        self.name = name
        self.parameters = parameters
        self.result = result
        self.effects = effects
        self.room = room
    }
}
