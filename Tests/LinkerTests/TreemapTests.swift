import Diagnostics
import Linker
import ModuleSystem
import Testing
import WasmFormat

/// How the sizes in a program are told.
@Suite struct TreemapTests {
    private typealias Rectangle = Treemap.Rectangle

    private static func program() -> [TestObject] {
        let lib = ProgramTests.hello("lib <&> \"lib\"", id: "src/lib.atl")
        var main = ProgramTests.hello("main")
        main.depends(on: lib)
        return [main, lib]
    }

    private func report(_ options: LinkOptions) throws -> (report: LinkReport, size: Int) {
        let linked = Linked(Self.program(), entry: Self.program()[0], options)
        return (try #require(linked.result.report), try #require(linked.result.binary).count)
    }

    /// Also with data of which the file leaves out the zeros, and with equal data that is stored once.
    @Test func everyByteOfTheFileBelongsToSomething() throws {
        for options in [LinkOptions(report: true), LinkOptions(keepNames: true, optimize: true, report: true), LinkOptions(collectorStress: true, report: true)] {
            let (report, size) = try report(options)
            #expect(report.fileSize == size)
            #expect(report.parts.contains { $0.name == "header" && $0.size == 8 })
            #expect(report.sizesByOwner.reduce(0) { $0 + $1.size } + report.parts.reduce(0) { $0 + $1.size } == size)
        }
        var main = TestObject("main.atl")
        let zeros = [UInt8](repeating: 0, count: 100)
        let items = [[1, 2, 3, 4] + zeros + [5], zeros, [6, 0, 0, 0], [1, 2, 3, 4] + zeros + [5], zeros + [7] + zeros].map { main.item($0, isMergeable: true) }
        main = Self.keeping(items, of: main)
        let linked = Linked([main], entry: main, LinkOptions(report: true))
        let report = try #require(linked.result.report)
        #expect(report.fileSize == linked.result.binary?.count)
        // Of 205 bytes only one is not zero, and of the equal items only one is stored.
        let sizes = report.kept.filter { $0.kind == .data && $0.owner == "main.atl" }.map(\.fileSize)
        #expect(sizes.contains(1) && sizes.filter { $0 == 0 }.count >= 2, "\(sizes)")
    }

    /// `main` with an initializer that uses all items.
    private static func keeping(_ items: [UInt32], of object: TestObject) -> TestObject {
        var result = TestObject("main.atl")
        result.data = object.data
        result.items = object.items
        result.importMemory()
        let addresses = items.map { result.address($0) }
        result.function(export: "langc.init") { body in
            for address in addresses {
                body.append(.globalGet, address)
                body.append(.drop)
            }
        }
        return result
    }

    @Test func rectanglesFillTheWholeInProportion() {
        var state: UInt64 = 11
        func random(_ bound: UInt64) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % bound)
        }
        for _ in 0..<200 {
            let sizes = (0...random(40)).map { _ in 1 + random(10) * random(1000) }.sorted(by: >)
            let whole = Rectangle(x: 3, y: 5, width: Double(1 + random(1000)), height: Double(1 + random(1000)))
            let places = Treemap.squarified(sizes, in: whole)
            let scale = whole.area / Double(sizes.reduce(0, +))
            for (size, place) in zip(sizes, places) {
                #expect(abs(place.area - Double(size) * scale) < 1e-6 * whole.area)
                #expect(place.x > whole.x - 1e-6 && place.x + place.width < whole.x + whole.width + 1e-6)
                #expect(place.y > whole.y - 1e-6 && place.y + place.height < whole.y + whole.height + 1e-6)
            }
            for (index, first) in places.enumerated() {
                for second in places.dropFirst(index + 1) {
                    let across = min(first.x + first.width, second.x + second.width) - max(first.x, second.x)
                    let down = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
                    #expect(across < 1e-6 * whole.width || down < 1e-6 * whole.height)
                }
            }
        }
        #expect(Treemap.squarified([6, 6, 4, 3, 2, 2, 1], in: Rectangle(x: 0, y: 0, width: 6, height: 4)).prefix(2) == [
            Rectangle(x: 0, y: 0, width: 3, height: 2), Rectangle(x: 0, y: 2, width: 3, height: 2),
        ])
        #expect(Treemap.squarified([], in: Rectangle(x: 0, y: 0, width: 6, height: 4)).isEmpty)
    }

    @Test func thePageStandsAlone() throws {
        let (report, size) = try report(LinkOptions(report: true))
        let page = report.treemapHTML
        #expect(try report.treemapHTML == self.report(LinkOptions(report: true)).report.treemapHTML)
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("\(size) bytes in the file."))
        #expect(!page.contains("<script") && !page.contains("http") && !page.contains("url("))
        #expect(page.contains("&quot;lib &lt;&amp;&gt; &quot;lib&quot;&quot;") && !page.contains("lib <&>"))
        // Each thing with bytes is in the map and in the table.
        for item in report.items where item.fileSize > 0 && item.kind == .function {
            #expect(page.contains("title=\"\(item.shortName) (\(item.owner), function): \(item.fileSize) bytes, "), "\(item.name)")
            #expect(page.contains("<tr><td>\(item.shortName)</td><td>function</td><td>\(item.fileSize)</td>"), "\(item.name)")
        }
    }

    @Test func namesThatAreNotThere() throws {
        let (report, _) = try report(LinkOptions(report: true))
        #expect(report.whyNot("unused_function") == "'unused_function' was left out of the program, since nothing needs it")
        #expect(report.whyNot("prnt_line") == "'prnt_line' is not in the program; did you mean 'print_line'?")
        #expect(report.whyNot("xyzzy") == "'xyzzy' is not in the program; --map shows what is")
        #expect(report.whyLiveText("print_line")?.hasPrefix("function runtime.print_line (runtime)\nneeded by function ") == true)
    }
}
