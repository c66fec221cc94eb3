import Basics
import Core
import Diagnostics
import RuntimeABI
import WasmCode

/// Translates one function. Expressions are emitted in order of evaluation; a temporary local is taken before the operands that are
/// evaluated while it holds a value.
final class FunctionEmitter {
    /// Expressions nested deeper than this are refused, so that no input overflows the stack of a phase or of an engine.
    static let maximumNesting = 20_000

    let parent: ModuleEmitter
    let wasm: WasmTree
    let function: Function
    let index: Int
    let plan: RootPlan

    /// The wasm local of each local; unit has none.
    private(set) var wasmLocals: [Int] = []
    private var parameterTypes: [WasmType] = []
    /// Types of the wasm locals after the parameters.
    private var localTypes: [WasmType] = []
    private var freeTemporaries: [[Int]] = [[], [], []]
    private var labels: [LabelID: LoopLabels] = [:]
    private var locations: [(WasmExpression, SourceSpan)] = []
    private var nesting = 0
    /// The expressions that are being emitted, outermost first.
    private(set) var openExpressions: [ExprID] = []
    /// Holds the address of the shadow stack frame.
    private(set) var frame: Int?
    /// Holds the call depth that was left before the call.
    private var savedDepth: Int?
    /// What needs the frame or counts as depth; nil when the function holds nothing.
    private var marks: DemandMarks?
    /// What counts as depth.
    private var depthMarks: DemandMarks?
    /// The part of the body that is being emitted between taking and giving back what the function holds.
    var openRegion: Region?
    var regionCount = 0
    /// Labels of choices are numbered.
    var choiceCount = 0
    /// What it means to leave blocks that are conditions.
    var decisions: [LabelID: Decision] = [:]
    /// How many calls of runtime functions became code.
    var inlineCalls = 0

    /// Returns inside a region branch to its end.
    struct Region {
        var exit: WasmLabel
        var isExitUsed = false
        /// The slots that values in it need, and where in the frame they are.
        var places: [Int: Int]
        /// The last slot of the frame holds the record of the call that the function is in.
        var hasRecord: Bool
        var countsDepth: Bool

        var frameSlots: Int { places.count + (hasRecord ? 1 : 0) }
        var recordOffset: UInt32 { UInt32(places.count) * FunctionEmitter.slotSize }
    }

    struct LoopLabels {
        var breakLabel: WasmLabel
        var continueLabel: WasmLabel?
    }

    init(_ parent: ModuleEmitter, _ function: Function, index: Int) {
        self.parent = parent
        self.wasm = parent.wasm
        self.index = index
        let fullPlan = RootPlan(function, mayCollect: parent.callGraph.mayCollect, globals: parent.module.globals)
        let sharing = ShareLocals(function, isRooted: fullPlan.localSlots.map { $0 != nil })
        plan = fullPlan.renamed(sharing.names, count: sharing.function.locals.count)
        let function = sharing.function
        self.function = function
        for (index, local) in function.locals.values.enumerated() {
            guard let type = local.type.wasm else {
                wasmLocals.append(-1)
                continue
            }
            if index < function.parameterCount {
                wasmLocals.append(parameterTypes.count)
                parameterTypes.append(type)
            } else {
                wasmLocals.append(parameterTypes.count + localTypes.count)
                localTypes.append(type)
            }
        }
    }

    func emit() {
        guard let body = function.body else { return parent.report("function \(function.name) has no body") }
        let checksDepth = parent.callGraph.isRecursive[index] && parent.module.limitsDepth && function.countsDepth
        if plan.slotCount > 0 || keepsRecords { frame = newLocal(.i32) }
        if checksDepth { savedDepth = newLocal(.i32) }
        if checksDepth || frame != nil { marks = demands(checksDepth: checksDepth) }
        if checksDepth {
            let isRecursive = parent.callGraph.isRecursive
            depthMarks = DemandMarks(function) { _, kind in
                switch kind {
                case .call(let callee, _): isRecursive[callee.offset]
                case .callImported, .callClosure, .callNamespaceGetter: true
                default: false
                }
            }
        }
        let resultType = function.result.wasm ?? .none
        let code = emitTail(body)
        let wasmFunction = wasm.addFunction(
            parent.functionNames[index], parameters: parameterTypes, result: resultType, locals: localTypes, body: code)
        if parent.options.positions {
            for (expression, span) in locations { parent.setLocation(wasmFunction, expression, span) }
        }
        if parent.options.debugNames {
            for (local, name) in zip(wasmLocals, function.locals.values) where local >= 0 {
                wasm.setLocalName(wasmFunction, local, "\(name.name).\(local)")
            }
        }
    }

