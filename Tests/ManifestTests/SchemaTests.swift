import Diagnostics
import Testing

@testable import Manifest

/// What manifests may say, and what is said about those that say something else.
struct SchemaTests {
    @Test func everythingCanBeSaid() throws {
        let reading = read(
            """
            [package]
            name = "shop"
            version = "1.2"
            authors = ["a", 1]
            [build]
            entry = "./code/../app/start.x"
            source = "app/"
            output = "out"
            [compiler]
            optimize = true
            debug = false
            target = "wasm"
            [warnings]
            level = "deny"
            allow = ["W2"]
            deny = [
                "W3",   # this one
            ]
            [dependencies]
            other = { path = "../other" }
            [somebody-elses]
            key = 1
            [[programs]]
            key = 1
            """)
        #expect(reading.diagnostics == [])
        let manifest = try #require(reading.manifest)
        #expect(manifest.name == "shop" && manifest.version == "1.2")
        #expect(manifest.entryCandidates == ["app/start.x"])
        #expect(manifest.sourceDirectory == "app" && manifest.outputDirectory == "out")
        #expect(manifest.optimizes == true && manifest.keepsDebugInformation == false)
        #expect(manifest.warnings == WarningPolicy(level: .deny, levels: ["W2": .allow, "W3": .deny]))
    }

    @Test func aNameIsEnough() throws {
        for text in [
            "[package]\nname = 'a'", "[project]\nname = \"a\"\r\n", "package.name = 'a'", "package = { name = '''a''' }",
            "\u{FEFF}[package]\nname='a'",
        ] {
            let reading = read(text)
            #expect(reading.diagnostics == [], "\(text)")
            let manifest = try #require(reading.manifest)
            #expect(manifest.name == "a")
            #expect(manifest.optimizes == nil && manifest.keepsDebugInformation == nil && manifest.warnings == .standard)
            #expect(manifest.sourceDirectory == "src" && manifest.outputDirectory == "target")
            #expect(manifest.entryCandidates == ["src/main.x", "src/index.x", "main.x", "index.x"])
            #expect(!reading.isEmpty)
        }
    }

