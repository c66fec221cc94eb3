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
        let global = core.globals.append(Global(name: name, type: .any, isConstant: true))
        literalGlobals[key] = global
        prepare { builder in
            let value = self.isMadeByCode(id) ? self.make(id, span, in: &builder) : self.described(id, span, in: &builder)
            return builder.add(.setGlobal(global, value), .unit, span)
        }
        return global
    }

    /// Code that has the runtime make the object.
    private func described(_ id: DatumID, _ span: SourceSpan, in builder: inout ProcedureLowering) -> ExprID {
        var writer = LiteralWriter(module.data)
        writer.write(id)
        let text = builder.string(String(decoding: writer.bytes, as: UTF8.self), span)
        return builder.runtime(writer.hasAtoms ? .aiLiteralWithAtoms : .aiLiteral, [text], .any, span)
    }

    /// Objects with more parts are described to the runtime: a pair takes some 40 bytes of code, and a few of a description.
    private static let mostPartsByCode = 24

    /// Whether the object is small, and none of its parts occurs twice or is a large integer.
    private func isMadeByCode(_ id: DatumID) -> Bool {
        var seen: Set<DatumID> = []
        var count = 0
        var work = [id]
        while let next = work.popLast() {
            count += 1
            guard count <= Self.mostPartsByCode else { return false }
            switch module.data[next].kind {
            case .label: return false
            case .integer(let value):
                if Self.small(value) == nil { return false }
            case .list(let items, let tail, _):
                guard items.isEmpty || seen.insert(next).inserted, items.count <= Self.mostPartsByCode else { return false }
                work += items
                if let tail { work.append(tail) }
            case .vector(let items):
                guard seen.insert(next).inserted, items.count <= Self.mostPartsByCode else { return false }
                work += items
            case .string, .bytevector:
                guard seen.insert(next).inserted else { return false }
            case .boolean, .float, .character, .symbol, .keyword: break
            }
        }
        return true
    }

    /// Code that makes a small object.
    private func make(_ id: DatumID, _ span: SourceSpan, in builder: inout ProcedureLowering) -> ExprID {
        switch module.data[id].kind {
        case .boolean(let value): return builder.bits(value ? .true : .false, span)
        case .float(let value): return builder.any(builder.add(.constant(.f64(value)), .f64, span))
        case .character(let scalar): return builder.add(.constant(.any(NaNBox.Tag.character << 48 | UInt64(scalar))), .any, span)
        case .integer(let value):
            guard let small = Self.small(value) else { return described(id, span, in: &builder) }
            return builder.any(builder.add(.constant(.i64(small)), .i64, span))
        case .string(let text): return builder.runtime(.aiText, [builder.string(text, span)], .any, span)
        case .symbol(let symbol): return builder.runtime(.aiSymbol, [builder.string(symbol.name, span)], .any, span)
        case .keyword(let text): return builder.runtime(.aiKeyword, [builder.string(text, span)], .any, span)
        case .bytevector, .label: return described(id, span, in: &builder)
        case .list(let items, let tail, _): return list(items, tail, span, in: &builder)
        case .vector(let items): return builder.runtime(.aiVector, [list(items, nil, span, in: &builder)], .any, span)
        }
    }

    /// Pairs from the last to the first.
    private func list(_ items: [DatumID], _ tail: DatumID?, _ span: SourceSpan, in builder: inout ProcedureLowering) -> ExprID {
        let end = tail.map { make($0, span, in: &builder) } ?? builder.bits(.emptyList, span)
        guard let first = items.first else { return end }
        func pair(_ car: ExprID, _ cdr: ExprID, _ builder: inout ProcedureLowering) -> ExprID {
            let object = builder.add(
                .makeObject(.pair, small: 0, word: 0, fields: [car, cdr]), .reference(.pair), span)
            return builder.add(.box(object), .any, span)
        }
        let rest = builder.newLocal("rest", .any)
        var code = [builder.set(rest, end, span)]
        for item in items.dropFirst().reversed() {
            let value = make(item, span, in: &builder)
            code.append(builder.set(rest, pair(value, builder.read(rest, span), &builder), span))
        }
        code.append(pair(make(first, span, in: &builder), builder.read(rest, span), &builder))
        return builder.sequence(code, span)
    }
}
