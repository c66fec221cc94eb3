import Basics
import CodeGen
import Driver

extension Command {
    enum PlanFormat: String, CaseIterable {
        case ninja, bazel, json
    }

    static var plan: Command {
        Command(
            "plan", summary: "write a build as a graph that another program runs", usage: "[MAIN] [--format FORMAT] [-o DIR] [OPTIONS]",
            details: """
                Finds the modules of the program and writes the commands that build it, each with the files it reads and makes:
                  ninja   DIR/build.ninja and what belongs to it (DIR: build); 'ninja -C DIR' builds DIR/NAME.wasm
                  bazel   BUILD.bazel, langc.bzl and, if there is none, WORKSPACE in DIR, which is the root (default) or a directory above it
                  json    one JSON object on standard output, or in the file that -o names
                docs/scaling.md tells when to use which. The plan of ninja makes itself anew when modules import something else.
                \(Command.mainOrProject)
                """,
            options: [
                Option("--format", value: "FORMAT", help: "ninja (default), bazel or json"),
                Option("-o", "--output", value: "DIR", help: "where the plan goes"),
                .reactor,
                Option("--target", value: "TARGET", help: "wasm (default), or web: a directory NAME-web with a page that runs the program"),
                Option("--unmerged", value: "NAME", help: "make the modules, the runtime and a loader in a directory of this name instead of one file"),
                Option("--export", value: "NAME", help: "export this function or variable of the entry module from the program; may be repeated"),
                Option("--export-all", help: "export all functions and variables that the entry module exports"),
                Option("--imports", value: "MODULE", help: "only write what planning reads of this module, a path from the root, to the file -o"),
                Option("--names", value: "DIR", help: "only write what planning reads of this directory to the file -o"),
            ] + Option.compiling + [.diagnostics], run: runPlan)
    }

    private static func runPlan(_ arguments: Arguments) throws -> ExitStatus {
        if arguments.has("--imports") || arguments.has("--names") { return try writePart(arguments) }
        let format = try arguments.choice("--format", default: PlanFormat.ninja)
        let target = try arguments.planTarget()
        let request = try arguments.buildRequest(default: .standard)
        let result = BuildPlan.make(request.options)
        let status = try arguments.diagnosticsFormat().show(result.diagnostics, sources: result.sources)
        guard status == .success, let plan = result.plan else { return status }
        do {
            let directory = try planDirectory(format, plan, arguments)
            var settings = try settings(request, plan, in: directory, arguments)
            settings.target = target
            switch format {
            case .ninja: return try write(try NinjaPlan(plan, settings).files(), to: directory)
            case .bazel: return try write(try BazelPlan(plan, settings).files(), to: directory)
            case .json: return try write(Array(JSONPlan(plan, settings).text.utf8), to: arguments.value("--output") ?? "-", besides: [])
            }
        } catch let error as PlanRefusal {
            Console.error("langc plan: \(error.message); \(error.help)")
        } catch let error as FileSystemError {
            Console.error("langc plan: cannot write '\(error.path)': \(error.cause.words)")
        }
        return .failure
    }

    /// Writes what planning reads of one file or directory, unless it stands there already.
    private static func writePart(_ arguments: Arguments) throws -> ExitStatus {
        guard let output = arguments.value("--output") else { throw UsageError("no output given") }
        let text: String
        do throws(FileSystemError) {
            if let module = arguments.value("--imports") {
                text = try ImportScan(of: module, root: try RealFileSystem().canonicalPath(arguments.value("--root") ?? ".")).text
            } else {
                text = try DirectoryListing(of: arguments.value("--names") ?? ".").text
            }
        } catch {
            // Planning says what that means.
            text = "\(error.cause.words)\n"
        }
        return try writeIfChanged(Array(text.utf8), to: output)
    }

    private static func planDirectory(_ format: PlanFormat, _ plan: BuildPlan, _ arguments: Arguments) throws -> String {
        let files = RealFileSystem()
        switch format {
        case .json: return plan.root
        case .bazel: return try files.canonicalPath(arguments.value("--output") ?? plan.root)
        case .ninja:
            let directory = arguments.value("--output") ?? "build"
            try files.createDirectories(directory)
            return try files.canonicalPath(directory)
        }
    }

    /// Files that did not change are left alone, but for those that must be newer than what they were made from.
    private static func write(_ files: [PlanFile], to directory: String) throws -> ExitStatus {
        for file in files {
            let path = Path.join(directory, file.path)
            guard try file.isToReplace(try? RealFileSystem().read(path)) else { continue }
            try RealFileSystem().createDirectories(Path.parent(path))
            try RealFileSystem().write(file.text, to: path)
        }
        return .success
    }

    private static func settings(_ request: BuildRequest, _ plan: BuildPlan, in directory: String, _ arguments: Arguments) throws -> PlanSettings {
        let options = request.options
        let level = OptimizationLevel.options.first { $0.level == options.optimization }.map { [$0.option] } ?? []
        let debug = options.sourceMap ? ["-g"] : []
        let exports = arguments.all("--export").flatMap { ["--export", $0] } + (arguments.has("--export-all") ? ["--export-all"] : [])
        let stress = options.collectorStress ? ["--gc-stress"] : []
        return PlanSettings(
            compiler: try RealFileSystem().canonicalPath("/proc/self/exe"), directory: directory,
            compileOptions: level + debug + (options.verify ? ["--verify"] : []), linkOptions: level + debug + stress + exports,
            arguments: try arguments.planArguments(request, plan, in: directory))
    }
}

extension Arguments {
    /// What the plan is to make at last.
    fileprivate func planTarget() throws -> PlanTarget {
        let isPage = try target() == .web
        guard let directory = value("--unmerged") else { return isPage ? .page : has("--reactor") ? .library : .program }
        if let other = ["--target", "--reactor", "--export", "--export-all"].first(where: has) {
            throw UsageError("\(other) and --unmerged exclude each other")
        }
        guard !directory.isEmpty, ![".", ".."].contains(directory), !directory.contains("/"), !PlanTarget.takenNames.contains(directory) else {
            throw UsageError("'\(directory)' is no name for a directory beside what the plan makes; give another name, without a path")
        }
        return .unmerged(directory: directory)
    }

    /// The command line that makes the same plan for ninja, from its directory, when sources or the manifest have changed.
    fileprivate func planArguments(_ request: BuildRequest, _ plan: BuildPlan, in directory: String) throws -> [String] {
        let files = RealFileSystem()
        let main = request.project == nil ? try files.canonicalPath(request.options.entry) : plan.root
        func fromThere(_ path: String) -> String { Path.relative(path, from: directory) }
        var result = ["--format", "ninja", "-o", ".", fromThere(main)]
        if request.project == nil { result += ["--root", fromThere(plan.root)] }
        for folder in all("--include") { result += ["-I", fromThere((try? files.canonicalPath(folder)) ?? folder)] }
        for option in ["-O0", "-O", "-O3", "-g", "-g0", "--gc-stress", "--verify", "--export-all", "--reactor"] where has(option) { result.append(option) }
        for option in ["--warn", "--allow", "--deny", "--export", "--target", "--unmerged"] { result += all(option).flatMap { [option, $0] } }
        return result
    }
}
