import Basics
import ModuleSystem
import Synchronization

/// What is known of a module that has been checked, for those that import it.
struct DoneModule: Sendable {
    /// See `ModuleInterface.interfaceHash`.
    let hash: String
    /// See `ModuleInterface.references`.
    let references: [ModuleID]
    let interface: ModuleInterface

    init(_ interface: ModuleInterface) {
        hash = interface.interfaceHash
        references = interface.references
        self.interface = interface
    }
}
