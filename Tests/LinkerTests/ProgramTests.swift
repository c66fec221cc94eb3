import Basics
import Diagnostics
import Linker
import ModuleSystem
import RuntimeABI
import Testing
import WasmFormat

/// Programs that link, run and print.
@Suite struct ProgramTests {
    /// A string object at the end of an object's data.
    static func string(_ text: String, in object: inout TestObject) -> UInt32 {
        let start = UInt32(object.data.count + 7) & ~7
        var writer = ByteWriter()
        writer.append(u32: UInt32(ObjectKind.string.rawValue) | UInt32(ObjectLayout.Flag.isStatic) << 8)
        writer.append(u32: UInt32(text.utf8.count))
        writer.append(u64: 0)
        writer.append(bytes: text.utf8)
        return object.item(
            writer.bytes, alignment: 8, relocations: [LinkRelocation(offset: 8, target: .data(start + 16))], name: "\"\(text)\"")
    }

    static func hello(_ text: String = "hello", id: String = "main.atl") -> TestObject {
        var object = TestObject(id)
        let offset = string(text, in: &object)
        object.importMemory()
        let print = object.importFunction(ReservedNames.runtimeModule, "print_line", FunctionType([.i32]))
        let address = object.address(offset)
        object.function(export: ReservedNames.initializer) {
            $0.append(.globalGet, address)
            $0.append(.call, print)
        }
        return object
    }

    @Test func helloWorldIsSmall() throws {
        let linked = Linked([Self.hello()], entry: Self.hello())
        #expect(try linked.output() == "hello\n")
        let binary = try #require(linked.result.binary)
        #expect(binary.count < 500)
        let module = try WasmModule(reading: binary)
        #expect(module.exports.map(\.name) == ["memory", "_start"])
        #expect(module.imports.map(\.module) == ["wasi_snapshot_preview1"])
        #expect(module.customSections.isEmpty && module.tables.isEmpty)
    }

    /// main imports a and b, both import c; siblings in source order, c once.
    @Test func initializersRunOnceDependenciesFirst() throws {
        let c = Self.hello("c", id: "c.atl")
        var a = Self.hello("a", id: "a.atl")
        a.depends(on: c)
        var b = Self.hello("b", id: "b.atl")
        b.depends(on: c)
        var main = Self.hello("main")
        main.depends(on: b)
        main.depends(on: a)
        let linked = Linked([main, a, b, c], entry: main)
        #expect(try linked.output() == "c\nb\na\nmain\n")
        #expect(Linked([c, b, a, main], entry: main).result.binary == linked.result.binary)
    }

    /// A function, a variable and a function value of another module, under re-exported names.
    @Test func importsReachTheirOrigins() throws {
        var math = TestObject("lib/math.atl")
        math.hasEffects = false
        math.importTable()
        let add = math.function(FunctionType([.f64, .f64], [.f64]), export: "add") {
            $0.append(.localGet, 0)
            $0.append(.localGet, 1)
            $0.append(.f64Add)
        }
        let counter = math.global(GlobalType(.f64, isMutable: true), .f64(0), export: "counter")
        math.function(export: "bump") {
            $0.append(.globalGet, counter)
            $0.append(f64: 1)
            $0.append(.call, add)
            $0.append(.globalSet, counter)
        }
        math.function(export: ReservedNames.initializer) {
            $0.append(f64: 40)
            $0.append(.globalSet, counter)
        }
        let number = MachineSignature(parameters: [.number, .number], result: .number)
        math.declare(function: "add", number)
        math.declare(function: "bump")
        math.declare(variable: "counter", .number)

        var facade = TestObject("facade.atl")
        facade.hasEffects = false
        facade.exports = [
            InterfaceExport(
                name: "plus", kind: .function(number), type: .dynamic, origin: ExportOrigin(module: math.id, name: "add")),
            InterfaceExport(
                name: "count", kind: .variable(.number, isMutable: true), type: .dynamic, origin: ExportOrigin(module: math.id, name: "counter")),
        ]
        facade.depends(on: math)

        var main = TestObject("main.atl")
        let print = main.importFunction(ReservedNames.runtimeModule, "print_number", FunctionType([.f64]))
        let bump = main.importFunction("lib/math.atl", "bump")
        let plus = main.importFunction("facade.atl", "plus", FunctionType([.f64, .f64], [.f64]))
        let count = main.importGlobal("facade.atl", "count", GlobalType(.f64, isMutable: true))
        main.depends(on: facade)
        main.depends(on: math)
        main.function(export: ReservedNames.initializer) {
            $0.append(.call, bump)
            $0.append(.globalGet, count)
            $0.append(f64: 1)
            $0.append(.call, plus)
            $0.append(.call, print)
        }
        let linked = Linked([math, main, facade], entry: main, LinkOptions(report: true))
        #expect(try linked.output() == "42\n")
        #expect(linked.result.report?.initializationOrder == ["lib/math.atl", "facade.atl", "main.atl"])
    }

