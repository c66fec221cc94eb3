import Basics
import Diagnostics
import RuntimeABI

/// Makes the functions of a copy out of its blocks: the entry, the body that all ways into the copy share, and one function for each place that a
/// call returns to.
struct DeepAssembly {
    private var flow: FlowFlattener
    private let original: FunctionID
    private let entry: FunctionID
    private let shared: SharedParts
    private var function: Function
    /// The variables that some frame holds, which are parameters of the body.
    private var kept: [LocalID] = []
    private var liveIn: [Set<LocalID>] = []
    private let frame: LocalID
    private let depth: LocalID

    init(_ flow: FlowFlattener, original: FunctionID, entry: FunctionID, shared: SharedParts) {
        self.flow = flow
        self.original = original
        self.entry = entry
        self.shared = shared
        function = flow.function
        frame = function.locals.append(Local(name: "frame", type: .reference(.closure)))
        depth = function.locals.append(Local(name: "depth", type: .i32))
    }

    func add(to module: inout Module) {
        var copy = self
        copy.assemble(&module)
    }

    private mutating func assemble(_ module: inout Module) {
        let parameterCount = function.parameterCount
        let parameters = (0..<parameterCount).map { LocalID($0) }
        liveIn = Liveness(flow.blocks, function).liveIn
        var all = Set(parameters)
        for block in flow.blocks {
            guard case .call(_, _, let result, let next) = block.exit else { continue }
            all.formUnion(live(at: next, without: result))
            if let result { all.insert(result) }
        }
        kept = all.sorted()
        let bodyID = module.functions.append(function)
        replaceFinishes()
        let code = dispatchLoop(bodyID, &module)
        module.functions[bodyID] = reordered(code, name: module.functions[original].name + ".deep body")
        module.functions[entry].body = enter(bodyID, &module.functions[entry], parameterCount)
    }

    private func live(at block: Int, without result: LocalID?) -> Set<LocalID> {
        var live = liveIn[block]
        if let result { live.remove(result) }
        live.remove(flow.state)
        return live
    }

    // MARK: The entry

    private func enter(_ body: FunctionID, _ entry: inout Function, _ parameterCount: Int) -> ExprID {
        var operands = [
            entry.add(.local(LocalID(parameterCount)), .reference(.closure), .none), entry.add(.local(LocalID(parameterCount + 1)), .i32, .none),
            entry.add(.constant(.i32(0)), .i32, .none),
        ]
        for local in kept {
            let type = function.locals[local].type
            operands.append(local.offset < parameterCount ? entry.add(.local(local), type, .none) : Self.zero(type, &entry))
        }
        return entry.add(.tailCall(body, operands), .never, .none)
    }

    /// Any value of a type.
    private static func zero(_ type: ValueType, _ function: inout Function) -> ExprID {
        switch type {
        case .i32: return function.add(.constant(.i32(0)), type, .none)
        case .i64: return function.add(.constant(.i64(0)), type, .none)
        case .f64: return function.add(.constant(.f64(0)), type, .none)
        case .bool: return function.add(.constant(.bool(false)), type, .none)
        case .character: return function.add(.constant(.character(0)), type, .none)
        case .any: return function.add(.constant(.any(NaNBox.Immediate.null.bits)), type, .none)
        case .reference, .unit, .never:
            let null = function.add(.constant(.any(NaNBox.Immediate.null.bits)), .any, .none)
            return function.add(.unbox(null, nil), type, .none)
        }
    }

    // MARK: The body

    private mutating func dispatchLoop(_ body: FunctionID, _ module: inout Module) -> ExprID {
        let codes = flow.blocks.indices.map { block(flow.blocks[$0], body, &module) }
        let choice = choose(codes, 0, codes.count)
        return function.add(.loop(flow.dispatch, condition: nil, body: choice, step: nil), .never, .none)
    }

