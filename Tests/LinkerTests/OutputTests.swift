import Linker
import ModuleSystem
import RuntimeABI
import Testing
import WasmFormat

/// Names, maps, reports, and what broken objects do.
@Suite struct OutputTests {
    /// Two modules whose functions have positions and names.
    private func program() -> [TestObject] {
        var lib = ProgramTests.hello("lib", id: "src/lib.atl")
        lib.names = [.init(0, "print"), .init(1, "setup")]
        var main = TestObject("main.atl")
        let print = main.importFunction(ReservedNames.runtimeModule, "print_number", FunctionType([.f64]))
        let unused = main.function { $0.append(.unreachable) }
        let start = main.function(export: ReservedNames.initializer) {
            $0.append(f64: 7)
            $0.append(.call, print)
        }
        main.names = [.init(unused, "unused"), .init(start, "begin")]
        // Count, then for each body its size, the locals and the code: `unused` has 3 bytes, `begin` starts at 5.
        main.positions = CodePositions(
            sources: ["main.atl"],
            entries: [
                .init(offset: 3, source: 0, line: 1, column: 1), .init(offset: 7, source: 0, line: 2, column: 5),
                .init(offset: 16, source: 0, line: 2, column: 1),
            ])
        main.depends(on: lib)
        return [main, lib]
    }

