import Diagnostics

/// What forms are made of.
extension DatumTree {
    /// The elements of a proper list, brackets of either kind.
    public func list(_ id: DatumID) -> [DatumID]? {
        if case .list(let elements, nil, _) = data[id].kind { elements } else { nil }
    }

    /// A list in round brackets that begins with a symbol: its name and what follows it.
    public func form(_ id: DatumID) -> (name: String, operands: ArraySlice<DatumID>)? {
        guard case .list(let elements, nil, false) = data[id].kind, let head = elements.first, let name = symbol(head)?.name else { return nil }
        return (name, elements.dropFirst())
    }

    public func symbol(_ id: DatumID) -> Symbol? {
        if case .symbol(let symbol) = data[id].kind { symbol } else { nil }
    }

    public func keyword(_ id: DatumID) -> String? {
        if case .keyword(let name) = data[id].kind { name } else { nil }
    }

    public func string(_ id: DatumID) -> String? {
        if case .string(let text) = data[id].kind { text } else { nil }
    }

    public func isBracketed(_ id: DatumID) -> Bool {
        if case .list(_, _, true) = data[id].kind { true } else { false }
    }

    public func span(_ id: DatumID) -> SourceSpan { data[id].span }

    /// `(do …)` is the loop if the first operand is a list of bindings and the second a list with a test; otherwise it is a sequence.
    public func isLoop(_ operands: ArraySlice<DatumID>) -> Bool {
        guard operands.count >= 2, let bindings = list(operands[operands.startIndex]), let end = list(operands[operands.startIndex + 1]) else {
            return false
        }
        return !end.isEmpty
            && bindings.allSatisfy { binding in
                guard let parts = list(binding), (2...3).contains(parts.count) else { return false }
                return symbol(parts[0]) != nil
            }
    }

    /// Adds the data of another file, whose spans begin at `base` in this one, and returns its forms.
    public mutating func append(_ other: DatumTree, base: Int) -> [DatumID] {
        let offset = data.count
        func moved(_ id: DatumID) -> DatumID { DatumID(id.offset + offset) }
        for datum in other.data.values {
            let kind: Datum.Kind =
                switch datum.kind {
                case .list(let elements, let tail, let isBracketed): .list(elements.map(moved), tail: tail.map(moved), isBracketed: isBracketed)
                case .vector(let elements): .vector(elements.map(moved))
                case .label(let target): .label(moved(target))
                default: datum.kind
                }
            data.append(Datum(kind, span: SourceSpan(Int(datum.span.start) + base, Int(datum.span.end) + base)))
        }
        return other.forms.map(moved)
    }
}
