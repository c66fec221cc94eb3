import Basics
import Diagnostics
import Glibc
import Linker
import ModuleSystem

/// Builds of programs of which something, or nothing, has changed since they were built last.
extension Build {
    /// What the last build with these options has left.
    mutating func readRecord() {
        guard let cache = options.cache, let name = recordKey, let content = cache.read(.builds, name) else { return }
        record = BuildRecord(decoding: content)
    }

    /// There is something to gain from knowing the last build.
    var keepsRecord: Bool { options.cache != nil && (stage == .link || isOnlyChecking || options.products != nil) }

    /// What came of the last build, if nothing has changed that it has looked at. If something has, what is still true is kept in mind.
    mutating func reuseResult() -> Bool {
        guard let cache = options.cache, var record else { return false }
        let (fileSystem, jobs) = (fileSystem, options.jobs)
        let (trusted, isCurrent, isCertain) = result.timings.measure("compare files") { record.verify(fileSystem, jobs: jobs) }
        guard isCurrent, takeOutcome(of: record, cache) else {
            trustedObservations = trusted
            return false
        }
        result.diagnostics = record.diagnostics
        result.inputs = record.inputs
        result.root = record.root
        result.modules = record.modules.map { ModuleReport(module: $0, isReused: true, reason: ModuleHistory.nothingChanged) }
        addSources(of: record)
        let isRenewed = renewEntries(of: &record)
        if !isCertain {
            // The next time the status of the files is enough.
            record.start = start
            record.observations = record.observations.map { ($0.path, trusted[$0.path] ?? $0.observation) }
        }
        if !isCertain || isRenewed, let name = recordKey { cache.write(.builds, name, record.encoded()) }
        return true
    }

    /// Puts into the result what the build was for. False if the cache does not have it any more.
    private mutating func takeOutcome(of record: BuildRecord, _ cache: BuildCache) -> Bool {
        if options.products != nil {
            guard let products = record.products.flatMap({ cache.read($0) }) else { return false }
            result.products = products
        } else if stage == .link {
            guard let program = cache.readAll(.programs, record.program) else { return false }
            result.link = LinkResult(binary: program, diagnostics: [])
        }
        return true
    }

    /// Makes the entries that a record leads to count as used, if that was not done for a while. What such a build does not read would seem
    /// to be out of use else, and one day would have to be compiled again.
    ///
    /// - Returns: whether the record has changed.
    mutating func renewEntries(of record: inout BuildRecord) -> Bool {
        guard let cache = options.cache, cache.isOld(record.renewed) else { return false }
        record.renewed = cache.start
        for key in record.linked?.keys(record.modules.count) ?? record.entries { cache.renew(.modules, key) }
        if let linked = record.linked { cache.renew(.programs, linked.state) }
        for name in historyKeys { cache.renew(.builds, name) }
        return true
    }

    /// Adds the sources that the diagnostics of a record point to.
    mutating func addSources(of record: BuildRecord) {
        for label in record.diagnostics.flatMap({ [$0.primary].compactMap { $0 } + $0.secondary }) {
            let (fileSystem, path) = (fileSystem, Path.join(record.root, label.path))
            result.sources.add(label.path) { (try? fileSystem.read(path)).map { SourceFile(path: label.path, bytes: $0) } }
        }
    }

    /// What parsing of files has told that have not changed since.
    func knownParses() -> [String: BuildRecord.Parse] {
        guard let record, !trustedObservations.isEmpty else { return [:] }
        return record.decodedParses().filter { path, parse in
            guard trustedObservations[path]?.content == parse.contentHash else { return false }
            return parse.included.allSatisfy { trustedObservations[Path.join(record.root, $0.path)]?.content == $0.hash }
        }
    }

    /// Keeps what the next build of this program can use.
    mutating func writeRecord(_ program: Program) {
        guard let cache = options.cache, let name = recordKey, !result.hasErrors, let observations = tracing?.observations else { return }
        let parses = program.units.values.sorted { $0.path < $1.path }.map { (path: $0.path, parse: BuildRecord.Parse($0)) }
        var record = BuildRecord(
            start: start, root: program.root, observations: observations.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
            parses: parses, inputs: result.inputs, modules: order, diagnostics: result.diagnostics, program: StableHash(of: ""),
            renewed: cache.start, entries: order.compactMap { keys[$0]?.hash })
        guard options.products == nil else { return result.unfinished = UnfinishedRecord(cache: cache, name: name, record: record) }
        if let linked = result.link { keepProgram(linked, of: program, in: &record, name) }
        cache.write(.builds, name, record.encoded())
    }

    /// Keeps the program, and what changing bodies in it takes.
    private func keepProgram(_ linked: LinkResult, of program: Program, in record: inout BuildRecord, _ name: StableHash) {
        guard let cache = options.cache, let binary = linked.binary, linked.sourceMap == nil, linked.report == nil, linked.library == nil else { return }
        var modules = linkedModules(program)
        record.program = modules?.name("program", name) ?? StableHash(of: binary)
        cache.write(.programs, record.program, binary)
        guard let state = linked.state, let stateName = modules?.name("state", name) else { return }
        modules?.state = stateName
        cache.write(.programs, stateName, state.bytes)
        guard !program.graph.components.components.contains(where: { $0.count > 1 }) else { return }
        record.linked = modules
        record.entries = []
    }

    /// How the modules were compiled; nil if that is not known of all, or the program contains more than its modules.
    private func linkedModules(_ program: Program) -> LinkedModules? {
        guard program.units.keys.count == order.lazy.filter({ !$0.isStandard }).count else { return nil }
        var modules = LinkedModules(
            passesSignals: passesSignals, meetsOtherForms: meetsOtherForms,
            dependsOnPlaces: order.contains { (reused[$0]?.surroundings ?? draft(of: $0)?.surroundings) != nil })
        for id in order {
            guard let key = keys[id], let known = done[id] else { return nil }
            modules.append(LinkedModules.Row(key: key.hash, hash: known.hash, places: known.places))
        }
        return modules
    }

    /// The name of what is kept of the last build of this program with these options.
    var recordKey: StableHash? {
        guard let cache = options.cache, let entry = try? fileSystem.canonicalPath(options.entry) else { return nil }
        var hasher = StableHasher()
        hasher.combine("record")
        hasher.combine(UInt64(stage.rawValue))
        hasher.combine(options.products == nil ? 0 : 1)
        hasher.combine(cache.compiler)
        hasher.combine(entry)
        hasher.combine(options.root ?? "")
        for list in [options.includeDirectories, options.exports, options.products ?? []] {
            hasher.combine(UInt64(list.count))
            for text in list { hasher.combine(text) }
        }
        for (code, level) in options.warnings.sorted(by: { $0.key < $1.key }) {
            hasher.combine(code)
            hasher.combine("\(level)")
        }
        hasher.combine(options.project?.file.bytes ?? [])
        hasher.combine(UInt64(options.optimization.rawValue))
        let flags = [
            options.keepNames, options.sourceMap, options.callStacks, options.defersModuleErrors, options.exportsAll, options.reactor, options.report,
            options.collectorStress, options.verify, options.project != nil,
        ]
        for flag in flags { hasher.combine(flag ? 1 : 0) }
        return hasher.finish()
    }

    /// Nanoseconds since 1970.
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
