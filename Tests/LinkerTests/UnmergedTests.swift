import Diagnostics
import Linker
import ModuleSystem
import RuntimeABI
import Testing
import WasmFormat

/// Unmerged programs: what differs from merged ones. That they do the same, `Linked.output` checks.
@Suite struct UnmergedTests {
    @Test func theRuntimeExportsWhatObjectsImport() throws {
        let result = Unmerged([ProgramTests.hello()], entry: ProgramTests.hello()).result
        let module = try WasmModule(reading: result.runtime)
        #expect(module.exports.map(\.name) == [
            "memory", "__indirect_function_table", "__shadow_stack_pointer", "__stack_depth", "print_line", "flush_output",
        ])
        #expect(module.imports.map(\.name) == ["fd_write"])
        #expect(result.namespaces == nil)
        let plan = try #require(result.plan)
        #expect(plan.modules.map(\.id.text) == ["main.atl"])
        // The string's address, and nothing else.
        #expect(plan.modules[0].words.map { $0.value - $0.address } == [8])
    }

    @Test func theOrderOfTheInputsMakesNoDifference() throws {
        var other = ProgramTests.hello("other", id: "other.atl")
        _ = other.item([1, 2, 3], alignment: 1)
        var main = ProgramTests.hello()
        main.depends(on: other)
        let first = Unmerged([main, other], entry: main).result
        let second = Unmerged([other, main], entry: main).result
        #expect(first.plan != nil && first.plan == second.plan && first.runtime == second.runtime && first.objects == second.objects)
    }

    /// Objects that say nothing of their alignment still get multiples of 8, others what they want.
    @Test func basesAreAligned() throws {
        func object(_ id: String, _ alignment: UInt32) -> TestObject {
            var object = TestObject(id)
            object.importMemory()
            _ = object.item([1, 2, 3], alignment: alignment)
            return object
        }
        var main = TestObject("main.atl")
        let others = [object("a.atl", 1), object("b.atl", 64), object("c.atl", 1)]
        for other in others { main.depends(on: other) }
        let plan = try #require(Unmerged([main] + others, entry: main).result.plan)
        let bases = plan.modules.map(\.memoryBase)
        #expect(bases.allSatisfy { $0 >= ControlBlock.staticDataBase && $0 % 8 == 0 })
        #expect(bases[1] % 64 == 0)
        #expect(zip(bases, bases.dropFirst()).allSatisfy { $0 + 3 <= $1 } && Set(bases.prefix(3)).count == 3)
    }

    /// `even` and `odd` call each other across modules; the first to be instantiated gets functions that look the other up. The address of
    /// a function is known before its module exists.
    private func cycle() -> (even: TestObject, odd: TestObject) {
        let type = FunctionType([.f64], [.f64])
        let signature = MachineSignature(parameters: [.number], result: .number)
        func module(_ name: String, _ other: String, ofZero: Double) -> TestObject {
            var object = TestObject("\(name).atl")
            object.importMemory()
            object.importTable()
            let step = object.importFunction("\(other).atl", other, type)
            let print = object.importFunction(ReservedNames.runtimeModule, "print_number", FunctionType([.f64]))
            let closure = object.item([42, 0, 0, 0, 0, 0, 0, 0], alignment: 8, relocations: [LinkRelocation(offset: 4, target: .table(0))])
            let own = object.address(closure)
            object.export(ReservedNames.closurePrefix + name, .global, own)
            let closureOfOther = object.importGlobal("\(other).atl", ReservedNames.closurePrefix + other)
            object.declare(function: name, signature)
            let function = object.function(type, export: name) {
                $0.append(.localGet, 0)
                $0.append(f64: 0)
                $0.append(.f64Eq)
                $0.append(.if, result: .f64)
                $0.append(f64: ofZero)
                $0.append(.else)
                $0.append(.localGet, 0)
                $0.append(f64: 1)
                $0.append(.f64Sub)
                $0.append(.call, step)
                $0.append(.end)
            }
            object.element(function)
            object.function(export: ReservedNames.initializer) {
                $0.append(f64: 7)
                $0.append(.call, function)
                $0.append(.call, print)
                $0.append(.globalGet, closureOfOther)
                $0.append(.i32Load, 2, 0)
                $0.append(.f64ConvertI32U)
                $0.append(.call, print)
            }
            return object
        }
        var even = module("even", "odd", ofZero: 1)
        var odd = module("odd", "even", ofZero: 0)
        let (first, second) = (even, odd)
        even.depends(on: second, specifier: "./odd")
        odd.depends(on: first, specifier: "./even")
        return (even, odd)
    }

    @Test func functionsOfLaterModulesInACycle() throws {
        let (even, odd) = cycle()
        let linked = Linked([even, odd], entry: even)
        #expect(try linked.output() == "1\n42\n0\n42\n")
        let plan = try #require(Unmerged([even, odd], entry: even).result.plan)
        #expect(plan.modules.map(\.constants.count) == [1, 0])
    }

    @Test func variablesOfLaterModulesInACycleAreRefused() throws {
        var first = TestObject("first.atl")
        var second = TestObject("second.atl")
        _ = first.importGlobal("second.atl", "total", GlobalType(.f64, isMutable: true))
        first.importing("total", of: second.id, at: 40)
        second.global(GlobalType(.f64, isMutable: true), .f64(0), export: "total")
        second.declare(variable: "total", .number)
        first.depends(on: second)
        second.depends(on: first)
        let result = Unmerged([first, second], entry: second).result
        #expect(result.plan == nil)
        #expect(result.diagnostics.map(\.code) == ["LK0016"])
        #expect(result.diagnostics.first?.primary == DiagnosticLabel(path: "first.atl", span: SourceSpan(40, 43), text: "imported here", position: SourcePosition(line: 1, column: 41)))
        // The other way round the variable is there in time, and merged there is no problem.
        #expect(Unmerged([first, second], entry: first).codes.isEmpty)
        #expect(Linked([first, second], entry: second).codes.isEmpty)
    }

    @Test func errorsAreThoseOfTheLinker() {
        let main = ProgramTests.hello()
        #expect(Unmerged([main], entry: TestObject("other.atl")).codes == ["LK0004"])
        var importer = TestObject("main.atl")
        _ = importer.importFunction(ReservedNames.runtimeModule, "no_such_function")
        importer.depends(on: TestObject("gone.atl"))
        #expect(Unmerged([importer], entry: importer).codes == ["LK0005", "LK0010"])
        var undefined = TestObject("main.atl")
        _ = undefined.importFunction(ReservedNames.runtimeModule, "needs_undefined")
        #expect(Unmerged([undefined], entry: undefined).codes == ["LK0015"])
        var broken = TestObject("main.atl")
        broken.importMemory()
        _ = broken.item([0, 0, 0, 0, 0, 0, 0, 0], relocations: [LinkRelocation(offset: 0, target: .data(99)), LinkRelocation(offset: 4, target: .table(1))])
        #expect(Unmerged([broken], entry: broken).codes == ["LK0014", "LK0014"])
        var large = TestObject("main.atl")
        large.items = [LinkDataItem(offset: 0, size: .max, alignment: 1, relocations: [], name: "large")]
        #expect(Unmerged([large], entry: large).codes == ["LK0013"])
    }
}
