import Basics
import Diagnostics
import Testing

@testable import Atlas

struct LexerTests {
    private func kinds(_ text: String) -> [TokenKind] {
        Lexer.tokenize(SourceFile(path: "test.atl", text: text)).tokens.tokens.map(\.kind)
    }

    private func strings(_ text: String) -> [String] {
        Lexer.tokenize(SourceFile(path: "test.atl", text: text)).tokens.strings
    }

    private func numbers(_ text: String) -> [Double] {
        Lexer.tokenize(SourceFile(path: "test.atl", text: text)).tokens.numbers
    }

    @Test func everyKeywordAndPunctuationIsItself() {
        for raw in TokenKind.letKeyword.rawValue...TokenKind.fatArrow.rawValue {
            guard let kind = TokenKind(rawValue: raw) else { continue }
            #expect(kinds(kind.spelling) == [kind, .endOfFile])
            if kind.isReservedWord {
                #expect(kinds(kind.spelling + "x") == [.identifier, .endOfFile])
                #expect(kinds("_" + kind.spelling) == [.identifier, .endOfFile])
            }
        }
    }

    @Test func longestMatch() {
        #expect(kinds("a+++b") == [.identifier, .increment, .plus, .identifier, .endOfFile])
        #expect(kinds("---->") == [.decrement, .decrement, .greater, .endOfFile])
        #expect(kinds("===>") == [.equal, .fatArrow, .endOfFile])
        #expect(kinds(">>=") == [.greater, .greaterOrEqual, .endOfFile])
        #expect(kinds("&&&|||") == [.and, .ampersand, .or, .pipe, .endOfFile])
        #expect(kinds("1.2.3") == [.number, .dot, .number, .endOfFile])
        #expect(kinds("5.") == [.number, .dot, .endOfFile])
        #expect(kinds(".5") == [.dot, .number, .endOfFile])
        #expect(kinds("1if") == [.number, .ifKeyword, .endOfFile])
        #expect(kinds("1else") == [.number, .elseKeyword, .endOfFile])
    }

    @Test func commentsAreSkipped() {
        #expect(kinds("a // b\n/* c * / ** */ d /// e\n//// f") == [.identifier, .identifier, .endOfFile])
        #expect(kinds("/* a /* b */ c") == [.identifier, .endOfFile])
        #expect(kinds("/**/ //") == [.endOfFile])
        #expect(errors("1; /* a") == ["1:4 AT1004 Unterminated multi-line comment"])
        #expect(errors("/*/") == ["1:1 AT1004 Unterminated multi-line comment"])
    }

    @Test func numberValues() {
        #expect(numbers("0 12 1.5 1e3 2.5E-4 1e+2 0.1 123456789012345678") == [0, 12, 1.5, 1e3, 2.5e-4, 1e2, 0.1, 123456789012345680])
        #expect(numbers("9007199254740993 1.7976931348623157e308 5e-324 1e-999") == [9007199254740992, 1.7976931348623157e308, Double.leastNonzeroMagnitude, 0])
        #expect(numbers("00012 000.5") == [12, 0.5])
    }

    @Test func numberErrors() {
        #expect(errors("1e;") == ["1:1 AT1001 Invalid number: exponent requires digits"])
        #expect(errors("1e+;") == ["1:1 AT1001 Invalid number: exponent requires digits"])
        #expect(errors("1.5ex;") == ["1:1 AT1001 Invalid number: exponent requires digits"])
        #expect(errors("1e309;") == ["1:1 AT1001 Invalid number literal: '1e309'"])
        #expect(errors("0x1F;") == ["1:1 AT1001 Invalid number literal: '0x1F'"])
        #expect(errors("1_000;") == ["1:1 AT1001 Invalid number literal: '1_000'"])
        let long = String(repeating: "9", count: 100_000)
        #expect(messages(long + ";") == ["AT1001 Invalid number literal: '" + String(repeating: "9", count: 60) + "…'"])
    }

    @Test func stringValues() {
        #expect(strings(#""" "a" "a\n\r\t\\\"b" "é""#) == ["", "a", "a\n\r\t\\\"b", "é"])
        #expect(strings("\"a\nb\r\nc\"") == ["a\nb\r\nc"])
        #expect(strings(#""\\n""#) == ["\\n"])
    }

