import CodeGen
import Driver
import Linker
import Testing
import WasmFormat

/// Source maps of whole programs: from the checker's positions through the optimizer and the linker to offsets in the binary.
@Suite struct SourceMapTests {
    private static let project = SourceTree([
        "main.atl": """
            import { show } from "./lib/show";
            fn report(count: number) {
                for (var i = 0; i < count; i++) {
                    print("report " + toString(i));
                    show(i);
                }
            }
            report(3);
            """,
        "lib/show.atl": """
            export fn show(value: number) {
                let text = "value " + toString(value);
                print(text + "!");
            }
            """,
    ])

    /// Every call that prints is where the source has it.
    @Test(arguments: [OptimizationLevel.none, .standard]) func callsLeadToTheirLines(level: OptimizationLevel) throws {
        let options = BuildOptions(entry: "main.atl", optimization: level, keepNames: true, sourceMap: true)
        let result = Build.run(options, fileSystem: Self.project.files, through: .link)
        #expect(result.lines == [])
        let module = try WasmModule(reading: #require(result.link?.binary))
        let map = try WasmSourceMap(json: Array(#require(result.link?.sourceMap).utf8))
        let names = Dictionary(NameSection(of: module).functions.map { ($0.index, $0.name) }, uniquingKeysWith: { first, _ in first })
        var lines: [String] = []
        for body in module.bodies {
            var reader = InstructionReader(module, body)
            while try reader.next() {
                guard reader.opcode == .call || reader.opcode == .returnCall, names[reader.first]?.contains("print") == true else { continue }
                let mapping = map.mappings.last { $0.offset <= reader.start }
                guard let mapping, let source = mapping.source else {
                    lines.append("unknown")
                    continue
                }
                lines.append("\(map.sources[source]):\(mapping.line + 1)")
            }
        }
        #expect(Set(lines) == ["main.atl:4", "lib/show.atl:3"], "\(lines)")
    }
}
