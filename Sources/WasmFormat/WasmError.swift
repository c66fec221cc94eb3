/// Why bytes are not a wasm module, or a part of one, that this layer can read.
public struct WasmError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Offset in the array that was read, in bytes.
    public var offset: Int
    /// What is wrong, in words, without the place.
    public var message: String

    public init(offset: Int, _ message: String) {
        self.offset = offset
        self.message = message
    }

    public var description: String { "\(message) at offset \(offset)" }
}
