import Basics
import Diagnostics

/// A plan for Bazel: one target for each module, or for modules that import one another, and one for the program.
///
/// What the rules do is the same for all programs and stands in `langc.bzl`. They use no toolchains and nothing from outside.
public struct BazelPlan {
    /// How the files begin, by which they are known.
    public static let heading = "# Made by langc"

    private let plan: BuildPlan
    private let settings: PlanSettings
    /// From the workspace to the root; empty if they are the same.
    private let package: String

    public init(_ plan: BuildPlan, _ settings: PlanSettings) throws(PlanRefusal) {
        self.plan = plan
        self.settings = settings
        let way = Path.relative(plan.root, from: settings.directory)
        guard way != "..", !way.hasPrefix("../"), !Path.isAbsolute(way) else {
            throw PlanRefusal(message: "the program's root '\(plan.root)' is not in '\(settings.directory)'", help: "-o names the workspace of Bazel")
        }
        package = way == "." ? "" : way + "/"
        if let path = plan.units.lazy.flatMap(\.job.files).first(where: { $0.hasPrefix("../") }) {
            throw PlanRefusal(message: "'\(path)' is not in the program's root, so that Bazel cannot know it", help: "name a directory above with --root")
        }
    }

    /// A workspace file that is there already stays; it must know langc as the last of these files does.
    public func files() throws(PlanRefusal) -> [PlanFile] {
        [
            PlanFile(path: package + "BUILD.bazel", text: targets, isGuarded: true),
            PlanFile(path: package + "langc.bzl", text: Self.rules, isGuarded: true),
            PlanFile(path: "WORKSPACE", text: workspace, isOptional: true),
        ]
    }

    private var workspace: String {
        """
        \(Self.heading).
        new_local_repository(
            name = "langc",
            path = \(Self.text(Path.parent(settings.compiler))),
            build_file_content = "exports_files(['\(Path.lastComponent(settings.compiler))'])",
        )

        """
    }

    private var targets: String {
        var text = """
            \(Self.heading) \(langcVersion); `langc plan` makes it anew. Do not edit.
            load(":langc.bzl", "langc_modules", "langc_program")

            LANGC = "@langc//:\(Path.lastComponent(settings.compiler))"

            OPTIONS = \(Self.list(settings.compileOptions))

            """
        for unit in plan.units { text += target(unit) }
        let units = plan.units.map { ":" + Self.target($0) }
        var outputs = plan.outputs(settings)
        var directory = ""
        if case .unmerged(let name) = settings.target { (outputs, directory) = ([], name) }
        return text + """

            langc_program(
                name = \(Self.text(plan.name)),
                langc = LANGC,
                options = \(Self.list(plan.linkArguments(settings, root: package.isEmpty ? "." : String(package.dropLast())))),
                outputs = \(Self.list(outputs)),
                directory = \(Self.text(directory)),
                modules = \(Self.lines(units)),
                sources = \(Self.list(plan.linkedSources(settings))),
                visibility = ["//visibility:public"],
            )

            """
    }

    private func target(_ unit: BuildPlan.Unit) -> String {
        """

        langc_modules(
            name = \(Self.text(Self.target(unit))),
            langc = LANGC,
            options = OPTIONS,
            job = \(Self.lines(unit.job.lines)),
            sources = \(Self.list(unit.job.files)),
            objects = \(Self.list(unit.objects)),
            members = \(unit.job.members.count),
            imports = \(Self.list(unit.imports.map { ":" + Self.target(plan.units[$0]) })),
        )

        """
    }

    /// The name must not be that of the source.
    private static func target(_ unit: BuildPlan.Unit) -> String { unit.name + ".module" }

    // MARK: Text

    private static func list(_ words: [String]) -> String { "[" + words.map(text).joined(separator: ", ") + "]" }

    private static func lines(_ words: [String]) -> String {
        words.isEmpty ? "[]" : "[\n" + words.map { "        \(text($0)),\n" }.joined() + "    ]"
    }

    /// Starlark has JSON's escapes for all characters that cannot stand for themselves.
    private static func text(_ word: String) -> String { JSONText.quoted(word) }
}
