import Basics
import Core
import WasmCode

/// Setting up the shadow stack frame and counting the call depth only on the paths that need them.
///
/// A region is a part of the body in tail position, so its value is that of the function. Paths that reach the end of the function
/// without a safepoint or a recursive call, such as the base case of a recursion, stay outside of all regions and cost nothing.
extension FunctionEmitter {
    /// The body, with regions around what needs them.
    func emitTail(_ id: ExprID) -> WasmExpression {
        let result = function.result
        guard isDemanding(id) else { return value(id, as: result) }
        let expression = function.expressions[id]
        switch expression.kind {
        case .sequence(let items) where !items.isEmpty:
            let first = items.firstIndex { isDemanding($0) } ?? 0
            guard items[..<first].allSatisfy({ mayComeFirst($0) }) else { break }
            var code = items[..<first].map { emitStatement($0) }
            if first == items.count - 1 {
                code.append(emitTail(items[first]))
            } else {
                let rest = Array(items[first...])
                code.append(region(rest) { self.sequence(rest, expression.type, as: result) })
            }
            return code.count == 1 ? code[0] : wasm.block(nil, code, tailType(expression.type))
        case .conditional(let condition, let then, let otherwise) where !isDemanding(condition) && mayComeFirst(condition):
            return choice(condition, then: { self.emitTail(then) }, otherwise: otherwise.map { id in { self.emitTail(id) } })
        case .returnValue(let value?):
            return emitTail(value)
        default: break
        }
        return region([id]) { self.value(id, as: result) }
    }

    /// Whether it may be evaluated before a region: the deep entry begins the function anew, so nothing that lasts may have been done before.
    private func mayComeFirst(_ id: ExprID) -> Bool {
        guard function.deepEntry != nil else { return true }
        let kind = function.expressions[id].kind
        switch kind {
        case .setLocal(let local, _): guard local.offset >= function.parameterCount else { return false }
        case .constant, .local, .global, .importedGlobal, .closureSlot, .unary, .binary, .sequence, .conditional, .box, .test, .arrayLength,
            .arrayLoad, .variantTag, .variantPayload, .closureArity, .closureIs, .field, .unbox(_, nil), .signal:
            break
        case .returnValue: break
        default: return false
        }
        var result = true
        kind.forEachOperand { if result { result = mayComeFirst($0) } }
        return result
    }

    /// The slots of the shadow stack that values in these expressions use, and their places in the frame.
    private func places(_ ids: [ExprID]) -> [Int: Int] {
        var slots: Set<Int> = []
        var work = ids
        while let id = work.popLast() {
            if let slot = plan.operandSlots[id] { slots.insert(slot) }
            let kind = function.expressions[id].kind
            switch kind {
            case .local(let local), .setLocal(let local, _): if let slot = plan.localSlots[local.offset] { slots.insert(slot) }
            default: break
            }
            kind.forEachOperand { work.append($0) }
        }
        return Dictionary(uniqueKeysWithValues: slots.sorted().enumerated().map { ($0.element, $0.offset) })
    }

    private func tailType(_ type: ValueType) -> WasmType { type == .never ? .automatic : function.result.wasm ?? .none }

    /// What `body` emits, between taking and giving back what the function holds while it runs.
    /// - Parameter ids: the expressions that `body` emits.
    func region(_ ids: [ExprID], _ body: () -> WasmExpression) -> WasmExpression {
        let exit = wasm.label("exit", regionCount)
        regionCount += 1
        let held = Region(exit: exit, places: places(ids), hasRecord: keepsRecords, countsDepth: ids.contains { countsDepth($0) })
        openRegion = held
        let code = body()
        let isExitUsed = openRegion?.isExitUsed ?? false
        openRegion = nil
        let resultType = function.result.wasm ?? .none
        let inner = isExitUsed ? wasm.block(exit, [code], resultType) : code
        let isReturning = wasm.type(of: inner) != .unreachable
        var parts: [WasmExpression] = [inner]
        if isReturning {
            let result = resultType == .none ? nil : newLocal(resultType)
            if let result { parts[0] = wasm.setLocal(result, inner) }
            parts.append(contentsOf: leavingCode(held))
            if let result { parts.append(wasm.local(result, resultType)) }
        }
        return wasm.block(nil, enteringCode(held) + parts, isReturning ? resultType : .automatic)
    }
}

/// Finds the expressions that contain a safepoint or a recursive call.
struct DemandMarks {
    private var marks: [Bool]

    /// - Parameter isDemanding: whether an expression makes demands of its own.
    init(_ function: Function, isDemanding: (ExprID, Expr.Kind) -> Bool) {
        marks = [Bool](repeating: false, count: function.expressions.count)
        if let body = function.body { _ = mark(body, function, isDemanding) }
    }

    func contains(_ id: ExprID) -> Bool { marks[id.offset] }

    private mutating func mark(_ id: ExprID, _ function: Function, _ isDemanding: (ExprID, Expr.Kind) -> Bool) -> Bool {
        let kind = function.expressions[id].kind
        var result = isDemanding(id, kind)
        for operand in kind.operands where mark(operand, function, isDemanding) { result = true }
        marks[id.offset] = result
        return result
    }
}
