// `format`: texts with places for values.

/// What a text with places is read with.
private struct Template {
    var text: UInt32
    var at: UInt32 = 0
    var rest: UInt64
    /// Places so far, and how many of them found no value.
    var places: UInt32 = 0
    var missing: UInt32 = 0

    init(_ text: UInt32, _ values: UInt64) {
        self.text = text
        rest = values
    }

    /// The next scalar, or `UInt32.max` at the end.
    mutating func next() -> UInt32 {
        if at == textLength(text) { return UInt32.max }
        at &+= 1
        return textScalar(text, at &- 1)
    }

    var peeked: UInt32 { at == textLength(text) ? UInt32.max : textScalar(text, at) }

    /// The value for a place.
    mutating func value() -> UInt64 {
        places &+= 1
        if !isPair(rest) {
            missing &+= 1
            return unitBits
        }
        let value = car(rest)
        rest = cdr(rest)
        return value
    }

    mutating func emitAll() {
        while true {
            let scalar = next()
            switch scalar {
            case UInt32.max: return
            case 126: emitDirective()
            case 123:
                if peeked == 125 {
                    at &+= 1
                    emitValue(value(), PrintMode.display)
                } else {
                    if peeked == 123 { at &+= 1 }
                    emitByte(123)
                }
            case 125:
                if peeked == 125 { at &+= 1 }
                emitByte(125)
            default: emitScalar(scalar)
            }
        }
    }

    private mutating func emitDirective() {
        let letter = next()
        switch letter | 32 {
        case 97, 100: emitValue(value(), PrintMode.display)
        case 115: emitValue(value(), PrintMode.write)
        case 120: emitNumber(16)
        case 98: emitNumber(2)
        case 111: emitNumber(8)
        case 102:
            let number = value()
            if isNumeric(number) { emitFloat(toDouble(number)) } else { emitValue(number, PrintMode.display) }
        default:
            if letter == 37 { return emitByte(10) }
            emitByte(126)
            if letter != 126 && letter != UInt32.max { emitScalar(letter) }
        }
    }

    private mutating func emitNumber(_ radix: UInt32) {
        let number = value()
        if isExact(number) { emitInteger(number, radix) } else { emitValue(number, PrintMode.display) }
    }
}

/// (list): a text with places and its values. In front of it may stand #f, or #t or a port to print to.
@_cdecl("ai_format") @inline(__always) func aiFormatEntry(_ arguments: UInt64) -> UInt64 {
    var values = arguments
    var target = falseBits
    if isPair(values) && !isReference(car(values), .text) {
        target = car(values)
        values = cdr(values)
        if target != falseBits && target != trueBits && !isReference(target, .port) { return raiseType("format: expected string", 1, target) }
    }
    if !isPair(values) || !isReference(car(values), .text) {
        return raiseType("format: expected string", target == falseBits && values == arguments ? 1 : 2, isPair(values) ? car(values) : unitBits)
    }
    var template = Template(referenceAddress(car(values)), cdr(values))
    let outer = beginText()
    template.emitAll()
    let text = endText(outer)
    if template.missing != 0 { return raiseFormatCount(template.places &+ 1, template.places &- template.missing &+ 1) }
    if target == falseBits { return text }
    let port = outputPort(target == trueBits ? absentBits : target, "format: expected textual output port", 1)
    if port == UInt32.max { return 0 }
    let previous = beginPort(port)
    emitValue(text, PrintMode.display)
    endPort(previous, port)
    return unitBits
}

private func raiseFormatCount(_ expected: UInt32, _ count: UInt32) -> UInt64 {
    let outer = beginBuilder()
    emit("format: expected ")
    emitWhole(UInt64(expected), 10)
    emit(" arguments, got ")
    emitWhole(UInt64(count), 10)
    return raiseError("AI0904", endBuilder(outer))
}
