// Names, flags, escapes and classes.

/// What an escape stands for.
struct RegexEscape {
    static let nothing: UInt32 = 0
    static let scalar: UInt32 = 1
    static let set: UInt32 = 2
    static let look: UInt32 = 3

    var kind: UInt32
    var value: UInt32
}

extension RegexParser {
    // MARK: Groups

    /// Reads `name>`.
    mutating func parseName(_ start: UInt32, _ number: UInt32) {
        let from = at
        while at < length && byte != 62 {
            let isDigit = byte &- 48 < 10 || byte == 46 || byte == 91 || byte == 93
            let isLetter = byte == 95 || (byte | 32) &- 97 < 26 || byte >= 0x80
            if !isLetter && (!isDigit || at == from) {
                return fail(at, "a group's name consists of letters, digits and _, and does not begin with a digit")
            }
            at &+= 1
        }
        if at == length { return fail(start, "missing '>' behind the group's name") }
        if at == from { return fail(from, "the group's name is empty") }
        var index: UInt32 = 0
        while index < names.count {
            let known = names.get(index)
            let size = rangeLast(known) &- rangeFirst(known)
            if size == at &- from && bytesEqual(data &+ rangeFirst(known), data &+ from, size) {
                return fail(from, "two groups have the name ", quoting: from, at)
            }
            index &+= 2
        }
        names.append(scalarRange(from, at))
        names.append(UInt64(number))
        at &+= 1
    }

    /// Reads flags up to `:` or `)`, and returns those in effect from there on.
    mutating func parseFlags(_ start: UInt32) -> UInt32 {
        if byte == 61 || byte == 33 || byte == 60 {
            fail(start, "look-around is not supported")
            return 0
        }
        if byte == 80 && byte(1) == 61 {
            fail(start, "back references are not supported")
            return 0
        }
        if byte == 62 {
            fail(start, "atomic groups are not supported")
            return 0
        }
        var result = flags
        var isOff = false
        var isOpen = true
        while byte != 58 && byte != 41 {
            let place = at
            if at >= length {
                fail(start, "missing ')' for the group that begins here")
                return 0
            }
            let letter = takeScalar()
            if letter == 45 && !isOff {
                isOff = true
                isOpen = true
                continue
            }
            let flag = letter == 85 ? RegexFlag.swapGreed : RegexFlag.of(letter)
            let isUnicode = letter == 117 && !isOff
            if flag == 0 && !isUnicode {
                fail(place, "unknown flag ", quoting: place, at)
                return 0
            }
            result = isOff ? result & ~flag : result | flag
            isOpen = false
        }
        if isOpen && (isOff || byte == 41) { fail(start, "the flags of the group are missing") }
        return result
    }

    // MARK: Escapes

    /// Reads an escape.
    mutating func parseEscape(inClass: Bool) -> RegexEscape {
        let start = at
        at &+= 1
        if at >= length { return failEscape(start, "the pattern ends with a \\; a literal one is written \\\\") }
        let letter = takeScalar()
        switch letter {
        case 97: return scalar(7)
        case 102: return scalar(12)
        case 110: return scalar(10)
        case 114: return scalar(13)
        case 116: return scalar(9)
        case 118: return scalar(11)
        case 120: return parseHex(start, 2)
        case 117: return parseHex(start, 4)
        case 85: return parseHex(start, 8)
        case 100: return RegexEscape(kind: RegexEscape.set, value: namedSet(0))
        case 115: return RegexEscape(kind: RegexEscape.set, value: namedSet(1))
        case 119: return RegexEscape(kind: RegexEscape.set, value: namedSet(2))
        case 68: return RegexEscape(kind: RegexEscape.set, value: namedSet(3))
        case 83: return RegexEscape(kind: RegexEscape.set, value: namedSet(4))
        case 87: return RegexEscape(kind: RegexEscape.set, value: namedSet(5))
        case 112, 80: return parseProperty(start, isNegated: letter == 80)
        case 48...57: return failEscape(start, "back references are not supported")
        case 107 where byte == 60 || byte == 123: return failEscape(start, "back references are not supported")
        default: break
        }
        if inClass && (letter == 98 || letter == 66 || letter == 65 || letter == 122) {
            fail(start, "no place is between brackets: ", quoting: start, at)
            return RegexEscape(kind: RegexEscape.nothing, value: 0)
        }
        switch letter {
        case 98: return parseBoundary()
        case 66: return look(Look.notWordBoundary)
        case 65: return look(Look.textStart)
        case 122: return look(Look.textEnd)
        case 60 where !inClass: return look(Look.wordStart)
        case 62 where !inClass: return look(Look.wordEnd)
        default: break
        }
        let isPunctuation = letter &- 32 < 96 && letter != 127 && (letter | 32) &- 97 >= 26
        if isPunctuation { return scalar(letter) }
        fail(start, "unknown escape ", quoting: start, at)
        return RegexEscape(kind: RegexEscape.nothing, value: 0)
    }

