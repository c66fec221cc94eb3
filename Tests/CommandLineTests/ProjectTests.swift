import Foundation
import Testing

/// langc in a directory with a manifest, as its users meet it.
struct ProjectTests {
    private static let shop = [
        "atlas.toml": "[package]\nname = \"shop\"\n",
        "src/main.atl": "import { price } from \"./price\";\nprint(str(price(2)));\n",
        "src/price.atl": "export fn price(n: number) -> number { return n * 3; }\n",
        "src/deep/x.txt": "",
    ]

    private static func shop(_ manifest: String) throws -> Workspace {
        try Workspace(shop.merging(["atlas.toml": "package.name = \"shop\"\n" + manifest]) { $1 })
    }

    @Test(arguments: ["", "src", "src/deep"])
    func commandsFindTheProjectFromAnywhereInside(_ folder: String) throws {
        let workspace = try Workspace(Self.shop)
        let built = try workspace.langc("build", in: folder)
        #expect(built.status == 0 && built.error.isEmpty && built.output.isEmpty, "\(built.error)")
        #expect(try workspace.names("target") == ["shop.wasm"])
        #expect(try workspace.bytes("target/shop.wasm") == workspace.langc("build", "src/main.atl", "-o", "-").output)
        #expect(try workspace.langc("run", in: folder).text == "6\n")
        #expect(try workspace.langc("check", in: folder).status == 0)
        #expect(try workspace.langc("graph", in: folder).text.contains("src/main.atl (Atlas)\n  imports src/price.atl: price\n"))
        #expect(try workspace.names(folder).contains("main.wasm") == false)
    }

    @Test func aProjectCanBeNamed() throws {
        let workspace = try Workspace(Dictionary(uniqueKeysWithValues: Self.shop.map { ("deep/shop/" + $0.key, $0.value) }))
        for name in ["deep/shop", "deep/shop/", "deep/shop/atlas.toml"] {
            #expect(try workspace.langc("run", name).text == "6\n", "\(name)")
            #expect(try workspace.langc("check", name).status == 0)
        }
        #expect(try workspace.langc("build", "./deep/shop").status == 0)
        #expect(try workspace.names("deep/shop/target") == ["shop.wasm"])
        let inside = try workspace.langc("build", "deep/shop/src")
        #expect(inside.status == 1 && inside.error.contains("Cannot read 'deep/shop/src': Is a directory"))
        try workspace.add(["deep/shop/atlas.toml": "[package]\n"])
        #expect(try workspace.langc("run", "deep/shop").error.hasPrefix("error[AT9999]: Missing 'name' in [package]\n  --> atlas.toml:1:1\n"))
    }

    @Test func outputsGoWhereTheManifestSays() throws {
        let workspace = try Self.shop("build.output = \"out/wasm\"\ncompiler.debug = true")
        #expect(try workspace.langc("build").status == 0)
        #expect(try workspace.names("out/wasm") == ["shop.wasm", "shop.wasm.map"])
        #expect(try workspace.langc("build", "-g0", "--emit", "object").status == 0)
        #expect(try workspace.names("out/wasm") == ["shop.o.wasm", "shop.wasm", "shop.wasm.map"])
        #expect(try workspace.langc("build", "-o", "mine.wasm", "-g0").status == 0)
        #expect(try workspace.names() == ["atlas.toml", "mine.wasm", "out", "src"])
        let text = try workspace.langc("build", "--emit", "wat", "-g0")
        #expect(text.status == 0 && text.text.hasPrefix("(module"))
    }

