/// What an instruction without control flow and without indices takes from the operand stack and puts there.
///
/// The rows of the table of opcodes have names that say this: `f64.convert_i32_s` makes an f64 of an i32. So there is no second table.
struct OperatorSignature: Sendable {
    var first: ValueType?
    var second: ValueType?
    var result: ValueType?
    /// Bytes that a memory access moves, as power of two; the largest alignment that it may have.
    var alignment: UInt32 = 0

    /// By slot of `OpcodeLookup`; `nil` for instructions of other kinds.
    static let all: [OperatorSignature?] = {
        var result = [OperatorSignature?](repeating: nil, count: 256 + 18)
        for row in OpcodeRow.all { result[OpcodeLookup.slot(row.opcode)] = OperatorSignature(row.mnemonic.description, row.immediates) }
        return result
    }()

    private static let unary: Set<String> = [
        "clz", "ctz", "popcnt", "abs", "neg", "ceil", "floor", "trunc", "nearest", "sqrt", "extend8_s", "extend16_s", "extend32_s",
    ]
    private static let comparisons: Set<String> = [
        "eq", "ne", "lt", "gt", "le", "ge", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u",
    ]

    private init(_ operands: [ValueType], _ result: ValueType?) {
        first = operands.first
        second = operands.dropFirst().first
        self.result = result
    }

    private init?(_ mnemonic: String, _ immediates: Immediates) {
        let parts = mnemonic.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, let type = Self.type(parts[0]) else { return nil }
        let name = parts[1]
        switch immediates {
        case .i32, .i64, .f32, .f64: self.init([], type)
        case .memoryAccess:
            let isLoad = name.hasPrefix("load")
            self.init(isLoad ? [.i32] : [.i32, type], isLoad ? type : nil)
            let bits = Int(name.filter(\.isNumber)) ?? (type == .i64 || type == .f64 ? 64 : 32)
            alignment = UInt32((bits / 8).trailingZeroBitCount)
        case .none:
            if name == "eqz" {
                self.init([type], .i32)
            } else if Self.comparisons.contains(name) {
                self.init([type, type], .i32)
            } else if Self.unary.contains(name) {
                self.init([type], type)
            } else if let source = name.split(separator: "_").lazy.compactMap({ Self.type(String($0)) }).first {
                self.init([source], type)
            } else {
                self.init([type, type], type)
            }
        default: return nil
        }
    }

    private static func type(_ text: String) -> ValueType? {
        switch text {
        case "i32": .i32
        case "i64": .i64
        case "f32": .f32
        case "f64": .f64
        default: nil
        }
    }
}
