/// The agreement between compiled code and the runtime: layouts of objects, NaN-boxing, calls, the control block.
public enum RuntimeABIVersion {
    /// Rises with every change that makes older objects misbehave with this runtime. A function of the runtime that comes, goes or changes its
    /// type is no such change: the linker sees that itself.
    public static let current: UInt32 = 2
}
