import Basics
import Diagnostics

extension LinkSection {
    /// The content of the custom section. Equal values give equal bytes.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.append(uleb32: format)
        writer.append(string: compiler)
        writer.append(list: dependencies) { writer, dependency in
            writer.append(string: dependency.module.text)
            writer.append(string: dependency.interfaceHash)
            writer.append(span: dependency.span)
            writer.append(string: dependency.specifier)
        }
        writer.append(list: imports) { writer, item in
            writer.append(string: item.module.text)
            writer.append(string: item.name)
            writer.append(string: item.alias)
            writer.append(span: item.span)
            writer.append(uleb32: UInt32(clamping: item.position.line))
            writer.append(uleb32: UInt32(clamping: item.position.column))
        }
        writer.append(list: data) { $1.encode(into: &$0) }
        writer.append(list: namespaceRequests) { $0.append(string: $1.text) }
        return writer.bytes
    }

    /// Reads what `encoded` wrote; any other input throws, and so does another format.
    public init(decoding bytes: some Collection<UInt8>) throws(SectionError) {
        try self.init(decoding: Array(bytes)[...])
    }

    /// Reads what `encoded` wrote; any other input throws, and so does another format.
    public init(decoding bytes: ArraySlice<UInt8>) throws(SectionError) {
        var reader = SectionReader(bytes)
        let format = try reader.number()
        guard format == Self.currentFormat else {
            throw reader.failure("object format \(format) is not the one this langc reads (\(Self.currentFormat))")
        }
        let compiler = try reader.text()
        let dependencies = try reader.list(minimumSize: 5) { (reader) throws(SectionError) in
            let module = ModuleID(try reader.text())
            let hash = try reader.text()
            let span = try reader.sourceSpan()
            return LinkDependency(module: module, interfaceHash: hash, span: span, specifier: try reader.text())
        }
        let imports = try reader.list(minimumSize: 7) { (reader) throws(SectionError) in try LinkImport(&reader) }
        let data = try reader.list(minimumSize: 6) { (reader) throws(SectionError) in try LinkDataItem(&reader) }
        let namespaces = try reader.list(minimumSize: 1) { (reader) throws(SectionError) in ModuleID(try reader.text()) }
        try reader.expectEnd()
        self.init(
            format: format, compiler: compiler, dependencies: dependencies, imports: imports, data: data,
            namespaceRequests: namespaces)
    }
}

extension LinkImport {
    fileprivate init(_ reader: inout SectionReader) throws(SectionError) {
        let module = ModuleID(try reader.text())
        let name = try reader.text()
        let alias = try reader.text()
        let span = try reader.sourceSpan()
        let line = Int(try reader.number())
        let column = Int(try reader.number())
        self.init(module: module, name: name, alias: alias, span: span, position: SourcePosition(line: line, column: column))
    }
}

extension LinkDataItem {
    fileprivate func encode(into writer: inout ByteWriter) {
        writer.append(uleb32: offset)
        writer.append(uleb32: size)
        writer.append(uleb32: alignment)
        writer.append(list: relocations) { writer, relocation in
            writer.append(uleb32: relocation.offset)
            switch relocation.target {
            case .data(let offset):
                writer.append(u8: 0)
                writer.append(uleb32: offset)
            case .table(let index):
                writer.append(u8: 1)
                writer.append(uleb32: index)
            }
        }
        writer.append(string: name)
        writer.append(flag: isMergeable)
    }

    fileprivate init(_ reader: inout SectionReader) throws(SectionError) {
        let offset = try reader.number()
        let size = try reader.number()
        guard !offset.addingReportingOverflow(size).overflow else { throw reader.failure("a data item is too large") }
        let alignment = try reader.number()
        guard alignment != 0, alignment & (alignment - 1) == 0 else { throw reader.failure("alignment is no power of two") }
        let relocations = try reader.list(minimumSize: 3) { (reader) throws(SectionError) in
            let offset = try reader.number()
            guard size >= 4, offset <= size - 4 else { throw reader.failure("a relocation is outside its data item") }
            let isTable = try reader.flag()
            let value = try reader.number()
            return LinkRelocation(offset: offset, target: isTable ? .table(value) : .data(value))
        }
        let name = try reader.text()
        self.init(
            offset: offset, size: size, alignment: alignment, relocations: relocations, name: name, isMergeable: try reader.flag())
    }
}
