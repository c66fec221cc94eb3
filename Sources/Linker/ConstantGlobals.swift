import Basics
import WasmFormat

/// Finds variables that live code never sets: reading one gives its initial value, which the code can contain itself.
enum ConstantGlobals {
    /// - Parameter assigned: by global, whether live code sets it.
    /// - Returns: by global, whether it is such a variable.
    static func find(_ program: Program, assigned: [Bool]) -> [Bool] {
        var result: [Bool] = program.globals.indices.map { id in !assigned[id.offset] && value(of: id, program) != nil }
        // Who runs the program may set these.
        for export in program.requestedExports {
            if case .global(let id) = export.target { result[id.offset] = false }
        }
        return result
    }

    /// What a global starts with: a number, or what an address is bound to; `nil` if neither is known here.
    static func value(of id: GlobalID, _ program: Program) -> Value? {
        guard case .object(let file, let position) = program.globals[id].origin else { return nil }
        let initializer = program.files[file].module.globals[position].initializer
        switch initializer {
        case .i32, .i64, .f32, .f64: return .number(initializer)
        case .global(let source):
            let bindings = program.bindings[file].globals
            guard Int(source) < bindings.count else { return nil }
            switch bindings[Int(source)] {
            case .address, .slot, .constant: return .binding(bindings[Int(source)])
            case .global, .base, .unbound: return nil
            }
        default: return nil
        }
    }

    enum Value: Hashable, Sendable {
        case number(ConstantExpression)
        case binding(GlobalBinding)
    }
}