    private func scalar(_ value: UInt32) -> RegexEscape { RegexEscape(kind: RegexEscape.scalar, value: value) }
    private func look(_ value: UInt32) -> RegexEscape { RegexEscape(kind: RegexEscape.look, value: value) }

    private mutating func failEscape(_ place: UInt32, _ text: StaticString) -> RegexEscape {
        fail(place, text)
        return RegexEscape(kind: RegexEscape.nothing, value: 0)
    }

    /// Behind `\b`: perhaps which boundary in braces.
    private mutating func parseBoundary() -> RegexEscape {
        if acceptWord("{start}") { return look(Look.wordStart) }
        if acceptWord("{end}") { return look(Look.wordEnd) }
        if acceptWord("{start-half}") { return look(Look.noWordBefore) }
        if acceptWord("{end-half}") { return look(Look.noWordAfter) }
        return look(Look.wordBoundary)
    }

    private mutating func acceptWord(_ word: StaticString) -> Bool {
        let size = UInt32(truncatingIfNeeded: word.utf8CodeUnitCount)
        if length &- at < size || !bytesEqual(data &+ at, address(of: word.utf8Start), size) { return false }
        at &+= size
        return true
    }

    /// Hexadecimal digits: as many as given, or any number in braces.
    private mutating func parseHex(_ start: UInt32, _ digits: UInt32) -> RegexEscape {
        let isBraced = accept(123)
        var value: UInt32 = 0
        var count: UInt32 = 0
        while isBraced ? byte != 125 : count < digits {
            let letter = byte | 32
            var digit = byte &- 48
            if digit > 9 { digit = letter &- 97 < 6 ? letter &- 87 : 16 }
            if digit > 15 || value > lastScalar { return failEscape(start, "a hexadecimal number of a Unicode scalar is missing") }
            value = value << 4 | digit
            count &+= 1
            at &+= 1
        }
        if isBraced { at &+= 1 }
        if count == 0 || value > lastScalar || value &- 0xD800 < 0x800 {
            return failEscape(start, "a hexadecimal number of a Unicode scalar is missing")
        }
        return scalar(value)
    }

    /// Behind `\p`: a letter, or a name in braces.
    private mutating func parseProperty(_ start: UInt32, isNegated: Bool) -> RegexEscape {
        var isNegated = isNegated
        var from = at
        let isBraced = accept(123)
        if isBraced {
            if accept(94) { isNegated = !isNegated }
            from = at
            while at < length && byte != 125 { at &+= 1 }
            if at >= length { return failEscape(start, "missing '}' behind the property's name") }
        } else if at < length {
            _ = takeScalar()
        }
        let end = at
        if isBraced { at &+= 1 }
        let first = work.count
        if end == from || !work.appendProperty(data &+ from, end &- from) {
            fail(start, "only general categories are known as properties, not ", quoting: from, end)
            return RegexEscape(kind: RegexEscape.nothing, value: 0)
        }
        if flags & RegexFlag.ignoreCase != 0 { work.foldCase(from: first) }
        if isNegated { work.complement(from: first) }
        return RegexEscape(kind: RegexEscape.set, value: storeSet(from: first))
    }

