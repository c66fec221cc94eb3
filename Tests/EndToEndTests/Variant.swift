import CodeGen
import Driver

/// One way to build a program; all must behave alike.
enum Variant: String, CaseIterable, Sendable {
    case plain = "-O0"
    case optimized = "-O"
    case stressed = "-O0 --gc-stress"

    func options(entry: String) -> BuildOptions {
        BuildOptions(
            entry: entry, optimization: self == .optimized ? .standard : .none, collectorStress: self == .stressed, jobs: 1, verify: true)
    }
}
