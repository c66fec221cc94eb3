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

/// What is known while the object of a literal is made.
struct LiteralObjects {
    /// Data that become one object however often they occur.
    var repeated: Set<DatumID>
    /// Those that have been made, or begun, with what stands for them.
    var made: [DatumID: ExprID] = [:]
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
            var objects = LiteralObjects(repeated: self.repeatedData(in: id))
            let heights = self.heights(of: id)
            let value =
                heights[id, default: 0] > Self.nestedHeight
                ? self.makeDeep(id, heights, span, &objects, in: &builder) : self.make(id, span, &objects, in: &builder)
            return builder.add(.setGlobal(global, value), .unit, span)
        }
        return global
    }

    /// The data below a datum that occur more than once, or that labels inside them name.
    private func repeatedData(in id: DatumID) -> Set<DatumID> {
        var seen: Set<DatumID> = []
        var repeated: Set<DatumID> = []
        var work = [id]
        while let next = work.popLast() {
            switch module.data[next].kind {
            case .label(let target): repeated.insert(target)
            case .list(let items, let tail, _):
                guard !items.isEmpty else { continue }
                guard seen.insert(next).inserted else {
                    repeated.insert(next)
                    continue
                }
                work += items
                if let tail { work.append(tail) }
            case .vector(let items):
                if seen.insert(next).inserted { work += items } else { repeated.insert(next) }
            case .string, .bytevector:
                if !seen.insert(next).inserted { repeated.insert(next) }
            default: break
            }
        }
        return repeated
    }

    /// Code that makes the object of a datum. One that occurs again is the same object.
    func make(_ id: DatumID, _ span: SourceSpan, _ objects: inout LiteralObjects, in builder: inout ProcedureLowering) -> ExprID {
        guard objects.repeated.contains(id) else { return makeNew(id, span, &objects, in: &builder) }
        if let known = objects.made[id] { return builder.again(known) }
        var code: [ExprID] = []
        switch module.data[id].kind {
        case .list: return makeNew(id, span, &objects, in: &builder)
        case .vector(let items):
            // It exists before what it holds, so that a label may name it.
            let unset = items.map { _ in builder.bits(.unit, span) }
            let vector = builder.reusable(
                builder.any(builder.add(.makeElements(.vector, unset), .reference(.vector), span)), &code)
            objects.made[id] = vector
            for (index, item) in items.enumerated() {
                let value = make(item, span, &objects, in: &builder)
                let object = builder.add(.unbox(builder.again(vector), nil), .reference(.vector), span)
                code.append(builder.add(.setElement(object, index: builder.i32(index, span), value: value), .unit, span))
            }
            code.append(builder.again(vector))
        default:
            let object = builder.reusable(makeNew(id, span, &objects, in: &builder), &code)
            objects.made[id] = object
            code.append(builder.again(object))
        }
        return builder.sequence(code, span)
    }

    private func makeNew(_ id: DatumID, _ span: SourceSpan, _ objects: inout LiteralObjects, in builder: inout ProcedureLowering) -> ExprID {
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
        case .label(let target): return objects.made[target].map { builder.again($0) } ?? builder.bits(.unit, span)
        case .list(let items, let tail, _): return list(id, items, tail, span, &objects, in: &builder)
        case .vector(let items):
            let elements = list(nil, items, nil, span, &objects, in: &builder)
            return builder.runtime(.aiVector, [elements], .any, span)
        }
    }

    /// Pairs from the last to the first; the first one exists before what it holds, so that a label may name it.
    private func list(
        _ id: DatumID?, _ items: [DatumID], _ tail: DatumID?, _ span: SourceSpan, _ objects: inout LiteralObjects,
        in builder: inout ProcedureLowering
    ) -> ExprID {
        guard let first = items.first else { return tail.map { make($0, span, &objects, in: &builder) } ?? builder.bits(.emptyList, span) }
        var code: [ExprID] = []
        func pair(_ builder: inout ProcedureLowering, _ car: ExprID, _ cdr: ExprID) -> ExprID {
            let object = builder.add(
                .makeObject(.pair, small: 0, word: 0, fields: [car, cdr]), .reference(.pair), span)
            return builder.add(.box(object), .any, span)
        }
        let head = builder.reusable(pair(&builder, builder.bits(.unit, span), builder.bits(.emptyList, span)), &code)
        if let id, objects.repeated.contains(id) { objects.made[id] = head }
        let rest = builder.newLocal("rest", .any)
        let end = tail.map { make($0, span, &objects, in: &builder) } ?? builder.bits(.emptyList, span)
        code.append(builder.set(rest, end, span))
        for item in items.dropFirst().reversed() {
            let value = make(item, span, &objects, in: &builder)
            code.append(builder.set(rest, pair(&builder, value, builder.read(rest, span)), span))
        }
        let object = { (builder: inout ProcedureLowering) in builder.add(.unbox(builder.again(head), nil), .reference(.pair), span) }
        let value = make(first, span, &objects, in: &builder)
        code.append(builder.add(.setField(object(&builder), index: 0, value: value), .unit, span))
        code.append(builder.add(.setField(object(&builder), index: 1, value: builder.read(rest, span)), .unit, span))
        code.append(builder.again(head))
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
