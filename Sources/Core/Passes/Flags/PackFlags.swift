import Basics
import RuntimeABI

/// Keeps arrays of truth values in bytes where they never leave their function.
///
///     var seen: bool[] = []; for (…) { seen.push(false); } … if (!seen[i]) { seen[i] = true; }
///
/// A slot of an array takes eight bytes whatever it holds, since generic code must understand it. An array that is only extended, read and changed
/// through variables of one function, and only takes truth values, is seen by nobody else, and needs one byte an element.
///
/// Nothing ever marks such an array as shared, so unsharing it does nothing, and variables that hold the same array stay together.
public enum PackFlags {
    public static func run(_ module: Module) -> Module {
        var module = module
        for index in module.functions.indices {
            guard let body = module.functions[index].body,
                module.functions[index].locals.values.contains(where: { $0.type == .reference(.array) })
            else { continue }
            let packed = PrivateArrays(module.functions[index], body).flags
            guard packed.contains(true) else { continue }
            var packer = FlagPacker(taking: &module.functions[index], packed: packed)
            packer.run(body)
            module.functions[index] = packer.builder.function
        }
        return module
    }
}

extension Function {
    /// The truth value that an expression stored into an array is; nil for other values.
    func flag(_ id: ExprID) -> Flag? {
        switch expressions[id].kind {
        case .constant(.any(NaNBox.Immediate.true.bits)): .constant(true)
        case .constant(.any(NaNBox.Immediate.false.bits)): .constant(false)
        case .box(let value) where expressions[value].type == .bool: .value(value)
        // Passes write dynamic values that are no numbers as an f64 with their bits, where the array is not marked as one of numbers.
        case .unbox(let value, nil) where expressions[id].type == .f64: flag(value)
        default: nil
        }
    }

    enum Flag {
        case constant(Bool)
        /// Of type bool.
        case value(ExprID)
    }
}
