// The parser of regular expressions: the text of a pattern to its tree. It keeps a stack of open groups of its own, so that nesting costs no
// stack of the machine.

/// Flags that change what the pattern means from some place on: bits.
enum RegexFlag {
    static let ignoreCase: UInt32 = 1
    static let multiLine: UInt32 = 2
    static let dotMatchesLineFeed: UInt32 = 4
    static let extended: UInt32 = 8
    static let swapGreed: UInt32 = 16

    /// The flag of a letter; 0 for other letters.
    static func of(_ letter: UInt32) -> UInt32 {
        switch letter {
        case 105: ignoreCase
        case 109: multiLine
        case 115: dotMatchesLineFeed
        case 120: extended
        default: 0
        }
    }
}

/// What a pattern may have at most.
enum RegexLimit {
    static let depth: UInt32 = 300
    static let classDepth: UInt32 = 50
    static let sets: UInt32 = 4096
    static let groups: UInt32 = 5000
    static let repetitions: UInt32 = 1_000_000
    static let states: UInt32 = 250_000
    /// States times places for the bounds of groups.
    static let slots: UInt32 = 4_000_000
}

/// What the parser found wrong: where, a text, and the part of the pattern that is quoted behind it, if any.
struct RegexError {
    var isSet = false
    var at: UInt32 = 0
    var text: UInt32 = 0
    var textLength: UInt32 = 0
    var quoteStart: UInt32 = 0
    var quoteEnd: UInt32 = 0
}

struct RegexParser {
    let data: UInt32
    let length: UInt32
    var at: UInt32 = 0
    var flags: UInt32
    var tree = RegexTree()
    var error = RegexError()
    /// Ranges of classes that are being read.
    var work = RegexList(capacity: 16)
    /// Two entries a name: where its text begins and ends, then the number of its group.
    var names = RegexList(capacity: 4)
    /// The innermost open group, and those around it.
    var group = OpenGroup()
    var groups = RegexList(capacity: 16)
    /// Whether the last thing read can be repeated.
    var hasAtom = false
    /// The indices of the sets with one letter, once they exist.
    private var namedSets = InlineArray<8, UInt32>(repeating: UInt32.max)

    init(_ pattern: UInt32, flags: UInt32) {
        data = stringData(pattern)
        length = stringLength(pattern)
        self.flags = flags
    }

    // MARK: The text

    /// The byte at the current place, 0 at the end.
    @inline(__always) var byte: UInt32 { at < length ? load8(data &+ at) : 0 }

    /// The byte `offset` bytes further on, 0 behind the end.
    func byte(_ offset: UInt32) -> UInt32 { offset < length &- at ? load8(data &+ at &+ offset) : 0 }

    /// Goes on behind `expected` if it stands here.
    mutating func accept(_ expected: UInt32) -> Bool {
        if at >= length || byte != expected { return false }
        at &+= 1
        return true
    }

    /// Takes the scalar at the current place, which is not the end.
    mutating func takeScalar() -> UInt32 {
        let scalar = decodeScalar(data &+ at)
        at &+= scalarWidth(byte)
        return scalar
    }

    /// Notes an error, and goes to the end of the pattern.
    @inline(never) mutating func fail(_ place: UInt32, _ text: StaticString, quoting from: UInt32 = 0, _ to: UInt32 = 0) {
        if !error.isSet {
            error.isSet = true
            error.at = place
            error.text = address(of: text.utf8Start)
            error.textLength = UInt32(truncatingIfNeeded: text.utf8CodeUnitCount)
            error.quoteStart = from
            error.quoteEnd = to < length ? to : length
        }
        at = length
    }

    /// In extended patterns: goes on behind white space and comments.
    mutating func skipSpace() {
        if flags & RegexFlag.extended == 0 { return }
        while at < length {
            if byte == 35 {
                while at < length && byte != 10 { at &+= 1 }
            } else if isPatternSpace(decodeScalar(data &+ at)) {
                at &+= scalarWidth(byte)
            } else {
                return
            }
        }
    }

