import Basics
import Diagnostics
@testable import Driver
import ModuleSystem
import Synchronization
import Testing

/// What is compiled again after a change, and what is not: lists of steps, each with the modules that it makes langc compile.
struct IncrementalBuildTests {
    private static let shapes = [
        "main.atl": "import { area } from \"./facade\";\nimport { name } from \"./names\";\nprint(name());\nprint(area(2));\n",
        "facade.atl": "export { area } from \"./circle\";\n",
        "circle.atl": "import { square } from \"./math\";\nexport fn area(r: number) -> number { return square(r) * 3; }\n",
        "math.atl": "export fn square(x: number) -> number { return x * x; }\n",
        "names.atl": "export fn name() -> string { return \"circle\"; }\n",
    ]
    private static let all = ["main.atl", "facade.atl", "circle.atl", "math.atl", "names.atl"]

    @Test func anUnchangedProgramIsNotCompiled() {
        let project = IncrementalProject(Self.shapes, entry: "main.atl")
        let first = project.build(rebuilding: Self.all)
        #expect(IncrementalProject.reason(first, "main.atl") == "this program was not built before")
        let second = project.build(rebuilding: [])
        #expect(IncrementalProject.reason(second, "main.atl") == "nothing that it depends on has changed")
    }

    @Test func aBodyConcernsItsModule() {
        let project = IncrementalProject(Self.shapes, entry: "main.atl")
        project.build(rebuilding: Self.all)
        project.write("math.atl", "export fn square(x: number) -> number { let y = x; return y * y; }\n")
        let result = project.build(rebuilding: ["math.atl"])
        #expect(IncrementalProject.reason(result, "math.atl") == "its source has changed")
        #expect(IncrementalProject.reason(result, "circle.atl") == "nothing that it depends on has changed")
    }

    @Test func anInterfaceConcernsImportersAndStopsThere() {
        let project = IncrementalProject(Self.shapes, entry: "main.atl")
        project.build(rebuilding: Self.all)
        project.write("math.atl", "export fn square(x: number) -> number { return x * x; }\nexport fn cube(x: number) -> number { return x * x * x; }\n")
        let result = project.build(rebuilding: ["math.atl", "circle.atl"])
        #expect(IncrementalProject.reason(result, "circle.atl") == "the interface of 'math.atl' has changed")
    }

    @Test func anInterfaceGoesThroughReexports() {
        let project = IncrementalProject(Self.shapes, entry: "main.atl")
        project.build(rebuilding: Self.all)
        project.write(
            "circle.atl", "import { square } from \"./math\";\nexport fn area(r: number) -> number { return square(r) * 3; }\nexport fn volume(r: number) -> number { return area(r); }\n")
        project.build(rebuilding: ["circle.atl", "facade.atl"])
        project.write("facade.atl", "export { area, volume } from \"./circle\";\n")
        project.build(rebuilding: ["facade.atl", "main.atl"])
    }

    @Test func commentsConcernTheirModuleAndWhatReexportsIt() {
        let project = IncrementalProject(Self.shapes, entry: "main.atl")
        project.build(rebuilding: Self.all)
        project.write("math.atl", "// The square.\n" + Self.shapes["math.atl"]!)
        project.build(rebuilding: ["math.atl"])
        // A re-export says where the declaration is, which has moved.
        project.write("circle.atl", "// Circles.\n" + Self.shapes["circle.atl"]!)
        project.build(rebuilding: ["circle.atl", "facade.atl"])
        project.write("circle.atl", "// Circles.\n" + Self.shapes["circle.atl"]! + "// That was it.\n")
        project.build(rebuilding: ["circle.atl"])
    }

    @Test func whatWasBuiltBeforeIsKnown() {
        let project = IncrementalProject(Self.shapes, entry: "main.atl")
        project.build(rebuilding: Self.all)
        project.write("names.atl", "export fn name() -> string { return \"round\"; }\n")
        project.build(rebuilding: ["names.atl"])
        project.write("names.atl", Self.shapes["names.atl"]!)
        let result = project.build(rebuilding: [])
        #expect(IncrementalProject.reason(result, "names.atl") == "an earlier build has compiled it as it is now")
    }

    @Test func modulesComeAndGo() {
        let project = IncrementalProject(Self.shapes, entry: "main.atl")
        project.build(rebuilding: Self.all)
        project.write("extra.atl", "export fn extra() -> number { return 1; }\n")
        project.build(rebuilding: [])
        project.write("names.atl", "import { extra } from \"./extra\";\nexport fn name() -> string { return toString(extra()); }\n")
        let result = project.build(rebuilding: ["names.atl", "extra.atl"])
        #expect(IncrementalProject.reason(result, "extra.atl") == "it is new in this program")
        project.write("names.atl", Self.shapes["names.atl"]!)
        project.remove("extra.atl")
        project.build(rebuilding: [])
    }

    @Test func aModuleThatIsGoneIsMissed() {
        let project = IncrementalProject(Self.shapes, entry: "main.atl")
        project.build(rebuilding: Self.all)
        project.remove("math.atl")
        let result = project.build(rebuilding: [])
        #expect(result.lines.count == 2)
        project.write("math.atl", Self.shapes["math.atl"]!)
        project.build(rebuilding: [])
    }

