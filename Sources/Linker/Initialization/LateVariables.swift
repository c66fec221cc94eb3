import RuntimeABI
import WasmFormat

/// Finds the variables that have no value before their module's initializer sets them.
enum LateVariables {
    /// By global. A variable with a value from the start, which its module's initializer only changes, is not late; nor are the
    /// flags by which functions see whether a variable has its value already.
    static func find(_ program: Program, _ code: InitializationCode, files: PartialRangeThrough<Int>) -> [Bool] {
        var isLate = [Bool](repeating: false, count: program.globals.count)
        var isSeen = isLate
        for (file, bindings) in program.bindings[files].enumerated() {
            guard let initializer = bindings.initializer else { continue }
            let module = program.files[file].module
            let exported = Set(module.exports.lazy.filter { $0.kind == .global }.map(\.index))
            for index in code.events(of: initializer) {
                let event = code.events[index]
                guard event.kind == .read || event.kind == .set || event.kind == .raiseFlag else { continue }
                let global = GlobalID(Int(event.target))
                guard case .object(file, let position) = program.globals[global].origin, !isSeen[global.offset] else { continue }
                isSeen[global.offset] = true
                let isFlag = event.kind == .raiseFlag && !exported.contains(UInt32(module.importedGlobalCount + position))
                isLate[global.offset] = event.kind != .read && !isFlag && isPlaceholder(module.globals[position].initializer)
            }
        }
        return isLate
    }

    /// What stands in a variable that has no value yet.
    private static func isPlaceholder(_ initial: ConstantExpression) -> Bool {
        switch initial {
        case .i32(let value): value == 0
        case .i64(let value): value == 0 || UInt64(bitPattern: value) == NaNBox.Immediate.null.bits
        case .f32(let bits): bits == 0
        case .f64(let bits): bits == 0
        default: false
        }
    }
}
