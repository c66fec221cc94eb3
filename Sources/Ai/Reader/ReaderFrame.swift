/// Something that the reader has begun and not finished.
struct ReaderFrame: Sendable {
    enum Kind: Hashable, Sendable {
        case list(closer: UInt8)
        case vector
        case bytevector
        /// A quotation mark; the name of the symbol it stands for.
        case prefix(String)
        /// `#n=`
        case label(Int)
        /// `#;`
        case comment
    }

    let kind: Kind
    /// Where it begins.
    let start: Int
    /// The length of its first token.
    let length: Int
    /// Data in it are below a quotation.
    let isQuoted: Bool
    var elements: [DatumID] = []
    /// Where the dot of a list stands.
    var dot: Int?
    var tail: DatumID?
    /// Its dot is reported already.
    var hasBadDot = false
    /// Where a bracket in it opens at the beginning of a line, as top-level forms do.
    var flushBracket: Int?

    init(_ kind: Kind, start: Int, length: Int, isQuoted: Bool) {
        self.kind = kind
        self.start = start
        self.length = length
        self.isQuoted = isQuoted
    }

    /// Nil for what ends with its datum.
    var closer: UInt8? {
        switch kind {
        case .list(let closer): closer
        case .vector, .bytevector: UInt8(ascii: ")")
        case .prefix, .label, .comment: nil
        }
    }
}

/// How large a datum is when each use of a datum label counts as much as what it stands for.
struct DatumMeasure: Hashable, Sendable {
    var size: Int
    /// Levels of brackets and quotation marks.
    var height: Int

    static let leaf = DatumMeasure(size: 1, height: 0)
}

/// The datum labels of a source text.
struct DatumLabels: Sendable {
    /// Those whose datum is complete.
    var complete: [Int: DatumID] = [:]
    /// Uses of a label inside its own datum.
    var uses: [Int: [DatumID]] = [:]
    /// Labels whose datum is being read, with whether they stand below a quotation.
    var open: [Int: Bool] = [:]
    /// What uses have added to the size of the text so far.
    var growth = 0
}
