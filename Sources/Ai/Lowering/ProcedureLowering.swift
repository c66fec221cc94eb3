import Basics
import Core
import Diagnostics
import RuntimeABI

/// Makes the Core function of one procedure, or of a module's initializer.
///
/// A call may return because of a signal instead of a result; what follows every such call tests the signal and leaves for the innermost
/// *landing*: a block around the body of the function, or of a form that catches what leaves it.
struct ProcedureLowering {
    /// What becomes of the value of an expression.
    enum Context: Hashable {
        /// Exactly one value is wanted.
        case value
        /// None is.
        case effect
        /// Any number is: other than one are an object of kind `values`.
        case values
        /// It is the value of the procedure. The expression has the type `never`.
        case tail
    }

    /// Where control goes when a signal ends an expression.
    struct Landing {
        var label: LabelID
        var isUsed = false
    }

    /// What `leave` does.
    struct BlockTarget {
        var label: LabelID
        var context: Context
        /// The type of the block's value.
        var type: ValueType
    }

    /// A loop that a known local procedure became.
    struct LoopTarget {
        var label: LabelID
        /// The code is inside the loop, so a call goes on with the next round; outside it enters the loop.
        var isInside = false
        var entry: LabelID
    }

    let unit: ModuleLowering
    var function: Function
    var places: [VariableID: LocalID] = [:]
    var landings: [Landing] = []
    var blocks: [BlockID: BlockTarget] = [:]
    var loops: [LambdaID: LoopTarget] = [:]
    /// What is known about the expressions of this version of the procedure.
    let types: NodeTypes
    /// Integers that are no small ones any more abandon the procedure; see `TypedVersion.bails`.
    let bails: Bool
    /// The procedure is a general version that stands in for an abandoned one: what it calls is general, too.
    let isStandIn: Bool
    /// The procedure whose code it is; nil: none, or the body of the module.
    var procedure: LambdaID?
    /// The form of the module's body that is being lowered.
    var bodyForm = 0
    /// While two of many operands are added or compared: how many stand before them.
    var operandsBefore = 0
    /// Of expressions of type i64 that may be other than small integers, or are known to be fewer.
    var ranges: [ExprID: IntegerRange] = [:]
    var localRanges: [LocalID: IntegerRange] = [:]
    /// Locals that keep their value as long as it is visible; only the next round of a loop has another one.
    var stable: Set<LocalID> = []

    var module: ExpandedModule { unit.module }

    init(_ unit: ModuleLowering, _ function: Function, types: NodeTypes = NodeTypes(), bails: Bool = false, isStandIn: Bool = false) {
        self.unit = unit
        self.function = function
        self.types = types
        self.bails = bails
        self.isStandIn = isStandIn
    }

    // MARK: Making expressions

    mutating func add(_ kind: Expr.Kind, _ type: ValueType, _ span: SourceSpan) -> ExprID { function.add(kind, type, span) }

    func type(_ id: ExprID) -> ValueType { function.expressions[id].type }

    mutating func bits(_ immediate: NaNBox.Immediate, _ span: SourceSpan) -> ExprID {
        add(.constant(.any(immediate.bits)), .any, span)
    }

    mutating func sequence(_ items: [ExprID], _ span: SourceSpan) -> ExprID {
        guard items.count != 1, let last = items.last else { return items.first ?? add(.constant(.unit), .unit, span) }
        let isNever = items.contains { type($0) == .never }
        return withRange(of: last, add(.sequence(items), isNever ? .never : type(last), span))
    }

    mutating func newLocal(_ name: String, _ type: ValueType) -> LocalID { function.locals.append(Local(name: name, type: type)) }

    mutating func newLabel(_ name: String) -> LabelID { function.labels.append(Label(name: name)) }

    mutating func read(_ local: LocalID, _ span: SourceSpan) -> ExprID {
        let id = add(.local(local), function.locals[local].type, span)
        if let range = localRanges[local] { ranges[id] = range }
        return id
    }

    mutating func set(_ local: LocalID, _ value: ExprID, _ span: SourceSpan) -> ExprID {
        add(.setLocal(local, value), .unit, span)
    }

    /// A new local for this value.
    mutating func newLocal(_ name: String, for value: ExprID) -> LocalID {
        let local = newLocal(name, type(value))
        if type(value) == .i64 { localRanges[local] = range(value) }
        return local
    }

    mutating func string(_ text: String, _ span: SourceSpan) -> ExprID { add(.constant(.string(text)), .reference(.string), span) }

    mutating func i32(_ value: Int, _ span: SourceSpan) -> ExprID { add(.constant(.i32(Int32(clamping: value))), .i32, span) }

    mutating func runtime(_ callee: RuntimeFunction, _ arguments: [ExprID], _ type: ValueType, _ span: SourceSpan) -> ExprID {
        add(.callRuntime(callee, arguments), type, span)
    }

