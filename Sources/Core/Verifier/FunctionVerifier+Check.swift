import Basics
import RuntimeABI

extension FunctionVerifier {
    mutating func check(_ expression: Expr, _ id: ExprID) {
        switch expression.kind {
        case .constant, .local, .setLocal, .global, .setGlobal, .importedGlobal, .setImportedGlobal, .closureSlot, .setClosureSlot:
            checkVariable(expression)
        case .unary(let operation, let operand):
            let (from, to) = operation.signature
            if let from {
                expect(operand, from, "the operand of \(operation.rawValue)")
            } else {
                let type = visit(operand)
                if case .reference = type {} else { expect(type == .never, "the operand of \(operation.rawValue) is no reference") }
            }
            result(expression, to)
        case .binary(let operation, let left, let right): checkBinary(expression, operation, left, right)
        case .checkFinite(let operand, let failure), .checkNonzero(let operand, let failure):
            expect(operand, .f64, "a checked number")
            check(failure)
            result(expression, .f64)
        case .sequence, .conditional, .block, .loop, .breakTo, .continueTo, .returnValue: checkControl(expression)
        case .call, .callImported, .callRuntime, .callClosure, .callNamespaceGetter, .tailCall, .tailCallImported, .tailCallClosure: checkCall(expression)
        case .site: result(expression, .i32)
        case .box(let operand):
            _ = visit(operand)
            result(expression, .any)
        case .unbox(let operand, let failure):
            expect(operand, .any, "an unboxed value")
            if let failure { check(failure) }
        case .test(let operand, _):
            expect(operand, .any, "a tested value")
            result(expression, .bool)
        case .makeArray, .arrayLength, .arrayLoad, .arrayStore, .checkIndex, .unshare, .share: checkArray(expression)
        case .makeVariant, .variantTag, .variantPayload, .setVariantPayload, .makeClosure, .closureArity, .closureIs, .makeObject, .field, .setField,
            .makeElements, .setElement, .textScalar:
            checkObject(expression)
        case .signal: result(expression, .i32)
        case .fail(let failure):
            check(failure)
            result(expression, .never)
        case .failValue(let failure, let value):
            check(failure)
            expect(value, .any, "the value of a failure")
            result(expression, .never)
        case .failText(let failure, let value):
            check(failure)
            expect(value, .reference(.string), "the text of a failure")
            result(expression, .never)
        case .unreachable: result(expression, .never)
        }
    }

    /// The expression must have type `type`.
    mutating func result(_ expression: Expr, _ type: ValueType) {
        if expression.type != type { report("an expression has type \(expression.type), not \(type): \(expression.kind)") }
    }

    mutating func check(_ failure: FailureID) {
        expect(exists(failure, module.failures), "failure \(failure.raw) does not exist")
    }

    private mutating func checkVariable(_ expression: Expr) {
        switch expression.kind {
        case .constant(let constant): checkConstant(constant, expression)
        case .local(let local):
            guard exists(local, function.locals) else { return report("local \(local.raw) does not exist") }
            result(expression, function.locals[local].type)
        case .setLocal(let local, let value):
            guard exists(local, function.locals) else { return report("local \(local.raw) does not exist") }
            let name = function.locals[local].name
            expect(value, function.locals[local].type, "the value for local `\(name)`")
            result(expression, .unit)
        case .global(let global):
            guard exists(global, module.globals) else { return report("global \(global.raw) does not exist") }
            result(expression, module.globals[global].type)
        case .setGlobal(let global, let value):
            guard exists(global, module.globals) else { return report("global \(global.raw) does not exist") }
            let name = module.globals[global].name
            expect(value, module.globals[global].type, "the value for global `\(name)`")
            result(expression, .unit)
        case .importedGlobal(let global):
            guard exists(global, module.importedGlobals) else { return report("imported global \(global.raw) does not exist") }
            result(expression, module.importedGlobals[global].type)
        case .setImportedGlobal(let global, let value):
            guard exists(global, module.importedGlobals) else { return report("imported global \(global.raw) does not exist") }
            expect(module.importedGlobals[global].isMutable, "an immutable imported global is assigned")
            expect(value, module.importedGlobals[global].type, "the value for an imported global")
            result(expression, .unit)
        case .closureSlot(let closure, let index):
            expect(closure, .reference(.closure), "the closure of a slot")
            expect(index >= 0, "a slot index is negative")
            result(expression, .any)
        case .setClosureSlot(let closure, let index, let value):
            expect(closure, .reference(.closure), "the closure of a slot")
            expect(index >= 0, "a slot index is negative")
            expect(value, .any, "the value of a slot")
            result(expression, .unit)
        default: break
        }
    }

