import Basics
import Diagnostics
import ModuleSystem

/// What is remembered from one build of a program to the next.
extension Build {
    /// The name of what is remembered of the program, with whatever options it was built.
    private var historyKey: StableHash? { historyKey("history") }

    /// The name of the part of it that builds of changed bodies have brought since the rest was written.
    private var recentHistoryKey: StableHash? { historyKey("recent history") }

    var historyKeys: [StableHash] { [historyKey, recentHistoryKey].compactMap { $0 } }

    private func historyKey(_ purpose: String) -> StableHash? {
        guard options.cache != nil, !options.entry.isEmpty, let entry = try? fileSystem.canonicalPath(options.entry) else { return nil }
        var hasher = StableHasher()
        hasher.combine(purpose)
        hasher.combine(entry)
        hasher.combine(options.root ?? "")
        return hasher.finish()
    }

    mutating func readHistory() {
        guard let known = readHistory(historyKey) else { return }
        history = known
        if let recent = readHistory(recentHistoryKey) { history.add(recent) }
    }

    private func readHistory(_ name: StableHash?) -> ModuleHistory? {
        guard let cache = options.cache, let name, let content = cache.read(.builds, name) else { return nil }
        return ModuleHistory(decoding: content)
    }

    /// Keeps in mind with which keys a few modules were compiled, the others being as they were.
    func addToHistory(_ keys: [ModuleID: ModuleKey]) {
        guard let cache = options.cache, let name = recentHistoryKey else { return }
        var recent = readHistory(name) ?? ModuleHistory()
        recent.add(ModuleHistory(keys))
        cache.write(.builds, name, recent.encoded())
    }

    /// Tells what became of each module, and keeps it in mind.
    mutating func finishCache() {
        guard let cache = options.cache else { return }
        for id in order where hasCompiled && options.explains {
            guard let key = keys[id] else { continue }
            let isReused = reused[id] != nil
            let reason = isReused ? history.reasonToReuse(id, key) : history.reasonToRebuild(id, key)
            result.modules.append(ModuleReport(module: id, isReused: isReused, reason: reason))
        }
        if !result.hasErrors, hasCompiled, !needsTrees, let name = historyKey {
            cache.write(.builds, name, ModuleHistory(keys).encoded())
            if let recent = recentHistoryKey { cache.remove(.builds, recent) }
        }
        cacheIsDone()
    }

    /// Keeps the cache small, and says so if it could not be written.
    mutating func cacheIsDone() {
        guard let cache = options.cache else { return }
        if cache.hasWritten { cache.trim(to: cache.limit, now: Self.now) }
        if let problem = cache.problem { result.diagnostics.append(DriverDiagnostics.cacheNotWritten(problem, in: cache.directory)) }
    }
}

extension ModuleHistory {
    func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.append(uleb64: UInt64(keys.count))
        for (id, key) in keys.sorted(by: { $0.key < $1.key }) {
            writer.append(string: id.text)
            for part in [key.compiler, key.options, key.source, key.attachment, key.imports] { writer.append(hash: part) }
            writer.append(uleb64: UInt64(key.neighbors.count))
            for neighbor in key.neighbors {
                writer.append(string: neighbor.module.text)
                writer.append(hash: neighbor.hash)
                writer.append(u8: neighbor.isDone ? 1 : 0)
            }
        }
        return writer.bytes
    }

    init?(decoding content: ArraySlice<UInt8>) {
        var reader = ByteReader(content)
        var keys: [ModuleID: ModuleKey] = [:]
        do throws(ByteReader.Failure) {
            for _ in 0..<(try reader.readCount(minimumSize: 80)) {
                let id = ModuleID(try reader.readString())
                keys[id] = try reader.readKey()
            }
        } catch { return nil }
        self.init(keys)
    }
}

extension ByteReader {
    fileprivate mutating func readKey() throws(Failure) -> ModuleKey {
        let compiler = try readHash()
        let options = try readHash()
        let source = try readHash()
        let attachment = try readHash()
        let imports = try readHash()
        var neighbors: [ModuleKey.Neighbor] = []
        for _ in 0..<(try readCount(minimumSize: 18)) {
            let module = ModuleID(try readString())
            let hash = try readHash()
            neighbors.append(ModuleKey.Neighbor(module: module, hash: hash, isDone: try readU8() != 0))
        }
        return ModuleKey(compiler: compiler, options: options, source: source, attachment: attachment, imports: imports, neighbors: neighbors)
    }
}
