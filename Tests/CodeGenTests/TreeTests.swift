import BinaryenKit
import Testing
import WasmCode

/// Trees are written as Binaryen writes them, and their types are those that Binaryen finds.
struct TreeTests {
    @Test(arguments: 0..<200)
    func randomTreesAreWrittenAsByBinaryen(seed: Int) {
        var random = RandomTree(seed: UInt64(seed))
        let tree = random.make()
        let binaryen = BinaryenModule(tree)
        #expect(binaryen.isValid(), "seed \(seed)")
        #expect(tree.binary(names: true) == binaryen.write(names: true, sourceMap: false).binary, "seed \(seed)")
        #expect(tree.binary(names: false) == binaryen.write(names: false, sourceMap: false).binary, "seed \(seed)")
    }

    @Test func emptyModule() {
        let tree = WasmTree()
        #expect(tree.binary(names: true) == [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0, 0, 5, 4] + Array("name".utf8))
    }

    /// What would be an escape or the end of a text to Binaryen.
    @Test func specialBytesInNames() {
        let tree = WasmTree()
        tree.addFunction(tree.name("a\\62\u{0}c"), parameters: [], result: .none, locals: [], body: tree.nop())
        #expect(tree.binary(names: true) == BinaryenModule(tree).write(names: true, sourceMap: false).binary)
        #expect(tree.binary(names: true).suffix(6) == Array("a_62_c".utf8))
    }

    @Test func typesOfBlocks() {
        let tree = WasmTree()
        let (used, unused) = (tree.label("used", 0), tree.label("unused", 0))
        #expect(tree.type(of: tree.block(nil, [])) == .none)
        #expect(tree.type(of: tree.block(nil, [tree.unreachable()])) == .unreachable)
        #expect(tree.type(of: tree.block(nil, [tree.unreachable(), tree.const(i32: 1)])) == .i32)
        #expect(tree.type(of: tree.block(nil, [tree.unreachable()], .none)) == .unreachable)
        #expect(tree.type(of: tree.block(nil, [tree.unreachable()], .f64)) == .f64)
        #expect(tree.type(of: tree.block(unused, [tree.unreachable(), tree.nop()], .none)) == .unreachable)
        #expect(tree.type(of: tree.block(used, [tree.branch(used), tree.nop()], .none)) == .none)
        let valued = tree.label("valued", 0)
        #expect(tree.type(of: tree.block(valued, [tree.branch(valued, value: tree.const(i64: 1))])) == .i64)
    }
}

/// Makes modules that use everything that trees can hold.
private struct RandomTree {
    private let tree = WasmTree()
    private var generator: Generator
    private var functions: [(name: WasmName, parameters: [WasmType], result: WasmType)] = []
    private var globals: [(name: WasmName, type: WasmType)] = []
    private var locals: [WasmType] = []
    private var result = WasmType.none
    /// Labels in scope, with what branches to them bring along.
    private var labels: [(label: WasmLabel, type: WasmType)] = []
    private var labelCount = 0
    private var budget = 0

    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    private static let values: [WasmType] = [.i32, .i64, .f64]

    init(seed: UInt64) { generator = Generator(state: seed &* 0x9E37_79B9 &+ 1) }

