import Basics
import Diagnostics
import ModuleSystem

/// What the cache keeps of a compiled module.
struct CachedModule: Sendable {
    /// The encoded interface.
    var interface: ArraySlice<UInt8>
    /// See `DoneModule`.
    var hash: StableHash
    var places: StableHash
    var references: [ModuleID]
    /// What was said when the module was checked; none of it is an error.
    var diagnostics: [Diagnostic]
    var standardModules: [ModuleID]
    var companions: [BuiltObject]
    /// The fingerprint of the neighbors' interfaces with places and documentation, if something of those went into the result.
    var surroundings: StableHash?
    var object: ArraySlice<UInt8>
}

extension CachedModule {
    func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: interface.count + object.count + 128)
        writer.append(hash: hash)
        writer.append(hash: places)
        writer.append(modules: references)
        writer.append(diagnostics: diagnostics)
        writer.append(modules: standardModules)
        writer.append(uleb64: UInt64(companions.count))
        for companion in companions {
            writer.append(string: companion.module.text)
            writer.append(lengthPrefixed: companion.bytes)
        }
        writer.append(u8: surroundings == nil ? 0 : 1)
        if let surroundings { writer.append(hash: surroundings) }
        writer.append(lengthPrefixed: interface)
        writer.append(lengthPrefixed: object)
        return writer.bytes
    }

    /// Reads what `encoded` wrote; nil for anything else.
    init?(_ content: ArraySlice<UInt8>) {
        var reader = ByteReader(content)
        do throws(ByteReader.Failure) {
            hash = try reader.readHash()
            places = try reader.readHash()
            references = try reader.readModules()
            diagnostics = try reader.readDiagnostics()
            standardModules = try reader.readModules()
            companions = []
            for _ in 0..<(try reader.readCount()) {
                let module = ModuleID(try reader.readString())
                companions.append(BuiltObject(module: module, bytes: Array(try reader.readLengthPrefixedBytes())))
            }
            surroundings = try reader.readU8() == 0 ? nil : try reader.readHash()
            interface = try reader.readLengthPrefixedBytes()
            object = try reader.readLengthPrefixedBytes()
        } catch { return nil }
        guard reader.isAtEnd else { return nil }
    }
}

extension ByteWriter {
    mutating func append(hash: StableHash) {
        append(u64: hash.first)
        append(u64: hash.last)
    }

    mutating func append(modules: [ModuleID]) {
        append(uleb64: UInt64(modules.count))
        for module in modules { append(string: module.text) }
    }

    mutating func append(strings: [String]) {
        append(uleb64: UInt64(strings.count))
        for text in strings { append(string: text) }
    }
}

extension ByteReader {
    mutating func readHash() throws(Failure) -> StableHash {
        let first = try readU64()
        return StableHash(first: first, last: try readU64())
    }

    mutating func readModules() throws(Failure) -> [ModuleID] { try readStrings().map { ModuleID($0) } }

    mutating func readStrings() throws(Failure) -> [String] {
        let count = try readCount()
        var strings: [String] = []
        strings.reserveCapacity(count)
        for _ in 0..<count { strings.append(try readString()) }
        return strings
    }
}
