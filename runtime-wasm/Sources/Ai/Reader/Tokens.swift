// The parts of data without structure: tokens, strings, characters, comments.

/// AI0915.
@inline(never) func raiseSyntax(_ message: StaticString) -> UInt64 { raiseError("AI0915", append(append(newBytes(capacity: 64), "read: "), message)) }

/// The same about a token: the builder that holds it.
@inline(never) func raiseSyntax(_ message: StaticString, token: UInt32) -> UInt64 {
    var text = append(append(append(newBytes(capacity: 64), "read: "), message), "'")
    text = append(text, token &+ ObjectLayout.Bytes.dataOffset, load32(token, ObjectLayout.Bytes.usedOffset))
    return raiseError("AI0915", append(text, "'"))
}

/// The same about a scalar.
@inline(never) func raiseSyntax(_ message: StaticString, scalar: UInt32) -> UInt64 {
    raiseSyntax(message, token: append(newBytes(capacity: 4), scalar: scalar))
}

/// A port that folds case remembers that.
private let foldsCase: UInt32 = 128

/// The next scalar that is neither white space nor part of a comment, not consumed.
func skipBlanks(_ port: UInt32) -> UInt32 {
    while true {
        let scalar = peekScalar(port)
        if scalar == UInt32.max { return scalar }
        if scalar == 59 {
            var next = scalar
            while next != 10 && next != 13 && next != UInt32.max { next = nextScalar(port) }
        } else if scalar == 35 {
            // The scalar behind the sign decides, without being consumed.
            while inputCount(port) < 2 && readMore(port) {}
            if inputCount(port) < 2 || load8(inputData(port), 1) != 124 { return scalar }
            consume(port, 2)
            if !skipBlock(port) { return UInt32.max }
        } else if isSpace(scalar) || scalar == 0xFEFF {
            consume(port, inputWidth)
        } else {
            return scalar
        }
    }
}

/// Skips a block comment, in which others may be. False, after raising, when it does not end.
private func skipBlock(_ port: UInt32) -> Bool {
    var depth: UInt32 = 1
    var last: UInt32 = 0
    while depth != 0 {
        let scalar = nextScalar(port)
        if scalar == UInt32.max {
            _ = raiseSyntax("unterminated comment")
            return false
        }
        if last == 35 && scalar == 124 {
            depth &+= 1
            last = 0
        } else if last == 124 && scalar == 35 {
            depth &-= 1
            last = 0
        } else {
            last = scalar
        }
    }
    return true
}

private func isTokenScalar(_ scalar: UInt32) -> Bool {
    scalar < 128 ? isSymbolByte(scalar) : scalar != UInt32.max && isSymbolScalar(scalar)
}

/// Consumes the scalars of a token, behind a beginning that was consumed already.
func takeToken(_ port: UInt32, _ beginning: StaticString) -> UInt32 {
    var token = append(newBytes(capacity: 32), beginning)
    while true {
        let scalar = peekScalar(port)
        if !isTokenScalar(scalar) { return token }
        token = append(token, scalar: scalar)
        consume(port, inputWidth)
    }
}

/// Whether a token, of which a builder holds the bytes, is a word.
func isToken(_ token: UInt32, _ word: StaticString) -> Bool {
    let count = UInt32(truncatingIfNeeded: word.utf8CodeUnitCount)
    return load32(token, ObjectLayout.Bytes.usedOffset) == count && bytesEqual(token &+ ObjectLayout.Bytes.dataOffset, address(of: word.utf8Start), count)
}

/// A token in which case makes no difference.
private func folded(_ token: UInt32) -> UInt32 {
    let text = textOfBytes(token &+ ObjectLayout.Bytes.dataOffset, load32(token, ObjectLayout.Bytes.usedOffset))
    return append(newBytes(capacity: 32), text: foldedText(text))
}

/// A number, symbol or keyword; `uninitialized` for a lone dot.
func readToken(_ port: UInt32) -> UInt64 {
    var token = takeToken(port, "")
    var count = load32(token, ObjectLayout.Bytes.usedOffset)
    if count == 0 {
        let scalar = nextScalar(port)
        return raiseSyntax("unexpected ", scalar: scalar)
    }
    var data = token &+ ObjectLayout.Bytes.dataOffset
    if count == 1 && load8(data) == 46 { return NaNBox.Immediate.uninitialized.bits }
    let number = parseNumber(data, data &+ count, radix: 10)
    if number != falseBits { return number }
    if isDigit(load8(data)) && !(count == 2 && load8(data) == 49 && (load8(data, 1) == 43 || load8(data, 1) == 45)) {
        return raiseSyntax("not a number: ", token: token)
    }
    if portTraits(port) & foldsCase != 0 {
        token = folded(token)
        data = token &+ ObjectLayout.Bytes.dataOffset
        count = load32(token, ObjectLayout.Bytes.usedOffset)
    }
    if load8(data) == 58 && count > 1 { return intern(copyString(data &+ 1, count &- 1, 0), RuntimeRoots.keywords) }
    return intern(copyString(data, count, 0), RuntimeRoots.symbols)
}

