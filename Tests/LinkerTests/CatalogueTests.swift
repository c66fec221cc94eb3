import Diagnostics
import Linker
import ModuleSystem
import RuntimeABI
import Testing
import WasmFormat

/// Errors that no compiler of langc lets come about, made by hand.
@Suite struct CatalogueTests {
    private static let signature = MachineSignature(parameters: [], result: nil)

    private func main(importing name: String = "f", of module: String = "lib.atl") -> TestObject {
        var main = TestObject("main.atl")
        _ = main.importFunction(module, name)
        main.function(export: ReservedNames.initializer) { _ in }
        main.dependencies = [LinkDependency(module: ModuleID(module), interfaceHash: "", span: SourceSpan(0, 9), specifier: module)]
        main.importing(name, of: ModuleID(module), at: 20)
        return main
    }

    private func reexport(_ name: String, of module: String, as alias: String) -> InterfaceExport {
        InterfaceExport(name: alias, kind: .function(Self.signature), type: .dynamic, origin: ExportOrigin(module: ModuleID(module), name: name))
    }

    private func module(_ id: String, exporting name: String) -> TestObject {
        var object = TestObject(id)
        object.hasEffects = false
        object.function(export: name) { _ in }
        object.declare(function: name)
        return object
    }

    @Test func ambiguousReexports() {
        var lib = TestObject("lib.atl")
        lib.hasEffects = false
        lib.exports = [reexport("f", of: "a.atl", as: "f"), reexport("g", of: "b.atl", as: "f")]
        let objects = [main(), lib, module("a.atl", exporting: "f"), module("b.atl", exporting: "g")]
        let result = Linked(objects, entry: objects[0]).result
        #expect(result.diagnostics.map(\.code).contains("LK0021"))
        let note = "`lib.atl` re-exports `f` of `a.atl` and `g` of `b.atl` under this name"
        #expect(result.diagnostics.first { $0.code == "LK0021" }?.notes == [note])
    }

    @Test func duplicateDefinitions() {
        var lib = module("lib.atl", exporting: "f")
        lib.declare(function: "f")
        let twice = Linked([main(), lib], entry: main()).result
        #expect(twice.diagnostics.map(\.code) == ["LK0020"])
        #expect(twice.diagnostics[0].primary?.path == "lib.atl" && twice.diagnostics[0].secondary.count == 1)

        lib.exports = [reexport("f", of: "a.atl", as: "f")]
        let both = Linked([main(), lib, module("a.atl", exporting: "f")], entry: main()).result
        #expect(both.diagnostics.map(\.code) == ["LK0020"])
        #expect(both.diagnostics[0].message == "`lib.atl` both defines `f` and re-exports it from `a.atl`")
    }

    /// A type and a function may share a name.
    @Test func typesAndValuesHaveNamesOfTheirOwn() {
        var lib = module("lib.atl", exporting: "f")
        lib.exports.append(InterfaceExport(name: "f", kind: .type, type: .dynamic))
        #expect(Linked([main(), lib], entry: main()).codes.isEmpty)
    }

    @Test func otherFormatsAndABIs() {
        var old = module("lib.atl", exporting: "f")
        old.format = 99
        let format = Linked([main(), old], entry: main()).result
        // That the module seems to be missing follows.
        #expect(format.diagnostics.map(\.code) == ["LK0022"])
        #expect(format.diagnostics[0].notes[0].hasPrefix("its format is 99, ") && format.diagnostics[0].notes[0].hasSuffix("compiled by langc test"))
        var other = module("lib.atl", exporting: "f")
        other.abi = 77
        let abi = Linked([main(), other], entry: main()).result
        #expect(abi.diagnostics.map(\.code) == ["LK0023"])
        #expect(abi.diagnostics[0].notes[0].hasPrefix("its ABI has the number 77, ") && abi.diagnostics[0].help == ["compile `lib.atl` again"])
    }

    @Test func importsThatOnlyAHostCouldProvide() {
        var main = TestObject("main.atl")
        for index in 0..<7 { _ = main.importFunction("env", "f\(index)") }
        main.function(export: ReservedNames.initializer) { _ in }
        let result = Linked([main], entry: main).result
        #expect(result.diagnostics.map(\.code) == ["LK0024"])
        #expect(result.diagnostics[0].message.hasPrefix("`main.atl` imports `f0`, `f1`, `f2`, `f3`, `f4`, … of `env`, "))
    }

