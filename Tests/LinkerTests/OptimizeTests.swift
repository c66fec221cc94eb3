import Linker
import ModuleSystem
import RuntimeABI
import Testing
import WasmFormat

/// Optimization across modules.
@Suite struct OptimizeTests {
    private static let unary = FunctionType([.f64], [.f64])
    private static let binary = FunctionType([.f64, .f64], [.f64])
    private static let optimized = LinkOptions(keepNames: true, optimize: true)

    /// A module of functions and variables, and one that prints what they give.
    private func program() -> [TestObject] {
        var lib = TestObject("lib.atl")
        lib.hasEffects = false
        let number = GlobalType(.f64, isMutable: true)
        lib.global(number, .f64(2.5.bitPattern), export: "constant")
        let variable = lib.global(number, .f64(1.0.bitPattern), export: "variable")
        lib.function(Self.unary, export: "same") { $0.append(.localGet, 0) }
        let add = lib.function(Self.binary, export: "add") {
            $0.append(.localGet, 0)
            $0.append(.localGet, 1)
            $0.append(.f64Add)
        }
        lib.function(Self.binary, export: "forward") {
            $0.append(.localGet, 0)
            $0.append(.localGet, 1)
            $0.append(.returnCall, add)
        }
        lib.function(Self.binary, export: "first") { $0.append(.localGet, 0) }
        lib.function(export: "empty") { _ in }
        // Takes its parameters in another order, so it stays.
        let swapped: (inout FunctionBodyWriter) -> Void = {
            $0.append(.localGet, 1)
            $0.append(.localGet, 0)
            $0.append(.f64Sub)
        }
        lib.function(Self.binary, export: "swapped", swapped)
        lib.function(Self.binary, export: "twin", swapped)
        lib.function(export: "set") {
            $0.append(f64: 7)
            $0.append(.globalSet, variable)
        }
        for name in ["same"] { lib.declare(function: name, MachineSignature(parameters: [.number], result: .number)) }
        for name in ["add", "forward", "first", "swapped", "twin"] {
            lib.declare(function: name, MachineSignature(parameters: [.number, .number], result: .number))
        }
        for name in ["empty", "set"] { lib.declare(function: name) }
        for name in ["constant", "variable"] { lib.declare(variable: name, .number) }

        var main = TestObject("main.atl")
        let print = main.importFunction(ReservedNames.runtimeModule, "print_number", FunctionType([.f64]))
        let same = main.importFunction("lib.atl", "same", Self.unary)
        let two = ["add", "forward", "first", "swapped", "twin"].map { main.importFunction("lib.atl", $0, Self.binary) }
        let calls = ["empty", "set"].map { main.importFunction("lib.atl", $0) }
        let constant = main.importGlobal("lib.atl", "constant", number)
        let variable2 = main.importGlobal("lib.atl", "variable", number)
        main.depends(on: lib)
        let product = main.function(FunctionType([], [.f64])) {
            $0.append(f64: 4)
            $0.append(f64: 3)
            $0.append(.returnCall, two[1])
        }
        main.function(export: ReservedNames.initializer) {
            for call in calls { $0.append(.call, call) }
            $0.append(.globalGet, constant)
            $0.append(.call, same)
            $0.append(f64: 2)
            $0.append(.f64Mul)
            $0.append(.call, print)
            $0.append(.globalGet, variable2)
            $0.append(.call, print)
            for function in two {
                $0.append(f64: 30)
                $0.append(f64: 4)
                $0.append(.call, function)
                $0.append(.call, print)
            }
            $0.append(.call, product)
            $0.append(.call, print)
        }
        return [main, lib]
    }

    @Test func resultsStayTheSame() throws {
        let objects = program()
        let expected = "5\n7\n34\n34\n30\n-26\n-26\n7\n"
        #expect(try Linked(objects, entry: objects[0]).output() == expected)
        #expect(try Linked(objects, entry: objects[0], Self.optimized).output() == expected)
        var withMap = Self.optimized
        withMap.sourceMap = true
        #expect(try Linked(objects, entry: objects[0], withMap).output() == expected)
        #expect(Linked(objects, entry: objects[0], Self.optimized).result.binary == Linked(objects.reversed(), entry: objects[0], Self.optimized).result.binary)
    }

    @Test func trivialFunctionsConstantsAndTwinsVanish() throws {
        let objects = program()
        let plain = try WasmModule(reading: #require(Linked(objects, entry: objects[0], LinkOptions(keepNames: true)).result.binary))
        let small = try WasmModule(reading: #require(Linked(objects, entry: objects[0], Self.optimized).result.binary))
        func functions(_ module: WasmModule) -> Set<String> { Set(NameSection(of: module).functions.map(\.name).filter { $0.hasPrefix("lib.") }) }
        #expect(functions(plain) == ["lib.same", "lib.add", "lib.forward", "lib.first", "lib.empty", "lib.swapped", "lib.twin", "lib.set"])
        #expect(functions(small) == ["lib.swapped", "lib.set"])
        #expect(plain.globals.count == small.globals.count + 1)
    }

    /// A constant that is an export of the program may be set from outside.
    @Test func exportedVariablesStayVariables() throws {
        let objects = program()
        var options = Self.optimized
        options.exports = ["constant"]
        let linked = Linked(objects, entry: objects[1], options)
        let module = try WasmModule(reading: #require(linked.result.binary))
        #expect(module.globals.count == 1 && module.exports.map(\.name).contains("constant"))
    }

    /// Functions that call each other in a circle do not make the linker go in circles.
    @Test func circlesOfForwarders() throws {
        var main = ProgramTests.hello()
        let count = UInt32(main.functionImportCount) + 1
        for index in 0..<3 { main.function(export: "f\(index)") { $0.append(.returnCall, count + UInt32(index + 1) % 3) } }
        for index in 0..<3 { main.declare(function: "f\(index)") }
        let linked = Linked([main], entry: main, LinkOptions(optimize: true, exports: ["f0", "f1", "f2"]))
        #expect(try linked.output() == "hello\n")
    }

    /// Functions in the table may share one place in it.
    @Test func equalFunctionsInTheTable() throws {
        var main = TestObject("main.atl")
        main.importTable()
        let print = main.importFunction(ReservedNames.runtimeModule, "print_number", FunctionType([.f64]))
        let slots = ["0", "1", "2"].map { main.importGlobal(ReservedNames.tableModule, $0) }
        let type = main.type(FunctionType([], [.f64]))
        let values = [5.0, 5.0, 6.0].map { value in
            main.function(FunctionType([], [.f64])) { $0.append(f64: value) }
        }
        for value in values { main.element(value) }
        main.function(export: ReservedNames.initializer) {
            for slot in slots {
                $0.append(.globalGet, slot)
                $0.append(.callIndirect, type, 0)
                $0.append(.call, print)
            }
        }
        let linked = Linked([main], entry: main, LinkOptions(optimize: true))
        #expect(try linked.output() == "5\n5\n6\n")
        #expect(try WasmModule(reading: #require(linked.result.binary)).elements.first?.items.count == 2)
    }

    @Test func runtimeNamesAreReadable() throws {
        let main = ProgramTests.hello()
        let names = NameSection(of: try WasmModule(reading: #require(Linked([main], entry: main, LinkOptions(keepNames: true)).result.binary)))
        #expect(names.functions.contains { $0.name == "runtime.print_line" })
    }
}
