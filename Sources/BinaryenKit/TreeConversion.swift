import CBinaryen
import Glibc
import WasmCode

/// Makes a module in Binaryen of a tree. Expressions are made in the order in which they stand in the tree, operands first, so nothing here depends on
/// how deep they are nested.
struct TreeConversion {
    private let tree: WasmTree
    private let raw: BinaryenModuleRef
    private var expressions: [BinaryenExpressionRef?] = []
    private var functions: [BinaryenFunctionRef?] = []
    private var names: [UnsafeMutablePointer<CChar>] = []
    private var labels: [UnsafeMutablePointer<CChar>] = []
    /// By signature of the tree.
    private var parameters: [BinaryenType] = []
    /// Operands of the node that is being made.
    private var operands: [BinaryenExpressionRef?] = []

    init(_ tree: WasmTree, _ raw: BinaryenModuleRef) {
        self.tree = tree
        self.raw = raw
        expressions.reserveCapacity(tree.nodes.count)
        parameters = tree.signatures.map { Self.tuple($0.parameters) }
    }

    mutating func addModule(sourceFile: String?) {
        names = tree.names.map { Self.copy($0.string) }
        labels = tree.labels.map { Self.copy("\($0.prefix)\($0.number)") }
        // Binaryen has its own copies.
        defer { for text in names + labels { free(text) } }
        let table = tree.table.map { names[Int($0.name.index)] }
        for node in tree.nodes { expressions.append(make(node, table)) }
        for global in tree.importedGlobals {
            BinaryenAddGlobalImport(raw, names[Int(global.name.index)], global.module, global.base, Self.type(global.type), global.isMutable)
        }
        for global in tree.globals {
            BinaryenAddGlobal(raw, names[Int(global.name.index)], Self.type(global.type), global.isMutable, expression(global.initial))
        }
        for function in tree.functions { add(function) }
        for export in tree.exports {
            let name = names[Int(export.name.index)]
            if export.isFunction {
                BinaryenAddFunctionExport(raw, name, export.external)
            } else {
                BinaryenAddGlobalExport(raw, name, export.external)
            }
        }
        addTable()
        addMemory()
        if let sourceFile { addPlaces(sourceFile) }
        for name in tree.localNames {
            BinaryenFunctionSetLocalName(functions[name.function], BinaryenIndex(name.local), name.name)
        }
    }

    // MARK: Items

    private mutating func add(_ function: WasmTree.Function) {
        switch function {
        case .imported(let name, let module, let base, let signature):
            BinaryenAddFunctionImport(
                raw, names[Int(name.index)], module, base, parameters[signature], Self.type(tree.signatures[signature].result))
            functions.append(nil)
        case .defined(let name, let signature, let locals, let body):
            var types = locals.map(Self.type)
            functions.append(
                BinaryenAddFunction(
                    raw, names[Int(name.index)], parameters[signature], Self.type(tree.signatures[signature].result), &types,
                    BinaryenIndex(types.count), expression(body)))
        }
    }

    /// Never fill a table by `table.set`: Binaryen 108 would take the functions for dead.
    private func addTable() {
        guard let table = tree.table else { return }
        let name = names[Int(table.name.index)]
        BinaryenAddTableImport(raw, name, table.module, table.base)
        guard let elements = tree.elements else { return }
        var pointers: [UnsafePointer<CChar>?] = elements.functions.map { UnsafePointer(names[Int($0.index)]) }
        BinaryenAddActiveElementSegment(
            raw, name, names[Int(elements.name.index)], &pointers, BinaryenIndex(pointers.count), expression(elements.start))
    }

    private func addMemory() {
        guard let memory = tree.memory else { return }
        if let data = tree.data {
            var isPassive = false
            var offset = expression(data.address)
            var size = BinaryenIndex(data.bytes.count)
            data.bytes.withUnsafeBytes { bytes in
                var segment = bytes.bindMemory(to: CChar.self).baseAddress
                BinaryenSetMemory(raw, 1, BinaryenIndex.max, nil, &segment, &isPassive, &offset, &size, 1, false)
            }
        } else {
            BinaryenSetMemory(raw, 1, BinaryenIndex.max, nil, nil, nil, nil, nil, 0, false)
        }
        BinaryenAddMemoryImport(raw, names[Int(memory.name.index)], memory.module, memory.base, 0)
    }

    private func addPlaces(_ sourceFile: String) {
        guard !tree.locations.isEmpty else { return }
        let file = BinaryenModuleAddDebugInfoFileName(raw, sourceFile)
        for location in tree.locations {
            BinaryenFunctionSetDebugLocation(
                functions[location.function], expression(location.expression), file, BinaryenIndex(clamping: location.place), 0)
        }
    }

