import Basics
import CodeGen
import Core
import Diagnostics
import ModuleSystem

extension Build {
    /// A checked module that is to be compiled.
    struct Work: Sendable {
        var id: ModuleID
        var unit: CheckedUnit
        var context: ModuleContext
        /// Under which name the cache keeps what, besides the object; nil if it keeps nothing.
        var key: StableHash?
        var draft: CachedModule?
    }

    /// One compiled module.
    struct Compiled: Sendable {
        var object: [UInt8] = []
        var errors: [InternalError] = []
        var lowering = Duration.zero
        var generation = Duration.zero
    }
}

extension Build.Work {
    func lower(_ options: ModuleOptions) -> (module: Core.Module, problems: [InternalError]) {
        let module = unit.lower(context, options.passesSignals)
        let problems = options.verify ? Verifier.verify(module) : []
        return (module, problems.map { InternalError(phase: "lower", module: id.text, message: $0) })
    }

    func compile(_ options: ModuleOptions) -> Build.Compiled {
        var compiled = Build.Compiled()
        let clock = ContinuousClock()
        let start = clock.now
        let (module, problems) = lower(options)
        let lowered = clock.now
        compiled.lowering = lowered - start
        compiled.errors = problems
        guard problems.isEmpty else { return compiled }
        let generated = CodeGenerator.generate(module, source: unit.file, options: options.codeGeneration(isStandard: id.isStandard))
        compiled.generation = clock.now - lowered
        compiled.object = generated.object
        compiled.errors = generated.errors
        if generated.object.isEmpty, generated.errors.isEmpty {
            compiled.errors = [InternalError(phase: "generate code", module: id.text, message: "no object was made")]
        }
        return compiled
    }
}
