import ModuleSystem
import RuntimeABI

/// Regular expressions.
extension Builtins {
    static let regularExpressions: [Builtin] = []
}