    @Test func requestedExportsStay() throws {
        var main = Self.hello()
        main.function(FunctionType([.i32], [.i32]), export: "square") {
            $0.append(.localGet, 0)
            $0.append(.localGet, 0)
            $0.append(.i32Mul)
        }
        main.declare(function: "square")
        let plain = try WasmModule(reading: #require(Linked([main], entry: main).result.binary))
        let linked = Linked([main], entry: main, LinkOptions(exports: ["square"]))
        let module = try WasmModule(reading: #require(linked.result.binary))
        #expect(module.exports.map(\.name) == ["memory", "_start", "square"])
        #expect(module.bodies.count == plain.bodies.count + 1)
        #expect(Linked([main], entry: main, LinkOptions(exports: ["circle"])).codes == ["LK0012"])
    }

    /// The runtime's own table entries, relocated data and indirect calls.
    @Test func allExportsOrAnErrorForThoseThatAreTaken() throws {
        var main = ProgramTests.hello()
        main.function(FunctionType([.f64], [.f64]), export: "double") { $0.append(.localGet, 0) }
        main.declare(function: "double", MachineSignature(parameters: [.number], result: .number))
        main.exports.append(InterfaceExport(name: "Kind", kind: .type, type: .dynamic, span: SourceSpan(1, 4)))
        var options = LinkOptions(exports: ["double"])
        options.exportsAll = true
        let binary = try #require(Linked([main], entry: main, options).result.binary)
        #expect(try WasmModule(reading: binary).exports.map(\.name) == ["memory", "_start", "double"])
        main.function(export: "_start") { _ in }
        main.declare(function: "_start")
        #expect(Linked([main], entry: main, options).codes == ["LK0019"])
        #expect(Linked([main], entry: main, LinkOptions(exports: ["memory"])).codes == ["LK0019"])
        // It matters only for what becomes an export.
        #expect(Linked([main], entry: main).codes.isEmpty)
    }

    @Test func runtimeWithFunctionPointers() throws {
        var main = TestObject("main.atl")
        let print = main.importFunction(ReservedNames.runtimeModule, "print_number", FunctionType([.f64]))
        let apply = main.importFunction(ReservedNames.runtimeModule, "apply", FunctionType([.f64], [.f64]))
        main.function(export: ReservedNames.initializer) {
            $0.append(f64: 21)
            $0.append(.call, apply)
            $0.append(.call, print)
        }
        #expect(try Linked([main], entry: main).output() == "42\n")
    }

    /// Table entries of objects: through static data and through code.
    @Test func tableEntries() throws {
        var main = TestObject("main.atl")
        main.importTable()
        main.importMemory()
        let print = main.importFunction(ReservedNames.runtimeModule, "print_number", FunctionType([.f64]))
        let pointer = main.item([0, 0, 0, 0], relocations: [LinkRelocation(offset: 0, target: .table(2))], name: "pointer")
        let address = main.address(pointer)
        let slot = main.importGlobal(ReservedNames.tableModule, "0")
        let type = FunctionType([], [.f64])
        let calls = main.type(type)
        for value in [5.0, 6.0, 7.0] { main.element(main.function(type) { $0.append(f64: value) }) }
        main.function(export: ReservedNames.initializer) {
            $0.append(.globalGet, slot)
            $0.append(.callIndirect, calls, 0)
            $0.append(.call, print)
            $0.append(.globalGet, address)
            $0.append(.i32Load, 2, 0)
            $0.append(.callIndirect, calls, 0)
            $0.append(.call, print)
        }
        let linked = Linked([main], entry: main)
        #expect(try linked.output() == "5\n7\n")
        // The function that returns 6 is not there.
        let module = try WasmModule(reading: #require(linked.result.binary))
        #expect(module.elements.first?.items.count == 2)
        #expect(!WasmPrinter.print(module).contains("f64.const 6.0"))
    }

    @Test func collectorSeesVariablesOfLiveModules() throws {
        func module(_ id: String, variables: Int) -> TestObject {
            var object = TestObject(id)
            object.hasEffects = false
            let mark = object.importFunction(ReservedNames.runtimeModule, "gc_mark_reference", FunctionType([.i32]))
            let globals = (0..<variables).map { object.global(GlobalType(.i32, isMutable: true), .i32(0), export: "v\($0)") }
            object.function(export: ReservedNames.roots) { body in
                for global in globals {
                    body.append(.globalGet, global)
                    body.append(.call, mark)
                }
            }
            for index in 0..<variables { object.declare(variable: "v\(index)", .reference) }
            return object
        }
        let used = module("used.atl", variables: 3)
        let unused = module("unused.atl", variables: 50)
        var main = TestObject("main.atl")
        let collect = main.importFunction(ReservedNames.runtimeModule, "gc_collect", FunctionType([.i32]))
        let variable = main.importGlobal("used.atl", "v1", GlobalType(.i32, isMutable: true))
        let stack = main.importGlobal(ReservedNames.runtimeModule, ReservedNames.shadowStackPointer, GlobalType(.i32, isMutable: true))
        main.depends(on: used)
        main.depends(on: unused)
        main.function(export: ReservedNames.initializer) {
            $0.append(.globalGet, variable)
            $0.append(.drop)
            $0.append(.globalGet, stack)
            $0.append(.call, collect)
        }
        let linked = Linked([main, used, unused], entry: main)
        // Unmerged there is nothing unused, and all variables are seen.
        #expect(try linked.output(isSameUnmerged: false) == "3\n")
        #expect(try Unmerged([main, used, unused], entry: main).output() == "53\n")
    }

    @Test func namespacesAsValues() throws {
        var lib = TestObject("lib/things.atl")
        let text = Self.string("a text", in: &lib)
        lib.importMemory()
        lib.importTable()
        let textAddress = lib.address(text)
        let closure = lib.item([3, 2, 1, 0] + [UInt8](repeating: 0, count: 12), alignment: 8, relocations: [LinkRelocation(offset: 4, target: .table(0))])
        let closureAddress = lib.address(closure)
        lib.export(ReservedNames.closurePrefix + "run", .global, closureAddress)
        lib.export("text", .global, textAddress)
        lib.element(lib.function(FunctionType([.i32], [.i64]), export: "run") { $0.append(i64: 0) })
        lib.declare(function: "run")
        lib.declare(variable: "text", .reference)

        var main = TestObject("main.atl")
        main.importMemory()
        main.importTable()
        let name = Self.string("text", in: &main)
        let print = main.importFunction(ReservedNames.runtimeModule, "print_line", FunctionType([.i32]))
        let find = main.importFunction(ReservedNames.runtimeModule, "namespace_find", FunctionType([.i32, .i32], [.i32]))
        let number = main.importFunction(ReservedNames.runtimeModule, "print_number", FunctionType([.f64]))
        let space = main.importGlobal(ReservedNames.namespaceModule, "lib/things.atl")
        let nameAddress = main.address(name)
        main.namespaces = [lib.id]
        main.depends(on: lib)
        let getter = main.type(FunctionType([], [.i64]))
        main.function(export: ReservedNames.initializer, locals: [LocalGroup(1, .i64)]) {
            $0.append(.globalGet, space)
            $0.append(.globalGet, nameAddress)
            $0.append(.call, find)
            $0.append(.callIndirect, getter, 0)
            $0.append(.localTee, 0)
            $0.append(.i32WrapI64)
            $0.append(.call, print)
            // The kind of the boxed value.
            $0.append(.localGet, 0)
            $0.append(i64: 32)
            $0.append(.i64ShrU)
            $0.append(i64: 0xFFFF)
            $0.append(.i64And)
            $0.append(.f64ConvertI64U)
            $0.append(.call, number)
            // The name of the namespace.
            $0.append(.globalGet, space)
            $0.append(.i32Load, 2, 8)
            $0.append(.call, print)
        }
        #expect(try Linked([main, lib], entry: main).output() == "a text\n1\nthings\n")
    }
}
