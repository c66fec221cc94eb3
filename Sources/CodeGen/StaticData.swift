import Basics
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI

/// The static data of one object: strings, the empty array, function descriptors, closures, sites and failure records, each once.
///
/// Items get their offsets in the order in which they are first asked for, so equal modules have equal data.
struct StaticData {
    private(set) var bytes = ByteWriter()
    private(set) var items: [LinkDataItem] = []

    /// By their bytes: to `String` different texts can be equal.
    private var strings: [StringKey: UInt32] = [:]
    private var sites: [SourcePosition: UInt32] = [:]
    private var callSites: [CallSite: UInt32] = [:]
    /// The places of all sites by their offsets.
    private(set) var sitePositions: [UInt32: SourcePosition] = [:]
    private var failures: [Failure: UInt32] = [:]
    private var emptyArrayOffset: UInt32?
    private var closures: [ClosureID: UInt32] = [:]
    private var descriptors: [Descriptor: UInt32] = [:]

    private struct Descriptor: Hashable {
        var name: String
        var isBuiltin: Bool
        /// Closures of different functions must differ in their descriptors even if their names agree.
        var function: FunctionID
    }

    private struct StringKey: Hashable {
        var utf8: [UInt8]
        var small: UInt16
    }

    /// A word of an item under construction.
    private enum Word {
        case number(UInt32)
        case data(UInt32)
        case table(UInt32)
    }

    /// The offset of the string object with this text.
    mutating func string(_ text: String) -> UInt32 { string(text, small: 0) }

    /// - Parameter small: the small number in the header.
    private mutating func string(_ text: String, small: UInt16) -> UInt32 {
        let utf8 = Array(text.utf8)
        let key = StringKey(utf8: utf8, small: small)
        if let offset = strings[key] { return offset }
        let isASCII = utf8.allSatisfy { $0 < 0x80 }
        let flags = ObjectLayout.Flag.isStatic | (isASCII ? ObjectLayout.Flag.ascii : ObjectLayout.Flag.notASCII)
        let offset = begin(alignment: ObjectLayout.alignment)
        let header = ObjectHeader.word(.string, flags: flags, small: small)
        let length = UInt32(truncatingIfNeeded: utf8.count)
        let words: [Word] = [.number(header), .number(length), .data(offset + ObjectLayout.String.inlineBytesOffset), .number(0)]
        // Even the empty text has a byte: the address of the bytes must lie in this item, for the linker moves items apart.
        let tail = utf8.isEmpty ? [0] : utf8
        finish(words, tail: tail, alignment: ObjectLayout.alignment, name: Self.quoted(text), at: offset, isMergeable: true)
        strings[key] = offset
        return offset
    }

    /// The offset of an array without elements. It is shared, so that whoever adds the first element copies it.
    mutating func emptyArray() -> UInt32 {
        if let offset = emptyArrayOffset { return offset }
        let flags = ObjectLayout.Flag.isStatic | ObjectLayout.Flag.shared | ObjectLayout.Flag.numbers
        let offset = begin(alignment: ObjectLayout.alignment)
        let words: [Word] = [.number(ObjectHeader.word(.array, flags: flags)), .number(0), .number(0), .number(0)]
        finish(words, alignment: ObjectLayout.alignment, name: "empty array", at: offset, isMergeable: true)
        emptyArrayOffset = offset
        return offset
    }

    /// The offset of the record of a source position.
    mutating func site(_ position: SourcePosition, path: String) -> UInt32 {
        if let offset = sites[position] { return offset }
        let pathObject = string(path)
        let offset = begin(alignment: 4)
        let line = UInt32(clamping: position.line)
        let column = UInt32(clamping: position.column)
        finish(
            [.data(pathObject), .number(line), .number(column)], alignment: 4, name: "site \(path):\(line):\(column)", at: offset,
            isMergeable: true)
        sites[position] = offset
        sitePositions[offset] = position
        return offset
    }

    /// The offset of a site that says in which function it is, and where the code of that function stands in the place of a call.
    mutating func callSite(_ site: CallSite, path: String) -> UInt32 {
        if let offset = callSites[site] { return offset }
        var call: Word = .number(0)
        if site.frames.count > 1 {
            call = .data(callSite(CallSite(frames: Array(site.frames.dropFirst()), hasOwnRecord: false), path: path))
        }
        let pathObject = string(path, small: ObjectLayout.String.pathOfCallRecord)
        let frame = site.frames[0]
        let function = string(frame.function)
        let offset = begin(alignment: 4)
        let line = UInt32(clamping: frame.position.line)
        let column = UInt32(clamping: frame.position.column)
        let flags = site.hasOwnRecord ? ObjectLayout.Site.hasOwnRecord : 0
        finish(
            [.data(pathObject), .number(line), .number(column), .data(function), call, .number(flags)], alignment: 4,
            name: "site \(path):\(line):\(column) in \(frame.function)", at: offset, isMergeable: true)
        callSites[site] = offset
        sitePositions[offset] = frame.position
        return offset
    }

