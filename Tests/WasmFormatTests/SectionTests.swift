import Basics
import Testing
import WasmFormat

@Suite struct SectionTests {
    @Test func namesRoundTrip() throws {
        var names = NameSection()
        names.module = "m"
        names.functions = [.init(0, "a"), .init(5, "größe"), .init(1_000_000, "c")]
        names.locals = [.init(5, [.init(0, "x"), .init(1, "y")])]
        names.labels = [.init(5, [.init(0, "loop")])]
        names.types = [.init(1, "t")]
        names.globals = [.init(2, "g")]
        names.data = [.init(0, ".rodata")]
        names.tables = [.init(0, "table")]
        names.memories = [.init(0, "memory")]
        names.elements = [.init(0, "e")]
        let bytes = names.encoded()
        #expect(try NameSection(bytes, 0..<bytes.count) == names)
        #expect(throws: WasmError.self) { try NameSection([1, 7, 2, 1, 1, 0x61, 1, 1, 0x62], 0..<9) }
    }

    @Test func dylinkRoundTrips() throws {
        let section = DylinkSection(memorySize: 1000, memoryAlignment: 3, tableSize: 7, tableAlignment: 0, needed: ["lib/a.atl"])
        let bytes = section.encoded()
        #expect(try DylinkSection(bytes, 0..<bytes.count) == section)
        var module = ModuleTests.header
        CustomSection.append("langc.link", [1, 2, 3], to: &module)
        CustomSection.prepend(DylinkSection.name, bytes, to: &module)
        let read = try WasmModule(reading: module)
        #expect(read.customSections.map(\.name) == ["dylink.0", "langc.link"])
        #expect(read.customSection(named: "langc.link").map { Array(module[$0]) } == [1, 2, 3])
    }

    @Test func objectsOfTheToolchain() throws {
        let module = try WasmModule(reading: Samples.object)
        let linking = try LinkingSection(module.bytes, #require(module.customSection(named: LinkingSection.name)))
        let run = try #require(linking.symbols.first { $0.name == "run" })
        guard case .function(let index) = run.kind else { Issue.record("run is no function"); return }
        #expect(!run.isUndefined && Int(index) >= module.importedFunctionCount)
        let table = try #require(linking.symbols.first { $0.name == "table" })
        guard case .data(let place?) = table.kind else { Issue.record("table is no data"); return }
        #expect(place.size == 16 && table.flags.contains(.local))
        #expect(linking.symbols.contains { $0.name == "variable" && $0.isUndefined })
        #expect(linking.segments.count == module.data.count)

        let sections = try RelocationSection.all(of: module)
        #expect(Set(sections.map { module.sections[$0.section].id }).isSuperset(of: [.code, .data]))
        let kinds = Set(sections.flatMap(\.relocations).map(\.kind))
        #expect(kinds.isSuperset(of: [.functionIndexLEB, .memoryAddressLEB, .tableIndexSLEB, .typeIndexLEB, .tableIndexI32]))
    }

    @Test func unknownRelocationsAreErrors() throws {
        let module = try WasmModule(reading: Samples.everything())
        var bytes = Samples.everything()
        func add(_ content: [UInt8]) -> [UInt8] {
            bytes = Samples.everything()
            CustomSection.append("reloc.CODE", content, to: &bytes)
            return bytes
        }
        let code = UInt8(module.sections.firstIndex { $0.id == .code } ?? 0)
        for (content, message) in [
            ([code, 1, 11, 1, 0, 0], "type 11"), ([99, 0], "section 99"), ([code, 1, 0, 0x7F, 0], "outside"),
            ([code, 2, 0, 4, 0, 0, 6, 0], "overlap"),
        ] as [([UInt8], String)] {
            let broken = try WasmModule(reading: add(content))
            #expect {
                _ = try RelocationSection.all(of: broken)
            } throws: {
                ($0 as? WasmError)?.message.contains(message) == true
            }
        }
    }

