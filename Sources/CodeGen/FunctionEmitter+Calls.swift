import Core
import Diagnostics
import RuntimeABI
import WasmCode

/// Calls of every kind, and failures.
extension FunctionEmitter {
    func call(_ expression: Expr) -> WasmExpression {
        switch expression.kind {
        case .call(let callee, let arguments):
            let target = parent.module.functions[callee]
            var operands = self.arguments(arguments)
            if target.siteParameter != nil, arguments.count + 1 == target.parameterCount { operands.append(site(expression.span)) }
            let code = wasm.call(parent.functionNames[callee.offset], recording(operands, of: expression), result: target.result.wasm ?? .none)
            return finish(operands.isEmpty ? recording(call: locate(code, expression.span), of: expression) : code, expression)
        case .callImported(let callee, let arguments):
            let target = parent.module.importedFunctions[callee]
            var operands = self.arguments(arguments)
            if target.takesSite { operands.append(site(expression.span)) }
            let code = wasm.call(parent.importedFunctionName(callee), recording(operands, of: expression), result: target.result.wasm ?? .none)
            return finish(operands.isEmpty ? recording(call: locate(code, expression.span), of: expression) : code, expression)
        case .callRuntime(let callee, let arguments):
            if callee == .collectionUnshare { return unshareCollection(arguments[0], expression) }
            return arrayEnds(callee, arguments, expression) ?? callRuntime(callee, arguments, expression)
        case .callNamespaceGetter(let index):
            let code = wasm.callIndirect(emit(index), [], parameters: [], result: .i64)
            return finish(code, expression)
        case .callClosure(let closure, let arguments):
            return finish(callClosure(closure, arguments, expression, isTail: false), expression)
        case .tailCall(let callee, let arguments):
            let target = parent.module.functions[callee]
            var operands = self.arguments(arguments)
            if target.siteParameter != nil, arguments.count + 1 == target.parameterCount { operands.append(site(expression.span, isLeaving: true)) }
            return tail(operands, expression) {
                wasm.returnCall(parent.functionNames[callee.offset], $0, result: target.result.wasm ?? .none)
            }
        case .tailCallImported(let callee, let arguments):
            let target = parent.module.importedFunctions[callee]
            var operands = self.arguments(arguments)
            if target.takesSite { operands.append(site(expression.span, isLeaving: true)) }
            return tail(operands, expression) {
                wasm.returnCall(parent.importedFunctionName(callee), $0, result: target.result.wasm ?? .none)
            }
        case .tailCallClosure(let closure, let arguments):
            return locate(callClosure(closure, arguments, expression, isTail: true), expression.span)
        case .site: return site(expression.span)
        case .fail(let failure): return fail(failure, expression.span)
        case .failValue(let failure, let id):
            return failValue(failure, emit(id), expression.span)
        case .failText(let failure, let id):
            let text = emit(id)
            let operands = [parent.failureAddress(failure), text, site(expression.span)]
            return noReturn(wasm.call(parent.runtimeName(.failText), operands, result: .none), expression.span)
        default: return wasm.unreachable()
        }
    }

    /// The operands of a call. Unit has no wasm value; the verifier allows only constants where it is passed.
    private func arguments(_ ids: [ExprID]) -> [WasmExpression] {
        var result: [WasmExpression] = []
        result.reserveCapacity(ids.count + 2)
        for id in ids where function.expressions[id].type != .unit { result.append(emit(id)) }
        return result
    }

    private func finish(_ code: WasmExpression, _ expression: Expr) -> WasmExpression {
        locate(code, expression.span)
        return expression.type == .never ? wasm.block(nil, [expression.type.wasm == nil ? dropped(code) : code, wasm.unreachable()]) : code
    }

    private func dropped(_ code: WasmExpression) -> WasmExpression {
        let type = wasm.type(of: code)
        return type == .none || type == .unreachable ? code : wasm.drop(code)
    }

    private func noReturn(_ code: WasmExpression, _ span: SourceSpan) -> WasmExpression {
        wasm.block(nil, [locate(code, span), wasm.unreachable()])
    }

    /// Reports the failure at `span`; type unreachable.
    func fail(_ failure: FailureID, _ span: SourceSpan) -> WasmExpression {
        noReturn(parent.failCall(failure, site: site(span)), span)
    }

