import Basics
import RuntimeABI

extension FunctionVerifier {
    mutating func checkCall(_ expression: Expr) {
        switch expression.kind {
        case .call(let callee, let arguments), .tailCall(let callee, let arguments):
            guard exists(callee, module.functions) else { return report("function \(callee.raw) does not exist") }
            let target = module.functions[callee]
            var types = target.parameters.map(\.type)
            if target.siteParameter != nil, arguments.count + 1 == types.count { types.removeLast() }
            check(arguments, types, target.name)
            checkResult(expression, target.result)
        case .callImported(let callee, let arguments), .tailCallImported(let callee, let arguments):
            guard exists(callee, module.importedFunctions) else { return report("imported function \(callee.raw) does not exist") }
            let target = module.importedFunctions[callee]
            check(arguments, target.parameters, target.name)
            checkResult(expression, target.result)
        case .callRuntime(let callee, let arguments): checkRuntimeCall(expression, callee, arguments)
        case .callNamespaceGetter(let index):
            expect(index, .i32, "the table index of a getter")
            checkResult(expression, .any)
        case .callClosure(let closure, let arguments), .tailCallClosure(let closure, let arguments):
            expect(closure, .reference(.closure), "a called value")
            for argument in arguments { expect(argument, .any, "an argument for a closure") }
            checkResult(expression, .any)
        default: break
        }
    }

    private mutating func checkResult(_ expression: Expr, _ type: ValueType) {
        switch expression.kind {
        case .tailCall, .tailCallImported, .tailCallClosure:
            result(expression, .never)
            let wanted = function.result
            expect(type == wanted, "a tail call returns \(type), the function \(wanted)")
        default:
            // A function that never returns may be called for any type.
            if type != .never, expression.type != .never { result(expression, type) }
        }
    }

    private mutating func check(_ arguments: [ExprID], _ types: [ValueType], _ name: String) {
        expect(arguments.count == types.count, "`\(name)` is called with \(arguments.count) arguments, not \(types.count)")
        for (argument, type) in zip(arguments, types) { expect(argument, type, "an argument for `\(name)`") }
    }

    private mutating func checkRuntimeCall(_ expression: Expr, _ callee: RuntimeFunction, _ arguments: [ExprID]) {
        var types = callee.parameters
        if callee.effects.contains(.collects), !types.isEmpty { types.removeLast() }
        if callee.effects.contains(.fails), !types.isEmpty { types.removeLast() }
        expect(arguments.count == types.count, "`\(callee.name)` is called with \(arguments.count) arguments, not \(types.count)")
        for (argument, type) in zip(arguments, types) {
            let have = visit(argument)
            expect(have == .never || have.machineType == type, "an argument for `\(callee.name)` has type \(have), not \(type)")
        }
        if callee.effects.contains(.noReturn) || expression.type == .never { return }
        expect(
            expression.type.machineType == callee.result,
            "`\(callee.name)` is called for type \(expression.type)")
    }

    mutating func checkArray(_ expression: Expr) {
        switch expression.kind {
        case .makeArray(let items):
            let types = Set(items.map { visit($0) }.filter { $0 != .never })
            expect(types.isEmpty || types == [.f64] || types == [.any], "array elements are not all f64 or all any")
            if items.isEmpty, expression.type == .reference(.bytes) { return }
            result(expression, .reference(.array))
        case .arrayLength(let array):
            if !isFlags(array) { expectElements(array, or: .text) }
            result(expression, .i32)
        case .arrayLoad(let array, let index):
            expect(index, .i32, "an index")
            if isFlags(array) { return result(expression, .bool) }
            expectElements(array)
            expect([.f64, .any, .i32].contains(expression.type), "an array element has type \(expression.type)")
        case .arrayStore(let array, let index, let value):
            expect(index, .i32, "an index")
            if isFlags(array) {
                expect(value, .bool, "a truth value")
                return result(expression, .unit)
            }
            expect(array, .reference(.array), "an array")
            let type = visit(value)
            expect([.f64, .any, .i32, .never].contains(type), "an array element has type \(type)")
            result(expression, .unit)
        case .checkIndex(let index, let array, let invalid, let outside):
            let type = visit(index)
            expect(type == .f64 || type == .i32 || type == .never, "an index has type \(type)")
            if !isFlags(array) { expect(array, .reference(.array), "an array") }
            check(invalid)
            check(outside)
            result(expression, .i32)
        case .unshare(let array):
            expect(array, .reference(.array), "an array")
            result(expression, .reference(.array))
        case .share(let value):
            let type = visit(value)
            switch type {
            case .any, .never, .reference(.array), .reference(.option), .reference(.result): result(expression, type)
            default: report("a value of type \(type) is shared")
            }
        default: break
        }
    }

    mutating func checkObject(_ expression: Expr) {
        switch expression.kind {
        case .makeVariant(let kind, _, let payload):
            expect(kind.isVariant, "a variant of kind \(kind)")
            expect(payload, .any, "a payload")
            result(expression, .reference(kind))
        case .variantTag(let variant):
            checkVariant(visit(variant))
            result(expression, .i32)
        case .variantPayload(let variant):
            checkVariant(visit(variant))
            result(expression, .any)
        case .setVariantPayload(let variant, let value):
            checkVariant(visit(variant))
            expect(value, .any, "a payload")
            result(expression, .unit)
        case .makeClosure(let closure, let captures):
            expect(exists(closure, module.closures), "closure \(closure.raw) does not exist")
            for capture in captures { expect(capture, .any, "a captured value") }
            result(expression, .reference(.closure))
        case .closureArity(let closure):
            expect(closure, .reference(.closure), "a closure")
            result(expression, .i32)
        case .closureIs(let closure, let id):
            expect(closure, .reference(.closure), "a closure")
            expect(exists(id, module.functions) && module.functions[id].convention == .closure, "function \(id.raw) is no function of a closure")
            result(expression, .bool)
        case .makeObject(let kind, _, _, let fields):
            for field in fields { expect(field, .any, "a field") }
            result(expression, .reference(kind))
        case .field(let object, _):
            expectObject(object)
            result(expression, .any)
        case .setField(let object, _, let value):
            expectObject(object)
            expect(value, .any, "a field")
            result(expression, .unit)
        case .makeElements(let kind, let items):
            expect(kind.hasElements, "\(kind) is not laid out like an array")
            for item in items { expect(item, .any, "an element") }
            result(expression, .reference(kind))
        case .textScalar(let text, let index):
            expect(text, .reference(.text), "a text")
            expect(index, .i32, "an index")
            result(expression, .character)
        case .setElement(let object, let index, let value):
            expectElements(object)
            expect(index, .i32, "an index")
            expect(value, .any, "an element")
            result(expression, .unit)
        default: break
        }
    }

    /// The expression is an array of truth values in bytes.
    private mutating func isFlags(_ id: ExprID) -> Bool { function.expressions[id].type == .reference(.bytes) && visit(id) != .never }

    private mutating func expectObject(_ id: ExprID) {
        let type = visit(id)
        if case .reference = type { return }
        expect(type == .never, "a value of type \(type) is no object")
    }

    private mutating func expectElements(_ id: ExprID, or other: ObjectKind? = nil) {
        let type = visit(id)
        if case .reference(let kind) = type, kind.hasElements || kind == other { return }
        expect(type == .never, "a value of type \(type) has no elements")
    }

    private mutating func checkVariant(_ type: ValueType) {
        switch type {
        case .reference(let kind) where kind.isVariant: break
        case .never: break
        default: report("a value of type \(type) is no variant")
        }
    }
}
