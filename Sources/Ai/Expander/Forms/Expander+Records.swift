import Basics
import Diagnostics

extension Expander {
    /// The parts of a `define-record-type`.
    private struct RecordForm {
        struct Field {
            let name: String
            let accessor: DatumID?
            let modifier: DatumID?
        }

        let typeName: DatumID
        let recordName: String
        var constructor: (name: DatumID, fields: [Int])?
        var predicate: DatumID?
        var fields: [Field] = []
    }

    /// Makes the variables of a record type; `bind` gives each its name where the form stands. A record type in a body is as good as one at
    /// the top level: its procedures exist from the start.
    func defineRecord(_ id: DatumID, _ operands: [DatumID], _ bind: (DatumID, TopLevelID) -> Void) {
        guard let form = recordForm(id, operands) else { return }
        let fields = form.fields.map(\.name)
        let type = makeTopLevel(named: form.typeName)
        func add(_ name: DatumID, _ variable: TopLevelID, _ role: RecordMember.Role) {
            output.topLevel[variable].record = RecordMember(type: type, recordName: form.recordName, fields: fields, role: role)
            bind(name, variable)
        }
        add(form.typeName, type, .type)
        if let (name, positions) = form.constructor { add(name, makeTopLevel(named: name), .constructor(positions)) }
        if let name = form.predicate { add(name, makeTopLevel(named: name), .predicate) }
        for (index, field) in form.fields.enumerated() {
            if let name = field.accessor { add(name, makeTopLevel(named: name), .accessor(index)) }
            if let name = field.modifier { add(name, makeTopLevel(named: name), .modifier(index)) }
        }
    }

    private func recordForm(_ id: DatumID, _ operands: [DatumID]) -> RecordForm? {
        guard operands.count >= 3 else {
            _ = malformed(.defineRecordType, "a name, a constructor and a predicate expected", at: id)
            return nil
        }
        let typeName = list(operands[0])?.first ?? operands[0]
        guard let name = symbolName(typeName) else { return recordProblem("\(text(typeName)) is not a name", typeName) }
        let isBracketed = name.count > 2 && name.hasPrefix("<") && name.hasSuffix(">")
        var form = RecordForm(typeName: typeName, recordName: isBracketed ? String(name.dropFirst().dropLast()) : name)
        var positions: [String: Int] = [:]
        for field in operands.dropFirst(3) {
            let parts = list(field) ?? [field]
            guard let first = parts.first, let fieldName = symbolName(first), parts.count <= 3 else {
                return recordProblem("a field is (name accessor modifier)", field)
            }
            for part in parts.dropFirst() where symbolName(part) == nil { return recordProblem("\(text(part)) is not a name", part) }
            guard positions.updateValue(form.fields.count, forKey: fieldName) == nil else {
                error("AI0105", "duplicate name '\(fieldName)' in fields", at: first, help: ["give one of them another name"])
                return nil
            }
            form.fields.append(
                RecordForm.Field(name: fieldName, accessor: parts.count > 1 ? parts[1] : nil, modifier: parts.count > 2 ? parts[2] : nil))
        }
        if symbolName(operands[2]) != nil {
            form.predicate = operands[2]
        } else if !isFalse(operands[2]) {
            return recordProblem("\(text(operands[2])) is no name for a predicate", operands[2])
        }
        return withConstructor(form, operands[1], positions)
    }

    private func withConstructor(_ form: RecordForm, _ id: DatumID, _ positions: [String: Int]) -> RecordForm? {
        var form = form
        if isFalse(id) { return form }
        if symbolName(id) != nil {
            form.constructor = (id, Array(form.fields.indices))
            return form
        }
        guard let parts = list(id), let name = parts.first, symbolName(name) != nil else {
            return recordProblem("a constructor is (name field ...)", id)
        }
        var fields: [Int] = []
        for part in parts.dropFirst() {
            guard let field = symbolName(part), let position = positions[field] else {
                return recordProblem("\(text(part)) is not a field of the record", part)
            }
            guard !fields.contains(position) else {
                error("AI0105", "duplicate name '\(field)' in fields", at: part)
                return nil
            }
            fields.append(position)
        }
        form.constructor = (name, fields)
        return form
    }

    private func recordProblem(_ reason: String, _ id: DatumID) -> RecordForm? {
        _ = malformed(.defineRecordType, reason, at: id)
        return nil
    }

    func symbolName(_ id: DatumID) -> String? {
        guard case .symbol(let symbol) = syntax[id].kind else { return nil }
        return symbol.name
    }

    private func isFalse(_ id: DatumID) -> Bool {
        if case .boolean(false) = syntax[id].kind { return true }
        return false
    }

    // MARK: Tagged values

    /// The constructors that a `data` form defines: procedures that make tagged values.
    func dataProcedures(_ id: DatumID, _ operands: [DatumID]) -> [(name: DatumID, value: DefinedValue)] {
        guard let type = operands.first, symbolName(type) != nil else {
            _ = malformed(.data, "a type name is missing", at: id)
            return []
        }
        var result: [(name: DatumID, value: DefinedValue)] = []
        for operand in operands.dropFirst() where symbolName(operand) == nil {
            guard let parts = list(operand), let name = parts.first, let tag = symbolName(name), parts.dropFirst().allSatisfy({ symbolName($0) != nil })
            else {
                _ = malformed(.data, "a constructor is (Name field ...)", at: operand)
                continue
            }
            result.append((name, constructor(operand, name, tag, fieldCount: parts.count - 1)))
        }
        return result
    }

    /// `(lambda (field ...) (make-tagged "Name" field ...))`.
    private func constructor(_ id: DatumID, _ name: DatumID, _ tag: String, fieldCount: Int) -> DefinedValue {
        let span = syntax.span(id)
        let base = syntax.identifiers.symbol("field")
        let fields = (0..<fieldCount).map { _ in
            let alias = syntax.identifiers.alias(of: base, in: .foreign(.unbound))
            return syntax.make(.symbol(Symbol("field")), span: span, identifier: alias)
        }
        let procedure = syntax.identifiers.alias(of: syntax.identifiers.symbol("make-tagged"), in: .foreign(.builtin("make-tagged")))
        let callee = syntax.make(.symbol(Symbol("make-tagged")), span: span, identifier: procedure)
        let tagText = syntax.make(.string(tag), span: span)
        let head = syntax.makeList([name] + fields, like: id)
        return .procedure(heads: [head], body: [syntax.makeList([callee, tagText] + fields, like: id)], form: id)
    }
}
