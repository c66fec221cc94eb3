import Basics
import Diagnostics
import Driver
import Testing

/// Manifests and what they change about a build.
struct ProjectTests {
    private static let unused = "fn f() { let unused = 1; } f();"

    private func check(_ files: [String: String], _ entry: String = "/app/src/main.atl") -> BuildResult {
        SourceTree(files).build(entry, through: .check)
    }

    @Test func theNearestManifestMakesTheProject() throws {
        let tree = SourceTree([
            "/app/atlas.toml": "package.name = 'outer'", "/app/sub/atlas.toml": "package.name = 'inner'", "/app/sub/deep/x.atl": "",
            "/app/src/main.atl": "", "/other/x.atl": "",
        ])
        let inner = try #require(Project.find(above: "/app/sub/deep", fileSystem: tree.files))
        #expect(inner.root == "/app/sub" && inner.manifest?.name == "inner" && inner.language.name == "Atlas")
        #expect(inner.entry(fileSystem: tree.files) == nil)
        let outer = try #require(Project.find(above: "/app/src", fileSystem: tree.files))
        #expect(outer.entry(fileSystem: tree.files) == "/app/src/main.atl")
        #expect(outer.output(".wasm") == "/app/target/outer.wasm")
        #expect(Project.find(above: "/other", fileSystem: tree.files) == nil)
        #expect(Project.find(above: "/none", fileSystem: tree.files) == nil)
        #expect(Project.at(root: "/app/src", fileSystem: tree.files) == nil)
    }

    @Test(arguments: [
        ("", ["src/main.atl", "main.atl"], "/app/src/main.atl"), ("", ["main.atl"], "/app/main.atl"),
        ("build.entry = 'a/b.atl'", ["src/main.atl", "a/b.atl"], "/app/a/b.atl"), ("package.entry = './a.atl'", ["a.atl"], "/app/a.atl"),
        ("build.source = 'lib'", ["src/main.atl", "lib/main.atl"], "/app/lib/main.atl"), ("build.source = 'lib'", ["src/main.atl"], "/app/src/main.atl"),
        ("build.entry = 'none.atl'", ["src/main.atl"], nil),
    ] as [(String, [String], String?)])
    func theEntryIsTheFirstThatIsThere(_ line: String, _ files: [String], _ expected: String?) throws {
        var contents = Dictionary(uniqueKeysWithValues: files.map { ("/app/\($0)", "") })
        contents["/app/atlas.toml"] = "package.name = 'a'\n" + line
        let tree = SourceTree(contents)
        #expect(try #require(Project.at(root: "/app", fileSystem: tree.files)).entry(fileSystem: tree.files) == expected)
    }

    @Test func aMissingEntryIsReportedWhereItIsNamed() throws {
        let named = SourceTree(["/atlas.toml": "[package]\nname = 'a'\nentry = 'x.atl'"])
        let diagnostic = try #require(Project.at(root: "/", fileSystem: named.files)).missingEntry
        #expect(diagnostic.code == "LC0005" && diagnostic.message == "The project has no 'x.atl'")
        #expect(diagnostic.primary == DiagnosticLabel(path: "atlas.toml", span: SourceSpan(29, 36), text: "no such file"))
        let usual = SourceTree(["/atlas.toml": "package.name = 'a'"])
        #expect(Project.at(root: "/", fileSystem: usual.files)?.missingEntry.message == "The project has no 'src/main.atl' and no 'main.atl'")
    }

    @Test(arguments: [
        ("[package]\nversion = '1'", ["AT9999 atlas.toml: Missing 'name' in [package]"]),
        ("[package\n", ["AT9999 atlas.toml: Invalid TOML: expected ']', saw '\\n'"]),
        ("package.name = 'a'\ncompiler.target = 'x86'", ["AT9999 atlas.toml: 'x86' is no value of 'target'"]),
        ("package.name = 'a'\npackage.colour = 'red'", ["AW9999 atlas.toml: Unknown key 'colour' in [package]"]),
        ("package.name = 'a'\n[warnings]\nlevel = 'deny'\nx = 1", ["AW9999 atlas.toml: Unknown key 'x' in [warnings]"]),
        ("package.name = 'a'\ncompiler.target = 'wasm32-wasi'", []), ("", []), ("# marks the root\n", []),
    ])
    func problemsOfTheManifestArePartOfTheBuild(_ manifest: String, _ expected: [String]) throws {
        let result = check(["/app/atlas.toml": manifest, "/app/src/main.atl": ""])
        #expect(result.lines == expected)
        let project = try #require(result.project)
        #expect(result.sources.source(at: "atlas.toml")?.bytes == Array(manifest.utf8))
        #expect(project.isOnlyMarked == (expected.isEmpty && !manifest.hasPrefix("package")))
        let isDenied = manifest.contains("deny")
        #expect(result.hasErrors == (isDenied || expected.contains { $0.hasPrefix("AT") }))
    }

