import Basics
import Diagnostics
import ModuleSystem

/// What is kept of a successful build: all that it has looked at, what it has read out of it, and what came of it.
struct BuildRecord: Sendable {
    /// What parsing a file has told. The tree is not kept: it is only needed when the module is compiled again.
    struct Parse: Sendable {
        var contentHash: StableHash
        var summary: ModuleSummary
        /// Shown paths, and fingerprints.
        var included: [(path: String, hash: StableHash)]
        var diagnostics: [Diagnostic]
        var attachment: [String]
        /// What the imports of the summary have been found to mean, in their order; nil where that is a module nested in a file, or nothing.
        var targets: [ModuleID?]
    }

    /// When the build began, in nanoseconds since 1970: the status of files that were written just before, or later, proves nothing.
    var start: Int64
    var root: String
    /// By path.
    var observations: [(path: String, observation: Observation)]
    /// By absolute path of the source.
    var parses: [(path: String, parse: Parse)]
    /// See `BuildResult`.
    var inputs: [String]
    var modules: [ModuleID]
    var diagnostics: [Diagnostic]
    /// Under which name the cache has the program.
    var program: StableHash
    /// When the entries that the record leads to were renewed last, in nanoseconds since 1970.
    var renewed: Int64
    /// The names of the entries of the modules, if `linked` does not have them.
    var entries: [StableHash]
    /// What the command has made of the build, and under which names the cache has it; nil if that is not kept.
    var products: [Product]?
    /// How the modules were compiled and linked, if bodies can be changed in the program.
    var linked: LinkedModules?
    /// The encoded `parses` of a record that was read.
    var rest: ArraySlice<UInt8> = []

    struct Product: Sendable {
        var kind: BuildProduct.Kind
        var path: String
        var content: StableHash
    }

    /// Clocks of file systems may tick only every other second.
    private static let clockResolution: Int64 = 2_000_000_000

    /// Which of the observations still hold, and whether all do by the status of the files alone.
    func verify(_ fileSystem: any FileSystem, jobs: Int) -> (trusted: [String: Observation], isCurrent: Bool, isCertain: Bool) {
        let size = 512
        let chunks = stride(from: 0, to: observations.count, by: size).map { observations[$0..<min($0 + size, observations.count)] }
        let start = start
        let checked = parallelMap(chunks, jobs: jobs) { chunk in
            chunk.map { Self.verify($0.path, $0.observation, start, fileSystem) }
        }
        var trusted: [String: Observation] = [:]
        trusted.reserveCapacity(observations.count)
        var isCertain = true
        for (item, verdict) in zip(observations, checked.joined()) {
            guard let verdict else { continue }
            trusted[item.path] = verdict.observation
            if !verdict.isCertain { isCertain = false }
        }
        return (trusted, trusted.count == observations.count, isCertain)
    }

    /// The observation as it is now; nil if it does not hold any more.
    private static func verify(
        _ path: String, _ old: Observation, _ start: Int64, _ fileSystem: any FileSystem
    ) -> (observation: Observation, isCertain: Bool)? {
        guard let now = fileSystem.status(path) else { return old.status == nil ? (old, true) : nil }
        guard let before = old.status, before.kind == now.kind else { return nil }
        if old.canonical != nil, before.inode != now.inode || before.device != now.device, old.content == nil {
            guard (try? fileSystem.canonicalPath(path)) == old.canonical else { return nil }
        }
        guard let content = old.content else { return (old, true) }
        if before == now, now.modified < start - clockResolution { return (old, true) }
        guard let bytes = try? fileSystem.read(path), StableHash(of: bytes) == content else { return nil }
        if let canonical = old.canonical, (try? fileSystem.canonicalPath(path)) != canonical { return nil }
        var current = old
        current.status = now
        return (current, false)
    }
}

// MARK: Encoding

