import Basics
import CodeGen
import Driver
import Foundation
import Linker
import Testing
import WasmFormat

/// Source maps of whole programs: from the checker's positions through the optimizer and the linker to offsets in the binary.
@Suite struct SourceMapTests {
    private static let texts = [
        "main.atl": """
            import { show, area } from "./lib/show";
            import * as shapes from "./lib/shapes";
            // Ein Smiley hat zwei Einheiten: 😀
            fn report(count: number) {
                let face = "😀"; print(face + "report " + toString(count));
                for (var i = 0; i < count; i++) {
                    print("report " + toString(i));
                    show(i);
                }
            }
            var count = 3;
            fn each(x: number) -> void {
                print("each");
                count = area(x, x) / count;
            }
            report(count);
            for (var y = 0; y < 3; y++) {
                for (var x = 0; x < 3; x++) { count = count + shapes.side(x) * shapes.side(y); }
            }
            print("mapped " + join(map([toString(count)], toString), ","));
            forEach([1, 2], each);
            """,
        "lib/show.atl": """
            export fn show(value: number) {
                let text = "value " + toString(value);
                print(text + "!");
            }

            export fn area(a: number, b: number) -> number {
                if (a < 0) {
                    print("negative");
                    return 0;
                }
                return a * b;
            }
            """,
        "lib/shapes.atl": """
            export fn side(x: number) -> number { return x * 2 + 1; }
            var made: number[] = [];
            export fn add(x: number) -> void { made.push(side(x)); }
            print("shapes"); print("and sides");
            """,
    ]
    private static let project = SourceTree(texts)
    private static let levels = [OptimizationLevel.none, .standard, .aggressive]

    private static func build(_ level: OptimizationLevel) throws -> BuildResult {
        var options = BuildOptions(entry: "main.atl", optimization: level, keepNames: true, sourceMap: true)
        options.callStacks = true
        let result = Build.run(options, fileSystem: Self.project.files, through: .link)
        #expect(result.lines == [])
        return result
    }

    /// A module with its map as they are written.
    private struct Mapped {
        var name: String
        var binary: [UInt8]
        var json: [UInt8]
    }

