import Foundation
import Testing

/// `langc plan`, and the commands that plans are made of.
struct PlanTests {
    // MARK: Programs

    /// Modules that import one another, a macro that mentions what its user does not import, an included file, and a re-export.
    private static let ai = [
        "main.ai": """
            (import "even" (even? swap!))
            (import "facade" (twice))
            (include "part.scm")
            (define a 1) (define b 2) (swap! a b)
            (print (list (even? 10) a b part (twice 4)))
            """,
        "part.scm": "(define part (map (lambda (x) (* x x)) '(1 2 3)))\n",
        "even.ai": """
            (module even [even? swap!]
              (import "odd" (odd?))
              (define-syntax swap! (syntax-rules () ((_ x y) (let ((t x)) (set! x y) (set! y t)))))
              (define (even? n) (if (= n 0) #t (odd? (- n 1)))))
            """,
        "odd.ai": "(module odd [odd?] (import \"even\" (even?)) (define (odd? n) (if (= n 0) #f (even? (- n 1)))))\n",
        "facade.ai": "(module facade [twice] (import \"lib/base\" (twice)))\n",
        "lib/base.ai": "(module base [twice] (define-syntax twice (syntax-rules () ((_ x) (add x x)))) (define (add a b) (+ a b)))\n",
    ]

    /// Modules of two languages, of which one raises signals that the other, and its library, have to pass on.
    private static let mixed = [
        "app.atl": """
            import { area: (number) -> number, shout: (string) -> string } from "./geometry.ai";
            import { each } from "./each";
            print(str(area(2)));
            print(shout("a"));
            print(str(len(each([1, 2, 3]))));
            """,
        "each.atl": "fn twice(n: number) -> number { return n * 2; }\nexport fn each(list: number[]) -> number[] { return map(list, twice); }",
        "geometry.ai": "(module geometry [area shout] (define (area side) (* side side)) (define (shout s) (string-append s \"!\")))\n",
    ]

    private static let programs = ["main.atl": Workspace.program, "main.ai": ai, "app.atl": mixed]

    // MARK: Hermetic commands

    /// A command of a plan with format json.
    private struct Action {
        let kind: String
        let modules: [String]
        let command: [String]
        let inputs: [String]
        let outputs: [String]

        init?(_ value: Any) {
            guard let object = value as? [String: Any], let kind = object["kind"] as? String, let modules = object["modules"] as? [String],
                let command = object["command"] as? [String], let inputs = object["inputs"] as? [String],
                let outputs = object["outputs"] as? [String]
            else { return nil }
            (self.kind, self.modules, self.command, self.inputs, self.outputs) = (kind, modules, command, inputs, outputs)
        }
    }

    private func plan(_ workspace: Workspace, _ arguments: [String]) throws -> (actions: [Action], files: [String: String], program: String) {
        let outcome = try workspace.start(["plan", "--format", "json"] + arguments).finish()
        try #require(outcome.status == 0, "\(outcome.error)")
        let object = try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
        let files = try #require(object["files"] as? [[String: String]])
        let actions = try #require(object["actions"] as? [Any]).compactMap(Action.init)
        #expect(actions.count == (object["actions"] as? [Any])?.count)
        return (
            actions, Dictionary(uniqueKeysWithValues: files.map { ($0["path"] ?? "", $0["text"] ?? "") }),
            try #require(object["program"] as? String)
        )
    }

    /// Runs each command in a directory that holds nothing but its inputs, and takes nothing but its outputs from there.
    private func run(_ actions: [Action], _ files: [String: String], sources: Workspace) throws -> [String: Data] {
        var made = files.mapValues { Data($0.utf8) }
        for action in actions {
            let place = try Workspace()
            for input in action.inputs {
                let url = place.directory.appending(path: input)
                try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try (made[input] ?? sources.bytes(input)).write(to: url)
            }
            for output in action.outputs {
                let url = place.directory.appending(path: output)
                try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            }
            #expect(action.command.first.map { URL(filePath: $0).lastPathComponent } == "langc")
            let outcome = try place.start(Array(action.command.dropFirst())).finish()
            try #require(outcome.status == 0 && outcome.error.isEmpty, "\(action.command): \(outcome.error)")
            for output in action.outputs { made[output] = try place.bytes(output) }
        }
        return made
    }