    private func demands(checksDepth: Bool) -> DemandMarks {
        let mayCollect = parent.callGraph.mayCollect
        let isRecursive = parent.callGraph.isRecursive
        let hasFrame = frame != nil
        let hasRecord = keepsRecords
        return DemandMarks(function) { id, kind in
            switch kind {
            case _ where hasRecord && self.isRecorded(kind): true
            case .call(let callee, _): checksDepth && isRecursive[callee.offset] || hasFrame && mayCollect[callee.offset]
            case .callImported, .callClosure, .callNamespaceGetter: true
            // Nothing of this activation is left when these are called.
            case .tailCall, .tailCallImported, .tailCallClosure: false
            default: hasFrame && kind.isOwnSafepoint && !self.plan.withoutSlots.contains(id)
            }
        }
    }

    func isDemanding(_ id: ExprID) -> Bool { marks?.contains(id) ?? false }

    /// Whether it contains what counts as depth.
    func countsDepth(_ id: ExprID) -> Bool { depthMarks?.contains(id) ?? false }

    /// Takes what the function holds while a region runs.
    func enteringCode(_ region: Region) -> [WasmExpression] {
        var code: [WasmExpression] = []
        if let savedDepth, region.countsDepth { code += enterDepth(savedDepth, slots: region.frameSlots) }
        if let frame, region.frameSlots > 0 { code += enterFrame(frame, region) }
        return code
    }

    /// Gives back what the function holds.
    func leavingCode(_ region: Region) -> [WasmExpression] {
        var code: [WasmExpression] = []
        if let frame, region.frameSlots > 0 { code.append(parent.setStackPointer(wasm.local(frame, .i32))) }
        if let savedDepth, region.countsDepth { code.append(parent.setStackDepth(wasm.local(savedDepth, .i32))) }
        return code
    }

    /// - Parameter slots: of the frame on the shadow stack.
    private func enterDepth(_ savedDepth: Int, slots: Int) -> [WasmExpression] {
        let exhausted: WasmExpression
        if let raise = parent.module.depthRaise {
            exhausted = function.deepEntry.map { goOn($0, raise) } ?? raiseTooDeep(raise)
        } else if let failure = parent.module.depthFailure {
            exhausted = fail(failure, function.span)
        } else {
            return []
        }
        let cost = DepthCosts.placeholder(slots: slots)
        let raises = parent.module.depthRaise != nil && function.deepEntry == nil
        let least = DepthCosts.placeholder(slots: slots, withReserve: raises)
        let before = wasm.teeLocal(savedDepth, parent.stackDepth(), .i32)
        return [
            wasm.ifElse(wasm.binary(.lessI32, before, wasm.const(u32: least)), exhausted),
            parent.setStackDepth(wasm.binary(.subtractI32, wasm.local(savedDepth, .i32), wasm.const(u32: cost))),
        ]
    }

    /// Goes on in the heap, by a function that does only that: the code would make the frame of this one larger.
    private func goOn(_ entry: DeepEntry, _ raise: RuntimeFunction) -> WasmExpression {
        let operands = parameterTypes.indices.map { wasm.local($0, parameterTypes[$0]) }
        let name = parent.deepStart(entry, raise, parameterTypes, function.result)
        let call = wasm.call(name, operands, result: function.result.wasm ?? .none)
        return function.result.wasm == nil ? wasm.block(nil, [call, wasm.returnValue()]) : wasm.returnValue(call)
    }

    private func raiseTooDeep(_ raise: RuntimeFunction) -> WasmExpression {
        parent.returnDummy(after: wasm.call(parent.runtimeName(raise), [], result: .none), function.result.wasm)
    }

    // MARK: Locals

    func newLocal(_ type: WasmType) -> Int {
        localTypes.append(type)
        return parameterTypes.count + localTypes.count - 1
    }

    /// A local for a short time; give it back with `release`.
    func temporary(_ type: WasmType) -> Int {
        freeTemporaries[Self.pool(type)].popLast() ?? newLocal(type)
    }

    func release(_ local: Int, _ type: WasmType) { freeTemporaries[Self.pool(type)].append(local) }

    private static func pool(_ type: WasmType) -> Int { type == .i32 ? 0 : type == .i64 ? 1 : 2 }

    // MARK: Expressions

    /// Notes that `expression` is the code of `span`.
    @discardableResult
    func locate(_ expression: WasmExpression, _ span: SourceSpan) -> WasmExpression {
        if parent.options.positions, span != .none { locations.append((expression, span)) }
        return expression
    }

