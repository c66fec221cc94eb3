import Diagnostics
import Testing

@testable import Ai

@Suite struct ReaderTests {
    @Test(arguments: [
        ("", ""),
        ("; only a comment", ""),
        ("#!/usr/bin/env langc\n1", "1"),
        ("\u{FEFF}1", "1"),
        ("\u{FEFF}#!/bin/x\n1", "1"),
        ("1 ; one\n2", "1\n2"),
        ("1 ; one\r2", "1\n2"),
        ("#| a #| b |# c |# 1", "1"),
        ("(a #;(x y) b #; #;c d e)", "(a b e)"),
        ("#;1", ""),
        ("(a . (b c))", "(a . (b c))"),
        ("'(a b) `(x ,y ,@z)", "(quote (a b))\n(quasiquote (x (unquote y) (unquote-splicing z)))"),
        ("[x, y]", "[x (unquote y)]"),
        ("'[a b c]", "(quote [a b c])"),
        ("[]()", "[]\n()"),
        ("(a . #;x b)", "(a . b)"),
        ("#(1 #(2) ())", "#(1 #(2) ())"),
        ("#u8(0 255 #xff)", "#u8(0 255 255)"),
        ("#t #true #f #false #T", "#t\n#t\n#f\n#f\n#t"),
        ("true 'nil", "true\n(quote nil)"),
        (":as :from : :a.b ::x", ":as\n:from\n:\n:a.b\n::x"),
        ("math.cube a.b.c x. .x a..b ... ..= ...rest .a.", "math~cube\na~b~c\nx.\n.x\na..b\n...\n..=\n...rest\n.a."),
        ("|a b| |math.cube| || |a\\x41;\\|b|", "a b\nmath.cube\n\naA|b"),
        ("math/cube a/b.c", "math/cube\na/b~c"),
        ("+ - ... ->x -1+ 1+ 1- <=? +x -. +.x", "+\n-\n...\n->x\n-1+\n1+\n1-\n<=?\n+x\n-.\n+~x"),
        ("λ größe 変数 e\u{301}", "λ\ngröße\n変数\ne\u{301}"),
        ("a'b", "a\n(quote b)"),
        ("a\u{A0}b", "a\nb"),
        ("#!fold-case ABC |ABC| #\\SPACE #!no-fold-case ABC", "abc\nABC\n#\\x20\nABC"),
    ])
    func data(text: String, expected: String) { #expect(read(text) == expected) }

    @Test(arguments: [
        (#""\x41;\t\"é""#, #""A\t"é""#),
        ("\"a\\\n   b\"", "\"ab\""),
        ("\"a\\  \r\n \t b\"", "\"ab\""),
        ("\"a\nb\r\nc\rd\"", "\"a\\nb\\nc\\nd\""),
        (#""\a\b\r\\\|""#, "\"\u{7}\u{8}\r\\|\""),
        (##"#\a #\( #\x #\x41 #\A #\space #\; #\" #\' #\#"##, "#\\x61\n#\\x28\n#\\x78\n#\\x41\n#\\x41\n#\\x20\n#\\x3b\n#\\x22\n#\\x27\n#\\x23"),
        (#"[#\a, #\,]"#, "[#\\x61 (unquote #\\x2c)]"),
        (#"#\alarm #\backspace #\delete #\escape #\newline #\null #\nul #\return #\tab"#, "#\\x7\n#\\x8\n#\\x7f\n#\\x1b\n#\\xa\n#\\x0\n#\\x0\n#\\xd\n#\\x9"),
        (#"#\é #\x1F600 #\😀"#, "#\\xe9\n#\\x1f600\n#\\x1f600"),
    ])
    func texts(text: String, expected: String) { #expect(read(text) == expected) }

    @Test(arguments: [
        ("42 -7 +5 0 007", "42\n-7\n5\n0\n7"),
        ("3.14 .5 1. 1e3 -2.5E-7 +.5 -.5e1", "3.14\n0.5\n1.0\n1000.0\n-2.5e-07\n0.5\n-5.0"),
        ("+inf.0 -inf.0 +nan.0 -nan.0 +INF.0", "inf\n-inf\nnan\nnan\ninf"),
        ("#xff #XFF #o17 #b-101 #d10 #x#e10 #e#x10", "255\n255\n15\n-5\n10\n16\n16"),
        ("#e1e3 #i5 #e1.50e1 #e-120e-1 #e0.0 #i#xff #i-0 #e0e-5", "1000\n5.0\n15\n-12\n0\n255.0\n-0.0\n0"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("-100000000000000000000 #xffffffffffffffffffff", "-100000000000000000000\n1208925819614629174706175"),
        ("1e400 -1e400 1e-400 1e99999999999999999999", "inf\n-inf\n0.0\ninf"),
        ("9007199254740993.0 #i9007199254740993 #i36893488147419111425", "9007199254740992.0\n9007199254740992.0\n3.689348814741911e+19"),
    ])
    func numbers(text: String, expected: String) { #expect(read(text) == expected) }

    @Test(arguments: [
        ("'#0=(a . #0#)", "(quote (a . #<4>))"),
        ("(#1=(a) #1#)", "((a) (a))"),
        ("'(#0=a #1=#0# #1#)", "(quote (a a a))"),
        ("(quote #0=#(1 #0#))", "(quote #(1 #<10>))"),
        ("(#;#0=a b)", "(b)"),
    ])
    func labels(text: String, expected: String) { #expect(read(text) == expected) }

    @Test(arguments: [
        ("(define (f x)\n  (+ x 1)\n", ["2:10 AI0001 unexpected end of file: '(' opened at 1:1 is not closed"]),
        ("(a [b", ["1:6 AI0001 unexpected end of file: '[' opened at 1:4 is not closed"]),
        ("'", ["1:2 AI0001 unexpected end of file: no datum after ''' at 1:1"]),
        ("(a]", ["1:3 AI0002 expected ')' to close '(' opened at 1:1, found ']'"]),
        ("(let ([x 1)) x)", ["1:11 AI0002 expected ']' to close '[' opened at 1:7, found ')'"]),
        ("(let ([x 1) x)\n(a))\n)", ["1:11 AI0002 expected ']' to close '[' opened at 1:7, found ')'"]),
        ("(a))", ["1:4 AI0002 unexpected ')'"]),
        (")))\n(a)\n)", ["1:1 AI0002 unexpected ')'", "3:1 AI0002 unexpected ')'"]),
        ("(a ')", ["1:5 AI0002 unexpected ')'"]),
        ("#u8(1", ["1:6 AI0001 unexpected end of file: '#u8(' opened at 1:1 is not closed"]),
        (#""\q" "\xg;" "\x110000;" "#, [
            #"1:2 AI0003 unknown escape '\q' in string"#, #"1:7 AI0003 unknown escape '\x' in string"#,
            #"1:14 AI0003 unknown escape '\x110000;' in string"#,
        ]),
        ("|a\\q|", [#"1:3 AI0003 unknown escape '\q' in symbol"#]),
        ("(a \"b", ["1:4 AI0004 unterminated string opened at 1:4"]),
        ("(a |b", ["1:4 AI0004 unterminated symbol opened at 1:4"]),
        ("a\n #| #| |#", ["2:2 AI0004 unterminated block comment opened at 2:2"]),
        (#"#\foo #\xD800 #\"#, [
            #"1:1 AI0005 unknown character name '#\foo'"#, #"1:7 AI0005 unknown character name '#\xD800'"#,
            #"1:15 AI0005 unknown character name '#\'"#,
        ]),
        ("{a (b)} 1", ["1:1 AI0006 '{' is reserved"]),
        ("a }", ["1:3 AI0006 '}' is reserved"]),
        ("#yes #", ["1:1 AI0006 unknown syntax '#yes'", "1:6 AI0006 unknown syntax '#'"]),
        ("#[1 2]", ["1:1 AI0006 unknown syntax '#['"]),
        ("#!eof", ["1:1 AI0006 unknown syntax '#!eof'"]),
        ("a\\b a😀 \u{1}", [
            "1:2 AI0006 unknown syntax '\\'", "1:6 AI0006 unknown syntax '😀'", "1:8 AI0006 unknown syntax 'U+0001'",
        ]),
        ("1/2 -1/2 1+2i #e1.5 2nd 1e #x1.5 #b2 #d#d1 0x10", [
            "1:1 AI0007 '1/2' is not a number in Ai", "1:5 AI0007 '-1/2' is not a number in Ai", "1:10 AI0007 '1+2i' is not a number in Ai",
            "1:15 AI0007 '#e1.5' is not a number in Ai", "1:21 AI0007 '2nd' is not a number in Ai", "1:25 AI0007 '1e' is not a number in Ai",
            "1:28 AI0007 '#x1.5' is not a number in Ai", "1:34 AI0007 '#b2' is not a number in Ai", "1:38 AI0007 '#d#d1' is not a number in Ai",
            "1:44 AI0007 '0x10' is not a number in Ai",
        ]),
        ("#e1e99999999 #e+inf.0", ["1:1 AI0007 '#e1e99999999' is not a number in Ai", "1:14 AI0007 '#e+inf.0' is not a number in Ai"]),
        ("#u8(256 a 1.0)", [
            "1:5 AI0007 '256' is not a number from 0 to 255", "1:9 AI0007 'a' is not a number from 0 to 255",
            "1:11 AI0007 '1.0' is not a number from 0 to 255",
        ]),
        (". (. a) (a .) (a . b c) (a . b . c) #(a . b) '.", [
            "1:1 AI0008 misplaced '.'", "1:4 AI0008 misplaced '.'", "1:12 AI0008 misplaced '.'", "1:18 AI0008 misplaced '.'",
            "1:32 AI0008 misplaced '.'", "1:41 AI0008 misplaced '.'", "1:47 AI0008 misplaced '.'", "1:48 AI0001 unexpected end of file: no datum after ''' at 1:46",
        ]),
        ("#0# #0=(f #0#) '#1=#1# '#2=(a #2=b)", [
            "1:1 AI0011 undefined or cyclic datum label #0#", "1:11 AI0011 undefined or cyclic datum label #0#",
            "1:17 AI0011 undefined or cyclic datum label #1#", "1:31 AI0011 undefined or cyclic datum label #2#",
        ]),
    ])
    func errorsWithPlaces(text: String, expected: [String]) { #expect(errors(text) == expected) }

    @Test func helpTellsWhatToWrite() {
        func help(_ text: String) -> [String] {
            Reader.read(SourceFile(path: "test.ai", text: text)).diagnostics.flatMap { $0.help + $0.notes }
        }
        #expect(help("(a [b '(c") == ["add `)])`"])
        #expect(help("(define (f)\n  (g\n(define h 1)\n") == [
            "add `))`", "the form at 3:1 begins at the start of a line, as if everything before it were closed",
        ])
        #expect(help("1/2") == ["Ai has no ratios; write `(/ 1 2)` or `0.5`"])
        #expect(help(#"#\spce"#) == [#"did you mean `#\space`?"#])
    }

    @Test func invalidUTF8() {
        let file = SourceFile(path: "test.ai", bytes: Array("(a ".utf8) + [0xC3, 0x28] + Array(")".utf8))
        let result = Reader.read(file)
        #expect(result.diagnostics.map(\.code) == ["AI0010"])
        #expect(result.diagnostics.first?.primary?.span == SourceSpan(3, 4))
    }

    @Test func spansAreExact() {
        let text = "  (f 'a #(1) \"s\")"
        let (tree, _) = Reader.read(SourceFile(path: "test.ai", text: text))
        let source = Array(text.utf8)
        let pieces = tree.data.values.map { String(decoding: source[Int($0.span.start)..<Int($0.span.end)], as: UTF8.self) }
        #expect(pieces == ["f", "a", "'", "'a", "1", "#(1)", "\"s\"", "(f 'a #(1) \"s\")"])
    }

    @Test(arguments: ["(", "[", "'", "#(", "#;", "{", "(a . "])
    func deepNesting(opener: String) {
        let deep = String(repeating: opener, count: 200_000)
        let codes = Set(Reader.read(SourceFile(path: "test.ai", text: deep)).diagnostics.map(\.code))
        #expect(codes == (opener == "{" ? ["AI0006"] : ["AI0009"]))
    }

    @Test func tenThousandLevelsAreFine() {
        let text = "'" + String(repeating: "(", count: 10_000) + String(repeating: ")", count: 10_000)
        let (tree, diagnostics) = Reader.read(SourceFile(path: "test.ai", text: text))
        #expect(diagnostics.isEmpty)
        #expect(tree.data.count == 10_002)
    }

    /// Data that labels would make exponentially large or too deep are refused.
    @Test func labelsCannotExplode() {
        var text = "'(#0=(a)"
        for label in 1..<60 { text += " #\(label)=(#\(label - 1)# #\(label - 1)#)" }
        #expect(Set(Reader.read(SourceFile(path: "test.ai", text: text + ")")).diagnostics.map(\.code)) == ["AI0011"])
        let nested = String(repeating: "(", count: 7000) + "a" + String(repeating: ")", count: 7000)
        let deep = "'(#0=\(nested) " + nested.replacing("a", with: "#0#") + ")"
        #expect(Reader.read(SourceFile(path: "test.ai", text: deep)).diagnostics.map(\.code) == ["AI0009"])
    }

    @Test func longIntegersAreExact() throws {
        // (10^n - 1)(10^n + 1) = 10^2n - 1, checked by adding digits in blocks of nine.
        for count in [300, 2_000, 20_000] {
            let digits = String(repeating: "9", count: count)
            let (tree, _) = Reader.read(SourceFile(path: "test.ai", text: digits + " 1" + String(repeating: "0", count: count)))
            guard case .integer(let nines) = tree[tree.forms[0]].kind, case .integer(let power) = tree[tree.forms[1]].kind else {
                Issue.record("no integers")
                return
            }
            var sum = nines.magnitude
            var index = 0
            while index < sum.count, sum[index] == .max {
                sum[index] = 0
                index += 1
            }
            if index < sum.count { sum[index] += 1 } else { sum.append(1) }
            #expect(sum == power.magnitude)
            if count == 300 { #expect(decimal(nines.magnitude) == digits) }
        }
    }
}
