import Basics
import RuntimeABI

/// Rewrites one function: chooses the variables to hold as integers, then the expressions to compute in them.
struct IntegerRewriter {
    let original: Function
    let ranges: [NumberRange]
    let isComplete: Bool
    let signatures: IntegerSignatures
    let id: FunctionID
    var function: Function
    /// How each local is held; nil is f64, or no number.
    var widths: [IntegerWidth?]
    var memo: [[Computability?]]

    /// Whether an expression can be computed as an integer.
    enum Computability {
        case no
        /// All its leaves are constants, so there is nothing to win.
        case constant
        case yes
    }

    /// - Parameter analysis: of the function; without one (nothing calls it) or with an incomplete one, nothing is known of its numbers.
    init(_ function: Function, _ analysis: RangeAnalysis?, _ signatures: IntegerSignatures, _ id: FunctionID) {
        original = function
        self.function = function
        if let analysis, analysis.isComplete {
            ranges = analysis.ranges
            isComplete = true
        } else {
            ranges = [NumberRange](repeating: .anything, count: function.expressions.count)
            isComplete = false
        }
        self.signatures = signatures
        self.id = id
        widths = [IntegerWidth?](repeating: nil, count: original.locals.count)
        memo = []
        forget()
    }

    /// The chosen widths of the parameters.
    var parameterWidths: [IntegerWidth?] { Array(widths[..<original.parameterCount]) }

    private mutating func forget() {
        memo = [[Computability?]](repeating: [Computability?](repeating: nil, count: original.expressions.count), count: 2)
    }

    // MARK: Variables

    /// Chooses the variables that are always whole and that are used as integers more than as floating-point numbers.
    ///
    /// - Parameter mayChangeParameters: false when the signature is settled, so that parameters are what it says.
    mutating func chooseLocals(mayChangeParameters: Bool) {
        guard isComplete else { return }
        var assigned = [NumberRange](repeating: .whole(0, 0), count: original.locals.count)
        for expression in original.expressions.values {
            guard case .setLocal(let local, let value) = expression.kind, original.expressions[value].type == .f64 else { continue }
            assigned[local.offset] = assigned[local.offset].union(ranges[value.offset])
        }
        for (index, local) in original.locals.values.enumerated() where local.type == .f64 {
            if index < original.parameterCount {
                guard let width = signatures.parameters[id.offset][index] else { continue }
                widths[index] = width
                guard mayChangeParameters else { continue }
                if let needed = IntegerWidth(assigned[index]) {
                    if needed == .i64, width == .i32 { widths[index] = nil }
                } else {
                    widths[index] = nil
                }
            } else {
                widths[index] = IntegerWidth(assigned[index])
            }
        }
        for _ in 0..<3 {
            forget()
            let scores = scores()
            var changed = false
            for index in widths.indices where widths[index] != nil && scores[index] < 0 {
                if !mayChangeParameters, index < original.parameterCount { continue }
                widths[index] = nil
                changed = true
            }
            if !changed { break }
        }
        forget()
    }

    /// By local: uses as an integer minus uses as f64, those in loops counting more.
    private mutating func scores() -> [Int] {
        var scores = [Int](repeating: 0, count: original.locals.count)
        if let body = original.body { score(body, isInteger: false, weight: 1, &scores) }
        return scores
    }

    /// - Parameter isInteger: the context takes the value as an integer without conversion.
    private mutating func score(_ id: ExprID, isInteger: Bool, weight: Int, _ scores: inout [Int]) {
        let expression = original.expressions[id]
        switch expression.kind {
        case .local(let local):
            if widths[local.offset] != nil { scores[local.offset] += isInteger ? weight : -weight }
        case .setLocal(let local, let value):
            let isWhole = widths[local.offset] != nil
            score(value, isInteger: isWhole, weight: weight, &scores)
            if isWhole, !isComputable(value) { scores[local.offset] -= weight }
        case .loop(_, let condition, let body, let step):
            let inner = min(weight * 8, 1 << 20)
            if let condition { score(condition, isInteger: false, weight: inner, &scores) }
            score(body, isInteger: false, weight: inner, &scores)
            if let step { score(step, isInteger: false, weight: inner, &scores) }
        case .binary(let operation, let left, let right) where IntegerOperations.comparison(operation, .i32) != nil:
            let both = isComputable(left) && isComputable(right)
            score(left, isInteger: both, weight: weight, &scores)
            score(right, isInteger: both, weight: weight, &scores)
        case .checkIndex(let index, let array, _, _):
            score(index, isInteger: computability(index, .i32) != .no, weight: weight, &scores)
            score(array, isInteger: false, weight: weight, &scores)
        case .unary(.f64ToI32, let operand):
            score(operand, isInteger: computability(operand, .i32) != .no, weight: weight, &scores)
        case .call(let callee, let arguments):
            for (position, argument) in arguments.enumerated() {
                let isWhole = position < signatures.parameters[callee.offset].count && signatures.parameters[callee.offset][position] != nil
                score(argument, isInteger: isWhole, weight: weight, &scores)
            }
        case .returnValue(let value?):
            score(value, isInteger: signatures.results[self.id.offset] != nil, weight: weight, &scores)
        case .sequence(let items):
            for (position, item) in items.enumerated() {
                score(item, isInteger: isInteger && position == items.count - 1, weight: weight, &scores)
            }
        case .conditional(let condition, let then, let otherwise):
            score(condition, isInteger: false, weight: weight, &scores)
            score(then, isInteger: isInteger, weight: weight, &scores)
            if let otherwise { score(otherwise, isInteger: isInteger, weight: weight, &scores) }
        default:
            // Arithmetic that is itself computed in integers takes its operands as such, wherever the result goes.
            let inner = expression.type == .f64 && isComputable(id)
            expression.kind.forEachOperand { score($0, isInteger: inner, weight: weight, &scores) }
        }
    }

