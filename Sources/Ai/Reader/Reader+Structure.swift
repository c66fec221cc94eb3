import Diagnostics

/// Brackets, quotation marks and what they enclose.
extension Reader {
    mutating func open(_ kind: ReaderFrame.Kind, length: Int) {
        let start = position
        position += length
        if stack.count >= Self.nestingLimit {
            report(
                "AI0009", "nesting deeper than \(Self.nestingLimit)", from: start, to: position,
                help: ["give parts of it names, or build the data when the program runs"])
            return giveUp()
        }
        let last = stack.count - 1
        if last >= 0, stack[last].flushBracket == nil, isAtLineStart(start) { stack[last].flushBracket = start }
        stack.append(ReaderFrame(kind, start: start, length: length, isQuoted: isInQuotation))
    }

    private mutating func giveUp() {
        gaveUp = true
        position = bytes.count
    }

    private func isAtLineStart(_ offset: Int) -> Bool {
        offset == 0 || bytes[offset - 1] == 0x0A || bytes[offset - 1] == 0x0D
    }

    /// What is read next stands below a quotation.
    private var isInQuotation: Bool {
        let last = stack.count - 1
        guard last >= 0 else { return false }
        let name: String?
        switch stack[last].kind {
        case .prefix(let prefix): name = prefix
        case .list: name = stack[last].elements.first.flatMap(symbolName)
        case .vector, .bytevector, .label, .comment: name = nil
        }
        switch name {
        case "quote", "quasiquote": return true
        case "unquote", "unquote-splicing": return false
        default: return stack[last].isQuoted
        }
    }

    private func symbolName(_ id: DatumID) -> String? {
        if case .symbol(let symbol) = tree[id].kind { symbol.name } else { nil }
    }

    /// Braces are read as brackets behind the error, so that what is in them is read.
    mutating func openReserved() {
        report("AI0006", "'{' is reserved", from: position, to: position + 1, help: ["lists are written in ( ) or [ ]"])
        open(.list(closer: UInt8(ascii: "}")), length: 1)
    }

    // MARK: Ends

    /// Puts a complete datum where it belongs, and completes what ends with it.
    mutating func add(_ datum: DatumID) {
        var id = datum
        while let last = stack.indices.last {
            switch stack[last].kind {
            case .prefix(let name):
                id = quotation(name, of: id, stack[last])
                stack.removeLast()
            case .label(let number):
                id = define(number, as: id, from: stack[last].start)
                stack.removeLast()
            case .comment:
                stack.removeLast()
                return
            case .list, .vector, .bytevector: return addElement(id, to: last)
            }
        }
        tree.forms.append(id)
        // Forms that do not begin a line may be parts of one that a bracket error has ended too early.
        let isParted = expectsStrayClosers && !isAtLineStart(Int(tree[id].span.start))
        expectsStrayClosers = formHasBracketError || isParted
        formHasBracketError = false
    }

    private mutating func quotation(_ name: String, of id: DatumID, _ frame: ReaderFrame) -> DatumID {
        let mark = SourceSpan(frame.start, frame.start + frame.length)
        let symbol = make(.symbol(Symbol(name)), mark, .leaf)
        return make(.list([symbol, id], tail: nil, isBracketed: false), SourceSpan(frame.start, position), measure([symbol, id], nil))
    }

    private mutating func addElement(_ id: DatumID, to frame: Int) {
        guard let dot = stack[frame].dot, !stack[frame].hasBadDot else { return stack[frame].elements.append(id) }
        if stack[frame].tail == nil {
            stack[frame].tail = id
        } else {
            reportDot(at: dot, in: frame, "only one datum may follow it")
            if let tail = stack[frame].tail { stack[frame].elements.append(tail) }
            stack[frame].tail = nil
            stack[frame].elements.append(id)
        }
    }

    private mutating func reportDot(at offset: Int, in frame: Int?, _ label: String) {
        report(
            "AI0008", "misplaced '.'", from: offset, to: offset + 1, label: label,
            help: ["a dot stands before the last datum of a list: `(a b . c)`"])
        if let frame { stack[frame].hasBadDot = true }
    }

    /// A token that is only a dot.
    mutating func readDot() {
        let offset = position
        position += 1
        guard let last = stack.indices.last, case .list = stack[last].kind else {
            return reportDot(at: offset, in: nil, "not in a list")
        }
        if stack[last].elements.isEmpty { return reportDot(at: offset, in: last, "nothing stands before it") }
        if stack[last].dot != nil {
            if !stack[last].hasBadDot { reportDot(at: offset, in: last, "the list has a dot already") }
            return
        }
        stack[last].dot = offset
    }

