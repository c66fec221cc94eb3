import Basics
import Diagnostics

extension ModuleInterface {
    /// Rises with every incompatible change of the encoding.
    public static let encodingVersion: UInt32 = 2

    /// The content of an object's `langc.interface` section. Equal interfaces give equal bytes.
    public func encoded() -> [UInt8] { encode(withPlaces: true) }

    /// The fingerprint, in hexadecimal, of all that can change how an importer is compiled: everything but source
    /// positions, documentation and the path of the source.
    public var interfaceHash: String { fingerprint.hex }

    /// See `interfaceHash`.
    public var fingerprint: StableHash { StableHash(of: encode(withPlaces: false)) }

    private func encode(withPlaces: Bool) -> [UInt8] {
        var types = InterfaceTypeEncoder()
        var body = ByteWriter()
        body.append(string: module.text)
        body.append(string: name)
        body.append(string: language)
        if withPlaces { body.append(string: sourcePath) }
        body.append(flag: initializerHasEffects)
        body.append(list: references) { $0.append(string: $1.text) }
        body.append(uleb64: UInt64(exports.count))
        for export in exports { export.encode(into: &body, types: &types, withPlaces: withPlaces) }

        var writer = ByteWriter(capacity: types.table.count + body.count + 16)
        writer.append(uleb32: Self.encodingVersion)
        writer.append(uleb32: types.count)
        writer.append(bytes: types.table.bytes)
        writer.append(bytes: body.bytes)
        return writer.bytes
    }

    /// Reads what `encoded` wrote; any other input throws.
    public init(decoding bytes: some Collection<UInt8>) throws(SectionError) {
        try self.init(decoding: Array(bytes)[...])
    }

    /// Reads what `encoded` wrote; any other input throws.
    public init(decoding bytes: ArraySlice<UInt8>) throws(SectionError) {
        var omitted: [Range<Int>] = []
        try self.init(bytes, omitted: &omitted)
    }

    /// Reads what `encoded` wrote, and its interface hash with it: that needs no second encoding.
    public static func decode(_ bytes: ArraySlice<UInt8>) throws(SectionError) -> (interface: ModuleInterface, hash: String) {
        var omitted: [Range<Int>] = []
        let interface = try ModuleInterface(bytes, omitted: &omitted)
        var hasher = StableHasher()
        var start = bytes.startIndex
        for range in omitted {
            hasher.update(bytes[start..<range.lowerBound])
            start = range.upperBound
        }
        hasher.update(bytes[start...])
        return (interface, hasher.finish().hex)
    }

    /// - Parameter omitted: gets what the interface hash leaves out, ascending.
    private init(_ bytes: ArraySlice<UInt8>, omitted: inout [Range<Int>]) throws(SectionError) {
        var reader = SectionReader(bytes)
        guard try reader.number() == Self.encodingVersion else {
            throw reader.failure("the module interface was written by another version of langc")
        }
        let types = try InterfaceTypeDecoder(&reader)
        let module = ModuleID(try reader.text())
        let name = try reader.text()
        let language = try reader.text()
        let start = reader.bytes.offset
        let sourcePath = try reader.text()
        omitted.append(start..<reader.bytes.offset)
        let hasEffects = try reader.flag()
        let references = try reader.list(minimumSize: 1) { (reader) throws(SectionError) in ModuleID(try reader.text()) }
        let exports = try reader.list(minimumSize: 9) { (reader) throws(SectionError) in
            try InterfaceExport(&reader, types: types, omitted: &omitted)
        }
        try reader.expectEnd()
        self.init(
            module: module, name: name, language: language, sourcePath: sourcePath, exports: exports, initializerHasEffects: hasEffects,
            references: references)
    }
}

extension InterfaceExport {
    fileprivate func encode(into writer: inout ByteWriter, types: inout InterfaceTypeEncoder, withPlaces: Bool) {
        writer.append(string: name)
        switch kind {
        case .function(let signature):
            writer.append(u8: signature.hasSiteVariant ? 5 : 0)
            writer.append(list: signature.parameters) { $0.append(u8: $1.rawValue) }
            writer.append(flag: signature.result != nil)
            if let result = signature.result { writer.append(u8: result.rawValue) }
        case .variable(let type, let isMutable):
            writer.append(u8: 1)
            writer.append(u8: type.rawValue)
            writer.append(flag: isMutable)
        case .type:
            writer.append(u8: 2)
        case .module:
            writer.append(u8: 3)
        case .syntax:
            writer.append(u8: 4)
        }
        writer.append(uleb32: types.index(of: type))
        writer.append(flag: origin != nil)
        if let origin {
            writer.append(string: origin.module.text)
            writer.append(string: origin.name)
        }
        writer.append(list: parameterUsage) { $0.append(u8: $1.rawValue) }
        writer.append(flag: isHidden)
        writer.append(lengthPrefixed: payload)
        guard withPlaces else { return }
        writer.append(optional: documentation)
        writer.append(span: span)
    }

    fileprivate init(_ reader: inout SectionReader, types: InterfaceTypeDecoder, omitted: inout [Range<Int>]) throws(SectionError) {
        let name = try reader.text()
        let kind = try Self.readKind(&reader)
        let type = try types.type(&reader)
        var origin: ExportOrigin?
        if try reader.flag() {
            let module = ModuleID(try reader.text())
            origin = ExportOrigin(module: module, name: try reader.text())
        }
        let usage = try reader.list(minimumSize: 1) { (reader) throws(SectionError) in
            guard let usage = ParameterUsage(rawValue: try reader.byte()) else { throw reader.failure("unknown parameter usage") }
            return usage
        }
        let isHidden = try reader.flag()
        let payload = try reader.lengthPrefixedBytes()
        let start = reader.bytes.offset
        let documentation = try reader.optionalText()
        let span = try reader.sourceSpan()
        omitted.append(start..<reader.bytes.offset)
        self.init(
            name: name, kind: kind, type: type, origin: origin, parameterUsage: usage, documentation: documentation, span: span,
            isHidden: isHidden, payload: payload)
    }

    private static func readKind(_ reader: inout SectionReader) throws(SectionError) -> Kind {
        let kind = try reader.byte()
        switch kind {
        case 0, 5:
            let parameters = try reader.list(minimumSize: 1) { (reader) throws(SectionError) in try readMachineType(&reader) }
            let result = try reader.flag() ? try readMachineType(&reader) : nil
            return .function(MachineSignature(parameters: parameters, result: result, hasSiteVariant: kind == 5))
        case 1:
            let type = try readMachineType(&reader)
            return .variable(type, isMutable: try reader.flag())
        case 2:
            return .type
        case 3:
            return .module
        case 4:
            return .syntax
        default:
            throw reader.failure("unknown kind of export")
        }
    }

    private static func readMachineType(_ reader: inout SectionReader) throws(SectionError) -> MachineValueType {
        guard let type = MachineValueType(rawValue: try reader.byte()) else { throw reader.failure("unknown value type") }
        return type
    }
}

extension ByteWriter {
    mutating func append(span: SourceSpan) {
        append(uleb32: span.start)
        append(uleb32: span.end >= span.start ? span.end - span.start : 0)
    }
}

extension SectionReader {
    mutating func sourceSpan() throws(SectionError) -> SourceSpan {
        let (start, end) = try span()
        return SourceSpan(Int(start), Int(end))
    }
}
