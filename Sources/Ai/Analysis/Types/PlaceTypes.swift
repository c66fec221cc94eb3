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

    private var types: [Place: StaticType] = [:]
    private var readers: [Place: Set<LambdaID?>] = [:]
    private var outdated: Set<LambdaID?> = []
    /// Nothing is known about any place any more.
    private(set) var isUnknown = false

    func read(_ place: Place) -> StaticType {
        guard !isUnknown else { return .unknown }
        readers[place, default: []].insert(reader)
        return types[place] ?? .never
    }

    /// A value of this type may be stored there.
    func write(_ place: Place, _ type: StaticType) {
        guard !isUnknown else { return }
        let old = types[place] ?? .never
        let new = old == .never ? Self.stored(type) : Self.stored(old.widened(to: type))
        guard new != old else { return }
        types[place] = new
        hasGrown = true
        outdated.formUnion(readers[place] ?? [])
    }

    /// The procedures, and the body of the module (nil), that have read what has changed since. Sorted.
    func takeOutdated() -> (procedures: [LambdaID], body: Bool) {
        defer { outdated = [] }
        return (outdated.compactMap { $0 }.sorted(), outdated.contains(nil))
    }

    /// All procedures are going to be walked anew.
    func forgetReaders() {
        readers = [:]
        outdated = []
    }

    func giveUp() { isUnknown = true }

    /// In objects, integers are small ones or big ones, which have a form of their own.
    private static func stored(_ type: StaticType) -> StaticType {
        guard let range = type.range else { return type }
        return range.isSmall ? type : .whole
    }
}
