import Basics
import RuntimeABI

/// Keeps small whole numbers in arrays as integers, where the arrays never leave their function and the numbers become indices.
///
///     var next: number[] = []; for (…) { next.push(i + 1); } … j = next[j];
///
/// Loading an index and finding the element is then no conversion from f64 apart, which matters where each index depends on the one before. A slot
/// holds the 32 bits, with zeros above: as an f64, such a slot is a number, so the collector need not know.
enum IntegerArrays {
    /// The ranges of the elements of such arrays, by function and variable.
    typealias Elements = [[LocalID: NumberRange]]

    /// The module with such arrays; nil if there are none.
    static func run(_ module: Module, _ ranges: ModuleRanges) -> (module: Module, elements: Elements)? {
        var module = module
        var elements = Elements(repeating: [:], count: module.functions.count)
        var isChanged = false
        for id in module.functions.indices {
            guard let arrays = ranges.arrays[id.offset] else { continue }
            let found = ranges.elements[id.offset]
            for (local, index) in arrays.classes where found[index].fits(.i32) { elements[id.offset][local] = found[index] }
            guard !elements[id.offset].isEmpty else { continue }
            isChanged = true
            var packer = IntegerPacker(taking: &module.functions[id])
            for put in arrays.puts where elements[id.offset][put.array] != nil { packer.change(put) }
            for (array, load) in arrays.loads where elements[id.offset][array] != nil { packer.change(load) }
            module.functions[id] = packer.builder.function
        }
        return isChanged ? (module, elements) : nil
    }
}

private struct IntegerPacker {
    var builder: FunctionBuilder

    init(taking function: inout Function) { builder = FunctionBuilder(taking: &function) }

    mutating func change(_ load: ExprID) {
        let expression = builder.function.expressions[load]
        builder.span = expression.span
        builder.function.expressions[load].kind = .unary(.i32ToF64, builder.add(expression.kind, .i32))
    }

    mutating func change(_ put: PrivateArrays.NumberPut) {
        let owner = builder.function.expressions[put.owner].kind
        var operands = owner.operands
        let old = builder.function.expressions[operands[put.position]]
        builder.span = old.span
        if case .arrayStore = owner {
            operands[put.position] = integer(put.number)
        } else {
            let slot = bits(put.number)
            operands[put.position] = old.type == .f64 ? builder.unbox(slot, .f64) : slot
        }
        builder.function.expressions[put.owner].kind = owner.with(operands: operands)
    }

    private mutating func integer(_ number: PrivateArrays.Number) -> ExprID {
        switch number {
        case .constant(let value): builder.i32(Int32(value))
        case .value(let value): builder.unary(.f64ToI32, value)
        }
    }

    /// The slot, of type `any`.
    private mutating func bits(_ number: PrivateArrays.Number) -> ExprID {
        if case .constant(let value) = number { return builder.add(.constant(.any(UInt64(UInt32(bitPattern: Int32(value))))), .any) }
        let wide = builder.unary(.i32ToI64, integer(number))
        let mask = builder.add(.constant(.i64(0xFFFF_FFFF)), .i64)
        return builder.unary(.bitsToAny, builder.binary(.i64And, wide, mask))
    }
}
