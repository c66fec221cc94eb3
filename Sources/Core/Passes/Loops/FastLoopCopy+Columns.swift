import Basics
import RuntimeABI

/// Rows of arrays of arrays that are looked at before a loop over them.
extension FastLoopCopy {
    /// `m[i]` for the counter `i`, where the loop around keeps `m` as it is. The rows that all rounds look at are looked at once in all runs of this
    /// loop, when it runs first.
    struct Column {
        let array: LocalID
        /// The least length of the rows.
        let least: LocalID
        /// The number of rows that were looked at.
        let count: LocalID
    }

    /// Variables that must be 0 when the loop around begins.
    var rowCounts: [LocalID] { columns.map(\.count) }

    /// The array whose element at the counter the expression reads, if all elements that the loop reads can be looked at before it.
    private func columnArray(_ load: ExprID) -> LocalID? {
        let function = builder.function
        guard let stable, case .arrayLoad(let array, let check) = function.expressions[load].kind,
            case .local(let local) = function.expressions[array].kind, stable.contains(local, function),
            case .checkIndex(let index, _, _, _) = function.expressions[check].kind, case .local(sums.counter) = function.expressions[index].kind,
            case .loop(_, let condition?, _, _) = function.expressions[loop].kind,
            case .binary(.i32Less, _, let bound) = function.expressions[condition].kind
        else { return nil }
        switch function.expressions[bound].kind {
        case .constant, .local, .arrayLength: return local
        default: return nil
        }
    }

    func column(_ load: ExprID) -> Column? {
        guard let array = columnArray(load) else { return nil }
        return columns.first { $0.array == array }
    }

    mutating func findColumn(_ load: ExprID) -> Column? {
        guard let array = columnArray(load) else { return nil }
        if !positive.contains(sums.counter) { positive.append(sums.counter) }
        if let known = columns.first(where: { $0.array == array }) { return known }
        let column = Column(array: array, least: builder.local("least row", .i32), count: builder.local("rows", .i32))
        columns.append(column)
        return column
    }

    /// `if (rows < n) { rows = n; least = the least length of the first n rows }`
    mutating func lookAtRows(_ column: Column, _ condition: ExprID) -> ExprID {
        guard case .binary(_, _, let bound) = builder.function.expressions[condition].kind else { return builder.unit() }
        let isNew = builder.binary(.i32Less, builder.get(column.count), copy(bound))
        let look = builder.runtime(.arrayLeastRow, [builder.get(column.array), copy(bound)], .i32)
        return builder.conditional(isNew, builder.sequence([builder.set(column.count, copy(bound)), builder.set(column.least, look)]))
    }
}
