import Basics
import Core
import Diagnostics
import ModuleSystem

extension Build {
    /// Compiles the modules of a job, of whose surroundings only interfaces are known.
    mutating func run(_ job: ModuleJob, through stage: BuildStage) -> [ModuleOutcome] {
        for interface in job.interfaces { done[interface.module] = DoneModule(interface) }
        meetsOtherForms = Self.haveSeveralForms(job.members.map(\.language) + job.interfaces.compactMap { Language.named($0.language) })
        let units = job.members.map(unit)
        cycle = units.count > 1 ? units.map(\.id).sorted() : []
        cycleImports = imports(among: units.count > 1 ? units : [])
        let sound = units.filter { !$0.parsed.hasErrors || $0.language.policy.checksBehindErrors }
        if units.count > 1 { makeOutlines(of: sound) }
        var outcomes: [ModuleOutcome] = []
        for unit in units {
            let known = result.diagnostics.count
            let refusals = missingInterfaces(of: unit, members: units.map(\.id)) + clashes(amongImportsOf: [unit])
            result.diagnostics += unit.parsed.diagnostics + refusals
            let isSound = sound.contains { $0.id == unit.id } && check(unit) && !unit.parsed.hasErrors && refusals.isEmpty
            outcomes.append(outcome(of: unit, isSound: isSound, Array(result.diagnostics[known...]), job.options, through: stage))
        }
        return outcomes
    }

    private func missingInterfaces(of unit: Program.Unit, members: [ModuleID]) -> [Diagnostic] {
        unit.summary.imports.filter { declaration in
            guard let module = declaration.module else { return true }
            return !module.isStandard && done[module] == nil && !members.contains(module)
        }.map { DriverDiagnostics.missingInterface($0, in: unit.parsed.path) }
    }

    private func unit(_ member: ModuleJob.Member) -> Program.Unit {
        let included = member.included
        let parsed = member.language.parse(member.source, member.module) { included[$0] }
        var unit = Program.Unit(
            id: member.module, language: member.language, path: member.source.path, root: "",
            contentHash: StableHash(of: member.source.bytes), parsed: parsed, attachment: member.attachment,
            summary: parsed.summary)
        unit.resolved = member.resolved
        unit.nestedPaths = member.nestedPaths
        for index in unit.summary.imports.indices {
            let specifier = unit.summary.imports[index].specifier
            unit.summary.imports[index].module = member.resolved[specifier]
        }
        return unit
    }

    private func outcome(
        of unit: Program.Unit, isSound: Bool, _ diagnostics: [Diagnostic], _ options: ModuleOptions, through stage: BuildStage
    ) -> ModuleOutcome {
        let empty = ModuleInterface(module: unit.id, language: unit.language.name, sourcePath: unit.parsed.path)
        var outcome = ModuleOutcome(module: unit.id, interface: interface(of: unit.id) ?? empty, diagnostics: diagnostics)
        guard isSound, let checked = checked[unit.id], let context = contexts[unit.id] else { return outcome }
        outcome.standardModules = checked.standardModules
        guard stage >= .objects else { return outcome }
        outcome.companions = checked.builtCompanions
        let compiled = Work(id: unit.id, unit: checked, context: context).compile(options)
        outcome.object = compiled.object
        outcome.diagnostics += compiled.errors.map(DriverDiagnostics.internalError)
        return outcome
    }
}
