import Basics
import Diagnostics

/// Reads the patterns and templates of one `syntax-rules` form.
struct MacroCompiler {
    /// Why a pattern or a template cannot be used.
    struct Problem: Error {
        let isTemplate: Bool
        let reason: String
        let place: DatumID
    }

    private struct Slot {
        let index: Int
        /// Under how many ellipses it stands.
        let depth: Int
    }

    let expander: Expander
    let literals: Set<IdentifierID>
    /// A custom ellipsis; nil for `...`.
    let customEllipsis: IdentifierID?
    private(set) var mentioned: Set<IdentifierID> = []
    private var slots: [IdentifierID: Slot] = [:]
    private var slotDepths: [Int] = []

    init(_ expander: Expander, literals: Set<IdentifierID>, customEllipsis: IdentifierID?) {
        self.expander = expander
        self.literals = literals
        self.customEllipsis = customEllipsis
        mentioned = literals
    }

    mutating func rule(_ pattern: DatumID, _ template: DatumID) throws(Problem) -> Macro.Rule {
        slots = [:]
        slotDepths = []
        let (elements, tail) = expander.flattened(pattern)
        guard !elements.isEmpty else { throw Problem(isTemplate: false, reason: "it is no list that begins with the macro's name", place: pattern) }
        let sequence = try self.sequence(Array(elements.dropFirst()), depth: 0, pattern)
        let rest: SyntaxPattern? = if let tail { try self.pattern(tail, depth: 0) } else { nil }
        let made = try self.template(template, depth: 0, ellipsisActive: true)
        return Macro.Rule(pattern: .list(sequence, tail: rest), template: made, slotCount: slotDepths.count, patternForm: pattern)
    }

    private func isEllipsis(_ id: DatumID) -> Bool {
        guard let identifier = expander.syntax.identifier(id), !literals.contains(identifier) else { return false }
        if let customEllipsis { return identifier == customEllipsis }
        if case .auxiliary(.ellipsis) = expander.resolve(identifier) { return true }
        return false
    }

    // MARK: Patterns

    private mutating func pattern(_ id: DatumID, depth: Int) throws(Problem) -> SyntaxPattern {
        switch expander.syntax[id].kind {
        case .symbol:
            guard let identifier = expander.syntax.identifier(id) else { return .anything }
            if literals.contains(identifier) { return .literal(identifier) }
            if isEllipsis(id) { throw Problem(isTemplate: false, reason: "the ellipsis follows no pattern", place: id) }
            if case .auxiliary(.underscore) = expander.resolve(identifier) { return .anything }
            guard slots[identifier] == nil else {
                throw Problem(isTemplate: false, reason: "the variable '\(expander.text(id))' stands twice", place: id)
            }
            slots[identifier] = Slot(index: slotDepths.count, depth: depth)
            slotDepths.append(depth)
            return .variable(slotDepths.count - 1)
        case .list:
            let (elements, tail) = expander.flattened(id)
            let sequence = try self.sequence(elements, depth: depth, id)
            guard let tail else { return .list(sequence, tail: nil) }
            return .list(sequence, tail: try pattern(tail, depth: depth))
        case .vector(let elements): return .vector(try sequence(elements, depth: depth, id))
        case let constant: return .constant(constant)
        }
    }

    private mutating func sequence(_ elements: [DatumID], depth: Int, _ id: DatumID) throws(Problem) -> SyntaxSequence {
        var result = SyntaxSequence()
        var position = 0
        while position < elements.count {
            let element = elements[position]
            position += 1
            let isRepeated = position < elements.count && isEllipsis(elements[position])
            let first = slotDepths.count
            let made = try pattern(element, depth: isRepeated ? depth + 1 : depth)
            if isRepeated {
                guard result.repeated == nil else { throw Problem(isTemplate: false, reason: "there are two ellipses in one list", place: elements[position]) }
                position += 1
                result.repeated = made
                result.repeatedSlots = Array(first..<slotDepths.count)
            } else if result.repeated == nil {
                result.before.append(made)
            } else {
                result.after.append(made)
            }
        }
        return result
    }

    // MARK: Templates

    private mutating func template(_ id: DatumID, depth: Int, ellipsisActive: Bool) throws(Problem) -> SyntaxTemplate {
        switch expander.syntax[id].kind {
        case .symbol:
            guard let identifier = expander.syntax.identifier(id) else { return .constant(id) }
            if let slot = slots[identifier] {
                guard slot.depth <= depth else {
                    throw Problem(isTemplate: true, reason: "the variable '\(expander.text(id))' needs \(slot.depth) ellipses, \(depth) found", place: id)
                }
                return .variable(slot.index)
            }
            if ellipsisActive, isEllipsis(id) { throw Problem(isTemplate: true, reason: "the ellipsis follows no template", place: id) }
            mentioned.insert(identifier)
            return .symbol(identifier, id)
        case .list(_, _, let isBracketed):
            let (elements, tail) = expander.flattened(id)
            if ellipsisActive, elements.count == 2, tail == nil, isEllipsis(elements[0]) {
                return try template(elements[1], depth: depth, ellipsisActive: false)
            }
            let made = try self.elements(elements, depth, ellipsisActive)
            guard let tail else { return .list(made, tail: nil, isBracketed: isBracketed, id) }
            return .list(made, tail: try template(tail, depth: depth, ellipsisActive: ellipsisActive), isBracketed: isBracketed, id)
        case .vector(let elements): return .vector(try self.elements(elements, depth, ellipsisActive), id)
        default: return .constant(id)
        }
    }

    private mutating func elements(_ ids: [DatumID], _ depth: Int, _ ellipsisActive: Bool) throws(Problem) -> [SyntaxTemplate.Element] {
        var result: [SyntaxTemplate.Element] = []
        var position = 0
        while position < ids.count {
            let element = ids[position]
            position += 1
            var repetitions = 0
            while ellipsisActive, position < ids.count, isEllipsis(ids[position]) {
                repetitions += 1
                position += 1
            }
            let made = try template(element, depth: depth + repetitions, ellipsisActive: ellipsisActive)
            var depths: [Int: Int] = [:]
            if repetitions > 0 { collectSlots(made, depth + repetitions, &depths) }
            let driving = (0..<repetitions).map { level in
                depths.keys.filter { depth + 1 + level > (depths[$0] ?? 0) - slotDepths[$0] }.sorted()
            }
            if driving.contains(where: \.isEmpty) {
                throw Problem(isTemplate: true, reason: "nothing before the ellipsis is repeated by the pattern", place: element)
            }
            result.append(SyntaxTemplate.Element(template: made, repetitions: repetitions, slots: driving))
        }
        return result
    }

    /// The slots in a template, and under how many ellipses they stand.
    private func collectSlots(_ template: SyntaxTemplate, _ depth: Int, _ depths: inout [Int: Int]) {
        switch template {
        case .variable(let slot): if slotDepths[slot] > 0 { depths[slot] = min(depths[slot] ?? depth, depth) }
        case .symbol, .constant: break
        case .list(let elements, let tail, _, _):
            for element in elements { collectSlots(element.template, depth + element.repetitions, &depths) }
            if let tail { collectSlots(tail, depth, &depths) }
        case .vector(let elements, _):
            for element in elements { collectSlots(element.template, depth + element.repetitions, &depths) }
        }
    }
}
