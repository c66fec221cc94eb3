import Basics

/// The types of an interface as a table in which each type stands once and refers to its parts by their position.
///
/// Parts stand before the whole, so neither writing nor reading needs more than one pass, and a type that is used a
/// thousand times costs a thousand small numbers.
struct InterfaceTypeEncoder {
    private(set) var count: UInt32 = 0
    private(set) var table = ByteWriter()
    /// The encoded form of every type in the table, and its position.
    private var known: [[UInt8]: UInt32] = [:]

    private enum NodeTag {
        static let dynamic: UInt8 = 0, never: UInt8 = 1, unit: UInt8 = 2, null: UInt8 = 3, bool: UInt8 = 4, number: UInt8 = 5
        static let integer: UInt8 = 6, character: UInt8 = 7, string: UInt8 = 8, array: UInt8 = 9, function: UInt8 = 10
        static let applied: UInt8 = 11, union: UInt8 = 12, intersection: UInt8 = 13, structural: UInt8 = 14
        static let parameter: UInt8 = 15, alias: UInt8 = 16, namespace: UInt8 = 17
    }

    /// The position of `type`, which is added if it is new.
    mutating func index(of type: InterfaceType) -> UInt32 {
        let node = encode(type).bytes
        if let index = known[node] { return index }
        let index = count
        known[node] = index
        table.append(bytes: node)
        count += 1
        return index
    }

    private mutating func encode(_ type: InterfaceType) -> ByteWriter {
        var writer = ByteWriter()
        switch type {
        case .dynamic: writer.append(u8: NodeTag.dynamic)
        case .never: writer.append(u8: NodeTag.never)
        case .unit: writer.append(u8: NodeTag.unit)
        case .null: writer.append(u8: NodeTag.null)
        case .bool: writer.append(u8: NodeTag.bool)
        case .number: writer.append(u8: NodeTag.number)
        case .integer: writer.append(u8: NodeTag.integer)
        case .character: writer.append(u8: NodeTag.character)
        case .string: writer.append(u8: NodeTag.string)
        case .array(let element):
            writer.append(u8: NodeTag.array)
            writer.append(uleb32: index(of: element))
        case .function(let function):
            writer.append(u8: NodeTag.function)
            encode(function, into: &writer)
        case .applied(let name, let arguments):
            writer.append(u8: NodeTag.applied)
            writer.append(string: name)
            encode(arguments, into: &writer)
        case .union(let members):
            writer.append(u8: NodeTag.union)
            encode(members, into: &writer)
        case .intersection(let members):
            writer.append(u8: NodeTag.intersection)
            encode(members, into: &writer)
        case .structural(let members):
            writer.append(u8: NodeTag.structural)
            writer.append(uleb64: UInt64(members.count))
            for member in members {
                writer.append(string: member.name)
                writer.append(uleb32: index(of: member.type))
            }
        case .parameter(let position, let name):
            writer.append(u8: NodeTag.parameter)
            writer.append(uleb32: UInt32(clamping: position))
            writer.append(string: name)
        case .alias(let alias):
            writer.append(u8: NodeTag.alias)
            encode(alias, into: &writer)
        case .namespace(let module):
            writer.append(u8: NodeTag.namespace)
            writer.append(string: module.text)
        }
        return writer
    }

    private mutating func encode(_ types: [InterfaceType], into writer: inout ByteWriter) {
        writer.append(uleb64: UInt64(types.count))
        for type in types { writer.append(uleb32: index(of: type)) }
    }

    private mutating func encode(optional type: InterfaceType?, into writer: inout ByteWriter) {
        writer.append(flag: type != nil)
        if let type { writer.append(uleb32: index(of: type)) }
    }

    private mutating func encode(_ function: InterfaceFunctionType, into writer: inout ByteWriter) {
        writer.append(uleb64: UInt64(function.typeParameters.count))
        for parameter in function.typeParameters {
            writer.append(string: parameter.name)
            encode(optional: parameter.constraint, into: &writer)
            writer.append(list: parameter.traits) { $0.append(string: $1) }
        }
        writer.append(uleb64: UInt64(function.parameters.count))
        for parameter in function.parameters {
            writer.append(string: parameter.name)
            writer.append(uleb32: index(of: parameter.type))
            writer.append(string: parameter.ownership)
        }
        writer.append(uleb32: index(of: function.result))
        writer.append(flag: function.predicateParameter != nil)
        if let parameter = function.predicateParameter { writer.append(uleb32: UInt32(clamping: parameter)) }
        encode(optional: function.predicateType, into: &writer)
    }

    private mutating func encode(_ alias: InterfaceAlias, into writer: inout ByteWriter) {
        writer.append(string: alias.name)
        writer.append(list: alias.parameters) { $0.append(string: $1) }
        encode(alias.arguments, into: &writer)
        writer.append(uleb32: index(of: alias.expansion))
        writer.append(flag: alias.isDeprecated)
        writer.append(optional: alias.deprecatedSince)
    }
}

