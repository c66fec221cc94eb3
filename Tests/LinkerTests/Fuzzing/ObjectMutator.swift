/// Damages wasm modules in ways that get past the first checks: it knows sections, vectors, names and LEB128 numbers, and mends the sizes around
/// what it has changed. The same seed gives the same damage.
struct ObjectMutator {
    private var state: UInt64
    /// Names that mean something to the linker.
    private let names: [[UInt8]]

    init(seed: UInt64, names: [String]) {
        state = seed
        self.names = names.map { Array($0.utf8) }
    }

    // MARK: Random numbers

    /// A number below `bound` (SplitMix64).
    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) >> 1) % max(bound, 1)
    }

    private mutating func byte() -> UInt8 { UInt8(below(256)) }

    // MARK: Modules

    struct Section {
        var id: UInt8
        var content: [UInt8]
    }

    /// - Parameter donors: modules whose sections may be put in place of this one's.
    mutating func mutate(_ bytes: [UInt8], donors: [[UInt8]]) -> [UInt8] {
        if below(12) == 0 { return damage(bytes) }
        guard var sections = Self.sections(bytes), !sections.isEmpty else { return damage(bytes) }
        for _ in 0...below(3) {
            let index = below(sections.count)
            switch below(50) {
            case 0: sections.insert(sections[index], at: below(sections.count + 1))
            case 1: if sections.count > 1 { sections.remove(at: index) }
            case 2: sections.swapAt(index, below(sections.count))
            case 3:
                guard let donor = Self.sections(donors[below(donors.count)]), let other = donor.first(where: { $0.id == sections[index].id }) else { continue }
                sections[index].content = other.content
            case 4: sections[index].id = UInt8(below(14))
            default: mutate(&sections[index])
            }
        }
        let result = Self.module(sections)
        return below(30) == 0 ? damage(result) : result
    }

    /// The sections of a module, if their sizes are right.
    static func sections(_ bytes: [UInt8]) -> [Section]? {
        var result: [Section] = []
        var place = 8
        while place < bytes.count {
            guard let (size, length) = number(bytes, place + 1), place + 1 + length + size <= bytes.count else { return nil }
            let start = place + 1 + length
            result.append(Section(id: bytes[place], content: Array(bytes[start..<start + size])))
            place = start + size
        }
        return result
    }

    static func module(_ sections: [Section]) -> [UInt8] {
        var bytes: [UInt8] = [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0]
        for section in sections {
            bytes.append(section.id)
            bytes += encoded(UInt64(section.content.count)) + section.content
        }
        return bytes
    }

    // MARK: Sections

    private mutating func mutate(_ section: inout Section) {
        switch section.id {
        case 0:
            // The name stays, mostly, so that the content is looked at.
            guard let (size, length) = Self.number(section.content, 0), length + size <= section.content.count, below(10) != 0 else {
                return section.content = damage(section.content)
            }
            var content = Array(section.content[(length + size)...])
            mutate(content: &content)
            section.content.replaceSubrange((length + size)..., with: content)
        case 10: mutate(bodies: &section.content)
        default: mutate(content: &section.content)
        }
    }

    private mutating func mutate(content: inout [UInt8]) {
        switch below(10) {
        case 0...4: replaceNumber(&content)
        case 5, 6, 7: replaceName(&content)
        case 8: repeatItem(&content)
        default: content = damage(content)
        }
    }

    /// Changes one function body and mends its size; or repeats, removes or exchanges bodies.
    private mutating func mutate(bodies content: inout [UInt8]) {
        guard let (_, length) = Self.number(content, 0) else { return content = damage(content) }
        var bodies: [[UInt8]] = []
        var place = length
        while place < content.count {
            guard let (size, width) = Self.number(content, place), place + width + size <= content.count else { return content = damage(content) }
            bodies.append(Array(content[place + width..<place + width + size]))
            place += width + size
        }
        guard !bodies.isEmpty else { return content = damage(content) }
        let index = below(bodies.count)
        switch below(8) {
        case 0: bodies.swapAt(index, below(bodies.count))
        case 1: bodies[index] = bodies[below(bodies.count)]
        case 2, 3: replaceNumber(&bodies[index])
        case 4: bodies[index] = nested(below(3))
        default: bodies[index] = damage(bodies[index])
        }
        content = Self.encoded(UInt64(bodies.count)) + bodies.flatMap { Self.encoded(UInt64($0.count)) + $0 }
    }

    /// A body of many blocks in one another, with many locals, or with a large table of labels.
    private mutating func nested(_ kind: Int) -> [UInt8] {
        let depth = 1 + below(300)
        switch kind {
        case 0: return [0] + [UInt8](repeating: 2, count: depth).flatMap { [$0, 0x40] } + [UInt8](repeating: 0x0B, count: depth + 1)
        case 1: return Self.encoded(2) + Self.encoded(UInt64(below(60_000))) + [0x7F] + Self.encoded(UInt64(below(60_000))) + [0x7E, 0x0B]
        default: return [0, 0x41, 0, 0x0E] + Self.encoded(UInt64(depth)) + [UInt8](repeating: 0, count: depth + 1) + [0x0B]
        }
    }

    // MARK: Pieces

    /// Puts another number, perhaps one that is encoded in an unusual way, in place of the one that may start here.
    private mutating func replaceNumber(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = below(bytes.count)
        guard let (value, length) = Self.number(bytes, place) else { return }
        let number: [UInt8]
        switch below(10) {
        case 0: number = Self.encoded(UInt64(value) &+ 1)
        case 1: number = Self.encoded(UInt64(max(value, 1) - 1))
        case 2: number = Self.encoded(UInt64(1) << UInt64(below(40)))
        case 3: number = Self.encoded(0xFFFF_FFFF - UInt64(below(20)))
        case 4: number = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]
        case 5: number = [UInt8](repeating: 0x80, count: 1 + below(20)) + [0]
        case 6: number = Self.encoded(0x7FFF_FFFF + UInt64(below(3)))
        case 7: number = [0x80 | UInt8(value & 0x7F), 0]
        default: number = Self.encoded(UInt64(below(70)))
        }
        bytes.replaceSubrange(place..<place + length, with: number)
    }

    /// Puts a name that means something in place of what looks like a name.
    private mutating func replaceName(_ bytes: inout [UInt8]) {
        guard bytes.count > 2 else { return }
        let start = below(bytes.count)
        for offset in 0..<bytes.count {
            let place = (start + offset) % bytes.count
            let size = Int(bytes[place])
            guard size > 0, size < 100, place + size < bytes.count, bytes[place + 1...place + size].allSatisfy({ 0x20..<0x7F ~= $0 }) else { continue }
            let name = names[below(names.count)]
            return bytes.replaceSubrange(place...place + size, with: Self.encoded(UInt64(name.count)) + name)
        }
    }

    /// Repeats a piece of a vector and raises the number in front.
    private mutating func repeatItem(_ bytes: inout [UInt8]) {
        guard let (count, length) = Self.number(bytes, 0), bytes.count > length else { return }
        let place = length + below(bytes.count - length)
        let piece = Array(bytes[place..<min(place + 1 + below(12), bytes.count)])
        let times = 1 + below(below(20) == 0 ? 2000 : 3)
        for _ in 0..<times { bytes.insert(contentsOf: piece, at: place) }
        bytes.replaceSubrange(0..<length, with: Self.encoded(UInt64(count + times)))
    }

    /// Damage that knows nothing of what it changes.
    private mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return [byte()] }
        var result = bytes
        let place = below(bytes.count)
        let end = min(place + below(40), bytes.count)
        switch below(6) {
        case 0: result[place] ^= 1 << UInt8(below(8))
        case 1: result[place] = byte()
        case 2: result.removeSubrange(place...)
        case 3: result.removeSubrange(place..<end)
        case 4: result.insert(contentsOf: bytes[place..<end], at: below(bytes.count))
        default: result.insert(byte(), at: place)
        }
        return result
    }

    // MARK: Numbers

    static func encoded(_ value: UInt64) -> [UInt8] {
        var rest = value
        var bytes: [UInt8] = []
        repeat {
            bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
            rest >>= 7
        } while rest != 0
        return bytes
    }

    /// The unsigned LEB128 number at a place and how many bytes it takes.
    static func number(_ bytes: [UInt8], _ place: Int) -> (value: Int, length: Int)? {
        var value = 0
        for length in 1...5 where place + length <= bytes.count {
            let byte = bytes[place + length - 1]
            value |= Int(byte & 0x7F) << (7 * (length - 1))
            if byte < 0x80 { return (value, length) }
        }
        return nil
    }
}
