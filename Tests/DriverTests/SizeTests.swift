import CodeGen
import Driver
import Testing

/// How small programs are.
@Suite struct SizeTests {
    private func program(_ files: [String: String], entry: String = "main.atl") throws -> [UInt8] {
        let options = BuildOptions(entry: entry, optimization: .standard)
        let result = Build.run(options, fileSystem: SourceTree(files).files, through: .link)
        #expect(result.lines == [])
        return try #require(result.link?.binary)
    }

    @Test func programsContainWhatTheyNeed() throws {
        let hello = try program(["main.atl": "print(\"Hello, world!\");"]).count
        #expect(hello <= 400, "\(hello)")
        let number = try program(["main.atl": "print(3.25);"]).count
        #expect(number <= 4096, "\(number)")
    }

    @Test(arguments: [("(print \"Hello, world!\")", 420), ("(display 42)", 420), ("(print (+ 1 2))", 420), ("(print (car (list 1)))", 29000)])
    func programsInAiContainWhatTheyNeed(_ text: String, _ limit: Int) throws {
        let size = try program(["main.ai": text], entry: "main.ai").count
        #expect(size <= limit, "\(text): \(size)")
    }

    @Test func equalTextsOfModulesAreOne() throws {
        let binary = try program([
            "main.atl": "import { one } from \"./other\";\nprint(one);\nprint(\"the same text in two modules\");",
            "other.atl": "export let one = 1;\nprint(\"the same text in two modules\");",
        ])
        let text = Array("the same text in two modules".utf8)
        let places = binary.indices.filter { binary[$0...].starts(with: text) }
        #expect(places.count == 1)
    }
}
