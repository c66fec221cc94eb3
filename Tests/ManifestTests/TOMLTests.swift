import Diagnostics
import Testing

@testable import Manifest

/// The tree of values with their places.
struct TOMLTests {
    private func parse(_ text: String) throws -> TOMLTable { try TOMLParser.parse(SourceFile(path: "x.toml", text: text)) }

    /// The source text of a span.
    private func slice(_ text: String, _ span: SourceSpan) -> String {
        String(decoding: Array(text.utf8)[Int(span.start)..<Int(span.end)], as: UTF8.self)
    }

    @Test func valuesHaveTheirKindsAndPlaces() throws {
        let text = "t = \"tü\" # ü\n\"ö\" = 'x'\ni = -17\nf = 2.5e1\nb = true\nd = 1979-05-27\na = [ 1, 'é', 2 ]\n[s.u]\nk = { l.m = 1 }\n"
        let root = try parse(text)
        #expect(root.entries.map(\.key) == ["t", "ö", "i", "f", "b", "d", "a", "s"])
        for entry in root.entries.prefix(7) { #expect(slice(text, entry.keySpan).trimming("\"") == entry.key) }
        let values = root.entries.map { slice(text, $0.value.span) }
        #expect(values == ["\"tü\"", "'x'", "-17", "2.5e1", "true", "1979-05-27", "[ 1, 'é', 2 ]", "[s.u]"])
        guard case .array(let elements) = root["a"]?.value.kind else { Issue.record("a is no array"); return }
        #expect(elements.map { slice(text, $0.span) } == ["1", "'é'", "2"])
        guard case .table(let outer) = root["s"]?.value.kind, case .table(let inner) = outer["u"]?.value.kind,
            case .table(let inline) = inner["k"]?.value.kind
        else { Issue.record("s.u.k is no table"); return }
        #expect(inline["l"]?.value.kindName == "a table")
        #expect(root.entries.map(\.value.kindName) == [
            "a string", "a string", "an integer", "a float", "a boolean", "a date or time", "an array", "a table",
        ])
    }

    @Test func placesAreRightBehindAByteOrderMark() throws {
        let text = "\u{FEFF}e = 'ü'"
        let entry = try #require(try parse(text).entries.first)
        #expect(slice(text, entry.keySpan) == "e" && slice(text, entry.value.span) == "'ü'")
    }

    @Test(arguments: [
        ("a = \n", "expected value, saw '\\n'"),
        ("a = 'x\n", "the string does not end on its line"),
        ("a = \"x\r\n", "the string does not end on its line"),
        ("a = 1\na = 2", "cannot redefine existing integer 'a'"),
        ("[a]\n[a]", "cannot redefine existing table 'a'"),
        ("a = 1 b", "expected a comment or whitespace, saw 'b'"),
    ])
    func brokenDocumentsSayWhy(_ text: String, _ message: String) {
        #expect(throws: TOMLError.self) { try parse(text) }
        do { _ = try parse(text) } catch { #expect((error as? TOMLError)?.message == message) }
    }

    /// Documents that TOML 1.0 forbids, one for each rule.
    @Test(arguments: [
        "a", "a =", "= 1", "a = b", "a.b", "a..b = 1", ".a = 1", "[a", "[a]]", "[]", "[[a]", "a = [1", "a = {b = 1", "a = {b = 1,}", "a = {\n}",
        "a = 01", "a = 1_", "a = _1", "a = 1__0",
        "a = +0x1", "a = 0X1", "a = 1.", "a = .5", "a = 1.e2", "a = 1e", "a = True", "a = \"\\q\"", "a = \"\\uD800\"", "a = \"\\U00110000\"",
        "a = '''x", "a = \"\"\"x", "a = 1979-13-01",
        "a = 1979-02-30", "a = 25:00:00", "a = 1979-05-27T", "a b = 1", "a = 1, b = 2", "a = 1\r b = 2", "# \u{1}", "a = \"\u{1}\"", "a.b = 1\na = 2",
        "a = 1\na.b = 2", "a = {}\n[a.b]", "a = []\n[[a]]",
        "[a]\nb.c = 1\n[a.b]", "[[a]]\n[a]", "a = 9223372036854775808", "\"\"\"a\"\"\" = 1", "a = 'x' 'y'", "a = inff",
    ])
    func whatIsNoTOMLIsRejected(_ text: String) {
        #expect(throws: TOMLError.self, "\(text)") { try parse(text) }
    }

    /// Documents that TOML 1.0 allows, one for each rule.
    @Test(arguments: [
        "", "# only", "a = 1 # x", "\"a b\" = 1", "'' = 1", "1.2 = 3", "a . b = 1", "a.b = 1\na.c = 2", "a = [\n1,\n# x\n2,\n]", "a = {}",
        "a = { b = 1, c.d = 2 }", "a = [1, 'x', {}]",
        "a = 0", "a = +1_000", "a = 0xDEAD_beef", "a = 0o17", "a = 0b11", "a = -9223372036854775808", "a = 1e06", "a = 6.626e-34", "a = -inf",
        "a = nan", "a = \"\\b\\t\\n\\f\\r\\\"\\\\\\u00E9\\U0001F600\"",
        "a = \"\"\"\\\n   x \"\" \"\"\"", "a = '''\n'x' \\q'''", "a = 1979-05-27T07:32:00.5-08:00", "a = 1979-05-27 07:32:00", "a = 07:32:00",
        "[a]\n[a.b]\n[c.d]\n[c]", "[[a]]\nb = 1\n[[a]]\n[a.c]", "[ a . 'b' ]",
        "a = 1\r\nb = 2\r\n", "a = \"\tx\"", "a = ''''x''''", "a = '\u{FFFD}😀'",
    ])
    func whatIsTOMLIsAccepted(_ text: String) throws {
        _ = try parse(text)
    }
}

extension String {
    fileprivate func trimming(_ character: Character) -> String { String(drop { $0 == character }.reversed().drop { $0 == character }.reversed()) }
}