    @Test func errorsOfModulesAreReportedBesideThoseOfTheManifest() {
        let result = check(["/app/atlas.toml": "[", "/app/src/main.atl": "let n: number = true;"])
        #expect(result.lines.map { $0.prefix(6) } == ["AT9999", "AT3001"])
        #expect(SourceTree(["/atlas.toml": "[", "/main.atl": ""]).build("/main.atl", through: .link).link == nil)
    }

    @Test func anUnreadableManifestIsAnError() {
        let tree = SourceTree(["/app/atlas.toml": "", "/app/main.atl": ""])
        tree.files.failReading("/app/atlas.toml")
        #expect(tree.build("/app/main.atl", through: .link).lines == ["LC0001 -: Cannot read '/app/atlas.toml': Permission denied"])
    }

    @Test(arguments: [
        ("", "warning AT2001"), ("warnings.level = 'warn'", "warning AT2001"), ("warnings.level = 'allow'", ""), ("warnings.level = 'deny'", "error AT2001"),
        ("warnings.allow = ['AT2001']", ""), ("warnings.deny = ['AT2001']", "error AT2001"), ("warnings.allow = ['AT2002']", "warning AT2001"),
        ("warnings = { level = 'deny', allow = ['AT2001'] }", ""), ("warnings = { level = 'allow', deny = ['AT2001'] }", "error AT2001"),
    ])
    func warningsAreTreatedAsTheManifestSays(_ line: String, _ expected: String) {
        let result = check(["/app/atlas.toml": "package.name = 'a'\n" + line, "/app/src/main.atl": Self.unused])
        #expect(result.diagnostics.map { "\($0.severity) \($0.code)" }.joined() == expected)
        #expect(result.hasErrors == expected.hasPrefix("error"))
        if result.hasErrors {
            #expect(result.diagnostics[0].notes.contains("a warning that [warnings] in atlas.toml makes an error"))
        }
    }

    /// A code of a warning can be that of an error as well; errors stay.
    @Test func errorsCannotBeAllowed() {
        let result = check(["/app/atlas.toml": "package.name = 'a'\nwarnings.allow = ['AT2002']", "/app/src/main.atl": "print(nothing);"])
        #expect(result.lines == ["AT2002 src/main.atl: Unknown symbol 'nothing'"])
    }

    @Test func aDeniedWarningHidesNothing() {
        let result = check([
            "/app/atlas.toml": "package.name = 'a'\nwarnings.level = 'deny'",
            "/app/src/main.atl": "import { g } from \"./lib\"; let n: number = g();",
            "/app/src/lib.atl": "export fn g() -> string { let unused = 1; return \"\"; }",
        ])
        #expect(result.lines == ["AT2001 src/lib.atl: Unused variable 'unused'", "AT3001 src/main.atl: Type mismatch: expected number, found string"])
    }

    /// A module below another manifest is another project's.
    @Test func modulesOfOtherProjectsKeepTheirWarnings() {
        let files = [
            "/app/src/main.atl": "import { g } from \"../vendor/lib\"; g();", "/app/vendor/lib.atl": "export fn g() { let unused = 1; }",
        ]
        for (level, own, others) in [("deny", "error", "warning"), ("allow", "", "warning")] {
            let manifest = ["/app/atlas.toml": "package.name = 'a'\nwarnings.level = '\(level)'"]
            #expect(check(files.merging(manifest) { $1 }).diagnostics.map(\.severity.rawValue).joined() == own)
            let both = manifest.merging(["/app/vendor/atlas.toml": "package.name = 'v'"]) { $1 }
            #expect(check(files.merging(both) { $1 }).diagnostics.map(\.severity.rawValue).joined() == others)
        }
    }

