import Basics
import RuntimeABI

/// Writes one function. An expression without control flow takes one line; one with it has its operands on indented lines.
struct FunctionPrinter {
    private let function: Function
    private let module: Module
    private var lines: [String] = []
    private var indent = 1
    /// Local names, made distinct.
    private let locals: [String]
    /// By expression: nil is unknown.
    private var simple: [Bool?]
    /// Deeper trees are cut.
    private static let maximumDepth = 20_000
    private var depth = 0

    init(_ function: Function, _ module: Module) {
        self.function = function
        self.module = module
        simple = [Bool?](repeating: nil, count: function.expressions.count)
        var used: [String: Int] = [:]
        locals = function.locals.values.map { local in
            let count = (used[local.name] ?? 0) + 1
            used[local.name] = count
            return count == 1 ? local.name : "\(local.name)#\(count)"
        }
    }

    mutating func print() -> String {
        let parameters = zip(locals, function.parameters).map { "\($0): \($1.type)" }.joined(separator: ", ")
        let convention = function.convention == .closure ? "closure function" : "function"
        lines.append("\(convention) \(function.name)(\(parameters)) -> \(function.result)")
        for index in function.parameterCount..<max(function.locals.count, function.parameterCount) {
            lines.append("  local \(locals[index]): \(function.locals.values[index].type)")
        }
        if let body = function.body { write(body) }
        return lines.joined(separator: "\n")
    }

    private mutating func line(_ text: String) { lines.append(String(repeating: "  ", count: indent) + text) }

    private mutating func write(indented id: ExprID) {
        indent += 1
        write(id)
        indent -= 1
    }

    private mutating func write(_ id: ExprID) {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { return line("…") }
        let expression = function.expressions[id]
        switch expression.kind {
        case .sequence(let items):
            if items.isEmpty { line("unit") }
            for item in items { write(item) }
        case .conditional(let condition, let then, let otherwise):
            write("if", condition, expression.type)
            write(indented: then)
            if let otherwise {
                line("else")
                write(indented: otherwise)
            }
        case .block(let label, let body):
            line("block \(name(label))\(suffix(expression.type))")
            write(indented: body)
        case .loop(let label, let condition, let body, let step):
            if let condition { write("loop \(name(label)) while", condition, .unit) } else { line("loop \(name(label))") }
            write(indented: body)
            if let step {
                line("step")
                write(indented: step)
            }
        case .breakTo(let label, let value?) where !isSimple(value):
            line("break \(name(label))")
            write(indented: value)
        case .returnValue(let value?) where !isSimple(value):
            line("return")
            write(indented: value)
        case .setLocal(let local, let value) where !isSimple(value):
            line("\(locals[local.offset]) =")
            write(indented: value)
        default:
            if isSimple(id) { return line(text(id)) }
            line(head(expression))
            for operand in expression.kind.operands { write(indented: operand) }
        }
    }

    private mutating func write(_ keyword: String, _ condition: ExprID, _ type: ValueType) {
        if isSimple(condition) { return line("\(keyword) \(text(condition))\(suffix(type))") }
        line("\(keyword)\(suffix(type))")
        write(indented: condition)
        line("then")
    }

    private func suffix(_ type: ValueType) -> String { type == .unit || type == .never ? "" : " -> \(type)" }
    private func name(_ label: LabelID) -> String { "\(function.labels[label].name).\(label.raw)" }

    /// No control flow in it.
    private mutating func isSimple(_ id: ExprID) -> Bool {
        if let known = simple[id.offset] { return known }
        var result = true
        switch function.expressions[id].kind {
        case .sequence, .conditional, .block, .loop: result = false
        default:
            for operand in function.expressions[id].kind.operands where !isSimple(operand) { result = false }
        }
        simple[id.offset] = result
        return result
    }

    /// A simple expression on one line.
    private func text(_ id: ExprID) -> String {
        let expression = function.expressions[id]
        switch expression.kind {
        case .constant(let constant): return Printer.constant(constant, module)
        case .local(let local): return locals[local.offset]
        case .setLocal(let local, let value): return "\(locals[local.offset]) = \(text(value))"
        case .global(let global): return module.globals[global].name
        case .setGlobal(let global, let value): return "\(module.globals[global].name) = \(text(value))"
        case .breakTo(_, let value?), .returnValue(let value?): return "\(head(expression)) \(text(value))"
        default:
            var operands: [String] = []
            expression.kind.forEachOperand { operands.append(text($0)) }
            let head = head(expression)
            switch expression.kind {
            case .call, .callImported, .callRuntime, .callClosure: break
            default: if operands.isEmpty { return head }
            }
            return "\(head)(\(operands.joined(separator: ", ")))"
        }
    }