extension BuildRecord {
    func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: observations.count * 160)
        writer.append(u64: UInt64(bitPattern: start))
        writer.append(hash: program)
        writer.append(u64: UInt64(bitPattern: renewed))
        writer.append(uleb64: UInt64(entries.count))
        for entry in entries { writer.append(hash: entry) }
        writer.append(products)
        writer.append(string: root)
        writer.append(uleb64: UInt64(observations.count))
        for (path, observation) in observations { writer.append(path, observation) }
        writer.append(strings: inputs)
        writer.append(modules: modules)
        writer.append(diagnostics: diagnostics)
        writer.append(u8: linked == nil ? 0 : 1)
        if let linked { writer.append(linked) }
        // What was read and is not changed stays encoded.
        if !rest.isEmpty { writer.append(bytes: rest) } else { writer.append(parses) }
        return writer.bytes
    }

    /// Takes over what parsing has told of files that have changed, in a record that was read.
    mutating func replaceParses(_ changed: [String: Parse]) {
        var reader = ByteReader(rest)
        var writer = ByteWriter(capacity: rest.count + 4096)
        do throws(ByteReader.Failure) {
            let count = try reader.readCount(minimumSize: 20)
            writer.append(uleb64: UInt64(count))
            for _ in 0..<count {
                let path = try reader.readString()
                let old = try reader.readLengthPrefixedBytes()
                writer.append(string: path)
                if let parse = changed[path] { writer.append(parse) } else { writer.append(lengthPrefixed: old) }
            }
            rest = writer.bytes[...]
        } catch { rest = [0] }
    }

    /// What parsing has told of some files.
    func decodedParses(of paths: Set<String>) -> [String: Parse] {
        var reader = ByteReader(rest)
        var result: [String: Parse] = [:]
        do throws(ByteReader.Failure) {
            for _ in 0..<(try reader.readCount(minimumSize: 20)) {
                let path = try reader.readString()
                var parse = try reader.readLengthPrefixedSub()
                if paths.contains(path) { result[path] = try parse.readParse() }
            }
        } catch { return [:] }
        return result
    }

    /// Reads what `encoded` wrote; nil for anything else.
    init?(decoding content: ArraySlice<UInt8>) {
        var reader = ByteReader(content)
        do throws(ByteReader.Failure) {
            start = Int64(bitPattern: try reader.readU64())
            program = try reader.readHash()
            renewed = Int64(bitPattern: try reader.readU64())
            entries = []
            for _ in 0..<(try reader.readCount(minimumSize: 16)) { entries.append(try reader.readHash()) }
            products = try reader.readProducts()
            root = try reader.readString()
            let count = try reader.readCount(minimumSize: 4)
            observations = []
            observations.reserveCapacity(count)
            for _ in 0..<count { observations.append(try reader.readObservation()) }
            inputs = try reader.readStrings()
            modules = try reader.readModules()
            diagnostics = try reader.readDiagnostics()
            linked = try reader.readU8() == 0 ? nil : try reader.readLinkedModules(modules.count)
            // These are decoded when they are needed.
            parses = []
            rest = reader.rest
        } catch { return nil }
    }

    /// What parsing has told of files, by absolute path.
    func decodedParses() -> [String: Parse] {
        var reader = ByteReader(rest)
        var result: [String: Parse] = [:]
        do throws(ByteReader.Failure) {
            let count = try reader.readCount(minimumSize: 20)
            result.reserveCapacity(count)
            for _ in 0..<count {
                let path = try reader.readString()
                var parse = try reader.readLengthPrefixedSub()
                result[path] = try parse.readParse()
            }
        } catch { return [:] }
        return result
    }
}

extension ByteWriter {
    fileprivate mutating func append(_ path: String, _ observation: Observation) {
        append(string: path)
        let parts = [observation.status != nil, observation.content != nil, observation.canonical != nil, observation.canonical == path]
        append(u8: parts.reversed().reduce(0) { $0 << 1 | ($1 ? 1 : 0) })
        if let status = observation.status {
            append(u8: status.kind.rawValue)
            for word in [status.size, UInt64(bitPattern: status.modified), UInt64(bitPattern: status.changed), status.inode, status.device] {
                append(u64: word)
            }
        }
        if let content = observation.content { append(hash: content) }
        if let canonical = observation.canonical, canonical != path { append(string: canonical) }
    }

    fileprivate mutating func append(_ products: [BuildRecord.Product]?) {
        append(u8: products == nil ? 0 : 1)
        guard let products else { return }
        append(uleb64: UInt64(products.count))
        for product in products {
            append(u8: product.kind.rawValue)
            append(string: product.path)
            append(hash: product.content)
        }
    }

