import Basics
import WasmFormat

/// Tells modules that use features of WebAssembly which programs do without from modules that are broken.
enum ForeignFeatures {
    /// What compilers may note in `target_features`.
    private static let allowed: Set = [
        "mutable-globals", "sign-ext", "nontrapping-fptoint", "bulk-memory", "bulk-memory-opt", "multivalue", "tail-call", "reference-types",
        "call-indirect-overlong", "extended-const", "crt-static",
    ]

    /// What to say of a module that cannot be read or is not valid.
    static func problem(of bytes: [UInt8], _ error: WasmError) -> ForeignProblem {
        let unwanted = features(of: bytes).filter { !allowed.contains($0) }
        if !unwanted.isEmpty, isFeature(error) {
            return ForeignProblem(
                ForeignCodes.feature, "uses features that programs must do without",
                notes: ["\(error)", "it was compiled with " + unwanted.map { "`\($0)`" }.joined(separator: ", ")],
                help: ["compile it without " + unwanted.map { option($0) }.joined(separator: ", ")])
        }
        if isFeature(error) {
            return ForeignProblem(ForeignCodes.feature, "uses a feature that programs must do without", notes: ["\(error)"])
        }
        return ForeignProblem(ForeignCodes.invalid, "is not a valid wasm module", notes: ["\(error)"])
    }

    /// Prefixes of SIMD, threads and garbage collection; instructions of exceptions.
    private static let signs = [
        "unknown instruction 0x6", "unknown instruction 0x7", "unknown instruction 0x8", "unknown instruction 0x9", "unknown instruction 0x18",
        "unknown instruction 0x19", "unknown instruction 0x1f", "unknown instruction 0xfb", "unknown instruction 0xfd", "unknown instruction 0xfe",
        "unknown value type", "unknown section 13", "limits of kind", "more than one memory",
    ]

    private static func isFeature(_ error: WasmError) -> Bool { signs.contains { error.message.hasPrefix($0) } }

    private static func option(_ feature: String) -> String {
        switch feature {
        case "exception-handling": "`-fwasm-exceptions`"
        case "atomics": "`-pthread`"
        default: "`-m\(feature)`"
        }
    }

    /// The features that the module's compiler says it has used. The module need not be readable otherwise.
    private static func features(of bytes: [UInt8]) -> [String] {
        var reader = ByteReader(bytes)
        do {
            try reader.skip(8)
            while !reader.isAtEnd {
                let id = try reader.readU8()
                var content = try reader.readLengthPrefixedSub()
                guard id == SectionID.custom.rawValue, try content.readString() == "target_features" else { continue }
                var result: [String] = []
                for _ in 0..<min(try content.readULEB32(), 100) {
                    let prefix = try content.readU8()
                    let name = try content.readString()
                    if prefix == UInt8(ascii: "+") { result.append(name) }
                }
                return result
            }
        } catch {}
        return []
    }
}