    mutating func close(_ closer: UInt8) {
        let start = position
        position += 1
        let character = Character(Unicode.Scalar(closer))
        dropPrefixes(before: start, character)
        guard let last = stack.indices.last, let expected = stack[last].closer else { return reportStray(character, start) }
        if expected != closer {
            let opener = stack[last].start
            let shown = text(opener..<(opener + stack[last].length))
            let wanted = Character(Unicode.Scalar(expected))
            if !formHasBracketError {
                report(
                    "AI0002", "expected '\(wanted)' to close '\(shown)' opened at \(place(opener)), found '\(character)'",
                    from: start, to: position, opener: opener)
            }
            formHasBracketError = true
        }
        if let dot = stack[last].dot, stack[last].tail == nil, !stack[last].hasBadDot { reportDot(at: dot, in: last, "nothing follows it") }
        complete(stack.removeLast())
    }

    private mutating func reportStray(_ character: Character, _ start: Int) {
        if character == "}" {
            report("AI0006", "'}' is reserved", from: start, to: position, help: ["lists are written in ( ) or [ ]"])
        } else if !expectsStrayClosers {
            report("AI0002", "unexpected '\(character)'", from: start, to: position, label: "no bracket is open here")
            expectsStrayClosers = true
        }
    }

    /// Quotation marks and the like that no datum follows.
    private mutating func dropPrefixes(before end: Int, _ character: Character) {
        guard let innermost = stack.last, innermost.closer == nil else { return }
        let mark = text(innermost.start..<(innermost.start + innermost.length))
        report(
            "AI0002", "unexpected '\(character)'", from: end, to: end + 1, label: "a datum is missing after `\(mark)`", opener: nil)
        while let last = stack.last, last.closer == nil {
            if case .label(let number) = last.kind { labels.open[number] = nil }
            stack.removeLast()
        }
    }

    private mutating func complete(_ frame: ReaderFrame) {
        let span = SourceSpan(frame.start, position)
        let size = measure(frame.elements, frame.tail)
        switch frame.kind {
        case .vector: add(make(.vector(frame.elements), span, size))
        case .bytevector:
            let values = frame.elements.compactMap { byte($0) }
            add(make(.bytevector(values), span, .leaf))
        case .list(let closer):
            let tail = frame.hasBadDot ? nil : frame.tail
            add(make(.list(frame.elements, tail: tail, isBracketed: closer == UInt8(ascii: "]")), span, size))
        case .prefix, .label, .comment: break
        }
    }

    private mutating func byte(_ id: DatumID) -> UInt8? {
        let datum = tree[id]
        if case .integer(let value) = datum.kind, let small = value.small, let byte = UInt8(exactly: small) { return byte }
        let range = Int(datum.span.start)..<Int(datum.span.end)
        report(
            "AI0007", "'\(text(range))' is not a number from 0 to 255", from: range.lowerBound, to: range.upperBound,
            label: "an element of a bytevector")
        return nil
    }

    func measure(_ elements: [DatumID], _ tail: DatumID?) -> DatumMeasure {
        var result = DatumMeasure(size: 1, height: 0)
        for id in elements + (tail.map { [$0] } ?? []) {
            result.size = min(result.size + measures[id.offset].size, Int.max / 4)
            result.height = max(result.height, measures[id.offset].height)
        }
        result.height += 1
        return result
    }

    // MARK: End of file

    mutating func closeAtEnd() {
        if !stack.isEmpty, !gaveUp, !formHasBracketError { reportOpen() }
        while let frame = stack.popLast() { complete(frame) }
    }

    private mutating func reportOpen() {
        var end = bytes.count
        while end > 0, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[end - 1]) { end -= 1 }
        guard let innermost = stack.last else { return }
        let mark = text(innermost.start..<(innermost.start + innermost.length))
        let closers = stack.reversed().compactMap(\.closer).map { String(Character(Unicode.Scalar($0))) }
        let missing = closers.prefix(Self.shownClosers).joined()
        let add = closers.isEmpty ? [] : ["add `\(missing)`" + (closers.count > Self.shownClosers ? " and more" : "")]
        guard innermost.closer != nil else {
            return report(
                "AI0001", "unexpected end of file: no datum after '\(mark)' at \(place(innermost.start))", from: end, to: end,
                opener: innermost.start, help: ["write what `\(mark)` stands for"] + add)
        }
        let suspect = stack.lazy.compactMap(\.flushBracket).first
        report(
            "AI0001", "unexpected end of file: '\(mark)' opened at \(place(innermost.start)) is not closed", from: end, to: end,
            opener: innermost.start,
            notes: suspect.map { ["the form at \(place($0)) begins at the start of a line, as if everything before it were closed"] } ?? [],
            help: add)
    }

    private static let shownClosers = 20
}
