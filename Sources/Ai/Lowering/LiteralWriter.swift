import Basics
import RuntimeABI

/// Describes the value of a quoted datum to the runtime, see `LiteralCode`.
///
/// Data that occur more than once, or that labels name, become one object; names are written once.
struct LiteralWriter {
    private(set) var bytes: [UInt8] = []
    /// There are values for which the runtime needs code that other programs do not.
    private(set) var hasAtoms = false

    private let data: DatumTree
    private var repeated: Set<DatumID> = []
    /// By what has been written with a label, its position.
    private var labels: [Key: UInt64] = [:]

    private enum Key: Hashable {
        case datum(DatumID)
        case symbol(String)
        case keyword(String)
    }

    init(_ data: DatumTree) { self.data = data }

    /// Writes a whole literal.
    mutating func write(_ id: DatumID) {
        findRepeated(id)
        var work = [id]
        while let next = work.popLast() { write(next, &work) }
    }

    private mutating func findRepeated(_ id: DatumID) {
        var seen: Set<DatumID> = []
        var work = [id]
        while let next = work.popLast() {
            switch data[next].kind {
            case .label(let target): repeated.insert(target)
            case .list(let items, let tail, _):
                guard !items.isEmpty else { continue }
                guard seen.insert(next).inserted else {
                    repeated.insert(next)
                    continue
                }
                work += items
                if let tail { work.append(tail) }
            case .vector(let items):
                if seen.insert(next).inserted { work += items } else { repeated.insert(next) }
            case .string, .bytevector:
                if !seen.insert(next).inserted { repeated.insert(next) }
            case .boolean, .integer, .float, .character, .symbol, .keyword: break
            }
        }
    }

    /// Writes a datum but for its parts, which go to `work`, the first one last.
    private mutating func write(_ id: DatumID, _ work: inout [DatumID]) {
        switch data[id].kind {
        case .boolean(let value): immediate(value ? .true : .false)
        case .integer(let value): integer(value)
        case .float(let value): code(LiteralCode.float, value.isNaN ? NaNBox.canonicalNaN : value.bitPattern)
        case .character(let scalar): code(LiteralCode.character, UInt64(scalar))
        case .string(let text):
            if !isKnown(id) { atom(LiteralCode.text, Array(text.utf8)) }
        case .symbol(let symbol):
            if !isKnown(.symbol(symbol.name)) { atom(LiteralCode.symbol, Array(symbol.name.utf8)) }
        case .keyword(let name):
            if !isKnown(.keyword(name)) { atom(LiteralCode.keyword, Array(name.utf8)) }
        case .bytevector(let values):
            if !isKnown(id) { atom(LiteralCode.byteVector, Self.halfBytes(values)) }
        case .label(let target):
            if let label = labels[.datum(target)] { code(LiteralCode.reference, label) } else { immediate(.unit) }
        case .list([], nil, _): immediate(.emptyList)
        case .list([], let tail?, _): work.append(tail)
        case .list(let items, let tail, _):
            guard !isKnown(id) else { return }
            code(tail == nil ? LiteralCode.list : LiteralCode.improperList, UInt64(items.count))
            if let tail { work.append(tail) }
            work += items.reversed()
        case .vector(let items):
            guard !isKnown(id) else { return }
            code(LiteralCode.vector, UInt64(items.count))
            work += items.reversed()
        }
    }

    private mutating func isKnown(_ id: DatumID) -> Bool { repeated.contains(id) && isKnown(.datum(id)) }

    /// Whether it has been written and a reference will do; otherwise it gets a label.
    private mutating func isKnown(_ key: Key) -> Bool {
        if let label = labels[key] {
            code(LiteralCode.reference, label)
            return true
        }
        labels[key] = UInt64(labels.count)
        bytes.append(LiteralCode.label)
        return false
    }

    private mutating func immediate(_ value: NaNBox.Immediate) { code(LiteralCode.immediate, value.rawValue) }

    private mutating func integer(_ value: ExactInteger) {
        if let small = value.small, small >= -(1 << 47), small < 1 << 47 {
            number(UInt64(bitPattern: small << 1 ^ small >> 63))
        } else {
            let limbs = value.magnitude.flatMap { limb in (0..<4).map { UInt8(truncatingIfNeeded: limb >> (8 * $0)) } }
            atom(value.isNegative ? LiteralCode.negative : LiteralCode.positive, Self.halfBytes(limbs))
        }
    }

    private mutating func atom(_ code: UInt8, _ content: [UInt8]) {
        hasAtoms = true
        self.code(code, UInt64(content.count))
        bytes += content
    }

    private mutating func code(_ code: UInt8, _ number: UInt64) {
        bytes.append(code)
        self.number(number)
    }

    private mutating func number(_ number: UInt64) {
        var rest = number
        while true {
            let digit = UInt8(rest % UInt64(LiteralCode.moreDigits))
            rest >>= UInt64(LiteralCode.bitsOfDigit)
            bytes.append(LiteralCode.firstDigit + digit + (rest == 0 ? 0 : LiteralCode.moreDigits))
            if rest == 0 { return }
        }
    }

    private static func halfBytes(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { [LiteralCode.firstDigit + $0 & 15, LiteralCode.firstDigit + $0 >> 4] }
    }
}
