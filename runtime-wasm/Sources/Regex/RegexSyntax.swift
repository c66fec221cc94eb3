// The syntax tree of a regular expression: nodes of 24 bytes in a list, named by their index.

enum NodeKind {
    /// Matches the empty text.
    static let empty: UInt32 = 0
    /// `value` is a scalar.
    static let literal: UInt32 = 1
    /// `value` is a set's index.
    static let set: UInt32 = 2
    /// `value` is one of `Look`.
    static let look: UInt32 = 3
    /// `value` is a group's number; one child.
    static let capture: UInt32 = 4
    /// Children one after another.
    static let concat: UInt32 = 5
    /// Children to choose from, the first preferred.
    static let alternation: UInt32 = 6
    /// One child `value` to `maximum` times.
    static let repetition: UInt32 = 7
}

/// What holds at a place without using up text: bit numbers.
enum Look {
    static let textStart: UInt32 = 0
    static let textEnd: UInt32 = 1
    static let lineStart: UInt32 = 2
    static let lineEnd: UInt32 = 3
    static let wordBoundary: UInt32 = 4
    static let notWordBoundary: UInt32 = 5
    static let wordStart: UInt32 = 6
    static let wordEnd: UInt32 = 7
    static let noWordBefore: UInt32 = 8
    static let noWordAfter: UInt32 = 9

    /// What is asked when the text is read from its end.
    static func reversed(_ look: UInt32) -> UInt32 { look == wordBoundary || look == notWordBoundary ? look : look ^ 1 }

    static let lineMask: UInt32 = 1 << lineStart | 1 << lineEnd
    static let wordMask: UInt32 = 0x3F0
}

/// The tree and the sets that its nodes name. Node 0 is no node.
struct RegexTree {
    private(set) var nodes = RegexList(capacity: 96)
    var root: UInt32 = 0
    /// The canonical ranges of all sets.
    private(set) var ranges = RegexList(capacity: 32)
    /// A set an entry: where its ranges begin, and in the lower half how many there are.
    private(set) var sets = RegexList(capacity: 8)
    private var hashes = RegexList(capacity: 8)
    /// Bits of `Look`.
    var looks: UInt32 = 0
    var groupCount: UInt32 = 1

    /// A repetition without upper bound.
    static let unbounded = UInt32.max

    init() {
        nodes.append(0)
        nodes.append(0)
        nodes.append(0)
    }

    @inline(__always) private func field(_ node: UInt32, _ offset: UInt32) -> UInt32 { load32(nodes.address(node) &+ offset) }

    func kind(_ node: UInt32) -> UInt32 { field(node, 0) & 0xFF }
    func isGreedy(_ node: UInt32) -> Bool { field(node, 0) & 0x100 != 0 }
    /// Whether the node can match the empty text.
    func isNullable(_ node: UInt32) -> Bool { field(node, 0) & 0x200 != 0 }
    func value(_ node: UInt32) -> UInt32 { field(node, 4) }
    func child(_ node: UInt32) -> UInt32 { field(node, 8) }
    /// The next child of the same parent; 0 after the last.
    func next(_ node: UInt32) -> UInt32 { field(node, 12) }
    func maximum(_ node: UInt32) -> UInt32 { field(node, 16) }
    func depth(_ node: UInt32) -> UInt32 { field(node, 20) }

    mutating func add(_ kind: UInt32, value: UInt32, child: UInt32 = 0, maximum: UInt32 = 0, isGreedy: Bool = true) -> UInt32 {
        let node = nodes.count
        var depth: UInt32 = 0
        var anyNullable = false
        var allNullable = true
        var part = child
        while part != 0 {
            if self.depth(part) >= depth { depth = self.depth(part) &+ 1 }
            if isNullable(part) { anyNullable = true } else { allNullable = false }
            part = next(part)
        }
        var isNullable = kind == NodeKind.alternation ? anyNullable : allNullable
        if kind == NodeKind.literal || kind == NodeKind.set { isNullable = false }
        if kind == NodeKind.repetition && value == 0 { isNullable = true }
        nodes.append(UInt64(kind | (isGreedy ? 0x100 : 0) | (isNullable ? 0x200 : 0)) | UInt64(value) << 32)
        nodes.append(UInt64(child))
        nodes.append(UInt64(maximum) | UInt64(depth) << 32)
        return node
    }

    mutating func setNext(_ node: UInt32, _ next: UInt32) { store32(nodes.address(node) &+ 12, next) }

    /// Makes a repetition of a node in the node's place; what it was gets a place of its own.
    mutating func wrap(_ node: UInt32, minimum: UInt32, maximum: UInt32, isGreedy: Bool) {
        let inner = nodes.count
        nodes.append(nodes.get(node))
        nodes.append(nodes.get(node &+ 1))
        nodes.append(nodes.get(node &+ 2))
        setNext(inner, 0)
        let new = add(NodeKind.repetition, value: minimum, child: inner, maximum: maximum, isGreedy: isGreedy)
        let next = self.next(node)
        copy(to: nodes.address(node), from: nodes.address(new), count: 24)
        setNext(node, next)
        nodes.truncate(to: new)
    }

    /// The index of the set whose canonical ranges are those of `list` from `start` on; equal sets have one index.
    mutating func addSet(_ list: RegexList, from start: UInt32) -> UInt32 {
        let count = list.count &- start
        var hash: UInt64 = 14_695_981_039_346_656_037
        var at = start
        while at < list.count {
            hash = (hash ^ list.get(at)) &* 1_099_511_628_211
            hash ^= hash >> 29
            at &+= 1
        }
        var index: UInt32 = 0
        while index < sets.count {
            if hashes.get(index) == hash && setCount(index) == count
                && bytesEqual(ranges.address(setStart(index)), list.address(start), 8 &* count) {
                return index
            }
            index &+= 1
        }
        sets.append(scalarRange(ranges.count, count))
        hashes.append(hash)
        at = start
        while at < list.count {
            ranges.append(list.get(at))
            at &+= 1
        }
        return index
    }

    func setStart(_ index: UInt32) -> UInt32 { rangeFirst(sets.get(index)) }
    func setCount(_ index: UInt32) -> UInt32 { rangeLast(sets.get(index)) }
}
