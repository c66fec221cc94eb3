import Basics
import Core
import Diagnostics
import Linker
import ModuleSystem

/// Builds in which only bodies have changed: what there was, with the new code of a few modules put into the program.
///
/// The changed modules are compiled as in any build, against the interfaces of the others as the cache has them. If what others see of them is
/// the same as before, nothing else has to be compiled; and if the linker can put the new code in the place of the old, nothing else has to be read.
/// In all other cases the build goes the long way.
extension Build {
    /// With more changed files the long way is hardly longer.
    private static let mostChanges = 16

    /// A module whose source has changed.
    private struct Edit {
        var unit: Program.Unit
        /// In the record's modules.
        var position: Int
        var row: LinkedModules.Row
    }

    /// Builds the program if that is possible in this way.
    mutating func rebuildBodies() -> Bool {
        guard let cache = options.cache, let record, record.linked != nil, !options.explains, let edits = edits(in: record),
            let objects = compile(edits, record)
        else { return false }
        var changed = record
        var replacements: [Relinker.Replacement] = []
        for (edit, object) in zip(edits, objects) {
            guard let old = cache.read(.modules, edit.row.key).flatMap({ CachedModule($0) }), old.companions.isEmpty else { return false }
            replacements.append(Relinker.Replacement(module: edit.unit.id, old: Array(old.object), new: object.bytes))
            changed.linked?[edit.position] = object.row
        }
        guard let program = relink(replacements, record, &changed) else { return false }
        result.link = LinkResult(binary: program, diagnostics: [])
        result.diagnostics = record.diagnostics
        result.inputs = record.inputs
        result.root = record.root
        result.isChangedInPlace = true
        result.compiled = edits.map(\.unit.id)
        addSources(of: record)
        addToHistory(Dictionary(objects.map { ($0.key.module, $0.key.key) }, uniquingKeysWith: { $1 }))
        _ = renewEntries(of: &changed)
        if let name = recordKey, let seen = tracing?.observations {
            changed.start = start
            changed.observations = record.observations.map { ($0.path, seen[$0.path] ?? trustedObservations[$0.path] ?? $0.observation) }
            changed.replaceParses(Dictionary(uniqueKeysWithValues: edits.map { ($0.unit.path, BuildRecord.Parse($0.unit)) }))
            cache.write(.builds, name, changed.encoded())
        }
        return true
    }

    // MARK: What has changed

    /// The changed modules, those first that are initialized first; nil if something else has changed than sources that still import the same.
    private func edits(in record: BuildRecord) -> [Edit]? {
        let paths = record.observations.lazy.filter { trustedObservations[$0.path] == nil }.map(\.path).prefix(Self.mostChanges + 1)
        guard let tracing, !paths.isEmpty, paths.count <= Self.mostChanges else { return nil }
        let parses = record.decodedParses(of: Set(paths))
        guard parses.count == paths.count else { return nil }
        var edits: [Edit] = []
        for path in paths {
            guard let known = parses[path], let position = record.modules.firstIndex(of: known.summary.module), let row = record.linked?[position],
                tracing.isRegularFile(path), (try? tracing.canonicalPath(path)) == path, let unit = unit(path, known, record)
            else { return nil }
            edits.append(Edit(unit: unit, position: position, row: row))
        }
        return edits.sorted { $0.position < $1.position }
    }

    /// The changed file, parsed; nil if its imports, or what else it takes in, are others than before, or there is something to say about it.
    private func unit(_ path: String, _ known: BuildRecord.Parse, _ record: BuildRecord) -> Program.Unit? {
        let id = known.summary.module
        guard let tracing, let language = Language.all.first(where: { $0.name == known.summary.language }), known.attachment.isEmpty,
            known.included.isEmpty, known.diagnostics.isEmpty, !Self.mentions(id.text, record.diagnostics),
            let (contentHash, parsed) = ProgramLoader.parse(id, at: path, language, tracing, root: record.root)
        else { return nil }
        let (old, new) = (known.summary, parsed.summary)
        let isSame = old.imports.elementsEqual(new.imports) {
            $0.specifier == $1.specifier && $0.isTypeOnly == $1.isTypeOnly && $0.reexport == $1.reexport
        }
        let nested = new.definitions.lazy.filter { $0.space == .module }.map(\.name)
        guard isSame, known.targets.count == new.imports.count, nested.elementsEqual(old.definitions.map(\.name)), parsed.included.isEmpty,
            parsed.attachment.isEmpty, parsed.diagnostics.isEmpty, old.package == new.package, old.sourcePath == new.sourcePath
        else { return nil }
        var unit = Program.Unit(
            id: id, language: language, path: path, root: record.root, contentHash: contentHash, parsed: parsed, attachment: nil, summary: new)
        for (index, target) in known.targets.enumerated() {
            guard let target else { return nil }
            unit.summary.imports[index].module = target
            unit.resolved[new.imports[index].specifier] = target
        }
        return unit
    }

