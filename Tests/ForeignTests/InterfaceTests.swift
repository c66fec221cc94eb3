import Diagnostics
import Testing
@testable import Foreign

/// Interface files.
@Suite struct InterfaceTests {
    private func parse(_ text: String) -> (ForeignInterface, [Diagnostic]) { ForeignParser.parse(SourceFile(path: "a.foreign", text: text)) }

    @Test func readsDeclarations() {
        let (interface, diagnostics) = parse(
            """
            // A comment that belongs to nothing.
            from "lib/a.o"

            /// Adds.
            ///
            /// Two lines.
            fn add(a: f64, b: i32) -> u8 = "add_numbers";

            /// Parted from what follows.

            fn done()
            fn text(values: f64[], name: string) -> void
            """)
        #expect(diagnostics.isEmpty)
        #expect(interface.file?.path == "lib/a.o")
        #expect(interface.functions.map(\.name) == ["add", "done", "text"])
        #expect(interface.functions.map(\.symbol) == ["add_numbers", "done", "text"])
        #expect(interface.functions.map(\.documentation) == ["Adds.\n\nTwo lines.", nil, nil])
        #expect(interface.functions.map(\.wasmType.text) == ["(f64, i32) -> i32", "() -> ()", "(i32, i32, i32, i32) -> ()"])
    }

    @Test func readsEveryType() {
        for (name, type) in ForeignType.named {
            let (interface, diagnostics) = parse("fn f(x: \(name)) -> \(name)")
            #expect(diagnostics.isEmpty)
            #expect(interface.functions.first?.parameters.first?.type == type)
            #expect(interface.functions.first?.result == type)
        }
    }

    @Test func goesOnAfterErrors() {
        let (interface, diagnostics) = parse("fn a(\nfn b(x: f64\nfn c() -> i128\nfn d()\nfn d()\n\u{2028}\nfn e()")
        #expect(interface.functions.map(\.name) == ["d", "e"])
        #expect(diagnostics.map(\.code) == ["LK0030", "LK0030", "LK0030", "LK0039", "LK0030"])
    }

    @Test func refusesTooManyParameters() {
        let (interface, diagnostics) = parse("fn f(" + (0..<201).map { "p\($0): f64" }.joined(separator: ", ") + ")")
        #expect(interface.functions.isEmpty && diagnostics.map(\.code) == ["LK0030"])
    }
}
