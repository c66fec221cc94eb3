import Diagnostics

/// Datum labels: `#0=(a b)` and `#0#`.
extension Reader {
    mutating func openLabel(_ number: Int, length: Int) {
        // A number may be used again for another datum that is not inside of this one.
        if labels.open[number] != nil {
            report(
                "AI0011", "undefined or cyclic datum label #\(number)#", from: position, to: position + length,
                label: "this label is defined already", help: ["give it another number"])
        }
        open(.label(number), length: length)
        if let frame = stack.last { labels.open[number] = frame.isQuoted }
    }

    /// The datum of a label is complete.
    mutating func define(_ number: Int, as id: DatumID, from start: Int) -> DatumID {
        labels.open[number] = nil
        for use in labels.uses.removeValue(forKey: number) ?? [] {
            if use == id {
                reportLabel(number, from: start, to: position, "the label stands for itself")
            } else {
                tree.data[use].kind = .label(id)
            }
        }
        labels.complete[number] = id
        return id
    }

    mutating func useLabel(_ number: Int, length: Int) {
        let start = position
        position += length
        if let isQuoted = labels.open[number] {
            if !isQuoted { reportLabel(number, from: start, to: position, "a cycle outside a quotation") }
            // Until the label's datum is complete.
            let use = make(.list([], tail: nil, isBracketed: false), SourceSpan(start, position), .leaf)
            if isQuoted { labels.uses[number, default: []].append(use) }
            return add(use)
        }
        guard let target = labels.complete[number] else {
            reportLabel(number, from: start, to: position, "no datum before it has this label")
            return add(.list([], tail: nil, isBracketed: false), from: start)
        }
        let measure = measures[target.offset]
        labels.growth = min(labels.growth + measure.size, Int.max / 4)
        if labels.growth > Self.labelGrowthLimit {
            reportLabel(number, from: start, to: position, "labels make the text more than \(Self.labelGrowthLimit) data longer")
            gaveUp = true
            position = bytes.count
            return
        }
        if stack.count + measure.height > Self.nestingLimit {
            report("AI0009", "nesting deeper than \(Self.nestingLimit)", from: start, to: position)
            return
        }
        add(target)
    }

    private mutating func reportLabel(_ number: Int, from start: Int, to end: Int, _ label: String) {
        report(
            "AI0011", "undefined or cyclic datum label #\(number)#", from: start, to: end, label: label,
            help: ["a label is defined before it is used: `#0=(a b) … #0#`; only quoted data may contain themselves"])
    }
}
