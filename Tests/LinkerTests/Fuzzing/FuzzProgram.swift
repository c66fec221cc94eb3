import Basics
import Diagnostics
import Linker
import ModuleSystem
import RuntimeABI
import WasmFormat

/// A program of four objects in which everything occurs that objects may contain; material for mutations.
enum FuzzProgram {
    static let entry = ModuleID("main.atl")

    static let names = [
        "main.atl", "lib.atl", "facade.atl", "other.atl", "square", "total", "plus", "count", "closure_of_nothing", "print_line", "print_number", "env",
        ReservedNames.runtimeModule, ReservedNames.dataModule, ReservedNames.tableModule, ReservedNames.baseModule, ReservedNames.namespaceModule,
        ReservedNames.memory, ReservedNames.table, ReservedNames.shadowStackPointer, ReservedNames.stackDepth, ReservedNames.initializer,
        ReservedNames.initializerBody, ReservedNames.roots, ReservedNames.closurePrefix + "square", ReservedNames.baseMemory, ReservedNames.baseTable,
        "langc.interface", "langc.link", "langc.positions", "dylink.0", "name", "0", "8", "16", "32", "4294967295",
    ]

    /// Hashes of interfaces are left out: they would hide what else a changed interface does.
    static let objects: [(name: String, bytes: [UInt8])] = [main, library, facade, other].map(\.input)

    private static let number = MachineSignature(parameters: [.number], result: .number)
    private static let pair = MachineSignature(parameters: [.number, .number], result: .number)

    private static func positions(_ source: String) -> CodePositions {
        CodePositions(
            sources: [source],
            entries: [
                .init(offset: 2, source: 0, line: 1, column: 1), .init(offset: 6, source: 0, line: 2, column: 5), .init(offset: 9, source: nil),
                .init(offset: 14, source: 0, line: 7, column: 1),
            ])
    }

    private static var main: TestObject {
        var object = TestObject("main.atl")
        let offset = ProgramTests.string("hello", in: &object)
        object.importMemory()
        object.importTable()
        let print = object.importFunction(ReservedNames.runtimeModule, "print_line", FunctionType([.i32]))
        let printNumber = object.importFunction(ReservedNames.runtimeModule, "print_number", FunctionType([.f64]))
        let square = object.importFunction("lib.atl", "square", FunctionType([.f64], [.f64]))
        let plus = object.importFunction("facade.atl", "plus", FunctionType([.f64, .f64], [.f64]))
        let text = object.address(offset)
        let count = object.importGlobal("facade.atl", "count", GlobalType(.f64, isMutable: true))
        let closure = object.importGlobal("lib.atl", ReservedNames.closurePrefix + "square")
        let space = object.importGlobal(ReservedNames.namespaceModule, "lib.atl")
        let depth = object.importGlobal(ReservedNames.runtimeModule, ReservedNames.stackDepth, GlobalType(.i32, isMutable: true))
        let slot = object.importGlobal(ReservedNames.tableModule, "0")
        object.namespaces = [ModuleID("lib.atl")]
        let local = object.function(FunctionType([.i32, .i64], [.i64])) { $0.append(.localGet, 1) }
        object.element(local)
        let start = object.function(export: ReservedNames.initializer, locals: [LocalGroup(1, .f64)]) {
            $0.append(.globalGet, text)
            $0.append(.call, print)
            $0.append(.globalGet, count)
            $0.append(.call, square)
            $0.append(f64: 1)
            $0.append(.call, plus)
            $0.append(.call, printNumber)
            for global in [closure, space, depth, slot] {
                $0.append(.globalGet, global)
                $0.append(.drop)
            }
        }
        object.names = [.init(local, "local"), .init(start, "begin")]
        object.positions = positions("main.atl")
        object.exports = [InterfaceExport(name: "Point", kind: .type, type: types, span: SourceSpan(2, 9))]
        object.dependencies = ["lib.atl", "facade.atl", "other.atl"].enumerated().map { index, module in
            LinkDependency(module: ModuleID(module), interfaceHash: "", span: SourceSpan(30 * index, 30 * index + 20), specifier: "./" + module)
        }
        object.importing("square", of: ModuleID("lib.atl"), at: 9)
        object.importing("plus", of: ModuleID("facade.atl"), at: 39)
        return object
    }

