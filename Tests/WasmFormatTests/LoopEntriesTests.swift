import Basics
import Testing
import WasmFormat

@Suite struct LoopEntriesTests {
    /// Two functions: a loop behind a waiting operand, then one with nothing below it.
    private func module() -> [UInt8] {
        var writer = WasmModuleWriter()
        writer.types([FunctionType([.i32], [.i32])])
        writer.functions([0, 0])
        var waiting = FunctionBodyWriter()
        waiting.append(.localGet, 0)
        waiting.append(.loop, result: .i32)
        waiting.append(i32: 7)
        waiting.append(.localSet, 0)
        waiting.append(i32: 5)
        waiting.append(.end)
        waiting.append(.i32Add)
        waiting.append(.end)
        var plain = FunctionBodyWriter()
        plain.append(.loop, result: .i32)
        plain.append(.localGet, 0)
        plain.append(.end)
        plain.append(.end)
        var bodies = ByteWriter()
        for body in [waiting, plain] { bodies.append(lengthPrefixed: body.bytes) }
        writer.code(count: 2, bodies: bodies.bytes)
        writer.custom("behind", [1, 2, 3])
        return writer.bytes
    }

    private func code(_ binary: [UInt8], _ position: Int) throws -> [(opcode: Opcode, start: Int)] {
        let module = try WasmModule(reading: binary)
        var reader = InstructionReader(module, module.bodies[position])
        var result: [(Opcode, Int)] = []
        while try reader.next() { result.append((reader.opcode, reader.start)) }
        return result
    }

    @Test func blockStandsBeforeALoopWithWaitingOperands() throws {
        let old = module()
        let entries = LoopEntries(separating: old)
        let found = try code(entries.binary, 0).map(\.opcode)
        #expect(found == [.localGet, .block, .end, .loop, .i32Const, .localSet, .i32Const, .end, .i32Add, .end])
        #expect(try code(entries.binary, 1).map(\.opcode) == [.loop, .localGet, .end, .end])
        #expect(try WasmModule(reading: entries.binary).customSections.map(\.name) == ["behind"])
        for position in 0..<2 {
            let before = try code(old, position)
            let after = try code(entries.binary, position)
            let kept = position == 0 ? [after[0]] + after[3...] : after
            #expect(before.map { entries.moved($0.start) } == kept.map(\.start))
        }
        #expect(entries.moved(3) == 3)
    }

    @Test func otherCodeStaysAsItIs() {
        let samples = Samples.everything()
        #expect(LoopEntries(separating: samples).binary == samples)
        #expect(LoopEntries(separating: [1, 2, 3]).binary == [1, 2, 3])
        let once = LoopEntries(separating: module()).binary
        #expect(LoopEntries(separating: once).binary.count == once.count + 3)
    }
}
