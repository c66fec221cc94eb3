import Basics

/// A fingerprint of what a data item holds, in the program: equal for items that `DataMerger` takes for equal. It serves to rule out that an item
/// is equal to any other; items with equal fingerprints may differ.
struct ItemContent {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// - Parameters:
    ///   - bytes: the content, without addresses; zeros at the end do not count.
    ///   - words: offset, and what the word holds in the program; for a reference to the item itself, only the distance from its start.
    static func fingerprint(of bytes: ArraySlice<UInt8>, _ words: some Sequence<(offset: Int, isItself: Bool, value: UInt32)>) -> UInt64 {
        var content = ItemContent()
        var end = bytes.endIndex
        while end > bytes.startIndex, bytes[end - 1] == 0 { end -= 1 }
        content.add(bytes[..<end])
        for word in words {
            content.add(UInt64(truncatingIfNeeded: word.offset) << 1 | (word.isItself ? 1 : 0))
            content.add(UInt64(word.value))
        }
        return content.state
    }

    private mutating func add(_ word: UInt64) {
        let (high, low) = (state ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        state = high ^ low ^ 0xE703_7ED1_A0B4_28DB
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { buffer in
            add(UInt64(buffer.count))
            var place = 0
            while place + 8 <= buffer.count {
                add(buffer.loadUnaligned(fromByteOffset: place, as: UInt64.self))
                place += 8
            }
            var rest: UInt64 = 0
            while place < buffer.count {
                rest = rest << 8 | UInt64(buffer[place])
                place += 1
            }
            add(rest)
        }
    }
}
