import Basics

/// Code in which an empty block stands before each loop that begins while operands wait on the stack.
///
/// WasmKit 0.1 keeps an operand that was read from a variable where the variable is. Before the first change of the variable it copies the operand
/// away, by code that would run again in each round of a loop around the change. At the beginning of a block it copies all of them, but not at that
/// of a loop. Other engines make nothing of an empty block.
public struct LoopEntries {
    /// The module with these blocks.
    public private(set) var binary: [UInt8]
    /// From which offset of the old module on by how much code has moved; ascending.
    private var moves: [(offset: Int, distance: Int)] = []

    /// `block`, without value, and `end`.
    private static let emptyBlock: [UInt8] = [0x02, 0x40, 0x0B]
    private static let codeSection: UInt8 = 10

    /// - Parameter binary: a valid module; what is none is left as it is.
    public init(separating binary: [UInt8]) {
        self.binary = binary
        guard let module = try? WasmModule(reading: binary) else { return }
        let heights = OperandHeights(module)
        guard let places = try? module.bodies.indices.map({ (position) throws(WasmError) in try heights.loopsWithOperands(inBody: position) }),
            places.contains(where: { !$0.isEmpty }), let section = Self.section(binary)
        else { return }
        var code = ByteWriter(capacity: section.content.count + 64)
        code.append(uleb32: UInt32(module.bodies.count))
        var starts: [(old: Int, new: Int)] = []
        for (body, loops) in zip(module.bodies, places) { append(body, loops, to: &code, &starts) }
        var writer = ByteWriter(capacity: binary.count + 64)
        writer.append(bytes: binary[..<section.whole.lowerBound])
        writer.append(u8: Self.codeSection)
        let content = code.bytes
        writer.append(uleb32: UInt32(content.count))
        moves = starts.map { ($0.old, writer.bytes.count + $0.new - $0.old) }
        writer.append(bytes: content)
        writer.append(bytes: binary[section.whole.upperBound...])
        self.binary = writer.bytes
    }

    /// Where code of the old module is now.
    public func moved(_ offset: Int) -> Int {
        var (low, high) = (0, moves.count)
        while low < high {
            let middle = (low + high) / 2
            if moves[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? offset : offset + moves[low - 1].distance
    }

    /// - Parameter starts: gets, for each piece of the body, where it begins in the old module and in the new section.
    private func append(_ body: FunctionBody, _ loops: [Int], to code: inout ByteWriter, _ starts: inout [(old: Int, new: Int)]) {
        code.append(uleb32: UInt32(body.range.count + loops.count * Self.emptyBlock.count))
        var start = body.range.lowerBound
        for loop in loops + [body.range.upperBound] {
            starts.append((start, code.bytes.count))
            code.append(bytes: binary[start..<loop])
            if loop != body.range.upperBound { code.append(bytes: Self.emptyBlock) }
            start = loop
        }
    }

    private static func section(_ binary: [UInt8]) -> (whole: Range<Int>, content: Range<Int>)? {
        var reader = ByteReader(binary)
        do {
            try reader.skip(8)
            while !reader.isAtEnd {
                let start = reader.offset
                let id = try reader.readU8()
                let content = try reader.readLengthPrefixedSub()
                if id == codeSection { return (start..<reader.offset, content.offset..<content.endOffset) }
            }
        } catch { return nil }
        return nil
    }
}
