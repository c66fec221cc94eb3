import Foundation
import Testing

/// Objects of compiled sources that do not belong together, or that were damaged on the way: each error of the catalogue that sources can lead to.
struct MixedObjectTests {
    /// Compiles a module, with the given sources around it.
    private func compile(_ module: String, as object: String? = nil, _ files: [String: String] = [:], in workspace: Workspace) throws {
        try workspace.add(files)
        let output = object ?? module.replacing(".atl", with: ".o.wasm")
        let outcome = try workspace.langc("compile", module, "-O0", "-o", output)
        #expect(outcome.status == 0, "\(outcome.error)")
    }

    private func codes(_ outcome: Workspace.Outcome) -> [String] { outcome.error.matches(of: /(?:error|warning)\[(\w+)\]/).map { String($0.1) } }

    /// A program of two modules, whose objects can then be changed.
    private func pair(main: String = "import { f } from \"./lib\";\nprint(f());", lib: String = "export fn f() -> number { return 1234.5; }") throws -> Workspace {
        let workspace = try Workspace(["main.atl": main, "lib.atl": lib])
        try compile("lib.atl", in: workspace)
        try compile("main.atl", in: workspace)
        return workspace
    }

    private func change(_ path: String, in workspace: Workspace, _ change: (inout [UInt8]) throws -> Void) throws {
        var bytes = Array(try workspace.bytes(path))
        try change(&bytes)
        try Data(bytes).write(to: workspace.directory.appending(path: path))
    }

    /// Replaces a text by one of the same length wherever it stands in a range.
    private func replace(_ old: String, by new: String, in bytes: inout [UInt8], from start: Int = 0, to end: Int = .max) throws {
        let (old, new) = (Array(old.utf8), Array(new.utf8))
        try #require(old.count == new.count)
        var changed = 0
        var place = start
        while place + old.count <= min(end, bytes.count) {
            if bytes[place..<place + old.count].elementsEqual(old) {
                bytes.replaceSubrange(place..<place + old.count, with: new)
                changed += 1
            }
            place += 1
        }
        #expect(changed > 0)
    }

    private func place(of text: String, in bytes: [UInt8]) throws -> Int {
        let text = Array(text.utf8)
        return try #require(bytes.indices.first { bytes[$0...].starts(with: text) }) + text.count
    }

    @Test func anotherRuntime() throws {
        let workspace = try pair(main: "import { f } from \"./lib\";\nprint(str(f()));")
        try change("main.o.wasm", in: workspace) { try replace("print_line", by: "print_lime", in: &$0) }
        let outcome = try workspace.langc("link", "main.o.wasm", "lib.o.wasm")
        #expect(outcome.status == 1 && codes(outcome) == ["LK0010"], "\(outcome.error)")
        #expect(outcome.error.contains("needs the runtime function `print_lime`"), "\(outcome.error)")
    }

    @Test func otherFormatAndABI() throws {
        let workspace = try pair()
        let original = try workspace.bytes("lib.o.wasm")
        try change("lib.o.wasm", in: workspace) { bytes in bytes[try place(of: "langc.link", in: bytes)] = 99 }
        let format = try workspace.langc("link", "main.o.wasm", "lib.o.wasm")
        #expect(format.status == 1 && codes(format) == ["LK0022"], "\(format.error)")

        try original.write(to: workspace.directory.appending(path: "lib.o.wasm"))
        try change("lib.o.wasm", in: workspace) { bytes in
            // The format, and the compiler's version with its length.
            let start = try place(of: "langc.link", in: bytes) + 1
            bytes[start + 1 + Int(bytes[start])] = 99
        }
        let abi = try workspace.langc("link", "main.o.wasm", "lib.o.wasm")
        #expect(abi.status == 1 && codes(abi) == ["LK0023"], "\(abi.error)")
    }

    @Test func brokenCode() throws {
        let workspace = try pair()
        try change("lib.o.wasm", in: workspace) { bytes in
            let constant = [UInt8(0x44)] + withUnsafeBytes(of: (1234.5).bitPattern.littleEndian) { Array($0) }
            let place = try #require(bytes.indices.first { bytes[$0...].starts(with: constant) })
            bytes[place] = 0x01
        }
        let outcome = try workspace.langc("link", "main.o.wasm", "lib.o.wasm")
        #expect(outcome.status == 1 && codes(outcome) == ["LK0014"], "\(outcome.error)")
    }

    @Test func importOfNothing() throws {
        let workspace = try pair()
        try change("main.o.wasm", in: workspace) { bytes in
            // Not where `dylink.0` names it, nor in the sections of langc.
            let start = try place(of: "lib.atl", in: bytes)
            try replace("lib.atl", by: "hostlib", in: &bytes, from: start, to: try place(of: "langc.interface", in: bytes))
        }
        let outcome = try workspace.langc("link", "main.o.wasm", "lib.o.wasm")
        #expect(outcome.status == 1 && codes(outcome) == ["LK0024"], "\(outcome.error)")
    }

