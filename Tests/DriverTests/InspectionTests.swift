import Diagnostics
import Driver
import ModuleSystem
import Testing
import WasmFormat

/// `langc inspect` as a function of bytes.
struct InspectionTests {
    @Test func anObjectShowsItsInterfaceAndWhatItAsksOfTheLinker() throws {
        let text = try Inspection(Self.object()).text
        for expected in [
            "Object of module 'lib/shapes.atl'", "language        Atlas", "format          2, ABI 3, written by langc 9.9",
            "square  function  (number) -> number  (side: number) -> number  [read]",
            "Point   type      -                   Point = { x: number }",
            "UNIT    constant  number              number  from 'lib/units.atl' METRE",
            "lib/units.atl  \"./units\"  00ff", "lib/units.atl  METRE as UNIT  3:9", "0  12  4  1  \"hi\\n\"",
            "Sections: name, bytes", "\"langc.link\"",
        ] {
            #expect(text.contains(expected), "\(expected) not in:\n\(text)")
        }
    }

    @Test func equalBytesGiveEqualJSON() throws {
        let json = try Inspection(Self.object()).json
        #expect(json == (try Inspection(Self.object()).json))
        #expect(json.contains("\"type\":\"(side: number) -> number\""))
        #expect(json.contains("\"relocations\":[{\"offset\":4,\"data\":0}]"))
        #expect(!json.contains("\n"))
    }

    @Test func anotherModuleIsShownWithoutAnObject() throws {
        let inspection = try Inspection(Self.module())
        #expect(inspection.object == nil)
        #expect(inspection.text.hasPrefix("WebAssembly module"))
        #expect(inspection.text.contains("answer  function  (i32) -> i32"))
        #expect(inspection.text.contains("Functions: 1, 4 bytes of code: bytes, name"))
        #expect(inspection.wat.contains("(export \"answer\""))
        #expect(inspection.json.contains("\"object\":null"))
    }

    @Test func whatIsNoModuleFailsWithWords() {
        for bytes: [UInt8] in [[], [1, 2, 3], Array("hello".utf8), [0, 0x61, 0x73, 0x6D, 2, 0, 0, 0]] {
            #expect(throws: Inspection.Failure.self) { try Inspection(bytes) }
        }
    }

    @Test func anObjectNeedsBothSections() {
        var writer = WasmModuleWriter()
        writer.custom(Inspection.linkSection, LinkSection(compiler: "9.9").encoded())
        let bytes = writer.bytes
        let failure = #expect(throws: Inspection.Failure.self) { try Inspection(bytes) }
        #expect(failure?.message == "it has a section `langc.link` but no section `langc.interface`")
    }

    /// Every prefix and every changed byte of an object is either shown or refused.
    @Test func brokenObjectsNeverCrash() throws {
        let good = try Self.object()
        var refused = 0
        func show(_ bytes: [UInt8]) {
            do {
                let inspection = try Inspection(bytes)
                #expect(!inspection.text.isEmpty && !inspection.json.isEmpty && !inspection.wat.isEmpty)
            } catch { refused += 1 }
        }
        for length in good.indices { show(Array(good[..<length])) }
        for index in good.indices {
            for change: UInt8 in [0x01, 0x80, 0xFF] {
                var bytes = good
                bytes[index] ^= change
                show(bytes)
            }
        }
        #expect(refused > good.count)
    }

    @Test func aTypeThatRepeatsItsPartsIsCutShort() {
        var type = InterfaceType.number
        for _ in 0..<40 { type = .union([type, type]) }
        #expect(type.text(limit: 100).utf8.count < 120)
        #expect(type.text(limit: 100).hasSuffix("…"))
    }

    // MARK: Modules to look at

    private static func module() -> [UInt8] {
        var writer = WasmModuleWriter()
        writer.types([FunctionType([.i32], [.i32])])
        writer.functions([0])
        writer.exports([Export("answer", .function, 0)])
        writer.code(count: 1, bodies: [4, 0, 0x20, 0, 0x0B])
        return writer.bytes
    }

    private static func object() throws -> [UInt8] {
        let square = InterfaceExport(
            name: "square", kind: .function(MachineSignature(parameters: [.number], result: .number)),
            type: .function(InterfaceFunctionType(parameters: [InterfaceParameter(name: "side", type: .number)], result: .number)),
            parameterUsage: [.read])
        let point = InterfaceAlias(name: "Point", expansion: .structural([InterfaceMember(name: "x", type: .number)]))
        let interface = ModuleInterface(
            module: ModuleID("lib/shapes.atl"), language: "Atlas", sourcePath: "lib/shapes.atl",
            exports: [
                InterfaceExport(name: "Point", kind: .type, type: .alias(point)),
                InterfaceExport(
                    name: "UNIT", kind: .variable(.number, isMutable: false), type: .number,
                    origin: ExportOrigin(module: ModuleID("lib/units.atl"), name: "METRE")),
                square,
            ])
        let units = ModuleID("lib/units.atl")
        let link = LinkSection(
            compiler: "9.9", abi: 3,
            dependencies: [LinkDependency(module: units, interfaceHash: "00ff", span: SourceSpan(0, 30), specifier: "./units")],
            imports: [
                LinkImport(module: units, name: "METRE", alias: "UNIT", span: SourceSpan(9, 14), position: SourcePosition(line: 3, column: 9))
            ],
            data: LinkDataItems([LinkDataItem(offset: 0, size: 12, alignment: 4, relocations: [LinkRelocation(offset: 4, target: .data(0))], name: "\"hi\n\"")]))
        var writer = WasmModuleWriter()
        writer.types([FunctionType([.f64], [.f64])])
        writer.functions([0])
        writer.exports([Export("square", .function, 0)])
        writer.code(count: 1, bodies: [7, 0, 0x20, 0, 0x20, 0, 0xA2, 0x0B])
        writer.custom(Inspection.interfaceSection, interface.encoded())
        writer.custom(Inspection.linkSection, link.encoded())
        return writer.bytes
    }
}
