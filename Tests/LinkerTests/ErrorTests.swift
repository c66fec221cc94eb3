import Diagnostics
import Linker
import ModuleSystem
import RuntimeABI
import Testing
import WasmFormat

/// What cannot be linked, and where the message points.
@Suite struct ErrorTests {
    private func library() -> TestObject {
        var object = TestObject("lib.atl")
        object.function(FunctionType([.f64], [.f64]), export: "square") { $0.append(.localGet, 0) }
        object.global(GlobalType(.f64, isMutable: true), .f64(0), export: "total")
        object.declare(function: "square", MachineSignature(parameters: [.number], result: .number))
        object.declare(variable: "total", .number)
        return object
    }

    @Test func everyUnresolvedImportIsReportedWhereItStands() {
        let lib = library()
        var main = TestObject("main.atl")
        _ = main.importFunction("lib.atl", "sqare", FunctionType([.f64], [.f64]))
        _ = main.importFunction("lib.atl", "square", FunctionType([.i32], [.f64]))
        _ = main.importFunction("lib.atl", "total")
        _ = main.importGlobal("lib.atl", "total", GlobalType(.f64))
        _ = main.importFunction(ReservedNames.runtimeModule, "no_such_function")
        for (index, name) in ["sqare", "square", "total"].enumerated() { main.importing(name, of: lib.id, at: 30 + 10 * index) }
        main.depends(on: lib)
        main.function(export: ReservedNames.initializer) { _ in }
        let result = Linked([main, lib], entry: main).result
        #expect(result.binary == nil)
        #expect(result.diagnostics.map(\.code) == ["LK0006", "LK0008", "LK0007", "LK0008", "LK0010"])
        let first = result.diagnostics[0]
        #expect(first.message == "`lib.atl` does not export `sqare`")
        #expect(first.notes == ["did you mean `square`?"])
        #expect(first.primary == DiagnosticLabel(path: "main.atl", span: SourceSpan(30, 33), text: "imported here", position: SourcePosition(line: 1, column: 31)))
        #expect(result.diagnostics[1].message == "`square` of `lib.atl` has the type `(f64) -> f64`, but `main.atl` calls it as `(i32) -> f64`")
        #expect(result.diagnostics[1].secondary == [DiagnosticLabel(path: "lib.atl", span: SourceSpan(1, 4), text: "exported here")])
        #expect(result.diagnostics[2].message == "`total` of `lib.atl` is a variable, but `main.atl` uses it as a function")
    }

    @Test func changedInterfacesNameTheModuleToRebuild() {
        var lib = library()
        var main = TestObject("main.atl")
        _ = main.importFunction("lib.atl", "gone")
        main.depends(on: lib)
        main.function(export: ReservedNames.initializer) { _ in }
        lib.declare(variable: "more", .number)
        let result = Linked([main, lib], entry: main).result
        // The missing export shows what has changed.
        #expect(result.diagnostics.map(\.code) == ["LK0006"])
        #expect(result.diagnostics[0].notes == ["the interface of `lib.atl` has changed since `main.atl` was compiled"])

        var other = TestObject("main.atl")
        other.depends(on: library())
        other.function(export: ReservedNames.initializer) { _ in }
        let silent = Linked([other, lib], entry: other).result
        #expect(silent.diagnostics.map(\.code) == ["LK0009"])
        #expect(silent.diagnostics[0].help == ["compile `main.atl` again"])
        #expect(silent.diagnostics[0].primary?.span == SourceSpan(10, 20))
    }

    @Test func missingModules() {
        var main = TestObject("main.atl")
        _ = main.importFunction("lib.atl", "square")
        main.depends(on: library())
        main.function(export: ReservedNames.initializer) { _ in }
        let result = Linked([main, TestObject("lab.atl")], entry: main).result
        #expect(result.diagnostics.map(\.code) == ["LK0005"])
        #expect(result.diagnostics[0].notes == ["did you mean `lab.atl`?"])
        #expect(Linked([library()], entry: main).codes == ["LK0004"])
    }

