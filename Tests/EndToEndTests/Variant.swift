import CodeGen
import Driver

/// One way to build a program; all must behave alike.
enum Variant: String, CaseIterable, Sendable {
    case plain = "-O0"
    case optimized = "-O"
    case stressed = "-O0 --gc-stress"

    /// The variants that are run unmerged as well. Under stress the objects are those of `-O0`, and the runtime shows more.
    static let unmerged: [Variant] = [.optimized, .stressed]

    /// - Parameter flags: what the case is built with besides.
    func options(entry: String, flags: [String] = []) -> BuildOptions {
        var options = BuildOptions(
            entry: entry, optimization: self == .optimized ? .standard : .none, collectorStress: self == .stressed, jobs: 1, verify: true)
        for flag in flags { Self.flags[flag]?(&options) }
        return options
    }

    /// The flags that cases may have, with what each means.
    static let flags: [String: @Sendable (inout BuildOptions) -> Void] = [
        "-g": { options in
            options.keepNames = true
            options.sourceMap = true
            options.callStacks = true
        }
    ]
}