    private func failure(_ id: FailureID) -> String {
        guard id.offset < module.failures.count else { return "failure#\(id.raw)" }
        return "\(module.failures[id].code)"
    }

    /// What an expression does, without its operands.
    private func head(_ expression: Expr) -> String {
        switch expression.kind {
        case .setGlobal(let global, _): return "\(module.globals[global].name) ="
        case .importedGlobal(let id): return "\(module.importedGlobals[id].module.text)::\(module.importedGlobals[id].name)"
        case .setImportedGlobal(let id, _): return "set \(module.importedGlobals[id].module.text)::\(module.importedGlobals[id].name)"
        case .closureSlot(_, let index): return "slot[\(index)]"
        case .setClosureSlot(_, let index, _): return "setSlot[\(index)]"
        case .unary(let operation, _): return operation.rawValue
        case .binary(let operation, _, _): return operation.rawValue
        case .checkFinite(_, let id): return "checkFinite[\(failure(id))]"
        case .checkNonzero(_, let id): return "checkNonzero[\(failure(id))]"
        case .breakTo(let label, _): return "break \(name(label))"
        case .continueTo(let label): return "continue \(name(label))"
        case .returnValue: return "return"
        case .call(let callee, _): return Printer.name(callee, module)
        case .tailCall(let callee, _): return "tail \(Printer.name(callee, module))"
        case .callImported(let callee, _): return importName(callee)
        case .tailCallImported(let callee, _): return "tail \(importName(callee))"
        case .callRuntime(let callee, _): return "rt.\(callee.name)"
        case .callClosure: return "apply"
        case .callNamespaceGetter: return "callGetter"
        case .tailCallClosure: return "tail apply"
        case .site: return "site"
        case .box: return "box"
        case .unbox(_, let id): return "unbox<\(expression.type)>" + (id.map { "[\(failure($0))]" } ?? "")
        case .test(_, let test): return "is \(self.test(test))"
        case .makeArray: return "array"
        case .arrayLength: return "length"
        case .arrayLoad: return "load<\(expression.type)>"
        case .arrayStore: return "store"
        case .checkIndex(_, _, let invalid, let outside): return "checkIndex[\(failure(invalid)), \(failure(outside))]"
        case .unshare: return "unshare"
        case .share: return "share"
        case .makeVariant(let kind, let tag, _): return "\(kind)#\(tag)"
        case .variantTag: return "tag"
        case .variantPayload: return "payload"
        case .setVariantPayload: return "setPayload"
        case .makeClosure(let id, _): return "makeClosure[\(module.closures[id].name)]"
        case .closureArity: return "arity"
        case .closureIs(_, let id): return "is[\(module.functions[id].name)]"
        case .makeObject(let kind, let small, let word, _): return "new \(kind)" + (small == 0 ? "" : "#\(small)") + (word == 0 ? "" : "[\(word)]")
        case .field(_, let index): return "field[\(index)]"
        case .setField(_, let index, _): return "setField[\(index)]"
        case .makeElements(let kind, _): return "\(kind)"
        case .setElement: return "setElement"
        case .textScalar: return "textScalar"
        case .signal: return "signal"
        case .fail(let id): return "fail[\(failure(id))]"
        case .failValue(let id, _): return "failValue[\(failure(id))]"
        case .failText(let id, _): return "failText[\(failure(id))]"
        case .unreachable: return "unreachable"
        case .constant, .local, .setLocal, .global, .sequence, .conditional, .block, .loop: return ""
        }
    }

    private func importName(_ id: ImportedFunctionID) -> String {
        "\(module.importedFunctions[id].module.text)::\(module.importedFunctions[id].name)"
    }

    private func test(_ test: ValueTest) -> String {
        switch test {
        case .number: "number"
        case .integer: "integer"
        case .bool: "bool"
        case .character: "character"
        case .null: "null"
        case .reference(let kind): "\(kind)"
        case .bits(let bits): "bits \(String(bits, radix: 16))"
        }
    }
}