    @Test func inputsThatAreNoObjects() {
        let main = ProgramTests.hello()
        var old = TestObject("old.atl")
        old.format = 99
        let plain = WasmModuleWriter().bytes
        let linked = Linked(
            raw: [("a.o", [1, 2, 3]), ("b.o", plain), old.input, main.input, ("copy.o", main.bytes())], entry: main.id)
        #expect(linked.codes == ["LK0001", "LK0002", "LK0022", "LK0003"])
        #expect(linked.result.diagnostics[2].notes[0].contains("99"))
        #expect(linked.result.diagnostics[3].message.contains("`copy.o` and `main.atl.o.wasm`"))
    }

    /// What the entry does not need is not linked, so nothing of it can be wrong.
    @Test func unneededObjectsAreLeftOut() throws {
        var other = TestObject("other.atl")
        _ = other.importFunction("nowhere.atl", "f")
        let main = ProgramTests.hello()
        #expect(try Linked([other, main], entry: main).output() == "hello\n")
    }

    @Test func reexportsInACircle() {
        func object(_ id: String, from other: String) -> TestObject {
            var object = TestObject(id)
            object.hasEffects = false
            object.exports = [
                InterfaceExport(
                    name: "f", kind: .function(MachineSignature(parameters: [], result: nil)), type: .dynamic,
                    origin: ExportOrigin(module: ModuleID(other), name: "f"))
            ]
            object.dependencies = [LinkDependency(module: ModuleID(other), interfaceHash: "", span: SourceSpan(3, 9), specifier: other)]
            return object
        }
        var main = TestObject("main.atl")
        _ = main.importFunction("a.atl", "f")
        let objects = [object("a.atl", from: "b.atl"), object("b.atl", from: "a.atl")]
        main.function(export: ReservedNames.initializer) { _ in }
        #expect(Linked([main] + objects, entry: main).codes == ["LK0011"])
    }

    @Test func brokenCodeAndData() {
        var main = TestObject("main.atl")
        main.function(export: ReservedNames.initializer) { $0.append(.call, 77) }
        #expect(Linked([main], entry: main).codes == ["LK0014"])

        var other = TestObject("main.atl")
        other.importMemory()
        let item = other.item([0, 0, 0, 0], relocations: [LinkRelocation(offset: 0, target: .table(9))])
        let address = other.address(item)
        other.function(export: ReservedNames.initializer) {
            $0.append(.globalGet, address)
            $0.append(.drop)
        }
        #expect(Linked([other], entry: other).codes == ["LK0014"])

        var huge = TestObject("main.atl")
        huge.importMemory()
        let start = huge.item([1, 2, 3, 4])
        huge.items[0].size = UInt32.max
        let hugeAddress = huge.address(start)
        huge.function(export: ReservedNames.initializer) {
            $0.append(.globalGet, hugeAddress)
            $0.append(.drop)
        }
        #expect(Linked([huge], entry: huge).codes == ["LK0013"])
    }

    @Test func undefinedSymbolsOfTheRuntimeMatterOnlyIfLive() {
        var main = TestObject("main.atl")
        let broken = main.importFunction(ReservedNames.runtimeModule, "needs_undefined")
        main.function(export: ReservedNames.initializer) { $0.append(.call, broken) }
        #expect(Linked([main], entry: main).codes == ["LK0015"])
        let result = Linker.link(LinkInputs(objects: [main.input], runtime: [0], entry: main.id))
        #expect(result.diagnostics.map(\.code) == ["LK0015"])
    }

    @Test func everyCodeIsInTheTable() {
        let codes = LinkerCodes.all.map(\.code)
        #expect(Set(codes).count == codes.count && codes == codes.sorted())
        #expect(LinkerCodes.all.allSatisfy { !$0.title.isEmpty && !$0.explanation.isEmpty })
    }
}