    @Test func aDirectoryThatCannotBeMadeIsAnError() throws {
        let workspace = try Workspace(Self.shop.merging(["target": "a file"]) { $1 })
        let outcome = try workspace.langc("build")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("langc: cannot create '") && outcome.error.contains("Not a directory"), "\(outcome.error)")
    }

    /// What the command line leaves open the manifest decides, and else the command.
    @Test func theCommandLineWinsOverTheManifest() throws {
        let silent = try Self.shop("")
        let fast = try silent.langc("build", "-O0", "-o", "-").output
        let small = try silent.langc("build", "-O", "-o", "-").output
        let named = try silent.langc("build", "-O", "-g", "-o", "-").output
        #expect(fast != small && named != small)
        #expect(try silent.langc("build", "-o", "-").output == small)
        let plain = try Self.shop("compiler.optimize = false")
        #expect(try plain.langc("build", "-o", "-").output == fast)
        #expect(try plain.langc("build", "src/main.atl", "-o", "-").output == fast)
        #expect(try plain.langc("build", "-O", "-o", "-").output == small)
        let debug = try Self.shop("compiler = { optimize = true, debug = true }")
        #expect(try debug.langc("build", "-o", "-").output == named)
        #expect(try debug.langc("build", "-g0", "-o", "-").output == small)
        #expect(try debug.langc("build", "-g0", "-O0", "-o", "-").output == fast)
    }

    @Test func theEntryCanBeNamed() throws {
        let workspace = try Self.shop("build.entry = \"app.atl\"")
        try workspace.add([
            "app.atl": "print(\"app\");", "other/app.atl": "print(\"other\");",
            "other/atlas.toml": "package.name = \"other\"\nbuild.entry = \"app.atl\"",
        ])
        #expect(try workspace.langc("run").text == "app\n")
        #expect(try workspace.langc("run", "src/main.atl").text == "6\n")
        #expect(try workspace.langc("run", in: "other").text == "other\n")
        #expect(try workspace.langc("run", "--root", "other").text == "other\n")
        #expect(try workspace.langc("run", "--root", "src").status == 2)
    }

    /// The entry of a project may lie in a directory that has a manifest of its own; the project that was asked for counts.
    @Test func theProjectIsTheOneThatWasFound() throws {
        let workspace = try Self.shop("build.entry = \"part/app.atl\"\nwarnings.level = \"allow\"")
        try workspace.add(["part/app.atl": "fn f() { let unused = 1; } f(); print(\"part\");", "part/atlas.toml": "package.name = 1"])
        let outcome = try workspace.langc("run")
        #expect(outcome.text == "part\n", "\(outcome.error)")
    }

    @Test func problemsOfTheManifestShowItsLine() throws {
        let workspace = try Self.shop("[compiler]\noptimise = true\ntarget = \"x86\"")
        for arguments in [["check"], ["build"], ["run"], ["graph"], ["check", "src/main.atl"]] {
            let outcome = try workspace.start(arguments).finish()
            #expect(outcome.status == 1 && outcome.output.isEmpty || arguments == ["graph"], "\(arguments)")
            #expect(outcome.error == """
                error[AT9999]: 'x86' is no value of 'target'
                  --> atlas.toml:4:10
                   |
                 4 | target = "x86"
                   |          ^^^^^ not known
                   = help: it is one of wasm, wasm32-wasi

                warning[AW9999]: Unknown key 'optimise' in [compiler]
                  --> atlas.toml:3:1
                   |
                 3 | optimise = true
                   | ^^^^^^^^ ignored
                   = help: did you mean 'optimize'?


                """, "\(arguments): \(outcome.error)")
        }
        #expect(try workspace.names() == ["atlas.toml", "src"])
        let json = try workspace.langc("check", "--diagnostics", "json", in: "src").error
        let expected = #""code":"AT9999","message":"'x86' is no value of 'target'","file":"atlas.toml","line":4,"column":10,"length":5,"snippet":"target = \"x86\"""#
        #expect(json.contains(expected), "\(json)")
    }

    @Test func anEmptyManifestOnlyMarksTheRoot() throws {
        let workspace = try Workspace(Self.shop.merging(["atlas.toml": ""]) { $1 })
        #expect(try workspace.langc("run", "src/main.atl").text == "6\n")
        let whole = try workspace.langc("run")
        #expect(whole.status == 1 && whole.error.hasPrefix("error[AT9999]: Missing 'name' in [package]\n  --> atlas.toml:1:1\n"))
    }

    @Test func aProjectWithoutEntryIsAnError() throws {
        let workspace = try Workspace(["atlas.toml": "package.name = \"a\"\nbuild.entry = \"main.atl\""])
        let outcome = try workspace.langc("build")
        #expect(outcome.status == 1)
        #expect(outcome.error.hasPrefix("error[LC0005]: The project has no 'main.atl'\n  --> atlas.toml:2:15\n"), "\(outcome.error)")
    }

    @Test func deniedWarningsFailTheBuild() throws {
        let workspace = try Self.shop("warnings.level = \"deny\"")
        try workspace.add(["src/main.atl": "fn f() { let unused = 1; } f();"])
        for arguments in [["build"], ["check"], ["run", "src/main.atl"]] {
            let outcome = try workspace.start(arguments).finish()
            #expect(outcome.status == 1 && outcome.error.hasPrefix("error[AT2001]: Unused variable 'unused'\n"), "\(outcome.error)")
        }
        #expect(try workspace.names() == ["atlas.toml", "src"])
    }

    // MARK: langc new

    @Test func aNewProjectBuildsAndRuns() throws {
        let workspace = try Workspace()
        let made = try workspace.langc("new", "--language", "atlas", "shop")
        #expect(made.status == 0 && made.error.isEmpty)
        #expect(made.text == "made shop: .gitignore, README.md, src/main.atl, src/greeting.atl, tests/greeting_test.atl, atlas.toml\nnow: cd shop && langc run\n")
        #expect(try workspace.names("shop") == [".gitignore", "README.md", "atlas.toml", "src", "tests"])
        let run = try workspace.langc("run", in: "shop")
        #expect(run.text == "Hello, world!\n" && run.error.isEmpty && run.status == 0)
        #expect(try workspace.langc("build", in: "shop").status == 0)
        #expect(try workspace.names("shop/target") == ["shop.wasm"])
        let tests = try workspace.langc("check", "shop/tests/greeting_test.atl")
        #expect(tests.status == 0 && tests.error.isEmpty)
    }

    @Test func aNewProjectGoesWhereItIsTold() throws {
        let workspace = try Workspace(["full/x": "1"])
        let made = try workspace.langc("new", "shop", "--path", "it's/here")
        #expect(made.text.hasSuffix("now: cd 'it'\\''s/here' && langc run\n"), "\(made.text)")
        #expect(try workspace.langc("run", in: "it's/here").text == "Hello, world!\n")
        let full = try workspace.langc("new", "full")
        #expect(full.status == 1 && full.error == "langc new: 'full' exists and is not empty\n")
        #expect(try workspace.names("full") == ["x"])
        #expect(try workspace.langc("new", "shop", "--path", "full/x").error == "langc new: cannot make 'full/x': Not a directory\n")
        #expect(try workspace.langc("new", "again", "--path", "it's/here").status == 1)
        try workspace.add(["empty/x": ""])
        try FileManager.default.removeItem(at: workspace.directory.appending(path: "empty/x"))
        #expect(try workspace.langc("new", "shop", "--path", ".", in: "empty").text.hasSuffix("\nnow: langc run\n"))
    }
}
