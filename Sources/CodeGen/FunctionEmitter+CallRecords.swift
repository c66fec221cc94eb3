import Core
import Diagnostics
import RuntimeABI
import WasmCode

/// Records of calls, from which run-time errors tell how they came about (`CodeGenOptions.callStacks`).
///
/// A function that calls what may fail has a slot in its shadow stack frame that says in which of its calls it is: a constant, written before
/// the call. Nothing is done after a call. So the slot is right while a call goes on; where the function itself fails, the site says so
/// (`ObjectLayout.Site.hasOwnRecord`), and whoever goes through the records passes over the slot.
extension FunctionEmitter {
    /// Library functions that report failures at the place of their caller are no part of call stacks, nor are wrappers.
    var keepsRecords: Bool {
        guard parent.options.callStacks, function.siteParameter == nil, function.role != .wrapper else { return false }
        return function.expressions.values.contains { isRecorded($0.kind) }
    }

    /// During such a call, the record says where the function is.
    func isRecorded(_ kind: Expr.Kind) -> Bool {
        switch kind {
        case .call(let callee, _): parent.callGraph.mayFail[callee.offset] && !isPart(callee)
        case .callImported, .callClosure: true
        default: false
        }
    }

    /// The function is a part of this or another one, of which its own records tell.
    private func isPart(_ callee: FunctionID) -> Bool {
        if case .part = parent.module.functions[callee].role { true } else { false }
    }

    /// The operands of a call that is about to happen, with the record of it written after all of them have been evaluated.
    func recording(_ operands: [WasmExpression], of expression: Expr) -> [WasmExpression] {
        guard let store = storeRecord(of: expression), let last = operands.last else { return operands }
        let type = wasm.type(of: last)
        guard type != .unreachable else { return operands }
        guard containsCall(expression) else { return operands.dropLast() + [wasm.block(nil, [store, last], type)] }
        let copy = temporary(type)
        defer { release(copy, type) }
        return operands.dropLast() + [wasm.block(nil, [wasm.setLocal(copy, last), store, wasm.local(copy, type)], type)]
    }

    /// A call without operands that is about to happen, after the record of it is written.
    func recording(call: WasmExpression, of expression: Expr) -> WasmExpression {
        guard let store = storeRecord(of: expression) else { return call }
        let type = wasm.type(of: call)
        return wasm.block(nil, [store, call], type == .unreachable ? .automatic : type)
    }

    private func storeRecord(of expression: Expr) -> WasmExpression? {
        guard let openRegion, keepsRecords, let frame else { return nil }
        let site: WasmExpression
        if isRecorded(expression.kind) {
            site = self.site(expression.span)
        } else if case .call(let callee, _) = expression.kind, isPart(callee) {
            site = wasm.const(u32: 0)
        } else {
            return nil
        }
        return wasm.store(i32: wasm.local(frame, .i32), offset: openRegion.recordOffset, site)
    }

    /// The last operand of a call contains calls that write the record, too.
    private func containsCall(_ expression: Expr) -> Bool {
        var last: ExprID?
        expression.kind.forEachOperand { last = $0 }
        return last.map { isDemanding($0) } ?? false
    }
}
