import Basics
import Diagnostics

extension LinkSection {
    /// The content of the custom section. Equal values give equal bytes.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.append(uleb32: format)
        writer.append(string: compiler)
        writer.append(uleb32: abi)
        writer.append(list: dependencies) { writer, dependency in
            writer.append(string: dependency.module.text)
            writer.append(string: dependency.interfaceHash)
            writer.append(span: dependency.span)
            writer.append(position: dependency.position ?? SourcePosition(line: 0, column: 0))
            writer.append(string: dependency.specifier)
        }
        writer.append(list: imports) { writer, item in
            writer.append(string: item.module.text)
            writer.append(string: item.name)
            writer.append(string: item.alias)
            writer.append(span: item.span)
            writer.append(position: item.position)
        }
        writer.append(list: Array(data)) { $1.encode(into: &$0) }
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
        let abi = try reader.number()
        let dependencies = try reader.list(minimumSize: 7) { (reader) throws(SectionError) in
            let module = ModuleID(try reader.text())
            let hash = try reader.text()
            let span = try reader.sourceSpan()
            let position = try reader.position()
            return LinkDependency(
                module: module, interfaceHash: hash, span: span, position: position.line == 0 ? nil : position, specifier: try reader.text())
        }
        let imports = try reader.list(minimumSize: 7) { (reader) throws(SectionError) in try LinkImport(&reader) }
        let data = try LinkDataItems(&reader)
        let namespaces = try reader.list(minimumSize: 1) { (reader) throws(SectionError) in ModuleID(try reader.text()) }
        try reader.expectEnd()
        self.init(
            format: format, compiler: compiler, abi: abi, dependencies: dependencies, imports: imports, data: data,
            namespaceRequests: namespaces)
    }
}

extension LinkSection {
    /// The format of a section and the version of the compiler that wrote it, which stand in front in every format; `nil` if they cannot be read.
    public static func origin(of bytes: ArraySlice<UInt8>) -> (format: UInt32, compiler: String)? {
        var reader = SectionReader(bytes)
        guard let format = try? reader.number(), let compiler = try? reader.text() else { return nil }
        return (format, compiler)
    }
}

extension ByteWriter {
    fileprivate mutating func append(position: SourcePosition) {
        append(uleb32: UInt32(clamping: position.line))
        append(uleb32: UInt32(clamping: position.column))
    }
}

extension SectionReader {
    fileprivate mutating func position() throws(SectionError) -> SourcePosition {
        let line = Int(try number())
        return SourcePosition(line: line, column: Int(try number()))
    }
}

extension LinkImport {
    fileprivate init(_ reader: inout SectionReader) throws(SectionError) {
        let module = ModuleID(try reader.text())
        let name = try reader.text()
        let alias = try reader.text()
        let span = try reader.sourceSpan()
        self.init(module: module, name: name, alias: alias, span: span, position: try reader.position())
    }
}

extension LinkDataItem {
    fileprivate func encode(into writer: inout ByteWriter) {
        writer.append(uleb32: offset)
        writer.append(uleb32: size)
        writer.append(uleb32: alignment)
        writer.append(uleb64: UInt64(relocations.count))
        for relocation in relocations {
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
}

extension LinkDataItems {
    /// - Parameter reader: stands in front of the list of items. What is read fits 32 bits, since each item takes room in the section.
    fileprivate init(_ reader: inout SectionReader) throws(SectionError) {
        if let items = QuickDataItems.read(&reader.bytes) {
            self = items
            return
        }
        let text = reader.bytes.rest
        var relocations: [LinkRelocation] = []
        let heads = try reader.list(minimumSize: 6) { (reader) throws(SectionError) in try Head(&reader, &relocations, text.startIndex) }
        self.init(heads: heads, relocations: relocations, text: text)
    }
}

extension LinkDataItems.Head {
    /// - Parameters:
    ///   - relocations: gets those of the item.
    ///   - textStart: from where the places of names count.
    fileprivate init(_ reader: inout SectionReader, _ relocations: inout [LinkRelocation], _ textStart: Int) throws(SectionError) {
        let offset = try reader.number()
        let size = try reader.number()
        guard !offset.addingReportingOverflow(size).overflow else { throw reader.failure("a data item is too large") }
        let alignment = try reader.number()
        guard alignment != 0, alignment & (alignment - 1) == 0 else { throw reader.failure("alignment is no power of two") }
        for _ in 0..<(try reader.count(minimumSize: 3)) {
            let offset = try reader.number()
            guard size >= 4, offset <= size - 4 else { throw reader.failure("a relocation is outside its data item") }
            let isTable = try reader.flag()
            let value = try reader.number()
            relocations.append(LinkRelocation(offset: offset, target: isTable ? .table(value) : .data(value)))
        }
        let name = try reader.textRange()
        self.init(
            offset: offset, size: size, alignment: alignment, relocationEnd: UInt32(relocations.count), name: UInt32(name.lowerBound - textStart),
            nameLength: UInt32(name.count), isMergeable: try reader.flag())
    }
}
