import Basics
import Diagnostics

/// Replaces calls of small functions that call nothing themselves by their bodies.
///
///     fn half(x: number) -> number { return x / 2; }        half(n + 1)   becomes   { x = n + 1; x / 2 }
///
/// Besides the call, this wins what the ranges of the arguments tell about the body at this place. Errors keep their positions, and know of
/// the call (`InlinedPlace`). A body is one `return` after straight-line statements; inside of loops it may be larger.
public enum InlineLeaves {
    /// Most expressions of a body that is inlined anywhere, and in a loop.
    static let limit = 12
    static let limitInLoop = 64
    /// A function with more variables is left alone: later stages take more than linear time for them.
    static let variableLimit = 1000

    public static func run(_ module: Module) -> Module {
        let leaves = module.functions.values.map { Leaf($0) }
        guard leaves.contains(where: { $0 != nil }) else { return module }
        var spans = InlinedSpans(module.inlinedPlaces)
        var result = module.changingFunctions { function, body in
            var pass = Inliner(function: function, leaves: leaves, spans: spans)
            // Only one owner, so that adding to it copies nothing.
            spans = InlinedSpans(Store())
            pass.visit(body, inLoop: false)
            spans = pass.spans
            return pass.function
        }
        result.inlinedPlaces = spans.places
        return result
    }
}

/// A function that can be inlined.
private struct Leaf {
    let function: Function
    /// Statements before the value.
    var statements: [ExprID] = []
    let value: ExprID
    /// Number of expressions.
    var size = 0

    init?(_ function: Function) {
        guard function.convention == .direct, function.siteParameter == nil, let body = function.body, function.result != .unit else { return nil }
        self.function = function
        switch function.expressions[body].kind {
        case .returnValue(let value?): self.value = value
        case .sequence(let items):
            guard let last = items.last, case .returnValue(let value?) = function.expressions[last].kind else { return nil }
            statements = Array(items.dropLast())
            self.value = value
        default: return nil
        }
        guard function.expressions[value].type == function.result else { return nil }
        for item in statements + [value] { guard count(item) else { return nil } }
    }

    /// Counts the expressions; false when there are too many, or other than straight-line ones.
    private mutating func count(_ id: ExprID) -> Bool {
        size += 1
        guard size <= InlineLeaves.limitInLoop else { return false }
        let expression = function.expressions[id]
        if expression.type == .never { return false }
        switch expression.kind {
        case .constant, .local, .setLocal, .global, .importedGlobal, .unary, .binary, .checkFinite, .checkNonzero, .sequence, .conditional,
            .box, .unbox, .test, .arrayLength, .arrayLoad, .checkIndex, .variantTag, .variantPayload:
            break
        case .callRuntime(.numberRemainder, _): break
        default: return false
        }
        for operand in expression.kind.operands { guard count(operand) else { return false } }
        return true
    }
}

private struct Inliner {
    var function: Function
    let leaves: [Leaf?]
    var spans: InlinedSpans

    mutating func visit(_ id: ExprID, inLoop: Bool) {
        var isLoop = inLoop
        if case .loop = function.expressions[id].kind { isLoop = true }
        for operand in function.expressions[id].kind.operands { visit(operand, inLoop: isLoop) }
        guard case .call(let callee, let arguments) = function.expressions[id].kind, let leaf = leaves[callee.offset],
            inLoop || leaf.size <= InlineLeaves.limit, function.locals.count < InlineLeaves.variableLimit,
            !arguments.contains(where: { function.expressions[$0].type == .never })
        else { return }
        inline(leaf, arguments, at: id)
    }

    private mutating func inline(_ leaf: Leaf, _ arguments: [ExprID], at id: ExprID) {
        let locals = leaf.function.locals.values.map { function.locals.append($0) }
        spans.begin(leaf.function, at: function.expressions[id].span)
        var items: [ExprID] = []
        for (local, argument) in zip(locals, arguments) {
            items.append(function.add(.setLocal(local, argument), .unit, function.expressions[argument].span))
        }
        for statement in leaf.statements { items.append(copy(statement, leaf, locals)) }
        items.append(copy(leaf.value, leaf, locals))
        function.expressions[id].kind = .sequence(items)
    }

    private mutating func copy(_ id: ExprID, _ leaf: Leaf, _ locals: [LocalID]) -> ExprID {
        let expression = leaf.function.expressions[id]
        var operands = expression.kind.operands
        for index in operands.indices { operands[index] = copy(operands[index], leaf, locals) }
        return function.add(expression.kind.with(operands: operands).renamed(locals), expression.type, spans.span(expression.span))
    }
}
