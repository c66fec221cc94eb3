// Sets of scalars by Unicode property, and the ASCII sets with POSIX names.

/// Sets of general categories: bit `n` stands for category `n` of `generalCategoryRuns`.
enum CategorySet {
    static let letter: UInt32 = 0x1F
    static let mark: UInt32 = 0xE0
    static let number: UInt32 = 0x700
    static let punctuation: UInt32 = 0x3_F800
    static let symbol: UInt32 = 0x3C_0000
    static let separator: UInt32 = 0x1C0_0000
    static let other: UInt32 = 0x3E00_0000
    static let decimalDigit: UInt32 = 1 << 8
    /// What a word consists of: letters, marks, decimal digits, letter numbers, connecting punctuation.
    static let word: UInt32 = letter | mark | 1 << 8 | 1 << 9 | 1 << 11
}

/// The two letters of every category, in the order of the table.
private let categoryNames: StaticString = "lullltlmlomnmcmendnlnopcpdpspepipfposmscsksozszlzpcccfcscocn"

extension RegexList {
    /// Adds all scalars of some categories, in order.
    mutating func appendCategories(_ categories: UInt32) {
        var at = generalCategoryRuns.span.withUnsafeBufferPointer { Runtime.address(of: UnsafeRawPointer($0.baseAddress.unsafelyUnwrapped)) }
        let end = at &+ generalCategoryByteCount
        var scalar: UInt32 = 0
        while at < end {
            let head = load8(at)
            at &+= 1
            var length = head >> 5
            if length == 0 {
                var shift: UInt32 = 0
                var more = true
                while more {
                    let byte = load8(at)
                    at &+= 1
                    length |= (byte & 0x7F) << shift
                    shift &+= 7
                    more = byte >= 0x80
                }
            }
            if categories >> (head & 31) & 1 != 0 { append(scalarRange(scalar, scalar &+ length &- 1)) }
            scalar &+= length
        }
    }

    /// `\w`: what Unicode's annex on regular expressions calls a word character.
    mutating func appendWordScalars() {
        let start = count
        appendCategories(CategorySet.word)
        // Alphabetic symbols, and the joiners.
        append(scalarRange(0x200C, 0x200D))
        append(scalarRange(0x24B6, 0x24E9))
        append(scalarRange(0x1F130, 0x1F149))
        append(scalarRange(0x1F150, 0x1F169))
        append(scalarRange(0x1F170, 0x1F189))
        canonicalize(from: start)
    }

    /// `\s`: white space.
    mutating func appendSpaces() {
        append(scalarRange(9, 13))
        append(scalarRange(0x20, 0x20))
        append(scalarRange(0x85, 0x85))
        append(scalarRange(0xA0, 0xA0))
        append(scalarRange(0x1680, 0x1680))
        append(scalarRange(0x2000, 0x200A))
        append(scalarRange(0x2028, 0x2029))
        append(scalarRange(0x202F, 0x202F))
        append(scalarRange(0x205F, 0x205F))
        append(scalarRange(0x3000, 0x3000))
    }

    /// Adds the scalars of a property whose name stands at `name`; false if there is none of that name.
    mutating func appendProperty(_ name: UInt32, _ length: UInt32) -> Bool {
        if matches(name, length, "any") {
            append(scalarRange(0, lastScalar))
            return true
        }
        if matches(name, length, "ascii") {
            append(scalarRange(0, 0x7F))
            return true
        }
        let categories = categorySet(name, length)
        if categories == 0 { return false }
        appendCategories(categories)
        return true
    }

    private func categorySet(_ name: UInt32, _ length: UInt32) -> UInt32 {
        if length == 1 { return group(load8(name) | 32) }
        if length == 2 {
            let names = Runtime.address(of: categoryNames.utf8Start)
            var index: UInt32 = 0
            while index < 30 {
                let same = load8(names &+ 2 &* index) == load8(name) | 32 && load8(names &+ 2 &* index &+ 1) == load8(name &+ 1) | 32
                if same { return 1 << index }
                index &+= 1
            }
            return 0
        }
        if matches(name, length, "letter") { return CategorySet.letter }
        if matches(name, length, "mark") { return CategorySet.mark }
        if matches(name, length, "number") { return CategorySet.number }
        if matches(name, length, "punctuation") { return CategorySet.punctuation }
        if matches(name, length, "symbol") { return CategorySet.symbol }
        if matches(name, length, "separator") { return CategorySet.separator }
        return matches(name, length, "other") ? CategorySet.other : 0
    }

    private func group(_ letter: UInt32) -> UInt32 {
        switch letter {
        case 108: CategorySet.letter
        case 109: CategorySet.mark
        case 110: CategorySet.number
        case 112: CategorySet.punctuation
        case 115: CategorySet.symbol
        case 122: CategorySet.separator
        case 99: CategorySet.other
        default: 0
        }
    }

    /// Adds the ASCII set that POSIX calls by the name at `name`; false if there is none of that name.
    mutating func appendPOSIX(_ name: UInt32, _ length: UInt32) -> Bool {
        let lower = scalarRange(97, 122)
        let upper = scalarRange(65, 90)
        let digit = scalarRange(48, 57)
        if matches(name, length, "alpha") { return append(upper, lower) }
        if matches(name, length, "digit") { return append(digit, digit) }
        if matches(name, length, "alnum") { return append(digit, upper) && append(lower, lower) }
        if matches(name, length, "upper") { return append(upper, upper) }
        if matches(name, length, "lower") { return append(lower, lower) }
        if matches(name, length, "space") { return append(scalarRange(9, 13), scalarRange(32, 32)) }
        if matches(name, length, "blank") { return append(scalarRange(9, 9), scalarRange(32, 32)) }
        if matches(name, length, "punct") {
            return append(scalarRange(33, 47), scalarRange(58, 64)) && append(scalarRange(91, 96), scalarRange(123, 126))
        }
        if matches(name, length, "word") { return append(digit, upper) && append(scalarRange(95, 95), lower) }
        if matches(name, length, "xdigit") { return append(digit, scalarRange(65, 70)) && append(scalarRange(97, 102), digit) }
        if matches(name, length, "ascii") { return append(scalarRange(0, 0x7F), lower) }
        if matches(name, length, "cntrl") { return append(scalarRange(0, 31), scalarRange(127, 127)) }
        if matches(name, length, "graph") { return append(scalarRange(33, 126), lower) }
        return matches(name, length, "print") && append(scalarRange(32, 126), lower)
    }

    private mutating func append(_ a: UInt64, _ b: UInt64) -> Bool {
        append(a)
        append(b)
        return true
    }
}

/// Whether the text at `name` is a word of small letters, case aside.
private func matches(_ name: UInt32, _ length: UInt32, _ word: StaticString) -> Bool {
    if length != UInt32(truncatingIfNeeded: word.utf8CodeUnitCount) { return false }
    let letters = address(of: word.utf8Start)
    var at: UInt32 = 0
    while at < length && load8(name &+ at) | 32 == load8(letters &+ at) { at &+= 1 }
    return at == length
}
