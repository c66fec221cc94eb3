import Basics
import Diagnostics
import Linker
import Testing
@testable import Driver

/// What a manifest says of warnings holds for those of the linker too.
struct LinkWarningTests {
    private func finish(_ manifest: String, _ levels: [String: WarningPolicy.Level] = [:]) throws -> BuildResult {
        let tree = SourceTree(["/app/atlas.toml": "package.name = 'a'\n[warnings]\n" + manifest])
        let project = try #require(Project.at(root: "/app", fileSystem: tree.files))
        #expect(project.diagnostics.isEmpty, "\(project.diagnostics)")
        var result = BuildResult()
        let warning = Diagnostic(code: "LK0018", severity: .warning, message: "may be read too early")
        result.finish(LinkResult(binary: [0], diagnostics: [warning]), WarningWishes(project: project, levels: levels))
        return result
    }

    @Test func warningsOfTheLinkerCanBeAllowedAndDenied() throws {
        let plain = try finish("")
        #expect(plain.diagnostics.map(\.severity) == [.warning] && plain.link?.binary != nil)
        for allowed in ["allow = ['LK0018']", "level = 'allow'"] {
            let result = try finish(allowed)
            #expect(result.diagnostics.isEmpty && result.link?.binary != nil)
        }
        for denied in ["deny = ['LK0018']", "level = 'deny'"] {
            let result = try finish(denied)
            #expect(result.diagnostics.map(\.severity) == [.error] && result.link?.binary == nil)
            #expect(result.diagnostics[0].notes == ["a warning that [warnings] in atlas.toml makes an error"])
        }
        let asked = try finish("allow = ['LK0018']", ["LK0018": .deny])
        #expect(asked.diagnostics.map(\.notes) == [["the command line makes this warning an error"]] && asked.link?.binary == nil)
        #expect(try finish("deny = ['LK0018']", ["LK0018": .allow]).diagnostics.isEmpty)
    }
}
