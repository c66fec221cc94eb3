import Basics
import ModuleSystem

/// What is kept of how the modules of a program were compiled and linked, so that a build in which only bodies change need not look at the others.
struct LinkedModules: Sendable {
    /// A module: the name of its entry in the cache, and the fingerprints of its interface.
    struct Row: Hashable, Sendable {
        var key: StableHash
        /// See `DoneModule`.
        var hash: StableHash
        var places: StableHash
    }

    /// Under which name the cache has the `LinkState`.
    var state = StableHash(of: "")
    /// See `Build`.
    var passesSignals: Bool
    var meetsOtherForms: Bool
    /// Something of some module depends on more of other interfaces than what importers are compiled with.
    var dependsOnPlaces: Bool
    /// Parallel to the record's modules, encoded.
    fileprivate(set) var rows: [UInt8] = []

    static let rowSize = 48

    init(passesSignals: Bool, meetsOtherForms: Bool, dependsOnPlaces: Bool) {
        self.passesSignals = passesSignals
        self.meetsOtherForms = meetsOtherForms
        self.dependsOnPlaces = dependsOnPlaces
    }

    mutating func append(_ row: Row) { rows += Self.bytes(of: row) }

    private static func bytes(of row: Row) -> [UInt8] {
        var writer = ByteWriter(capacity: rowSize)
        for hash in [row.key, row.hash, row.places] { writer.append(hash: hash) }
        return writer.bytes
    }

    subscript(position: Int) -> Row? {
        get {
            var reader = ByteReader(rows[min(Self.rowSize * position, rows.count)...])
            guard let key = try? reader.readHash(), let hash = try? reader.readHash(), let places = try? reader.readHash() else { return nil }
            return Row(key: key, hash: hash, places: places)
        }
        set {
            guard let newValue, Self.rowSize * (position + 1) <= rows.count else { return }
            rows.replaceSubrange(Self.rowSize * position..<Self.rowSize * (position + 1), with: Self.bytes(of: newValue))
        }
    }

    /// The names of the entries of as many modules.
    func keys(_ count: Int) -> [StableHash] { (0..<count).compactMap { self[$0]?.key } }

    /// A name for what is made of these modules.
    ///
    /// - Parameter purpose: what that is, and for which program and options.
    func name(_ purpose: String, _ program: StableHash) -> StableHash {
        var hasher = StableHasher()
        hasher.combine(purpose)
        hasher.combine(program)
        hasher.combine(rows)
        return hasher.finish()
    }
}

extension ByteWriter {
    mutating func append(_ linked: LinkedModules) {
        append(hash: linked.state)
        for flag in [linked.passesSignals, linked.meetsOtherForms, linked.dependsOnPlaces] { append(u8: flag ? 1 : 0) }
        append(bytes: linked.rows)
    }
}

extension ByteReader {
    mutating func readLinkedModules(_ count: Int) throws(Failure) -> LinkedModules {
        let state = try readHash()
        let signals = try readU8() != 0
        let forms = try readU8() != 0
        var linked = LinkedModules(passesSignals: signals, meetsOtherForms: forms, dependsOnPlaces: try readU8() != 0)
        linked.state = state
        linked.rows = Array(try readBytes(count * LinkedModules.rowSize))
        return linked
    }
}