    private mutating func choose(_ codes: [ExprID], _ low: Int, _ high: Int) -> ExprID {
        if high - low == 1 { return codes[low] }
        let middle = (low + high) / 2
        let state = function.add(.local(flow.state), .i32, .none)
        let bound = function.add(.constant(.i32(Int32(clamping: middle))), .i32, .none)
        let test = function.add(.binary(.i32Less, state, bound), .bool, .none)
        let first = choose(codes, low, middle)
        let second = choose(codes, middle, high)
        return function.add(.conditional(condition: test, then: first, otherwise: second), .never, .none)
    }

    private mutating func block(_ block: FlowFlattener.Block, _ body: FunctionID, _ module: inout Module) -> ExprID {
        var items = block.statements
        switch block.exit {
        case .jump(let next): items += go(to: next)
        case .branch(let test, let first, let second):
            let then = sequence(setState(first))
            let otherwise = sequence(setState(second))
            items.append(function.add(.conditional(condition: test, then: then, otherwise: otherwise), .unit, .none))
            items.append(function.add(.continueTo(flow.dispatch), .never, .none))
        case .finish(let value): items.append(finish(value, .none))
        case .tailCall(let callee, let operands): items.append(deepTailCall(callee, operands))
        case .call(let callee, let operands, let result, let next):
            items += deepCall(callee, operands, result, next, body, &module)
        case .never: items.append(function.add(.unreachable, .never, .none))
        }
        return function.add(.sequence(items), .never, .none)
    }

    private mutating func sequence(_ item: ExprID) -> ExprID { item }

    private mutating func setState(_ next: Int) -> ExprID {
        let number = function.add(.constant(.i32(Int32(clamping: next))), .i32, .none)
        return function.add(.setLocal(flow.state, number), .unit, .none)
    }

    private mutating func go(to next: Int) -> [ExprID] {
        [setState(next), function.add(.continueTo(flow.dispatch), .never, .none)]
    }

    /// Hands a value to the frame below.
    private mutating func finish(_ value: ExprID?, _ span: SourceSpan) -> ExprID {
        let result = value.map { boxed($0) } ?? function.add(.constant(.any(NaNBox.Immediate.unit.bits)), .any, span)
        let below = function.add(.local(frame), .reference(.closure), span)
        return function.add(.tailCallClosure(below, [result]), .never, span)
    }

    private mutating func boxed(_ value: ExprID) -> ExprID {
        let type = function.expressions[value].type
        return type == .any || type == .never ? value : function.add(.box(value), .any, function.expressions[value].span)
    }

    private mutating func deepTailCall(_ callee: FunctionID, _ operands: [ExprID]) -> ExprID {
        let more = [function.add(.local(frame), .reference(.closure), .none), function.add(.local(depth), .i32, .none)]
        return function.add(.tailCall(flow.entries[callee] ?? callee, operands + more), .never, .none)
    }

    /// What leaves the function in the middle of a tree.
    private mutating func replaceFinishes() {
        for id in flow.finishes {
            let expression = function.expressions[id]
            switch expression.kind {
            case .returnValue(let value):
                let type = value.map { function.expressions[$0].type } ?? .unit
                guard type != .never else { continue }
                let code: ExprID
                if type == .unit, let value {
                    let rest = finish(nil, expression.span)
                    code = function.add(.sequence([value, rest]), .never, expression.span)
                } else {
                    code = finish(value, expression.span)
                }
                function.expressions[id] = function.expressions[code]
            case .tailCall(let callee, let operands):
                let code = deepTailCall(callee, operands)
                function.expressions[id] = function.expressions[code]
            default: break
            }
        }
    }

    // MARK: Calls within the group

