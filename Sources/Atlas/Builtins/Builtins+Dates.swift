import ModuleSystem
import RuntimeABI

/// Dates and times.
extension Builtins {
    static let dates: [Builtin] = []
}
