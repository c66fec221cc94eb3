import Basics
import ModuleSystem

/// A plan for ninja.
///
/// A module's compilation waits for the interfaces of what it imports. An interface or object that comes out as it was is not written, and
/// ninja then takes what depends on it for done. The plan itself depends on the imports of all modules, each of which is a file that is written only
/// when they change, and in the same way on the names in the directories in which modules were looked for.
public struct NinjaPlan {
    private let plan: BuildPlan
    private let settings: PlanSettings
    /// The root as seen from the plan's directory.
    private let root: String
    private var text = ""

    public init(_ plan: BuildPlan, _ settings: PlanSettings) {
        self.plan = plan
        self.settings = settings
        root = Path.relative(plan.root, from: settings.directory)
    }

    /// All files of the plan; `build.ninja` is the last.
    public func files(fileSystem: any FileSystem = RealFileSystem()) throws(PlanRefusal) -> [PlanFile] {
        let paths = plan.units.flatMap { $0.job.files } + plan.manifests + plan.directories + [settings.compiler]
        if let path = paths.first(where: { $0.unicodeScalars.contains { $0 == "\n" || $0 == "\r" } }) {
            throw PlanRefusal(message: "ninja cannot build from '\(path)', whose name has a line break", help: "rename the file")
        }
        var copy = self
        let scans = zip(plan.modules, plan.scans).map { module, scan in
            PlanFile(path: BuildPlan.Layout.scan(module.object), text: scan.text, isStamp: true)
        }
        let listings = zip(plan.directories, listings).map { directory, path in
            PlanFile(path: path, text: (try? DirectoryListing(of: directory, fileSystem: fileSystem).text) ?? "", isStamp: true)
        }
        return plan.units.map { PlanFile(path: BuildPlan.Layout.job($0), text: $0.job.text) } + scans + listings
            + [PlanFile(path: "build.ninja", text: copy.write(), isStamp: true)]
    }

    private mutating func write() -> String {
        writeRules()
        writePlanning()
        for unit in plan.units { write(unit) }
        writeProgram()
        return text
    }

    private mutating func writeRules() {
        let langc = dollars(ShellText.quoted(settings.compiler))
        let options = dollars(ShellText.joined(settings.compileOptions))
        let place = dollars(ShellText.quoted(root))
        let planning = dollars(ShellText.joined(settings.arguments))
        let target = dollars(ShellText.joined(plan.targetArguments(settings)))
        let linking = dollars(ShellText.joined(plan.linkArguments(settings, root: root)))
        text += """
            # Made by langc \(langcVersion); `langc plan` makes it anew when modules import something else. Do not edit.
            ninja_required_version = 1.5
            builddir = .

            rule plan
              command = \(langc) plan \(planning)
              description = plan
              generator = 1

            rule imports
              command = \(langc) plan --imports $module --root \(place) -o $out
              description = imports of $module
              restat = 1
              generator = 1

            rule names
              command = \(langc) plan --names $directory -o $out
              description = names in $directory
              restat = 1
              generator = 1

            rule compile
              command = \(langc) compile \(options) --root \(place) --job $job @$quoted_arguments
              description = compile $modules
              rspfile = $arguments
              rspfile_content = $outputs $in
              restat = 1

            rule interface
              command = \(langc) interface -o $out @$out.args
              description = interface of $modules
              rspfile = $out.args
              rspfile_content = $in
              restat = 1

            rule link
              command = \(langc) link \(linking) \(target) @link.args
              description = link \(dollars(plan.program(settings)))
              rspfile = link.args
              rspfile_content = $in_newline


            """
    }

    /// Dollars are ninja's.
    private func dollars(_ text: String) -> String { text.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$") }

    private mutating func writePlanning() {
        let scans = plan.modules.map { BuildPlan.Layout.scan($0.object) }
        for (module, object) in plan.modules {
            let included = JobDescription.files(of: module).dropLast(module.attachment == nil ? 0 : 1)
            edge("imports", [BuildPlan.Layout.scan(object)], implicit: included.map(source) + [settings.compiler])
            variable("module", ShellText.quoted(module.module.text))
        }
        for (directory, listing) in zip(plan.directories, listings) {
            edge("names", [listing], implicit: [fromHere(directory), settings.compiler])
            variable("directory", ShellText.quoted(fromHere(directory)))
        }
        // What has vanished is no error here: the plan that is made then does without it.
        let found = Set(plan.modules.flatMap { JobDescription.files(of: $0.member) }.map(source) + plan.directories.map(fromHere))
        for path in found.sorted() { text += "build \(Self.escaped(path)): phony\n" }
        edge("plan", ["build.ninja"], implicit: scans + listings + plan.manifests.map(fromHere) + [settings.compiler])
        text += "\n"
    }

    private mutating func write(_ unit: BuildPlan.Unit) {
        let objects = unit.objects.map(BuildPlan.Layout.object)
        let imported = unit.imports.map { BuildPlan.Layout.interface(plan.units[$0]) }
        let job = BuildPlan.Layout.job(unit)
        edge("compile", objects, imported, implicit: [job] + unit.job.files.map(source) + [settings.compiler])
        variable("job", ShellText.quoted(job))
        variable("modules", unit.title)
        variable("outputs", objects.map { "-o " + ShellText.quoted($0) }.joined(separator: " "))
        // The file's name is ninja's in one place and the shell's in the other.
        variable("arguments", "objects/\(unit.name).args")
        variable("quoted_arguments", ShellText.quoted("objects/\(unit.name).args"))
        let members = Array(objects.prefix(unit.job.members.count))
        edge("interface", [BuildPlan.Layout.interface(unit)], members + imported, implicit: [settings.compiler])
        variable("modules", unit.title)
        text += "\n"
    }

    private mutating func writeProgram() {
        let objects = plan.units.flatMap(\.objects).map(BuildPlan.Layout.object)
        var outputs = plan.outputs(settings)
        // Of the files in the directory this one is always written.
        if case .unmerged(let directory) = settings.target { outputs = [Path.join(directory, UnmergedProgram.planFile)] }
        edge("link", outputs, objects, implicit: plan.linkedSources(settings).map(source) + [settings.compiler])
        text += "default \(Self.escaped(outputs[0]))\n"
    }

    // MARK: Text

    private func source(_ path: String) -> String { Path.join(root, path) }

    /// The files with the names in directories.
    private var listings: [String] {
        let places = plan.directories.map { ModuleID(Path.relative($0, from: plan.root)) }
        return ObjectFileNames.names(for: places).map { "directories/\($0.dropLast(ObjectFileNames.ending.count)).txt" }
    }

    /// A path as seen from the plan's directory.
    private func fromHere(_ path: String) -> String { Path.relative(path, from: settings.directory) }

    private mutating func edge(_ rule: String, _ outputs: [String], _ inputs: [String] = [], implicit: [String]) {
        text += "build " + outputs.map(Self.escaped).joined(separator: " ") + ": \(rule)"
        for input in inputs { text += " " + Self.escaped(input) }
        text += " |"
        for input in implicit { text += " " + Self.escaped(input) }
        text += "\n"
    }

    private mutating func variable(_ name: String, _ value: String) { text += "  \(name) = \(dollars(value))\n" }

    /// A path for a line that begins with `build` or `default`.
    private static func escaped(_ path: String) -> String {
        var result = ""
        for scalar in path.unicodeScalars {
            if scalar == "$" || scalar == " " || scalar == ":" { result += "$" }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
