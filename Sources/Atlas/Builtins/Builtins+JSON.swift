import ModuleSystem
import RuntimeABI

/// JSON.
extension Builtins {
    static let json: [Builtin] = []
}
