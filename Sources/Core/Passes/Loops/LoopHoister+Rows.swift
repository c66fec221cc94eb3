import Basics
import RuntimeABI

/// Looking up rows of nested arrays before the loop.
extension LoopHoister {
    /// `m[i]` where neither changes in the loop.
    private struct Row: Hashable {
        var array: LocalID
        var index: LocalID
        var type: ValueType
    }

    /// Most rows of one loop that wait in variables.
    private static var rowLimit: Int { 4 }

    /// Looks up rows before the loop, as far as that cannot fail; the loop then asks first whether the row is there already. So failures happen
    /// where they did before. Returns what is to be done before the loop.
    mutating func hoistRows(_ facts: LoopFacts) -> [ExprID] {
        guard !facts.storesReferences else { return [] }
        var known: [Row: (isThere: LocalID, value: LocalID)] = [:]
        var before: [ExprID] = []
        for unbox in facts.unboxes {
            guard let (row, load) = row(unbox, facts) else { continue }
            if known[row] == nil {
                guard known.count < Self.rowLimit else { continue }
                let isThere = function.locals.append(Local(name: "isThere", type: .bool))
                let value = function.locals.append(Local(name: "row", type: row.type))
                known[row] = (isThere, value)
                lookUp(row, load, isThere, value, &before)
            }
            guard let (isThere, value) = known[row] else { continue }
            let expression = function.expressions[unbox]
            let original = function.add(expression.kind, expression.type, expression.span)
            let test = function.add(.local(isThere), .bool, expression.span)
            let cached = function.add(.local(value), row.type, expression.span)
            function.expressions[unbox].kind = .conditional(condition: test, then: cached, otherwise: original)
        }
        return before
    }

    /// The row that an `unbox` finds, and the load below it.
    private func row(_ unbox: ExprID, _ facts: LoopFacts) -> (Row, ExprID)? {
        guard case .unbox(let load, _) = function.expressions[unbox].kind, case .reference = function.expressions[unbox].type,
            case .arrayLoad(let array, let check) = function.expressions[load].kind, case .local(let local) = function.expressions[array].kind,
            case .checkIndex(let index, let checked, _, _) = function.expressions[check].kind,
            case .local(local) = function.expressions[checked].kind, case .local(let position) = function.expressions[index].kind,
            function.locals[position].type == .i32, facts.localAssignments[local] == nil, facts.localAssignments[position] == nil
        else { return nil }
        return (Row(array: local, index: position, type: function.expressions[unbox].type), load)
    }

    /// `isThere = false; if (0 <= i && i < len(m)) { if (m[i] is an array) { row = m[i]; isThere = true; } }`
    private mutating func lookUp(_ row: Row, _ load: ExprID, _ isThere: LocalID, _ value: LocalID, _ before: inout [ExprID]) {
        guard case .reference(let kind) = row.type else { return }
        var builder = FunctionBuilder(taking: &function)
        builder.span = builder.function.expressions[load].span
        before.append(builder.set(isThere, builder.bool(false)))
        let length = builder.add(.arrayLength(builder.get(row.array)), .i32)
        let isPositive = builder.binary(.i32GreaterOrEqual, builder.get(row.index), builder.i32(0))
        let isInside = builder.conditional(isPositive, builder.binary(.i32Less, builder.get(row.index), length), builder.bool(false))
        func element() -> ExprID { builder.add(.arrayLoad(builder.get(row.array), index: builder.get(row.index)), .any) }
        let isRow = builder.add(.test(element(), .reference(kind)), .bool)
        let found = builder.sequence([
            builder.set(value, builder.unbox(element(), row.type)), builder.set(isThere, builder.bool(true)),
        ])
        before.append(builder.conditional(isInside, builder.conditional(isRow, found)))
        function = builder.function
    }
}