    @Test func namesThatCollide() throws {
        let workspace = try pair(lib: "export fn f() -> number { return 1; }\nexport fn g() -> number { return 2; }")
        try change("lib.o.wasm", in: workspace) { bytes in
            let start = try place(of: "langc.interface", in: bytes)
            try replace("\u{1}g", by: "\u{1}f", in: &bytes, from: start, to: try place(of: "langc.link", in: bytes))
        }
        let twice = try workspace.langc("link", "main.o.wasm", "lib.o.wasm")
        #expect(twice.status == 1 && codes(twice).contains("LK0020"), "\(twice.error)")
        #expect(twice.error.contains("`lib.atl` exports `f` twice"), "\(twice.error)")

        let facade = try Workspace([
            "a.atl": "export fn f() -> number { return 1; }", "b.atl": "export fn f() -> number { return 2; }",
            "lib.atl": "export { f as one } from \"./a\";\nexport { f as two } from \"./b\";", "main.atl": "import { one } from \"./lib\";\nprint(one());",
        ])
        for module in ["a.atl", "b.atl", "lib.atl", "main.atl"] { try compile(module, in: facade) }
        try change("lib.o.wasm", in: facade) { bytes in
            try replace("two", by: "one", in: &bytes, from: try place(of: "langc.interface", in: bytes), to: try place(of: "langc.link", in: bytes))
        }
        let ambiguous = try facade.langc("link", "main.o.wasm", "lib.o.wasm", "a.o.wasm", "b.o.wasm")
        #expect(ambiguous.status == 1 && codes(ambiguous).contains("LK0021"), "\(ambiguous.error)")
        #expect(ambiguous.error.contains("re-exports `f` of `a.atl` and `f` of `b.atl` under this name"), "\(ambiguous.error)")
    }

    /// Each object was compiled when the other module still defined the name.
    @Test func reexportsInACircle() throws {
        let workspace = try Workspace(["b.atl": "export fn f() -> number { return 1; }", "main.atl": "import { f } from \"./b\";\nprint(f());"])
        try compile("main.atl", in: workspace)
        try compile("c.atl", ["c.atl": "export { f } from \"./b\";"], in: workspace)
        try compile("b.atl", ["c.atl": "export fn f() -> number { return 2; }", "b.atl": "export { f } from \"./c\";"], in: workspace)
        let outcome = try workspace.langc("link", "main.o.wasm", "b.o.wasm", "c.o.wasm", "--entry", "main.atl")
        #expect(outcome.status == 1 && codes(outcome).contains("LK0011"), "\(outcome.error)")
        #expect(outcome.error.contains("`f` of `b.atl` → `f` of `c.atl` → `f` of `b.atl`"), "\(outcome.error)")
    }

    /// `a` and `b` import each other, since each was compiled against a version of the other that did not import it, but
    /// had the same interface.
    private func cycle(reading: String) throws -> Workspace {
        let workspace = try Workspace(["a.atl": "export var x = 1;\nx = x + 1;"])
        try compile("b.atl", ["b.atl": "import { x } from \"./a\";\nexport var y = 2;\n\(reading)"], in: workspace)
        try compile("a.atl", ["b.atl": "export var y = 2;\ny = y + 1;", "a.atl": "import { y } from \"./b\";\nexport var x = y * 3;"], in: workspace)
        try compile("main.atl", ["b.atl": "export var y = 2;\ny = y + 1;", "main.atl": "import { x } from \"./a\";\nprint(x);"], in: workspace)
        return workspace
    }

    private static let cyclic = ["main.o.wasm", "a.o.wasm", "b.o.wasm", "--entry", "main.atl"]

    @Test func variablesInACycle() throws {
        let always = try cycle(reading: "y = x + 1;")
        let early = try always.start(["link"] + Self.cyclic).finish()
        #expect(early.status == 1 && codes(early) == ["LK0017"], "\(early.error)")
        #expect(early.error.contains("the initializer of `b.atl` reads `x` of `a.atl`, which is initialized later"), "\(early.error)")

        let sometimes = try cycle(reading: "fn far(n: number) -> bool { return n > 1000; }\nif (far(y)) { y = x + 1; }")
        let perhaps = try sometimes.start(["link"] + Self.cyclic + ["-o", "out.wasm"]).finish()
        #expect(perhaps.status == 0 && codes(perhaps) == ["LK0018"], "\(perhaps.error)")

        let allowed = try sometimes.start(["link"] + Self.cyclic + ["-o", "out.wasm", "--allow", "LK0018"]).finish()
        #expect(allowed.status == 0 && allowed.error.isEmpty, "\(allowed.error)")
        let denied = try sometimes.start(["link"] + Self.cyclic + ["-o", "out.wasm", "--deny", "LK0018"]).finish()
        #expect(denied.status == 1 && denied.error.contains("error[LK0018]"), "\(denied.error)")

        let unmerged = try sometimes.start(["link"] + Self.cyclic + ["--unmerged", "out"]).finish()
        #expect(unmerged.status == 1 && codes(unmerged).contains("LK0016"), "\(unmerged.error)")
    }
}