    private static func mentions(_ path: String, _ diagnostics: [Diagnostic]) -> Bool {
        diagnostics.contains { diagnostic in
            diagnostic.primary?.path == path || diagnostic.secondary.contains { $0.path == path } || diagnostic.edits.contains { $0.path == path }
        }
    }

    // MARK: Compiling

    /// The new objects of the modules, and what to keep of them; nil if others would have to be compiled too, or there is something to say.
    private func compile(_ edits: [Edit], _ record: BuildRecord) -> [(bytes: [UInt8], row: LinkedModules.Row, key: (module: ModuleID, key: ModuleKey))]? {
        guard let linked = record.linked else { return nil }
        var build = Build(options, fileSystem)
        build.tracing = tracing
        build.passesSignals = linked.passesSignals
        build.meetsOtherForms = linked.meetsOtherForms
        let names = record.modules.filter { !$0.isStandard }
        build.reachable = reachableModules(names, root: record.root)
        let positions = Dictionary(uniqueKeysWithValues: record.modules.enumerated().map { ($1, $0) })
        var rows: [(row: LinkedModules.Row, key: ModuleKey)] = []
        for edit in edits {
            for target in edit.unit.summary.imports.compactMap(\.module) where !build.takeOver(target, record, positions) { return nil }
            guard build.check(edit.unit), let known = build.done[edit.unit.id], let key = build.keys[edit.unit.id], known.hash == edit.row.hash,
                known.places == edit.row.places || !linked.dependsOnPlaces, build.order.allSatisfy({ positions[$0] != nil }),
                build.draft(of: edit.unit.id)?.surroundings == nil, build.reused[edit.unit.id]?.surroundings == nil
            else { return nil }
            rows.append((LinkedModules.Row(key: key.hash, hash: known.hash, places: known.places), key))
        }
        build.compile(Set(edits.map(\.unit.id)))
        guard build.result.diagnostics.isEmpty, build.result.objects.count == edits.count else { return nil }
        let objects = Dictionary(build.result.objects.map { ($0.module, $0.bytes) }, uniquingKeysWith: { first, _ in first })
        return zip(edits, rows).reduce(into: Optional([])) { found, item in
            guard let bytes = objects[item.0.unit.id] else { return found = nil }
            found?.append((bytes, item.1.row, (item.0.unit.id, item.1.key)))
        }
    }

    /// Takes the interface of a module that has not changed, and those that it refers to, from the cache.
    private mutating func takeOver(_ module: ModuleID, _ record: BuildRecord, _ positions: [ModuleID: Int]) -> Bool {
        var work = [module]
        while let next = work.popLast() {
            if done[next] != nil { continue }
            if next.isStandard {
                guard checkStandard(next) else { return false }
                continue
            }
            guard let position = positions[next], let row = record.linked?[position], let content = options.cache?.read(.modules, row.key),
                let found = CachedModule(content), found.hash == row.hash
            else { return false }
            done[next] = DoneModule(next, found)
            work += found.references
        }
        return true
    }

    // MARK: Linking

    /// The program with the new objects, which the cache gets with the names that `changed` has for it.
    private mutating func relink(_ replacements: [Relinker.Replacement], _ record: BuildRecord, _ changed: inout BuildRecord) -> [UInt8]? {
        guard let cache = options.cache, let name = recordKey, let linked = changed.linked, var program = cache.readAll(.programs, record.program),
            let encoded = cache.read(.programs, linked.state), var state = LinkState(decoding: encoded)
        else { return nil }
        guard result.timings.measure("link", { Relinker.replace(replacements, in: &program, &state) }) else { return nil }
        changed.program = linked.name("program", name)
        changed.linked?.state = linked.name("state", name)
        cache.write(.programs, changed.program, keeping: &program)
        var bytes = state.bytes
        cache.write(.programs, linked.name("state", name), keeping: &bytes)
        return program
    }
}

extension BuildRecord.Parse {
    init(_ unit: Program.Unit) {
        var summary = unit.parsed.summary
        for index in summary.imports.indices { summary.imports[index].bindings = [] }
        self.init(
            contentHash: unit.contentHash, summary: summary, included: unit.parsed.included, diagnostics: unit.parsed.diagnostics,
            attachment: unit.parsed.attachment,
            targets: unit.summary.imports.map { unit.nestedPaths[$0.specifier] == nil ? $0.module : nil })
    }
}
