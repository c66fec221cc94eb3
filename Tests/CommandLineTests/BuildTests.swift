import Foundation
import Testing

/// `langc build`: what it writes, where, and when not.
struct BuildTests {
    private static let magic = Data([0, 0x61, 0x73, 0x6D])

    @Test func theOutputIsNamedAfterTheEntryAndLiesInTheCurrentDirectory() throws {
        let workspace = try Workspace(Workspace.program)
        let outcome = try workspace.langc("build", "../main.atl", in: "lib")
        #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.error.isEmpty, "\(outcome.error)")
        #expect(try workspace.names("lib") == ["main.wasm", "shapes.atl", "twice.atl"])
        #expect(try workspace.bytes("lib/main.wasm").prefix(4) == Self.magic)
    }

    @Test func allSpellingsOfABuildGiveTheSameBytes() throws {
        let workspace = try Workspace(Workspace.program)
        #expect(try workspace.langc("--target", "wasm", "main.atl", "-o", "a.wasm").status == 0)
        #expect(try workspace.langc("build", "--target=wasm32-wasi", "main.atl", "-ob.wasm").status == 0)
        #expect(try workspace.langc("main.atl", "--output=c.wasm").status == 0)
        let toOutput = try workspace.langc("build", "-o", "-", "--", "main.atl")
        #expect(toOutput.output.prefix(4) == Self.magic)
        for name in ["a.wasm", "b.wasm", "c.wasm"] { #expect(try workspace.bytes(name) == toOutput.output) }
    }

    @Test func theSameSourcesGiveTheSameBytesAnywhere() throws {
        let first = try Workspace(Workspace.program)
        let second = try Workspace(["atlas.toml": "", "deep/er/none": ""].merging(Workspace.program) { $1 })
        let expected = try first.langc("build", "main.atl", "-g", "-o", "-", "--jobs", "1").output
        #expect(expected.prefix(4) == Self.magic)
        for (entry, folder, jobs) in [
            ("main.atl", "", "4"), ("../../main.atl", "deep/er", "2"), (second.directory.path + "/./lib/../main.atl", "", "3"),
        ] {
            let outcome = try second.langc("build", entry, "-g", "-o", "-", "--jobs", jobs, in: folder)
            #expect(outcome.output == expected, "\(entry) \(outcome.error)")
        }
    }

    @Test func noInputIsReplaced() throws {
        let workspace = try Workspace(["atlas.toml": "package.name = 'a'"].merging(Workspace.program) { $1 })
        for output in ["./lib/../main.atl", "lib/shapes.atl", "atlas.toml"] {
            for arguments in [["build", "main.atl", "-o", output], ["build", "main.atl", "-o", "x.wasm", "--map", output], ["compile", "main.atl", "-o", output]] {
                let outcome = try workspace.start(arguments).finish()
                #expect(outcome.status == 2 && outcome.error.contains("the output '\(output)' would replace an input"), "\(arguments): \(outcome.error)")
            }
        }
        for (path, text) in Workspace.program { #expect(try workspace.bytes(path) == Data(text.utf8)) }
        #expect(try workspace.langc("compile", "main.atl", "--with-dependencies", "-o", ".").status == 0)
        let object = try workspace.bytes("main.atl.o.wasm")
        let objects = try workspace.names().filter { $0.hasSuffix(".o.wasm") }
        #expect(try workspace.start(["link", "-o", "main.atl.o.wasm"] + objects).finish().status == 2)
        #expect(try workspace.bytes("main.atl.o.wasm") == object)
    }

    @Test func anErrorLeavesTheOldOutputAlone() throws {
        let workspace = try Workspace(["main.atl": "let n: number = \"x\";", "main.wasm": "old"])
        let outcome = try workspace.langc("build", "main.atl")
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        #expect(outcome.error.contains("error[AT3001]: Type mismatch: expected number, found string\n  --> main.atl:1:17"))
        #expect(try workspace.bytes("main.wasm") == Data("old".utf8))
        #expect(try workspace.names() == ["main.atl", "main.wasm"])
    }

    @Test(arguments: [
        ("lib", "cannot write 'lib': Is a directory"), ("none/a.wasm", "cannot write 'none/a.wasm': No such file or directory"),
        ("main.atl/a.wasm", "cannot write 'main.atl/a.wasm': Not a directory"),
        ("/dev/full", "cannot write '/dev/full': No space left on device"), ("/proc/a.wasm", "cannot write '/proc/a.wasm'"),
    ])
    func whatCannotBeWrittenIsReported(_ output: String, _ message: String) throws {
        let workspace = try Workspace(["main.atl": "print(1);", "lib/x": ""])
        let outcome = try workspace.langc("build", "main.atl", "-o", output)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains(message), "\(outcome.error)")
        #expect(try workspace.names() == ["lib", "main.atl"])
        #expect(try workspace.names("lib") == ["x"])
    }

    @Test func theSourceIsNeverReplaced() throws {
        let workspace = try Workspace(["main.wasm": "print(1);"])
        let outcome = try workspace.langc("build", "main.wasm")
        #expect(outcome.status == 2)
        #expect(outcome.error.contains("the output 'main.wasm' would replace the source"))
        #expect(try workspace.bytes("main.wasm") == Data("print(1);".utf8))
    }

    @Test func debugInformationIsWrittenWhenAskedFor() throws {
        let workspace = try Workspace(Workspace.program)
        #expect(try workspace.langc("build", "main.atl", "-g", "-O0").status == 0)
        #expect(try workspace.names() == ["lib", "main.atl", "main.wasm", "main.wasm.map"])
        let map = try #require(try JSONSerialization.jsonObject(with: workspace.bytes("main.wasm.map")) as? [String: Any])
        #expect(map["version"] as? Int == 3)
        #expect(Set(map["sources"] as? [String] ?? []).isSuperset(of: ["main.atl", "lib/shapes.atl", "lib/twice.atl"]))
        #expect(try workspace.bytes("main.wasm").range(of: Data("main.wasm.map".utf8)) != nil)
    }

    @Test func intermediateResultsCanBeSeen() throws {
        let workspace = try Workspace(Workspace.program)
        let core = try workspace.langc("build", "main.atl", "--emit", "core")
        #expect(core.status == 0 && core.text.hasPrefix("module main.atl\n") && core.text.contains("initializer"))
        let loop = try Workspace(["main.atl": "for (var i = 0; i < 3; i++) { print(i); }\n"])
        #expect(try loop.langc("build", "main.atl", "--emit", "core").text.contains("i: i32"))
        #expect(try loop.langc("build", "main.atl", "--emit", "core", "-O0").text.contains("i: f64"))
        let text = try workspace.langc("build", "main.atl", "--emit", "wat")
        #expect(text.status == 0 && text.text.hasPrefix("(module") && text.text.contains("\"_start\""))
        #expect(try workspace.langc("build", "main.atl", "--emit", "object").status == 0)
        #expect(try workspace.langc("inspect", "main.o.wasm").text.hasPrefix("Object of module 'main.atl'"))
    }

    @Test func timingsGoToStandardError() throws {
        let workspace = try Workspace(Workspace.program)
        let outcome = try workspace.langc("build", "main.atl", "--timings", "-o", "-")
        #expect(outcome.output.prefix(4) == Self.magic)
        for phase in ["load and parse", "check", "lower", "generate code", "link"] {
            #expect(outcome.error.contains(try Regex("(?m)^\(phase) +[0-9.e-]+ ms$")), "\(outcome.error)")
        }
    }
}
