import Basics
import Core
import Diagnostics
import ModuleSystem
import Testing

@testable import Atlas

/// Checks programs of one or several modules held in memory, without any driver.
struct Program {
    /// The result of each module that was checked, by path.
    var results: [String: CheckResult] = [:]
    /// `code line:column message`, with the path in front where there is more than one module; errors and warnings as they come.
    var messages: [String] = []
    var diagnostics: [Diagnostic] = []

    init(_ source: String) { self.init(["main.atl": source]) }

    /// - Parameter files: text by path, all in one directory; `main.atl` is the entry.
    init(_ files: [String: String]) {
        var states: [String: Bool] = [:]
        load("main.atl", files, &states)
        let single = files.count == 1
        let sorted = DiagnosticReport(diagnostics, errorLimit: nil).diagnostics
        messages = sorted.map { diagnostic in
            guard let label = diagnostic.primary else { return "\(diagnostic.code) \(diagnostic.message)" }
            let position = SourceFile(path: label.path, text: files[label.path] ?? "").position(of: Int(label.span.start))
            let place = "\(position.line):\(position.column)"
            return (single ? "" : label.path + " ") + "\(diagnostic.code) \(place) \(diagnostic.message)"
        }
    }

    /// Loads a module after those it imports; false if it has errors.
    @discardableResult
    private mutating func load(_ path: String, _ files: [String: String], _ states: inout [String: Bool]) -> Bool {
        if let known = states[path] { return known }
        states[path] = false
        guard let text = files[path] else { return false }
        let parsed = AtlasParser.parse(SourceFile(path: path, text: text))
        diagnostics += parsed.diagnostics
        guard parsed.diagnostics.isEmpty else { return false }
        var context = ModuleContext(module: ModuleID(path))
        var isComplete = true
        for declaration in ModuleSummaryBuilder(parsed.tree).summary(of: context.module, sourcePath: path).imports {
            let file = String(declaration.specifier.dropFirst(2)) + ".atl"
            guard load(file, files, &states), let result = results[file] else {
                isComplete = false
                continue
            }
            context.resolved[declaration.specifier] = ModuleID(file)
            context.interfaces[ModuleID(file)] = result.interface
        }
        guard isComplete else { return false }
        let result = AtlasChecker.check(parsed.tree, path: path, in: context)
        diagnostics += result.diagnostics
        results[path] = result
        states[path] = !result.diagnostics.contains { $0.severity == .error }
        return states[path] ?? false
    }
}

/// A program and what the checker says of it.
struct Case: CustomTestStringConvertible, Sendable {
    var source: String
    var expected: [String]

    init(_ source: String, _ expected: String...) {
        self.source = source
        self.expected = expected
    }

    var testDescription: String { source }

    func run() { #expect(Program(source).messages == expected, "\(source)") }
}
