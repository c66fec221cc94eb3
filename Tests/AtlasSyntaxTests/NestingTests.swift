import Diagnostics
import Testing

@testable import Atlas

/// Hostile depth and size: a diagnostic, quickly, and never a crash.
struct NestingTests {
    /// So often that the text has a few hundred thousand bytes.
    private static func many(_ text: String) -> String {
        String(repeating: text, count: text.utf8.count < 6 ? 100_000 : 20_000)
    }

    @Test(arguments: [
        "let x = " + many("(") + "1" + many(")") + ";",
        "let x = " + many("(") ,
        "let x = " + many("[") + many("]") + ";",
        "let x = " + many("["),
        "let x = " + many("-") + "1;",
        "let x = " + many("- ") + "1;",
        "let x = " + many("!") + "true;",
        "let x = a" + many(" + a") + ";",
        "let x = a" + many(" && b == c") + ";",
        "let x = a" + many(".b") + ";",
        "let x = a" + many("()") + ";",
        "let x = a" + many("[0]") + ";",
        "let x = a" + many("?") + ";",
        "let x = " + many("f(") + "1" + many(")") + ";",
        "let x = " + many("a || b && c == d < e + f * (") + "1" + many(")") + ";",
        many("{") + many("}"),
        many("{"),
        many("if (a) { ") + many("}"),
        many("while (a) { ") + many("}"),
        many("for x in y { ") + many("}"),
        many("fn f() { ") + many("}"),
        "if (a) { } " + many("else if (a) { } "),
        many("match x { _ => ") + "1" + many("}") + ";",
        many("match x { _ => { ") + many("}}"),
        many("match ") + "x",
        "match x { " + many("Some(") + "1" + many(")") + " => 1 }",
        "match x { " + many("[") + many("]") + " => 1 }",
        "let x: " + many("(") + "a" + many(")") + " = 1;",
        "let x: a" + many("[]") + " = 1;",
        "let x: " + many("A<") + "a" + many(">") + " = 1;",
        "let x: " + many("() -> ") + "a = 1;",
        "let x: " + many("{ a: ") + "a" + many("}") + " = 1;",
        many("fn f() { import "),
        many("x = "),
    ])
    func deepInput(_ text: String) {
        let result = parse(text)
        #expect(!result.diagnostics.isEmpty)
        #expect(result.diagnostics.count <= 3, "\(result.diagnostics.prefix(5).map(\.message))")
    }

    /// Every missing brace is an error of its own; the parser gives up after enough of them.
    @Test func manyErrors() {
        #expect(parse(Self.many("if (a) ") + ";").diagnostics.count == ParserLimits.diagnostics)
        #expect(parse(Self.many("let = ;\n")).diagnostics.count == ParserLimits.diagnostics)
        #expect(parse(Self.many("@ # ")).diagnostics.count <= ParserLimits.diagnostics)
    }

    @Test func messageAndLimit() {
        let deep = String(repeating: "(", count: 2_000) + "1" + String(repeating: ")", count: 2_000) + ";"
        #expect(messages(deep) == ["AT1000 Nesting is too deep"])
        #expect(!help(deep).isEmpty)
        let fine = String(repeating: "(", count: 300) + "1" + String(repeating: ")", count: 300) + ";"
        #expect(tree(fine) == "1.0")
        let chain = "1" + String(repeating: " + 1", count: 9_000) + ";"
        #expect(parse(chain).diagnostics.isEmpty)
        let links = "if (a) { } " + String(repeating: "else if (a) { } ", count: 9_000)
        #expect(parse(links).diagnostics.isEmpty)
        #expect(tree(links).hasPrefix("(if a (block) (if a (block)"))
    }

    @Test func wideInputIsFine() {
        let elements = "let x = [" + String(repeating: "1, ", count: 100_000) + "1];"
        #expect(parse(elements).diagnostics.isEmpty)
        let alternatives = "match x { 1" + String(repeating: " | 1", count: 50_000) + " => 1 }"
        #expect(parse(alternatives).diagnostics.isEmpty)
        let union = "type A = B" + String(repeating: " | B", count: 50_000) + ";"
        #expect(parse(union).diagnostics.isEmpty)
    }

    /// The height of a tree counts across the blocks of match arms.
    @Test func heightThroughBlocks() {
        let chain = String(repeating: " + 1", count: 6_000)
        let text = "let x = match y { _ => { let z = 1\(chain); } }\(chain);"
        #expect(messages(text) == ["AT1000 Nesting is too deep"])
    }
}
