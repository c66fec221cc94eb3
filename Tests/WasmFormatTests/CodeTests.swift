import Basics
import Testing
import WasmFormat

@Suite struct CodeTests {
    private func decode(_ bytes: [UInt8]) throws -> [Opcode] {
        var reader = InstructionReader(bytes, 0..<bytes.count)
        var result: [Opcode] = []
        while try reader.next() { result.append(reader.opcode) }
        return result
    }

    @Test func opcodesAreUniqueAndKnown() {
        let all = Opcode.all
        #expect(Set(all).count == all.count)
        #expect(all.count == 203)
        #expect(all == all.sorted { $0.rawValue < $1.rawValue })
        #expect(Opcode(rawValue: 0xC4).mnemonic == "i64.extend32_s")
        #expect(Opcode(rawValue: 0xFC11).mnemonic == "table.fill")
        #expect(Opcode(rawValue: 0xBF).mnemonic == "f64.reinterpret_i64")
        for code in [0x06, 0x27, 0xC5, 0xFF, 0xFC12, 0xFB00] { #expect(Opcode(rawValue: UInt16(code)).mnemonic == nil) }
    }

    @Test func instructionsKeepTheirImmediates() throws {
        let module = try WasmModule(reading: Samples.everything())
        var reader = InstructionReader(module, module.bodies[1])
        var seen: [String] = []
        while try reader.next() { seen.append("\(reader.opcode.mnemonic ?? "?") \(reader.first) \(reader.second)") }
        #expect(seen[0] == "global.get 0 0")
        #expect(seen[1] == "i32.load 2 16")
        #expect(seen[2].hasPrefix("call 1"))
        #expect(seen[4] == "call_indirect 0 0")
    }

    @Test(arguments: [
        ([0x41, 0xFF, 0xFF, 0xFF, 0xFF, 0x4F, 0x0B], "does not fit"), ([0x0B, 0x01], "after the end"), ([0x02, 0x40, 0x0B], "unexpected end"),
        ([0xFD, 0x00, 0x0B], "unknown instruction 0xfd"), ([0xFC, 0x12, 0x0B], "unknown instruction 0xfc 18"),
        ([0x0E, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], "more labels"), ([0x05, 0x0B], "outside of `if`"), ([0x28, 0x40, 0x00, 0x0B], "alignment"),
        ([0x02, 0x50, 0x0B, 0x0B], "block type"), ([], "unexpected end"),
    ] as [([UInt8], String)])
    func brokenCodeIsAnError(_ bytes: [UInt8], _ message: String) {
        #expect {
            _ = try decode(bytes)
        } throws: {
            ($0 as? WasmError)?.message.contains(message) == true
        }
    }

    @Test func tableBranchesAndBlockTypes() throws {
        let bytes: [UInt8] = [0x02, 0x05, 0x0E, 2, 0, 1, 0, 0x0B, 0x0B]
        var reader = InstructionReader(bytes, 0..<bytes.count)
        #expect(try reader.next() && reader.value == 5)
        #expect(try reader.next())
        #expect(try reader.labels() == [0, 1, 0])
        #expect(reader.end == 7 && reader.depth == 2)
    }

    @Test func rewritingReplacesIndicesAndNotesShifts() throws {
        let module = try WasmModule(reading: Samples.everything())
        var mapping = IndexMapping()
        mapping.functions = [0, 300, 2]
        mapping.types = [7, 8, 9]
        mapping.globals = [.i32(1024), .index(0), .removed]
        var rewriter = BodyRewriter(mapping)
        rewriter.recordsShifts = true
        try rewriter.rewrite(module.bodies[1], in: module.bytes, at: CodeReferences(module).places(in: 1))
        var reader = InstructionReader(rewriter.output, 1..<rewriter.output.count)
        #expect(try reader.next() && reader.opcode == .i32Const && reader.value == 1024)
        #expect(try reader.next() && reader.opcode == .i32Load && reader.second == 16)
        #expect(try reader.next() && reader.opcode == .call && reader.first == 300)
        #expect(try reader.next() && reader.opcode == .i32Const)
        #expect(try reader.next() && reader.opcode == .callIndirect && reader.first == 7)
        #expect(try reader.next() && reader.opcode == .globalSet && reader.first == 0)
        let base = module.bodies[1].range.lowerBound
        // `global.get 0` (two bytes after the locals) became three bytes, `call 1` grew by one.
        #expect(rewriter.shifts.first == BodyRewriter.Shift(source: base, target: 0))
        #expect(rewriter.shifts.dropFirst().first == BodyRewriter.Shift(source: base + 3, target: 4))
        #expect(rewriter.shifts.last.map { $0.target - ($0.source - base) } == 2)
    }