    private mutating func checkConstant(_ constant: Constant, _ expression: Expr) {
        switch constant {
        case .unit: result(expression, .unit)
        case .bool: result(expression, .bool)
        case .character: result(expression, .character)
        case .i32: result(expression, .i32)
        case .i64: result(expression, .i64)
        case .f64: result(expression, .f64)
        case .any: result(expression, .any)
        case .string: result(expression, .reference(.string))
        case .closure(let closure):
            expect(exists(closure, module.closures), "closure \(closure.raw) does not exist")
            result(expression, .reference(.closure))
        case .namespace: result(expression, .reference(.namespace))
        case .none: result(expression, .reference(.option))
        }
    }

    private mutating func checkBinary(_ expression: Expr, _ operation: BinaryOperation, _ left: ExprID, _ right: ExprID) {
        let (operand, type) = operation.signature
        if let operand {
            expect(left, operand, "the left operand of \(operation.rawValue)")
            expect(right, operand, "the right operand of \(operation.rawValue)")
        } else {
            for side in [left, right] {
                let type = visit(side)
                if case .reference = type {} else { expect(type == .never, "an operand of \(operation.rawValue) is no reference") }
            }
        }
        result(expression, type)
    }

    private mutating func checkControl(_ expression: Expr) {
        switch expression.kind {
        case .sequence(let items):
            var type = ValueType.unit
            for item in items { type = visit(item) }
            // Any item may leave; and nobody needs the value of a sequence of type unit.
            if expression.type != .unit, expression.type != .never { expect(fits(type, expression.type), Self.mismatch("sequence", type, expression)) }
            if expression.type == .never { expect(items.contains { function.expressions[$0].type == .never }, "a sequence of type never ends") }
        case .conditional(let condition, let then, let otherwise):
            expect(condition, .bool, "a condition")
            let first = visit(then)
            let second = otherwise.map { visit($0) } ?? .unit
            let isDead = function.expressions[condition].type == .never
            if expression.type != .unit {
                expect(fits(first, expression.type), Self.mismatch("branch", first, expression))
                expect(isDead || fits(second, expression.type), Self.mismatch("branch", second, expression))
            }
        case .block(let label, let body):
            expect(exists(label, function.labels), "label \(label.raw) does not exist")
            expect(labels[label] == nil, "label \(label.raw) is used twice")
            labels[label] = (expression.type, false)
            let type = visit(body)
            if expression.type != .unit { expect(fits(type, expression.type), Self.mismatch("block", type, expression)) }
            labels[label] = nil
        case .loop(let label, let condition, let body, let step):
            expect(exists(label, function.labels), "label \(label.raw) does not exist")
            expect(labels[label] == nil, "label \(label.raw) is used twice")
            expect(expression.type == .unit || expression.type == .never && condition == nil, "a loop has type \(expression.type)")
            if let condition { expect(condition, .bool, "a condition") }
            labels[label] = (expression.type, true)
            visit(body)
            if let step { visit(step) }
            labels[label] = nil
        case .breakTo(let label, let value): checkBreak(label, value, expression)
        case .continueTo(let label):
            expect(labels[label]?.isLoop == true, "continue to label \(label.raw), which is no enclosing loop")
            result(expression, .never)
        case .returnValue(let value):
            let type = value.map { visit($0) } ?? .unit
            let wanted = function.result
            if wanted != .unit { expect(fits(type, wanted), "a returned value has type \(type), not \(wanted)") }
            result(expression, .never)
        default: break
        }
    }

    private mutating func checkBreak(_ label: LabelID, _ value: ExprID?, _ expression: Expr) {
        let type = value.map { visit($0) } ?? .unit
        result(expression, .never)
        guard let target = labels[label] else { return report("break to label \(label.raw), which does not enclose it") }
        expect(target.type != .never, "a break leaves label \(label.raw), whose type is never")
        expect(fits(type, target.type), "a break carries \(type) to label \(label.raw) of type \(target.type)")
    }

    static func mismatch(_ what: String, _ type: ValueType, _ expression: Expr) -> String {
        "a \(what) has type \(type) in an expression of type \(expression.type)"
    }
}
