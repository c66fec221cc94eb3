import Basics
@testable import Driver
import Linker
import ModuleSystem
import Testing

/// Builds after small edits, which put new code into the program of the build before. `IncrementalProject.build` compares every program with what
/// a build from nothing gives.
struct ChangedBodiesTests {
    private static let sources = [
        "main.atl": "import { area } from \"./facade\";\nimport { name, shout } from \"./names\";\nprint(name());\nprint(shout(\"a\"));\nprint(area(2));\n",
        "facade.atl": "export { area } from \"./circle\";\n",
        "circle.atl": "import { square } from \"./math\";\nexport fn area(r: number) -> number { return square(r) * 3; }\n",
        "math.atl": """
            fn third(x: number) -> number { return x / 3; }
            fn half(x: number) -> number { return third(x) + x / 2; }
            export fn square(x: number) -> number {
                var sum = half(x) + 1;
                while (sum < 10) { sum = sum + x; }
                return x * x + half(sum);
            }

            """,
        "names.atl": "export fn name() -> string { return \"circle\"; }\nexport fn shout(s: string) -> string { return s + \"!\"; }\n",
    ]
    /// What replaces what in which file, and whether the program is changed in place.
    private static let edits: [(file: String, old: String, new: String, isInPlace: Bool)] = [
        ("math.atl", "+ 1;", "+ 2;", true),
        ("math.atl", "+ 2;", "+ 123456789.5;", true),
        ("math.atl", "sum < 10", "10 > sum && sum < 100", true),
        // Places of errors move.
        ("math.atl", "fn half", "// Half of it.\n\nfn half", true),
        ("math.atl", "sum = sum + x", "sum = sum + x + half(1)", true),
        ("math.atl", "sum = sum + x + half(1)", "sum = sum + half(x) + 1", true),
        ("math.atl", "return x * x + half(sum);", "return half(x * x + sum);", true),
        // The product and the sum no longer begin at the same place.
        ("math.atl", "half(x * x + sum)", "half(sum + x * x)", false),
        // Nothing else refers to it.
        ("math.atl", "third(x) + x / 2", "x / 2", false),
        ("math.atl", "return x / 2", "return third(x) * x / 2", false),
        ("math.atl", "third(x) * x", "third(third(x)) * x", false),
        ("names.atl", "\"circle\"", "\"square\"", true),
        // Another text has these letters already, and then no longer.
        ("names.atl", "\"square\"", "\"!\"", false),
        ("names.atl", "{ return \"!\"; }", "{ return \"?\"; }", false),
        ("names.atl", "\"?\"", "\"a long text, longer than before\"", false),
        // What others see.
        ("math.atl", "export fn square", "export fn cube(x: number) -> number { return x * x * x; }\nexport fn square", false),
        ("circle.atl", "* 3", "* 4", true),
        // A re-export says where the function is.
        ("circle.atl", "export fn area", "\nexport fn area", false),
        ("main.atl", "area(2)", "area(3)", true),
        ("main.atl", "print(area(3));\n", "print(area(3));\nprint(area(4));\n", true),
        ("main.atl", "import { name, shout }", "import { shout, name }", true),
        ("main.atl", "print(name());\n", "let unused = 1;\nprint(name());\n", false),
        // That the other module has a warning makes no difference.
        ("math.atl", "third(x)) * x", "third(x)) * 7", true),
        ("main.atl", "let unused = 1", "let unused = 2", false),
    ]

    @Test func editsAreMadeInPlaceWhereThatIsPossible() throws {
        let project = IncrementalProject(Self.sources, entry: "main.atl")
        var sources = Self.sources
        project.checkBuild()
        #expect(!project.isChangedInPlace)
        for edit in Self.edits {
            let text = try #require(sources[edit.file])
            try #require(text.contains(edit.old))
            sources[edit.file] = text.replacing(edit.old, with: edit.new)
            project.write(edit.file, sources[edit.file] ?? "")
            project.checkBuild()
            #expect(project.isChangedInPlace == edit.isInPlace, "\(edit.old) → \(edit.new)")
        }
    }

    @Test func severalModulesAtOnce() {
        let project = IncrementalProject(Self.sources, entry: "main.atl")
        project.checkBuild()
        for (number, text) in ["5", "55555", "6"].enumerated() {
            project.write("math.atl", Self.sources["math.atl"]!.replacing("+ 1;", with: "+ \(text);"))
            project.write("circle.atl", Self.sources["circle.atl"]!.replacing("* 3", with: "* \(text)"))
            project.write("names.atl", Self.sources["names.atl"]!.replacing("circle", with: "circl\(number)"))
            project.checkBuild()
            #expect(project.isChangedInPlace)
        }
        for (file, text) in Self.sources { project.write(file, text) }
        project.checkBuild()
        #expect(project.isChangedInPlace)
        // Nothing has changed since.
        project.checkBuild()
        #expect(!project.isChangedInPlace)
    }

