import Diagnostics
import WasmFormat

/// What an interface file says.
public struct ForeignInterface: Sendable {
    /// The file with the code, if it is named: a path from the directory of the interface.
    var file: (path: String, span: SourceSpan)?
    var functions: [ForeignFunction] = []
}

/// A declared function.
struct ForeignFunction: Sendable {
    struct Parameter: Hashable, Sendable {
        var name: String
        var type: ForeignType
    }

    var name: String
    var nameSpan: SourceSpan
    /// What the foreign code calls it.
    var symbol: String
    var symbolSpan: SourceSpan
    var parameters: [Parameter]
    /// Nil if it returns nothing.
    var result: ForeignType?
    var documentation: String?

    /// The type that the function must have in wasm.
    var wasmType: FunctionType {
        var type = FunctionType(parameters.flatMap(\.type.parameters), [])
        guard let result else { return type }
        if result.isStruct { type.parameters.insert(.i32, at: 0) } else { type.results = result.parameters }
        return type
    }
}