    @Test func theSourceDirectoryIsLookedAtFirst() throws {
        #expect(read("package.name='a'\nbuild.source='lib'").manifest?.entryCandidates == [
            "lib/main.x", "lib/index.x", "src/main.x", "src/index.x", "main.x", "index.x",
        ])
        #expect(read("package.name='a'\nbuild.source='.'").manifest?.entryCandidates.first == "main.x")
    }

    @Test func anEmptyFileIsMarkedAsSuch() {
        for text in ["", "\n", "# only words\n"] {
            let reading = read(text)
            #expect(reading.isEmpty && reading.manifest == nil)
            #expect(problems(text) == ["E1 1:1-1:1 Missing 'name' in [package]"])
        }
    }

    @Test(arguments: [
        ("[package]\nversion = '1'", "E1 1:1-1:10 Missing 'name' in [package]"),
        ("[project]", "E1 1:1-1:10 Missing 'name' in [project]"),
        ("[build]\nsource = 'src'", "E1 1:1-1:1 Missing 'name' in [package]"),
        ("[package]\nname = 3", "E1 2:8-2:9 'name' must be a string, found an integer"),
        ("[package]\nname = ''", "E1 2:8-2:10 The package name is empty"),
        ("[package]\nname = '..'", "E1 2:8-2:12 The package name is a directory"),
        ("[package]\nname = 'a/b'", "E1 2:8-2:13 The package name contains a character that a file name cannot hold"),
        ("[package]\nname = \"a\\u0000b\"", "E1 2:8-2:18 The package name contains a character that a file name cannot hold"),
        ("package = 3", "E1 1:11-1:12 'package' must be a table, found an integer"),
        ("[[package]]\nname = 'a'", "E1 1:1-1:12 'package' must be a table, found an array"),
    ])
    func theNameIsRequired(_ text: String, _ expected: String) {
        #expect(problems(text) == [expected])
        #expect(read(text).manifest == nil)
    }

    @Test(arguments: [
        ("compiler.optimize = 'yes'", "'optimize' must be true or false, found a string"),
        ("compiler.debug = 1.5", "'debug' must be true or false, found a float"),
        ("compiler.target = 'native'", "'native' is no value of 'target'"),
        ("compiler.target = 2024-01-01", "'target' must be a string, found a date or time"),
        ("warnings.level = 'error'", "'error' is no value of 'level'"),
        ("warnings.level = ['deny']", "'level' must be a string, found an array"),
        ("warnings.allow = 'W2'", "'allow' must be an array of codes, found a string"),
        ("warnings.allow = [1]", "'allow' must be an array of codes, found an integer"),
        ("warnings = { allow = ['W2'], deny = ['W3', 'W2'] }", "'W2' cannot be both allowed and denied"),
        ("build.entry = {}", "'entry' must be a string, found a table"),
        ("build.entry = ''", "'entry' must be a path inside the project"),
        ("build.entry = '/etc/x'", "'entry' must be a path inside the project"),
        ("build.output = '../out'", "'output' must be a path inside the project"),
        ("build.source = 'a/../..'", "'source' must be a path inside the project"),
        ("build.source = \"a\\u0000\"", "'source' must be a path inside the project"),
        ("build = []", "'build' must be a table, found an array"),
    ])
    func valuesOfTheWrongKindAreErrors(_ line: String, _ message: String) {
        let found = problems("package.name = 'a'\n" + line)
        #expect(found.count == 1 && found[0].hasPrefix("E1 2:") && found[0].hasSuffix(" " + message), "\(found)")
    }

    @Test(arguments: [
        ("[package]\nname = 'a'\nnmae = 'b'", "W1 3:1-3:5 Unknown key 'nmae' in [package]", "did you mean 'name'?"),
        ("[project]\nname = 'a'\nzzzzz = 'b'", "W1 3:1-3:6 Unknown key 'zzzzz' in [project]", "known are name, version, entry, authors"),
        ("package.name = 'a'\noptimize = true", "W1 2:1-2:9 Unknown key 'optimize' outside of all tables", "put it below [compiler]"),
        ("package.name = 'a'\nnew-thing = 1", "W1 2:1-2:10 Unknown key 'new-thing' outside of all tables",
            "tables are build, package, project, compiler, warnings, dependencies"),
        ("package.name = 'a'\n[warning]\nlevel = 'deny'", "W1 2:2-2:9 Unknown table [warning]", "did you mean 'warnings'?"),
        ("package.name = 'a'\n[warnings]\nallow = ['W9']", "W1 3:10-3:14 No warning has the code 'W9'", "did you mean 'W1'?"),
        ("package.name = 'a'\n[warnings]\ndeny = ['unused']", "W1 3:9-3:17 No warning has the code 'unused'", "'langc explain' lists all codes"),
        ("package.name = 'a'\npackage.entry = 'b'\nbuild.entry = 'c'", "W1 2:9-2:14 'entry' is given twice", "keep one of them"),
        ("package.name = 'a'\nproject.name = 'b'", "W1 2:9-2:13 'name' is given twice", "keep one of them"),
    ])
    func whatIsNotUnderstoodIsAWarning(_ text: String, _ expected: String, _ help: String) {
        #expect(problems(text) == [expected])
        let reading = read(text)
        #expect(reading.manifest?.name == "a")
        #expect(reading.diagnostics.allSatisfy { $0.severity == .warning && $0.help == [help] }, "\(reading.diagnostics)")
    }

    @Test func theFirstOfTwoEntriesCounts() {
        #expect(read("package.name = 'a'\npackage.entry = 'b'\nbuild.entry = 'c'").manifest?.entry == "c")
    }

    @Test func everyProblemIsReported() {
        #expect(problems("[package]\nname = 1\nnone = 2\n[compiler]\noptimize = 3\n") == [
            "E1 2:8-2:9 'name' must be a string, found an integer", "W1 3:1-3:5 Unknown key 'none' in [package]",
            "E1 5:12-5:13 'optimize' must be true or false, found an integer",
        ])
    }

    @Test(arguments: [
        ("shop", nil), ("a-1_B", nil), ("", "is empty"), ("1a", "does not begin with a letter from A to Z"), ("-x", "does not begin with a letter from A to Z"),
        ("a b", "has other characters than letters, digits, '-' and '_'"), ("a.b", "has other characters than letters, digits, '-' and '_'"),
        ("é", "does not begin with a letter from A to Z"), (String(repeating: "a", count: 65), "is longer than 64 characters"),
    ] as [(String, String?)])
    func namesOfNewProjectsAreSimple(_ name: String, _ problem: String?) {
        #expect(PackageName.problemForNew(name) == problem)
        if problem == nil { #expect(PackageName.problem(in: name) == nil) }
    }
}
