import Core
import RuntimeABI
import WasmCode

extension ValueType {
    /// The wasm type of a value; nil where there is no value.
    var wasm: WasmType? {
        switch self {
        case .unit, .never: nil
        case .bool, .character, .i32, .reference: .i32
        case .i64, .any: .i64
        case .f64: .f64
        }
    }
}

extension MachineType {
    var wasm: WasmType {
        switch self {
        case .i32: .i32
        case .i64: .i64
        case .f64: .f64
        }
    }
}
