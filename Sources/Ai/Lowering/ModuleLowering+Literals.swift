import Basics
import Core
import Diagnostics
import RuntimeABI

/// What literal objects are told apart by: symbols and keywords by name, all others by where they stand.
enum LiteralKey: Hashable {
    case symbol(String)
    case keyword(String)
    case node(NodeID)
}

/// Literals: constants where they fit into a value, else objects that are made before any module body runs.
extension ModuleLowering {
    func literal(_ id: DatumID, _ node: NodeID, in builder: inout ProcedureLowering, _ span: SourceSpan) -> ExprID {
        switch module.data[id].kind {
        case .boolean(let value): return builder.add(.constant(.bool(value)), .bool, span)
        case .float(let value): return builder.add(.constant(.f64(value)), .f64, span)
        case .integer(let value):
            if let small = Self.small(value) { return builder.add(.constant(.i64(small)), .i64, span) }
        case .character(let scalar): return builder.add(.constant(.any(NaNBox.Tag.character << 48 | UInt64(scalar))), .any, span)
        case .list([], nil, _): return builder.bits(.emptyList, span)
        default: break
        }
        return builder.add(.global(literalGlobal(id, node, span)), .any, span)
    }

    /// An integer that needs no object.
    private static func small(_ value: ExactInteger) -> Int64? {
        guard let small = value.small, small >= -(1 << 47), small < 1 << 47 else { return nil }
        return small
    }

    private func literalGlobal(_ id: DatumID, _ node: NodeID, _ span: SourceSpan) -> GlobalID {
        let key: LiteralKey
        let name: String
        switch module.data[id].kind {
        case .symbol(let symbol): (key, name) = (.symbol(symbol.name), "'" + symbol.name)
        case .keyword(let text): (key, name) = (.keyword(text), ":" + text)
        default: (key, name) = (.node(node), "literal")
        }
        if let known = literalGlobals[key] { return known }
        let global = core.globals.append(Global(name: name, type: .any))
        literalGlobals[key] = global
        prepare { builder in
            var labels: [DatumID: ExprID] = [:]
            let value = self.make(id, span, &labels, in: &builder)
            return builder.add(.setGlobal(global, value), .unit, span)
        }
        return global
    }

    /// Code that makes the object of a datum. `labels`: enclosing data that labels inside may name, with what stands for them.
    private func make(_ id: DatumID, _ span: SourceSpan, _ labels: inout [DatumID: ExprID], in builder: inout ProcedureLowering) -> ExprID {
        switch module.data[id].kind {
        case .boolean(let value): return builder.bits(value ? .true : .false, span)
        case .float(let value): return builder.any(builder.add(.constant(.f64(value)), .f64, span))
        case .character(let scalar): return builder.add(.constant(.any(NaNBox.Tag.character << 48 | UInt64(scalar))), .any, span)
        case .integer(let value):
            if let small = Self.small(value) { return builder.any(builder.add(.constant(.i64(small)), .i64, span)) }
            return builder.runtime(.aiInteger, [builder.string(value.decimalText, span)], .any, span)
        case .string(let text): return builder.runtime(.aiText, [builder.string(text, span)], .any, span)
        case .symbol(let symbol): return builder.runtime(.aiSymbol, [builder.string(symbol.name, span)], .any, span)
        case .keyword(let text): return builder.runtime(.aiKeyword, [builder.string(text, span)], .any, span)
        case .bytevector(let bytes):
            let text = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
            return builder.runtime(.aiBytes, [builder.string(text, span)], .any, span)
        case .label(let target): return labels[target].map { builder.again($0) } ?? builder.bits(.unit, span)
        case .list(let items, let tail, _): return list(id, items, tail, span, &labels, in: &builder)
        case .vector(let items):
            var code: [ExprID] = []
            var noLabels = labels
            let elements = list(id, items, nil, span, &noLabels, in: &builder)
            code.append(builder.runtime(.aiVector, [elements], .any, span))
            return builder.sequence(code, span)
        }
    }

    /// Pairs from the last to the first; the first one exists before what it holds, so that a label may name it.
    private func list(
        _ id: DatumID, _ items: [DatumID], _ tail: DatumID?, _ span: SourceSpan, _ labels: inout [DatumID: ExprID],
        in builder: inout ProcedureLowering
    ) -> ExprID {
        guard let first = items.first else { return tail.map { make($0, span, &labels, in: &builder) } ?? builder.bits(.emptyList, span) }
        var code: [ExprID] = []
        func pair(_ builder: inout ProcedureLowering, _ car: ExprID, _ cdr: ExprID) -> ExprID {
            let object = builder.add(
                .makeObject(.pair, small: 0, word: ObjectLayout.Pair.word, fields: [car, cdr]), .reference(.pair), span)
            return builder.add(.box(object), .any, span)
        }
        let head = builder.reusable(pair(&builder, builder.bits(.unit, span), builder.bits(.emptyList, span)), &code)
        labels[id] = head
        let rest = builder.newLocal("rest", .any)
        let end = tail.map { make($0, span, &labels, in: &builder) } ?? builder.bits(.emptyList, span)
        code.append(builder.set(rest, end, span))
        for item in items.dropFirst().reversed() {
            let value = make(item, span, &labels, in: &builder)
            code.append(builder.set(rest, pair(&builder, value, builder.read(rest, span)), span))
        }
        let object = { (builder: inout ProcedureLowering) in builder.add(.unbox(builder.again(head), nil), .reference(.pair), span) }
        let value = make(first, span, &labels, in: &builder)
        code.append(builder.add(.setField(object(&builder), index: 0, value: value), .unit, span))
        code.append(builder.add(.setField(object(&builder), index: 1, value: builder.read(rest, span)), .unit, span))
        code.append(builder.again(head))
        labels[id] = nil
        return builder.sequence(code, span)
    }
}

extension ExactInteger {
    /// Decimal digits with a sign if negative.
    var decimalText: String {
        var limbs = magnitude
        var groups: [UInt32] = []
        while !limbs.isEmpty {
            var remainder: UInt64 = 0
            for index in limbs.indices.reversed() {
                let current = remainder << 32 | UInt64(limbs[index])
                limbs[index] = UInt32(current / 1_000_000_000)
                remainder = current % 1_000_000_000
            }
            while limbs.last == 0 { limbs.removeLast() }
            groups.append(UInt32(remainder))
        }
        guard let first = groups.last else { return "0" }
        let rest = groups.dropLast().reversed().map { group in
            let digits = String(group)
            return String(repeating: "0", count: 9 - digits.count) + digits
        }
        return (isNegative ? "-" : "") + String(first) + rest.joined()
    }
}