    @Test func errorsAndDamageComeBetween() {
        let project = IncrementalProject(Self.sources, entry: "main.atl")
        project.checkBuild()
        project.write("math.atl", Self.sources["math.atl"]!.replacing("+ 1;", with: "+ \"\";"))
        project.checkBuild()
        project.write("math.atl", Self.sources["math.atl"]!.replacing("+ 1;", with: "+ 3;"))
        project.checkBuild()
        #expect(project.isChangedInPlace)
        for (number, part) in ["/programs/", "/builds/", "/modules/"].enumerated() {
            project.damageQuick(part) { $0.dropLast() + [7] }
            project.write("math.atl", Self.sources["math.atl"]!.replacing("+ 1;", with: "+ 4\(number);"))
            project.checkBuild()
            #expect(!project.isChangedInPlace)
            project.write("math.atl", Self.sources["math.atl"]!.replacing("+ 1;", with: "+ 5\(number);"))
            project.checkBuild()
            #expect(project.isChangedInPlace)
        }
    }

    @Test func optionsAndFiles() {
        let project = IncrementalProject(Self.sources, entry: "main.atl")
        func edit(_ number: Int) {
            project.write("math.atl", Self.sources["math.atl"]!.replacing("+ 1;", with: "+ \(number);"))
            project.checkBuild()
        }
        project.checkBuild()
        project.options.keepNames = true
        edit(2)
        edit(3)
        #expect(project.isChangedInPlace)
        project.options.optimization = .standard
        edit(4)
        edit(5)
        #expect(!project.isChangedInPlace)
        project.options.optimization = .none
        project.options.sourceMap = true
        edit(6)
        edit(7)
        #expect(!project.isChangedInPlace)
        project.options.sourceMap = false
        edit(8)
        project.remove("names.atl")
        edit(9)
        project.write("names.atl", Self.sources["names.atl"]!)
        edit(10)
        // The import means another file now.
        project.write("math/module.atl", "export fn square(x: number) -> number { return 1; }\n")
        edit(11)
    }

    @Test func programsInAi() {
        let sources = [
            "main.ai": "(import \"tools\" (twice! f))\n(import \"shape\" (area))\n(define a 1)\n(twice! a)\n(display (list a (f 10) (area 2)))\n",
            "tools.ai": "(module tools [twice! f] (define (double x) (* 2 x)) (define (f n) (if (= n 0) 1 (* n (f (- n 1))))) (define-syntax twice! (syntax-rules () ((_ x) (set! x (double x))))))\n",
            "shape.atl": "export fn area(x: number) -> number { return x * 3; }\n",
        ]
        let project = IncrementalProject(sources, entry: "main.ai")
        project.checkBuild()
        project.write("tools.ai", sources["tools.ai"]!.replacing("(= n 0) 1", with: "(= n 1) 2"))
        project.checkBuild()
        #expect(project.isChangedInPlace)
        project.write("shape.atl", sources["shape.atl"]!.replacing("3", with: "3000"))
        project.checkBuild()
        #expect(project.isChangedInPlace)
        project.write("tools.ai", sources["tools.ai"]!.replacing("(double x))))", with: "(double (double x)))))"))
        project.checkBuild()
        #expect(!project.isChangedInPlace)
        // Modules in a circle.
        project.write("tools.ai", sources["tools.ai"]!.replacing("(define (double", with: "(import \"more\" (g)) (define (double"))
        project.write("more.ai", "(module more [g] (import \"tools\" (f)) (define (g) (f 3)))\n")
        project.checkBuild()
        project.write("more.ai", "(module more [g] (import \"tools\" (f)) (define (g) (f 4)))\n")
        project.checkBuild()
        #expect(!project.isChangedInPlace)
    }

    /// Numbers, operators, lines, texts and calls come and go.
    @Test func randomEdits() {
        var random = SplitMix(state: 11)
        var functions = (0..<4).map { module in (0..<4).map { _ in Self.statement(&random, module) } }
        func write(_ module: Int) -> String {
            let imports = module > 0 ? "import { f\(module - 1)x0 } from \"./m\(module - 1)\";\n" : ""
            let bodies = functions[module].enumerated().map { index, body in
                "\(index == 0 || index == 3 ? "export " : "")fn f\(module)x\(index)(x: number) -> number {\n\(body)\n}\n"
            }
            return imports + bodies.joined() + (module == 3 ? "print(f3x0(1));\nprint(f3x3(2));\n" : "")
        }
        let project = IncrementalProject(Dictionary(uniqueKeysWithValues: (0..<4).map { ("m\($0).atl", write($0)) }), entry: "m3.atl")
        project.checkBuild()
        var inPlace = 0
        for _ in 0..<40 {
            for _ in 0...random.next(2) {
                let (module, index) = (random.next(4), random.next(4))
                functions[module][index] = random.next(3) == 0 ? Self.statement(&random, module) : Self.varied(functions[module][index], &random)
                project.write("m\(module).atl", write(module))
            }
            project.checkBuild()
            if project.isChangedInPlace { inPlace += 1 }
        }
        #expect(inPlace > 7 && inPlace < 37)
    }

