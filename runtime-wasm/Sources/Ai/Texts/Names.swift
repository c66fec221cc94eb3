// Symbols and keywords as values.

@_cdecl("ai_symbol_to_string") @inline(__always) func aiSymbolToStringEntry(_ value: UInt64) -> UInt64 {
    if !isReference(value, .symbol) { return raiseType("symbol->string: expected symbol", 1, value) }
    return textOfString(symbolName(value))
}

@_cdecl("ai_keyword_to_string") @inline(__always) func aiKeywordToStringEntry(_ value: UInt64) -> UInt64 {
    if !isReference(value, .keyword) { return raiseType("keyword->string: expected keyword", 1, value) }
    return textOfString(symbolName(value))
}

func textOfString(_ string: UInt32) -> UInt64 { box(textOfBytes(stringData(string), stringLength(string)), .text) }

@_cdecl("ai_string_to_symbol") @inline(__always) func aiStringToSymbolEntry(_ value: UInt64) -> UInt64 {
    isText("string->symbol: expected string", 1, value) ? intern(stringOfText(referenceAddress(value)), RuntimeRoots.symbols) : 0
}

@_cdecl("ai_string_to_keyword") @inline(__always) func aiStringToKeywordEntry(_ value: UInt64) -> UInt64 {
    isText("string->keyword: expected string", 1, value) ? intern(stringOfText(referenceAddress(value)), RuntimeRoots.keywords) : 0
}

@inline(never) private func areSymbols(_ prefix: StaticString, _ left: UInt64, _ right: UInt64) -> Bool {
    if !isReference(left, .symbol) {
        _ = raiseType(prefix, 1, left)
        return false
    }
    if isReference(right, .symbol) { return true }
    _ = raiseType(prefix, 2, right)
    return false
}

@_cdecl("ai_symbol_equal") @inline(__always) func aiSymbolEqualEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areSymbols("symbol=?: expected symbol", left, right) && left == right ? 1 : 0
}

@_cdecl("ai_symbol_less") @inline(__always) func aiSymbolLessEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    areSymbols("symbol<?: expected symbol", left, right) && stringCompare(symbolName(left), symbolName(right)) < 0 ? 1 : 0
}

/// (list of symbols) -> the symbol whose name is theirs, one after the other.
@_cdecl("ai_symbol_append") @inline(__always) func aiSymbolAppendEntry(_ symbols: UInt64) -> UInt64 {
    var builder = newBytes(capacity: 64)
    var rest = symbols
    var index: UInt32 = 1
    while isPair(rest) {
        if !isReference(car(rest), .symbol) { return raiseType("symbol-append: expected symbol", index, car(rest)) }
        builder = append(builder, string: symbolName(car(rest)))
        rest = cdr(rest)
        index &+= 1
    }
    return intern(builderString(builder), RuntimeRoots.symbols)
}

private nonisolated(unsafe) var lastGenerated: UInt32 = 0

/// A symbol that is no other: it is not interned. Its name begins with a text or symbol, by default `g`.
@_cdecl("ai_gensym") @inline(__always) func aiGensymEntry(_ prefix: UInt64) -> UInt64 {
    lastGenerated &+= 1
    let outer = beginBuilder()
    if prefix == absentBits { emitByte(103) } else { emitValue(prefix, PrintMode.display) }
    emitWhole(UInt64(lastGenerated), 10)
    let name = builderString(endBuilder(outer))
    let symbol = heapAllocate(ObjectLayout.Symbol.size)
    setHeader(symbol, kind: .symbol, word: lastGenerated)
    store64(symbol &+ ObjectLayout.Symbol.nameOffset, box(name, .string))
    return box(symbol, .symbol)
}