    @Test func functionsThatAreNotExported() {
        var lib = TestObject("lib.atl")
        lib.hasEffects = false
        let hidden = lib.function { _ in }
        lib.names = [.init(hidden, "f")]
        let result = Linked([main(), lib], entry: main()).result
        #expect(result.diagnostics.map(\.code) == ["LK0025"])
        #expect(result.diagnostics[0].primary == DiagnosticLabel(
            path: "main.atl", span: SourceSpan(20, 23), text: "imported here", position: SourcePosition(line: 1, column: 21)))
    }

    /// The import is of the module that defines the name, but its place is that of the import through another.
    @Test func importsThroughReexportsHaveTheirPlace() {
        var facade = TestObject("facade.atl")
        facade.hasEffects = false
        facade.exports = [reexport("gone", of: "lib.atl", as: "f")]
        facade.depends(on: TestObject("lib.atl"))
        var main = TestObject("main.atl")
        _ = main.importFunction("lib.atl", "gone")
        main.function(export: ReservedNames.initializer) { _ in }
        main.depends(on: facade)
        main.importing("f", of: facade.id, at: 33)
        let result = Linked([main, facade, TestObject("lib.atl")], entry: main).result
        #expect(result.diagnostics.map(\.code) == ["LK0006"])
        #expect(result.diagnostics[0].primary?.span == SourceSpan(33, 36))
    }

    @Test func circlesAreDrawn() {
        func object(_ id: String, from other: String) -> TestObject {
            var object = TestObject(id)
            object.hasEffects = false
            object.exports = [reexport("f", of: other, as: "f")]
            object.dependencies = [LinkDependency(module: ModuleID(other), interfaceHash: "", span: SourceSpan(3, 9), specifier: other)]
            return object
        }
        let objects = [main(), object("lib.atl", from: "a.atl"), object("a.atl", from: "b.atl"), object("b.atl", from: "a.atl")]
        let result = Linked(objects, entry: objects[0]).result
        #expect(result.diagnostics.map(\.code) == ["LK0011"])
        #expect(result.diagnostics[0].notes == ["`f` of `a.atl` → `f` of `b.atl` → `f` of `a.atl`"])
        #expect(result.diagnostics[0].primary?.span == SourceSpan(20, 23))

        let long = (0..<200).map { object("m\($0).atl", from: "m\($0 + 1).atl") } + [module("m200.atl", exporting: "f")]
        let chain = Linked([main(of: "m0.atl")] + long, entry: main()).result
        #expect(chain.diagnostics.map(\.code) == ["LK0011"])
        #expect(chain.diagnostics[0].message.hasSuffix("go on for more than 100 steps"))
    }

    /// What one of the optimizer's short cuts reads must be as sound as what the others read.
    @Test func shortFunctionsWithBrokenGlobalsAreRefused() {
        var main = TestObject("main.atl")
        main.function { $0.append(.globalGet, 40) }
        main.function(export: ReservedNames.initializer) { _ in }
        // Nothing needs the function, so it may be broken.
        #expect(Linked([main], entry: main, LinkOptions(optimize: true)).codes.isEmpty)
        main.function(export: ReservedNames.initializerBody) { $0.append(.call, 0) }
        #expect(Linked([main], entry: main, LinkOptions(optimize: true)).codes == ["LK0014"])
    }

    @Test func manyErrorsTakeLinearTime() {
        var main = TestObject("main.atl")
        for index in 0..<20_000 { _ = main.importFunction(index < 10_000 ? "lib.atl" : "host\(index)", "f\(index)") }
        main.function(export: ReservedNames.initializer) { _ in }
        let lib = module("lib.atl", exporting: "f")
        main.dependencies = [LinkDependency(module: lib.id, interfaceHash: "", span: SourceSpan(0, 9), specifier: "./lib")]
        let codes = Linked([main, lib], entry: main).codes
        #expect(codes.count { $0 == "LK0006" } == 10_000 && codes.count { $0 == "LK0024" } == 10_000)
    }
}
