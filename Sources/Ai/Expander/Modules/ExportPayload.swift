import Basics
import ModuleSystem

/// What an interface says of an export to importers in Ai: the content of `InterfaceExport.payload`.
enum ExportPayload {
    /// A variable. `isPreset`: it has its value before any module body runs. `mayStayUnset`: `(define x)`.
    case variable(isPreset: Bool, mayStayUnset: Bool)
    /// A procedure that can be called directly.
    case procedure(parameters: Int, hasRest: Bool)
    case record(RecordMember.Role, recordName: String, fields: [String], typeName: String)
    /// The rest is for `MacroDecoder`.
    case macro(ArraySlice<UInt8>)
    /// A procedure of the library, re-exported.
    case builtin(String)

    var bytes: [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .variable(let isPreset, let mayStayUnset):
            writer.append(u8: 0)
            writer.append(u8: (isPreset ? 1 : 0) | (mayStayUnset ? 2 : 0))
        case .procedure(let parameters, let hasRest):
            writer.append(u8: 1)
            writer.append(uleb64: UInt64(parameters))
            writer.append(u8: hasRest ? 1 : 0)
        case .record(let role, let recordName, let fields, let typeName):
            writer.append(u8: 2)
            role.encode(into: &writer)
            writer.append(string: recordName)
            writer.append(uleb64: UInt64(fields.count))
            for field in fields { writer.append(string: field) }
            writer.append(string: typeName)
        case .macro(let content):
            writer.append(u8: 3)
            writer.append(bytes: content)
        case .builtin(let name):
            writer.append(u8: 4)
            writer.append(string: name)
        }
        return writer.bytes
    }

    /// Nil for what another language's compiler wrote.
    init?(_ bytes: [UInt8]) {
        do throws(ByteReader.Failure) {
            var reader = ByteReader(bytes)
            switch try reader.readU8() {
            case 0:
                let flags = try reader.readU8()
                self = .variable(isPreset: flags & 1 != 0, mayStayUnset: flags & 2 != 0)
            case 1:
                let parameters = Int(try reader.readULEB32())
                self = .procedure(parameters: parameters, hasRest: try reader.readU8() != 0)
            case 2:
                let role = try RecordMember.Role(&reader)
                let recordName = try reader.readString()
                var fields: [String] = []
                for _ in 0..<(try reader.readCount()) { fields.append(try reader.readString()) }
                self = .record(role, recordName: recordName, fields: fields, typeName: try reader.readString())
            case 3: self = .macro(reader.rest)
            case 4: self = .builtin(try reader.readString())
            default: return nil
            }
        } catch { return nil }
    }

    /// How code refers to the variable or procedure; nil for a macro.
    /// - Parameter isLate: its module may be initialized after the one that refers to it.
    func kind(isLate: Bool) -> ImportedName.Kind? {
        switch self {
        case .variable(let isPreset, let mayStayUnset): .variable(isChecked: !isPreset && (isLate || mayStayUnset))
        case .procedure(let parameters, let hasRest): .procedure(parameters: parameters, hasRest: hasRest)
        case .record(let role, let recordName, let fields, let typeName):
            .record(role, recordName: recordName, fields: fields, typeName: typeName)
        case .macro, .builtin: nil
        }
    }
}

extension RecordMember.Role {
    fileprivate func encode(into writer: inout ByteWriter) {
        switch self {
        case .type: writer.append(u8: 0)
        case .constructor(let fields):
            writer.append(u8: 1)
            writer.append(uleb64: UInt64(fields.count))
            for field in fields { writer.append(uleb64: UInt64(field)) }
        case .predicate: writer.append(u8: 2)
        case .accessor(let field):
            writer.append(u8: 3)
            writer.append(uleb64: UInt64(field))
        case .modifier(let field):
            writer.append(u8: 4)
            writer.append(uleb64: UInt64(field))
        }
    }

    fileprivate init(_ reader: inout ByteReader) throws(ByteReader.Failure) {
        switch try reader.readU8() {
        case 0: self = .type
        case 1:
            var fields: [Int] = []
            for _ in 0..<(try reader.readCount()) { fields.append(Int(try reader.readULEB32())) }
            self = .constructor(fields)
        case 2: self = .predicate
        case 3: self = .accessor(Int(try reader.readULEB32()))
        default: self = .modifier(Int(try reader.readULEB32()))
        }
    }
}
