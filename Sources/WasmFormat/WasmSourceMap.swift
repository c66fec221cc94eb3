import Basics

/// A source map, version 3, of a wasm binary: the generated "line" is always the first, the "column" is a byte offset in the file.
public struct WasmSourceMap: Hashable, Sendable {
    public struct Mapping: Hashable, Sendable {
        /// Byte offset in the wasm file.
        public var offset: Int
        /// Index in `sources`; `nil` for code that no one wrote.
        public var source: Int?
        /// Zero-based.
        public var line: Int
        /// Zero-based.
        public var column: Int
        /// Index in `names`.
        public var name: Int?

        public init(offset: Int, source: Int?, line: Int = 0, column: Int = 0, name: Int? = nil) {
            self.offset = offset
            self.source = source
            self.line = line
            self.column = column
            self.name = name
        }
    }

    public var sources: [String]
    public var names: [String]
    /// The text of each source, if the map carries it; as long as `sources` or empty.
    public var contents: [String?]
    /// Ascending by offset.
    public var mappings: [Mapping]

    public init(sources: [String] = [], names: [String] = [], contents: [String?] = [], mappings: [Mapping] = []) {
        self.sources = sources
        self.names = names
        self.contents = contents
        self.mappings = mappings
    }

    /// The map as JSON, in one line, with the keys in a fixed order.
    public func json(file: String? = nil) -> String {
        var text = "{\"version\":3"
        if let file { text += ",\"file\":" + JSONText.quoted(file) }
        text += ",\"sources\":[" + sources.map(JSONText.quoted).joined(separator: ",") + "]"
        if !contents.isEmpty {
            text += ",\"sourcesContent\":[" + contents.map { $0.map(JSONText.quoted) ?? "null" }.joined(separator: ",") + "]"
        }
        text += ",\"names\":[" + names.map(JSONText.quoted).joined(separator: ",") + "]"
        return text + ",\"mappings\":\"" + encodedMappings() + "\"}"
    }

    private func encodedMappings() -> String {
        var encoder = VLQEncoder()
        for (index, mapping) in mappings.enumerated() {
            if index > 0 { encoder.separate() }
            encoder.append(mapping.offset, \.offset)
            guard let source = mapping.source else { continue }
            encoder.append(source, \.source)
            encoder.append(mapping.line, \.line)
            encoder.append(mapping.column, \.column)
            if let name = mapping.name { encoder.append(name, \.name) }
        }
        return String(decoding: encoder.text, as: UTF8.self)
    }

    /// Reads a map. Maps of several generated lines and index maps are errors.
    public init(json: [UInt8]) throws(WasmError) {
        self.init()
        var scanner = JSONScanner(json)
        var mappingText: (offset: Int, bytes: [UInt8])?
        var version: Int?
        try scanner.object { (scanner, key) throws(WasmError) in
            switch key {
            case "version": version = try scanner.integer()
            case "sources": sources = try scanner.strings().map { $0 ?? "" }
            case "sourcesContent": contents = try scanner.strings()
            case "names": names = try scanner.strings().map { $0 ?? "" }
            case "mappings": mappingText = (scanner.offset + 1, Array(try scanner.string().utf8))
            case "sections": throw scanner.error("index maps are not supported")
            default: try scanner.skipValue()
            }
        }
        guard version == 3 else { throw WasmError(offset: 0, "a source map must have version 3") }
        guard contents.isEmpty || contents.count == sources.count else { throw WasmError(offset: 0, "`sourcesContent` does not match `sources`") }
        if let mappingText { try readMappings(mappingText.bytes, base: mappingText.offset) }
    }

    private mutating func readMappings(_ text: [UInt8], base: Int) throws(WasmError) {
        var decoder = VLQDecoder(text: text, base: base)
        var last = Mapping(offset: 0, source: 0)
        var lastName = 0
        while !decoder.isAtEnd {
            if decoder.skipSeparator() { continue }
            let start = decoder.position
            last.offset = try decoder.next(after: last.offset)
            var mapping = Mapping(offset: last.offset, source: nil)
            if decoder.hasField {
                let source = try decoder.next(after: last.source ?? 0)
                guard source < sources.count else { throw WasmError(offset: base + start, "mapping to unknown source \(source)") }
                last.source = source
                last.line = try decoder.next(after: last.line)
                last.column = try decoder.next(after: last.column)
                mapping = last
                if decoder.hasField {
                    lastName = try decoder.next(after: lastName)
                    guard lastName < names.count else { throw WasmError(offset: base + start, "mapping to unknown name \(lastName)") }
                    mapping.name = lastName
                }
            }
            guard !decoder.hasField else { throw WasmError(offset: base + start, "a mapping has too many numbers") }
            mappings.append(mapping)
        }
    }
}