    fileprivate mutating func append(_ parses: [(path: String, parse: BuildRecord.Parse)]) {
        append(uleb64: UInt64(parses.count))
        for (path, parse) in parses {
            append(string: path)
            append(parse)
        }
    }

    fileprivate mutating func append(_ parse: BuildRecord.Parse) { appendLengthPrefixed { $0.appendContent(of: parse) } }

    private mutating func appendContent(of parse: BuildRecord.Parse) {
        append(hash: parse.contentHash)
        append(string: parse.summary.module.text)
        append(string: parse.summary.language)
        append(string: parse.summary.sourcePath)
        append(string: parse.summary.package)
        append(uleb64: UInt64(parse.summary.imports.count))
        for declaration in parse.summary.imports {
            append(string: declaration.specifier)
            for span in [declaration.span, declaration.specifierSpan] {
                append(u32: span.start)
                append(u32: span.end)
            }
            append(u8: declaration.isTypeOnly ? 1 : 0)
            append(u8: declaration.reexport.map { $0.rawValue + 1 } ?? 0)
        }
        let nested = parse.summary.definitions.filter { $0.space == .module }
        append(strings: nested.map(\.name))
        append(uleb64: UInt64(parse.included.count))
        for (path, hash) in parse.included {
            append(string: path)
            append(hash: hash)
        }
        append(diagnostics: parse.diagnostics)
        append(strings: parse.attachment)
        append(strings: parse.targets.map { $0?.text ?? "" })
    }
}

extension ByteReader {
    fileprivate mutating func readObservation() throws(Failure) -> (path: String, observation: Observation) {
        let path = try readString()
        let parts = try readU8()
        var observation = Observation()
        if parts & 1 != 0 {
            var status = FileStatus(kind: FileStatus.Kind(rawValue: try readU8()) ?? .other)
            status.size = try readU64()
            status.modified = Int64(bitPattern: try readU64())
            status.changed = Int64(bitPattern: try readU64())
            status.inode = try readU64()
            status.device = try readU64()
            observation.status = status
        }
        if parts & 2 != 0 { observation.content = try readHash() }
        if parts & 4 != 0 { observation.canonical = parts & 8 != 0 ? path : try readString() }
        return (path, observation)
    }

    fileprivate mutating func readProducts() throws(Failure) -> [BuildRecord.Product]? {
        guard try readU8() != 0 else { return nil }
        var products: [BuildRecord.Product] = []
        for _ in 0..<(try readCount(minimumSize: 18)) {
            let kind = BuildProduct.Kind(rawValue: try readU8()) ?? .file
            let path = try readString()
            products.append(BuildRecord.Product(kind: kind, path: path, content: try readHash()))
        }
        return products
    }

    fileprivate mutating func readParse() throws(Failure) -> BuildRecord.Parse {
        let hash = try readHash()
        let module = ModuleID(try readString())
        let language = try readString()
        var summary = ModuleSummary(module: module, language: language, sourcePath: try readString(), package: try readString())
        for _ in 0..<(try readCount(minimumSize: 19)) {
            let specifier = try readString()
            let span = try readRange()
            var declaration = ImportDeclaration(specifier: specifier, bindings: [], span: span, specifierSpan: try readRange())
            declaration.isTypeOnly = try readU8() != 0
            let visibility = try readU8()
            declaration.reexport = visibility == 0 ? nil : Visibility(rawValue: visibility - 1)
            summary.imports.append(declaration)
        }
        summary.definitions = try readStrings().map { Definition(name: $0, space: .module, span: .none) }
        var included: [(path: String, hash: StableHash)] = []
        for _ in 0..<(try readCount(minimumSize: 17)) {
            let path = try readString()
            included.append((path, try readHash()))
        }
        let diagnostics = try readDiagnostics()
        let attachment = try readStrings()
        return BuildRecord.Parse(
            contentHash: hash, summary: summary, included: included, diagnostics: diagnostics, attachment: attachment,
            targets: try readStrings().map { $0.isEmpty ? nil : ModuleID($0) })
    }

    private mutating func readRange() throws(Failure) -> SourceSpan {
        var span = SourceSpan.none
        span.start = try readU32()
        span.end = try readU32()
        return span
    }
}
