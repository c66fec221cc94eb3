import Diagnostics
import Testing

@testable import Manifest

/// Whatever stands in a manifest: no crash and no hang, and either it is understood or a diagnostic says what is wrong, and where.
struct MutationTests {
    /// Random numbers that are the same in every run (SplitMix64).
    struct Random {
        var state: UInt64

        mutating func next(_ bound: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((value ^ (value >> 31)) % UInt64(max(bound, 1)))
        }
    }

    private static let sources = [
        "[package]\nname = \"shop\"\nversion = '1.0'\n\n[build]\nentry = \"src/main.x\"\noutput = \"out\"\n",
        "[project]\r\nname = \"\"\"sh\\u00F6p\"\"\" # ü\r\n[compiler]\r\noptimize = true\r\ndebug=false\r\ntarget = \"wasm\"\r\n",
        "package = { name = \"a\", version = \"1\" }\nwarnings.level = 'deny'\nwarnings.allow = [\n  \"W1\", # one\n  \"W2\",\n]\n",
        "[package]\nname = '''x'''\nauthors = [[1, 2.5e3], 0xFF, inf, -nan, 1979-05-27T07:32:00Z, 07:32:00]\n"
            + "[dependencies.\"a b\".c]\nd = { e.f = 1 }\n[[more]]\n[[more]]\n",
    ]
    private static let pieces = [
        "[", "]", "{", "}", "=", ".", ",", "\"", "'", "\"\"\"", "'''", "#", "\n", "\r", "\\", "\\u", "\u{0}", "\u{FEFF}", "é", "😀", "_", "-", "+",
        "0x", "1e", "99999999999999999999",
        "[[", "]]", "name", "name = 1\n", "[package]\n", "[warnings]\nlevel=", "true", "nan", "a.b.c", "\u{7F}", "\t",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]]

    private static func check(_ bytes: [UInt8], _ comment: @autoclosure () -> String) {
        let reading = schema.read(SourceFile(path: "x.toml", bytes: bytes))
        let hasErrors = reading.diagnostics.contains { $0.severity == .error }
        if hasErrors == (reading.manifest != nil) { Issue.record("\(comment()): neither understood nor rejected: \(bytes)") }
        for diagnostic in reading.diagnostics {
            let isPlaced = diagnostic.primary.map { $0.span.start <= $0.span.end && Int($0.span.end) <= bytes.count } ?? false
            if !isPlaced || diagnostic.message.isEmpty { Issue.record("\(comment()): \(diagnostic) for \(bytes)") }
        }
        guard let manifest = reading.manifest else { return }
        if PackageName.problem(in: manifest.name) != nil { Issue.record("\(comment()): the name \(manifest.name)") }
        for path in manifest.entryCandidates + [manifest.outputDirectory, manifest.sourceDirectory]
        where path.hasPrefix("/") || path.hasPrefix("../") || path == ".." { Issue.record("\(comment()): the path \(path)") }
    }

    @Test(arguments: 0..<8) func changedManifests(_ seed: Int) {
        var random = Random(state: UInt64(seed) &* 7_919 &+ 17)
        for round in 0..<1000 {
            var bytes = Array(Self.sources[random.next(Self.sources.count)].utf8)
            for _ in 0...random.next(5) {
                let place = random.next(bytes.count)
                switch random.next(5) {
                case 0: if !bytes.isEmpty { bytes[place] = UInt8(random.next(256)) }
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + random.next(8)))
                case 2: bytes.insert(contentsOf: Self.pieces[random.next(Self.pieces.count)], at: place)
                case 3: bytes.insert(contentsOf: bytes.dropFirst(random.next(bytes.count)).prefix(random.next(40)), at: place)
                default: bytes.removeLast(min(bytes.count, random.next(30)))
                }
            }
            Self.check(bytes, "seed \(seed), round \(round)")
        }
    }

    @Test(arguments: 0..<4) func noise(_ seed: Int) {
        var random = Random(state: UInt64(seed) &* 104_729 &+ 5)
        for round in 0..<500 {
            let bytes = (0..<random.next(80)).map { _ in UInt8(random.next(256)) }
            Self.check(bytes, "bytes, seed \(seed), round \(round)")
            let pieces = (0..<random.next(30)).flatMap { _ in Self.pieces[random.next(Self.pieces.count)] }
            Self.check(pieces, "pieces, seed \(seed), round \(round)")
        }
    }

    @Test func prefixes() {
        for source in Self.sources {
            let bytes = Array(source.utf8)
            for count in 0...bytes.count { Self.check(Array(bytes[..<count]), "prefix \(count)") }
        }
    }

    /// toml++ has tables of character classes with gaps.
    @Test func everyCharacterInEveryPlace() {
        for value in Array(0x80...0x3100 as ClosedRange<UInt32>) + stride(from: 0x3100, to: 0x11_0000, by: 97) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let character = String(Character(scalar))
            for text in ["l\(character)", "\(character) = 1", "l = \(character)", "l = 1\(character)"] { #expect(read(text).manifest == nil) }
            #expect(problems("package.name = \"x\\u00E9\(character)\" # \(character)").allSatisfy { !$0.contains("TOML") }, "\(value)")
        }
    }

    @Test(arguments: [
        ("a = ", "[", ""), ("a = ", "{a=", ""), ("", "a.", "b = 1"), ("[", "a.", "b]"), ("a = [", "{ x.y.z = [", ""), ("", "a . \"b\" .", "c = 1"),
    ])
    func deepManifests(_ start: String, _ unit: String, _ end: String) {
        let text = start + String(repeating: unit, count: 50_000) + end
        #expect(read("package.name = 'a'\n" + text).diagnostics.map(\.message) == ["Invalid TOML: values are nested too deeply"])
    }

    /// Not deep, only long: what stands in strings and comments, and what ends again, does not count.
    @Test(arguments: [
        ("a = [", "[1.5, {b.c = 2}],", "]"), ("", "#.[{\"'\n", ""), ("a = '''\n", ".[{\"'\n", "'''"), ("a = \"\"\"", "\\\".[{", "\"\"\""),
    ])
    func longManifests(_ start: String, _ unit: String, _ end: String) {
        let text = start + String(repeating: unit, count: 50_000) + end
        #expect(problems("package.name = 'a'\n[dependencies]\n" + text) == [])
    }

    @Test(arguments: ["| = 1", "[package]\n| = 1", "| = 1\n| = 2", "package.name = 'a'\nwarnings.level = '|'"])
    func endlessNames(_ pattern: String) {
        let text = pattern.split(separator: "|", omittingEmptySubsequences: false).joined(separator: String(repeating: "x", count: 100_000))
        #expect(read(text).diagnostics.allSatisfy { $0.message.count <= 201 })
    }

    @Test func hugeManifests() {
        let large = [UInt8](repeating: UInt8(ascii: "#"), count: TOMLParser.largestDocument + 1)
        let reading = schema.read(SourceFile(path: "x.toml", bytes: large))
        #expect(reading.diagnostics.map(\.message) == ["Invalid TOML: the file is larger than 1 MiB"])
    }

    /// All places on one long line that is not ASCII: each line is looked at once.
    @Test func manyPlacesOnOneLine() {
        let keys = (0..<20_000).map { "\"é\($0)\" = 1" }.joined(separator: ", ")
        let reading = read("package = { name = 'a', \(keys) }")
        #expect(reading.manifest?.name == "a")
        #expect(reading.diagnostics.count == 20_000)
    }
}