    /// The value as `any`.
    mutating func any(_ id: ExprID) -> ExprID {
        let expression = function.expressions[id]
        switch expression.type {
        case .any, .never: return id
        case .unit: return sequence([id, bits(.unit, expression.span)], expression.span)
        case .i64 where !range(id).isSmall: return boxedWide(id)
        case .reference:
            if case .unbox(let value, nil) = expression.kind { return value }
            return add(.box(id), .any, expression.span)
        case .bool:
            guard case .constant(.bool(let value)) = expression.kind else { return add(.box(id), .any, expression.span) }
            return bits(value ? .true : .false, expression.span)
        case .i64:
            guard case .constant(.i64(let value)) = expression.kind else { return add(.box(id), .any, expression.span) }
            return add(.constant(.any(NaNBox.Tag.integer << 48 | UInt64(bitPattern: value) & 0xFFFF_FFFF_FFFF)), .any, expression.span)
        default: return add(.box(id), .any, expression.span)
        }
    }

    /// Something that can be evaluated again without effect: a local variable, after `prefix` has set it, or a constant.
    mutating func reusable(_ id: ExprID, _ prefix: inout [ExprID]) -> ExprID {
        let expression = function.expressions[id]
        switch expression.kind {
        case .constant: return id
        case .local(let local) where stable.contains(local): return id
        case .global(let global) where unit.core.globals[global].isConstant: return id
        default:
            guard expression.type != .never, expression.type != .unit else {
                prefix.append(id)
                return bits(.unit, expression.span)
            }
            return kept(id, &prefix)
        }
    }

    /// A new local with the value, after `prefix` has set it.
    mutating func kept(_ id: ExprID, _ prefix: inout [ExprID]) -> ExprID {
        let span = function.expressions[id].span
        let local = newLocal("value", for: id)
        stable.insert(local)
        prefix.append(set(local, id, span))
        return read(local, span)
    }

    /// The same expression a second time; `id` is from `reusable`.
    mutating func again(_ id: ExprID) -> ExprID {
        let expression = function.expressions[id]
        let copy = add(expression.kind, expression.type, expression.span)
        if let range = ranges[id] { ranges[copy] = range }
        return copy
    }

    // MARK: Signals

    mutating func signalled(_ span: SourceSpan) -> ExprID {
        let signal = add(.signal, .i32, span)
        return add(.unary(.i32ToBool, signal), .bool, span)
    }

    /// Leaves for the innermost landing.
    mutating func land(_ span: SourceSpan) -> ExprID {
        landings[landings.count - 1].isUsed = true
        return add(.breakTo(landings[landings.count - 1].label, nil), .never, span)
    }

    /// The value of a call that may end with a signal, as `context` wants it; `isSingle` if it never returns several values.
    mutating func checked(_ call: ExprID, _ context: Context, isSingle: Bool = false, _ span: SourceSpan) -> ExprID {
        let callType = type(call)
        guard callType != .never else { return call }
        if context == .tail { return finish(call, context, span) }
        var leave = leaving(after: call, land(span), span)
        if !isSingle, context != .value {
            let isDropped = add(.unary(.i32ToBool, runtime(.signalDropValues, [], .i32, span)), .bool, span)
            let proceed = add(.constant(.unit), .unit, span)
            leave = add(.conditional(condition: isDropped, then: proceed, otherwise: leave), .unit, span)
        }
        let test = signalled(span)
        let check = add(.conditional(condition: test, then: leave, otherwise: nil), .unit, span)
        if context == .effect || callType == .unit { return sequence([call, check], span) }
        let local = newLocal("result", for: call)
        return withRange(of: call, sequence([set(local, call, span), check, read(local, span)], span))
    }

    /// A value that is at hand, as `context` wants it.
    mutating func finish(_ value: ExprID, _ context: Context, _ span: SourceSpan) -> ExprID {
        guard context == .tail, type(value) != .never else { return value }
        return add(.returnValue(converted(value, to: function.result)), .never, span)
    }

    /// The value of what may be several values, in a context that may want only one.
    mutating func finishValues(_ value: ExprID, _ context: Context, _ span: SourceSpan) -> ExprID {
        switch context {
        case .effect, .values: return value
        case .value: return checked(runtime(.signalValues, [any(value)], .any, span), .value, span)
        case .tail: return finish(runtime(.signalValues, [any(value)], .any, span), .tail, span)
        }
    }

    /// `body`, where signals leave for the end of it, and then what happens there. The value of the whole is `type`, which `body` breaks
    /// to `done` with.
    mutating func landing(
        _ name: String, _ span: SourceSpan, body: (inout ProcedureLowering) -> ExprID
    ) -> (code: ExprID, isUsed: Bool) {
        landings.append(Landing(label: newLabel(name)))
        let code = body(&self)
        let landing = landings.removeLast()
        guard landing.isUsed else { return (code, false) }
        return (add(.block(landing.label, body: code), .unit, span), true)
    }

    /// Lowers the body of the function: its value is returned, and signals end it with a dummy.
    mutating func finishFunction(_ span: SourceSpan, body: (inout ProcedureLowering) -> ExprID) -> Function {
        landings.append(Landing(label: newLabel("signal")))
        let code = body(&self)
        let landing = landings.removeLast()
        function.body = landing.isUsed ? landed(code, landing.label, span) : code
        return function
    }

    /// Returns with a signal: the value means nothing.
    mutating func returnDummy(_ span: SourceSpan) -> ExprID { function.returnDummy(span) }
}
