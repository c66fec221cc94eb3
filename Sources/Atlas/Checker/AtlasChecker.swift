import Diagnostics
import Core
import ModuleSystem

/// What checking one module gives.
public struct CheckResult: Sendable {
    public var typed: TypedModule
    public var interface: ModuleInterface
    /// Binding errors, type errors and warnings, in the order in which they were found.
    public var diagnostics: [Diagnostic]

    public init(typed: TypedModule, interface: ModuleInterface, diagnostics: [Diagnostic]) {
        self.typed = typed
        self.interface = interface
        self.diagnostics = diagnostics
    }
}

/// The Atlas checker: a tree without syntax errors in, a typed tree, an interface and diagnostics out.
public enum AtlasChecker {
    /// Checks a module. Takes linear time; recursion is as deep as the tree is high.
    ///
    /// - Parameters:
    ///   - path: the `SourceFile.path` for diagnostics.
    ///   - context: what the module's imports were resolved to. An import that `context.resolved` lacks is taken as reported.
    public static func check(_ tree: SyntaxTree, path: String, in context: ModuleContext) -> CheckResult {
        var checker = Checker(tree, path: path, context: context)
        checker.run()
        return CheckResult(
            typed: checker.typed, interface: checker.makeInterface(sourcePath: path), diagnostics: checker.sink.diagnostics)
    }
}