    private static func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
        guard let copy = strdup(text) else { fatalError("out of memory") }
        return copy
    }

    private static func type(_ type: WasmType) -> BinaryenType {
        switch type {
        case .none: BinaryenTypeNone()
        case .i32: BinaryenTypeInt32()
        case .i64: BinaryenTypeInt64()
        case .f64: BinaryenTypeFloat64()
        case .unreachable: BinaryenTypeUnreachable()
        case .automatic: BinaryenTypeAuto()
        }
    }

    private static func tuple(_ types: [WasmType]) -> BinaryenType {
        switch types.count {
        case 0: return BinaryenTypeNone()
        case 1: return type(types[0])
        default:
            var raw = types.map(type)
            return BinaryenTypeCreate(&raw, BinaryenIndex(raw.count))
        }
    }

    // MARK: Expressions

    private func expression(_ expression: WasmExpression) -> BinaryenExpressionRef? { expressions[Int(expression.index)] }
    private func expression(_ index: UInt32) -> BinaryenExpressionRef? { index == WasmNode.nothing ? nil : expressions[Int(index)] }

    private mutating func collectOperands(_ node: WasmNode) -> BinaryenIndex {
        operands.removeAll(keepingCapacity: true)
        for index in Int(node.second)..<Int(node.second) + Int(node.third) { operands.append(expression(tree.lists[index])) }
        return BinaryenIndex(operands.count)
    }

    private mutating func make(_ node: WasmNode, _ table: UnsafeMutablePointer<CChar>?) -> BinaryenExpressionRef? {
        switch node.kind {
        case .constant: return BinaryenConst(raw, Self.literal(node))
        case .localGet: return BinaryenLocalGet(raw, node.first, Self.type(node.type))
        case .localSet: return BinaryenLocalSet(raw, node.first, expression(node.second))
        case .localTee: return BinaryenLocalTee(raw, node.first, expression(node.second), Self.type(node.wantedType))
        case .globalGet: return BinaryenGlobalGet(raw, names[Int(node.first)], Self.type(node.type))
        case .globalSet: return BinaryenGlobalSet(raw, names[Int(node.first)], expression(node.second))
        case .unary: return BinaryenUnary(raw, BinaryenOperations.unary(node.opcode), expression(node.first))
        case .binary:
            return BinaryenBinary(raw, BinaryenOperations.binary(node.opcode), expression(node.first), expression(node.second))
        case .select:
            return BinaryenSelect(raw, expression(node.third), expression(node.first), expression(node.second), Self.type(node.wantedType))
        case .load:
            return BinaryenLoad(
                raw, node.accessSize, false, UInt32(truncatingIfNeeded: node.bits), 0, Self.type(node.accessType), expression(node.first))
        case .store:
            return BinaryenStore(
                raw, node.accessSize, UInt32(truncatingIfNeeded: node.bits), 0, expression(node.first), expression(node.second),
                Self.type(node.accessType))
        case .fill: return BinaryenMemoryFill(raw, expression(node.first), expression(node.second), expression(node.third))
        case .block:
            let count = collectOperands(node)
            let label = node.first == WasmNode.nothing ? nil : labels[Int(node.first)]
            return BinaryenBlock(raw, label, &operands, count, Self.type(node.wantedType))
        case .conditional: return BinaryenIf(raw, expression(node.first), expression(node.second), expression(node.third))
        case .loop: return BinaryenLoop(raw, labels[Int(node.first)], expression(node.second))
        case .branch: return BinaryenBreak(raw, labels[Int(node.first)], expression(node.second), expression(node.third))
        case .drop: return BinaryenDrop(raw, expression(node.first))
        case .returnValue: return BinaryenReturn(raw, expression(node.first))
        case .nop: return BinaryenNop(raw)
        case .unreachable: return BinaryenUnreachable(raw)
        case .call:
            let count = collectOperands(node)
            return BinaryenCall(raw, names[Int(node.first)], &operands, count, Self.type(node.wantedType))
        case .returnCall:
            let count = collectOperands(node)
            return BinaryenReturnCall(raw, names[Int(node.first)], &operands, count, Self.type(node.wantedType))
        case .callIndirect, .returnCallIndirect: return makeIndirect(node, table)
        }
    }

    private mutating func makeIndirect(_ node: WasmNode, _ table: UnsafeMutablePointer<CChar>?) -> BinaryenExpressionRef? {
        let count = collectOperands(node)
        let signature = Int(node.bits)
        let result = Self.type(tree.signatures[signature].result)
        if node.kind == .callIndirect {
            return BinaryenCallIndirect(raw, table, expression(node.first), &operands, count, parameters[signature], result)
        }
        return BinaryenReturnCallIndirect(raw, table, expression(node.first), &operands, count, parameters[signature], result)
    }

    private static func literal(_ node: WasmNode) -> BinaryenLiteral {
        switch node.type {
        case .i32: BinaryenLiteralInt32(Int32(bitPattern: UInt32(truncatingIfNeeded: node.bits)))
        case .i64: BinaryenLiteralInt64(Int64(bitPattern: node.bits))
        default: BinaryenLiteralFloat64Bits(Int64(bitPattern: node.bits))
        }
    }
}
