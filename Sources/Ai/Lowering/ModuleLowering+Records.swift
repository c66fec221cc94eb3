import Basics
import Core
import Diagnostics
import RuntimeABI

/// A constructor, predicate, accessor or modifier as compiled code.
struct RecordFunction {
    var function: FunctionID
    var closure: ClosureID
    var arity: Int
}

/// Records: a type is an object that exists before any module body runs; the procedures are functions.
extension ModuleLowering {
    /// The code of a record's procedure; nil for other variables.
    func recordFunction(of variable: TopLevelID) -> RecordFunction? {
        if let known = records[variable] { return known }
        let topLevel = module.topLevel[variable]
        guard let member = topLevel.record, !topLevel.isAssigned, let arity = member.role.arity(member.fields.count) else { return nil }
        let parameters = (0..<arity).map { Local(name: "argument\($0)", type: .any) }
        let function = Function(name: topLevel.name, parameters: parameters, result: .any, span: topLevel.span)
        var builder = ProcedureLowering(self, function)
        builder.function.body = body(of: member, topLevel, in: &builder)
        let id = core.functions.append(builder.function)
        let shape = ProcedureShape(parameters: arity, hasRest: false)
        let isVariadic = arity > ProcedureLowering.mostArguments
        let wrapper = closureFunction(topLevel.name, shape, isVariadic: isVariadic, (arity, arity), topLevel.span) { builder, operands in
            builder.add(.tailCall(id, operands), .never, topLevel.span)
        }
        let closure = core.closures.append(
            StaticClosure(function: core.functions.append(wrapper), arity: isVariadic ? StaticClosure.variadic : arity, name: topLevel.name))
        let record = RecordFunction(function: id, closure: closure, arity: arity)
        records[variable] = record
        return record
    }

    private func body(of member: RecordMember, _ topLevel: TopLevel, in builder: inout ProcedureLowering) -> ExprID {
        let span = topLevel.span
        let type = builder.add(.global(global(of: member.type)), .any, span)
        switch member.role {
        case .type: return builder.finish(type, .tail, span)
        case .constructor(let positions):
            var fields = [type]
            for field in member.fields.indices {
                let argument = positions.firstIndex(of: field)
                fields.append(argument.map { builder.read(LocalID($0), span) } ?? builder.bits(.unit, span))
            }
            let object = builder.add(
                .makeObject(.record, small: 0, word: UInt32(clamping: member.fields.count), fields: fields), .reference(.record), span)
            return builder.finish(object, .tail, span)
        case .predicate: return builder.finish(builder.isRecord(LocalID(0), type, span), .tail, span)
        case .accessor(let index):
            let field = builder.add(.field(builder.record(LocalID(0), span), index: index + 1), .any, span)
            return builder.ifRecord(type, topLevel.name, span) { $0.finish(field, .tail, span) }
        case .modifier(let index):
            let store = builder.add(
                .setField(builder.record(LocalID(0), span), index: index + 1, value: builder.read(LocalID(1), span)), .unit, span)
            return builder.ifRecord(type, topLevel.name, span) { builder in
                builder.finish(builder.sequence([store, builder.bits(.unit, span)], span), .tail, span)
            }
        }
    }

    /// Makes the object of a record type.
    func prepareRecordType(_ variable: TopLevelID, _ global: GlobalID) {
        let topLevel = module.topLevel[variable]
        guard let member = topLevel.record, member.role == .type else { return }
        let span = topLevel.span
        prepare { builder in
            let name = builder.any(builder.string(member.recordName, span))
            let fields = member.fields.map { builder.runtime(.aiSymbol, [builder.string($0, span)], .any, span) }
            let names = builder.runtime(.aiVector, [builder.list(fields, span)], .any, span)
            let type = builder.add(
                .makeObject(.recordType, small: 0, word: ObjectLayout.RecordType.word, fields: [name, names]), .reference(.recordType), span)
            return builder.add(.setGlobal(global, builder.any(type)), .unit, span)
        }
    }
}

extension ProcedureLowering {
    mutating func record(_ local: LocalID, _ span: SourceSpan) -> ExprID {
        add(.unbox(read(local, span), nil), .reference(.record), span)
    }

    /// Whether a value is an instance of a record type.
    mutating func isRecord(_ local: LocalID, _ type: ExprID, _ span: SourceSpan) -> ExprID {
        let isRecord = add(.test(read(local, span), .reference(.record)), .bool, span)
        let own = add(.field(record(local, span), index: 0), .any, span)
        let isSame = add(.binary(.anyIdentical, own, type), .bool, span)
        let no = add(.constant(.bool(false)), .bool, span)
        return add(.conditional(condition: isRecord, then: isSame, otherwise: no), .bool, span)
    }

    /// `then` if the first parameter is an instance, else AI0903.
    mutating func ifRecord(_ type: ExprID, _ name: String, _ span: SourceSpan, then: (inout ProcedureLowering) -> ExprID) -> ExprID {
        let condition = isRecord(LocalID(0), type, span)
        let operands = [again(type), string(name, span), read(LocalID(0), span)]
        let raise = runtime(.aiRecordError, operands, .unit, span)
        let otherwise = sequence([raise, add(.returnValue(bits(.unit, span)), .never, span)], span)
        return add(.conditional(condition: condition, then: then(&self), otherwise: otherwise), .never, span)
    }
}
