/// A wasm module as read: its parts as values, code and data as ranges of the input.
///
/// All indices outside of code are checked, so a consumer may use them; indices inside code are the concern of whoever walks it.
public struct WasmModule: Sendable {
    /// What the module was read from. Ranges below are ranges of it.
    public let bytes: [UInt8]
    /// Every section in order, custom ones included; relocations name sections by their position here.
    public internal(set) var sections: [Section] = []
    public var types: [FunctionType] = []
    public var imports: [Import] = []
    /// Type indices of the functions defined here; their index space begins after the imported ones.
    public var functions: [UInt32] = []
    public var tables: [TableType] = []
    public var memories: [Limits] = []
    public var globals: [Global] = []
    public var exports: [Export] = []
    /// Position in `exports` by name, as they were read.
    public internal(set) var exportPositions: [String: Int] = [:]
    /// The start function.
    public var start: UInt32?
    public var elements: [ElementSegment] = []
    /// The data count section's number, when there is one.
    public var dataCount: UInt32?
    /// Parallel to `functions`.
    public var bodies: [FunctionBody] = []
    /// The groups of locals of all bodies, one body after another.
    public internal(set) var localGroups: [LocalGroup] = []
    public var data: [DataSegment] = []
    public var customSections: [CustomSection] = []

    // How many of each kind are imported; they come first in their index spaces.
    public internal(set) var importedFunctionCount = 0
    public internal(set) var importedTableCount = 0
    public internal(set) var importedMemoryCount = 0
    public internal(set) var importedGlobalCount = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    public var functionCount: Int { importedFunctionCount + functions.count }
    public var tableCount: Int { importedTableCount + tables.count }
    public var memoryCount: Int { importedMemoryCount + memories.count }
    public var globalCount: Int { importedGlobalCount + globals.count }

    /// Type indices of all functions, imported ones first.
    public var functionTypeIndices: [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(functionCount)
        for item in imports { if case .function(let type) = item.kind { result.append(type) } }
        return result + functions
    }

    /// Types of all globals, imported ones first.
    public var globalTypes: [GlobalType] {
        var result: [GlobalType] = []
        result.reserveCapacity(globalCount)
        for item in imports { if case .global(let type) = item.kind { result.append(type) } }
        return result + globals.map(\.type)
    }

    /// Groups of locals of one type of a function, parameters left out.
    public func localGroups(of body: FunctionBody) -> ArraySlice<LocalGroup> { localGroups[Int(body.groups.lowerBound)..<Int(body.groups.upperBound)] }

    /// The content of the first custom section called `name`.
    public func customSection(named name: String) -> Range<Int>? { customSections.first { $0.name == name }?.range }

    /// The range of the type section's content, which says all of the types.
    public var typeSection: Range<Int>? { sections.first { $0.id == .type }?.range }

    /// The range of the code section's content, against which positions and relocations count.
    public var codeSection: Range<Int>? { sections.first { $0.id == .code }?.range }
}

/// Section codes of the binary format.
public enum SectionID: UInt8, Hashable, Sendable {
    case custom = 0, type, `import`, function, table, memory, global, export, start, element, code, data, dataCount

    /// The place in the required order; custom sections may stand anywhere.
    var order: Int {
        switch self {
        case .custom: 0
        case .dataCount: 10
        case .code: 11
        case .data: 12
        default: Int(rawValue)
        }
    }
}

/// A section and the range of its content. A custom section's range includes its name.
public struct Section: Hashable, Sendable {
    public var id: SectionID
    public var range: Range<Int>
}

public struct CustomSection: Hashable, Sendable {
    public var name: String
    /// The content after the name.
    public var range: Range<Int>
    /// Position in `WasmModule.sections`.
    public var sectionIndex: Int
}

/// What an import or export is.
public enum ExternalKind: UInt8, Hashable, Sendable {
    case function = 0, table, memory, global

    public var text: String {
        switch self {
        case .function: "function"
        case .table: "table"
        case .memory: "memory"
        case .global: "global"
        }
    }
}

public struct Import: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// A function of the type at this index.
        case function(UInt32)
        case table(TableType)
        case memory(Limits)
        case global(GlobalType)

        public var external: ExternalKind {
            switch self {
            case .function: .function
            case .table: .table
            case .memory: .memory
            case .global: .global
            }
        }
    }

    public var module: String
    public var name: String
    public var kind: Kind

    public init(_ module: String, _ name: String, _ kind: Kind) {
        self.module = module
        self.name = name
        self.kind = kind
    }
}

public struct Export: Hashable, Sendable {
    public var name: String
    public var kind: ExternalKind
    public var index: UInt32

    public init(_ name: String, _ kind: ExternalKind, _ index: UInt32) {
        self.name = name
        self.kind = kind
        self.index = index
    }
}

public struct Global: Hashable, Sendable {
    public var type: GlobalType
    public var initializer: ConstantExpression

    public init(_ type: GlobalType, _ initializer: ConstantExpression) {
        self.type = type
        self.initializer = initializer
    }
}

/// When a segment is copied to its table or memory.
public enum SegmentMode: Hashable, Sendable {
    /// At instantiation, to the table or memory of this index, at the offset.
    case active(UInt32, ConstantExpression)
    /// By an instruction.
    case passive
    /// Never: it only declares functions that code may refer to.
    case declarative
}

public struct ElementSegment: Hashable, Sendable {
    public var mode: SegmentMode
    public var type: ValueType
    public var items: [ConstantExpression]

    public init(_ mode: SegmentMode, type: ValueType = .funcref, items: [ConstantExpression]) {
        self.mode = mode
        self.type = type
        self.items = items
    }
}

public struct DataSegment: Hashable, Sendable {
    public var mode: SegmentMode
    /// The bytes, in the module's input.
    public var range: Range<Int>
}

/// The code of one function, in the module's input. Modules have a great many, so places take 32 bits, which is enough for them.
public struct FunctionBody: Hashable, Sendable {
    private let start: UInt32
    private let end: UInt32
    private let code: UInt32
    /// Which of `WasmModule.localGroups` are those of the function.
    fileprivate let groups: Range<UInt32>

    /// - Parameters:
    ///   - range: locals and instructions, without the size in front.
    ///   - code: where the instructions begin.
    init(range: Range<Int>, code: Int, groups: Range<Int>) {
        start = UInt32(range.lowerBound)
        end = UInt32(range.upperBound)
        self.code = UInt32(code)
        self.groups = UInt32(groups.lowerBound)..<UInt32(groups.upperBound)
    }

    /// Locals and instructions, without the size in front.
    public var range: Range<Int> { Range(uncheckedBounds: (Int(start), Int(end))) }
    /// The instructions, up to and including the last `end`.
    public var instructions: Range<Int> { Range(uncheckedBounds: (Int(code), Int(end))) }
}

public struct LocalGroup: Hashable, Sendable {
    public var count: UInt32
    public var type: ValueType

    public init(_ count: UInt32, _ type: ValueType) {
        self.count = count
        self.type = type
    }
}
