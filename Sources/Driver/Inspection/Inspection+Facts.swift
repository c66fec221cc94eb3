import ModuleSystem
import WasmFormat

/// What both forms of the output show, taken from the module once.
extension Inspection {
    /// How many of the largest functions are shown.
    static let largestCount = 10

    struct SectionFact {
        let name: String
        let isCustom: Bool
        /// Content in bytes, without the section's own header.
        let size: Int
    }

    struct FunctionFact {
        let name: String
        /// Position among the functions of the module, imported ones first.
        let index: Int
        /// Bytes of locals and instructions.
        let size: Int
    }

    /// An import or export with its type in words.
    struct ExternalFact {
        /// Empty for an export.
        let module: String
        let name: String
        let kind: String
        let type: String
    }

    var sections: [SectionFact] {
        var custom = module.customSections.makeIterator()
        return module.sections.map { section in
            guard section.id == .custom else { return SectionFact(name: "\(section.id)", isCustom: false, size: section.range.count) }
            return SectionFact(name: custom.next()?.name ?? "", isCustom: true, size: section.range.count)
        }
    }

    /// The largest functions, by size, then by index.
    var largestFunctions: [FunctionFact] {
        let names = functionNames
        let all = module.bodies.enumerated().map { position, body in (index: module.importedFunctionCount + position, size: body.range.count) }
        let largest = all.sorted { ($1.size, $0.index) < ($0.size, $1.index) }.prefix(Self.largestCount)
        return largest.map { FunctionFact(name: names[UInt32($0.index)] ?? "function \($0.index)", index: $0.index, size: $0.size) }
    }

    var codeSize: Int { module.bodies.reduce(0) { $0 + $1.range.count } }

    /// Names from the name section; for functions without one, the name they are exported under.
    private var functionNames: [UInt32: String] {
        let exported = module.exports.filter { $0.kind == .function }.map { ($0.index, $0.name) }
        let named = NameSection(of: module).functions.map { ($0.index, $0.name) }
        return Dictionary(named + exported, uniquingKeysWith: { first, _ in first })
    }

    var imports: [ExternalFact] {
        module.imports.map { item in
            ExternalFact(module: item.module, name: item.name, kind: item.kind.external.text, type: type(item.kind))
        }
    }

    var exports: [ExternalFact] {
        let functions = module.functionTypeIndices
        let globals = module.globalTypes
        return module.exports.map { export in
            let index = Int(export.index)
            let type =
                switch export.kind {
                case .function: signature(functions[index])
                case .global: globals[index].text
                case .table: index < module.importedTableCount ? "" : Self.text(module.tables[index - module.importedTableCount])
                case .memory: index < module.importedMemoryCount ? "" : Self.text(module.memories[index - module.importedMemoryCount])
                }
            return ExternalFact(module: "", name: export.name, kind: export.kind.text, type: type)
        }
    }

    /// Memories with where they come from.
    var memories: [(origin: String, limits: Limits)] {
        let imported = module.imports.compactMap { item in
            if case .memory(let limits) = item.kind { ("imported", limits) } else { nil }
        }
        return imported + module.memories.map { ("defined", $0) }
    }

    private func type(_ kind: Import.Kind) -> String {
        switch kind {
        case .function(let type): signature(type)
        case .table(let type): Self.text(type)
        case .memory(let limits): Self.text(limits)
        case .global(let type): type.text
        }
    }

    private func signature(_ index: UInt32) -> String { module.types[Int(index)].text }

    private static func text(_ type: TableType) -> String { "\(type.element.text) \(range(type.limits))" }

    static func text(_ limits: Limits) -> String { range(limits) + (limits.maximum == 1 ? " page" : " pages") }

    private static func range(_ limits: Limits) -> String {
        guard let maximum = limits.maximum else { return "\(limits.minimum) or more" }
        return maximum == limits.minimum ? "\(maximum)" : "\(limits.minimum) to \(maximum)"
    }
}

extension MachineSignature {
    /// `(number, any) -> reference`; no result is `()`.
    var text: String { "(\(parameters.map { "\($0)" }.joined(separator: ", "))) -> \(result.map { "\($0)" } ?? "()")" }
}
