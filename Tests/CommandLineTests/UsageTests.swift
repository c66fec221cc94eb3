import Foundation
import Testing

/// Wrong and right command lines.
struct UsageTests {
    @Test func withoutArgumentsTheHelpGoesToStandardError() throws {
        let outcome = try Workspace().langc()
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.error.contains("Usage: langc COMMAND"))
    }

    @Test(arguments: ["new", "build", "run", "test", "check", "compile", "link", "inspect", "graph", "explain"])
    func everyCommandHasHelp(_ command: String) throws {
        let workspace = try Workspace()
        let help = try workspace.langc(command, "--help")
        #expect(help.status == 0 && help.error.isEmpty)
        #expect(help.text.contains("Usage: langc \(command) "))
        #expect(help.text.contains("--help"))
        #expect(help.text.split(separator: "\n").allSatisfy { $0.count <= 130 }, "\(help.text)")
        #expect(try workspace.langc("help", command).text == help.text)
        #expect(try workspace.langc(command, "-h").text == help.text)
        #expect(try workspace.langc("--help").text.contains("\n  \(command) "))
    }

    @Test(arguments: [
        (["bild", "main.atl"], "there is no command 'bild'. Did you mean 'build'?"),
        (["help", "rum"], "there is no command 'rum'. Did you mean 'run'?"),
        (["build", "--outptu", "x", "main.atl"], "unknown option '--outptu'; did you mean '--output'?"),
        (["build", "-O2", "main.atl"], "unknown option '-O2'; did you mean '-O'?"),
        (["build", "-x", "main.atl"], "unknown option '-x'\n"),
        (["build", "-O0", "-O", "main.atl"], "-O0 and -O exclude each other"),
        (["build", "main.atl", "-o"], "option '-o' needs a value"),
        (["build", "-g=1", "main.atl"], "unknown option '-g=1'"),
        (["build", "--timings=1", "main.atl"], "option '--timings' takes no value"),
        (["build"], "no entry module given and no atlas.toml or ai.toml in this directory or above"),
        (["check"], "no entry module given and no atlas.toml or ai.toml in this directory or above"),
        (["build", "-g", "-g0", "main.atl"], "-g and -g0 exclude each other"),
        (["new"], "no name given"),
        (["new", "a", "b"], "only one name is wanted, found 'a' and 'b'"),
        (["new", "1a"], "'1a' cannot name a project: it does not begin with a letter from A to Z"),
        (["new", "../a"], "'../a' cannot name a project"),
        (["new", "a", "--language", "fortran"], "there is no language 'fortran'; --language is one of atlas, ai"),
        (["new", "a", "--path", ""], "--path needs a directory"),
        (["build", "main.atl", "other.atl"], "only one entry module is wanted, found 'main.atl' and 'other.atl'"),
        (["build", "--target", "x86", "main.atl"], "unknown target 'x86'"),
        (["build", "--emit", "elf", "main.atl"], "'elf' is no value of --emit; it is one of binary, core, wat, object"),
        (["check", "--jobs", "0", "main.atl"], "'0' is no number of jobs"),
        (["check", "--diagnostics", "xml", "main.atl"], "'xml' is no value of --diagnostics"),
        (["run", "main.atl", "argument"], "put arguments for the program after --"),
        (["run", "--runtime", "v8", "main.atl"], "'v8' is no value of --runtime; it is one of wasmtime, node, wasmkit"),
        (["run", "--root", "."], "no entry module given and no atlas.toml or ai.toml in '.'"),
        (["link"], "no objects given"),
        (["graph", "--registry", "--format", "dot", "main.atl"], "--registry comes as text or json"),
        (["check", "--deny", "AI9999", "main.atl"], "there is no code 'AI9999'"),
        (["graph", "--format", "svg", "main.atl"], "'svg' is no value of --format"),
        (["inspect", "--json", "--wat", "main.wasm"], "--json and --wat exclude each other"),
        (["explain", "AT3O01"], "there is no code 'AT3O01'; did you mean AT3001?"),
    ])
    func wrongUsageSaysWhatIsWrong(_ arguments: [String], _ message: String) throws {
        let workspace = try Workspace(["main.atl": "print(1);"])
        let outcome = try workspace.start(arguments).finish()
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.error.contains(message), "\(outcome.error)")
        #expect(outcome.error.contains("--help'"))
        #expect(try workspace.names() == ["main.atl"])
    }

    @Test func theVersionIsOneLine() throws {
        let outcome = try Workspace().langc("--version")
        #expect(outcome.status == 0)
        #expect(outcome.text.wholeMatch(of: /langc \d+\.\d+\.\d+\n/) != nil)
        for spelling in ["-V", "version"] { #expect(try Workspace().langc(spelling).text == outcome.text) }
    }

    @Test func everyCodeIsExplained() throws {
        let workspace = try Workspace()
        let list = try workspace.langc("explain")
        #expect(list.status == 0)
        let codes = list.text.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(codes.count > 50 && codes == codes.sorted() && Set(codes).count == codes.count)
        for code in codes {
            let explanation = try workspace.langc("explain", code.lowercased())
            #expect(explanation.status == 0)
            #expect(explanation.text.hasPrefix("\(code) ("))
            #expect(explanation.text.count > 60, "\(explanation.text)")
        }
    }

    @Test func aReaderThatGoesAwayIsNoCrash() throws {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let outcome = try Workspace().start(["explain"], output: pipe.fileHandleForWriting).finish()
        #expect(outcome.status == 1)
        #expect(outcome.error.isEmpty)
    }

    @Test func aFullDiskIsReported() throws {
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let outcome = try Workspace().start(["explain"], output: full).finish()
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("cannot write to standard output: No space left on device"))
    }
}
