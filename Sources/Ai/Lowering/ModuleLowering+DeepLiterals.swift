import Basics
import Core
import Diagnostics
import RuntimeABI

/// The variables with which deep literals are made: the stack, and what comes off it.
private struct DeepLocals {
    let stack: LocalID
    let first: LocalID
    let rest: LocalID
}

/// Literals that are nested deeper than expressions should be: their parts are put on a list that serves as stack, one statement after another.
extension ModuleLowering {
    /// Data that are at most this high are made by nested expressions.
    static var nestedHeight: Int { 64 }

    /// How deep the lists and vectors below a datum are nested; only those that are.
    func heights(of id: DatumID) -> [DatumID: Int] {
        var heights: [DatumID: Int] = [:]
        var work = [(id: id, isDone: false)]
        while let (next, isDone) = work.popLast() {
            let parts = self.parts(of: next)
            guard !parts.isEmpty, isDone || heights[next] == nil else { continue }
            if isDone {
                heights[next] = 1 + (parts.lazy.map { heights[$0, default: 0] }.max() ?? 0)
            } else {
                work.append((next, true))
                work += parts.map { ($0, false) }
            }
        }
        return heights
    }

    private func parts(of id: DatumID) -> [DatumID] {
        switch module.data[id].kind {
        case .list(let items, let tail, _): items + (tail.map { [$0] } ?? [])
        case .vector(let items): items
        default: []
        }
    }

    private enum Step {
        case visit(DatumID)
        case build(DatumID)
    }

    func makeDeep(
        _ id: DatumID, _ heights: [DatumID: Int], _ span: SourceSpan, _ objects: inout LiteralObjects, in builder: inout ProcedureLowering
    ) -> ExprID {
        var code: [ExprID] = []
        let locals = DeepLocals(stack: builder.newLocal("stack", .any), first: builder.newLocal("first", .any), rest: builder.newLocal("rest", .any))
        code.append(builder.set(locals.stack, builder.bits(.emptyList, span), span))
        func push(_ value: ExprID, _ builder: inout ProcedureLowering) {
            code.append(builder.set(locals.stack, builder.pair(value, builder.read(locals.stack, span), span), span))
        }
        var steps = [Step.visit(id)]
        while let step = steps.popLast() {
            switch step {
            case .visit(let id):
                guard heights[id, default: 0] > Self.nestedHeight, objects.made[id] == nil else {
                    push(make(id, span, &objects, in: &builder), &builder)
                    continue
                }
                if objects.repeated.contains(id) { begin(id, span, &objects, &code, in: &builder) }
                steps.append(.build(id))
                steps += parts(of: id).reversed().map { Step.visit($0) }
            case .build(let id):
                let object = build(id, locals, objects.made[id], span, &code, in: &builder)
                push(object, &builder)
            }
        }
        code.append(builder.pop(locals, span))
        return builder.sequence(code, span)
    }

    /// Makes the first pair of a list, or a vector, before what it holds, so that labels may name it.
    private func begin(
        _ id: DatumID, _ span: SourceSpan, _ objects: inout LiteralObjects, _ code: inout [ExprID], in builder: inout ProcedureLowering
    ) {
        let object: ExprID
        if case .vector(let items) = module.data[id].kind {
            let unset = items.map { _ in builder.bits(.unit, span) }
            object = builder.any(builder.add(.makeElements(.vector, unset), .reference(.vector), span))
        } else {
            object = builder.pair(builder.bits(.unit, span), builder.bits(.emptyList, span), span)
        }
        objects.made[id] = builder.reusable(object, &code)
    }

    /// The object whose parts are on top of the stack, the last one first. `known`: it exists already.
    private func build(
        _ id: DatumID, _ locals: DeepLocals, _ known: ExprID?, _ span: SourceSpan, _ code: inout [ExprID], in builder: inout ProcedureLowering
    ) -> ExprID {
        let rest = locals.rest
        switch module.data[id].kind {
        case .vector(let items):
            guard let known else {
                code.append(builder.set(rest, builder.bits(.emptyList, span), span))
                for _ in items { code.append(builder.set(rest, builder.pair(builder.pop(locals, span), builder.read(rest, span), span), span)) }
                return builder.runtime(.aiVector, [builder.read(rest, span)], .any, span)
            }
            for index in items.indices.reversed() {
                let object = builder.add(.unbox(builder.again(known), nil), .reference(.vector), span)
                let value = builder.pop(locals, span)
                code.append(builder.add(.setElement(object, index: builder.i32(index, span), value: value), .unit, span))
            }
            return builder.again(known)
        case .list(let items, let tail, _):
            code.append(builder.set(rest, tail == nil ? builder.bits(.emptyList, span) : builder.pop(locals, span), span))
            for _ in items.dropFirst(known == nil ? 0 : 1) {
                code.append(builder.set(rest, builder.pair(builder.pop(locals, span), builder.read(rest, span), span), span))
            }
            guard let known else { return builder.read(rest, span) }
            for index in [0, 1] {
                let object = builder.add(.unbox(builder.again(known), nil), .reference(.pair), span)
                let value = index == 0 ? builder.pop(locals, span) : builder.read(rest, span)
                code.append(builder.add(.setField(object, index: index, value: value), .unit, span))
            }
            return builder.again(known)
        default: return builder.bits(.unit, span)
        }
    }
}

extension ProcedureLowering {
    fileprivate mutating func pop(_ locals: DeepLocals, _ span: SourceSpan) -> ExprID {
        let object = { (builder: inout ProcedureLowering) in builder.add(.unbox(builder.read(locals.stack, span), nil), .reference(.pair), span) }
        let keep = set(locals.first, add(.field(object(&self), index: 0), .any, span), span)
        let step = set(locals.stack, add(.field(object(&self), index: 1), .any, span), span)
        return sequence([keep, step, read(locals.first, span)], span)
    }

    /// A new pair.
    mutating func pair(_ car: ExprID, _ cdr: ExprID, _ span: SourceSpan) -> ExprID {
        let object = add(.makeObject(.pair, small: 0, word: 0, fields: [car, cdr]), .reference(.pair), span)
        return add(.box(object), .any, span)
    }
}
