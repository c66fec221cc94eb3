import Basics
import Diagnostics
import ModuleSystem

/// Macros in interfaces: the `syntax-rules` form as data, and for each symbol of templates and literals what it means in the module that
/// defines the macro.
extension Expander {
    private enum Meaning {
        static let unbound: UInt8 = 0, special: UInt8 = 1, auxiliary: UInt8 = 2, constant: UInt8 = 3, builtin: UInt8 = 4
        static let variable: UInt8 = 5, macro: UInt8 = 6
    }

    private enum Tag {
        static let boolean: UInt8 = 0, integer: UInt8 = 1, float: UInt8 = 2, character: UInt8 = 3, string: UInt8 = 4, symbol: UInt8 = 5
        static let keyword: UInt8 = 6, list: UInt8 = 7, vector: UInt8 = 8, bytevector: UInt8 = 9, empty: UInt8 = 10
    }

    func encode(_ macro: MacroID) -> [UInt8] {
        let info = macros[macro]
        var writer = ByteWriter()
        writer.append(string: info.name)
        guard let source = info.source else { return writer.bytes }
        var positions: [IdentifierID: Int] = [:]
        var identifiers: [IdentifierID] = []
        var body = ByteWriter()
        encode(source, into: &body, &positions, &identifiers, depth: 0)
        let mentioned = Set(info.mentioned)
        writer.append(uleb64: UInt64(identifiers.count))
        for identifier in identifiers {
            let name = syntax.identifiers[identifier].name
            writer.append(string: name)
            let isCode = mentioned.contains(identifier) || SpecialForm.named[name] != nil || Auxiliary(rawValue: name) != nil
            encode(isCode ? resolve(identifier, isDotted: name.contains("."), in: info.environment) : .unbound, into: &writer)
        }
        writer.append(bytes: body.bytes)
        return writer.bytes
    }

    private func encode(
        _ id: DatumID, into writer: inout ByteWriter, _ positions: inout [IdentifierID: Int], _ identifiers: inout [IdentifierID], depth: Int
    ) {
        guard depth < Self.depthLimit else { return writer.append(u8: Tag.empty) }
        switch syntax[id].kind {
        case .boolean(let value):
            writer.append(u8: Tag.boolean)
            writer.append(u8: value ? 1 : 0)
        case .integer(let value):
            writer.append(u8: Tag.integer)
            writer.append(u8: value.isNegative ? 1 : 0)
            writer.append(uleb64: UInt64(value.magnitude.count))
            for digit in value.magnitude { writer.append(u32: digit) }
        case .float(let value):
            writer.append(u8: Tag.float)
            writer.append(f64: value)
        case .character(let scalar):
            writer.append(u8: Tag.character)
            writer.append(uleb32: scalar)
        case .string(let text):
            writer.append(u8: Tag.string)
            writer.append(string: text)
        case .keyword(let name):
            writer.append(u8: Tag.keyword)
            writer.append(string: name)
        case .bytevector(let bytes):
            writer.append(u8: Tag.bytevector)
            writer.append(lengthPrefixed: bytes)
        case .symbol(let symbol):
            writer.append(u8: Tag.symbol)
            let identifier = syntax.identifier(id) ?? syntax.identifiers.symbol(symbol.name)
            if positions[identifier] == nil {
                positions[identifier] = identifiers.count
                identifiers.append(identifier)
            }
            writer.append(uleb64: UInt64(positions[identifier] ?? 0))
            writer.append(u8: symbol.isDotted ? 1 : 0)
        case .list(let elements, let tail, let isBracketed):
            writer.append(u8: Tag.list)
            writer.append(u8: (isBracketed ? 1 : 0) | (tail == nil ? 0 : 2))
            writer.append(uleb64: UInt64(elements.count))
            for element in elements + [tail].compactMap(\.self) { encode(element, into: &writer, &positions, &identifiers, depth: depth + 1) }
        case .vector(let elements):
            writer.append(u8: Tag.vector)
            writer.append(uleb64: UInt64(elements.count))
            for element in elements { encode(element, into: &writer, &positions, &identifiers, depth: depth + 1) }
        case .label: writer.append(u8: Tag.empty)
        }
    }

    /// Writes what a symbol means; variables and macros of the unit become visible to importers' compilers.
    private func encode(_ binding: Binding, into writer: inout ByteWriter) {
        switch binding {
        case .special(let form):
            writer.append(u8: Meaning.special)
            writer.append(string: form.rawValue)
        case .auxiliary(let word):
            writer.append(u8: Meaning.auxiliary)
            writer.append(string: word.rawValue)
        case .constant(let constant):
            writer.append(u8: Meaning.constant)
            writer.append(string: constant.rawValue)
        case .builtin(let name):
            writer.append(u8: Meaning.builtin)
            writer.append(string: name)
        case .topLevel(let variable):
            hiddenExports.append(binding)
            encodeReference(Meaning.variable, context.module, output.topLevel[variable].name, into: &writer)
        case .imported(let imported):
            referencedModules.insert(imported.module)
            encodeReference(Meaning.variable, imported.module, imported.name, into: &writer)
        case .macro(let macro):
            if let origin = macros[macro].origin {
                referencedModules.insert(origin.module)
                encodeReference(Meaning.macro, origin.module, origin.name, into: &writer)
            } else {
                hiddenExports.append(binding)
                encodeReference(Meaning.macro, context.module, hiddenName(of: macro), into: &writer)
            }
        case .local, .module, .wrong, .unavailable, .unbound: writer.append(u8: Meaning.unbound)
        }
    }

