import Basics

extension WasmModule {
    /// The module as bytes: all parts written anew with the shortest numbers, bodies and data copied. Custom sections keep their
    /// order; `dylink.0` comes first and the others last, as tools expect them.
    public func encoded() -> [UInt8] {
        var writer = WasmModuleWriter(capacity: bytes.count)
        for section in customSections where section.name == DylinkSection.name { writer.custom(section.name, bytes[section.range]) }
        writer.types(types)
        writer.imports(imports)
        writer.functions(functions)
        writer.tables(tables)
        writer.memories(memories)
        writer.globals(globals)
        writer.exports(exports)
        writer.start(start)
        writer.elements(elements)
        writer.dataCount(dataCount)
        var code = ByteWriter(capacity: codeSection?.count ?? 0)
        for body in bodies { code.append(lengthPrefixed: bytes[body.range]) }
        writer.code(count: bodies.count, bodies: code.bytes)
        writer.data(data.map { ($0.mode, bytes[$0.range]) })
        for section in customSections where section.name != DylinkSection.name { writer.custom(section.name, bytes[section.range]) }
        return writer.bytes
    }
}