    @Test func aRenamedModuleIsAnother() {
        let project = IncrementalProject(Self.shapes, entry: "main.atl")
        project.build(rebuilding: Self.all)
        project.remove("math.atl")
        project.write("arithmetic.atl", Self.shapes["math.atl"]!)
        project.write("circle.atl", Self.shapes["circle.atl"]!.replacing("./math", with: "./arithmetic"))
        project.build(rebuilding: ["arithmetic.atl", "circle.atl", "facade.atl"])
    }

    @Test func anErrorLeavesNothingBehind() {
        let project = IncrementalProject(Self.shapes, entry: "main.atl")
        project.write("math.atl", "export fn square(x: number) -> number { return \"\"; }\n")
        let result = project.build(rebuilding: [])
        #expect(result.lines.count == 3)
        project.write("math.atl", Self.shapes["math.atl"]!)
        project.build(rebuilding: Self.all)
        project.write("math.atl", "export fn square(x: number) -> number { return \"\"; }\n")
        #expect(project.build(rebuilding: []).lines == result.lines)
        project.write("math.atl", Self.shapes["math.atl"]!)
        project.build(rebuilding: [])
    }

    @Test func optionsMakeOtherObjects() {
        let project = IncrementalProject(Self.shapes, entry: "main.atl")
        project.build(rebuilding: Self.all)
        project.options.optimization = .standard
        let result = project.build(rebuilding: Self.all)
        #expect(IncrementalProject.reason(result, "math.atl") == "the options have changed")
        project.options.optimization = .none
        project.build(rebuilding: [])
        project.options.callStacks = true
        project.build(rebuilding: Self.all)
        // What only the linker reads makes no difference to modules.
        project.options.collectorStress = true
        project.build(rebuilding: [])
        project.options.jobs = 1
        project.build(rebuilding: [])
    }

    @Test func anotherCompilerStartsFromNothing() {
        let project = IncrementalProject(Self.shapes, entry: "main.atl")
        project.build(rebuilding: Self.all)
        project.useCompiler("2")
        let result = project.build(rebuilding: Self.all)
        #expect(IncrementalProject.reason(result, "math.atl") == "this is another version of langc")
    }

    @Test func damagedEntriesAreNone() {
        let project = IncrementalProject(Self.shapes, entry: "main.atl")
        let library = Set(project.entries)
        project.build(rebuilding: Self.all)
        let own = project.entries.filter { !library.contains($0) }
        #expect(own.count > Self.all.count)
        let changes: [([UInt8]) -> [UInt8]] = [
            { _ in [] }, { Array($0.dropLast()) }, { Array($0.prefix(10)) }, { $0 + [0] },
            { bytes in bytes.enumerated().map { $0 == bytes.count / 2 ? $1 ^ 1 : $1 } },
        ]
        for change in changes {
            for path in own { project.damage(path, change) }
            project.build(rebuilding: Self.all)
            project.build(rebuilding: [])
        }
        for path in own { project.forget(path) }
        project.build(rebuilding: Self.all)
    }

    @Test func aFullDiskDoesNoHarm() {
        let project = IncrementalProject(Self.shapes, entry: "main.atl")
        project.refuseWriting()
        let result = project.build(rebuilding: Self.all)
        #expect(result.diagnostics.map(\.code) == ["LC0012"])
        project.build(rebuilding: Self.all)
    }

    @Test func warningsAreRepeated() {
        let project = IncrementalProject(
            ["main.atl": "import { f } from \"./m\";\nprint(f());\n", "m.atl": "export fn f() -> number { let unused = 1; return 2; }\n"], entry: "main.atl")
        let first = project.build(rebuilding: ["main.atl", "m.atl"])
        #expect(!first.lines.isEmpty)
        #expect(project.build(rebuilding: []).lines == first.lines)
        project.write("main.atl", "import { f } from \"./m\";\nprint(f() + 1);\n")
        #expect(project.build(rebuilding: ["main.atl"]).lines == first.lines)
        project.options.warnings["AT2001"] = .deny
        #expect(project.build(rebuilding: []).diagnostics.map(\.severity) == [.error])
    }
}

/// What a build says of how far it is.
struct BuildProgressTests {
    @Test func everyModuleIsCounted() {
        let project = IncrementalProject(["main.atl": "import { f } from \"./m\";\nprint(f());\n", "m.atl": "export fn f() -> number { return 1; }\n"], entry: "main.atl")
        func progress() -> [BuildProgress] {
            let seen = Mutex<[BuildProgress]>([])
            var options = project.options
            options.jobs = 1
            options.progress = { step in seen.withLock { $0.append(step) } }
            _ = Build.run(options, fileSystem: project.files)
            return seen.withLock { $0 }
        }
        let first = progress()
        let checking = first.filter { $0.phase == .checking }
        #expect(checking.map(\.module?.text) == ["m.atl", "main.atl"])
        #expect(checking.map(\.done) == [0, 1] && checking.allSatisfy { $0.total == 2 })
        let compiling = first.filter { $0.phase == .compiling }
        #expect(compiling.map(\.done) == Array(1...compiling.count) && compiling.allSatisfy { $0.total == compiling.count })
        #expect(first.last?.phase == .linking)
        #expect(progress().isEmpty)
        project.write("m.atl", "export fn f() -> number { return 2; }\n")
        #expect(progress().filter { $0.phase == .compiling }.map(\.module?.text) == ["m.atl"])
    }
}