    @Test func namesAreModuleAndFunction() throws {
        let objects = program()
        let module = try WasmModule(reading: #require(Linked(objects, entry: objects[0], LinkOptions(keepNames: true)).result.binary))
        let names = NameSection(of: module).functions.map(\.name)
        #expect(names.contains("src/lib.setup") && names.contains("main.begin") && names.contains("runtime.print_line") && names.contains("_start"))
        #expect(!names.contains { $0.contains("unused") })
    }

    @Test func sourceMapsPointAtTheRightInstructions() throws {
        let objects = program()
        let result = Linked(objects, entry: objects[0], LinkOptions(sourceMap: true)).result
        let binary = try #require(result.binary)
        let map = try #require(result.sourceMap)
        #expect(map.sources == ["main.atl"])
        // The function that nothing calls is gone, and with it its position.
        let known = map.mappings.filter { $0.source != nil }
        #expect(known.map(\.line) == [1, 1] && known.map(\.column) == [4, 0])
        #expect(binary[known[0].offset] == UInt8(Opcode.f64Const.rawValue))
        #expect(binary[known[1].offset] == UInt8(Opcode.call.rawValue))
        // What follows has no position of its own and must not inherit one.
        #expect(map.mappings.last?.source == nil)
    }

    @Test func reportsTellWhy() throws {
        let objects = program()
        let report = try #require(Linked(objects, entry: objects[0], LinkOptions(report: true)).result.report)
        #expect(report.removed.contains { $0.name == "main.unused" && $0.owner == "main.atl" })
        #expect(report.removed.contains { $0.name == "runtime.unused_function" && $0.owner == "runtime" })
        let chain = try #require(report.whyLive("flush_output"))
        #expect(chain.last?.cause == "initializer with effects" && chain.count >= 2)
        #expect(report.whyLive("main.unused") == nil)
        #expect(report.kept.contains { $0.kind == .data && $0.name == "\"lib\"" })
        #expect(report.mapText.hasPrefix("initialization order: src/lib.atl, main.atl\nexports: memory, _start\nsize: \(report.fileSize) bytes\n\nmodules: "))
        #expect(report.mapText.contains("\n\nfunctions: index, bytes, name\n"))
        #expect(report.removedText.hasPrefix("       -    1000  .rodata.big_table (runtime)\n"))
        #expect(report.whyLiveText("main.begin") == "function main.begin (main.atl): initializer with effects\n")
        #expect(report.json.contains(#"{"kind":"function","name":"main.unused","owner":"main.atl","size":3}"#))
    }

    /// Zeros between and inside items are left out, wherever they are cheaper than another segment.
    @Test func dataWithoutZeros() throws {
        var main = TestObject("main.atl")
        main.importMemory()
        let zeros = [UInt8](repeating: 0, count: 100)
        let first = main.item([1, 2, 3, 4] + zeros + [5, 0, 0, 6], relocations: [LinkRelocation(offset: 52, target: .data(0))])
        let second = main.item(zeros)
        let third = main.item([7, 0, 0, 8])
        let addresses = [first, second, third].map { main.address($0) }
        main.function(export: ReservedNames.initializer) {
            for address in addresses {
                $0.append(.globalGet, address)
                $0.append(.drop)
            }
        }
        let module = try WasmModule(reading: #require(Linked([main], entry: main).result.binary))
        let base = Int32(ControlBlock.staticDataBase)
        let expected: [(Int32, [UInt8])] = [(base, [1, 2, 3, 4]), (base + 53, [4]), (base + 104, [5, 0, 0, 6, 7, 0, 0, 8])]
        let found = module.data.dropFirst()
        #expect(found.map { Array(module.bytes[$0.range]) } == expected.map(\.1))
        #expect(found.map(\.mode) == expected.map { .active(0, .i32($0.0)) })
    }

    /// Texts and records that refer to them, in two modules; equal content that must stay apart.
    @Test func equalDataIsMerged() throws {
        func module(_ id: String, padding: Int) -> TestObject {
            var object = TestObject(id)
            object.importMemory()
            object.importTable()
            let text = object.item(
                [9, 9, 9, 9] + [UInt8](repeating: 0, count: 12 + padding), relocations: [LinkRelocation(offset: 4, target: .data(8))], isMergeable: true)
            let record = object.item([0, 0, 0, 0, 5, 0, 0, 0], relocations: [LinkRelocation(offset: 0, target: .data(text))], isMergeable: true)
            let identity = object.item([0, 0, 0, 0, 6, 0, 0, 0], relocations: [LinkRelocation(offset: 0, target: .data(text))])
            let addresses = [record, identity].map { object.address($0) }
            object.function(export: ReservedNames.initializer) {
                for address in addresses {
                    $0.append(.globalGet, address)
                    $0.append(.drop)
                }
            }
            return object
        }
        let lib = module("lib.atl", padding: 0)
        var main = module("main.atl", padding: 4)
        main.depends(on: lib)
        let module = try WasmModule(reading: #require(Linked([main, lib], entry: main).result.binary))
        let base = ControlBlock.staticDataBase
        func word(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        // The text with the larger padding, one record, and two things with identities.
        let expected = [9, 9, 9, 9] + word(base + 8) + [UInt8](repeating: 0, count: 12) + word(base) + word(5) + word(base) + word(6) + word(base) + word(6)
        let data = try #require(module.data.last)
        #expect(Array(module.bytes[data.range]) == Array(expected.dropLast(3)))
    }

    @Test(arguments: [5, 6]) func mutatedRuntimes(_ seed: UInt64) {
        var state = seed
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let objects = program().map(\.input)
        var linked = 0
        for _ in 0..<400 {
            var runtime = TestRuntime.object
            for _ in 0...random(2) { runtime[random(runtime.count)] = UInt8(random(256)) }
            let inputs = LinkInputs(objects: objects, runtime: runtime, entry: ModuleID("main.atl"))
            let result = Linker.link(inputs, options: LinkOptions(keepNames: true, report: true))
            #expect((result.binary == nil) == !result.diagnostics.isEmpty, "seed \(seed)")
            if result.binary != nil { linked += 1 }
        }
        #expect(linked > 20, "seed \(seed)")
    }

    @Test func stressModeIsWritten() throws {
        let main = ProgramTests.hello()
        let plain = try WasmModule(reading: #require(Linked([main], entry: main).result.binary))
        let stressed = try WasmModule(reading: #require(Linked([main], entry: main, LinkOptions(collectorStress: true)).result.binary))
        #expect(plain.data[0].mode == .active(0, .i32(Int32(ControlBlock.shadowStackBase))))
        #expect(stressed.data[0].mode == .active(0, .i32(Int32(ControlBlock.collectRequested))))
        #expect(Array(stressed.bytes[stressed.data[0].range].prefix(8)) == [1, 0, 0, 0, 1, 0, 0, 0])
    }

    /// Any bytes give a program or errors, and nothing else.
    @Test(arguments: [1, 2, 3]) func mutatedObjects(_ seed: UInt64) {
        var state = seed
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let objects = program()
        var linked = 0
        for _ in 0..<700 {
            var inputs = objects.map(\.input)
            let victim = random(inputs.count)
            for _ in 0...random(3) {
                let place = random(inputs[victim].bytes.count)
                switch random(3) {
                case 0: inputs[victim].bytes[place] = UInt8(random(256))
                case 1: inputs[victim].bytes[place] ^= 1 << UInt8(random(8))
                default: inputs[victim].bytes.remove(at: place)
                }
            }
            let result = Linked(raw: inputs, entry: objects[0].id, LinkOptions(keepNames: true, sourceMap: true, report: true)).result
            #expect((result.binary == nil) == result.diagnostics.contains { $0.severity == .error }, "seed \(seed)")
            if result.binary != nil { linked += 1 }
        }
        #expect(linked > 20 && linked < 700, "seed \(seed)")
    }
}
