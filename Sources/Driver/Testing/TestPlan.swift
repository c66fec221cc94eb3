import Basics
import Diagnostics

/// The tests that were found and built, ready to run.
public struct TestPlan: Sendable {
    /// Modules with tests to run, in ascending order of their paths.
    public var modules: [TestModule] = []
    /// The shown paths of modules that could not be built, in ascending order; none of their tests run.
    public var failedModules: [String] = []
    /// How many tests the filter left out.
    public var filteredCount = 0
    public var diagnostics: [Diagnostic] = []
    public var sources = SourceMap()
    public var timings = Timings()
    /// By shown path of a module: the expression at fault when an error names a place in it.
    var expressions: [String: @Sendable (Int) -> SourceSpan?] = [:]

    /// Finds and builds tests.
    ///
    /// - Parameter isList: only find them.
    public static func make(_ options: TestOptions, isList: Bool = false, fileSystem: any FileSystem = RealFileSystem()) -> TestPlan {
        runOnLargeStack(bytes: compilerStackSize) {
            var plan = TestPlan()
            do throws(FileSystemError) {
                for group in try TestDiscovery.find(options.paths, root: options.build.root, fileSystem) {
                    var build = TestGroupBuild(group, options, fileSystem)
                    build.run(isList: isList, &plan)
                }
            } catch {
                plan.diagnostics.append(DriverDiagnostics.unreadable(error))
            }
            plan.modules.sort { $0.path < $1.path }
            plan.failedModules.sort()
            return plan
        }
    }

    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// All tests in the order of the modules.
    public var tests: [TestCase] { modules.flatMap(\.tests) }
}
