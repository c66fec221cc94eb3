import WasmFormat

/// Joins the source positions of the objects' code to those of the result, while the code is written.
struct PositionMerger: Sendable {
    /// Offsets count from the first body of the result.
    private(set) var merged = CodePositions()
    private let isWanted: Bool
    /// For every file its positions, and the number in `merged.sources` of each of its sources.
    private var files: [(positions: CodePositions, sources: [UInt32], codeStart: Int)?] = []
    private var sourceNumbers: [String: UInt32] = [:]
    /// The last entry has a source, which goes on until another entry.
    private var isOpen = false

    init(_ program: Program, isWanted: Bool) {
        self.isWanted = isWanted
        guard isWanted else { return }
        for file in program.files {
            // Positions are only an aid: those that cannot be read are left out.
            guard let positions = try? CodePositions(of: file.module), let code = file.module.codeSection else {
                files.append(nil)
                continue
            }
            files.append((positions, positions.sources.map { number(of: $0) }, code.lowerBound))
        }
    }

    private mutating func number(of source: String) -> UInt32 {
        if let number = sourceNumbers[source] { return number }
        let number = UInt32(merged.sources.count)
        merged.sources.append(source)
        sourceNumbers[source] = number
        return number
    }

    /// Code that starts at `offset` of the result has no known position, up to the next one that is added.
    mutating func endKnown(at offset: Int) {
        guard isWanted, isOpen else { return }
        append(CodePositions.Entry(offset: UInt32(clamping: offset), source: nil))
    }

    /// Adds the positions of one body.
    /// - Parameters:
    ///   - range: the body in the file's input.
    ///   - shifts: where offsets of the body differ from those in the input.
    ///   - bodyStart: where the body starts in the result.
    mutating func add(_ file: Int, _ range: Range<Int>, shifts: [BodyRewriter.Shift], bodyStart: Int) {
        guard isWanted, let (positions, sources, codeStart) = files[file] else { return }
        var index = firstEntry(in: positions.entries, atOrAfter: range.lowerBound - codeStart)
        var shift = 0
        while index < positions.entries.count {
            var entry = positions.entries[index]
            let place = codeStart + Int(entry.offset)
            guard place < range.upperBound else { break }
            while shift + 1 < shifts.count, shifts[shift + 1].source <= place { shift += 1 }
            if shift < shifts.count {
                entry.offset = UInt32(clamping: bodyStart + shifts[shift].target + place - shifts[shift].source)
                entry.source = entry.source.map { sources[Int($0)] }
                append(entry)
            }
            index += 1
        }
    }

    private mutating func append(_ entry: CodePositions.Entry) {
        if entry.source == nil, !isOpen { return }
        isOpen = entry.source != nil
        // Code that came to nothing leaves its place to what follows.
        if merged.entries.last?.offset == entry.offset { merged.entries.removeLast() }
        merged.entries.append(entry)
    }

    private func firstEntry(in entries: [CodePositions.Entry], atOrAfter offset: Int) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if Int(entries[middle].offset) < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
