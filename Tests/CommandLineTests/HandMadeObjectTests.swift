import Foundation
import Testing

/// An object that no part of langc has written: its bytes follow docs/object-format.md alone. It stands for what another compiler would make.
struct HandMadeObjectTests {
    /// An encoder that knows numbers, texts and lists, and nothing else.
    private struct Bytes {
        var all: [UInt8] = []

        mutating func byte(_ value: UInt8) { all.append(value) }
        mutating func raw(_ bytes: [UInt8]) { all += bytes }

        mutating func number(_ value: Int) {
            var rest = value
            repeat {
                all.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
                rest >>= 7
            } while rest != 0
        }

        mutating func text(_ text: String) {
            number(text.utf8.count)
            all += Array(text.utf8)
        }

        mutating func numbers(_ values: Int...) { values.forEach { number($0) } }

        mutating func section(_ id: UInt8, _ content: (inout Bytes) -> Void) {
            var inner = Bytes()
            content(&inner)
            byte(id)
            number(inner.all.count)
            raw(inner.all)
        }

        mutating func custom(_ name: String, _ content: (inout Bytes) -> Void) {
            section(0) { section in
                section.text(name)
                content(&section)
            }
        }

        mutating func body(_ code: [UInt8]) {
            number(code.count + 2)
            byte(0)
            raw(code)
            byte(0x0B)
        }
    }

    /// `lib.atl`: a function and a variable for importers, and an initializer that sets the variable and prints.
    ///
    ///     export var level = 7 (set by the initializer);
    ///     export fn triple(x: number) -> number { return x * 3; }
    ///     print("made by hand");
    private static func library() -> [UInt8] {
        let text = Array("made by hand".utf8)
        let size = 16 + text.count
        var object = Bytes(all: [0x00, 0x61, 0x73, 0x6D, 1, 0, 0, 0])
        object.custom("dylink.0") { section in
            section.byte(1)
            var info = Bytes()
            info.numbers(size, 3, 0, 0)
            section.number(info.all.count)
            section.raw(info.all)
        }
        object.section(1) { types in
            types.number(3)
            types.raw([0x60, 1, 0x7C, 1, 0x7C])  // 0: (f64) -> f64
            types.raw([0x60, 0, 0])              // 1: () -> ()
            types.raw([0x60, 1, 0x7F, 0])        // 2: (i32) -> ()
        }
        object.section(2) { imports in
            imports.number(4)
            imports.text("langc:rt"); imports.text("print_line"); imports.raw([0x00, 2])
            imports.text("langc:rt"); imports.text("memory"); imports.raw([0x02, 0, 1])
            imports.text("langc:data"); imports.text("0"); imports.raw([0x03, 0x7F, 0])
            imports.text("langc:base"); imports.text("memory"); imports.raw([0x03, 0x7F, 0])
        }
        // Functions 1 triple, 2 the initializer's body, 3 the initializer. Globals 2 level, 3 the once flag.
        object.section(3) { $0.raw([3, 0, 1, 1]) }
        object.section(6) { globals in
            globals.number(2)
            globals.raw([0x7C, 1, 0x44] + [UInt8](repeating: 0, count: 8) + [0x0B])
            globals.raw([0x7F, 1, 0x41, 0, 0x0B])
        }
        object.section(7) { exports in
            exports.number(4)
            exports.text("level"); exports.raw([0x03, 2])
            exports.text("triple"); exports.raw([0x00, 1])
            exports.text("langc.init"); exports.raw([0x00, 3])
            exports.text("langc.init.body"); exports.raw([0x00, 2])
        }
        let three: [UInt8] = [0x44, 0, 0, 0, 0, 0, 0, 0x08, 0x40]
        let seven: [UInt8] = [0x44, 0, 0, 0, 0, 0, 0, 0x1C, 0x40]
        object.section(10) { code in
            code.number(3)
            code.body([0x20, 0] + three + [0xA2])
            code.body(seven + [0x24, 2, 0x23, 0, 0x10, 0])
            code.body([0x23, 3, 0x04, 0x40, 0x0F, 0x0B, 0x41, 1, 0x24, 3, 0x10, 2])
        }
        object.section(11) { data in
            data.raw([1, 0, 0x23, 1, 0x0B])
            data.number(size)
            // A string object: kind 1 and flag 2 (static); its length; the address of its bytes; no owner; the bytes.
            data.raw([1, 2, 0, 0, UInt8(text.count), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] + text)
        }
        object.custom("langc.interface", interface)
        object.custom("langc.link") { link in
            link.number(HandMadeObjectTests.format)
            link.text("another compiler")
            link.number(HandMadeObjectTests.abi)
            link.numbers(0, 0)                    // no dependencies, no imported names
            link.number(1)                        // one data item, with one relocation
            link.numbers(0, size, 8, 1)
            link.number(8); link.byte(0); link.number(16)
            link.text("greeting")
            link.byte(1)                          // equal items may be merged
            link.number(0)                        // no namespace objects
        }
        return object.all
    }

