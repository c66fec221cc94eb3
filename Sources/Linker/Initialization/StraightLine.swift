import WasmFormat

/// Tells, instruction by instruction, whether a function body comes to the instruction whatever its conditions are.
struct StraightLine: Sendable {
    /// By depth of the open blocks, the body itself being 1: whether branches to it lead back.
    private var isLoop = [false, false]
    /// Code may be passed over up to the end of the block of this depth.
    private var uncertainDepth: Int?

    /// The instruction that was read last is executed, unless something before it ends the program.
    var isCertain: Bool { uncertainDepth == nil }

    /// Takes the next instruction.
    ///
    /// - Returns: false if the code that follows may never be reached, since this may go on for ever or stop the program.
    mutating func advance(_ reader: InstructionReader) throws(WasmError) -> Bool {
        switch reader.opcode {
        case .block, .loop, .if:
            isLoop.append(reader.opcode == .loop)
            if reader.opcode == .if { passOver(to: reader.depth) }
        case .end:
            if uncertainDepth == reader.depth + 1 { uncertainDepth = nil }
            isLoop.removeLast()
        case .br, .brIf: return branch(reader.first, reader.depth)
        case .brTable:
            var goesOn = true
            for label in try reader.labels() where !branch(label, reader.depth) { goesOn = false }
            return goesOn
        case .return, .returnCall, .returnCallIndirect: passOver(to: 1)
        case .unreachable:
            passOver(to: 1)
            return false
        default: break
        }
        return true
    }

    private mutating func branch(_ label: UInt32, _ depth: Int) -> Bool {
        let target = max(1, depth - Int(label))
        passOver(to: isLoop[target] ? 1 : target)
        return !isLoop[target]
    }

    private mutating func passOver(to depth: Int) { uncertainDepth = min(uncertainDepth ?? depth, depth) }
}
