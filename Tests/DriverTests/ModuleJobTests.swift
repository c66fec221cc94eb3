import Basics
import CodeGen
import Diagnostics
@testable import Driver
import ModuleSystem
import Testing

/// A module compiled by itself, from nothing but what a job holds.
struct ModuleJobTests {
    /// The modules of a program compiled one by one, in order, each from its job; cycles together.
    private func outcomes(_ files: [String: String], entry: String, _ optimization: OptimizationLevel) throws -> [String: ModuleOutcome] {
        let whole = InMemoryFileSystem(files)
        var loader = ProgramLoader(fileSystem: whole, jobs: 1)
        let program = try loader.load(entry: entry, root: "/p").get()
        var interfaces: [ModuleInterface] = []
        var outcomes: [String: ModuleOutcome] = [:]
        for component in Build(BuildOptions(entry: ""), whole).components(of: program.graph) {
            let members = component.compactMap { program.units[$0] }.map { unit in
                var member = ModuleJob.Member(module: unit.id, language: unit.language, source: unit.parsed.sources()[0])
                member.attachment = unit.attachment
                member.resolved = unit.resolved
                member.nestedPaths = unit.nestedPaths
                for file in unit.parsed.sources().dropFirst() { member.included[Path.lastComponent(file.path)] = file }
                return member
            }
            for outcome in ModuleJob(members: members, interfaces: interfaces, options: ModuleOptions(optimization: optimization)).run() {
                #expect(outcome.diagnostics.map(\.message) == [])
                outcomes[outcome.module.text] = outcome
                interfaces.append(outcome.interface)
            }
        }
        return outcomes
    }

    private static let atlas = [
        "/p/main.atl": "import { twice, List } from \"./facade\";\nlet list: List = [twice(2), 1, 2];\nprint(list.sort());\n",
        "/p/facade.atl": "export { twice, List } from \"./base\";\n",
        "/p/base.atl": "/// Doubles.\nexport fn twice(n: number) -> number { return n * 2; }\nexport type List = number[];\n",
    ]
    private static let ai = [
        "/p/main.ai": "(import \"even\" (even? swap!))\n(include \"part.scm\")\n(define a 1) (define b 2) (swap! a b) (display (list (even? 10) a b part))\n",
        "/p/part.scm": "(define part (map (lambda (x) (* x x)) '(1 2 3)))\n",
        "/p/even.ai": """
            (module even [even? swap!]
              (import "odd" (odd?))
              (define-syntax swap! (syntax-rules () ((_ x y) (let ((t x)) (set! x y) (set! y t)))))
              (define (even? n) (if (= n 0) #t (odd? (- n 1)))))
            """,
        "/p/odd.ai": "(module odd [odd?] (import \"even\" (even?)) (define (odd? n) (if (= n 0) #f (even? (- n 1)))))\n",
    ]

    @Test(arguments: [("/p/main.atl", OptimizationLevel.none), ("/p/main.atl", .standard), ("/p/main.ai", .none), ("/p/main.ai", .standard)])
    func objectsAreThoseOfABuild(_ entry: String, _ optimization: OptimizationLevel) throws {
        let files = entry.hasSuffix("ai") ? Self.ai : Self.atlas
        var options = BuildOptions(entry: entry, optimization: optimization)
        options.root = "/p"
        let built = Build.run(options, fileSystem: InMemoryFileSystem(files), through: .objects)
        #expect(built.lines.filter { !$0.hasPrefix("AI0307") } == [])
        let outcomes = try outcomes(files, entry: entry, optimization)
        let own = built.objects.filter { !$0.module.isStandard }
        #expect(own.count == outcomes.count)
        for object in own {
            let isSame = outcomes[object.module.text]?.object == object.bytes
            #expect(isSame, "\(object.module)")
        }
    }

    @Test func errorsYieldNoObject() {
        let source = SourceFile(path: "m.atl", text: "export fn f() -> number { return \"\"; }")
        let outcome = ModuleJob(
            members: [.init(module: ModuleID("m.atl"), language: Language.of(path: "m.atl")!, source: source)], interfaces: [], options: ModuleOptions()
        ).run()[0]
        let hasErrors = outcome.hasErrors
        #expect(hasErrors)
        let isEmpty = outcome.object.isEmpty
        #expect(isEmpty)
    }

    @Test func interfacesMustBeGiven() {
        let source = SourceFile(path: "m.atl", text: "import { f } from \"./other\";\nf();")
        let outcome = ModuleJob(
            members: [.init(module: ModuleID("m.atl"), language: Language.of(path: "m.atl")!, source: source)], interfaces: [], options: ModuleOptions()
        ).run()[0]
        #expect(outcome.diagnostics.map(\.code) == ["LC0011"])
        let isEmpty = outcome.object.isEmpty
        #expect(isEmpty)
    }
}