    /// The program, or the modules of the unmerged one.
    private static func outputs(_ level: OptimizationLevel, unmerged: Bool) throws -> [Mapped] {
        var result = try build(level)
        if !unmerged {
            let program = try #require(result.program(mapName: "main.wasm.map", in: "/out"))
            return [Mapped(name: "main.wasm", binary: program.binary, json: Array(try #require(program.sourceMap).utf8))]
        }
        var options = BuildOptions(entry: "main.atl", optimization: level, keepNames: true, sourceMap: true)
        options.callStacks = true
        let program = result.unmerge(options)
        let files = try #require(program).files
        let maps = files.filter { $0.path.hasSuffix(".map") }
        #expect(maps.count >= 3)
        return try maps.map { map in
            let name = String(map.path.dropLast(".map".count))
            let module = try #require(files.first { $0.path == name })
            return Mapped(name: Path.lastComponent(name), binary: module.bytes, json: map.bytes)
        }
    }

    // MARK: Tests

    /// Every call that prints is where the source has it.
    @Test(arguments: levels) func callsLeadToTheirLines(level: OptimizationLevel) throws {
        let result = try Self.build(level)
        let module = try WasmModule(reading: #require(result.link?.binary))
        let map = try #require(result.link?.sourceMap)
        let names = Dictionary(NameSection(of: module).functions.map { ($0.index, $0.name) }, uniquingKeysWith: { first, _ in first })
        var lines: Set<String> = []
        for body in module.bodies {
            var reader = InstructionReader(module, body)
            while try reader.next() {
                guard reader.opcode == .call || reader.opcode == .returnCall, names[reader.first]?.contains("print") == true else { continue }
                let mapping = map.mappings.last { $0.offset <= reader.start }
                lines.insert(mapping.flatMap { mapping in mapping.source.map { "\(map.sources[$0]):\(mapping.line + 1)" } } ?? "unknown")
            }
        }
        #expect(lines == ["main.atl:5", "main.atl:7", "main.atl:13", "main.atl:20", "lib/show.atl:3", "lib/show.atl:8", "lib/shapes.atl:4"])
    }

    /// The maps are valid, as a reader sees them that knows nothing of langc: JSON with the right members, mappings that ascend and lead from
    /// the beginnings of instructions to places in the texts.
    @Test(arguments: levels, [false, true]) func mapsAreValid(level: OptimizationLevel, unmerged: Bool) throws {
        for output in try Self.outputs(level, unmerged: unmerged) {
            let map = try #require(try JSONSerialization.jsonObject(with: Data(output.json)) as? [String: Any])
            #expect(map["version"] as? Int == 3 && map["file"] as? String == output.name && map["names"] as? [String] == [])
            let sources = try #require(map["sources"] as? [String])
            let texts = try #require(map["sourcesContent"] as? [String])
            try #require(sources.count == texts.count)
            for (source, text) in zip(sources, texts) where !source.hasPrefix("std:") {
                let path = unmerged ? source : String(source.dropFirst("../".count))
                #expect(Self.texts[path] == text, "\(source)")
                #expect(unmerged || source.hasPrefix("../"))
            }
            let module = try WasmModule(reading: output.binary)
            let url = try #require(module.customSections.last)
            #expect(url.name == "sourceMappingURL")
            #expect(String(decoding: output.binary[url.range], as: UTF8.self).hasSuffix("\(output.name).map"))

            let instructions = try Self.instructions(module)
            var last = -1
            for segment in try Self.segments(#require(map["mappings"] as? String)) {
                #expect(segment[0] > last)
                last = segment[0]
                #expect(instructions.contains(segment[0]) || segment.count == 1, "\(segment) is not at an instruction")
                guard segment.count > 1 else { continue }
                try #require(segment.count == 4 && segment[1] < sources.count)
                let lines = texts[segment[1]].split(separator: "\n", omittingEmptySubsequences: false)
                try #require(segment[2] >= 0 && segment[2] < lines.count)
                #expect(segment[3] >= 0 && segment[3] < max(lines[segment[2]].utf16.count, 1), "\(segment)")
            }
        }
    }

    /// Every function with statements of its own has positions in its module, and nothing of the runtime has any.
    @Test(arguments: levels) func functionsHavePositions(level: OptimizationLevel) throws {
        let result = try Self.build(level)
        let module = try WasmModule(reading: #require(result.link?.binary))
        let map = try #require(result.link?.sourceMap)
        let imported = module.importedFunctionCount
        var seen: Set<String> = []
        for entry in NameSection(of: module).functions where Int(entry.index) >= imported {
            let body = module.bodies[Int(entry.index) - imported]
            let own = map.mappings.filter { body.range.contains($0.offset) && $0.source != nil }
            let sources = Set(own.compactMap { $0.source.map { map.sources[$0] } })
            if entry.name.hasPrefix("runtime.") || entry.name == "_start" {
                let place = map.mappings.last { $0.offset <= body.instructions.lowerBound }
                #expect(own.isEmpty && place?.source == nil, "\(entry.name) has positions")
            }
            guard let stem = ["main", "lib/show", "lib/shapes"].first(where: { entry.name.hasPrefix($0 + ".") }), !entry.name.contains(".langc.") else { continue }
            // Code of other modules never stands in a function before Binaryen joins modules.
            #expect(sources == [stem + ".atl"], "\(entry.name): \(sources)")
            seen.insert(entry.name)
        }
        if level == .none {
            #expect(seen.isSuperset(of: [
                "main.report", "main.each", "main.initializer of main.atl", "lib/show.show", "lib/show.area", "lib/shapes.side",
                "lib/shapes.initializer of lib/shapes.atl",
            ]))
        }
        #expect(seen.contains("main.report") && seen.contains("lib/show.show"))
    }

    /// Columns count units of UTF-16: that of the call behind the smiley is one more than its number of characters.
    @Test(arguments: levels) func columnsAreThoseOfJavaScript(level: OptimizationLevel) throws {
        let output = try Self.outputs(level, unmerged: false)[0]
        let map = try WasmSourceMap(json: output.json)
        let line = #"    let face = "😀"; print(face + "report " + toString(count));"#
        let columns = Set(map.mappings.filter { $0.source.map { map.sources[$0] } == "../main.atl" && $0.line == 4 }.map(\.column))
        let call = try #require(line.range(of: "print")).lowerBound.utf16Offset(in: line)
        #expect(columns.contains(call), "\(columns), expected \(call)")
        #expect(columns.isDisjoint(with: [call - 1]))
    }

    // MARK: A decoder of its own

    /// The starts of all instructions in a module's code.
    private static func instructions(_ module: WasmModule) throws -> Set<Int> {
        var starts: Set<Int> = []
        for body in module.bodies {
            var reader = InstructionReader(module, body)
            while try reader.next() { starts.insert(reader.start) }
        }
        return starts
    }

    /// The numbers of every segment, with differences added up.
    private static func segments(_ mappings: String) throws -> [[Int]] {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        try #require(!mappings.contains(";"))
        var state = [0, 0, 0, 0]
        return try mappings.split(separator: ",", omittingEmptySubsequences: false).map { segment in
            var numbers: [Int] = []
            var (value, shift) = (0, 0)
            for digit in segment {
                let bits = try #require(digits.firstIndex(of: digit))
                value += (bits & 31) << shift
                shift += 5
                if bits & 32 != 0 { continue }
                numbers.append(value & 1 == 1 ? -(value >> 1) : value >> 1)
                (value, shift) = (0, 0)
            }
            try #require(shift == 0 && (numbers.count == 1 || numbers.count == 4))
            for (index, number) in numbers.enumerated() { state[index] += number }
            return Array(state[..<numbers.count])
        }
    }
}
