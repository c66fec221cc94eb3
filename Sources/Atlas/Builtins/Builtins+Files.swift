import ModuleSystem
import RuntimeABI

/// Files, paths, environment.
extension Builtins {
    static let files: [Builtin] = []
}