    @Test func sourceMapsRoundTrip() throws {
        let map = WasmSourceMap(
            sources: ["lib/a.atl", "quo\"te\n.atl"], names: ["f"], contents: ["let x = 1;", nil],
            mappings: [
                .init(offset: 10, source: 0, line: 0, column: 4), .init(offset: 12, source: nil), .init(offset: 300, source: 1, line: 99, column: 0, name: 0),
                .init(offset: 301, source: 0, line: 3, column: 1),
            ])
        let json = map.json(file: "out.wasm")
        #expect(try WasmSourceMap(json: Array(json.utf8)) == map)
        // A map written by hand, with white space and a key that is not known.
        let other = #"{ "version" : 3, "x": {"y":[1,2,"]"]}, "sources":["a\u00e9"], "names":[], "mappings":"UAAI,EACA" }"#
        let read = try WasmSourceMap(json: Array(other.utf8))
        #expect(read.sources == ["aé"])
        #expect(read.mappings == [.init(offset: 10, source: 0, line: 0, column: 4), .init(offset: 12, source: 0, line: 1, column: 4)])
    }

    @Test(arguments: [
        "", "{", "[]", #"{"version":2}"#, #"{"version":3,"mappings":"!"}"#, #"{"version":3,"mappings":"AA"}"#, #"{"version":3,"mappings":"D"}"#,
        #"{"version":3,"sources":["a"],"mappings":"AAAA;AAAA"}"#, #"{"version":3,"mappings":"gggggggggggggA"}"#, #"{"version":3,"sources":["\ud8"]}"#,
        #"{"version":3,"sections":[]}"#, #"{"version":3} x"#,
    ])
    func brokenSourceMapsAreErrors(_ text: String) {
        #expect(throws: WasmError.self) { try WasmSourceMap(json: Array(text.utf8)) }
    }

    @Test func positionsRoundTripAndBecomeMaps() throws {
        let positions = CodePositions(
            sources: ["a.atl", "b.atl"],
            entries: [
                .init(offset: 3, source: 0, line: 10, column: 5), .init(offset: 4, source: nil), .init(offset: 9, source: 1, line: 2, column: 40),
                .init(offset: 500, source: 0, line: 1, column: 1),
            ])
        let bytes = positions.encoded()
        #expect(try CodePositions(bytes, 0..<bytes.count) == positions)
        let map = positions.sourceMap(codeStart: 77)
        #expect(map.mappings[0] == .init(offset: 80, source: 0, line: 9, column: 4))
        #expect(CodePositions(map, codeStart: 77) == positions)
        for count in 0..<bytes.count { #expect(throws: WasmError.self) { try CodePositions(bytes, 0..<count) } }
    }

    @Test func printing() throws {
        let text = WasmPrinter.print(try WasmModule(reading: Samples.everything()))
        #expect(text == """
            (module $sample
              (type 0 (func (param i32) (result i32)))
              (type 1 (func))
              (type 2 (func (result i32 f64)))
              (import "env" "log" (func $log (type 1)))
              (import "env" "base" (global 0 i32))
              (import "env" "table" (table 0 1 funcref))
              (import "env" "memory" (memory 0 1 10))
              (global 1 (mut i32) (i32.const -5))
              (global 2 f64 (f64.const 3.141592653589793))
              (export "double" (func $double))
              (export "counter" (global 1))
              (start $start_here)
              (elem 0 (offset global.get 0) funcref $double $start_here)
              (elem 1 funcref $log (ref.null func))
              (elem 2 declare funcref $log)
              (func $double (type 0) (param $x i32) (result i32)
                (local i64)
                (local i64)
                block (result i32)
                  local.get $x
                  i32.const 2
                  i32.mul
                end
              )
              (func $start_here (type 1)
                global.get 0
                i32.load offset=16
                call $double
                i32.const 0
                call_indirect (type 0)
                global.set 1
                data.drop 1
              )
              (data 0 (offset i32.const 64)
                "hello\\0a"
              )
              (data 1
                "\\01\\02\\ff"
              )
              (; custom section "name", 45 bytes ;)
            )

            """)
    }
}
