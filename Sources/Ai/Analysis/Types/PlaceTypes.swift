/// What is known about places that are filled in one procedure and read in another: the elements of vectors, the variables of the module, and what
/// procedures get.
///
/// Types grow while the module is walked; whoever has read one that grows afterwards is to be walked again.
final class PlaceTypes {
    enum Place: Hashable {
        /// Of vectors of a class; see `VectorFlow`.
        case elements(Int)
        case variable(TopLevelID)
        /// What the procedure gets: its captured variables, whether in a closure or by calls without one, then the arguments of known calls.
        case given(LambdaID, Int)
    }

    /// Whose code is being walked; nil is the body of the module.
    var reader: LambdaID?
    /// Whether a type has grown since this was last set.
    var hasGrown = false

    private struct Cell {
        var type = StaticType.never
        var readers: Set<LambdaID> = []
        /// By the body of the module.
        var isReadByBody = false

        mutating func forgetReaders() { (readers, isReadByBody) = ([], false) }
    }

    /// By position: there may be very many.
    private var variables: [Cell] = []
    private var others: [Place: Cell] = [:]
    private var outdated: Set<LambdaID> = []
    private var bodyIsOutdated = false
    /// Nothing is known about any place any more.
    private(set) var isUnknown = false

    private func withCell<Result>(_ place: Place, _ body: (inout Cell) -> Result) -> Result {
        guard case .variable(let id) = place else { return body(&others[place, default: Cell()]) }
        if id.offset >= variables.count { variables += [Cell](repeating: Cell(), count: id.offset + 1 - variables.count) }
        return body(&variables[id.offset])
    }

    func read(_ place: Place) -> StaticType {
        guard !isUnknown else { return .unknown }
        return withCell(place) { cell in
            if let reader { cell.readers.insert(reader) } else { cell.isReadByBody = true }
            return cell.type
        }
    }

    /// A value of this type may be stored there.
    func write(_ place: Place, _ type: StaticType) {
        guard !isUnknown else { return }
        withCell(place) { cell in
            let new = cell.type == .never ? Self.stored(type) : Self.stored(cell.type.widened(to: type))
            guard new != cell.type else { return }
            cell.type = new
            hasGrown = true
            outdated.formUnion(cell.readers)
            if cell.isReadByBody { bodyIsOutdated = true }
        }
    }

    /// The procedures that have read what has changed since, sorted, and whether the body of the module has.
    func takeOutdated() -> (procedures: [LambdaID], body: Bool) {
        defer { (outdated, bodyIsOutdated) = ([], false) }
        return (outdated.sorted(), bodyIsOutdated)
    }

    /// All procedures are going to be walked anew.
    func forgetReaders() {
        for index in variables.indices { variables[index].forgetReaders() }
        for place in Array(others.keys) { others[place]?.forgetReaders() }
        (outdated, bodyIsOutdated) = ([], false)
    }

    func giveUp() { isUnknown = true }

    /// In objects, integers are small ones or big ones, which have a form of their own.
    private static func stored(_ type: StaticType) -> StaticType {
        guard let range = type.range else { return type }
        return range.isSmall ? type : .whole
    }
}
