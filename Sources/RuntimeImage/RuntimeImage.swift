/// The runtime library, the standard modules and the loader of unmerged programs, embedded in the compiler.
public enum RuntimeImage {
    /// The relocatable wasm object of the runtime library, decoded on first use.
    public static let object: [UInt8] = decodeBase64(RuntimeImageData.object)

    /// The source text of a standard module, such as `std:atlas/array`; `nil` when there is none of that id.
    public static func standardModule(_ id: String) -> String? {
        RuntimeImageData.modules.first { $0.id.description == id }?.text.description
    }

    /// The ids of all standard modules, sorted by their bytes.
    public static var standardModuleIDs: [String] { RuntimeImageData.modules.map(\.id.description) }

    /// The loader that is written beside the modules of an unmerged program: files by name, sorted.
    public static var loaderFiles: [(name: String, text: String)] {
        RuntimeImageData.loader.map { ($0.name.description, $0.text.description) }
    }

    /// What the modules through which JavaScript uses a library contain: texts by name.
    public static func reactorFile(_ name: String) -> String? {
        RuntimeImageData.reactor.first { $0.name.description == name }?.text.description
    }

    /// Decodes base 64 with line feeds in it. The text is made by the build and well formed.
    static func decodeBase64(_ text: StaticString) -> [UInt8] {
        let source = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        return [UInt8](unsafeUninitializedCapacity: source.count / 4 * 3 + 3) { target, count in
            var bits: UInt32 = 0
            var held = 0
            for byte in source {
                let digit: UInt8
                switch byte {
                case 0x41...0x5A: digit = byte &- 0x41
                case 0x61...0x7A: digit = byte &- 0x61 &+ 26
                case 0x30...0x39: digit = byte &- 0x30 &+ 52
                case 0x2B: digit = 62
                case 0x2F: digit = 63
                default: continue
                }
                bits = bits << 6 | UInt32(digit)
                held += 6
                if held >= 8 {
                    held -= 8
                    target.initializeElement(at: count, to: UInt8(truncatingIfNeeded: bits >> UInt32(held)))
                    count += 1
                }
            }
        }
    }
}
