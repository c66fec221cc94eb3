import Basics
import Testing
import WasmFormat

/// Broken input must give an error or a module, quickly, and nothing else.
@Suite struct MutationTests {
    /// A small generator with a fixed sequence for each seed.
    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    private func mutate(_ bytes: [UInt8], _ generator: inout Generator) -> [UInt8] {
        var result = bytes
        for _ in 0...Int.random(in: 0..<4, using: &generator) where !result.isEmpty {
            let place = Int.random(in: 0..<result.count, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: result[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: result[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 2: result.remove(at: place)
            case 3: result.insert([0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0, at: place)
            case 4: result.removeLast(min(result.count, Int.random(in: 0..<40, using: &generator)))
            default:
                let other = Int.random(in: 0..<result.count, using: &generator)
                result.insert(contentsOf: result[min(place, other)..<min(max(place, other), min(place, other) + 30)], at: place)
            }
        }
        return result
    }

    /// The instructions with an index in a body, found one by one, and what ends the walk.
    private func plainWalk(_ module: WasmModule, _ position: Int) -> (places: [UInt32], error: WasmError?) {
        var reader = InstructionReader(module, module.bodies[position])
        var places: [UInt32] = []
        do throws(WasmError) {
            while try reader.next() { if reader.hasIndex { places.append(UInt32(reader.start)) } }
        } catch { return (places, error) }
        return (places, nil)
    }

    /// Everything that this layer can do with a module.
    private func exercise(_ bytes: [UInt8]) -> Bool {
        guard let module = try? WasmModule(reading: bytes) else { return false }
        var rewriter = BodyRewriter(IndexMapping())
        rewriter.recordsShifts = true
        let references = CodeReferences(module)
        let checked = try? CodeReferences(validating: module)
        for position in module.bodies.indices {
            let (places, error) = plainWalk(module, position)
            #expect(Array(references.places(in: position)) == places && references.error(in: position) == error)
            if let checked { #expect(error == nil && Array(checked.places(in: position)) == places) }
        }
        for (position, body) in module.bodies.enumerated() {
            try? rewriter.rewrite(body, in: module.bytes, at: references.places(in: position))
        }
        _ = WasmPrinter.print(module)
        _ = try? WasmModule(reading: module.encoded())
        _ = try? RelocationSection.all(of: module)
        _ = try? CodePositions(of: module)
        for section in module.customSections {
            _ = try? LinkingSection(bytes, section.range)
            _ = try? DylinkSection(bytes, section.range)
            _ = try? CodePositions(bytes, section.range)
        }
        return true
    }

    @Test(arguments: [1, 2, 3, 4]) func mutatedModules(_ seed: UInt64) {
        var generator = Generator(state: seed)
        var everything = Samples.everything()
        let positions = CodePositions(sources: ["a"], entries: [.init(offset: 3, source: 0, line: 10, column: 5), .init(offset: 4, source: nil)])
        CustomSection.append(CodePositions.sectionName, positions.encoded(), to: &everything)
        CustomSection.prepend(DylinkSection.name, DylinkSection(memorySize: 3, needed: ["x"]).encoded(), to: &everything)
        var readable = 0
        for sample in [everything, Samples.object, Samples.linked] {
            for _ in 0..<400 where exercise(mutate(sample, &generator)) { readable += 1 }
        }
        // The walk must get past the reader often enough to be worth something.
        #expect(readable > 50 && readable < 1200, "seed \(seed)")
    }

    @Test func randomBytes() {
        var generator = Generator(state: 99)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0..<200, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = exercise(ModuleTests.header + bytes)
            var reader = InstructionReader(bytes, 0..<bytes.count)
            while (try? reader.next()) == true {}
            _ = try? NameSection(bytes, 0..<bytes.count)
            _ = try? LinkingSection(bytes, 0..<bytes.count)
        }
    }

    @Test func mutatedSourceMaps() {
        var generator = Generator(state: 7)
        let map = WasmSourceMap(sources: ["a", "b\"é"], contents: ["x", nil], mappings: (0..<20).map { .init(offset: $0 * 3, source: $0 & 1, line: $0 * 40, column: 7) })
        let text = Array(map.json(file: "f").utf8)
        for _ in 0..<2000 { _ = try? WasmSourceMap(json: mutate(text, &generator)) }
    }
}