    /// The code of an expression whose value is wanted as `type`: a value that nobody wants is dropped.
    func value(_ id: ExprID, as type: ValueType) -> WasmExpression {
        let code = emit(id)
        let have = function.expressions[id].type
        guard type == .unit || type == .never, have.wasm != nil else { return code }
        return wasm.drop(code)
    }

    /// The code of an expression, protected if the plan says so.
    func emit(_ id: ExprID) -> WasmExpression {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.maximumNesting else {
            if nesting == Self.maximumNesting + 1 { parent.report("function \(function.name) is nested too deeply") }
            return wasm.unreachable()
        }
        let expression = function.expressions[id]
        let code = emitting(id) { translate(expression) }
        guard openRegion != nil, let slot = plan.operandSlots[id] else { return code }
        return protect(code, expression.type, slot: slot)
    }

    /// What `body` emits belongs to this expression.
    func emitting(_ id: ExprID, _ body: () -> WasmExpression) -> WasmExpression {
        openExpressions.append(id)
        defer { openExpressions.removeLast() }
        return body()
    }

    func emit(_ ids: [ExprID]) -> [WasmExpression] { ids.map { emit($0) } }

    private func translate(_ expression: Expr) -> WasmExpression {
        switch expression.kind {
        case .constant(let constant): return parent.constant(constant, expression.type) ?? wasm.nop()
        case .local(let local): return localValue(local)
        case .setLocal(let local, let value): return setLocal(local, value)
        case .global(let global):
            guard let type = expression.type.wasm else { return wasm.nop() }
            return wasm.global(parent.globalNames[global.offset], type)
        case .setGlobal(let global, let id):
            let type = parent.module.globals[global].type
            let code = value(id, as: type)
            return type.wasm == nil ? code : wasm.setGlobal(parent.globalNames[global.offset], code)
        case .importedGlobal(let global): return wasm.global(parent.importedGlobalName(global), expression.type.wasm ?? .i32)
        case .setImportedGlobal(let global, let value): return wasm.setGlobal(parent.importedGlobalName(global), emit(value))
        case .unary(let operation, let operand): return unary(operation, operand)
        case .binary(let operation, let left, let right): return binary(operation, left, right)
        case .checkFinite(let operand, let failure): return checkFinite(operand, failure, expression.span)
        case .checkNonzero(let operand, let failure): return checkNonzero(operand, failure, expression.span)
        case .sequence, .conditional, .block, .loop, .breakTo, .continueTo, .returnValue, .unreachable:
            return control(expression)
        case .call, .callImported, .callRuntime, .callClosure, .callNamespaceGetter, .tailCall, .tailCallImported, .tailCallClosure, .fail, .failValue,
            .failText, .site:
            return call(expression)
        case .box(let operand): return box(operand)
        case .unbox(let operand, let failure): return unbox(operand, expression.type, failure, expression.span)
        case .test(let operand, let test): return self.test(emit(operand), test)
        case .closureSlot, .setClosureSlot, .makeArray, .arrayLength, .arrayLoad, .arrayStore, .checkIndex, .unshare, .share,
            .makeVariant, .variantTag, .variantPayload, .setVariantPayload, .makeClosure, .closureArity, .closureIs, .makeObject, .field, .setField,
            .makeElements, .setElement, .textScalar:
            return object(expression)
        case .signal: return wasm.load(i32: wasm.const(u32: ControlBlock.signal))
        }
    }

    private func localValue(_ local: LocalID) -> WasmExpression {
        guard let type = function.locals[local].type.wasm else { return wasm.nop() }
        return wasm.local(wasmLocals[local.offset], type)
    }

    private func setLocal(_ local: LocalID, _ id: ExprID) -> WasmExpression {
        let type = function.locals[local].type
        let code = value(id, as: type)
        guard let wasmType = type.wasm else { return code }
        let target = wasmLocals[local.offset]
        let set = locate(wasm.setLocal(target, code), function.expressions[id].span)
        guard openRegion != nil, let slot = plan.localSlots[local.offset] else { return set }
        return wasm.block(nil, [set, storeSlot(slot, wasm.local(target, wasmType), type, isWhole: false)])
    }

    // MARK: Control labels

    func labels(for label: LabelID) -> LoopLabels? { labels[label] }

    func define(_ label: LabelID, isLoop: Bool) -> LoopLabels {
        let number = Int(label.raw)
        let names = LoopLabels(
            breakLabel: wasm.label("break", number), continueLabel: isLoop ? wasm.label("continue", number) : nil)
        labels[label] = names
        return names
    }
}
