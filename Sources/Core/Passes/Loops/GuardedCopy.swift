import Basics
import RuntimeABI

/// Makes the copy of a loop without the tests that an analysis has found unnecessary, and the conditions for it.
///
///     t = g; n = length(t); …
///     if the conditions hold { the copy } else { the loop }
struct GuardedCopy {
    var builder: FunctionBuilder
    private let loop: ExprID
    private let analysis: NestAnalysis
    private var globals: [GlobalID: LocalID] = [:]
    private var lengths: [NestArray: LocalID] = [:]
    private var before: [ExprID] = []
    /// Numbers of 64 bits in conditions must be this near to zero, so that sums of them fit.
    private static let wideLimit: Int64 = 1 << 40

    /// - Parameter function: becomes empty; afterwards it is `builder.function`.
    init(taking function: inout Function, _ loop: ExprID, _ analysis: NestAnalysis) {
        builder = FunctionBuilder(taking: &function)
        builder.span = builder.function.expressions[loop].span
        self.loop = loop
        self.analysis = analysis
    }

    /// What stands in the place of the loop.
    mutating func make() -> [ExprID] {
        let original = builder.function.expressions[loop]
        for global in analysis.globals { readOnce(global) }
        for length in analysis.lengths where isKnown(length.array) { _ = self.length(length.array) }
        for condition in analysis.below where isKnown(condition.array) { _ = length(condition.array) }
        var copy = TreeCopy()
        copy.replacements = replacements()
        // The new expressions stand in the place of the old ones, which are no longer reached where nothing has to be tested.
        let fast = copy.copyBelow(loop, &builder.function)
        builder.span = original.span
        let conditions = self.conditions()
        guard !conditions.isEmpty else { return before + [fast] }
        let slow = builder.add(original.kind, original.type)
        if case .loop(let label, _, _, _) = original.kind { builder.function.labels[label].isSeldom = true }
        var test = conditions[conditions.count - 1]
        for condition in conditions.dropLast().reversed() { test = builder.conditional(condition, test, builder.bool(false)) }
        return before + [builder.add(.conditional(condition: test, then: fast, otherwise: slow), original.type)]
    }

    private func isKnown(_ array: NestArray) -> Bool { if case .global(let global) = array { globals[global] != nil } else { true } }

    private mutating func readOnce(_ global: GlobalID) {
        guard let read = analysis.globalReads.first(where: { $0.global == global }) else { return }
        let type = builder.function.expressions[read.expression].type
        let local = builder.local("once", type)
        before.append(builder.set(local, builder.add(.global(global), type)))
        globals[global] = local
    }

    /// The variable with the array.
    private func variable(_ array: NestArray) -> LocalID? {
        switch array {
        case .local(let local): local
        case .global(let global): globals[global]
        }
    }

    private mutating func length(_ array: NestArray) -> LocalID? {
        if let known = lengths[array] { return known }
        guard let variable = variable(array) else { return nil }
        let local = builder.local("length", .i32)
        before.append(builder.set(local, builder.add(.arrayLength(builder.get(variable)), .i32)))
        lengths[array] = local
        return local
    }

    private func replacements() -> [ExprID: TreeCopy.Replacement] {
        var result: [ExprID: TreeCopy.Replacement] = [:]
        for (read, global) in analysis.globalReads {
            if let local = globals[global] { result[read] = .leaf(.local(local)) }
        }
        for (read, array) in analysis.arrayReads {
            if let local = variable(array) { result[read] = .leaf(.local(local)) }
        }
        for (read, array) in analysis.lengths {
            if let local = lengths[array] { result[read] = .leaf(.local(local)) }
        }
        for (unshare, array) in analysis.unshares { result[unshare] = .copy(of: array) }
        for statement in analysis.dropped { result[statement] = .leaf(.sequence([])) }
        for value in analysis.storedValues { result[value] = .number(value) }
        for check in analysis.removable {
            guard case .checkIndex(let index, _, _, _) = builder.function.expressions[check].kind else { continue }
            result[check] = .copy(of: index)
        }
        return result
    }

