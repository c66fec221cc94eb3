import ModuleSystem
import WasmFormat

extension Inspection {
    /// What is in the file, for people.
    public var text: String {
        var text = heading
        if let (interface, link) = object { text += objectText(interface, link) }
        return text + moduleText
    }

    private var heading: String {
        guard let (interface, link) = object else { return "WebAssembly module, \(Self.bytes(module.bytes.count))\n" }
        var table = TextTable("Object of module '\(TextTable.harmless(interface.module.text))'")
        table.add("language", interface.language)
        table.add("source", interface.sourcePath)
        table.add("format", "\(link.format), ABI \(link.abi), written by langc \(link.compiler)")
        table.add("initializer", interface.initializerHasEffects ? "has effects" : "has no effects")
        table.add("interface hash", interface.interfaceHash)
        table.add("size", Self.bytes(module.bytes.count))
        return String(table.text.dropFirst())
    }

    // MARK: Objects

    private func objectText(_ interface: ModuleInterface, _ link: LinkSection) -> String {
        var dependencies = TextTable("Dependencies, in initialization order: module, as written, hash of the interface compiled against")
        for item in link.dependencies { dependencies.add(item.module.text, "\"\(item.specifier)\"", item.interfaceHash) }
        var names = TextTable("Imported names: module, name, place in the source")
        for item in link.imports {
            let name = item.alias == item.name ? item.name : "\(item.name) as \(item.alias)"
            names.add(item.module.text, name, "\(item.position.line):\(item.position.column)")
        }
        var data = TextTable("Data items: offset, size, alignment, relocations, name", numeric: [0, 1, 2, 3])
        for item in link.data { data.add("\(item.offset)", "\(item.size)", "\(item.alignment)", "\(item.relocations.count)", item.name) }
        var namespaces = TextTable("Namespace objects wanted: module")
        for item in link.namespaceRequests { namespaces.add(item.text) }
        return interfaceText(interface) + dependencies.text + names.text + namespaces.text + data.text
    }

    private func interfaceText(_ interface: ModuleInterface) -> String {
        var table = TextTable("Interface: name, kind, machine type, type")
        for export in interface.exports {
            var notes = ""
            if let origin = export.origin { notes += "  from '\(origin.module)' \(origin.name)" }
            if !export.parameterUsage.isEmpty { notes += "  [\(export.parameterUsage.map { "\($0)" }.joined(separator: ", "))]" }
            table.add(export.name, export.kindText, export.machineText, export.typeText + notes)
        }
        return table.text + documentationText(interface)
    }

    private func documentationText(_ interface: ModuleInterface) -> String {
        var table = TextTable("Documentation: name, text")
        for export in interface.exports {
            guard let text = export.documentation else { continue }
            for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                table.add(index == 0 ? export.name : "", String(line))
            }
        }
        return table.text
    }

    // MARK: Any module

    private var moduleText: String {
        var imports = TextTable("Imports: module, name, kind, type")
        for item in self.imports { imports.add(item.module, item.name, item.kind, item.type) }
        var exports = TextTable("Exports: name, kind, type")
        for item in self.exports { exports.add(item.name, item.kind, item.type) }
        var memory = TextTable("Memory")
        for item in memories { memory.add(item.origin, Self.text(item.limits)) }
        for (index, segment) in module.data.enumerated() { memory.add("segment \(index)", Self.bytes(segment.range.count)) }
        return imports.text + exports.text + memory.text + sectionText + functionText
    }

    private var sectionText: String {
        var table = TextTable("Sections: name, bytes", numeric: [1])
        for section in sections { table.add(section.isCustom ? "\"\(section.name)\"" : section.name, "\(section.size)") }
        return table.text
    }

    private var functionText: String {
        let count = module.bodies.count
        let which = count > Self.largestCount ? "; the largest \(Self.largestCount)" : ""
        var table = TextTable("Functions: \(count), \(Self.bytes(codeSize)) of code\(which): bytes, name", numeric: [0])
        for function in largestFunctions { table.add("\(function.size)", function.name) }
        return table.text
    }

    private static func bytes(_ count: Int) -> String { count == 1 ? "1 byte" : "\(count) bytes" }
}

extension InterfaceExport {
    var kindText: String {
        switch kind {
        case .function: "function"
        case .variable(_, let isMutable): isMutable ? "variable" : "constant"
        case .type: "type"
        case .module: "module"
        case .syntax: "macro"
        }
    }

    /// How compiled code reaches the export; `-` when it does not.
    var machineText: String {
        switch kind {
        case .function(let signature): signature.text
        case .variable(let type, _): "\(type)"
        case .type, .module, .syntax: "-"
        }
    }

    /// The type; of a type alias what it stands for.
    var typeText: String {
        guard kind == .type, case .alias(let alias) = type else { return type.text() }
        return "\(type.text()) = \(alias.expansion.text())"
    }
}
