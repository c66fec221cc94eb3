import Basics
import BinaryenKit
import CodeGen
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI
import Testing
import WasmFormat

@Suite struct ObjectTests {
    private func sample() -> Module {
        var module = testModule()
        module.dependencies = [
            LinkDependency(module: ModuleID("lib.atl"), interfaceHash: "00", span: SourceSpan(0, 4), specifier: "./lib")
        ]
        module.add("divide", [("a", .f64), ("b", .f64)], .f64) { b, p in
            b.span = SourceSpan(9, 13)
            let quotient = b.binary(.f64Divide, b.get(p[0]), b.get(p[1]))
            b.span = SourceSpan(23, 25)
            return b.finite(quotient, Failures.finite)
        }
        module.add("hello", [], .unit) { b, _ in b.runtime(.printLine, [b.string("hello")], .unit) }
        return module
    }

    @Test(arguments: levels) func sameBytesEveryTime(_ level: OptimizationLevel) throws {
        let first = try generate(sample(), level)
        for _ in 0..<3 { #expect(try generate(sample(), level) == first) }
    }

    @Test(arguments: levels) func sections(_ level: OptimizationLevel) throws {
        let object = try generate(sample(), level)
        let interface = try #require(NodeHost.customSection("langc.interface", of: object))
        #expect(try ModuleInterface(decoding: interface) == sample().interface)
        let link = try #require(try NodeHost.linkSection(of: object))
        #expect(link.dependencies == sample().dependencies)
        // Items cover the segment without gaps or overlaps.
        var end: UInt32 = 0
        for item in link.data {
            #expect(item.offset == end)
            #expect(item.offset % item.alignment == 0)
            end += item.size
        }
        #expect(link.data.map(\.name).contains("\"hello\""))
        #expect(link.data.map(\.name).contains("site main.atl:3:6"))
        #expect(object[8..<20].contains(UInt8(ascii: "d")), "dylink.0 comes first")
    }

    @Test(arguments: levels) func positions(_ level: OptimizationLevel) throws {
        let object = try generate(sample(), level)
        let content = try #require(NodeHost.customSection(CodePositions.sectionName, of: object))
        let table = try CodePositions(Array(content), 0..<content.count)
        #expect(table.sources == ["main.atl"])
        #expect(table.entries.contains { $0.line == 3 && $0.column == 6 })
        #expect(table.entries.map(\.offset) == table.entries.map(\.offset).sorted())
    }

    @Test func problemsBecomeErrors() {
        var module = testModule()
        module.add("bad", [], .f64) { b, _ in b.string("no number") }
        let result = CodeGenerator.generate(module, source: nil, options: CodeGenOptions(compilerVersion: "test"))
        #expect(result.object.isEmpty)
        #expect(result.errors.map(\.message) == ["function 0 `bad`: the body has type string, the result is f64"])
    }

    @Test func deepTreesCompile() {
        var module = testModule()
        module.add("f", [("n", .f64)], .f64) { b, p in
            var tree = b.get(p[0])
            for _ in 0..<15_000 { tree = b.finite(b.unary(.negate, tree), Failures.finite) }
            return tree
        }
        let size = runOnLargeStack(bytes: 512 << 20) { [module] in
            CodeGenerator.generate(module, source: testSource, options: CodeGenOptions(compilerVersion: "test"))
        }
        #expect(size.errors.first?.message.contains("nested too deeply") == true)
        var smaller = testModule()
        smaller.add("f", [("n", .f64)], .f64) { b, p in
            var tree = b.get(p[0])
            for _ in 0..<8_000 { tree = b.finite(b.unary(.negate, tree), Failures.finite) }
            return tree
        }
        let result = runOnLargeStack(bytes: 512 << 20) { [smaller] in
            CodeGenerator.generate(smaller, source: testSource, options: CodeGenOptions(compilerVersion: "test"))
        }
        #expect(result.errors.isEmpty)
        #expect(result.object.count > 100_000)
    }
}
