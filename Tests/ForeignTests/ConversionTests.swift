import Foundation
import ModuleSystem
import Testing
import WasmFormat
@testable import Foreign

/// Foreign modules become objects, or are refused; nothing else happens to any bytes.
@Suite struct ConversionTests {
    private static let cases = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Cases/atlas")

    private static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: cases.appendingPathComponent(name))) }

    private static let samples = [
        "foreign-types/types.o", "foreign-strings/texts.o", "foreign-arrays/vectors.o", "foreign-initializers/setup.o", "foreign-linked/gcd.wasm",
    ]

    @Test(arguments: samples) func makesAValidObject(_ name: String) throws {
        let object = try ForeignLinking.object(Self.bytes(name), id: ModuleID("a.o"), compiler: "1")
        let module = try WasmModule(reading: object)
        try module.validate()
        let exported = Set(module.exports.map(\.name))
        let foreign = try ForeignModule(Self.bytes(name))
        #expect(exported.isSuperset(of: foreign.functions.keys))
        #expect(foreign.constructors.isEmpty != exported.contains("langc.init"))
        #expect(module.memories.isEmpty && module.tables.isEmpty && module.data.count <= 1 && module.elements.count <= 1)
    }

    @Test func givesTheSameBytesAgain() throws {
        let bytes = try Self.bytes("foreign-types/types.o")
        let first = try ForeignLinking.object(bytes, id: ModuleID("a.o"), compiler: "1")
        #expect(try ForeignLinking.object(bytes, id: ModuleID("a.o"), compiler: "1") == first)
    }

    /// Damaged modules are refused, or make valid objects.
    @Test(arguments: samples) func survivesDamage(_ name: String) throws {
        let original = try Self.bytes(name)
        var random = Generator(state: 0x5EED)
        var accepted = 0
        for _ in 0..<1500 {
            var bytes = original
            for _ in 0...random.next() % 3 {
                let place = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 4 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes[place] ^= 1 << (random.next() % 8)
                case 2: bytes.remove(at: place)
                default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
                }
            }
            guard let object = try? ForeignLinking.object(bytes, id: ModuleID("a.o"), compiler: "1") else { continue }
            accepted += 1
            let module = try WasmModule(reading: object)
            #expect(throws: Never.self) { try module.validate() }
        }
        #expect(accepted > 0)
    }

    @Test func survivesEveryCut() throws {
        let bytes = try Self.bytes("foreign-types/types.o")
        for count in 0..<bytes.count { _ = try? ForeignLinking.object(Array(bytes[..<count]), id: ModuleID("a.o"), compiler: "1") }
    }

    /// An ordinary generator of numbers: splitmix64.
    private struct Generator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }
}
