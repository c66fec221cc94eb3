import Basics
import Core
import RuntimeABI
import WasmCode

/// An internal function that many places of a module share.
enum Helper: Hashable {
    /// `(size, any…) -> address`: bump allocation with its slow path, during which so many values count as roots.
    case allocate(keeping: Int)
    /// `(size, any…) -> address`: only the slow path.
    case allocateSlow(keeping: Int)
    /// `()`: collects.
    case poll
    /// `(any…)`: collects, while so many values count as roots.
    case pollKeeping(Int)
    /// `(count, bytes for each, any…)`: lets the collector make room, while so many values count as roots.
    case prepare(keeping: Int)
    /// `(index, site)`: reports which of the two failures a bad f64 index is.
    case badIndex(invalid: FailureID, outside: FailureID)
    /// The same for an i32 index.
    case badIntegerIndex(invalid: FailureID, outside: FailureID)
    /// `(parameters…) -> result`: recursion that goes on in the heap, where the budget for nested calls is used up.
    case deepStart(FunctionID)

    /// More values are kept by slots of the function's frame.
    static let mostKept = 8
    /// The same for what a new object is made of.
    static let mostKeptOperands = 4

    var name: String {
        switch self {
        case .allocate(let count): "langc.allocate" + (count == 0 ? "" : ".\(count)")
        case .allocateSlow(let count): "langc.allocateSlow" + (count == 0 ? "" : ".\(count)")
        case .poll: "langc.poll"
        case .pollKeeping(let count): "langc.pollKeeping" + (count == 1 ? "" : ".\(count)")
        case .prepare(let count): "langc.prepare" + (count == 0 ? "" : ".\(count)")
        case .badIndex(let invalid, let outside): "langc.badIndex.\(invalid.raw).\(outside.raw)"
        case .deepStart(let function): "langc.deepStart.\(function.raw)"
        case .badIntegerIndex(let invalid, let outside): "langc.badIntegerIndex.\(invalid.raw).\(outside.raw)"
        }
    }
}

extension ModuleEmitter {
    /// Enters the copy of a function whose recursion goes on in the heap.
    func deepStart(_ entry: DeepEntry, _ raise: RuntimeFunction, _ parameters: [WasmType], _ result: ValueType) -> WasmName {
        helper(.deepStart(entry.function)) { name in
            let (savedDepth, value) = (parameters.count, parameters.count + 1)
            func level() -> WasmExpression { wasm.load(i32: wasm.const(u32: ControlBlock.deepLevel)) }
            func setLevel(_ operation: WasmBinary) -> WasmExpression {
                wasm.store(i32: wasm.const(u32: ControlBlock.deepLevel), wasm.binary(operation, level(), wasm.const(i32: 1)))
            }
            let isExhausted = wasm.binary(.greaterOrEqualUnsignedI32, level(), wasm.const(u32: CallDepth.deepSlices))
            let tooDeep = returnDummy(after: wasm.call(runtimeName(raise), [], result: .none), result.wasm)
            let operands = parameters.indices.map { wasm.local($0, parameters[$0]) } + [closureAddress(entry.lastFrame), wasm.const(i32: 0)]
            let call = wasm.call(functionNames[entry.function.offset], operands, result: .i64)
            var code = [
                wasm.ifElse(isExhausted, tooDeep), setLevel(.addI32), wasm.setLocal(savedDepth, stackDepth()),
                setStackDepth(wasm.const(u32: CallDepth.deepSlice)), wasm.setLocal(value, call), setStackDepth(wasm.local(savedDepth, .i32)),
                setLevel(.subtractI32),
            ]
            if result.wasm != nil { code.append(unboxed(wasm.local(value, .i64), result)) }
            wasm.addFunction(
                name, parameters: parameters, result: result.wasm ?? .none, locals: [.i32, .i64],
                body: wasm.block(nil, code, result.wasm ?? .none))
        }
    }

    /// The payload of a dynamic value that is known to have the type.
    func unboxed(_ code: WasmExpression, _ type: ValueType) -> WasmExpression {
        switch type {
        case .any: code
        case .f64: wasm.unary(.reinterpretI64, code)
        case .bool: wasm.binary(.andI32, wasm.unary(.wrapI64, code), wasm.const(i32: 1))
        case .character, .reference, .i32: wasm.unary(.wrapI64, code)
        case .i64:
            wasm.binary(.shiftRightI64, wasm.binary(.shiftLeftI64, code, wasm.const(i64: 16)), wasm.const(i64: 16))
        case .unit, .never: wasm.drop(code)
        }
    }

    /// Returns from a function of this result after code that has set a signal.
    func returnDummy(after code: WasmExpression, _ result: WasmType?) -> WasmExpression {
        switch result {
        case nil: wasm.block(nil, [code, wasm.returnValue()])
        case .f64: wasm.block(nil, [code, wasm.returnValue(wasm.const(f64: 0))])
        case .i64: wasm.block(nil, [code, wasm.returnValue(wasm.const(i64: 0))])
        default: wasm.block(nil, [code, wasm.returnValue(wasm.const(i32: 0))])
        }
    }

    /// - Parameter count: how many values are kept. They are stored above the frame of the caller.
    func allocateSlow(keeping count: Int) -> WasmName {
        helper(.allocateSlow(keeping: count)) { name in
            var code = keep(count, firstParameter: 1)
            code.append(wasm.call(runtimeName(.allocate), [wasm.local(0, .i32), top(keeping: count)], result: .i32))
            wasm.addFunction(
                name, parameters: [.i32] + [WasmType](repeating: .i64, count: count), result: .i32,
                locals: [], body: code.count == 1 ? code[0] : wasm.block(nil, code, .i32))
        }
    }

