import Basics
import Diagnostics

/// A plan as one JSON object, for programs that run it themselves. docs/scaling.md describes it.
///
/// Every command runs in a directory that holds the files it reads, at the paths the plan gives; sources lie there as they lie below the root.
public struct JSONPlan {
    private let plan: BuildPlan
    private let settings: PlanSettings

    public init(_ plan: BuildPlan, _ settings: PlanSettings) {
        self.plan = plan
        self.settings = settings
    }

    public var text: String {
        let jobs = plan.units.map { JSONText.object(["path": JSONText.quoted(BuildPlan.Layout.job($0)), "text": JSONText.quoted($0.job.text)]) }
        let actions = plan.units.flatMap { [compilation($0), interface($0)] } + [link]
        return """
            {"version":1,
            "compiler":\(JSONText.quoted(settings.compiler)),
            "root":\(JSONText.quoted(plan.root)),
            "program":\(JSONText.quoted(plan.program(settings))),
            "files":[
            \(jobs.joined(separator: ",\n"))],
            "actions":[
            \(actions.joined(separator: ",\n"))]}

            """
    }

    private func compilation(_ unit: BuildPlan.Unit) -> String {
        let imported = unit.imports.map { BuildPlan.Layout.interface(plan.units[$0]) }
        let objects = unit.objects.map(BuildPlan.Layout.object)
        let job = BuildPlan.Layout.job(unit)
        let outputs = objects.flatMap { ["-o", $0] }
        return action(
            "compile", of: unit.job.members.map(\.module.text), ["compile"] + settings.compileOptions + ["--root", ".", "--job", job] + outputs + imported,
            inputs: [job] + unit.job.files + imported, outputs: objects)
    }

    private func interface(_ unit: BuildPlan.Unit) -> String {
        let imported = unit.imports.map { BuildPlan.Layout.interface(plan.units[$0]) }
        let objects = unit.objects.prefix(unit.job.members.count).map(BuildPlan.Layout.object)
        let output = BuildPlan.Layout.interface(unit)
        return action(
            "interface", of: unit.job.members.map(\.module.text), ["interface", "-o", output] + objects + imported, inputs: objects + imported,
            outputs: [output])
    }

    private var link: String {
        let objects = plan.units.flatMap(\.objects).map(BuildPlan.Layout.object)
        return action(
            "link", of: [plan.entry.text], ["link"] + plan.linkArguments(settings, root: ".") + plan.targetArguments(settings) + objects,
            inputs: objects + plan.linkedSources(settings), outputs: plan.outputs(settings))
    }

    private func action(_ kind: String, of modules: [String], _ arguments: [String], inputs: [String], outputs: [String]) -> String {
        func list(_ words: [String]) -> String { JSONText.array(words.map(JSONText.quoted)) }
        return JSONText.object([
            "kind": JSONText.quoted(kind), "modules": list(modules), "command": list([settings.compiler] + arguments), "inputs": list(inputs),
            "outputs": list(outputs),
        ])
    }
}
