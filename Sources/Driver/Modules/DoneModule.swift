import Basics
import ModuleSystem
import Synchronization

/// What is known of a module that has been checked, for those that import it.
final class DoneModule: Sendable {
    /// The fingerprint of the interface without places and documentation, and with them.
    let hash: StableHash
    let places: StableHash
    /// See `ModuleInterface.references`.
    let references: [ModuleID]
    /// Decoding takes time, and most interfaces that come from the cache are not looked at.
    private let content: Mutex<Content>

    private enum Content {
        case encoded(ArraySlice<UInt8>, ModuleID)
        case decoded(ModuleInterface)
    }

    init(_ interface: ModuleInterface) {
        hash = interface.fingerprint
        places = StableHash(of: interface.encoded())
        references = interface.references
        content = Mutex(.decoded(interface))
    }

    init(_ module: ModuleID, _ cached: CachedModule) {
        hash = cached.hash
        places = cached.places
        references = cached.references
        content = Mutex(.encoded(cached.interface, module))
    }

    var interface: ModuleInterface {
        content.withLock { content in
            switch content {
            case .decoded(let interface): return interface
            case .encoded(let bytes, let module):
                // What the cache gives was written by this very compiler, and is whole.
                let interface = (try? ModuleInterface(decoding: bytes)) ?? ModuleInterface(module: module, language: "", sourcePath: module.text)
                content = .decoded(interface)
                return interface
            }
        }
    }
}