    private mutating func deepCall(
        _ callee: FunctionID, _ operands: [ExprID], _ result: LocalID?, _ next: Int, _ body: FunctionID, _ module: inout Module
    ) -> [ExprID] {
        let saved = live(at: next, without: result).sorted()
        let closure = resumption(next, saved, result, body, module.functions[callee].result, &module)
        var values = [function.add(.box(function.add(.local(frame), .reference(.closure), .none)), .any, .none)]
        values.append(function.add(.box(function.add(.local(depth), .i32, .none)), .any, .none))
        for local in saved { values.append(boxed(function.add(.local(local), function.locals[local].type, .none))) }
        let newFrame = function.add(.makeClosure(closure, captures: values), .reference(.closure), .none)
        let one = function.add(.constant(.i32(1)), .i32, .none)
        let deeper = function.add(.binary(.i32Add, function.add(.local(depth), .i32, .none), one), .i32, .none)
        let limit = function.add(.constant(.i32(DeepCalls.mostFrames)), .i32, .none)
        let isTooDeep = function.add(
            .binary(.i32GreaterOrEqual, function.add(.local(depth), .i32, .none), limit), .bool, .none)
        let raise = function.add(.callRuntime(shared.raise, []), .unit, .none)
        let leave = function.add(.sequence([raise, finish(nil, .none)]), .never, .none)
        let check = function.add(.conditional(condition: isTooDeep, then: leave, otherwise: nil), .unit, .none)
        let call = function.add(.tailCall(flow.entries[callee] ?? callee, operands + [newFrame, deeper]), .never, .none)
        return [check, call]
    }

    /// The code that a frame goes on with: loads its variables and enters the body.
    private func resumption(
        _ next: Int, _ saved: [LocalID], _ result: LocalID?, _ body: FunctionID, _ resultType: ValueType, _ module: inout Module
    ) -> ClosureID {
        let parameters = [Local(name: "frame", type: .reference(.closure)), Local(name: "value", type: .any)]
        var code = Function(name: module.functions[original].name + ".frame", convention: .closure, parameters: parameters, result: .any, span: .none)
        code.countsDepth = false
        func slot(_ index: Int, _ type: ValueType) -> ExprID {
            let closure = code.add(.local(LocalID(0)), .reference(.closure), .none)
            let value = code.add(.closureSlot(closure: closure, index: index), .any, .none)
            return type == .any ? value : code.add(.unbox(value, nil), type, .none)
        }
        var operands = [slot(0, .reference(.closure)), slot(1, .i32), code.add(.constant(.i32(Int32(clamping: next))), .i32, .none)]
        for local in kept {
            let type = function.locals[local].type
            if local == result {
                let value = code.add(.local(LocalID(1)), .any, .none)
                operands.append(type == .any ? value : code.add(.unbox(value, nil), type, .none))
            } else if let position = saved.firstIndex(of: local) {
                operands.append(slot(position + 2, type))
            } else {
                operands.append(Self.zero(type, &code))
            }
        }
        code.body = code.add(.tailCall(body, operands), .never, .none)
        let id = module.functions.append(code)
        return module.closures.append(StaticClosure(function: id, arity: 1, name: "frame"))
    }

    // MARK: Locals

    /// The body as a function whose parameters are the frame below, the depth, the block to begin with, and the variables that frames hold.
    private func reordered(_ code: ExprID, name: String) -> Function {
        let leading = [frame, depth, flow.state] + kept
        let isLeading = Set(leading)
        let order = leading + function.locals.indices.filter { !isLeading.contains($0) }
        var names = [LocalID](repeating: LocalID(0), count: function.locals.count)
        for (position, local) in order.enumerated() { names[local.offset] = LocalID(position) }
        var result = Function(
            name: name, parameters: leading.map { function.locals[$0] }, result: .any, span: function.span)
        for local in order.dropFirst(leading.count) { result.locals.append(function.locals[local]) }
        result.labels = function.labels
        result.countsDepth = false
        for var expression in function.expressions.values {
            switch expression.kind {
            case .local(let local): expression.kind = .local(names[local.offset])
            case .setLocal(let local, let value): expression.kind = .setLocal(names[local.offset], value)
            default: break
            }
            result.expressions.append(expression)
        }
        result.body = code
        return result
    }
}