    @Test func standardModulesAreNoConcernOfTheProject() {
        let result = SourceTree([
            "/atlas.toml": "package.name = 'a'\nwarnings.level = 'deny'",
            "/main.atl": "fn same(x: number) -> number { return x; } print(str(len(map([1, 2], same))));",
        ]).build("/main.atl", through: .objects)
        #expect(result.lines == [])
    }

    /// Every change of a manifest leads to a program or to a diagnostic that points into the file.
    @Test(arguments: 0..<4) func mutatedManifests(_ seed: UInt64) {
        var random = SplitMix(state: seed &+ 0x5EED)
        let source = Array("[package]\nname = \"a\"\n[build]\nentry = \"src/main.atl\"\n[warnings]\nlevel = \"deny\"\nallow = [\"AT2001\"]\n".utf8)
        for round in 0..<250 {
            var bytes = source
            for _ in 0...Int(random.next() % 4) {
                let place = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 3 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: place)
                default: bytes.insert(Array("[]\"'=.#\n".utf8)[Int(random.next() % 8)], at: place)
                }
            }
            let tree = SourceTree(["/app/src/main.atl": "import { a } from \"/lib/a\"; print(a);", "/app/lib/a.atl": "export let a = 1;"])
            guard (try? tree.files.write(bytes, to: "/app/atlas.toml")) != nil else { Issue.record("no file"); return }
            let result = tree.build("/app/src/main.atl", through: .check)
            let order = result.graph.map { graph in graph.initializationOrder.map { graph.summaries[$0].module.text } }
            #expect(order == ["lib/a.atl", "src/main.atl"], "seed \(seed), round \(round): the manifest marks the root")
            let isSound = result.project?.manifest != nil
            #expect(isSound || result.hasErrors, "seed \(seed), round \(round)")
            #expect(result.diagnostics.allSatisfy { $0.primary?.path == "atlas.toml" && Int($0.primary?.span.end ?? 0) <= bytes.count })
        }
    }

    // MARK: New projects

    @Test func aNewProjectIsSound() throws {
        let files = InMemoryFileSystem()
        let made = try ProjectCreation.create("shop", Language.all[0], in: "/home/shop", fileSystem: files).get()
        #expect(made.map { "/home/shop/" + $0 }.sorted() == files.paths)
        let project = try #require(Project.find(above: "/home/shop/src", fileSystem: files))
        #expect(project.diagnostics == [] && project.manifest?.name == "shop")
        let entry = try #require(project.entry(fileSystem: files))
        #expect(Build.run(BuildOptions(entry: entry), fileSystem: files, through: .link).lines == [])
        for path in files.paths where path.hasSuffix(".atl") {
            #expect(Build.run(BuildOptions(entry: path), fileSystem: files, through: .check).lines == [], "\(path)")
        }
    }

    @Test func whatIsThereIsLeftAlone() throws {
        let files = InMemoryFileSystem(["/full/x": "1", "/file": ""])
        try files.createDirectories("/empty")
        let create = { (name: String, path: String) in ProjectCreation.create(name, Language.all[0], in: path, fileSystem: files) }
        #expect(create("a", "/full") == .failure(.occupied))
        #expect(create("a", "/file") == .failure(.file(FileSystemError(path: "/file", cause: .notDirectory))))
        #expect(create("a", "/file/sub") == .failure(.file(FileSystemError(path: "/file/sub", cause: .notDirectory))))
        #expect(create("1", "/x") == .failure(.name("does not begin with a letter from A to Z")))
        #expect(files.paths == ["/file", "/full/x"] && !files.exists("/x"))
        #expect((try? create("a", "/empty").get()) != nil)
    }

    /// Wherever writing fails, nothing is left.
    @Test func afterAFailureEverythingIsAsItWas() throws {
        for file in Language.all[0].projectFiles("a") {
            let files = InMemoryFileSystem(["/old/x": ""])
            files.failWriting("/old/new/deep/" + file, .noSpace)
            guard case .failure(.file(let error)) = ProjectCreation.create("a", Language.all[0], in: "/old/new/deep", fileSystem: files)
            else { Issue.record("\(file) was written"); continue }
            #expect(error.cause == .noSpace)
            #expect(files.paths == ["/old/x"] && !files.exists("/old/new"), "\(file)")
        }
    }
}

extension Language {
    /// The files of a new project.
    fileprivate func projectFiles(_ name: String) -> [String] {
        (try? ProjectCreation.create(name, self, in: "/\(name)", fileSystem: InMemoryFileSystem()).get()) ?? []
    }
}
