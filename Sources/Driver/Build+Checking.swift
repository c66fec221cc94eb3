import Basics
import Core
import Diagnostics
import ModuleSystem
import RuntimeImage

/// Checking of modules, those first that others import; modules that import one another together.
extension Build {
    /// False when there is a forbidden cycle.
    mutating func reportCycles(_ program: Program) -> Bool {
        let cycles = program.graph.cycles(policies: Language.policies)
        for (cycle, severity) in cycles {
            // Where languages meet, the one that is strictest about cycles speaks.
            let members = cycle.links.reversed().compactMap { program.units[$0.importer] }
            guard let speaker = members.first(where: { $0.language.policy.cycles == severity }) ?? members.first else { continue }
            result.diagnostics.append(speaker.language.importCycle(cycle))
        }
        return !cycles.contains { $0.severity == .error }
    }

    /// Checks every module whose dependencies are sound. False when some could not be checked, or have errors.
    mutating func check(_ program: Program) -> Bool {
        // An error may be reported in a file that the module at fault includes.
        let paths = Set(result.diagnostics.filter { $0.severity == .error }.compactMap { $0.primary?.path })
        let broken = program.broken.union(program.units.values.filter { paths.contains($0.parsed.path) }.map(\.id))
        var skipped: [ModuleID: [String]] = [:]
        var culprits: [ModuleID] = []
        reachable = reachableModules(Array(program.units.keys), root: program.root)
        meetsOtherForms = Self.haveSeveralForms(program.units.values.map(\.language))
        passesSignals = options.passesSignals || program.units.values.contains { $0.language.boundary.raisesSignals }
        if compilesWhileChecking, broken.isEmpty { compiling = newCompiling() }
        var visited = 0
        for component in components(of: program.graph) {
            options.progress?(BuildProgress(phase: .checking, done: visited, total: program.units.count, module: component.first))
            visited += component.count
            let units = component.compactMap { program.units[$0] }
            cycle = component.count > 1 ? component.sorted() : []
            cycleImports = imports(among: component.count > 1 ? units : [])
            for unit in units {
                if broken.contains(unit.id), unit.parsed.hasErrors || !unit.language.policy.checksBehindErrors {
                    failed[unit.id] = unit.id
                } else if let culprit = culprit(of: unit), !unit.language.policy.checksBehindErrors {
                    failed[unit.id] = culprit
                    if skipped[culprit] == nil { culprits.append(culprit) }
                    skipped[culprit, default: []].append(unit.parsed.path)
                }
            }
            let sound = units.filter { failed[$0.id] == nil }
            if units.count > 1 { makeOutlines(of: sound) }
            for unit in sound where !check(unit) || broken.contains(unit.id) || culprit(of: unit) != nil { failed[unit.id] = unit.id }
            if failed.isEmpty { compileChecked(units) } else { stopCompiling() }
            if isOnlyChecking { for unit in units { unit.parsed.release() } }
        }
        result.diagnostics += clashes(amongImportsOf: program.units.values)
        for culprit in culprits { result.diagnostics.append(DriverDiagnostics.skipped(skipped[culprit] ?? [], because: culprit)) }
        return failed.isEmpty
    }

    /// A module with errors that a module imports.
    private func culprit(of unit: Program.Unit) -> ModuleID? { unit.summary.imports.lazy.compactMap(\.module).compactMap { failed[$0] }.first }

    func imports(among units: [Program.Unit]) -> [ModuleID: [ModuleID]] {
        let members = Set(units.map(\.id))
        return Dictionary(uniqueKeysWithValues: units.map { unit in
            var seen: Set<ModuleID> = []
            return (unit.id, unit.summary.imports.compactMap(\.module).filter { members.contains($0) && seen.insert($0).inserted })
        })
    }

    /// The modules in initialization order, those together that import one another: at the place of the last of them, when all else
    /// that they import has been.
    func components(of graph: ModuleGraph) -> [[ModuleID]] {
        let components = graph.components
        var missing = components.components.map(\.count)
        var members = [[ModuleID]](repeating: [], count: missing.count)
        var result: [[ModuleID]] = []
        for position in graph.initializationOrder {
            let component = components.componentOf[position]
            members[component].append(graph.summaries[position].module)
            missing[component] -= 1
            if missing[component] == 0 { result.append(members[component]) }
        }
        return result
    }

    // MARK: One module

    /// Checks a module whose dependencies have been. False if it has errors.
    mutating func check(_ unit: Program.Unit) -> Bool {
        for standard in unit.summary.imports.compactMap(\.module) where standard.isStandard && !checkStandard(standard) { return false }
        if let key = key(of: unit) {
            if let found = find(key, for: unit.id, unit.language) { return reuse(found, unit.id, keys[unit.id] ?? key) }
        }
        let context = context(for: unit)
        let checked = result.timings.measure("check") { unit.parsed.check(context) }
        guard unit.isConsistent else {
            result.diagnostics.append(
                DriverDiagnostics.unreadable(FileSystemError(path: unit.path, cause: .other("The file has changed during the build"))))
            keys[unit.id] = nil
            return false
        }
        return record(checked, unit.id, context)
    }

