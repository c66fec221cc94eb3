import Basics
import ModuleSystem

/// What linking has decided about each object of a program: enough to put changed bodies into the program without linking it anew.
///
/// The numbers are those of the program: new indices, addresses and types for those of each object, and where its code lies.
public struct LinkState: Sendable {
    /// What is kept in a file: 32-bit words, little endian.
    public var bytes: [UInt8] { encoded() }

    /// Code may use the table.
    var usesTable = false
    /// The program has a name section.
    var hasNames = false
    /// Fingerprints of the ids of the objects, in the order of the program.
    var modules: [UInt64] = []
    /// By object, how many bytes of the program its bodies take; they follow one another from the first body on.
    var codeSizes: [UInt32] = []
    /// By object, where its words begin, and the end of the last.
    var starts: [UInt32] = [0]
    /// The words of all objects: see `Object`.
    var words: [UInt32] = []
    /// Fingerprints of the contents of the data items that may stand for others of equal content.
    var contents: [UInt64] = []

    /// What the indices of one object have become.
    struct Object {
        /// New indices by old ones, `IndexMapping.removed` for what is not in the program.
        var functions: [UInt32] = []
        var types: [UInt32] = []
        /// Two words each: what reads become (see `Global`), and the index or number.
        var globals: [UInt32] = []
        /// By data item, its address; `IndexMapping.removed` for those that are not in the program.
        var addresses: [UInt32] = []
        /// By data item, which others have the same place (see `Sharing`).
        var sharing: [UInt32] = []
    }

    /// Which data items have the place of one.
    enum Sharing: UInt32 {
        case none
        /// Others of the same object.
        case inside
        /// Items of other objects, perhaps.
        case outside
    }

    enum Global: UInt32 {
        case index, i32, removed
    }

    init() {}

    mutating func append(_ object: Object, module: ModuleID, codeSize: Int) {
        modules.append(Self.fingerprint(of: module))
        codeSizes.append(UInt32(clamping: codeSize))
        for list in [object.functions, object.types, object.globals, object.addresses, object.sharing] {
            words.append(UInt32(list.count))
            words += list
        }
        starts.append(UInt32(clamping: words.count))
    }

    static func fingerprint(of module: ModuleID) -> UInt64 { StableHash(of: module.text).first }

    /// The only object that may be this module's.
    func position(of module: ModuleID) -> Int? {
        let wanted = Self.fingerprint(of: module)
        return modules.firstIndex(of: wanted)
    }

    /// Nil if the words are not what `append` made.
    func object(at position: Int) -> Object? {
        var place = Int(starts[position])
        let end = Int(starts[position + 1])
        guard place <= end, end <= words.count else { return nil }
        func list() -> [UInt32]? {
            guard place < end, Int(words[place]) <= end - place - 1 else { return nil }
            defer { place += 1 + Int(words[place]) }
            return Array(words[place + 1..<place + 1 + Int(words[place])])
        }
        guard let functions = list(), let types = list(), let globals = list(), let addresses = list(), let sharing = list(), place == end,
            globals.count % 2 == 0, sharing.count == addresses.count
        else { return nil }
        return Object(functions: functions, types: types, globals: globals, addresses: addresses, sharing: sharing)
    }
}

// MARK: Encoding

extension LinkState {
    private static let magic: UInt32 = 0x6C73_0001

    private func encoded() -> [UInt8] {
        let flags: UInt32 = (usesTable ? 1 : 0) | (hasNames ? 2 : 0)
        let head = [Self.magic, flags, UInt32(modules.count), UInt32(words.count), UInt32(contents.count)]
        var result: [UInt8] = []
        result.reserveCapacity(4 * (head.count + codeSizes.count + starts.count + words.count) + 8 * (modules.count + contents.count))
        for list in [head, codeSizes, starts, words] { list.withUnsafeBytes { result.append(contentsOf: $0) } }
        for list in [modules, contents] { list.withUnsafeBytes { result.append(contentsOf: $0) } }
        return result
    }

    /// Reads what `bytes` gave; nil for anything else.
    public init?(decoding bytes: ArraySlice<UInt8>) {
        var place = 0
        func list<Number: FixedWidthInteger>(_ count: UInt32, as type: Number.Type) -> [Number]? {
            let size = Int(count) * MemoryLayout<Number>.size
            guard size <= bytes.count - place else { return nil }
            defer { place += size }
            return [Number](unsafeUninitializedCapacity: Int(count)) { buffer, initialized in
                bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[place..<place + size])) }
                initialized = Int(count)
            }
        }
        guard let head = list(5, as: UInt32.self), head[0] == Self.magic, head[2] < UInt32.max,
            let codeSizes = list(head[2], as: UInt32.self), let starts = list(head[2] + 1, as: UInt32.self), let words = list(head[3], as: UInt32.self),
            let modules = list(head[2], as: UInt64.self), let contents = list(head[4], as: UInt64.self), place == bytes.count
        else { return nil }
        usesTable = head[1] & 1 != 0
        hasNames = head[1] & 2 != 0
        self.codeSizes = codeSizes
        self.starts = starts
        self.words = words
        self.modules = modules
        self.contents = contents
    }
}
