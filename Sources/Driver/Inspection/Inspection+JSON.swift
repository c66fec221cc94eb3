import Basics
import ModuleSystem
import WasmFormat

extension Inspection {
    /// What is in the file as one JSON object on one line. Equal files give equal text.
    public var json: String {
        JSONText.object([
            "kind": JSONText.quoted(object == nil ? "module" : "object"),
            "size": "\(module.bytes.count)",
            "object": object.map { objectJSON($0.interface, $0.link) } ?? "null",
            "imports": JSONText.array(imports.map { Self.json($0, isImport: true) }),
            "exports": JSONText.array(exports.map { Self.json($0, isImport: false) }),
            "memories": JSONText.array(memories.map(Self.memoryJSON)),
            "dataSegments": JSONText.array(module.data.map { "\($0.range.count)" }),
            "sections": JSONText.array(
                sections.map { JSONText.object(["name": JSONText.quoted($0.name), "custom": "\($0.isCustom)", "size": "\($0.size)"]) }),
            "functions": functionsJSON,
        ])
    }

    private var functionsJSON: String {
        let largest = largestFunctions.map {
            JSONText.object(["name": JSONText.quoted($0.name), "index": "\($0.index)", "size": "\($0.size)"])
        }
        return JSONText.object(["count": "\(module.bodies.count)", "codeSize": "\(codeSize)", "largest": JSONText.array(largest)])
    }

    private static func json(_ item: ExternalFact, isImport: Bool) -> String {
        let common = (JSONText.quoted(item.name), JSONText.quoted(item.kind), JSONText.quoted(item.type))
        guard isImport else { return JSONText.object(["name": common.0, "kind": common.1, "type": common.2]) }
        return JSONText.object(["module": JSONText.quoted(item.module), "name": common.0, "kind": common.1, "type": common.2])
    }

    private static func memoryJSON(_ memory: (origin: String, limits: Limits)) -> String {
        JSONText.object([
            "origin": JSONText.quoted(memory.origin), "minimum": "\(memory.limits.minimum)",
            "maximum": memory.limits.maximum.map { "\($0)" } ?? "null",
        ])
    }

    // MARK: Objects

    private func objectJSON(_ interface: ModuleInterface, _ link: LinkSection) -> String {
        JSONText.object([
            "module": JSONText.quoted(interface.module.text),
            "language": JSONText.quoted(interface.language),
            "source": JSONText.quoted(interface.sourcePath),
            "format": "\(link.format)",
            "abi": "\(link.abi)",
            "abi": "\(link.abi)",
            "compiler": JSONText.quoted(link.compiler),
            "initializerHasEffects": "\(interface.initializerHasEffects)",
            "interfaceHash": JSONText.quoted(interface.interfaceHash),
            "interface": JSONText.array(interface.exports.map(Self.json)),
            "dependencies": JSONText.array(link.dependencies.map(Self.json)),
            "importedNames": JSONText.array(link.imports.map(Self.json)),
            "namespaces": JSONText.array(link.namespaceRequests.map { JSONText.quoted($0.text) }),
            "data": JSONText.array(link.data.map(Self.json)),
        ])
    }

    private static func json(_ export: InterfaceExport) -> String {
        let origin = export.origin.map {
            JSONText.object(["module": JSONText.quoted($0.module.text), "name": JSONText.quoted($0.name)])
        }
        return JSONText.object([
            "name": JSONText.quoted(export.name),
            "kind": JSONText.quoted(export.kindText),
            "type": JSONText.quoted(export.typeText),
            "machineType": export.kind.isLinked ? JSONText.quoted(export.machineText) : "null",
            "origin": origin ?? "null",
            "parameterUsage": JSONText.array(export.parameterUsage.map { JSONText.quoted("\($0)") }),
            "documentation": export.documentation.map(JSONText.quoted) ?? "null",
            "span": "[\(export.span.start),\(export.span.end)]",
        ])
    }

    private static func json(_ dependency: LinkDependency) -> String {
        JSONText.object([
            "module": JSONText.quoted(dependency.module.text), "specifier": JSONText.quoted(dependency.specifier),
            "interfaceHash": JSONText.quoted(dependency.interfaceHash), "span": "[\(dependency.span.start),\(dependency.span.end)]",
        ])
    }

    private static func json(_ item: LinkImport) -> String {
        JSONText.object([
            "module": JSONText.quoted(item.module.text), "name": JSONText.quoted(item.name), "alias": JSONText.quoted(item.alias),
            "line": "\(item.position.line)", "column": "\(item.position.column)",
        ])
    }

    private static func json(_ item: LinkDataItem) -> String {
        let relocations = item.relocations.map { relocation in
            switch relocation.target {
            case .data(let offset): JSONText.object(["offset": "\(relocation.offset)", "data": "\(offset)"])
            case .table(let index): JSONText.object(["offset": "\(relocation.offset)", "table": "\(index)"])
            }
        }
        return JSONText.object([
            "name": JSONText.quoted(item.name), "offset": "\(item.offset)", "size": "\(item.size)", "alignment": "\(item.alignment)",
            "relocations": JSONText.array(relocations),
        ])
    }
}
