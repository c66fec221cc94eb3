import ModuleSystem

/// How far a build is.
public struct BuildProgress: Hashable, Sendable {
    public enum Phase: Hashable, Sendable {
        case checking, compiling, linking
    }

    public var phase: Phase
    /// How many modules of the phase are done, and how many there are. Those that come from the cache need no compiling.
    public var done: Int
    public var total: Int
    /// The module that was done last; nil if there is none.
    public var module: ModuleID?
}
