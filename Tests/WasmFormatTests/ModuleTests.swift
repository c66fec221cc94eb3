import Basics
import Foundation
import Testing
import WasmFormat

@Suite struct ModuleTests {
    /// What of a module does not depend on where its parts lie.
    struct Structure: Equatable {
        let types: [FunctionType]
        let imports: [Import]
        let functions: [UInt32]
        let tables: [TableType]
        let memories: [Limits]
        let globals: [Global]
        let exports: [Export]
        let start: UInt32?
        let elements: [ElementSegment]
        let bodies: [[UInt8]]
        let data: [[UInt8]]
        let modes: [SegmentMode]
        let custom: [String: [UInt8]]

        init(_ module: WasmModule) {
            types = module.types
            imports = module.imports
            functions = module.functions
            tables = module.tables
            memories = module.memories
            globals = module.globals
            exports = module.exports
            start = module.start
            elements = module.elements
            bodies = module.bodies.map { Array(module.bytes[$0.range]) }
            data = module.data.map { Array(module.bytes[$0.range]) }
            modes = module.data.map(\.mode)
            custom = Dictionary(
                module.customSections.map { ($0.name, Array(module.bytes[$0.range])) }, uniquingKeysWith: { first, _ in first })
        }
    }

    @Test func roundTripKeepsEverything() throws {
        for bytes in [Samples.everything(), Samples.object, Samples.linked] {
            let module = try WasmModule(reading: bytes)
            let again = try WasmModule(reading: module.encoded())
            #expect(Structure(again) == Structure(module))
            #expect(again.encoded() == module.encoded())
        }
    }

    @Test func readsWhatTheOptimizerWrites() throws {
        let output: ([UInt8], [UInt8]) = Tool.temporary { folder in
            try Data(Samples.linked).write(to: folder.appending(path: "in.wasm"))
            try Tool.run("wasm-opt", ["-O2", "-g", "--enable-bulk-memory", "in.wasm", "-o", "out.wasm"], in: folder)
            let optimized = [UInt8](try Data(contentsOf: folder.appending(path: "out.wasm")))
            // The optimizer must in turn accept what the writer makes of it.
            try Data(try WasmModule(reading: optimized).encoded()).write(to: folder.appending(path: "again.wasm"))
            try Tool.run("wasm-opt", ["--enable-bulk-memory", "again.wasm", "-o", "last.wasm"], in: folder)
            return (optimized, [UInt8](try Data(contentsOf: folder.appending(path: "last.wasm"))))
        }
        let module = try WasmModule(reading: output.0)
        #expect(NameSection(of: module).functions.contains { $0.name == "_start" })
        #expect(try WasmModule(reading: output.1).exports == module.exports)
        for body in module.bodies {
            var reader = InstructionReader(module, body)
            while try reader.next() {}
        }
    }

    static let broken: [(bytes: [UInt8], message: String)] = [
        ([], "magic"), (Array("not a wasm module".utf8), "magic"), ([0, 0x61, 0x73, 0x6D, 2, 0, 0, 0], "version 2"),
        (header + [13, 0], "unknown section 13"), (header + [1, 5, 0], "length goes beyond"),
        (header + [1, 1, 0, 1, 1, 0], "stands twice"), (header + [3, 1, 0, 1, 1, 0], "out of order"),
        (header + [1, 5, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], "more types"), (header + [1, 6, 0x80, 0x80, 0x80, 0x80, 0x80, 0], "too long"),
        (header + [1, 5, 0xFF, 0xFF, 0xFF, 0xFF, 0x1F], "does not fit"), (header + [1, 4, 1, 0x61, 0, 0], "not a function type"),
        (header + [1, 4, 1, 0x60, 1, 0x11], "unknown value type 0x11"), (header + [1, 2, 0, 0], "longer than its content"),
        (header + [0, 3, 2, 0xC3, 0x28], "UTF-8"), (header + [3, 2, 1, 0], "no type 0"),
        (header + [1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0], "1 functions, but 0 bodies"), (header + [8, 1, 0], "no function 0"),
        (header + [7, 5, 1, 1, 0x61, 0, 0], "export `a` refers to function 0 of 0"),
        (header + [5, 3, 1, 1, 2, 5, 3, 1, 1, 2, 1], "unexpected end"), (header + [6, 6, 1, 0x7F, 0, 0x23, 0, 0x0B], "refers to global 0"),
        (header + [6, 6, 1, 0x7F, 0, 0x41, 0, 0x41], "must be one instruction"),
        (header + [1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, 10, 1, 8, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x7F, 0x0B], "too many locals"),
        (header + [12, 1, 3], "data count is 3"), (header + [2, 6, 1, 1, 0x61, 0, 4, 0], "unknown kind 4"),
    ]
    static let header: [UInt8] = [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0]

    @Test(arguments: broken) func brokenModulesAreErrors(_ input: (bytes: [UInt8], message: String)) {
        #expect {
            _ = try WasmModule(reading: input.bytes)
        } throws: { error in
            guard let error = error as? WasmError else { return false }
            return error.message.contains(input.message) && (0...input.bytes.count).contains(error.offset)
        }
    }

    @Test func everyPrefixOfAModuleIsAnErrorOrAModule() throws {
        let bytes = Samples.everything()
        var readable = 0
        for count in 0..<bytes.count {
            if (try? WasmModule(reading: Array(bytes[..<count]))) != nil { readable += 1 }
        }
        // Only the bare header, and prefixes that end with a section and lack nothing.
        #expect(readable > 0 && readable < 12)
    }
}
