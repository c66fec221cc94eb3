/// Which contents of data items that may be merged have gone, and which have come.
struct ChangedContents {
    private let object: LinkState.Object
    /// Old fingerprints and what takes their place.
    private var renamed: [UInt64: UInt64] = [:]
    private var new: Set<UInt64> = []
    /// By address, the new content, and how many items of the object there have it.
    private var places: [UInt32: (content: UInt64, count: Int)] = [:]

    init(_ object: LinkState.Object) { self.object = object }

    /// Adds an item that has changed. False if it may be equal to one at another place now, or not to those that have its place.
    mutating func add(_ item: Int, _ old: UInt64, _ content: UInt64) -> Bool {
        let address = object.addresses[item]
        if let known = places[address] {
            places[address] = (content, known.count + 1)
            return known.content == content
        }
        places[address] = (content, 1)
        guard object.sharing[item] != LinkState.Sharing.outside.rawValue, new.insert(content).inserted else { return false }
        return renamed.updateValue(content, forKey: old) == nil
    }

    /// Replaces the fingerprints of the contents.
    ///
    /// - Parameter contents: of all items, each content once.
    /// - Returns: false if a new content is there already, or an old one is not, or items that have had one place have not all changed.
    func replace(in contents: inout [UInt64]) -> Bool {
        guard !renamed.isEmpty else { return true }
        var counts: [UInt32: Int] = [:]
        for (address, sharing) in zip(object.addresses, object.sharing) where sharing == LinkState.Sharing.inside.rawValue {
            counts[address, default: 0] += 1
        }
        guard places.allSatisfy({ $1.count == counts[$0, default: 1] }) else { return false }
        var old = renamed
        for index in contents.indices {
            if let content = old.removeValue(forKey: contents[index]) {
                contents[index] = content
            } else if new.contains(contents[index]) {
                return false
            }
        }
        return old.isEmpty
    }
}
