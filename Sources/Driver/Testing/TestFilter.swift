/// Which of the tests are wanted.
public struct TestFilter: Hashable, Sendable {
    /// A test is wanted if its full name fits one of these; all are if there is none.
    public var patterns: [String]
    /// A test whose full name fits one of these is not wanted.
    public var excluded: [String]
    /// Patterns are the full name or the name of the function, as a whole.
    public var isExact: Bool

    public init(patterns: [String] = [], excluded: [String] = [], isExact: Bool = false) {
        self.patterns = patterns
        self.excluded = excluded
        self.isExact = isExact
    }

    public func accepts(_ test: TestCase) -> Bool {
        if excluded.contains(where: { fits(test, $0) }) { return false }
        return patterns.isEmpty || patterns.contains { fits(test, $0) }
    }

    private func fits(_ test: TestCase, _ pattern: String) -> Bool {
        if isExact { return pattern == test.fullName || pattern == test.name }
        guard pattern.contains(where: { $0 == "*" || $0 == "?" }) else {
            return pattern.isEmpty || test.fullName.containsBytes(of: pattern)
        }
        return Self.matches(Array(test.fullName.unicodeScalars), Array(pattern.unicodeScalars))
            || Self.matches(Array(test.name.unicodeScalars), Array(pattern.unicodeScalars))
    }

    /// Whether a pattern fits a whole text: `*` stands for any text, `?` for one character. Time is at most the product of the lengths.
    static func matches(_ text: [Unicode.Scalar], _ pattern: [Unicode.Scalar]) -> Bool {
        var position = 0
        var next = 0
        /// The last `*`, and how much of the text it stands for so far.
        var star: (next: Int, position: Int)?
        while position < text.count {
            if next < pattern.count, pattern[next] == "*" {
                star = (next, position)
                next += 1
            } else if next < pattern.count, pattern[next] == "?" || pattern[next] == text[position] {
                next += 1
                position += 1
            } else if let last = star {
                star = (last.next, last.position + 1)
                next = last.next + 1
                position = last.position + 1
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == "*" }
    }
}

extension String {
    /// Whether `part` occurs, compared by bytes.
    fileprivate func containsBytes(of part: String) -> Bool {
        let text = Array(utf8)
        let wanted = Array(part.utf8)
        guard wanted.count <= text.count else { return false }
        return (0...(text.count - wanted.count)).contains { text[$0..<($0 + wanted.count)].elementsEqual(wanted) }
    }
}
