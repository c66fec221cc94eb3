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

    /// Decodes base 64 with line feeds between groups of four digits. The text is made by the build and well formed.
    static func decodeBase64(_ text: StaticString) -> [UInt8] {
        let source = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard let digits = source.baseAddress else { return [] }
        // What a digit stands for at each of the four places of a group.
        var values = [UInt32](repeating: 0, count: 4 * 256)
        for (value, digit) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8.enumerated() {
            for place in 0..<4 { values[256 * place + Int(digit)] = UInt32(value) << UInt32(18 - 6 * place) }
        }
        return [UInt8](unsafeUninitializedCapacity: source.count / 4 * 3 + 3) { target, count in
            guard let base = target.baseAddress else { return }
            values.withUnsafeBufferPointer { values in
                guard let values = values.baseAddress else { return }
                var place = 0
                var written = 0
                while place + 4 <= source.count {
                    if digits[place] == 0x0A {
                        place += 1
                        continue
                    }
                    let group = values[Int(digits[place])] | values[256 + Int(digits[place + 1])] | values[512 + Int(digits[place + 2])]
                        | values[768 + Int(digits[place + 3])]
                    base[written] = UInt8(truncatingIfNeeded: group >> 16)
                    base[written + 1] = UInt8(truncatingIfNeeded: group >> 8)
                    base[written + 2] = UInt8(truncatingIfNeeded: group)
                    place += 4
                    written += 3
                }
                // Digits that only fill up the last group.
                let padding = source.suffix(4).count { $0 == 0x3D }
                count = max(0, written - padding)
            }
        }
    }
}
