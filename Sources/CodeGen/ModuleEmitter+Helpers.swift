import Basics
import BinaryenKit
import Core
import RuntimeABI

/// An internal function that many places of a module share.
enum Helper: Hashable {
    /// `(size) -> address`: bump allocation with its slow path.
    case allocate
    /// `(size) -> address`: only the slow path.
    case allocateSlow
    /// `()`: collects.
    case poll
    /// `(any)`: collects, while the value counts as a root.
    case pollKeeping
    /// `(index, site)`: reports which of the two failures a bad f64 index is.
    case badIndex(invalid: FailureID, outside: FailureID)
    /// The same for an i32 index.
    case badIntegerIndex(invalid: FailureID, outside: FailureID)

    var name: String {
        switch self {
        case .allocate: "langc.allocate"
        case .allocateSlow: "langc.allocateSlow"
        case .poll: "langc.poll"
        case .pollKeeping: "langc.pollKeeping"
        case .badIndex(let invalid, let outside): "langc.badIndex.\(invalid.raw).\(outside.raw)"
        case .badIntegerIndex(let invalid, let outside): "langc.badIntegerIndex.\(invalid.raw).\(outside.raw)"
        }
    }
}

extension ModuleEmitter {
    func allocateSlow() -> WasmName {
        helper(.allocateSlow) {
            let body = wasm.call(
                runtimeName(.allocate), [wasm.local(0, .i32), stackPointer()], result: .i32)
            wasm.addFunction(wasm.name(Helper.allocateSlow.name), parameters: [.i32], result: .i32, locals: [], body: body)
        }
    }

    func allocate() -> WasmName {
        helper(.allocate) {
            let body = bumpAllocation(size: wasm.local(0, .i32), sizeAgain: wasm.local(0, .i32), address: 1, end: 2)
            wasm.addFunction(
                wasm.name(Helper.allocate.name), parameters: [.i32], result: .i32, locals: [.i32, .i32], body: body)
        }
    }

    /// Takes `size` bytes from the current free run, or calls the slow path; the value is the address, which is also in the local `address`.
    func bumpAllocation(size: WasmExpression, sizeAgain: WasmExpression, address: Int, end: Int) -> WasmExpression {
        let limit = wasm.load(i32: wasm.const(u32: ControlBlock.bumpLimit))
        let pointer = wasm.teeLocal(address, wasm.load(i32: wasm.const(u32: ControlBlock.bumpPointer)), .i32)
        let newEnd = wasm.teeLocal(end, wasm.binary(.addI32, pointer, size), .i32)
        let fast = wasm.store(i32: wasm.const(u32: ControlBlock.bumpPointer), wasm.local(end, .i32))
        let slow = wasm.setLocal(address, wasm.call(allocateSlow(), [sizeAgain], result: .i32))
        return wasm.block(nil, [
            wasm.ifElse(wasm.binary(.greaterUnsignedI32, newEnd, limit), slow, fast),
            wasm.local(address, .i32),
        ], .i32)
    }

    func poll() -> WasmName {
        helper(.poll) {
            let body = wasm.call(runtimeName(.collect), [stackPointer()], result: .none)
            wasm.addFunction(wasm.name(Helper.poll.name), parameters: [], result: .none, locals: [], body: body)
        }
    }

    func pollKeeping() -> WasmName {
        helper(.pollKeeping) {
            let top = wasm.binary(.addI32, stackPointer(), wasm.const(i32: 8))
            let body = wasm.block(nil, [
                wasm.store(i64: stackPointer(), wasm.local(0, .i64)),
                wasm.call(runtimeName(.collect), [top], result: .none),
            ], .none)
            wasm.addFunction(wasm.name(Helper.pollKeeping.name), parameters: [.i64], result: .none, locals: [], body: body)
        }
    }

    func badIndex(invalid: FailureID, outside: FailureID, isInteger: Bool) -> WasmName {
        let key: Helper =
            isInteger ? .badIntegerIndex(invalid: invalid, outside: outside) : .badIndex(invalid: invalid, outside: outside)
        return helper(key) {
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
                wasm.name(key.name), parameters: [isInteger ? .i32 : .f64, .i32], result: .none, locals: [], body: body)
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