    /// The offset of the record of a run-time error.
    mutating func failure(_ failure: Failure) -> UInt32 {
        if let offset = failures[failure] { return offset }
        let code = string(failure.code)
        let header = failure.header.map { string($0) }
        let prefix = string(failure.prefix)
        let suffix = failure.suffix.isEmpty ? nil : string(failure.suffix)
        let offset = begin(alignment: 4)
        let words: [Word] = [
            .data(code), header.map { .data($0) } ?? .number(0), .data(prefix), suffix.map { .data($0) } ?? .number(0),
            .number(failure.mode.rawValue), .number(0),
        ]
        finish(words, alignment: 4, name: "failure \(failure.code) \(Self.quoted(failure.prefix))", at: offset, isMergeable: true)
        failures[failure] = offset
        return offset
    }

    /// The offset of the descriptor of a closure.
    mutating func descriptor(_ closure: StaticClosure) -> UInt32 {
        let key = Descriptor(name: closure.name, isBuiltin: closure.isBuiltin, function: closure.function)
        if let offset = descriptors[key] { return offset }
        let name = string(closure.name)
        let offset = begin(alignment: 4)
        let flags = closure.isBuiltin ? ObjectLayout.FunctionDescriptor.builtin : 0
        finish([.data(name), .number(flags)], alignment: 4, name: "function \(closure.name)", at: offset)
        descriptors[key] = offset
        return offset
    }

    /// The offset of a static closure object whose function is the element `tableIndex` of this object.
    mutating func closure(_ id: ClosureID, _ closure: StaticClosure, tableIndex: UInt32) -> UInt32 {
        if let offset = closures[id] { return offset }
        let descriptor = descriptor(closure)
        let offset = begin(alignment: ObjectLayout.alignment)
        let header = ObjectHeader.word(.closure, flags: ObjectLayout.Flag.isStatic, small: UInt16(clamping: closure.arity))
        finish(
            [.number(header), .table(tableIndex), .number(0), .data(descriptor)], alignment: ObjectLayout.alignment,
            name: "closure \(closure.name)", at: offset)
        closures[id] = offset
        return offset
    }

    /// Pads to `alignment` and returns where the next item starts. The padding belongs to the item before.
    private mutating func begin(alignment: UInt32) -> UInt32 {
        while bytes.count & Int(alignment - 1) != 0 {
            bytes.append(u8: 0)
            if !items.isEmpty { items[items.count - 1].size += 1 }
        }
        return UInt32(truncatingIfNeeded: bytes.count)
    }

    /// - Parameter isMergeable: nothing depends on the item's identity, so a linker may keep one of several equal ones.
    private mutating func finish(
        _ words: [Word], tail: [UInt8] = [], alignment: UInt32, name: String, at offset: UInt32, isMergeable: Bool = false
    ) {
        var relocations: [LinkRelocation] = []
        for (index, word) in words.enumerated() {
            let place = UInt32(index) * 4
            switch word {
            case .number(let number): bytes.append(u32: number)
            case .data(let target):
                relocations.append(LinkRelocation(offset: place, target: .data(target)))
                bytes.append(u32: 0)
            case .table(let target):
                relocations.append(LinkRelocation(offset: place, target: .table(target)))
                bytes.append(u32: 0)
            }
        }
        bytes.append(bytes: tail)
        let size = UInt32(truncatingIfNeeded: bytes.count) - offset
        items.append(LinkDataItem(offset: offset, size: size, alignment: alignment, relocations: relocations, name: name, isMergeable: isMergeable))
    }

    /// The beginning of `text` in quotes, on one line.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars.prefix(32) {
            result.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar)
        }
        return result + (text.unicodeScalars.count > 32 ? "…\"" : "\"")
    }
}

/// A place in a function, and in those in which the code of that function stands.
struct CallSite: Hashable {
    struct Frame: Hashable {
        var position: SourcePosition
        var function: String
    }

    /// The innermost first; there is at least one.
    var frames: [Frame]
    /// See `ObjectLayout.Site.hasOwnRecord`.
    var hasOwnRecord: Bool
}

/// The first word of an object.
enum ObjectHeader {
    static func word(_ kind: ObjectKind, flags: UInt8 = 0, small: UInt16 = 0) -> UInt32 {
        UInt32(kind.rawValue) | UInt32(flags) << 8 | UInt32(small) << 16
    }
}
