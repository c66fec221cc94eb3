/// What follows an opcode in the code.
public enum Immediates: UInt8, Hashable, Sendable {
    case none
    /// No value, one value type, or a type index.
    case blockType
    case label
    /// A list of labels and the default one.
    case labelTable
    case function, local, global, table, memory, data, element
    /// Indirect calls.
    case typeAndTable
    case dataAndMemory, memoryAndMemory, elementAndTable, tableAndTable
    /// Alignment and offset.
    case memoryAccess
    case i32, i64, f32, f64
    /// The types of a `select`.
    case valueTypes
    case referenceType
    /// The code is not known.
    case unknown

    /// The index spaces of the first and the second immediate, if they are indices.
    public var spaces: (first: IndexSpace?, second: IndexSpace?) {
        switch self {
        case .label: (.label, nil)
        case .function: (.function, nil)
        case .local: (.local, nil)
        case .global: (.global, nil)
        case .table: (.table, nil)
        case .memory: (.memory, nil)
        case .data: (.data, nil)
        case .element: (.element, nil)
        case .typeAndTable: (.type, .table)
        case .dataAndMemory: (.data, .memory)
        case .memoryAndMemory: (.memory, .memory)
        case .elementAndTable: (.element, .table)
        case .tableAndTable: (.table, .table)
        default: (nil, nil)
        }
    }
}

/// What an index counts.
public enum IndexSpace: UInt8, Hashable, Sendable, CaseIterable {
    case type, function, table, memory, global, element, data, local, label

    public var text: String {
        switch self {
        case .type: "type"
        case .function: "function"
        case .table: "table"
        case .memory: "memory"
        case .global: "global"
        case .element: "element segment"
        case .data: "data segment"
        case .local: "local"
        case .label: "label"
        }
    }
}

/// The opcode table, indexed by code.
struct OpcodeLookup: Sendable {
    static let shared = OpcodeLookup()

    /// For each one-byte code, and after them for each code with the prefix, its row in `OpcodeRow.all`.
    private let rows: [UInt8]
    /// The same for immediates.
    let immediates: [Immediates]
    private static let noRow: UInt8 = 255

    private init() {
        var rows = [UInt8](repeating: Self.noRow, count: 256 + 18)
        var immediates = [Immediates](repeating: .unknown, count: rows.count)
        for (index, row) in OpcodeRow.all.enumerated() {
            let slot = Self.slot(row.opcode)
            rows[slot] = UInt8(index)
            immediates[slot] = row.immediates
        }
        self.rows = rows
        self.immediates = immediates
    }

    @inline(__always)
    static func slot(_ opcode: Opcode) -> Int {
        opcode.rawValue < 256 ? Int(opcode.rawValue) : 256 + Int(opcode.rawValue & 0xFF)
    }

    func row(of opcode: Opcode) -> OpcodeRow? {
        let slot = Self.slot(opcode)
        guard slot < rows.count, rows[slot] != Self.noRow else { return nil }
        let row = OpcodeRow.all[Int(rows[slot])]
        return row.opcode == opcode ? row : nil
    }
}