    func failValue(_ failure: FailureID, _ value: WasmExpression, _ span: SourceSpan) -> WasmExpression {
        let operands = [parent.failureAddress(failure), value, site(span)]
        return noReturn(wasm.call(parent.runtimeName(.failValue), operands, result: .none), span)
    }

    /// The address of the site record for `span`.
    /// - Parameter isLeaving: whoever reads the record does so after the function has given back its frame.
    func site(_ span: SourceSpan, isLeaving: Bool = false) -> WasmExpression {
        if let parameter = function.siteParameter { return wasm.local(wasmLocals[parameter.offset], .i32) }
        let hasOwnRecord = keepsRecords && openRegion != nil && !isLeaving
        return parent.siteAddress(span, in: function, hasOwnRecord: hasOwnRecord)
    }

    // MARK: Runtime functions

    private func callRuntime(_ callee: RuntimeFunction, _ arguments: [ExprID], _ expression: Expr) -> WasmExpression {
        if let room = callee.room, let code = callMakingRoom(callee, room, arguments, expression) { return code }
        var operands = self.arguments(arguments)
        if callee.effects.contains(.fails) { operands.append(site(expression.span)) }
        if callee.effects.contains(.collects) { operands.append(parent.stackPointer()) }
        let code = wasm.call(parent.runtimeName(callee), operands, result: callee.result?.wasm ?? .none)
        locate(code, expression.span)
        if callee.effects.contains(.noReturn) || expression.type == .never {
            return wasm.block(nil, [dropped(code), wasm.unreachable()])
        }
        return callee.effects.contains(.allocates) ? polled(code, expression.type) : code
    }

    /// The value of `code`, after a collection if the runtime asks for one.
    func polled(_ code: WasmExpression, _ type: ValueType) -> WasmExpression {
        let isRequested = wasm.load(i32: wasm.const(u32: ControlBlock.collectRequested))
        guard let wasmType = type.wasm else {
            let kept = keptVariables()
            return wasm.block(nil, [code, wasm.ifElse(isRequested, wasm.call(parent.poll(keeping: kept.count), kept, result: .none))], .none)
        }
        let copy = temporary(wasmType)
        defer { release(copy, wasmType) }
        let kept = (type.isTraced ? [boxed(wasm.local(copy, wasmType), type)] : []) + keptVariables()
        let collect = wasm.call(parent.poll(keeping: kept.count), kept, result: .none)
        return wasm.block(nil, [
            wasm.setLocal(copy, code), wasm.ifElse(isRequested, collect), wasm.local(copy, wasmType),
        ], wasmType)
    }

    // MARK: Closures and tail calls

    private func callClosure(_ closure: ExprID, _ arguments: [ExprID], _ expression: Expr, isTail: Bool) -> WasmExpression {
        let callee = temporary(.i32)
        var operands = [wasm.teeLocal(callee, emit(closure), .i32)]
        operands.append(contentsOf: emit(arguments))
        release(callee, .i32)
        let parameters = [.i32] + [WasmType](repeating: .i64, count: arguments.count)
        let target = wasm.load(i32: wasm.local(callee, .i32), offset: ObjectLayout.Closure.tableIndexOffset)
        guard isTail else {
            return wasm.callIndirect(target, recording(operands, of: expression), parameters: parameters, result: .i64)
        }
        if let openRegion {
            let last = operands.removeLast()
            let type = wasm.type(of: last)
            operands.append(type == .unreachable ? last : leaving(last, type, openRegion))
        }
        return wasm.returnCallIndirect(target, operands, parameters: parameters, result: .i64)
    }

    private func tail(
        _ operands: [WasmExpression], _ expression: Expr, _ make: ([WasmExpression]) -> WasmExpression
    ) -> WasmExpression {
        guard let openRegion else { return locate(make(operands), expression.span) }
        guard let last = operands.last else {
            return wasm.block(nil, leavingCode(openRegion) + [locate(make([]), expression.span)])
        }
        let type = wasm.type(of: last)
        return locate(make(operands.dropLast() + [type == .unreachable ? last : leaving(last, type, openRegion)]), expression.span)
    }

    /// The value of `last`, an operand of a tail call, after what the function holds has been given back.
    private func leaving(_ last: WasmExpression, _ type: WasmType, _ region: Region) -> WasmExpression {
        let copy = temporary(type)
        defer { release(copy, type) }
        return wasm.block(nil, [wasm.setLocal(copy, last)] + leavingCode(region) + [wasm.local(copy, type)], type)
    }
}