    private mutating func record(_ unit: CheckedUnit, _ id: ModuleID, _ context: ModuleContext) -> Bool {
        result.diagnostics += unit.diagnostics
        guard !unit.diagnostics.contains(where: { $0.severity == .error }) else {
            outlines[id] = unit.interface
            return false
        }
        outlines[id] = nil
        checked[id] = unit
        // Before the standard modules: they may need one another.
        done[id] = DoneModule(unit.interface)
        var completed = context
        for standard in unit.standardModules where !checkStandard(standard) { return false }
        addInterfaces(of: unit.standardModules, to: &completed, for: unit.boundary)
        completed.attachment = nil
        needs[id] = completed.interfaces.keys.sorted()
        contexts[id] = completed
        order.append(id)
        if isOnlyChecking { keepChecked(id) }
        return true
    }

    func context(for unit: Program.Unit) -> ModuleContext {
        var context = ModuleContext(module: unit.id, resolved: unit.resolved)
        context.nestedPaths = unit.nestedPaths
        context.attachment = unit.attachment
        context.cycle = cycle.filter { $0 != unit.id }
        context.cycleImports = cycleImports
        context.defersModuleErrors = options.defersModuleErrors
        context.reachable = reachable.value
        addInterfaces(of: unit.summary.imports.compactMap(\.module), to: &context, for: unit.language.boundary)
        return context
    }

    /// Adds the interfaces of modules, and of those that these refer to. Members of a cycle that are not done have no hash.
    private func addInterfaces(of modules: [ModuleID], to context: inout ModuleContext, for importer: BoundaryPolicy) {
        var work = modules
        while let module = work.popLast() {
            guard context.interfaces[module] == nil, let interface = interface(of: module) else { continue }
            add(interface, to: &context, for: importer)
            context.interfaceHashes[module] = done[module]?.hash.hex
            work += interface.references
        }
    }

    /// The interface of a checked module, or as much as is known of one that is not, or has errors.
    func interface(of module: ModuleID) -> ModuleInterface? { done[module]?.interface ?? outlines[module] }

    /// The modules of the program, and those that lie directly in the directories searched, as paths from there without extension.
    func reachableModules(_ modules: [ModuleID], root: String) -> Deferred<Set<String>> {
        let (fileSystem, directories) = (fileSystem, [root, Path.join(root, "modules")] + options.includeDirectories)
        return Deferred {
            func name(_ path: String) -> String {
                let plain = Language.of(path: path) == nil ? path : Path.join(Path.parent(path), Path.stem(path))
                return Path.lastComponent(plain) == "module" ? Path.parent(plain) : plain
            }
            var names = Set(modules.map { name($0.text) })
            for directory in directories {
                for entry in (try? fileSystem.list(directory)) ?? [] where Language.of(path: entry) != nil { names.insert(name(entry)) }
            }
            return names
        }
    }

    // MARK: Cycles

    /// Makes interfaces of modules that import one another before any of them is checked: each anew until nothing changes. What changes
    /// concerns only the modules that import it.
    mutating func makeOutlines(of units: [Program.Unit]) {
        let members = Dictionary(uniqueKeysWithValues: units.enumerated().map { ($0.element.id, $0.offset) })
        var importers = [[Int]](repeating: [], count: units.count)
        for (position, unit) in units.enumerated() {
            for imported in Set(unit.summary.imports.compactMap(\.module)) {
                if let target = members[imported] { importers[target].append(position) }
            }
        }
        var isWaiting = [Bool](repeating: true, count: units.count)
        var queue = Array(units.indices)
        var next = 0
        // Exports only become more, so that this ends by itself; the limit is for front ends that do not keep to it.
        let limit = units.count * (units.count + 1)
        while next < queue.count, next < limit {
            let position = queue[next]
            next += 1
            isWaiting[position] = false
            let unit = units[position]
            let outline = unit.parsed.outline(context(for: unit))
            guard outlines[unit.id] != outline else { continue }
            outlines[unit.id] = outline
            for importer in importers[position] where !isWaiting[importer] {
                isWaiting[importer] = true
                queue.append(importer)
            }
        }
    }

    // MARK: Standard modules

    /// Parses and checks a module of the standard library, once.
    mutating func checkStandard(_ id: ModuleID) -> Bool {
        if done[id] != nil { return true }
        guard let text = RuntimeImage.standardModule(id.text), let language = Language.of(standard: id) else {
            result.diagnostics.append(
                DriverDiagnostics.internalError(InternalError(phase: "check", module: id.text, message: "there is no such standard module")))
            return false
        }
        if let key = key(ofStandard: id) {
            if let found = find(key, for: id, language) {
                // Source maps quote it.
                result.sources.add(id.text) { SourceFile(path: id.text, text: text) }
                return reuse(found, id, key)
            }
        }
        let parsed = language.parse(SourceFile(path: id.text, text: text), id) { _ in nil }
        for file in parsed.sources() { result.sources.add(file) }
        result.diagnostics += parsed.diagnostics
        guard parsed.diagnostics.isEmpty else { return false }
        let imports = parsed.summary.imports.map { ModuleID($0.specifier) }
        for imported in imports where !checkStandard(imported) { return false }
        let resolved = Dictionary(imports.map { ($0.text, $0) }, uniquingKeysWith: { first, _ in first })
        var context = ModuleContext(module: id, resolved: resolved)
        addInterfaces(of: imports, to: &context, for: language.boundary)
        let unit = result.timings.measure("check") { parsed.check(context) }
        return record(unit, id, context)
    }
}
