/// A bug of langc itself that a phase has noticed.
public struct InternalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What langc was doing, for example `code generation`.
    public let phase: String
    /// The module at hand, in its text form; `nil` if it was none in particular.
    public let module: String?
    public let message: String

    public init(phase: String, module: String? = nil, message: String) {
        self.phase = phase
        self.module = module
        self.message = message
    }

    /// The text for the user, with a line break at the end of each line but the last.
    public var description: String {
        let place = module.map { " of \($0)" } ?? ""
        return """
            internal error in \(phase)\(place): \(message)
              = note: this is a bug of langc, not of your program; nothing was written
              = help: please report it with the command line and the module; building again without optimization may get round it
            """
    }
}
