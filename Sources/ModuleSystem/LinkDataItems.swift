/// The data items of an object by ascending offset. They are kept flat, since programs have a great many: numbers, relocations and names in
/// an array each.
public struct LinkDataItems: RandomAccessCollection, Sendable {
    /// The numbers of an item.
    public struct Head: Sendable {
        /// As in `LinkDataItem`.
        public var offset: UInt32
        public var size: UInt32
        public var alignment: UInt32
        /// Where its relocations end in `allRelocations`; those of the item before end where they begin.
        public internal(set) var relocationEnd: UInt32
        /// Where its name begins in `text`, counted from the start of that.
        var name: UInt32
        var nameLength: UInt32
        public var isMergeable: Bool
    }

    public private(set) var heads: [Head]
    /// Those of the first item, then those of the second, and so on.
    public private(set) var allRelocations: [LinkRelocation]
    /// The names are parts of this, as valid UTF-8.
    private let text: ArraySlice<UInt8>

    init(heads: [Head], relocations: [LinkRelocation], text: ArraySlice<UInt8>) {
        self.heads = heads
        allRelocations = relocations
        self.text = text
    }

    public init(_ items: [LinkDataItem] = []) {
        heads = []
        allRelocations = []
        var text: [UInt8] = []
        for item in items {
            allRelocations += item.relocations
            heads.append(
                Head(
                    offset: item.offset, size: item.size, alignment: item.alignment, relocationEnd: UInt32(allRelocations.count), name: UInt32(text.count),
                    nameLength: UInt32(item.name.utf8.count), isMergeable: item.isMergeable))
            text += item.name.utf8
        }
        self.text = text[...]
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { heads.count }

    public subscript(position: Int) -> LinkDataItem {
        let head = heads[position]
        return LinkDataItem(
            offset: head.offset, size: head.size, alignment: head.alignment, relocations: Array(relocations(of: position)), name: name(of: position),
            isMergeable: head.isMergeable)
    }

    /// The relocations of the item at a position.
    public func relocations(of position: Int) -> ArraySlice<LinkRelocation> { allRelocations[relocationRange(of: position)] }

    /// Which of `allRelocations` are those of the item at a position.
    @inline(__always)
    public func relocationRange(of position: Int) -> Range<Int> {
        (position == 0 ? 0 : Int(heads[position - 1].relocationEnd))..<Int(heads[position].relocationEnd)
    }

    /// The name of the item at a position; see `LinkDataItem`.
    public func name(of position: Int) -> String {
        let start = text.startIndex + Int(heads[position].name)
        return String(decoding: text[start..<start + Int(heads[position].nameLength)], as: UTF8.self)
    }
}

extension LinkDataItems: ExpressibleByArrayLiteral {
    public init(arrayLiteral items: LinkDataItem...) { self.init(items) }
}

extension LinkDataItems: Hashable {
    public static func == (left: Self, right: Self) -> Bool { left.elementsEqual(right) }

    public func hash(into hasher: inout Hasher) {
        for item in self { hasher.combine(item) }
    }
}