/// Reads what `InterfaceTypeEncoder` wrote.
struct InterfaceTypeDecoder {
    /// The deepest nesting and the largest expansion of one type that are accepted, so that no later walk over a type
    /// overflows the stack or takes forever.
    static let maximumDepth: UInt32 = 1_000
    static let maximumSize: UInt32 = 1_000_000

    private struct Measure {
        var depth: UInt32 = 1
        var size: UInt32 = 1
    }

    private var types: [InterfaceType] = []
    private var measures: [Measure] = []

    init(_ reader: inout SectionReader) throws(SectionError) {
        let count = try reader.count(minimumSize: 1)
        types.reserveCapacity(min(count, 4096))
        for _ in 0..<count {
            var measure = Measure()
            let type = try node(&reader, &measure)
            guard measure.depth <= Self.maximumDepth, measure.size <= Self.maximumSize else {
                throw reader.failure("a type is too large")
            }
            types.append(type)
            measures.append(measure)
        }
    }

    /// The type whose position comes next in the input.
    func type(_ reader: inout SectionReader) throws(SectionError) -> InterfaceType {
        var measure = Measure()
        return try part(&reader, &measure)
    }

    private func part(_ reader: inout SectionReader, _ measure: inout Measure) throws(SectionError) -> InterfaceType {
        let index = Int(try reader.number())
        guard index < types.count else { throw reader.failure("no such type") }
        measure.depth = max(measure.depth, measures[index].depth + 1)
        measure.size = min(measure.size + measures[index].size, Self.maximumSize + 1)
        return types[index]
    }

    private func parts(_ reader: inout SectionReader, _ measure: inout Measure) throws(SectionError) -> [InterfaceType] {
        let count = try reader.count(minimumSize: 1)
        var result: [InterfaceType] = []
        for _ in 0..<count { result.append(try part(&reader, &measure)) }
        return result
    }

    private func optionalPart(_ reader: inout SectionReader, _ measure: inout Measure) throws(SectionError) -> InterfaceType? {
        try reader.flag() ? try part(&reader, &measure) : nil
    }

    private func node(_ reader: inout SectionReader, _ measure: inout Measure) throws(SectionError) -> InterfaceType {
        switch try reader.byte() {
        case 0: return .dynamic
        case 1: return .never
        case 2: return .unit
        case 3: return .null
        case 4: return .bool
        case 5: return .number
        case 6: return .integer
        case 7: return .character
        case 8: return .string
        case 9: return .array(try part(&reader, &measure))
        case 10: return .function(try function(&reader, &measure))
        case 11:
            let name = try reader.text()
            return .applied(name, try parts(&reader, &measure))
        case 12: return .union(try parts(&reader, &measure))
        case 13: return .intersection(try parts(&reader, &measure))
        case 14: return .structural(try members(&reader, &measure))
        case 15:
            let position = Int(try reader.number())
            return .parameter(position, name: try reader.text())
        case 16: return .alias(try alias(&reader, &measure))
        case 17: return .namespace(ModuleID(try reader.text()))
        default: throw reader.failure("unknown kind of type")
        }
    }

    private func members(_ reader: inout SectionReader, _ measure: inout Measure) throws(SectionError) -> [InterfaceMember] {
        let count = try reader.count(minimumSize: 2)
        var result: [InterfaceMember] = []
        for _ in 0..<count {
            let name = try reader.text()
            result.append(InterfaceMember(name: name, type: try part(&reader, &measure)))
        }
        return result
    }

    private func function(
        _ reader: inout SectionReader, _ measure: inout Measure
    ) throws(SectionError) -> InterfaceFunctionType {
        var typeParameters: [InterfaceTypeParameter] = []
        for _ in 0..<(try reader.count(minimumSize: 3)) {
            let name = try reader.text()
            let constraint = try optionalPart(&reader, &measure)
            var traits: [String] = []
            for _ in 0..<(try reader.count(minimumSize: 1)) { traits.append(try reader.text()) }
            typeParameters.append(InterfaceTypeParameter(name: name, constraint: constraint, traits: traits))
        }
        var parameters: [InterfaceParameter] = []
        for _ in 0..<(try reader.count(minimumSize: 3)) {
            let name = try reader.text()
            let type = try part(&reader, &measure)
            parameters.append(InterfaceParameter(name: name, type: type, ownership: try reader.text()))
        }
        let result = try part(&reader, &measure)
        let predicateParameter = try reader.flag() ? Int(try reader.number()) : nil
        return InterfaceFunctionType(
            typeParameters: typeParameters, parameters: parameters, result: result, predicateParameter: predicateParameter,
            predicateType: try optionalPart(&reader, &measure))
    }

    private func alias(_ reader: inout SectionReader, _ measure: inout Measure) throws(SectionError) -> InterfaceAlias {
        let name = try reader.text()
        var parameters: [String] = []
        for _ in 0..<(try reader.count(minimumSize: 1)) { parameters.append(try reader.text()) }
        let arguments = try parts(&reader, &measure)
        let expansion = try part(&reader, &measure)
        let isDeprecated = try reader.flag()
        return InterfaceAlias(
            name: name, parameters: parameters, arguments: arguments, expansion: expansion, isDeprecated: isDeprecated,
            deprecatedSince: try reader.optionalText())
    }
}
