import Basics

/// A pattern of `match` (section 5 of the language).
indirect enum MatchPattern {
    case anything
    case variable(DatumID)
    /// Tested with `equal?`; a number also if it is `=`.
    case literal(DatumID)
    case empty
    case pair(MatchPattern, MatchPattern)
    case vector([MatchPattern])
    case record(RecordReference, [MatchPattern])
    case tagged(String, [MatchPattern], DatumID)
    /// Alternatives, and the names that all of them bind, in order.
    case or([MatchPattern], names: [DatumID])
    case and([MatchPattern])
    case not(MatchPattern)
    case when(MatchPattern, DatumID)
    case view(DatumID, MatchPattern)
    case predicate(DatumID)
    case range(from: DatumID, to: DatumID, isClosed: Bool, DatumID)

    /// It matches every value.
    var isIrrefutable: Bool {
        switch self {
        case .anything, .variable: true
        case .and(let parts): parts.allSatisfy(\.isIrrefutable)
        case .or(let parts, _): parts.contains(where: \.isIrrefutable)
        case .view(_, let inner): inner.isIrrefutable
        default: false
        }
    }
}

/// A record type that a pattern names.
struct RecordReference {
    /// Gives the type.
    let node: NodeID
    let fields: [String]
}