    // MARK: What can be an integer

    mutating func isComputable(_ id: ExprID) -> Bool {
        computability(id, .i32) != .no || computability(id, .i64) != .no
    }

    /// Whether an f64 expression can be had as an integer without converting from f64.
    mutating func computability(_ id: ExprID, _ width: IntegerWidth) -> Computability {
        let table = width == .i32 ? 0 : 1
        if let known = memo[table][id.offset] { return known }
        let result = findComputability(id, width)
        memo[table][id.offset] = result
        return result
    }

    private mutating func findComputability(_ id: ExprID, _ width: IntegerWidth) -> Computability {
        let expression = original.expressions[id]
        if expression.type == .never { return .constant }
        guard expression.type == .f64 else { return .no }
        switch expression.kind {
        case .constant(.f64(let value)): return NumberRange.constant(value).fits(width) ? .constant : .no
        case .local(let local):
            guard let have = widths[local.offset] else { return .no }
            // What a wide variable holds just here may be small: `if (j < 100) { a[j] }`.
            return have == .i32 || width == .i64 || ranges[id.offset].fits(.i32) ? .yes : .no
        case .unary(.i32ToF64, _): return .yes
        case .unary(.i64ToF64, _): return .no
        case .conditional(_, let then, let otherwise?):
            return both(then, otherwise, width)
        case .sequence(let items):
            guard let last = items.last else { return .no }
            return computability(last, width)
        case .call(let callee, _):
            guard let have = signatures.results[callee.offset] else { return .no }
            return have == .i32 || width == .i64 ? .yes : .no
        default:
            guard ranges[id.offset].fits(width) else { return .no }
            return computedParts(expression.kind, width)
        }
    }

    /// For operations whose result fits.
    private mutating func computedParts(_ kind: Expr.Kind, _ width: IntegerWidth) -> Computability {
        switch kind {
        case .binary(.f64Add, let left, let right), .binary(.f64Subtract, let left, let right), .binary(.f64Multiply, let left, let right):
            return both(left, right, width)
        case .checkFinite(let operand, _):
            return ranges[operand.offset].isFinite ? computability(operand, width) : .no
        case .unary(.floor, let operand), .unary(.truncate, let operand):
            if let (dividend, divisor) = wholeDivision(operand), width == .i32 { return both(dividend, divisor, width) }
            return ranges[operand.offset].fits(width) ? computability(operand, width) : .no
        case .unary(.ceiling, let operand), .unary(.nearest, let operand):
            return ranges[operand.offset].fits(width) ? computability(operand, width) : .no
        case .callRuntime(.numberRemainder, let arguments) where arguments.count == 2:
            let divisor = uncheckedDivisor(arguments[1])
            guard ranges[arguments[0].offset].low >= 0, ranges[divisor.offset].low > 0 else { return .no }
            return both(arguments[0], divisor, width)
        default:
            return .no
        }
    }

    private mutating func both(_ left: ExprID, _ right: ExprID, _ width: IntegerWidth) -> Computability {
        let first = computability(left, width)
        guard first != .no else { return .no }
        let second = computability(right, width)
        guard second != .no else { return .no }
        return first == .constant && second == .constant ? .constant : .yes
    }

    /// The divisor below a check for zero that cannot fail.
    func uncheckedDivisor(_ id: ExprID) -> ExprID {
        if case .checkNonzero(let operand, _) = original.expressions[id].kind, !ranges[operand.offset].containsZero { return operand }
        return id
    }

    /// The operands of a division below rounding down, if both are whole, not negative, and below 2³¹: then no rounding of the quotient
    /// reaches the next whole number.
    func wholeDivision(_ id: ExprID) -> (ExprID, ExprID)? {
        var id = id
        if case .checkFinite(let operand, _) = original.expressions[id].kind, ranges[operand.offset].isFinite { id = operand }
        guard case .binary(.f64Divide, let dividend, let right) = original.expressions[id].kind else { return nil }
        let divisor = uncheckedDivisor(right)
        guard ranges[dividend.offset].fits(.i32), ranges[divisor.offset].fits(.i32), ranges[dividend.offset].low >= 0,
            ranges[divisor.offset].low > 0
        else { return nil }
        return (dividend, divisor)
    }
}

/// The integer forms of operations on f64.
enum IntegerOperations {
    static func comparison(_ operation: BinaryOperation, _ width: IntegerWidth) -> BinaryOperation? {
        let isNarrow = width == .i32
        switch operation {
        case .f64Equal: return isNarrow ? .i32Equal : .i64Equal
        case .f64NotEqual: return isNarrow ? .i32NotEqual : .i64NotEqual
        case .f64Less: return isNarrow ? .i32Less : .i64Less
        case .f64LessOrEqual: return isNarrow ? .i32LessOrEqual : .i64LessOrEqual
        case .f64Greater: return isNarrow ? .i32Greater : .i64Greater
        case .f64GreaterOrEqual: return isNarrow ? .i32GreaterOrEqual : .i64GreaterOrEqual
        default: return nil
        }
    }

    static func arithmetic(_ operation: BinaryOperation, _ width: IntegerWidth) -> BinaryOperation? {
        let isNarrow = width == .i32
        switch operation {
        case .f64Add: return isNarrow ? .i32Add : .i64Add
        case .f64Subtract: return isNarrow ? .i32Subtract : .i64Subtract
        case .f64Multiply: return isNarrow ? .i32Multiply : .i64Multiply
        default: return nil
        }
    }
}
