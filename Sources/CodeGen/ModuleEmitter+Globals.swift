import Basics
import Core
import ModuleSystem
import RuntimeABI
import WasmCode

extension ModuleEmitter {
    func addGlobals() {
        for (index, global) in module.globals.values.enumerated() {
            guard let type = global.type.wasm else { continue }
            let initial: WasmExpression
            if let value = global.initialValue, let constant = constant(value, global.type) {
                initial = constant
            } else {
                initial = zero(type, global.type)
            }
            wasm.addGlobal(globalNames[index], type: type, isMutable: true, initial: initial)
        }
    }

    /// What a variable holds before its first assignment.
    private func zero(_ type: WasmType, _ meaning: ValueType) -> WasmExpression {
        switch type {
        case .i64: wasm.const(u64: meaning == .any ? NaNBox.Immediate.null.bits : 0)
        case .f64: wasm.const(f64: 0)
        default: wasm.const(i32: 0)
        }
    }

    /// A constant as an expression that may also initialize a global; nil when it has no value.
    func constant(_ constant: Constant, _ type: ValueType) -> WasmExpression? {
        switch constant {
        case .unit: nil
        case .bool(let value): wasm.const(i32: value ? 1 : 0)
        case .character(let scalar): wasm.const(u32: scalar)
        case .i32(let value): wasm.const(i32: value)
        case .i64(let value): wasm.const(i64: value)
        case .f64(let value): wasm.const(f64: value)
        case .any(let bits): wasm.const(u64: bits)
        case .string(let text): stringAddress(text)
        case .closure(let id): closureAddress(id)
        case .namespace(let id): namespaceAddress(id)
        case .none: wasm.const(i32: 0)
        }
    }

    /// `langc.prepare`.
    func addPreparation() {
        guard let preparation = module.preparation else { return }
        wasm.exportFunction(functionNames[preparation.offset], as: ReservedNames.preparation)
    }

    /// `langc.init`: runs the top-level statements the first time it is called.
    func addInitializer() {
        guard let initializer = module.initializer else { return }
        let done = wasm.name("initialized")
        wasm.addGlobal(done, type: .i32, isMutable: true, initial: wasm.const(i32: 0))
        let name = wasm.name(ReservedNames.initializer)
        let body = wasm.block(nil, [
            wasm.ifElse(wasm.global(done, .i32), wasm.returnValue()),
            wasm.setGlobal(done, wasm.const(i32: 1)),
            wasm.call(functionNames[initializer.offset], [], result: .none),
        ], .none)
        wasm.addFunction(name, parameters: [], result: .none, locals: [], body: body)
        wasm.exportFunction(name, as: ReservedNames.initializer)
        // For a linker, which calls every initializer once. It also keeps the optimizer from moving the code and losing its positions.
        wasm.exportFunction(functionNames[initializer.offset], as: ReservedNames.initializerBody)
    }

    /// `langc.roots`: shows the collector the module's variables.
    func addRoots() {
        var calls: [WasmExpression] = []
        for (index, global) in module.globals.values.enumerated() where global.type.isTraced {
            guard let type = global.type.wasm else { continue }
            let mark = global.type == .any ? RuntimeFunction.markValue : RuntimeFunction.markReference
            calls.append(wasm.call(runtimeName(mark), [wasm.global(globalNames[index], type)], result: .none))
        }
        guard !calls.isEmpty else { return }
        let name = wasm.name(ReservedNames.roots)
        wasm.addFunction(name, parameters: [], result: .none, locals: [], body: wasm.block(nil, calls, .none))
        wasm.exportFunction(name, as: ReservedNames.roots)
    }

    func addExports() {
        for export in module.exports {
            switch export.target {
            case .function(let id):
                wasm.exportFunction(functionNames[id.offset], as: export.name)
            case .global(let id):
                guard module.globals[id].type.wasm != nil else { continue }
                wasm.exportGlobal(globalNames[id.offset], as: export.name)
            case .closure(let id):
                let name = wasm.name("closure.\(id.raw).\(export.name)")
                wasm.addGlobal(name, type: .i32, isMutable: false, initial: closureAddress(id))
                wasm.exportGlobal(name, as: export.name)
            }
        }
    }
}
