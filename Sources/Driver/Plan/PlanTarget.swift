import Basics

/// What the last command of a plan makes.
public enum PlanTarget: Hashable, Sendable {
    case program
    /// A library with modules for JavaScript beside it.
    case library
    /// A library in a directory with a page that runs it.
    case page
    /// A directory with the objects, the runtime and a loader. Which files these are is only known when the objects are there.
    case unmerged(directory: String)

    /// Names in the directory of a plan that an unmerged program cannot have.
    public static let takenNames: Set = ["jobs", "objects", "interfaces", "imports", "directories", "build.ninja", "link.args"]
}

extension BuildPlan {
    /// What the plan is for, in its directory: the program, or the first of the files that make it up.
    func program(_ settings: PlanSettings) -> String {
        switch settings.target {
        case .program, .library: name + ".wasm"
        case .page: "\(name)-web/\(name).wasm"
        case .unmerged(let directory): directory
        }
    }

    /// All files that the last command makes, as far as they are known; of an unmerged program the directory.
    func outputs(_ settings: PlanSettings) -> [String] {
        let program = program(settings)
        let map = hasSourceMap(settings) ? [program + ".map"] : []
        let stem = String(program.dropLast(".wasm".count))
        switch settings.target {
        case .program: return [program] + map
        case .library: return [program] + map + LibraryFiles.names(stem)
        case .page: return [program] + map + LibraryFiles.names(stem) + ["\(name)-web/\(WebPage.pageFile)"]
        case .unmerged: return [program]
        }
    }

    /// The arguments of `langc link` that say what it makes.
    func targetArguments(_ settings: PlanSettings) -> [String] {
        switch settings.target {
        case .unmerged(let directory): ["--unmerged", directory]
        default: ["-o", program(settings)]
        }
    }
}
