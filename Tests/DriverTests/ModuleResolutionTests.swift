import Basics
import Driver
import Testing

/// How `import` paths lead to files.
struct ModuleResolutionTests {
    @Test func pathsWithAndWithoutEndingNameOneModule() {
        let project = SourceTree([
            "/app/main.atl": #"import { a } from "./m"; import * as n from "./m.atl"; import * as o from "./x/../m";"#,
            "/app/m.atl": "export let a = 1;",
        ])
        #expect(project.order("/app/main.atl") == ["m.atl", "main.atl"])
    }

    @Test func relativePathsStartAtTheImportingFile() {
        let project = SourceTree([
            "/app/main.atl": #"import { a } from "./lib/a";"#,
            "/app/lib/a.atl": #"import { b } from "../b"; import { c } from "./c"; export let a = b + c;"#,
            "/app/b.atl": "export let b = 1;",
            "/app/lib/c.atl": "export let c = 1;",
        ])
        #expect(project.order("/app/main.atl") == ["b.atl", "lib/c.atl", "lib/a.atl", "main.atl"])
    }

    @Test func absolutePathsStartAtTheNearestManifest() {
        let project = SourceTree([
            "/app/atlas.toml": "",
            "/app/src/main.atl": #"import { a } from "/lib/a"; import { v } from "../vendor/v";"#,
            "/app/lib/a.atl": "export let a = 1;",
            "/app/vendor/atlas.toml": "",
            "/app/vendor/v.atl": #"import { w } from "/w"; export let v = w;"#,
            "/app/vendor/w.atl": "export let w = 1;",
        ])
        #expect(project.order("/app/src/main.atl") == ["lib/a.atl", "vendor/w.atl", "vendor/v.atl", "src/main.atl"])
    }

    @Test func withoutAManifestTheRootIsTheDirectoryOfTheEntry() {
        let project = SourceTree([
            "/app/main.atl": #"import { a } from "/lib/a";"#,
            "/app/lib/a.atl": #"import { b } from "/b"; export let a = b;"#,
            "/app/b.atl": "export let b = 1;",
        ])
        #expect(project.order("/app/main.atl") == ["b.atl", "lib/a.atl", "main.atl"])
    }