    private mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }
    private mutating func pickType() -> WasmType { Self.values[pick(3)] }
    private mutating func pickTypes() -> [WasmType] { (0..<pick(4)).map { _ in pickType() } }

    mutating func make() -> WasmTree {
        for index in 0..<3 {
            let (name, parameters, result) = (tree.name("imported\(index)"), pickTypes(), pick(2) == 0 ? WasmType.none : pickType())
            tree.importFunction(name, module: "host", base: "f\(index)", parameters: parameters, result: result)
            functions.append((name, parameters, result))
        }
        for index in 0..<3 {
            let (name, type) = (tree.name("data.", index), pickType())
            tree.importGlobal(name, module: "data", base: "\(index)", type: type, isMutable: true)
            globals.append((name, type))
        }
        let own = (0..<4).map { (name: tree.name("own\($0)"), parameters: pickTypes(), result: pick(2) == 0 ? WasmType.none : pickType()) }
        functions += own
        for (index, type) in Self.values.enumerated() {
            let name = tree.name("global\(index)")
            let initial = type == .i32 ? tree.const(i32: -7) : type == .i64 ? tree.const(i64: .min) : tree.const(f64: 0.5)
            tree.addGlobal(name, type: type, isMutable: true, initial: initial)
            globals.append((name, type))
            tree.exportGlobal(name, as: "g\(index)")
        }
        for function in own { add(function) }
        addShared(own.map(\.name))
        return tree
    }

    private mutating func add(_ function: (name: WasmName, parameters: [WasmType], result: WasmType)) {
        let extra = (0..<pick(6)).map { _ in pickType() }
        (locals, result, labels, budget) = (function.parameters + extra, function.result, [], 120)
        let body = make(function.result, 0)
        tree.addFunction(function.name, parameters: function.parameters, result: function.result, locals: extra, body: body)
        tree.exportFunction(function.name, as: "export\(function.name.index)")
    }

    private mutating func addShared(_ own: [WasmName]) {
        tree.importTable(tree.name("table"), module: "rt", base: "table")
        let base = tree.name("base.table")
        tree.importGlobal(base, module: "base", base: "table", type: .i32, isMutable: false)
        tree.setElements(WasmTree.Elements(tree.name("elements"), own, at: tree.global(base, .i32)))
        tree.importMemory(tree.name("memory"), module: "rt", base: "memory", data: WasmTree.Segment(Array("data".utf8), at: tree.const(i32: 1024)))
    }

    // MARK: Expressions

    /// An expression of the type, or one that never ends.
    private mutating func make(_ type: WasmType, _ depth: Int) -> WasmExpression {
        budget -= 1
        guard budget > 0, depth < 12 else { return leaf(type) }
        switch pick(type == .none ? 10 : 14) {
        case 0: return block(type, depth)
        case 1: return tree.ifElse(make(.i32, depth + 1), make(type, depth + 1), type == .none && pick(2) == 0 ? nil : make(type, depth + 1))
        case 2: return loop(type, depth)
        case 3: return branch(depth)
        case 4: return pick(4) == 0 ? ending(depth) : leaf(type)
        case 5, 6: return call(type, depth)
        case 7: return sequence(type, depth)
        default: return type == .none ? statement(depth) : operation(type, depth)
        }
    }

    private mutating func leaf(_ type: WasmType) -> WasmExpression {
        let fitting = locals.indices.filter { locals[$0] == type }
        if !fitting.isEmpty, pick(2) == 0 { return tree.local(fitting[pick(fitting.count)], type) }
        let variables = globals.filter { $0.type == type }
        if !variables.isEmpty, pick(3) == 0 { return tree.global(variables[pick(variables.count)].name, type) }
        switch type {
        case .i32: return tree.const(i32: Int32(truncatingIfNeeded: generator.next() >> UInt64(pick(40))))
        case .i64: return tree.const(u64: generator.next() >> UInt64(pick(64)))
        case .f64: return tree.const(f64: Double(pick(1000)) / 8)
        default: return tree.nop()
        }
    }

    private mutating func ending(_ depth: Int) -> WasmExpression {
        if pick(2) == 0 { return tree.unreachable() }
        return result == .none ? tree.returnValue() : tree.returnValue(make(result, depth + 1))
    }

    private mutating func block(_ type: WasmType, _ depth: Int) -> WasmExpression {
        labelCount += 1
        let label = tree.label("break", labelCount)
        labels.append((label, type))
        let children = (0..<pick(3)).map { _ in make(.none, depth + 1) } + [make(type, depth + 1)]
        labels.removeLast()
        return tree.block(label, children, pick(3) == 0 ? .automatic : type)
    }

    private mutating func sequence(_ type: WasmType, _ depth: Int) -> WasmExpression {
        let children = (0..<pick(4)).map { _ in make(.none, depth + 1) } + [make(type, depth + 1)]
        return tree.block(nil, children, pick(2) == 0 ? .automatic : type)
    }

    private mutating func loop(_ type: WasmType, _ depth: Int) -> WasmExpression {
        labelCount += 1
        let label = tree.label("loop", labelCount)
        labels.append((label, .none))
        let body = tree.block(nil, [make(.none, depth + 1), make(type, depth + 1)], type)
        labels.removeLast()
        return tree.loop(label, body)
    }

    private mutating func branch(_ depth: Int) -> WasmExpression {
        guard !labels.isEmpty else { return tree.unreachable() }
        let (label, type) = labels[pick(labels.count)]
        if type != .none { return tree.branch(label, value: make(type, depth + 1)) }
        return pick(2) == 0 ? tree.branch(label) : tree.block(nil, [tree.branch(label, if: make(.i32, depth + 1)), tree.unreachable()])
    }

    private mutating func call(_ type: WasmType, _ depth: Int) -> WasmExpression {
        if pick(3) == 0 {
            let parameters = pickTypes()
            let operands = parameters.map { make($0, depth + 1) }
            return tree.callIndirect(make(.i32, depth + 1), operands, parameters: parameters, result: type)
        }
        let isTail = pick(4) == 0
        let fitting = functions.filter { $0.result == (isTail ? result : type) }
        guard !fitting.isEmpty else { return leaf(type) }
        let function = fitting[pick(fitting.count)]
        let operands = function.parameters.map { make($0, depth + 1) }
        return isTail
            ? tree.returnCall(function.name, operands, result: function.result) : tree.call(function.name, operands, result: function.result)
    }

    private mutating func statement(_ depth: Int) -> WasmExpression {
        switch pick(6) {
        case 0 where !locals.isEmpty:
            let local = pick(locals.count)
            return tree.setLocal(local, make(locals[local], depth + 1))
        case 1:
            let (name, type) = globals[pick(globals.count)]
            return tree.setGlobal(name, make(type, depth + 1))
        case 2:
            let type = pickType()
            let bytes: [UInt32] = type == .i32 ? [1, 2, 4] : type == .i64 ? [1, 2, 4, 8] : [8]
            let address = make(.i32, depth + 1)
            return tree.store(type, bytes: bytes[pick(bytes.count)], address, offset: UInt32(pick(300)), make(type, depth + 1))
        case 3: return tree.fillMemory(make(.i32, depth + 1), byte: 3, count: 200)
        default: return tree.drop(make(pickType(), depth + 1))
        }
    }

    private mutating func operation(_ type: WasmType, _ depth: Int) -> WasmExpression {
        switch (pick(5), type) {
        case (0, _):
            let (then, otherwise) = (leaf(type), leaf(type))
            return tree.select(leaf(.i32), then, otherwise, type)
        case (1, .i32): return tree.load(.i32, bytes: [1, 2, 4][pick(3)], make(.i32, depth + 1), offset: UInt32(pick(70000)))
        case (1, .i64): return tree.load(.i64, bytes: [1, 2, 4, 8][pick(4)], make(.i32, depth + 1))
        case (1, _): return tree.load(f64: make(.i32, depth + 1))
        case (2, .i32): return tree.unary(.truncateSaturatingF64ToI32, make(.f64, depth + 1))
        case (2, .i64): return tree.unary([.reinterpretF64, .truncateSaturatingF64ToI64][pick(2)], make(.f64, depth + 1))
        case (2, _): return tree.unary([.convertSignedI64ToF64, .reinterpretI64][pick(2)], make(.i64, depth + 1))
        case (3, _):
            let fitting = locals.indices.filter { locals[$0] == type }
            guard !fitting.isEmpty else { return leaf(type) }
            return tree.teeLocal(fitting[pick(fitting.count)], make(type, depth + 1), type)
        case (_, .i32):
            let compared = pickType()
            let operation: WasmBinary = compared == .i32 ? .lessI32 : compared == .i64 ? .greaterOrEqualUnsignedI64 : .notEqualF64
            let left = make(compared, depth + 1)
            return tree.binary(operation, left, make(compared, depth + 1))
        case (_, .i64):
            let left = make(.i64, depth + 1)
            return tree.binary([.addI64, .shiftRightUnsignedI64, .remainderI64][pick(3)], left, make(.i64, depth + 1))
        default:
            let left = make(.f64, depth + 1)
            return tree.binary([.addF64, .copySignF64, .minimumF64][pick(3)], left, make(.f64, depth + 1))
        }
    }
}
