/// What the process's exit status says.
struct ExitStatus: RawRepresentable, Hashable {
    let rawValue: Int32

    static let success = ExitStatus(rawValue: 0)
    /// The program or its sources are at fault.
    static let failure = ExitStatus(rawValue: 1)
    /// The command line is wrong.
    static let usage = ExitStatus(rawValue: 2)
    /// A bug of langc.
    static let internalError = ExitStatus(rawValue: 70)
}
