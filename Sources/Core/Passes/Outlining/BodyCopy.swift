import Basics
import Diagnostics

/// Copies a loop's body, or another part of a function, into a function of its own.
struct BodyCopy {
    private let source: Function
    private let span: SourceSpan
    private var target: Function
    private var locals: [Int: LocalID] = [:]
    private var labels: [LabelID: LabelID] = [:]
    private var loop: LabelID?
    private var end: LabelID?
    /// The locals that the caller takes back, but for the one that is returned.
    private var others: [(Int, GlobalID)] = []
    private var exit: (global: GlobalID, all: [BodyFacts.Exit])?
    /// The local that is returned, unless the body's own results are.
    private var result: Int?

    init(_ source: Function, kind: String, passed: [Int], locals used: [Int], result: ValueType, span: SourceSpan) {
        self.source = source
        self.span = span
        let all = source.locals.values
        target = Function(name: "\(source.name) \(kind)", parameters: passed.map { all[$0] }, result: result, span: span)
        target.role = .part(of: source.nameOnStacks)
        for (index, local) in zip(target.locals.indices, passed) { locals[local] = index }
        if let site = source.siteParameter {
            // Code generation passes it on.
            target.siteParameter = target.locals.append(all[site.offset])
            target.parameterCount += 1
            locals[site.offset] = target.siteParameter
        }
        for local in used where locals[local] == nil { locals[local] = target.locals.append(all[local]) }
    }

    /// - Parameters:
    ///   - value: the local to return.
    ///   - exit: the variable that tells which exit is taken: its position, from 1.
    ///   - isLeft: the body goes on with the next round before its end.
    mutating func make(
        _ body: ExprID, loop: LabelID, value: Int?, others: [(Int, GlobalID)], exit: (GlobalID, [BodyFacts.Exit])?, isLeft: Bool
    ) -> Function {
        self.loop = loop
        self.others = others
        self.exit = exit
        result = value
        let end = isLeft ? target.labels.append(Label(name: "next")) : nil
        self.end = end
        var items = [copy(body)]
        if let end { items[0] = target.add(.block(end, body: items[0]), .unit, span) }
        items += assignments()
        items.append(result.map { self.value($0) } ?? nothing())
        target.body = target.add(.sequence(items), target.result, span)
        return target
    }

    private mutating func assignments() -> [ExprID] {
        others.map { local, global in target.add(.setGlobal(global, value(local)), .unit, span) }
    }

    private mutating func value(_ local: Int) -> ExprID {
        guard let index = locals[local] else { return target.add(.unreachable, .never, span) }
        return target.add(.local(index), source.locals.values[local].type, span)
    }

    /// A result that nobody looks at: a variable that was never assigned.
    private mutating func nothing() -> ExprID {
        guard target.result != .unit else { return target.add(.constant(.unit), .unit, span) }
        let local = target.locals.append(Local(name: "nothing", type: target.result))
        return target.add(.local(local), target.result, span)
    }

    private mutating func copy(_ id: ExprID) -> ExprID {
        let expression = source.expressions[id]
        switch expression.kind {
        case .returnValue(let value):
            return leave(.returnValue, value: value.map { copy($0) }, expression.span)
        case .breakTo(let label, nil) where exitNumber(.breakTo(label)) != nil: return leave(.breakTo(label), value: nil, expression.span)
        case .continueTo(let label) where exitNumber(.continueTo(label)) != nil: return leave(.continueTo(label), value: nil, expression.span)
        default:
            let kind = rename(expression.kind.mapOperands { copy($0) })
            return target.add(kind, expression.type, expression.span)
        }
    }

    private func exitNumber(_ way: BodyFacts.Exit) -> Int32? {
        exit?.all.firstIndex(of: way).map { Int32($0 + 1) }
    }

    /// `result = value; variables = …; exit = number; return result`
    private mutating func leave(_ way: BodyFacts.Exit, value: ExprID?, _ span: SourceSpan) -> ExprID {
        guard let exit, let number = exitNumber(way) else { return target.add(.unreachable, .never, span) }
        var items: [ExprID] = []
        var returned: ExprID?
        if let value, target.result != .unit, target.expressions[value].type != .never {
            let local = target.locals.append(Local(name: "value", type: target.result))
            items.append(target.add(.setLocal(local, value), .unit, span))
            returned = target.add(.local(local), target.result, span)
        } else if let value {
            items.append(value)
        }
        // Who returns no longer needs them.
        if way != .returnValue { items += assignments() }
        let code = target.add(.constant(.i32(number)), .i32, span)
        items.append(target.add(.setGlobal(exit.global, code), .unit, span))
        items.append(target.add(.returnValue(target.result == .unit ? nil : returned ?? result.map { self.value($0) } ?? nothing()), .never, span))
        return target.add(.sequence(items), .never, span)
    }

    /// Operands are those of the copy already; labels are made when something first names them.
    private mutating func rename(_ kind: Expr.Kind) -> Expr.Kind {
        switch kind {
        case .local(let local): .local(locals[local.offset] ?? local)
        case .setLocal(let local, let value): .setLocal(locals[local.offset] ?? local, value)
        case .block(let label, let body): .block(rename(label), body: body)
        case .loop(let label, let condition, let body, let step): .loop(rename(label), condition: condition, body: body, step: step)
        case .breakTo(let label, let value): .breakTo(rename(label), value)
        case .continueTo(let label):
            if label == loop, let end { .breakTo(end, nil) } else { .continueTo(rename(label)) }
        default: kind
        }
    }

    private mutating func rename(_ label: LabelID) -> LabelID {
        if let known = labels[label] { return known }
        let new = target.labels.append(source.labels[label])
        labels[label] = new
        return new
    }
}
