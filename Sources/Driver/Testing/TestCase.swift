/// A test that was found.
public struct TestCase: Hashable, Sendable {
    /// The path of the module as it is shown.
    public var module: String
    /// The name of the function.
    public var name: String
    /// Where the function is declared, from one.
    public var line: Int

    /// What filters look at and reports show: `path/module.atl > test_name`.
    public var fullName: String { "\(module) > \(name)" }
}

/// A module with tests, built into a program of its own.
public struct TestModule: Sendable {
    /// The path of the module as it is shown.
    public var path: String
    /// The tests to run, in source order.
    public var tests: [TestCase]
    /// Stands before paths of the module's project when they are shown.
    var prefix = ""
    /// The program; its last argument is the position in `tests` of the test that it runs. Empty if only a list was asked for.
    public var program: [UInt8] = []
}
