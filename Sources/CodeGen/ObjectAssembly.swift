import Basics
import ModuleSystem
import WasmFormat

/// Puts langc's custom sections around the sections that Binaryen wrote.
struct ObjectAssembly {
    var binary: [UInt8]
    /// Where the code is that Binaryen wrote.
    var entries: LoopEntries
    /// Binaryen's source map, of what it wrote, whose lines are positions in `located`, from 1.
    var sourceMap: [UInt8]?
    var located: [LocatedCode] = []
    var places = KnownPlaces()
    var sourcePath: String
    var interface: ModuleInterface
    var link: LinkSection
    /// Size of the data segment in bytes, and number of table elements.
    var dataSize: UInt32
    var elementCount: UInt32

    private enum SectionID {
        static let custom: UInt8 = 0
        static let code: UInt8 = 10
    }

    /// `dylink.0` first, as the tool conventions want it, then wasm's sections, then the others.
    func object() -> [UInt8] {
        var writer = ByteWriter(capacity: binary.count + 1024)
        writer.append(bytes: binary.prefix(8))
        append(section: DylinkSection.name, dylink.encoded(), to: &writer)
        var names: [UInt8]?
        var codeStart = 0
        for section in sections() {
            if section.id == SectionID.custom {
                if section.name == "name" { names = Array(binary[section.whole]) }
                continue
            }
            if section.id == SectionID.code { codeStart = section.content.lowerBound }
            writer.append(bytes: binary[section.whole])
        }
        append(section: "langc.interface", interface.encoded(), to: &writer)
        append(section: "langc.link", link.encoded(), to: &writer)
        if let positions = positions(codeStart: codeStart) { append(section: CodePositions.sectionName, positions, to: &writer) }
        if let names { writer.append(bytes: names) }
        return writer.bytes
    }

    private func append(section name: String, _ content: [UInt8], to writer: inout ByteWriter) {
        writer.append(u8: SectionID.custom)
        writer.appendLengthPrefixed { inner in
            inner.append(string: name)
            inner.append(bytes: content)
        }
    }

    private var dylink: DylinkSection {
        DylinkSection(
            memorySize: dataSize, memoryAlignment: dataSize == 0 ? 0 : 3, tableSize: elementCount, needed: link.dependencies.map(\.module.text))
    }

    private struct Section {
        var id: UInt8
        /// With id and size.
        var whole: Range<Int>
        var content: Range<Int>
        /// Of a custom section.
        var name: String?
    }

    private func sections() -> [Section] {
        var reader = ByteReader(binary)
        var result: [Section] = []
        do {
            try reader.skip(8)
            while !reader.isAtEnd {
                let start = reader.offset
                let id = try reader.readU8()
                var content = try reader.readLengthPrefixedSub()
                let range = content.offset..<content.endOffset
                let name = id == SectionID.custom ? try content.readString() : nil
                result.append(Section(id: id, whole: start..<reader.offset, content: range, name: name))
            }
        } catch {
            assertionFailure("Binaryen wrote a malformed module: \(error)")
        }
        return result
    }

    private func positions(codeStart: Int) -> [UInt8]? {
        guard let sourceMap, var expressions = SourceMapReader.entries(of: sourceMap) else { return nil }
        for index in expressions.indices { expressions[index].offset = UInt32(clamping: self.entries.moved(Int(expressions[index].offset))) }
        guard var entries = PositionReader.positions(binary, expressions, located, places), !entries.isEmpty else { return nil }
        for index in entries.indices { entries[index].offset &-= UInt32(truncatingIfNeeded: codeStart) }
        return CodePositions(sources: [sourcePath], entries: entries).encoded()
    }
}