    @Test func rewritingWithoutChangesCopies() throws {
        for bytes in [Samples.everything(), Samples.linked] {
            let module = try WasmModule(reading: bytes)
            let references = CodeReferences(module)
            for (position, body) in module.bodies.enumerated() {
                var rewriter = BodyRewriter(IndexMapping())
                try rewriter.rewrite(body, in: module.bytes, at: references.places(in: position))
                #expect(rewriter.output == Array(bytes[body.range]))
            }
        }
    }

    @Test func removedThingsMustNotBeUsed() throws {
        let module = try WasmModule(reading: Samples.everything())
        var mapping = IndexMapping()
        mapping.functions = [0, IndexMapping.removed, 2]
        var rewriter = BodyRewriter(mapping)
        #expect {
            try rewriter.rewrite(module.bodies[1], in: module.bytes, at: CodeReferences(module).places(in: 1))
        } throws: {
            ($0 as? WasmError)?.message == "function 1 was removed but is used"
        }
        mapping = IndexMapping()
        mapping.globals = [.i32(0), .i32(1)]
        rewriter = BodyRewriter(mapping)
        #expect(throws: WasmError.self) { try rewriter.rewrite(module.bodies[1], in: module.bytes, at: CodeReferences(module).places(in: 1)) }
    }

    @Test func referencesAreTheInstructionsWithAnIndex() throws {
        for bytes in [Samples.everything(), Samples.linked] {
            let module = try WasmModule(reading: bytes)
            let references = CodeReferences(module)
            let validated = try CodeReferences(validating: module)
            for (position, body) in module.bodies.enumerated() {
                var expected: [UInt32] = []
                var reader = InstructionReader(module, body)
                while try reader.next() {
                    let isIndex = reader.immediates.spaces.first.map { $0 != .local && $0 != .label } ?? false
                    if isIndex || reader.immediates == .blockType && reader.value >= 0 { expected.append(UInt32(reader.start)) }
                }
                #expect(Array(references.places(in: position)) == expected && references.error(in: position) == nil)
                #expect(validated.places(in: position) == references.places(in: position))
            }
        }
    }

    /// Each thing that a body names, once, by first place; both ways to find them agree.
    @Test func targetsAreWhatCodeNames() throws {
        for bytes in [Samples.everything(), Samples.linked] {
            let module = try WasmModule(reading: bytes)
            let references = CodeReferences(module)
            let validated = try CodeReferences(validating: module)
            for (position, body) in module.bodies.enumerated() {
                var expected: [String] = []
                var reader = InstructionReader(module, body)
                while try reader.next() {
                    for name in Self.named(by: reader) where !expected.contains(name) { expected.append(name) }
                }
                #expect(references.targets(in: position).map { "\($0.kind) \($0.index)" } == expected)
                #expect(validated.targets(in: position) == references.targets(in: position))
            }
        }
    }

    private static func named(by reader: InstructionReader) -> [String] {
        switch reader.immediates {
        case .function: [reader.opcode == .refFunc ? "functionValue \(reader.first)" : "call \(reader.first)"]
        case .global: [reader.opcode == .globalSet ? "globalWrite \(reader.first)" : "globalRead \(reader.first)"]
        case .typeAndTable: ["type \(reader.first)", "table 0"]
        case .blockType where reader.value >= 0: ["type \(reader.value)"]
        case .table, .tableAndTable: ["table 0"]
        case .data, .element, .dataAndMemory, .elementAndTable: ["unusual 0"]
        default: []
        }
    }

    @Test func brokenBodiesAreNoted() throws {
        var writer = WasmModuleWriter()
        writer.types([FunctionType()])
        writer.functions([0, 0])
        // The first calls something and then ends too early.
        _ = writer.code(count: 2, bodies: [3, 0, 0x10, 1, 2, 0, 0x0B])
        let references = CodeReferences(try WasmModule(reading: writer.bytes))
        #expect(references.places(in: 0).count == 1 && references.places(in: 1).isEmpty)
        #expect(references.error(in: 0) != nil && references.error(in: 1) == nil)
    }
}
