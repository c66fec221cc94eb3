import Linker
import RuntimeImage

extension RuntimeLibrary {
    /// That of this langc.
    static let standard = RuntimeLibrary { RuntimeImage.object }
}
