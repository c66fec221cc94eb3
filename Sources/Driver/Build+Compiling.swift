import Basics
import BinaryenKit
import ModuleSystem
import Synchronization

/// Compiling of modules, which goes on while others are still being checked.
extension Build {
    /// How far compiling is. Nothing is said of it before all modules have been checked, when it is clear how many there are to compile.
    final class CompilingProgress: Sendable {
        private let state = Mutex<(done: [ModuleID], total: Int)>(([], 0))
        private let report: (@Sendable (BuildProgress) -> Void)?

        init(_ report: (@Sendable (BuildProgress) -> Void)?) { self.report = report }

        func finish(_ module: ModuleID) {
            guard let report else { return }
            state.withLock { state in
                state.done.append(module)
                if state.total > 0 { report(BuildProgress(phase: .compiling, done: state.done.count, total: state.total, module: module)) }
            }
        }

        func begin(_ total: Int) {
            guard let report else { return }
            state.withLock { state in
                state.total = total
                for (index, module) in state.done.enumerated() {
                    report(BuildProgress(phase: .compiling, done: index + 1, total: total, module: module))
                }
            }
        }
    }

    /// Modules on their way to objects.
    struct Compiling {
        let queue: WorkQueue<Work, Compiled>
        let progress: CompilingProgress
        var modules: [ModuleID] = []
        /// How many modules in the order have been looked at.
        var position = 0
        /// Objects that belong to modules besides their own.
        var companions: [ModuleID: [BuiltObject]] = [:]
    }

    /// Nothing is compiled before this.
    func newCompiling() -> Compiling {
        // The last step of `-O3` works on one large module.
        BinaryenThreads.choose(options.optimization == .aggressive ? .functions : .modules)
        let (choices, cache, progress) = (moduleOptions, options.cache, CompilingProgress(options.progress))
        let queue = WorkQueue<Work, Compiled>(jobs: options.jobs) { work in
            let compiled = work.compile(choices)
            progress.finish(work.id)
            if compiled.errors.isEmpty, let key = work.key, var entry = work.draft {
                entry.object = compiled.object[...]
                cache?.write(.modules, key, entry.encoded())
            }
            return compiled
        }
        return Compiling(queue: queue, progress: progress)
    }

    /// Hands over the modules that have been checked since the last time. Their trees are gone as soon as their objects are there.
    mutating func compileChecked(_ units: [Program.Unit]) {
        guard var compiling else { return }
        self.compiling = nil
        for id in order[compiling.position...] {
            guard let work = work(id) else { continue }
            checked[id] = nil
            contexts[id] = nil
            compiling.modules.append(id)
            compiling.companions[id] = work.unit.builtCompanions
            compiling.queue.add(work)
        }
        compiling.position = order.count
        self.compiling = compiling
        for unit in units { unit.parsed.release() }
    }

    /// Some modules have errors, so there is no need of objects.
    mutating func stopCompiling() {
        compiling?.queue.cancel()
        compiling = nil
    }

    /// A checked module that is to be compiled; nil if the cache has it.
    private func work(_ id: ModuleID) -> Work? {
        guard let unit = checked[id], let context = contexts[id] else { return nil }
        return Work(id: id, unit: unit, context: context, key: keys[id]?.hash, draft: draft(of: id))
    }

    /// All that is to be lowered.
    var workToLower: [Work] { order.compactMap(work) }

    /// Compiles modules to objects, as far as that has not been done yet.
    /// - Parameter wanted: the modules to compile; nil for all.
    mutating func compile(_ wanted: Set<ModuleID>? = nil) {
        hasCompiled = true
        var compiling = self.compiling ?? newCompiling()
        self.compiling = nil
        for id in order[compiling.position...] where wanted?.contains(id) ?? true {
            guard let work = work(id) else { continue }
            compiling.modules.append(id)
            compiling.companions[id] = work.unit.builtCompanions
            compiling.queue.add(work)
        }
        compiling.progress.begin(compiling.modules.count)
        let compiled = compiling.queue.finish()
        result.timings.add("lower", compiled.reduce(.zero) { $0 + $1.lowering })
        result.timings.add("generate code", compiled.reduce(.zero) { $0 + $1.generation })
        collect(Dictionary(uniqueKeysWithValues: zip(compiling.modules, compiled)), compiling.companions, wanted)
    }

    private mutating func collect(_ compiled: [ModuleID: Compiled], _ companions: [ModuleID: [BuiltObject]], _ wanted: Set<ModuleID>?) {
        var compiled = compiled
        var known: Set<ModuleID> = []
        for id in order where wanted?.contains(id) ?? true {
            let found = reused[id]
            for companion in found?.companions ?? companions[id] ?? [] where known.insert(companion.module).inserted {
                result.objects.append(companion)
            }
            if let found {
                result.objects.append(BuiltObject(module: id, bytes: Array(found.object)))
            } else if let compiled = compiled.removeValue(forKey: id) {
                result.diagnostics += compiled.errors.map(DriverDiagnostics.internalError)
                result.objects.append(BuiltObject(module: id, bytes: compiled.object))
                result.compiled.append(id)
            }
        }
    }
}