    /// Stores parameters above the frame of the caller.
    private func keep(_ count: Int, firstParameter: Int) -> [WasmExpression] {
        (0..<count).map { index in
            wasm.store(i64: stackPointer(), offset: UInt32(index) * FunctionEmitter.slotSize, wasm.local(index + firstParameter, .i64))
        }
    }

    /// Where the shadow stack ends with what `keep` has stored.
    private func top(keeping count: Int) -> WasmExpression {
        count == 0 ? stackPointer() : wasm.binary(.addI32, stackPointer(), wasm.const(u32: UInt32(count) * FunctionEmitter.slotSize))
    }

    func allocate(keeping count: Int) -> WasmName {
        helper(.allocate(keeping: count)) { name in
            let kept = Array(1..<(count + 1)).map { wasm.local($0, .i64) }
            let body = bumpAllocation(
                size: wasm.local(0, .i32), sizeAgain: wasm.local(0, .i32), address: count + 1, end: count + 2, keeping: kept)
            wasm.addFunction(
                name, parameters: [.i32] + [WasmType](repeating: .i64, count: count), result: .i32,
                locals: [.i32, .i32], body: body)
        }
    }

    /// Takes `size` bytes from the current free run, or calls the slow path; the value is the address, which is also in the local `address`.
    /// - Parameter kept: dynamic values that must survive it.
    func bumpAllocation(size: WasmExpression, sizeAgain: WasmExpression, address: Int, end: Int, keeping kept: [WasmExpression]) -> WasmExpression {
        let limit = wasm.load(i32: wasm.const(u32: ControlBlock.bumpLimit))
        let pointer = wasm.teeLocal(address, wasm.load(i32: wasm.const(u32: ControlBlock.bumpPointer)), .i32)
        let newEnd = wasm.teeLocal(end, wasm.binary(.addI32, pointer, size), .i32)
        let fast = wasm.store(i32: wasm.const(u32: ControlBlock.bumpPointer), wasm.local(end, .i32))
        let slow = wasm.setLocal(address, wasm.call(allocateSlow(keeping: kept.count), [sizeAgain] + kept, result: .i32))
        return wasm.block(nil, [
            wasm.ifElse(wasm.binary(.greaterUnsignedI32, newEnd, limit), slow, fast),
            wasm.local(address, .i32),
        ], .i32)
    }

    private func poll() -> WasmName {
        helper(.poll) { name in
            let body = wasm.call(runtimeName(.collect), [stackPointer()], result: .none)
            wasm.addFunction(name, parameters: [], result: .none, locals: [], body: body)
        }
    }

    func poll(keeping count: Int) -> WasmName {
        guard count > 0 else { return poll() }
        return helper(.pollKeeping(count)) { name in
            let collect = wasm.call(runtimeName(.collect), [top(keeping: count)], result: .none)
            let body = wasm.block(nil, keep(count, firstParameter: 0) + [collect], .none)
            wasm.addFunction(name, parameters: [WasmType](repeating: .i64, count: count), result: .none, locals: [], body: body)
        }
    }

    func prepare(keeping count: Int) -> WasmName {
        helper(.prepare(keeping: count)) { name in
            let prepare = wasm.call(runtimeName(.prepare), [wasm.local(0, .i32), wasm.local(1, .i32), top(keeping: count)], result: .none)
            let body = wasm.block(nil, keep(count, firstParameter: 2) + [prepare], .none)
            let parameters: [WasmType] = [.i32, .i32] + [WasmType](repeating: .i64, count: count)
            wasm.addFunction(name, parameters: parameters, result: .none, locals: [], body: body)
        }
    }

    func badIndex(invalid: FailureID, outside: FailureID, isInteger: Bool) -> WasmName {
        let key: Helper =
            isInteger ? .badIntegerIndex(invalid: invalid, outside: outside) : .badIndex(invalid: invalid, outside: outside)
        return helper(key) { name in
            let isInvalid: WasmExpression
            if isInteger {
                isInvalid = wasm.binary(.lessI32, wasm.local(0, .i32), wasm.const(i32: 0))
            } else {
                // Not (index >= 0), or index != trunc(index): NaN is invalid too, infinity is outside.
                let negative = wasm.unary(.eqzI32, wasm.binary(.greaterOrEqualF64, wasm.local(0, .f64), wasm.const(f64: 0)))
                let fractional = wasm.binary(
                    .notEqualF64, wasm.local(0, .f64), wasm.unary(.truncateF64, wasm.local(0, .f64)))
                isInvalid = wasm.binary(.orI32, negative, fractional)
            }
            let body = wasm.block(nil, [
                wasm.ifElse(isInvalid, fail(invalid, site: wasm.local(1, .i32))),
                fail(outside, site: wasm.local(1, .i32)),
            ])
            wasm.addFunction(
                name, parameters: [isInteger ? .i32 : .f64, .i32], result: .none, locals: [], body: body)
        }
    }

    /// Ends the program; type unreachable.
    func fail(_ failure: FailureID, site: WasmExpression) -> WasmExpression {
        wasm.block(nil, [failCall(failure, site: site), wasm.unreachable()])
    }

    /// The call that ends the program; type none.
    func failCall(_ failure: FailureID, site: WasmExpression) -> WasmExpression {
        wasm.call(runtimeName(.fail), [failureAddress(failure), site], result: .none)
    }
}
