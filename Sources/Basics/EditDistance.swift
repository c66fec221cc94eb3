/// How many single edits turn one text into another.
public enum EditDistance {
    /// The number of insertions, deletions, replacements and swaps of neighbours (in Unicode scalars) that turn `left`
    /// into `right`, no scalar edited twice; `nil` if it is more than `limit`. Time is proportional to length times `limit`.
    public static func bounded(_ left: String, _ right: String, limit: Int) -> Int? {
        // The lengths in bytes decide most cases without a look at the scalars: a scalar takes at most four bytes.
        guard abs(left.utf8.count - right.utf8.count) <= 4 * limit else { return nil }
        return bounded(Array(left.unicodeScalars), Array(right.unicodeScalars), limit: limit)
    }

    static func bounded(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar], limit: Int) -> Int? {
        guard limit >= 0, abs(left.count - right.count) <= limit else { return nil }
        let infinity = limit + 1
        var beforePrevious = [Int](repeating: infinity, count: right.count + 1)
        var previous = (0...right.count).map { min($0, infinity) }
        var current = beforePrevious
        for row in 1..<(left.count + 1) {
            // Outside this band the distance is above the limit anyway.
            let first = max(1, row - limit)
            let last = min(right.count, row + limit)
            current[first - 1] = first == 1 ? min(row, infinity) : infinity
            var best = current[first - 1]
            for column in first..<max(first, last + 1) {
                let same = left[row - 1] == right[column - 1]
                let deletion = column <= row - 1 + limit ? previous[column] + 1 : infinity
                var cost = min(previous[column - 1] + (same ? 0 : 1), current[column - 1] + 1, deletion)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    cost = min(cost, beforePrevious[column - 2] + 1)
                }
                current[column] = min(cost, infinity)
                best = min(best, current[column])
            }
            if best > limit { return nil }
            (beforePrevious, previous, current) = (previous, current, beforePrevious)
        }
        return previous[right.count] <= limit ? previous[right.count] : nil
    }

    /// How far a misspelt name of this many scalars may be from what was meant.
    public static func limit(forLength length: Int) -> Int {
        length < 2 ? 0 : min(max(length, 3) / 3, 4)
    }
}

/// The names that the writer of `name` may have meant, at most three, best first.
///
/// How far a name may be off grows with its length; names that differ only in letter case always count. `name` itself
/// is never among the results. The cost is proportional to the candidates, so callers bound how often they ask.
public func closestMatches(to name: String, among candidates: some Sequence<String>) -> [String] {
    closestMatches(to: name, preferring: [Array(candidates)])
}

/// As `closestMatches(to:among:)`; of names that are equally close, those of earlier groups come first.
public func closestMatches(to name: String, preferring groups: [[String]]) -> [String] {
    let scalars = Array(name.unicodeScalars)
    let limit = EditDistance.limit(forLength: scalars.count)
    let folded = name.lowercased()
    var found: [(distance: Int, group: Int, text: String)] = []
    for (group, candidates) in groups.enumerated() {
        for candidate in candidates where candidate != name {
            let bytes = candidate.utf8.count
            guard bytes + limit >= scalars.count, bytes <= 4 * (scalars.count + limit) else { continue }
            if let distance = EditDistance.bounded(scalars, Array(candidate.unicodeScalars), limit: limit) {
                found.append((distance, group, candidate))
            } else if bytes == name.utf8.count, candidate.lowercased() == folded {
                found.append((limit, group, candidate))
            }
        }
    }
    found.sort { ($0.distance, $0.group, $0.text) < ($1.distance, $1.group, $1.text) }
    var results: [String] = []
    for match in found where results.count < 3 && !results.contains(match.text) { results.append(match.text) }
    return results
}