    /// A type with every kind of part.
    private static var types: InterfaceType {
        let alias = InterfaceAlias(
            name: "Pair", parameters: ["T"], arguments: [.number], expansion: .array(.parameter(0, name: "T")), isDeprecated: true, deprecatedSince: "1.0")
        let function = InterfaceFunctionType(
            typeParameters: [InterfaceTypeParameter(name: "T", constraint: .string, traits: ["Show"])],
            parameters: [InterfaceParameter(name: "a", type: .union([.null, .bool]), ownership: "own")], result: .applied("Option", [.integer]),
            predicateParameter: 0, predicateType: .string)
        return .structural([
            InterfaceMember(name: "x", type: .alias(alias)), InterfaceMember(name: "f", type: .function(function)),
            InterfaceMember(name: "n", type: .namespace(ModuleID("lib.atl"))), InterfaceMember(name: "y", type: .intersection([.character, .dynamic])),
        ])
    }

    private static var library: TestObject {
        var object = TestObject("lib.atl")
        object.importMemory()
        object.importTable()
        let record = object.item(
            [UInt8](repeating: 0, count: 16), alignment: 8, relocations: [LinkRelocation(offset: 4, target: .table(0)), LinkRelocation(offset: 8, target: .data(16))],
            name: "closure square")
        _ = object.item([5, 0, 0, 0, 6], relocations: [], name: "bytes", isMergeable: true)
        let mark = object.importFunction(ReservedNames.runtimeModule, "gc_mark_reference", FunctionType([.i32]))
        let address = object.address(record)
        let total = object.importGlobal("other.atl", "total", GlobalType(.f64, isMutable: true))
        let square = object.function(FunctionType([.f64], [.f64]), export: "square") {
            $0.append(.localGet, 0)
            $0.append(.localGet, 0)
            $0.append(.f64Add)
        }
        object.function(export: ReservedNames.roots) {
            $0.append(.globalGet, address)
            $0.append(.call, mark)
        }
        object.function(export: ReservedNames.initializerBody) {
            $0.append(f64: 2)
            $0.append(.call, square)
            $0.append(.globalSet, total)
        }
        object.element(square)
        // The address of the closure under its name, as code generation exports it.
        object.export(ReservedNames.closurePrefix + "square", .global, address)
        object.declare(function: "square", number)
        object.dependencies = [LinkDependency(module: ModuleID("other.atl"), interfaceHash: "", span: SourceSpan(0, 20), specifier: "./other")]
        object.importing("total", of: ModuleID("other.atl"), at: 9)
        object.positions = positions("lib.atl")
        return object
    }

    private static var facade: TestObject {
        var object = TestObject("facade.atl")
        object.hasEffects = false
        object.exports = [
            InterfaceExport(name: "plus", kind: .function(pair), type: .dynamic, origin: ExportOrigin(module: ModuleID("other.atl"), name: "add")),
            InterfaceExport(
                name: "count", kind: .variable(.number, isMutable: true), type: .dynamic, origin: ExportOrigin(module: ModuleID("other.atl"), name: "total")),
        ]
        object.dependencies = [LinkDependency(module: ModuleID("other.atl"), interfaceHash: "", span: SourceSpan(0, 20), specifier: "./other")]
        return object
    }

    private static var other: TestObject {
        var object = TestObject("other.atl")
        object.function(FunctionType([.f64, .f64], [.f64]), export: "add") {
            $0.append(.localGet, 0)
            $0.append(.localGet, 1)
            $0.append(.f64Add)
        }
        let total = object.global(GlobalType(.f64, isMutable: true), .f64(0), export: "total")
        object.global(GlobalType(.i32), .i32(8), export: "constant")
        object.function(export: ReservedNames.initializer) {
            $0.append(f64: 40)
            $0.append(.globalSet, total)
        }
        object.declare(function: "add", pair)
        object.declare(variable: "total", .number)
        return object
    }
}