    // MARK: Conditions

    private mutating func conditions() -> [ExprID] {
        var result: [ExprID] = []
        for (array, mask) in analysis.flags {
            guard let variable = variable(array) else { continue }
            let flags = builder.unary(.arrayFlags, builder.get(variable))
            result.append(builder.binary(.i32Equal, builder.binary(.i32And, flags, builder.i32(Int32(mask))), builder.i32(0)))
        }
        var wide: [Bound] = []
        for bound in analysis.positive + analysis.below.map(\.bound) {
            for leaf in bound.wideLeaves(builder.function) where !wide.contains(leaf) { wide.append(leaf) }
        }
        for leaf in wide {
            result.append(builder.binary(.i64LessOrEqual, value(leaf), i64(Self.wideLimit)))
            result.append(builder.binary(.i64GreaterOrEqual, value(leaf), i64(-Self.wideLimit)))
        }
        for bound in analysis.positive { result.append(isPositive(bound)) }
        for (bound, array) in analysis.below { if let test = isBelow(bound, array) { result.append(test) } }
        return result
    }

    private mutating func isPositive(_ bound: Bound) -> ExprID {
        if let narrow = narrow(bound) { return builder.binary(.i32GreaterOrEqual, narrow, builder.i32(0)) }
        return builder.binary(.i64GreaterOrEqual, value(bound), i64(0))
    }

    private mutating func isBelow(_ bound: Bound, _ array: NestArray) -> ExprID? {
        guard let length = length(array) else { return nil }
        // n - 1 < length
        if case .sum(let base, .constant(-1)) = bound, let narrow = narrow(base) {
            return builder.binary(.i32LessOrEqual, narrow, builder.get(length))
        }
        if let narrow = narrow(bound) { return builder.binary(.i32Less, narrow, builder.get(length)) }
        return builder.binary(.i64Less, value(bound), builder.unary(.i32ToI64, builder.get(length)))
    }

    /// A number that is an i32 as it is.
    private mutating func narrow(_ bound: Bound) -> ExprID? {
        switch bound {
        case .constant(let value): return Int32(exactly: value).map { builder.i32($0) }
        case .local(let local): return builder.function.locals[local].type == .i32 ? builder.get(local) : nil
        case .length(let array): return length(array).map { builder.get($0) }
        default: return nil
        }
    }

    private mutating func i64(_ value: Int64) -> ExprID { builder.add(.constant(.i64(value)), .i64) }

    /// i64
    private mutating func value(_ bound: Bound) -> ExprID {
        switch bound {
        case .constant(let value): return i64(value)
        case .local(let local):
            let value = builder.get(local)
            return builder.function.locals[local].type == .i64 ? value : builder.unary(.i32ToI64, value)
        case .floor(let local): return builder.unary(.f64ToI64, builder.unary(.floor, builder.get(local)))
        case .ceiling(let local): return builder.unary(.f64ToI64, builder.unary(.ceiling, builder.get(local)))
        case .length(let array):
            guard let length = length(array) else { return i64(Int64(Int32.max)) }
            return builder.unary(.i32ToI64, builder.get(length))
        case .sum(let first, let second): return combination(.i64Add, first, second)
        case .difference(let first, let second): return combination(.i64Subtract, first, second)
        case .product(let first, let second): return combination(.i64Multiply, first, second)
        case .least(let first, let second): return choice(.i64Less, first, second)
        case .most(let first, let second): return choice(.i64Greater, first, second)
        }
    }

    private mutating func combination(_ operation: BinaryOperation, _ first: Bound, _ second: Bound) -> ExprID {
        let left = value(first)
        return builder.binary(operation, left, value(second))
    }

    private mutating func choice(_ operation: BinaryOperation, _ first: Bound, _ second: Bound) -> ExprID {
        let isFirst = combination(operation, first, second)
        let left = value(first)
        return builder.conditional(isFirst, left, value(second))
    }
}