    // MARK: Classes

    /// Reads a class behind its `[`. Its ranges become the end of `work`, canonical.
    mutating func parseClass(openAt: UInt32, depth: UInt32) {
        if depth > RegexLimit.classDepth { return fail(openAt, "classes are nested too deeply") }
        let start = work.count
        let isNegated = accept(94)
        // The operators && -- ~~ bind less than putting items side by side, and take what is to their left as a whole.
        var left = start
        var operation: UInt32 = 0
        skipSpace()
        var isFirst = true
        while at < length {
            if byte == 93 && !isFirst { break }
            if !isFirst && byte == byte(1) && (byte == 38 || byte == 45 || byte == 126) {
                finishOperand(start, left, operation)
                operation = byte
                left = work.count
                at &+= 2
            } else {
                parseClassItem(depth)
            }
            isFirst = false
            skipSpace()
        }
        if error.isSet { return }
        if at >= length { return fail(openAt, "missing ']' for the class that begins here") }
        at &+= 1
        finishOperand(start, left, operation)
        if isNegated { work.complement(from: start) }
    }

    /// Combines the operand from `left` on with what is before it.
    private mutating func finishOperand(_ start: UInt32, _ left: UInt32, _ operation: UInt32) {
        work.canonicalize(from: left)
        switch operation {
        case 38: work.intersect(from: start, left)
        case 45: work.subtract(from: start, left)
        case 126: work.exclude(from: start, left)
        default: break
        }
    }

    private mutating func parseClassItem(_ depth: UInt32) {
        let start = at
        if byte == 91 {
            at &+= 1
            if byte == 58 && parsePOSIX() { return }
            return parseClass(openAt: start, depth: depth &+ 1)
        }
        let first = work.count
        var low: UInt32 = 0
        if byte == 92 {
            let escape = parseEscape(inClass: true)
            if escape.kind == RegexEscape.set { return appendSet(escape.value) }
            low = escape.value
        } else {
            low = takeScalar()
        }
        var high = low
        skipSpace()
        if byte == 45 && byte(1) != 93 && byte(1) != 45 && at &+ 1 < length {
            at &+= 1
            skipSpace()
            let place = at
            if byte == 92 {
                let escape = parseEscape(inClass: true)
                if escape.kind == RegexEscape.set { return fail(place, "a range of a class ends with one character, not a class") }
                high = escape.value
            } else if at < length {
                high = takeScalar()
            }
            if high < low && !error.isSet { return fail(start, "the range of the class is out of order: ", quoting: start, at) }
        }
        if error.isSet { return }
        work.append(scalarRange(low, high))
        if flags & RegexFlag.ignoreCase != 0 { work.foldCase(from: first) }
    }

    private mutating func appendSet(_ index: UInt32) {
        var at = tree.setStart(index)
        let end = at &+ tree.setCount(index)
        while at < end {
            work.append(tree.ranges.get(at))
            at &+= 1
        }
    }

    /// Reads `:name:]`; when there is none, the bracket began a class in the class.
    private mutating func parsePOSIX() -> Bool {
        var from = at &+ 1
        let isNegated = from < length && load8(data &+ from) == 94
        if isNegated { from &+= 1 }
        var end = from
        while end < length && load8(data &+ end) &- 97 < 26 { end &+= 1 }
        if length &- end < 2 || load8(data &+ end) != 58 || load8(data &+ end &+ 1) != 93 { return false }
        let first = work.count
        if !work.appendPOSIX(data &+ from, end &- from) {
            fail(at &- 1, "unknown class ", quoting: at &- 1, end &+ 2)
            return true
        }
        work.canonicalize(from: first)
        if flags & RegexFlag.ignoreCase != 0 { work.foldCase(from: first) }
        if isNegated { work.complement(from: first) }
        at = end &+ 2
        return true
    }
}
