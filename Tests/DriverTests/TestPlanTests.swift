import Basics
import Diagnostics
import Driver
import Testing

/// Which tests are found, and which of them are to be run.
struct TestPlanTests {
    private func plan(_ files: [String: String], _ paths: String..., filter: TestFilter = TestFilter(), isList: Bool = true) -> TestPlan {
        TestPlan.make(TestOptions(paths: paths, filter: filter), isList: isList, fileSystem: InMemoryFileSystem(files))
    }

    private static func test(_ names: String...) -> String { names.map { "export fn \($0)() -> void { }\n" }.joined() }

    @Test func testsComeInTheOrderOfModulesAndSource() {
        let plan = plan(["b.atl": Self.test("test_z", "test_a"), "a/x.atl": Self.test("test_m"), "a.atlas": Self.test("test_q", "other")])
        #expect(plan.tests.map(\.fullName) == ["a.atlas > test_q", "a/x.atl > test_m", "b.atl > test_z", "b.atl > test_a"])
        #expect(plan.tests.map(\.line) == [1, 1, 1, 2])
        #expect(plan.diagnostics.isEmpty && plan.failedModules.isEmpty)
    }

    @Test func whatOnlyLooksLikeATestIsNamed() {
        let text = """
            fn test_private() -> void { }
            export fn test_one(_a: number) -> void { }
            export let test_value = test_private;
            export let test_number: number = 1;
            fn helper() -> void { test_private(); }
            helper();
            export fn test_real() -> void { fn test_nested() -> void { } test_nested(); }
            """
        let plan = plan(["main.atl": text])
        #expect(plan.tests.map(\.name) == ["test_real"])
        let warnings = plan.diagnostics.filter { $0.code == "LC0010" }
        #expect(warnings.map(\.message) == [
            "'test_private' is not run as a test: it is not exported", "'test_one' is not run as a test: it has 1 parameter",
            "'test_value' is not run as a test: it is a variable",
        ])
        #expect(warnings.allSatisfy { $0.severity == .warning && $0.primary?.path == "main.atl" })
    }

    /// What another module exports is tested there.
    @Test func reexportsAreNotTestedTwice() {
        let plan = plan(["a.atl": Self.test("test_a"), "b.atl": "export { test_a } from \"./a\";\n" + Self.test("test_b")])
        #expect(plan.tests.map(\.fullName) == ["a.atl > test_a", "b.atl > test_b"])
    }

    // MARK: Places

    private static let project = [
        "atlas.toml": "", "src/lib.atl": test("test_lib"), "tests/a_test.atl": test("test_a"), "tests/.hidden/b.atl": test("test_hidden"),
        "tests/fixture/atlas.toml": "", "tests/fixture/c.atl": test("test_fixture"), "tools/d.atl": test("test_tool"), "tests/data.txt": "",
    ]

    @Test func aProjectHasItsTestsInTwoDirectories() {
        #expect(plan(Self.project).tests.map(\.fullName) == ["src/lib.atl > test_lib", "tests/a_test.atl > test_a"])
    }

    @Test func aProjectWithoutThemIsLookedThroughAsAWhole() {
        let plan = plan(["atlas.toml": "", "main.atl": Self.test("test_main"), "model/x.atl": Self.test("test_x")])
        #expect(plan.tests.map(\.fullName) == ["main.atl > test_main", "model/x.atl > test_x"])
    }

    @Test func pathsNameWhatIsLookedThrough() {
        #expect(plan(Self.project, "tools").tests.map(\.name) == ["test_tool"])
        #expect(plan(Self.project, "tools", "tests/a_test.atl", "tools/d.atl").tests.map(\.name) == ["test_a", "test_tool"])
        #expect(plan(Self.project, "tests/fixture/c.atl").tests.map(\.fullName) == ["tests/fixture/c.atl > test_fixture"])
        #expect(plan(Self.project, "tests/.hidden").tests.map(\.name) == ["test_hidden"])
    }

    @Test func aPathThatIsNotThereIsAnError() {
        let plan = plan(Self.project, "none")
        #expect(plan.diagnostics.map(\.message) == ["Cannot read 'none': No such file or directory"])
        #expect(plan.tests.isEmpty)
    }

    /// Each project has its own root; what is said of it leads there.
    @Test func severalProjectsAreTestedTogether() throws {
        let files = [
            "one/atlas.toml": "", "one/main.atl": "import { k } from \"/lib/k\";\nexport fn test_k() -> void { assertEqual(k, 1); }",
            "one/lib/k.atl": "export let k: number = 1;", "two/atlas.toml": "", "two/main.atl": "let n: number = \"x\";\n", "three.atl": Self.test("test_3"),
        ]
        let plan = plan(files)
        #expect(plan.tests.map(\.fullName) == ["one/main.atl > test_k", "three.atl > test_3"])
        #expect(plan.failedModules == ["two/main.atl"])
        let error = try #require(plan.diagnostics.first { $0.severity == .error })
        #expect(error.primary?.path == "two/main.atl")
        #expect(TerminalRenderer().render(error, sources: plan.sources).contains("let n: number = \"x\";"))
    }

    @Test func linksInACircleAreFollowedOnce() {
        let files = InMemoryFileSystem(["a/t.atl": Self.test("test_t")], links: ["a/again": "../a", "a/nowhere": "gone", "a/copy.atl": "t.atl"])
        #expect(TestPlan.make(TestOptions(), isList: true, fileSystem: files).tests.map(\.fullName) == ["a/t.atl > test_t"])
    }

    // MARK: Errors

    @Test func errorsCostOnlyWhatImportsThem() {
        let plan = plan([
            "bad.atl": "export let n: number = \"x\";\n" + Self.test("test_bad"), "uses.atl": "import { n } from \"./bad\";\nprint(n);\n" + Self.test("test_uses"),
            "good.atl": Self.test("test_good"), "ring.atl": "import \"./gnir\"; \n", "a.atl": "import { b } from \"./b\";\nexport let a = b;\n" + Self.test("test_a"),
            "b.atl": "import { a } from \"./a\";\nexport let b = a;\n",
        ], isList: false)
        #expect(plan.modules.map(\.path) == ["good.atl"])
        #expect(plan.failedModules == ["a.atl", "b.atl", "bad.atl", "ring.atl", "uses.atl"])
        #expect(plan.diagnostics.contains { $0.code == "AT5003" } && plan.diagnostics.contains { $0.code == "AT3001" })
    }

    @Test func aFileThatCannotBeReadCostsOnlyItself() {
        let files = InMemoryFileSystem(["a.atl": Self.test("test_a"), "b.atl": Self.test("test_b")])
        files.failReading("b.atl")
        let plan = TestPlan.make(TestOptions(), fileSystem: files)
        #expect(plan.modules.map(\.path) == ["a.atl"])
        #expect(plan.failedModules == ["b.atl"])
        #expect(plan.diagnostics.map(\.code) == ["LC0001"])
    }

    // MARK: Filters

    @Test(arguments: [
        (["add"], [], false, ["a.atl > test_add", "b.atl > test_add_two"]), (["b.atl"], [], false, ["b.atl > test_add_two", "b.atl > test_sub"]),
        (["atl > test_sub"], [], false, ["b.atl > test_sub"]), (["test_?ub", "a.atl*"], [], false, ["a.atl > test_add", "b.atl > test_sub"]),
        (["*add"], [], false, ["a.atl > test_add"]), (["test_add"], [], true, ["a.atl > test_add"]), (["b.atl > test_sub"], [], true, ["b.atl > test_sub"]),
        (["test_"], ["add"], false, ["b.atl > test_sub"]), ([], ["test_add"], true, ["b.atl > test_add_two", "b.atl > test_sub"]), (["nothing"], [], false, []),
    ])
    func filtersChooseByName(_ patterns: [String], _ excluded: [String], _ isExact: Bool, _ expected: [String]) {
        let filter = TestFilter(patterns: patterns, excluded: excluded, isExact: isExact)
        let plan = plan(["a.atl": Self.test("test_add"), "b.atl": Self.test("test_add_two", "test_sub")], filter: filter)
        #expect(plan.tests.map(\.fullName) == expected)
        #expect(plan.filteredCount == 3 - expected.count)
    }

    @Test func aPatternOfManyStarsIsFast() {
        let name = "test_" + String(repeating: "a", count: 2000)
        let filter = TestFilter(patterns: [String(repeating: "*a", count: 500) + "b"])
        #expect(plan(["a.atl": Self.test(name)], filter: filter).tests.isEmpty)
    }

    /// Only what the tests need is compiled, each module once.
    @Test func programsHoldTheTestsThatAreWanted() throws {
        let files = ["lib.atl": "export fn one() -> number { return 1; }", "a.atl": "import { one } from \"./lib\";\nexport fn test_a() -> void { assertEqual(one(), 1); }\n" + Self.test("test_b")]
        let all = plan(files, isList: false)
        let one = plan(files, filter: TestFilter(patterns: ["test_b"]), isList: false)
        let (large, small) = (try #require(all.modules.first?.program), try #require(one.modules.first?.program))
        #expect(large.prefix(4) == [0, 0x61, 0x73, 0x6D] && small.prefix(4) == large.prefix(4))
        #expect(small.count < large.count)
        #expect(plan(files, isList: false).modules.first?.program == large)
    }
}