    private static func statement(_ random: inout SplitMix, _ module: Int) -> String {
        let other = module > 0 ? "f\(module - 1)x0(x)" : "x"
        let number = random.next(1000)
        return switch random.next(5) {
        case 0: "    return x + \(number);"
        case 1: "    if (x > \(number)) { return \(other) * 2; }\n    return \(number);"
        case 2: "    print(\"text \(number % 7)\");\n    return \(other) - x / \(number + 1);"
        case 3: "    let list = [x, \(number)];\n    return list[1] + \(other);"
        default: "    var i = 0;\n    while (i < \(number)) { i = i + x * x + 1; }\n    return i + \(other);"
        }
    }

    private static func varied(_ body: String, _ random: inout SplitMix) -> String {
        switch random.next(4) {
        case 0: "    // A line.\n" + body
        case 1: body.replacing("return", with: "return \(random.next(100_000)) +")
        case 2: body.replacing(" + ", with: " - ")
        default: body.replacing(";", with: " ;")
        }
    }
}

extension SplitMix {
    fileprivate mutating func next(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }
}

/// What tells damaged entries of a cache from whole ones.
struct ChecksumTests {
    @Test func everyBitCounts() {
        for count in [0, 1, 7, 63, 64, 65, 200] {
            var bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let sum = Checksum(of: bytes[...])
            #expect(Checksum(of: ([9] + bytes).dropFirst()) == sum)
            for bit in 0..<8 * count {
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(Checksum(of: bytes[...]).bytes != sum.bytes)
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            }
            #expect(Checksum(of: (bytes + [0])[...]).bytes != sum.bytes)
        }
        #expect(Checksum(of: [UInt8](repeating: 0, count: 640)[...]).bytes != Checksum(of: [UInt8](repeating: 0, count: 704)[...]).bytes)
    }
}

/// What is kept of a link may be damaged in ways that nobody has thought of.
struct LinkStateTests {
    private static let module = "export fn f(x: number) -> number { return x * 2 + 1; }\n"

    private struct Linked {
        var program: [UInt8]
        var state: LinkState
        var object: [UInt8]
    }

    /// Links `main.atl` and another module from nothing.
    private static func link(_ module: String) throws -> Linked {
        let project = IncrementalProject(["main.atl": "import { f } from \"./m\";\nprint(f(1));\n", "m.atl": module], entry: "main.atl")
        var options = project.options
        options.explains = false
        let result = Build.run(options, fileSystem: project.files)
        return Linked(
            program: try #require(result.link?.binary), state: try #require(result.link?.state),
            object: try #require(result.objects.first { $0.module.text == "m.atl" }?.bytes))
    }

    @Test func statesComeBack() throws {
        let before = try Self.link(Self.module)
        #expect(LinkState(decoding: before.state.bytes[...])?.bytes == before.state.bytes)
        var (program, state) = (before.program, before.state)
        let same = Relinker.Replacement(module: ModuleID("m.atl"), old: before.object, new: before.object)
        #expect(Relinker.replace([same], in: &program, &state))
        #expect(program == before.program && state.bytes == before.state.bytes)
        // One object cannot be replaced twice, nor one that is not there.
        #expect(!Relinker.replace([same, same], in: &program, &state))
        let stranger = Relinker.Replacement(module: ModuleID("n.atl"), old: before.object, new: before.object)
        #expect(!Relinker.replace([stranger], in: &program, &state))
        #expect(program == before.program)
    }

    @Test func damageDoesNoHarm() throws {
        let before = try Self.link(Self.module)
        let after = try Self.link("\n\n" + Self.module.replacing("2", with: "3"))
        var random = SplitMix(state: 5)
        let whole = before.state.bytes
        var readable = 0
        for round in 0..<400 {
            var bytes = round % 8 == 0 ? Array(whole.prefix(random.next(whole.count))) : whole
            for _ in 0...random.next(3) where !bytes.isEmpty { bytes[random.next(bytes.count)] = UInt8(random.next(256)) }
            var program = before.program
            if round % 3 == 0 { program[random.next(program.count)] = UInt8(random.next(256)) }
            guard var state = LinkState(decoding: bytes[...]) else { continue }
            readable += 1
            let damaged = program
            let change = Relinker.Replacement(module: ModuleID("m.atl"), old: before.object, new: after.object)
            if !Relinker.replace([change], in: &program, &state) { #expect(program == damaged) }
        }
        #expect(readable > 100)
    }
}
