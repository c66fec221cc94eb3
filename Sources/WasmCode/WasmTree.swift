/// A module under construction: its functions as trees of expressions, and all that they refer to.
///
/// The type of every expression is known as soon as it is made. Code behind what never ends is kept, but not written.
/// Equal trees are written as equal bytes.
public final class WasmTree {
    /// The text of a name; most names are only needed to find things, and need none.
    public enum NameText: Sendable {
        case text(String)
        case numbered(StaticString, Int)

        public var string: String {
            switch self {
            case .text(let text): text
            case .numbered(let prefix, let number): "\(prefix)\(number)"
            }
        }
    }

    /// What is known of a label.
    public struct Label: Sendable {
        public var prefix: StaticString
        public var number: Int
        /// There is a branch to it.
        public var isUsed = false
        /// What branches bring along, taken together.
        var type = WasmType.unreachable
    }

    public enum Function: Sendable {
        case imported(WasmName, module: String, base: String, signature: Int)
        case defined(WasmName, signature: Int, locals: [WasmType], body: WasmExpression)
    }

    public struct ImportedGlobal: Sendable {
        public var name: WasmName
        public var module: String
        public var base: String
        public var type: WasmType
        public var isMutable: Bool
    }

    public struct Global: Sendable {
        public var name: WasmName
        public var type: WasmType
        public var isMutable: Bool
        public var initial: WasmExpression
    }

    public struct Export: Sendable {
        public var name: WasmName
        public var external: String
        public var isFunction: Bool
    }

    /// An import of the table or the memory.
    public struct Import: Sendable {
        public var name: WasmName
        public var module: String
        public var base: String
    }

    /// Bytes that the memory holds from an address on.
    public struct Segment: Sendable {
        public var bytes: [UInt8]
        public var address: WasmExpression
    }

    /// Functions that the table holds from an index on.
    public struct Elements: Sendable {
        public var name: WasmName
        public var functions: [WasmName]
        public var start: WasmExpression
    }

    /// The source place of an expression, as a number that the maker of the tree knows.
    public struct Location: Sendable {
        /// The position of the function in `functions`.
        public var function: Int
        public var expression: WasmExpression
        public var place: Int
    }

    /// The name of a local.
    public struct LocalName: Sendable {
        /// The position of the function in `functions`.
        public var function: Int
        public var local: Int
        public var name: String
    }

    public internal(set) var nodes: [WasmNode] = []
    /// Children of blocks and operands of calls.
    public internal(set) var lists: [WasmExpression] = []
    public private(set) var names: [NameText] = []
    public internal(set) var labels: [Label] = []
    public private(set) var signatures: [WasmSignature] = []
    private var signatureIndex: [WasmSignature: Int] = [:]
    /// In the order in which they were added.
    public private(set) var functions: [Function] = []
    public private(set) var importedGlobals: [ImportedGlobal] = []
    public private(set) var globals: [Global] = []
    public private(set) var exports: [Export] = []
    public private(set) var table: Import?
    public private(set) var memory: Import?
    public private(set) var data: Segment?
    public private(set) var elements: Elements?
    public private(set) var locations: [Location] = []
    public private(set) var localNames: [LocalName] = []
    /// About how many bytes the code of all expressions made so far has.
    public internal(set) var codeSize = 0

    public init() {}

    // MARK: Names

    /// A new name to refer to something in this module. Bytes that Binaryen would take for the end or for escapes are replaced.
    public func name(_ text: String) -> WasmName {
        guard text.utf8.contains(where: Self.isSpecial) else { return add(.text(text)) }
        return add(.text(String(decoding: text.utf8.map { Self.isSpecial($0) ? 0x5F : $0 }, as: UTF8.self)))
    }

    private static func isSpecial(_ byte: UInt8) -> Bool { byte == 0 || byte == 0x5C }

    /// A new name of something whose name nobody sees.
    public func name(_ prefix: StaticString, _ number: Int) -> WasmName { add(.numbered(prefix, number)) }

    private func add(_ text: NameText) -> WasmName {
        names.append(text)
        return WasmName(index: UInt32(truncatingIfNeeded: names.count - 1))
    }

    public func label(_ prefix: StaticString, _ number: Int) -> WasmLabel {
        labels.append(Label(prefix: prefix, number: number))
        return WasmLabel(index: UInt32(truncatingIfNeeded: labels.count - 1))
    }

    func signature(_ parameters: [WasmType], _ result: WasmType) -> Int {
        let signature = WasmSignature(parameters, result)
        if let index = signatureIndex[signature] { return index }
        signatures.append(signature)
        signatureIndex[signature] = signatures.count - 1
        return signatures.count - 1
    }

    // MARK: Functions, imports, exports

    /// - Returns: the position of the function in `functions`.
    @discardableResult
    public func addFunction(_ name: WasmName, parameters: [WasmType], result: WasmType, locals: [WasmType], body: WasmExpression) -> Int {
        functions.append(.defined(name, signature: signature(parameters, result), locals: locals, body: body))
        return functions.count - 1
    }

    public func importFunction(_ name: WasmName, module: String, base: String, parameters: [WasmType], result: WasmType) {
        functions.append(.imported(name, module: module, base: base, signature: signature(parameters, result)))
    }

    public func importGlobal(_ name: WasmName, module: String, base: String, type: WasmType, isMutable: Bool) {
        importedGlobals.append(ImportedGlobal(name: name, module: module, base: base, type: type, isMutable: isMutable))
    }

    public func importTable(_ name: WasmName, module: String, base: String) { table = Import(name: name, module: module, base: base) }

    /// Imports the memory and gives it one active segment, if there are data.
    public func importMemory(_ name: WasmName, module: String, base: String, data: Segment?) {
        memory = Import(name: name, module: module, base: base)
        self.data = data
    }

    public func addGlobal(_ name: WasmName, type: WasmType, isMutable: Bool, initial: WasmExpression) {
        globals.append(Global(name: name, type: type, isMutable: isMutable, initial: initial))
    }

    public func exportFunction(_ name: WasmName, as external: String) {
        exports.append(Export(name: name, external: external, isFunction: true))
    }

    public func exportGlobal(_ name: WasmName, as external: String) {
        exports.append(Export(name: name, external: external, isFunction: false))
    }

    /// Makes the active element segment of the table.
    public func setElements(_ elements: Elements) { self.elements = elements }

    // MARK: Debug information

    public func setLocation(_ function: Int, _ expression: WasmExpression, place: Int) {
        locations.append(Location(function: function, expression: expression, place: place))
    }

    public func setLocalName(_ function: Int, _ local: Int, _ name: String) {
        localNames.append(LocalName(function: function, local: local, name: name))
    }

    /// What an expression calls; nil if it is no call.
    public func callTarget(of expression: WasmExpression) -> CallTarget? {
        let node = nodes[Int(expression.index)]
        switch node.kind {
        case .call, .returnCall: return .function(names[Int(node.first)].string)
        case .callIndirect, .returnCallIndirect: return .table
        default: return nil
        }
    }
}

extension WasmTree.Segment {
    public init(_ bytes: [UInt8], at address: WasmExpression) {
        self.init(bytes: bytes, address: address)
    }
}

extension WasmTree.Elements {
    public init(_ name: WasmName, _ functions: [WasmName], at start: WasmExpression) {
        self.init(name: name, functions: functions, start: start)
    }
}

/// Whom a call calls.
public enum CallTarget: Hashable, Sendable {
    /// The function of this name.
    case function(String)
    /// A function of the table.
    case table
}