    private func encodeReference(_ meaning: UInt8, _ module: ModuleID, _ name: String, into writer: inout ByteWriter) {
        writer.append(u8: meaning)
        writer.append(string: module.text)
        writer.append(string: name)
    }

    // MARK: Decoding

    /// The macro, or the procedure of the library, that another file exports.
    func foreignSyntax(_ export: InterfaceExport, _ origin: ExportOrigin) -> Binding? {
        if let known = foreignMacros[origin] { return .macro(known) }
        switch ExportPayload(export.payload) {
        case .builtin(let name): return Library.lookup(name).map { .builtin($0.name) }
        case .macro(let bytes):
            // Macros may mention one another, so this one is known before it is read.
            let placeholder = Macro(
                name: origin.name, rules: [], module: 0, environment: .unit(module: 0, depth: 0), item: nil, span: .none, source: nil,
                origin: origin, payload: export.payload)
            let id = macros.append(placeholder)
            foreignMacros[origin] = id
            var reader = ByteReader(bytes)
            if let macro = try? decode(&reader, placeholder), let made = compiled(macro) { macros[id] = made }
            return .macro(id)
        default: return nil
        }
    }

    private func decode(_ reader: inout ByteReader, _ placeholder: Macro) throws(ByteReader.Failure) -> Macro {
        let name = try reader.readString()
        var identifiers: [IdentifierID] = []
        for _ in 0..<(try reader.readCount(minimumSize: 2)) {
            let symbol = syntax.identifiers.symbol(try reader.readString())
            identifiers.append(syntax.identifiers.alias(of: symbol, in: .foreign(try decodeBinding(&reader))))
        }
        let source = try decodeDatum(&reader, identifiers)
        return Macro(
            name: name, rules: [], module: 0, environment: .unit(module: 0, depth: 0), item: nil, span: .none, source: source,
            origin: placeholder.origin, payload: placeholder.payload)
    }

    private func decodeBinding(_ reader: inout ByteReader) throws(ByteReader.Failure) -> Binding {
        let meaning = try reader.readU8()
        guard meaning != Meaning.unbound else { return .unbound }
        let text = try reader.readString()
        switch meaning {
        case Meaning.special: return SpecialForm(rawValue: text).map { .special($0) } ?? .unbound
        case Meaning.auxiliary: return Auxiliary(rawValue: text).map { .auxiliary($0) } ?? .unbound
        case Meaning.constant: return PredefinedConstant(rawValue: text).map { .constant($0) } ?? .unbound
        case Meaning.builtin: return .builtin(text)
        default: break
        }
        let module = ModuleID(text)
        let name = try reader.readString()
        guard let interface = context.interfaces[module], let export = interface.export(named: name) else {
            return module == context.module ? ownBinding(name) ?? .unbound : .unbound
        }
        return binding(of: export, in: interface) ?? .unbound
    }

    private func decodeDatum(_ reader: inout ByteReader, _ identifiers: [IdentifierID]) throws(ByteReader.Failure) -> DatumID {
        let kind: Datum.Kind
        switch try reader.readU8() {
        case Tag.boolean: kind = .boolean(try reader.readU8() != 0)
        case Tag.integer:
            let isNegative = try reader.readU8() != 0
            var digits: [UInt32] = []
            for _ in 0..<(try reader.readCount(minimumSize: 4)) { digits.append(try reader.readU32()) }
            kind = .integer(ExactInteger(isNegative: isNegative, magnitude: digits))
        case Tag.float: kind = .float(try reader.readF64())
        case Tag.character: kind = .character(try reader.readULEB32())
        case Tag.string: kind = .string(try reader.readString())
        case Tag.keyword: kind = .keyword(try reader.readString())
        case Tag.bytevector: kind = .bytevector(Array(try reader.readLengthPrefixedBytes()))
        case Tag.symbol:
            let position = Int(try reader.readULEB32())
            let isDotted = try reader.readU8() != 0
            guard position < identifiers.count else { return syntax.make(.list([], tail: nil, isBracketed: false), span: .none) }
            let symbol = Symbol(syntax.identifiers[identifiers[position]].name, isDotted: isDotted)
            return syntax.make(.symbol(symbol), span: .none, identifier: identifiers[position])
        case Tag.list:
            let flags = try reader.readU8()
            let elements = try decodeAll(&reader, identifiers)
            let tail: DatumID? = flags & 2 == 0 ? nil : try decodeDatum(&reader, identifiers)
            kind = .list(elements, tail: tail, isBracketed: flags & 1 != 0)
        case Tag.vector: kind = .vector(try decodeAll(&reader, identifiers))
        default: kind = .list([], tail: nil, isBracketed: false)
        }
        return syntax.make(kind, span: .none)
    }

    private func decodeAll(_ reader: inout ByteReader, _ identifiers: [IdentifierID]) throws(ByteReader.Failure) -> [DatumID] {
        var result: [DatumID] = []
        for _ in 0..<(try reader.readCount()) { result.append(try decodeDatum(&reader, identifiers)) }
        return result
    }
}
