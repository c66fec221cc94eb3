import Basics
import Diagnostics
import ModuleSystem
import Testing

@Suite struct EncodingTests {
    private func interface() -> ModuleInterface {
        let point = InterfaceType.structural([
            InterfaceMember(name: "x", type: .number), InterfaceMember(name: "y", type: .union([.number, .null])),
        ])
        let alias = InterfaceType.alias(
            InterfaceAlias(
                name: "Pair", parameters: ["T"], arguments: [point], expansion: .array(.parameter(0, name: "T")), isDeprecated: true,
                deprecatedSince: "1.2"))
        let function = InterfaceType.function(
            InterfaceFunctionType(
                typeParameters: [InterfaceTypeParameter(name: "T", constraint: point, traits: ["Show"])],
                parameters: [InterfaceParameter(name: "p", type: alias, ownership: "own"), InterfaceParameter(type: .dynamic)],
                result: .applied("Result", [.string, .intersection([.bool, .unit])]), predicateParameter: 0, predicateType: .string))
        return ModuleInterface(
            module: ModuleID("lib/a.atl"), language: "Atlas", sourcePath: "lib/a.atl",
            exports: [
                InterfaceExport(
                    name: "f", kind: .function(MachineSignature(parameters: [.reference, .any], result: .option)), type: function,
                    origin: ExportOrigin(module: ModuleID("b.atl"), name: "g"), parameterUsage: [.read, .keep], documentation: "Does f.",
                    span: SourceSpan(3, 9)),
                InterfaceExport(name: "n", kind: .variable(.number, isMutable: true), type: .namespace(ModuleID("c.atl"))),
                InterfaceExport(name: "t", kind: .type, type: alias),
                InterfaceExport(name: "u", kind: .module, type: .dynamic),
                InterfaceExport(name: "u.x", kind: .variable(.any, isMutable: false), type: .dynamic, isHidden: true, payload: [1, 255]),
                InterfaceExport(name: "v", kind: .syntax, type: .dynamic, payload: [0]),
            ], initializerHasEffects: false, references: [ModuleID("c.atl")])
    }

    private func link() -> LinkSection {
        LinkSection(
            compiler: "0.1", abi: 7, dependencies: [
                LinkDependency(module: ModuleID("b.atl"), interfaceHash: "ff", span: SourceSpan(1, 2), position: SourcePosition(line: 3, column: 4), specifier: "./b"),
                LinkDependency(module: ModuleID("std:c"), interfaceHash: "", span: .none, specifier: "c"),
            ],
            imports: [
                LinkImport(
                    module: ModuleID("b.atl"), name: "g", alias: "h", span: SourceSpan(8, 9), position: SourcePosition(line: 1, column: 9))
            ],
            data: [
                LinkDataItem(
                    offset: 8, size: 24, alignment: 8, relocations: [
                        LinkRelocation(offset: 4, target: .table(3)), LinkRelocation(offset: 20, target: .data(0)),
                    ], name: "x")
            ], namespaceRequests: [ModuleID("c.atl")])
    }

    @Test func roundTrips() throws {
        #expect(try ModuleInterface(decoding: interface().encoded()) == interface())
        #expect(try LinkSection(decoding: link().encoded()) == link())
    }

    /// The usual items are read in a quick way, others in one that looks closely.
    @Test func dataItemsOfAllKinds() throws {
        for (name, offset) in [("\"a\"", 8), ("\"ä\"", 8), ("", 0), ("site", UInt32.max - 64)] {
            var section = link()
            section.data = [
                LinkDataItem(offset: offset, size: 40, alignment: 4, relocations: [LinkRelocation(offset: 4, target: .data(offset))], name: name, isMergeable: true),
                LinkDataItem(offset: offset, size: 0, alignment: 1 << 20),
                LinkDataItem(offset: offset, size: 30, alignment: 1, relocations: [LinkRelocation(offset: 0, target: .table(offset))], name: name + name),
            ]
            let decoded = try LinkSection(decoding: section.encoded())
            #expect(decoded == section && decoded.data.map(\.name) == section.data.map(\.name))
        }
        // A truth value is one byte: here the last one of the items, before the namespaces.
        var bytes = link().encoded()
        let flag = bytes.count - 1 - 1 - "c.atl".utf8.count - 1
        try #require(bytes[flag] == 0)
        bytes.replaceSubrange(flag...flag, with: [0x80, 0])
        #expect(throws: SectionError.self) { _ = try LinkSection(decoding: bytes) }
    }

    @Test func decodingKnowsTheHash() throws {
        let (decoded, hash) = try ModuleInterface.decode(([0, 0] + interface().encoded())[2...])
        #expect(decoded == interface() && hash == interface().interfaceHash)
    }

    @Test func hashIgnoresPlacesAndDocumentation() {
        var moved = interface()
        moved.sourcePath = "elsewhere.atl"
        moved.exports[0].span = SourceSpan(100, 200)
        moved.exports[0].documentation = nil
        #expect(moved.interfaceHash == interface().interfaceHash)
        var changed = interface()
        changed.exports[0].parameterUsage = [.keep, .keep]
        #expect(changed.interfaceHash != interface().interfaceHash)
        changed = interface()
        changed.exports[1].type = .number
        #expect(changed.interfaceHash != interface().interfaceHash)
    }

    @Test func brokenInputThrows() throws {
        let bytes = interface().encoded()
        for count in 0..<bytes.count {
            #expect(throws: SectionError.self) { _ = try ModuleInterface(decoding: bytes[..<count]) }
        }
        let linkBytes = link().encoded()
        for count in 0..<linkBytes.count {
            #expect(throws: SectionError.self) { _ = try LinkSection(decoding: linkBytes[..<count]) }
        }
        // Any change of one byte is an error or another value, never a crash.
        for bytes in [interface().encoded(), link().encoded()] {
            for index in bytes.indices {
                for flip in [UInt8(0x01), 0x80, 0xFF] {
                    var broken = bytes
                    broken[index] ^= flip
                    _ = try? ModuleInterface(decoding: broken)
                    _ = try? LinkSection(decoding: broken)
                }
            }
        }
    }

    @Test func hugeTypesAreRefused() throws {
        // Each type is a union of two copies of the one before: the table is small, the type is not.
        var type = InterfaceType.number
        for _ in 0..<15 { type = .union([type, type]) }
        var module = interface()
        module.exports[1].type = type
        #expect(try ModuleInterface(decoding: module.encoded()) == module)
        for _ in 0..<5 { type = .union([type, type]) }
        module.exports[1].type = type
        #expect(throws: SectionError.self) { _ = try ModuleInterface(decoding: module.encoded()) }

        var deep = InterfaceType.number
        for _ in 0..<2_000 { deep = .array(deep) }
        module.exports[1].type = deep
        #expect(throws: SectionError.self) { _ = try ModuleInterface(decoding: module.encoded()) }
    }
}