    private func isPatternSpace(_ scalar: UInt32) -> Bool {
        scalar &- 9 < 5 || scalar == 32 || scalar == 0x85 || scalar &- 0x200E < 2 || scalar &- 0x2028 < 2
    }

    // MARK: Structure

    /// Reads the whole pattern; the tree's root is the result unless there is an error.
    mutating func parse() {
        skipSpace()
        while at < length {
            parseItem()
            skipSpace()
        }
        if error.isSet { return }
        if groups.count != 0 { return fail(group.openAt, "missing ')' for the group that begins here") }
        tree.root = closeAlternatives()
    }

    private mutating func parseItem() {
        let start = at
        switch byte {
        case 40: parseGroupStart()
        case 41: parseGroupEnd()
        case 124:
            at &+= 1
            closeBranch()
        case 42, 43, 63, 123: parseRepetition()
        case 91:
            at &+= 1
            let first = work.count
            parseClass(openAt: start, depth: 0)
            addClass(from: first)
        case 46:
            at &+= 1
            addSet(namedSet(flags & RegexFlag.dotMatchesLineFeed != 0 ? 7 : 6))
        case 94:
            at &+= 1
            addLook(flags & RegexFlag.multiLine != 0 ? Look.lineStart : Look.textStart)
        case 36:
            at &+= 1
            addLook(flags & RegexFlag.multiLine != 0 ? Look.lineEnd : Look.textEnd)
        case 92: parseEscapedItem()
        default: addLiteral(takeScalar())
        }
    }

    private mutating func parseEscapedItem() {
        let escape = parseEscape(inClass: false)
        switch escape.kind {
        case RegexEscape.scalar: addLiteral(escape.value)
        case RegexEscape.set: addSet(escape.value)
        case RegexEscape.look: addLook(escape.value)
        default: break
        }
    }

    mutating func addNode(_ node: UInt32) {
        if tree.depth(node) > RegexLimit.depth { return fail(at, "groups and repetitions are nested too deeply") }
        if group.lastPart == 0 { group.firstPart = node } else { tree.setNext(group.lastPart, node) }
        group.lastPart = node
        hasAtom = true
    }

    private mutating func addLook(_ look: UInt32) {
        tree.looks |= 1 << look
        addNode(tree.add(NodeKind.look, value: look))
    }

    private mutating func addSet(_ index: UInt32) { addNode(tree.add(NodeKind.set, value: index)) }

    private mutating func addLiteral(_ scalar: UInt32) {
        if flags & RegexFlag.ignoreCase != 0 {
            let first = work.count
            work.append(scalarRange(scalar, scalar))
            work.foldCase(from: first)
            if work.count &- first != 1 || rangeFirst(work.get(first)) != rangeLast(work.get(first)) { return addClass(from: first) }
            work.truncate(to: first)
        }
        addNode(tree.add(NodeKind.literal, value: scalar))
    }

    /// A node for the ranges that were read last.
    private mutating func addClass(from first: UInt32) {
        let index = storeSet(from: first)
        if !error.isSet { addSet(index) }
    }

    /// Stores the set at the end of `work`.
    mutating func storeSet(from first: UInt32) -> UInt32 {
        work.canonicalize(from: first)
        let index = tree.addSet(work, from: first)
        work.truncate(to: first)
        if index >= RegexLimit.sets { fail(at, "more than 4096 different character classes") }
        return index
    }

    /// The set of `\d \s \w \D \S \W`, of all but line feed, or of all scalars.
    mutating func namedSet(_ kind: UInt32) -> UInt32 {
        let known = namedSets[unchecked: Int(kind)]
        if known != UInt32.max { return known }
        let first = work.count
        if kind == 6 {
            work.append(scalarRange(10, 10))
        } else if kind % 3 == 0 {
            work.appendCategories(CategorySet.decimalDigit)
        } else if kind % 3 == 1 && kind != 7 {
            work.appendSpaces()
        } else if kind != 7 {
            work.appendWordScalars()
        }
        if kind >= 3 { work.complement(from: first) }
        let index = storeSet(from: first)
        namedSets[unchecked: Int(kind)] = index
        return index
    }
}