    @Test func aDotInTheNameIsNoEnding() {
        let project = SourceTree(["/main.atl": #"import { a } from "./m.v2";"#, "/m.v2.atl": "export let a = 1;"])
        #expect(project.order("/main.atl") == ["m.v2.atl", "main.atl"])
    }

    @Test func linksToOneFileAreOneModule() {
        let project = SourceTree(
            [
                "/app/main.atl": #"import { a } from "./one"; import * as b from "./two"; import * as c from "./dir/real";"#,
                "/app/real/real.atl": "export let a = 1;",
            ], links: ["/app/one.atl": "real/real.atl", "/app/two.atl": "one.atl", "/app/dir": "real"])
        #expect(project.order("/app/main.atl") == ["real/real.atl", "main.atl"])
    }

    @Test func aFileOutsideTheRootHasAnIDThatLeadsThere() {
        let project = SourceTree([
            "/app/main.atl": #"import { a } from "../shared/a";"#, "/shared/a.atl": "export let a = 1;",
        ])
        #expect(project.order("/app/main.atl") == ["../shared/a.atl", "main.atl"])
    }

    @Test(arguments: [
        ("./none", "AT5002 main.atl: Module not found: './none'"),
        ("./folder", "AT5002 main.atl: Module not found: './folder'"),
        ("./folder.atl", "AT5002 main.atl: Module not found: './folder.atl'"),
        ("./text.txt", "AT5002 main.atl: Module not found: './text.txt'"),
        ("http", "AT5001 main.atl: Invalid module path: 'http'. Paths must start with './', '../', or '/'"),
        ("", "AT5001 main.atl: Invalid module path: ''. Paths must start with './', '../', or '/'"),
        ("./circle", "AT5002 main.atl: Module not found: './circle'"),
    ])
    func whatIsNotThereIsReportedAtTheImport(_ path: String, _ expected: String) throws {
        let project = SourceTree(
            [
                "/main.atl": "import { a } from \"\(path)\";", "/folder/index.atl": "export let a = 1;", "/folder.atl/x.atl": "",
                "/text.txt": "export let a = 1;",
            ], links: ["/circle.atl": "circle.atl"])
        let result = project.build("/main.atl", through: .check)
        #expect(result.lines == [expected])
        #expect(result.diagnostics.first?.primary?.span.start == 18)
    }

    /// What an import of a file that is not there may have meant.
    @Test(arguments: [
        ("./shaeps", #"did you mean `"./shapes"`?"#), ("./Shapes", #"did you mean `"./shapes"`?"#),
        ("../lbi/text", #"did you mean `"../lib/text"`?"#), ("./util", #"did you mean `"../util"`?"#), ("./pack", #"did you mean `"./pack/index"`?"#),
        ("./old", "there is ./old.atlas, but the files of imported modules end in .atl"), ("./quite-another", ""),
        ("./tree", #"did you mean `"./three"`?"#), ("./deep/shapes", #"did you mean `"./shapes"`?"#),
    ])
    func filesNearbyAreSuggested(_ path: String, _ expected: String) {
        let project = SourceTree([
            "/p/atlas.toml": "[package]\nname = \"p\"\n", "/p/src/main.atl": "import { a } from \"\(path)\";", "/p/src/shapes.atl": "", "/p/src/three.atl": "",
            "/p/src/old.atlas": "", "/p/src/pack/index.atl": "", "/p/lib/text.atl": "", "/p/util.atl": "", "/other.atl": "",
        ])
        let help = project.build("/p/src/main.atl", through: .check).diagnostics.first?.help ?? []
        #expect(help.dropFirst() == (expected.isEmpty ? [] : [expected]))
    }

    @Test func anUnreadableFileIsReportedAtEveryImportOfIt() throws {
        let project = SourceTree([
            "/main.atl": #"import { a } from "./secret"; import { b } from "./b"; print(a + b);"#,
            "/b.atl": #"import { a } from "./secret"; export let b = a;"#,
            "/secret.atl": "export let a = 1;",
        ])
        project.files.failReading("/secret.atl")
        let result = project.build("/main.atl", through: .check)
        #expect(result.lines == [
            "AT5002 b.atl: Module not found: './secret'", "AT5002 main.atl: Module not found: './secret'",
        ])
        #expect(result.diagnostics[0].help == ["tried /secret.atl: Permission denied"])
    }

    @Test(arguments: [
        ("/none.atl", "No such file or directory"), ("/folder", "Is a directory"), ("/secret.atl", "Permission denied"),
        ("/circle.atl", "Too many levels of symbolic links"),
    ])
    func anEntryThatCannotBeReadIsTheOnlyError(_ entry: String, _ cause: String) {
        let project = SourceTree(["/folder/x.atl": "", "/secret.atl": ""], links: ["/circle.atl": "circle.atl"])
        project.files.failReading("/secret.atl")
        let result = project.build(entry, through: .link)
        #expect(result.lines == ["LC0001 -: Cannot read '\(entry)': \(cause)"])
        #expect(result.graph == nil)
    }

    @Test func theRootCanBeGiven() {
        let project = SourceTree(["/app/src/main.atl": #"import { a } from "/src/a";"#, "/app/src/a.atl": "export let a = 1;"])
        #expect(project.build("/app/src/main.atl", through: .check).lines == ["AT5002 main.atl: Module not found: '/src/a'"])
        let options = BuildOptions(entry: "/app/src/main.atl", root: "/app")
        let result = Build.run(options, fileSystem: project.files, through: .check)
        #expect(result.lines == [])
        #expect(result.graph?.summaries.map(\.module.text) == ["src/main.atl", "src/a.atl"])
        let wrong = Build.run(BuildOptions(entry: "/app/src/main.atl", root: "/none"), fileSystem: project.files, through: .check)
        #expect(wrong.lines == ["LC0001 -: Cannot read '/none': No such file or directory"])
    }

    @Test func anEntryMayHaveAnyEnding() {
        let project = SourceTree(["/main.txt": #"import { a } from "./m"; print(a);"#, "/m.atl": "export let a = 1;"])
        #expect(project.order("/main.txt") == ["m.atl", "main.txt"])
    }
}