    @Test func stringErrors() {
        #expect(errors(#""\q";"#) == [#"1:2 AT1003 Invalid escape sequence '\q'"#])
        #expect(errors(#""a\0\u{1}";"#) == [#"1:3 AT1003 Invalid escape sequence '\0'"#, #"1:5 AT1003 Invalid escape sequence '\u'"#])
        #expect(errors("let s = \"abc") == ["1:9 AT1002 Unterminated string literal"])
        #expect(errors("let s = \"abc\\") == ["1:9 AT1002 Unterminated string literal"])
        #expect(errors("\"\\é\";") == ["1:2 AT1003 Invalid escape sequence '\\é'"])
    }

    @Test func identifiers() {
        #expect(tree("let größe = _x1 + 变量 + π2;") == "(let größe (+ (+ _x1 变量) π2))")
        #expect(kinds("_ __ _1 a٣") == [.wildcard, .identifier, .identifier, .identifier, .endOfFile])
        #expect(errors("let x² = 1;") == ["1:6 AT1001 Unexpected character '²'"])
        #expect(errors("٣;") == ["1:1 AT1001 Unexpected character '٣'"])
    }

    @Test func unexpectedCharacters() {
        #expect(errors("let x = @;") == ["1:9 AT1001 Unexpected character '@'"])
        #expect(errors("let x = @@@@ 1;\nlet y = ;") == ["1:9 AT1001 Unexpected character '@'", "2:9 AT1000 Expected expression"])
        #expect(errors("let s = 'it is';") == ["1:9 AT1001 Unexpected character '''"])
        #expect(errors("# a comment (\nlet s = 1;") == ["1:1 AT1001 Unexpected character '#'"])
        #expect(errors("a\u{A0}= 1;") == ["1:2 AT1001 Unexpected character '\\u{A0}'"])
        #expect(errors("\u{0};") == ["1:1 AT1001 Unexpected character '\\u{0}'"])
        #expect(errors("😀;") == ["1:1 AT1001 Unexpected character '😀'"])
        #expect(help("let s = 'a';").contains("double quotes"))
    }

    @Test func byteOrderMark() {
        #expect(tree("\u{FEFF}a;") == "a")
        #expect(errors("a;\u{FEFF}") == ["1:3 AT1001 Unexpected character '\\u{FEFF}'"])
    }

    @Test(arguments: [
        ([0xFF] as [UInt8], 0), ([0x61, 0x80], 1), ([0xC0, 0x80], 0), ([0xE0, 0x80, 0x80], 0), ([0xED, 0xA0, 0x80], 0),
        ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF5, 0x80, 0x80, 0x80], 0), ([0x22, 0xC3], 1), ([0x2F, 0x2F, 0xE2, 0x82], 2),
    ])
    func invalidUTF8(_ bytes: [UInt8], _ offset: Int) {
        let diagnostics = AtlasParser.parse(SourceFile(path: "test.atl", bytes: bytes)).diagnostics
        #expect(diagnostics.map(\.code) == ["AT1001"])
        #expect(diagnostics.first?.message.hasPrefix("Invalid UTF-8: unexpected byte 0x") == true)
        #expect(diagnostics.first?.primary?.span == SourceSpan(offset, offset + 1))
    }

    @Test func validUTF8() {
        for text in ["é", "\u{7FF}", "\u{800}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}", "\u{D7FF}", "\u{E000}"] {
            #expect(UTF8Validation.firstFault(in: Array(text.utf8)) == nil)
        }
    }

    @Test func deprecationTags() {
        #expect(tree("/// @deprecated\ntype A = B;") == "(type A B @deprecated)")
        #expect(tree("/// Old. @deprecated @since 2.1\n// x\nexport type A = B;") == "(export (type A B @deprecated 2.1))")
        #expect(tree("export /// @deprecated\ntype A = B;") == "(export (type A B @deprecated))")
        #expect(tree("/// @deprecated\r\n/// @since 3\r\ntype A = B;") == "(type A B @deprecated 3)")
        #expect(tree("//// @deprecated\ntype A = B;") == "(type A B)")
        #expect(tree("// @deprecated\n/* @deprecated */ type A = B;") == "(type A B)")
        #expect(tree("/// @deprecated\nlet x = 1;\ntype A = B;") == "(let x 1.0)\n(type A B)")
    }

    /// One long line takes time in proportion to its length.
    @Test func longLines() {
        let expressions = String(repeating: "print(a + b[1] * f(\"x\\n\", 2.5)); ", count: 20_000)
        let result = parse(expressions)
        #expect(result.diagnostics.isEmpty)
        #expect(result.tree.items.count == 20_000)
        let escapes = "let s = \"" + String(repeating: "\\n", count: 500_000) + "\";"
        #expect(parse(escapes).diagnostics.isEmpty)
        let broken = String(repeating: "let x = ) ", count: 50_000)
        #expect(!parse(broken).diagnostics.isEmpty)
    }
}