    private static func interface(_ section: inout Bytes) {
        section.number(encoding)
        // Types: 0 number, 1 (x: number) -> number
        section.number(2)
        section.byte(5)
        section.byte(10)
        section.number(0)
        section.number(1); section.text("x"); section.number(0); section.text("")
        section.number(0)
        section.raw([0, 0])
        section.text("lib.atl"); section.text(""); section.text("Atlas"); section.text("lib.atl")
        section.byte(1)                           // the initializer has effects
        section.number(0)                         // no other interfaces are needed
        section.number(2)
        section.text("level"); section.byte(1); section.byte(0); section.byte(1); rest(&section, type: 0, usage: [])
        section.text("triple"); section.byte(0); section.number(1); section.byte(0); section.raw([1, 0]); rest(&section, type: 1, usage: [0])
    }

    /// What follows the kind of an export.
    private static func rest(_ section: inout Bytes, type: Int, usage: [UInt8]) {
        section.number(type)
        section.byte(0)                           // no re-export
        section.number(usage.count); section.raw(usage)
        section.byte(0)                           // not hidden
        section.number(0)                         // nothing for the front end alone
        section.byte(1); section.text("By hand.") // documentation
        section.numbers(0, 0)                     // no place in a source
    }

    private static let format = 2
    private static let abi = 2
    private static let encoding = 2

    @Test func isLinkedWithCompiledModules() throws {
        let workspace = try Workspace([
            "main.atl": "import { triple, level } from \"./lib\";\nprint(triple(level));",
            // The same interface, in Atlas: importers are compiled against it.
            "go.mjs": """
                import { WASI } from "node:wasi";
                import { readFileSync } from "node:fs";
                const wasi = new WASI({ version: "preview1" });
                const program = await WebAssembly.instantiate(readFileSync("main.wasm"), wasi.getImportObject());
                wasi.start(program.instance);
                """,
            "lib.atl": "export var level = 1;\nexport fn triple(x: number) -> number { return x; }\nprint(\"never\");",
        ])
        #expect(try workspace.langc("compile", "main.atl", "-o", "main.o.wasm").status == 0)
        try Data(Self.library()).write(to: workspace.directory.appending(path: "lib.o.wasm"))
        let inspected = try workspace.langc("inspect", "lib.o.wasm")
        #expect(inspected.status == 0 && inspected.text.contains("written by langc another compiler"), "\(inspected.text)\(inspected.error)")
        for options in [[], ["-O3"], ["--gc-stress"], ["-g"]] {
            // The interface hash in main.o.wasm is that of the compiled interface, so the hand-made one has the same.
            let linked = try workspace.start(["link", "main.o.wasm", "lib.o.wasm", "-o", "main.wasm"] + options).finish()
            #expect(linked.status == 0 && linked.error.isEmpty, "\(linked.error)")
            let ran = try runTool("node", "go.mjs", in: workspace.directory)
            #expect(ran.output == "made by hand\n21\n", "\(ran.output)\(ran.error)")
        }
        let unmerged = try workspace.langc("link", "main.o.wasm", "lib.o.wasm", "--unmerged", "parts")
        #expect(unmerged.status == 0, "\(unmerged.error)")
        #expect(try runTool("node", "parts/run.mjs", in: workspace.directory).output == "made by hand\n21\n")
    }
}
