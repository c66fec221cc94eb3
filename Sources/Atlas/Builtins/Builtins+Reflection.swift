import ModuleSystem
import RuntimeABI

/// Reflection.
extension Builtins {
    static let reflection: [Builtin] = []
}
