import ModuleSystem
import RuntimeABI

/// Hash maps, hash sets, queues, stacks.
extension Builtins {
    static let collections: [Builtin] = []
}
