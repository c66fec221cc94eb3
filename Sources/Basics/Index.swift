/// A position in a `Store<Element>`. The element type keeps indices of different stores apart.
public struct Index<Element>: Hashable, Comparable, Sendable {
    /// The zero-based position.
    public let raw: UInt32

    public init(_ raw: Int) { self.raw = UInt32(raw) }

    /// The zero-based position as an `Int`.
    public var offset: Int { Int(raw) }

    public static func < (left: Self, right: Self) -> Bool { left.raw < right.raw }

    public func hash(into hasher: inout Hasher) { hasher.combine(raw) }

    /// What tables ask for. Nobody chooses indices to make them collide, so a mixture of a few instructions does for Swift's
    /// hash, which takes most of the time of tables with small keys.
    public func _rawHashValue(seed: Int) -> Int {
        var bits = (UInt64(truncatingIfNeeded: seed) ^ UInt64(raw)) &* 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ bits >> 32) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: bits ^ bits >> 32)
    }
}

/// An append-only array addressed by typed indices.
public struct Store<Element> {
    private var elements: [Element]

    public init() { elements = [] }

    public var count: Int { elements.count }

    /// All indices in order of insertion.
    public var indices: LazyMapSequence<Range<Int>, Index<Element>> { (0..<elements.count).lazy.map(Index.init) }

    /// The elements in order of insertion.
    public var values: [Element] { elements }

    /// Adds elements in order.
    public mutating func append(contentsOf other: [Element]) {
        if elements.isEmpty { elements = other } else { elements += other }
    }

    /// Adds `element` and returns where it stands.
    @discardableResult
    public mutating func append(_ element: Element) -> Index<Element> {
        elements.append(element)
        return Index(elements.count - 1)
    }

    public subscript(index: Index<Element>) -> Element {
        get { elements[index.offset] }
        set { elements[index.offset] = newValue }
        _modify { yield &elements[index.offset] }
    }
}

extension Store: Sendable where Element: Sendable {}
extension Store: Equatable where Element: Equatable {}
