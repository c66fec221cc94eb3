import Basics

/// An array that is the same in all rounds of a loop.
enum NestArray: Hashable {
    case local(LocalID)
    case global(GlobalID)
}

/// A number that can be computed before a loop.
indirect enum Bound: Hashable {
    case constant(Int64)
    /// The value of an integer variable before the loop.
    case local(LocalID)
    /// The value of an f64 variable before the loop, rounded.
    case floor(LocalID)
    case ceiling(LocalID)
    case length(NestArray)
    case sum(Bound, Bound)
    case difference(Bound, Bound)
    case product(Bound, Bound)
    case least(Bound, Bound)
    case most(Bound, Bound)

    /// Larger ones are given up.
    static let largest = 12

    var size: Int {
        switch self {
        case .constant, .local, .floor, .ceiling, .length: 1
        case .sum(let first, let second), .difference(let first, let second), .product(let first, let second), .least(let first, let second),
            .most(let first, let second):
            1 + first.size + second.size
        }
    }

    /// How many products are in it: the sum of one and of other numbers fits 64 bits.
    var products: Int {
        switch self {
        case .constant, .local, .floor, .ceiling, .length: 0
        case .product: 1
        case .sum(let first, let second), .difference(let first, let second), .least(let first, let second), .most(let first, let second):
            first.products + second.products
        }
    }

    /// The variables whose values could be too large for sums of 64 bits: those that are not of 32 bits.
    func wideLeaves(_ function: Function) -> [Bound] {
        switch self {
        case .constant, .length: []
        case .local(let local): function.locals[local].type == .i32 ? [] : [self]
        case .floor, .ceiling: [self]
        case .sum(let first, let second), .difference(let first, let second), .product(let first, let second), .least(let first, let second),
            .most(let first, let second):
            first.wideLeaves(function) + second.wideLeaves(function)
        }
    }

    /// Constants and variables of 32 bits, whose products fit 64.
    func isSmall(_ function: Function) -> Bool {
        switch self {
        case .constant(let value): Int32(exactly: value) != nil
        case .local(let local): function.locals[local].type == .i32
        case .length: true
        case .sum(let first, .constant(let value)), .difference(let first, .constant(let value)):
            abs(value) < 1 << 20 && first.isAtom(function)
        default: false
        }
    }

    private func isAtom(_ function: Function) -> Bool {
        switch self {
        case .local(let local): function.locals[local].type == .i32
        case .length: true
        default: false
        }
    }

    static func + (left: Bound, right: Bound) -> Bound {
        switch (left, right) {
        case (.constant(let first), .constant(let second)):
            let (value, overflow) = first.addingReportingOverflow(second)
            return overflow ? .sum(left, right) : .constant(value)
        case (_, .constant(0)): return left
        case (.constant(0), _): return right
        case (.sum(let base, .constant(let first)), .constant(let second)): return base + (.constant(first) + .constant(second))
        case (.difference(let base, .constant(let first)), .constant(let second)): return base + (.constant(second) - .constant(first))
        case (.constant, _): return right + left
        default: return .sum(left, right)
        }
    }

    static func - (left: Bound, right: Bound) -> Bound {
        switch (left, right) {
        case (.constant(let first), .constant(let second)):
            let (value, overflow) = first.subtractingReportingOverflow(second)
            return overflow ? .difference(left, right) : .constant(value)
        case (_, .constant(0)): return left
        case (_, .constant(let second)) where second != .min: return left + .constant(-second)
        default: return .difference(left, right)
        }
    }

    static func * (left: Bound, right: Bound) -> Bound {
        if case .constant(let first) = left, case .constant(let second) = right {
            let (value, overflow) = first.multipliedReportingOverflow(by: second)
            if !overflow { return .constant(value) }
        }
        return .product(left, right)
    }
}

/// What is known of the values of an integer expression in all rounds of a loop, if some numbers are not negative.
struct NestInterval {
    var least: Bound?
    var most: Bound?
    /// Must not be negative for the interval to be right.
    var conditions: [Bound] = []

    init(least: Bound? = nil, most: Bound? = nil, conditions: [Bound] = []) {
        self.least = least.flatMap { Self.isUsable($0) ? $0 : nil }
        self.most = most.flatMap { Self.isUsable($0) ? $0 : nil }
        self.conditions = conditions
    }

    private static func isUsable(_ bound: Bound) -> Bool { bound.size <= Bound.largest && bound.products <= 1 }

    init(exactly bound: Bound) { self.init(least: bound, most: bound) }

    static func + (left: NestInterval, right: NestInterval) -> NestInterval {
        NestInterval(
            least: Self.both(left.least, right.least, +), most: Self.both(left.most, right.most, +), conditions: left.conditions + right.conditions)
    }

    static func - (left: NestInterval, right: NestInterval) -> NestInterval {
        NestInterval(
            least: Self.both(left.least, right.most, -), most: Self.both(left.most, right.least, -), conditions: left.conditions + right.conditions)
    }

    /// The product of numbers that are not negative.
    func product(_ other: NestInterval, _ function: Function) -> NestInterval? {
        guard let least, let otherLeast = other.least, least.isSmall(function), otherLeast.isSmall(function) else { return nil }
        var highest: Bound?
        if let most, let otherMost = other.most, most.isSmall(function), otherMost.isSmall(function) { highest = most * otherMost }
        return NestInterval(least: least * otherLeast, most: highest, conditions: conditions + other.conditions + [least, otherLeast])
    }

    private static func both(_ left: Bound?, _ right: Bound?, _ operation: (Bound, Bound) -> Bound) -> Bound? {
        guard let left, let right else { return nil }
        return operation(left, right)
    }
}
