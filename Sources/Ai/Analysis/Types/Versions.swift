import Core
import RuntimeABI

/// How one version of a procedure takes its parameters (captured variables first) and gives its result.
struct TypedVersion: Hashable {
    enum Representation: Hashable {
        case any
        /// A small integer in an i64.
        case integer
        case float
        /// A vector, as a reference.
        case vector

        var type: StaticType {
            switch self {
            case .any: .unknown
            case .integer: .small
            case .float: .float
            case .vector: .object(.vector)
            }
        }

        var valueType: ValueType {
            switch self {
            case .any: .any
            case .vector: .reference(.vector)
            case .integer: .i64
            case .float: .f64
            }
        }

        /// Values of this type need no test.
        func holds(_ type: StaticType) -> Bool {
            switch self {
            case .any: true
            case .integer: type.range?.isSmall ?? (type == .never)
            case .float: type == .float || type == .never
            case .vector: type == .object(.vector) || type == .never
            }
        }
    }

    var parameters: [Representation]
    var result = Representation.any
    /// The procedure has no effects, and where an integer is no small one any more it *bails out*: all typed activations up to the one that
    /// was entered from elsewhere are abandoned, and that one begins anew in the general version.
    var bails = false
    /// Some calls do not fit, so there is a general version, too.
    var hasGeneral = true
}

/// What is known about the procedures of a module so far.
final class TypeSummaries {
    enum Parameter: Hashable {
        /// No call has been seen that tells.
        case open
        case one(TypedVersion.Representation)
    }

    struct Summary {
        /// By captured variable, then by parameter.
        var parameters: [Parameter]
        var result = StaticType.never
        /// The most that a typed version may be: see `TypedVersion.bails`.
        var bails = false
        var rounds = 0

        var representations: [TypedVersion.Representation] {
            parameters.map { if case .one(let representation) = $0 { representation } else { .any } }
        }
    }

    var summaries: [LambdaID: Summary] = [:]

    /// Whether a call with these types can enter the typed version directly.
    func fits(_ lambda: LambdaID, _ types: [StaticType], inBailing: Bool) -> Bool {
        guard let summary = summaries[lambda] else { return false }
        if summary.bails && !inBailing { return false }
        return zip(summary.representations, types).allSatisfy { representation, type in
            // In code that bails out, an integer that is too large does so at the call.
            representation.holds(type) || summary.bails && representation == .integer && type.isExact
        }
    }

    func result(of lambda: LambdaID, _ types: [StaticType], inBailing: Bool) -> StaticType {
        guard let summary = summaries[lambda], fits(lambda, types, inBailing: inBailing) else { return .unknown }
        return summary.result
    }
}
