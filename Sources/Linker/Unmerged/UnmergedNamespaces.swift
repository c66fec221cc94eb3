import Basics
import ModuleSystem
import RuntimeABI
import WasmFormat

/// The namespace objects of an unmerged program as a wasm module: their bytes as data, and the getters, which import the variables of the
/// objects. It is instantiated last, when all of those exist.
struct UnmergedNamespaces {
    private let program: Program
    private let layout: UnmergedLayout
    private var imports: [Import] = []
    /// Positions among the imported globals.
    private var globals: [GlobalID: UInt32] = [:]
    /// For the files whose variables getters read, the exported name of each global.
    private var exportedNames: [Int: [UInt32: String]] = [:]

    /// The module's bytes; `nil` if no module is used as a value.
    static func emit(_ program: Program, _ layout: UnmergedLayout, keepNames: Bool) -> [UInt8]? {
        guard !program.namespaces.isEmpty else { return nil }
        var emitter = UnmergedNamespaces(program: program, layout: layout)
        return emitter.emit(keepNames: keepNames)
    }

    private mutating func emit(keepNames: Bool) -> [UInt8] {
        imports = [
            Import(ReservedNames.runtimeModule, ReservedNames.memory, .memory(Limits(1))),
            Import(ReservedNames.runtimeModule, ReservedNames.table, .table(TableType(Limits(0)))),
        ]
        var code = ByteWriter()
        for getter in program.getters { code.append(lengthPrefixed: getter.body(reading: self.code(of: getter.value))) }
        var writer = WasmModuleWriter(capacity: code.count + 4096)
        if !program.getters.isEmpty { writer.types([FunctionType([], [.i64])]) }
        writer.imports(imports)
        writer.functions([UInt32](repeating: 0, count: program.getters.count))
        if let first = layout.getterSlots.first {
            let functions = (0..<UInt32(program.getters.count)).map { ConstantExpression.function($0) }
            writer.elements([ElementSegment(.active(0, .i32(Int32(bitPattern: first))), items: functions)])
        }
        writer.code(count: program.getters.count, bodies: code.bytes)
        writer.data(dataSegments)
        if keepNames { writer.custom(NameSection.name, names.encoded()) }
        return writer.bytes
    }

    private var dataSegments: [(mode: SegmentMode, bytes: ArraySlice<UInt8>)] {
        var builder = SegmentBuilder()
        for (item, address) in zip(program.synthetic, layout.syntheticAddresses) {
            var bytes = item.bytes
            for relocation in item.relocations {
                let value = value(of: relocation.target)
                for byte in 0..<4 { bytes[relocation.offset + byte] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(byte))) }
            }
            builder.add(address, bytes[...])
        }
        return builder.finish()
    }

    private func value(of target: DataRelocation.Target) -> UInt32 {
        switch target {
        case .data(let id, let addend): return layout.address(of: id, program) &+ addend
        case .slot(let id):
            guard case .getter(let index) = program.functions[id].origin else { return 0 }
            return layout.getterSlots[index]
        case .functionIndex, .globalIndex, .undefined: return 0
        }
    }

    private var names: NameSection {
        var names = NameSection()
        names.module = "namespaces"
        for (index, getter) in program.getters.enumerated() {
            names.functions.append(NameSection.Entry(UInt32(index), getter.readableName))
        }
        return names
    }

    // MARK: Values

    /// The instruction that pushes what a getter reads.
    private mutating func code(of value: GlobalBinding) -> [UInt8] {
        switch value {
        case .constant(let value): ConstantExpression.i32(value).instruction
        case .address(let id, let addend): ConstantExpression.i32(Int32(bitPattern: layout.address(of: id, program) &+ addend)).instruction
        case .global(let id): importIndex(of: id).map { Emit.instruction(.globalGet, $0) } ?? Self.unreachable
        // A place in the table is no value of a language.
        case .slot, .base, .unbound: Self.unreachable
        }
    }

    private static let unreachable = [UInt8(Opcode.unreachable.rawValue)]

    private mutating func importIndex(of id: GlobalID) -> UInt32? {
        if let known = globals[id] { return known }
        guard case .object(let file, let position) = program.globals[id].origin else { return nil }
        let module = program.files[file].module
        if exportedNames[file] == nil {
            let exports = module.exports.filter { $0.kind == .global }.map { ($0.index, $0.name) }
            exportedNames[file] = Dictionary(exports, uniquingKeysWith: { first, _ in first })
        }
        guard let name = exportedNames[file]?[UInt32(module.importedGlobalCount + position)] else { return nil }
        let index = UInt32(globals.count)
        globals[id] = index
        imports.append(Import(program.files[file].id.text, name, .global(program.globals[id].type)))
        return index
    }
}
