import Basics

/// Reads the data items of a section in one tight loop, if they are as compilers write them. Objects have a great many.
struct QuickDataItems {
    private var heads: [LinkDataItems.Head] = []
    private var relocations: [LinkRelocation] = []

    /// Nil, with the reader where it was, for what has to be looked at more closely.
    static func read(_ reader: inout ByteReader) -> LinkDataItems? {
        let bytes = reader.rest
        var items = QuickDataItems()
        let end = bytes.withUnsafeBufferPointer { buffer -> Int? in
            var numbers = QuickNumbers(buffer)
            return items.read(&numbers) ? numbers.place : nil
        }
        guard let end, (try? reader.skip(end)) != nil else { return nil }
        return LinkDataItems(heads: items.heads, relocations: items.relocations.trimmed, text: bytes)
    }

    private mutating func read(_ numbers: inout QuickNumbers) -> Bool {
        // An item takes six bytes at least.
        guard let count = numbers.next(), Int(count) <= numbers.remaining / 6 else { return false }
        heads.reserveCapacity(Int(count))
        // Mostly more than there are; see `trimmed`.
        relocations.reserveCapacity(2 * Int(count))
        for _ in 0..<count where !readItem(&numbers) { return false }
        return true
    }

    private mutating func readItem(_ numbers: inout QuickNumbers) -> Bool {
        guard let offset = numbers.next(), let size = numbers.next(), let alignment = numbers.next(), let count = numbers.next(),
            !offset.addingReportingOverflow(size).overflow, alignment != 0, alignment & (alignment &- 1) == 0
        else { return false }
        for _ in 0..<count {
            guard let place = numbers.next(), size >= 4, place <= size - 4, let kind = numbers.byte(), kind <= 1, let value = numbers.next() else {
                return false
            }
            relocations.append(LinkRelocation(offset: place, target: kind == 1 ? .table(value) : .data(value)))
        }
        guard let length = numbers.next(), let name = numbers.text(Int(length)), let flag = numbers.byte(), flag <= 1 else { return false }
        heads.append(
            LinkDataItems.Head(
                offset: offset, size: size, alignment: alignment, relocationEnd: UInt32(relocations.count), name: UInt32(name), nameLength: length,
                isMergeable: flag == 1))
        return true
    }
}

/// Reads numbers of up to four bytes; anything else is left to `ByteReader`, which says what is wrong.
private struct QuickNumbers {
    private let buffer: UnsafeBufferPointer<UInt8>
    private(set) var place = 0

    init(_ buffer: UnsafeBufferPointer<UInt8>) { self.buffer = buffer }

    var remaining: Int { buffer.count - place }

    @inline(__always)
    mutating func next() -> UInt32? {
        guard place < buffer.count else { return nil }
        let first = buffer[place]
        if first < 0x80 {
            place += 1
            return UInt32(first)
        }
        return long()
    }

    mutating func byte() -> UInt8? {
        guard place < buffer.count else { return nil }
        defer { place += 1 }
        return buffer[place]
    }

    private mutating func long() -> UInt32? {
        var value: UInt32 = 0
        for index in 0..<4 {
            guard place + index < buffer.count else { return nil }
            let byte = buffer[place + index]
            value |= UInt32(byte & 0x7F) << UInt32(7 * index)
            if byte < 0x80 {
                place += index + 1
                return value
            }
        }
        return nil
    }

    /// Where the next bytes begin, if they are valid UTF-8.
    mutating func text(_ count: Int) -> Int? {
        guard count <= remaining else { return nil }
        guard UTF8Validation.firstFault(in: UnsafeBufferPointer(rebasing: buffer[place..<place + count])) == nil else { return nil }
        defer { place += count }
        return place
    }
}