    @Test(arguments: [
        ("main.atl", ["-O0"]), ("main.atl", ["-O"]), ("main.atl", ["-O", "-g"]), ("main.ai", ["-O0"]), ("main.ai", ["-O"]), ("main.ai", ["-O3"]),
        ("app.atl", ["-O0"]), ("app.atl", ["-O"]),
    ])
    func commandsReadOnlyTheirInputsAndMakeTheBytesOfABuild(_ entry: String, _ options: [String]) throws {
        let workspace = try Workspace(Self.programs[entry] ?? [:])
        let built = try workspace.start(["build", entry, "-o", "build.wasm"] + options).finish()
        try #require(built.status == 0, "\(built.error)")
        let (actions, files, program) = try plan(workspace, [entry] + options)
        let made = try run(actions, files, sources: workspace)
        // The name of a source map is part of the program.
        let expected = try workspace.start(["build", entry, "-o", program, "--no-cache"] + options).finish()
        #expect(expected.status == 0)
        #expect(made[program] == (try workspace.bytes(program)))
        // The map leads from where it lies to the sources.
        if options.contains("-g") { #expect(made["\(program).map"] == (try workspace.bytes("\(program).map"))) }
    }

    @Test func modulesThatImportOneAnotherAreOneCommand() throws {
        let (actions, _, _) = try plan(try Workspace(Self.ai), ["main.ai"])
        let groups = actions.filter { $0.kind == "compile" }.map { $0.modules.sorted() }
        #expect(Set(groups) == [["even.ai", "odd.ai"], ["lib/base.ai"], ["facade.ai"], ["main.ai"]])
        let main = try #require(actions.first { $0.kind == "compile" && $0.modules == ["main.ai"] })
        // What the macro of another module mentions comes with the interface of the module that is imported.
        #expect(Set(main.inputs) == ["jobs/main.ai.job", "main.ai", "part.scm", "interfaces/facade.ai.li", "interfaces/\(groupName(actions)).li"])
        #expect(actions.map(\.kind).last == "link")
    }

    private func groupName(_ actions: [Action]) -> String {
        actions.first { $0.kind == "compile" && $0.modules.count == 2 }?.outputs.first?.split(separator: "/").last.map { String($0.dropLast(".o.wasm".count)) } ?? ""
    }

    /// The bodies and comments of a module are no part of what its importers read.
    @Test func interfacesKnowNothingOfBodiesAndPlaces() throws {
        let workspace = try Workspace(Workspace.program)
        func interface() throws -> Data {
            #expect(try workspace.langc("compile", "-c", "lib/shapes.atl", "-o", "s.o.wasm", "--root", ".").status == 0)
            #expect(try workspace.langc("interface", "s.o.wasm", "-o", "s.li").status == 0)
            return try workspace.bytes("s.li")
        }
        let before = try interface()
        let time = try FileManager.default.attributesOfItem(atPath: workspace.directory.appending(path: "s.li").path)[.modificationDate] as? Date
        try workspace.add(["lib/shapes.atl": "// A comment.\n/// Documentation.\n" + (Workspace.program["lib/shapes.atl"] ?? "").replacing("side * side", with: "side * side + 0")])
        #expect(try interface() == before)
        // The file was not written again.
        #expect(try FileManager.default.attributesOfItem(atPath: workspace.directory.appending(path: "s.li").path)[.modificationDate] as? Date == time)
        try workspace.add(["lib/shapes.atl": (Workspace.program["lib/shapes.atl"] ?? "") + "\nexport let more = 1;"])
        #expect(try interface() != before)
    }

    @Test func foreignModulesArePartOfAPlan() throws {
        let workspace = try Self.example("spectrum")
        let (actions, files, program) = try plan(workspace, ["main.atl", "-O0"])
        let made = try run(actions, files, sources: workspace)
        #expect(made[program] == (try workspace.langc("build", "-O0", "main.atl", "-o", "-").output))
    }

    /// A module in Atlas that does not show that there is Ai in the program.
    @Test(arguments: ["-O0", "-O"]) func modulesOfMixedProgramsCanBeCompiledAlone(_ level: String) throws {
        let workspace = try Workspace(Self.mixed)
        #expect(try workspace.langc("compile", "--with-dependencies", level, "app.atl", "-o", "whole").status == 0)
        #expect(try workspace.langc("compile", level, "each.atl", "-o", "alone.o.wasm").status == 0)
        #expect(try workspace.langc("compile", level, "each.atl", "--signals", "-o", "signals.o.wasm").status == 0)
        let wanted = try workspace.bytes("whole/each.atl.o.wasm")
        #expect(try workspace.bytes("signals.o.wasm") == wanted)
        #expect(try workspace.bytes("alone.o.wasm") != wanted)
        // Where a module imports Ai, that is known.
        #expect(try workspace.langc("compile", level, "app.atl", "-o", "app.o.wasm").status == 0)
        #expect(try workspace.bytes("app.o.wasm") == workspace.bytes("whole/app.atl.o.wasm"))
    }

    // MARK: Bazel

    /// The targets of a plan: of each rule's call the attributes as they are written.
    private func bazelTargets(_ text: String) -> [String: [String: String]] {
        var targets: [String: [String: String]] = [:]
        for call in text.components(separatedBy: "\n\n") where call.contains("langc_modules(") || call.contains("langc_program(") {
            var attributes: [String: String] = [:]
            for match in call.matches(of: /\n    (\w+) = ((?:\[\n(?:        .*\n)*    \])|.*?),?(?=\n)/) {
                attributes[String(match.1)] = String(match.2)
            }
            if let name = attributes["name"] { targets[name.trimmingCharacters(in: ["\""])] = attributes }
        }
        return targets
    }

    private func bazel(_ workspace: Workspace, _ arguments: [String]) throws -> [String: [String: String]] {
        let outcome = try workspace.start(["plan", "--format", "bazel", "-O0"] + arguments).finish()
        try #require(outcome.status == 0, "\(outcome.error)")
        return bazelTargets(String(decoding: try workspace.bytes("BUILD.bazel"), as: UTF8.self))
    }

    @Test func bazelPlansKnowCyclesAndIncludedFiles() throws {
        let targets = try bazel(try Workspace(Self.ai), ["main.ai"])
        let cycle = try #require(targets.first { $0.value["members"] == "2" })
        #expect(Set(targets.keys) == [cycle.key, "lib_base.ai.module", "facade.ai.module", "main.ai.module", "main"])
        #expect(cycle.value["objects"]?.contains("even.ai.o.wasm") == true && cycle.value["objects"]?.contains("odd.ai.o.wasm") == true)
        #expect(cycle.value["imports"] == "[]" && cycle.value["sources"]?.contains("odd.ai") == true)
        let main = try #require(targets["main.ai.module"])
        #expect(main["sources"] == "[\"main.ai\", \"part.scm\"]")
        #expect(main["imports"]?.contains("\":\(cycle.key)\"") == true && main["imports"]?.contains("\":facade.ai.module\"") == true)
        #expect(main["job"]?.contains("import\\teven\\teven.ai") == true, "\(main["job"] ?? "")")
    }

    @Test func bazelPlansKnowProgramsInSeveralLanguages() throws {
        let targets = try bazel(try Workspace(Self.mixed), ["app.atl"])
        #expect(Set(targets.keys) == ["geometry.ai.module", "each.atl.module", "app.atl.module", "app"])
        // Only Atlas has to be told to pass signals on.
        #expect(targets["each.atl.module"]?["job"]?.contains("\"signals\"") == true)
        #expect(targets["app.atl.module"]?["job"]?.contains("\"signals\"") == true)
        #expect(targets["geometry.ai.module"]?["job"]?.contains("\"signals\"") == false)
        #expect(targets["app"]?["options"] == "[\"-O0\", \"--entry\", \"app.atl\"]")
        #expect(targets["app"]?["outputs"] == "[\"app.wasm\"]")
    }

    @Test func bazelPlansKnowForeignModules() throws {
        let workspace = try Self.example("spectrum")
        let targets = try bazel(workspace, ["main.atl"])
        let foreign = try #require(targets.values.first { $0["sources"]?.contains("fft.o") == true })
        // The object of the foreign module is made besides that of the module that describes it.
        #expect(foreign["members"] == "1" && foreign["objects"]?.split(separator: ",").count == 2)
        #expect(foreign["job"]?.contains("attachment\\t") == true && foreign["job"]?.contains("companion\\t") == true)
    }

    @Test func bazelPlansKnowWhatIsMade() throws {
        let library = try bazel(try Workspace(Self.ai), ["main.ai", "--reactor"])["main"]
        #expect(library?["outputs"] == "[\"main.wasm\", \"main.d.mts\", \"main.instance.d.mts\", \"main.instance.mjs\", \"main.mjs\"]")
        #expect(library?["options"]?.contains("\"--reactor\"") == true && library?["directory"] == "\"\"")
        let page = try bazel(try Workspace(Self.mixed), ["app.atl", "--target", "web"])["app"]
        #expect(page?["outputs"]?.contains("\"app-web/app.wasm\"") == true && page?["outputs"]?.contains("\"app-web/index.html\"") == true)
        let unmerged = try bazel(try Workspace(Self.mixed), ["app.atl", "--unmerged", "out"])["app"]
        #expect(unmerged?["outputs"] == "[]" && unmerged?["directory"] == "\"out\"")
    }

    /// A copy of an example.
    private static func example(_ name: String) throws -> Workspace {
        let workspace = try Workspace()
        let example = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../examples/atlas/\(name)").standardized
        for name in try FileManager.default.contentsOfDirectory(atPath: example.path) {
            try FileManager.default.copyItem(at: example.appending(path: name), to: workspace.directory.appending(path: name))
        }
        return workspace
    }

    // MARK: Errors

    @Test func jobsAreCheckedBeforeTheyRun() throws {
        let workspace = try Workspace(Workspace.program)
        let (_, files, _) = try plan(workspace, ["main.atl"])
        try workspace.add(files)
        try workspace.add(["empty.job": "langc-job\t1\n", "old.job": "langc-job\t0\n", "strange.job": "langc-job\t1\nmodule\ta.atl\nverb\tb\n", "none.job": "x"])
        for (job, text) in [
            ("empty.job", "line 2: it names no module"), ("old.job", "line 1: it was written by another version of langc"),
            ("strange.job", "line 3: 'verb\tb' means nothing here"), ("none.job", "line 1: it does not begin with 'langc-job'"),
            ("absent.job", "cannot read 'absent.job': No such file or directory"),
        ] {
            let outcome = try workspace.langc("compile", "--job", job, "-o", "a.o.wasm")
            #expect(outcome.status == 2 && outcome.error.contains(text), "\(outcome.error)")
        }
        let few = try workspace.langc("compile", "--job", "jobs/main.atl.job")
        #expect(few.status == 2 && few.error.contains("the job makes 1 object, but 0 -o are given"), "\(few.error)")
        let missing = try workspace.langc("compile", "--job", "jobs/main.atl.job", "-o", "m.o.wasm")
        #expect(missing.status == 1 && missing.error.contains("error[LC0011]"), "\(missing.error)")
        let wrong = try workspace.langc("compile", "--job", "jobs/main.atl.job", "-o", "m.o.wasm", "main.atl")
        #expect(wrong.status == 1 && wrong.error.contains("cannot read 'main.atl': it is not a file of interfaces"), "\(wrong.error)")
        let object = try workspace.langc("interface", "main.atl", "-o", "m.li")
        #expect(object.status == 1 && object.error.contains("'main.atl' is not an object"), "\(object.error)")
        #expect(!(try workspace.names().contains { $0.hasSuffix(".o.wasm") || $0.hasSuffix(".li") }))
    }

    /// What a build says of a module because of its importer's language, the importer's command says.
    @Test func exportsThatClashForAnImporterAreErrors() throws {
        let workspace = try Workspace([
            "main.atl": "import * as names from \"./names.ai\";\nprint(\"never\");\n", "names.ai": "(module names [a-b a_b]\n  (define a-b 1)\n  (define a_b 2))\n",
        ])
        let (actions, files, _) = try plan(workspace, ["main.atl"])
        try workspace.add(files.merging(["objects/.keep": "", "interfaces/.keep": ""]) { $1 })
        let outcomes = try actions.prefix(3).map { try workspace.start(Array($0.command.dropFirst())).finish() }
        #expect(outcomes.map(\.status) == [0, 0, 1])
        #expect(outcomes[2].error.contains("error[AI0402]: exports 'a-b' and 'a_b' have the same foreign name 'a_b'"), "\(outcomes[2].error)")
    }

    @Test func planningReportsWhatItCannotPlan() throws {
        let workspace = try Workspace(["main.atl": "import { a } from \"./absent\";\nprint(a);", "broken.atl": "let = 1;"])
        let outcome = try workspace.langc("plan", "main.atl")
        #expect(outcome.status == 1 && outcome.error.contains("./absent"), "\(outcome.error)")
        #expect(try workspace.names() == ["broken.atl", "main.atl"])
        // What is wrong in a module is for the command that compiles it.
        #expect(try workspace.langc("plan", "broken.atl").status == 0)
        let guarded = try Workspace(["main.atl": "print(1);", "BUILD.bazel": "# mine\n"])
        let refused = try guarded.langc("plan", "main.atl", "--format", "bazel")
        #expect(refused.status == 1 && refused.error.contains("'BUILD.bazel' is there and not made by langc"), "\(refused.error)")
        #expect(try guarded.names() == ["BUILD.bazel", "main.atl"])
        #expect(try guarded.langc("plan", "main.atl", "--format", "make").status == 2)
    }

    /// Warnings are as strict in a plan as in a build.
    @Test func theManifestDecidesOnWarnings() throws {
        let files = ["src/main.atl": "let unused = 1;\nfn f() -> void { let x = 1; }\nf();\n"]
        let strict = try Workspace(files.merging(["atlas.toml": "[package]\nname = \"p\"\nversion = \"1.0.0\"\n[build]\nentry = \"src/main.atl\"\n[warnings]\nlevel = \"deny\"\n"]) { $1 })
        let built = try strict.langc("build", "-o", "-")
        let (actions, texts, _) = try plan(strict, [])
        try strict.add(texts)
        let compiled = try strict.start(Array(actions[0].command.dropFirst())).finish()
        #expect(compiled.status == built.status && built.status == 1, "\(built.error)")
        #expect(compiled.error == built.error)
    }

    @Test func argumentsComeFromFilesToo() throws {
        let workspace = try Workspace(["a b.atl": "print(1);", "args": "'a b.atl'\n  -o \"x\\\"y\".o.wasm\n"])
        let outcome = try workspace.langc("compile", "@args")
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try workspace.names().contains("x\"y.o.wasm"))
        let absent = try workspace.langc("link", "@absent")
        #expect(absent.status == 2 && absent.error.contains("cannot read the arguments in 'absent'"), "\(absent.error)")
    }
}
