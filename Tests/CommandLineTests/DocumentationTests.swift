import Foundation
import Testing

/// The examples of the guide are programs, and do what their comments say.
struct DocumentationTests {
    static let examples = GuideExample.all(in: "atlas.md", language: "atlas")

    /// The manifest in the guide to projects is one that langc takes without a word.
    @Test func theManifestOfTheGuideIsValid() throws {
        let guide = try String(contentsOf: GuideExample.root.appending(path: "docs/projects.md"), encoding: .utf8)
        let match = try #require(guide.firstMatch(of: /```toml\n((?s).*?)```/))
        let workspace = try Workspace(["atlas.toml": String(match.1), "src/main.atl": "print(\"works\");"])
        let outcome = try workspace.langc("run")
        #expect(outcome.text == "works\n" && outcome.error.isEmpty, "\(outcome.error)")
    }

    /// The readme's program prints what it says, and is as small as it says.
    @Test func theReadmeKeepsItsWord() throws {
        let readme = try String(contentsOf: GuideExample.root.appending(path: "README.md"), encoding: .utf8)
        let block = try #require(readme.firstMatch(of: /(?s)\n(    \/\/ shapes\.atl\n.*?)\n    \$ langc run main\.atl/))
        let lines = block.1.split(separator: "\n", omittingEmptySubsequences: false).map { String($0.dropFirst(4)) }
        let files = GuideExample(kind: .works, line: 0, text: lines.joined(separator: "\n")).files
        #expect(files.count == 3)
        let workspace = try Workspace(files)
        #expect(try workspace.langc("run", "main.atl").text == "9\n1\n1\n")
        #expect(try workspace.langc("build", "main.atl").status == 0)
        let size = try #require(readme.firstMatch(of: /\$ wc -c < main\.wasm\n    (\d+)\n/).flatMap { Double($0.1) })
        #expect(abs(Double(try workspace.bytes("main.wasm").count) - size) < size / 10)
        let hello = try #require(readme.firstMatch(of: /hello world takes (\d+)/).flatMap { Double($0.1) })
        try workspace.add(["hello.atl": "print(\"Hello, world!\");"])
        #expect(try workspace.langc("build", "hello.atl").status == 0)
        #expect(abs(Double(try workspace.bytes("hello.wasm").count) - hello) < hello / 10)

        try workspace.add(["main.atl": files["main.atl", default: ""].replacing("{ area", with: "{ aera")])
        let message = try #require(readme.firstMatch(of: /(?s)\n(    error\[AT5006\].*?)\n\n/))
        let expected = message.1.split(separator: "\n").map { $0.dropFirst(4) + "\n" }.joined()
        #expect(try workspace.langc("check", "main.atl").error.contains(expected))
    }

    @Test func thereAreExamplesOfEveryKind() {
        #expect(Self.examples.count > 20)
        #expect(Set(Self.examples.map(\.kind)).count == 3)
    }

    @Test(arguments: examples)
    func anExampleDoesWhatItSays(_ example: GuideExample) throws {
        let workspace = try Workspace(example.files)
        let outcome = try workspace.langc("run", "main.atl", "--runtime", "wasmkit")
        let wanted = example.kind == .works ? 0 : 1
        #expect(outcome.status == wanted, "\(outcome.error)")
        #expect(outcome.text == example.printed.map { $0 + "\n" }.joined())
        #expect(outcome.reportedCodes == (example.kind == .works ? [] : example.codes).sorted(), "\(outcome.error)")
    }
}

extension GuideExample {
    fileprivate var files: [String: String] { files(comment: "//", fileExtension: "atl") }

    /// The comments after `print`, and those that have a line to themselves.
    fileprivate var printed: [String] {
        text.split(separator: "\n").compactMap { line in
            if let match = line.wholeMatch(of: /print\(.*; +\/\/ (.*)/), !match.1.hasPrefix("AT0") { return String(match.1) }
            guard let match = line.wholeMatch(of: /\/\/ (.*)/), !match.1.hasSuffix(".atl") else { return nil }
            return String(match.1)
        }
    }

    /// The codes in comments.
    fileprivate var codes: [String] { text.matches(of: /\/\/ (AT\d\d\d\d)/).map { String($0.1) } }
}
