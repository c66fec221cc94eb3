import Basics
import Diagnostics

extension Expander {
    func condExpand(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        sequence(expressions(chosenForms(id, operands)), syntax.span(id))
    }

    /// The forms of the first clause of a `cond-expand` whose requirement holds.
    func chosenForms(_ id: DatumID, _ operands: [DatumID]) -> [DatumID] {
        for clause in operands {
            guard let parts = list(clause), let requirement = parts.first else {
                _ = malformed(.condExpand, "a clause is (requirement form ...)", at: clause)
                return []
            }
            guard let holds = Features.holds(requirement, in: syntax.tree) else {
                _ = malformed(.condExpand, "\(text(requirement)) is no requirement", at: requirement)
                return []
            }
            if holds { return Array(parts.dropFirst()) }
        }
        return []
    }

    /// The forms of the files that an `include` names.
    func includedForms(_ id: DatumID, _ operands: [DatumID]) -> [DatumID] {
        guard !operands.isEmpty else {
            _ = malformed(.include, "a file name expected", at: id)
            return []
        }
        return operands.flatMap { operand -> [DatumID] in
            guard case .string(let path) = syntax[operand].kind else {
                _ = malformed(.include, "\(text(operand)) is not a string", at: operand)
                return []
            }
            return unit.includes[path] ?? []
        }
    }
}