/// `|any text|`.
func readBarred(_ port: UInt32) -> UInt64 {
    let builder = readQuoted(port, 124)
    return builder == 0 ? 0 : intern(builderString(builder), RuntimeRoots.symbols)
}

func readString(_ port: UInt32) -> UInt64 {
    let builder = readQuoted(port, 34)
    return builder == 0 ? 0 : box(textFromBuilder(builder), .text)
}

/// The text between two quotes, in a builder; 0 after raising.
private func readQuoted(_ port: UInt32, _ quote: UInt32) -> UInt32 {
    var builder = newBytes(capacity: 64)
    consume(port, 1)
    while true {
        let scalar = nextScalar(port)
        switch scalar {
        case quote: return builder
        case UInt32.max:
            _ = raiseSyntax(quote == 34 ? "unterminated string" : "unterminated symbol")
            return 0
        case 13:
            // Every line end is one line feed.
            if peekScalar(port) == 10 { consume(port, 1) }
            builder = append(builder, scalar: 10)
        case 92:
            let escaped = readEscape(port)
            if escaped == failedEscape { return 0 }
            if escaped != noScalar { builder = append(builder, scalar: escaped) }
        default: builder = append(builder, scalar: scalar)
        }
    }
}

private let failedEscape = UInt32.max
private let noScalar = UInt32.max &- 1

/// The scalar that an escape stands for.
private func readEscape(_ port: UInt32) -> UInt32 {
    var scalar = nextScalar(port)
    switch scalar {
    case 97: return 7
    case 98: return 8
    case 116: return 9
    case 110: return 10
    case 114: return 13
    case 34, 92, 124: return scalar
    case 120:
        var value: UInt32 = 0
        var digits: UInt32 = 0
        while true {
            scalar = nextScalar(port)
            let digit = scalar < 128 ? digitValue(scalar) : 255
            if digit >= 16 || value > 0x10FFFF { break }
            value = 16 &* value &+ digit
            digits &+= 1
        }
        if scalar == 59 && digits != 0 && value <= 0x10FFFF && value &- 0xD800 >= 0x800 { return value }
    default:
        while scalar == 32 || scalar == 9 { scalar = nextScalar(port) }
        if scalar == 13 && peekScalar(port) == 10 { scalar = nextScalar(port) }
        if scalar == 10 || scalar == 13 {
            while peekScalar(port) == 32 || peekScalar(port) == 9 { consume(port, 1) }
            return noScalar
        }
    }
    _ = raiseSyntax("unknown escape in a string")
    return failedEscape
}

/// What stands behind `#\`.
func readCharacter(_ port: UInt32) -> UInt64 {
    let first = nextScalar(port)
    if first == UInt32.max { return raiseSyntax("unexpected end of input") }
    if !isTokenScalar(first) { return character(first) }
    var token = append(newBytes(capacity: 16), scalar: first)
    let width = load32(token, ObjectLayout.Bytes.usedOffset)
    while isTokenScalar(peekScalar(port)) { token = append(token, scalar: nextScalar(port)) }
    let count = load32(token, ObjectLayout.Bytes.usedOffset)
    if count == width { return character(first) }
    let data = token &+ ObjectLayout.Bytes.dataOffset
    if first == 120 {
        var value: UInt32 = 0
        var at: UInt32 = 1
        while at != count && digitValue(load8(data &+ at)) < 16 && value <= 0x10FFFF {
            value = 16 &* value &+ digitValue(load8(data &+ at))
            at &+= 1
        }
        if at == count && value <= 0x10FFFF && value &- 0xD800 >= 0x800 { return character(value) }
    }
    let scalar = namedCharacter(portTraits(port) & foldsCase != 0 ? folded(token) : token)
    return scalar == UInt32.max ? raiseSyntax("unknown character name ", token: token) : character(scalar)
}

private func namedCharacter(_ token: UInt32) -> UInt32 {
    if isToken(token, "space") { return 32 }
    if isToken(token, "newline") { return 10 }
    if isToken(token, "tab") { return 9 }
    if isToken(token, "return") { return 13 }
    if isToken(token, "null") || isToken(token, "nul") { return 0 }
    if isToken(token, "escape") { return 27 }
    if isToken(token, "delete") { return 127 }
    if isToken(token, "backspace") { return 8 }
    return isToken(token, "alarm") ? 7 : UInt32.max
}

/// `#!fold-case` or `#!no-fold-case`. `absent`: there is no datum.
func readDirective(_ port: UInt32) -> UInt64 {
    let token = takeToken(port, "#")
    let traits = portTraits(port)
    if isToken(token, "#!fold-case") {
        store16(port &+ ObjectLayout.Port.traitsOffset, traits | foldsCase)
    } else if isToken(token, "#!no-fold-case") {
        store16(port &+ ObjectLayout.Port.traitsOffset, traits & ~foldsCase)
    } else {
        return raiseSyntax("unknown syntax ", token: token)
    }
    return absentBits
}
