import Synchronization
import WasmFormat

/// The runtime library, a relocatable object of the tool conventions. It is read once, by whoever needs it first or prepares it.
public final class RuntimeLibrary: Sendable {
    private let load: @Sendable () -> [UInt8]
    private let known = Mutex<Result<RuntimeFile, WasmError>?>(nil)

    /// - Parameter load: gives the bytes, on any thread.
    public init(_ load: @escaping @Sendable () -> [UInt8]) { self.load = load }

    /// Reads it, so that it is at hand when something is linked.
    public func prepare() { _ = file }

    /// Its parts, or why it cannot be read.
    var file: Result<RuntimeFile, WasmError> {
        known.withLock { known in
            let result = known ?? read()
            known = result
            return result
        }
    }

    private func read() -> Result<RuntimeFile, WasmError> {
        do throws(WasmError) { return .success(try ReadRuntime.read(load())) } catch { return .failure(error) }
    }
}
