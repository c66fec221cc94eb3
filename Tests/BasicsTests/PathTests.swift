import Basics
import Testing

@Suite struct PathTests {
    @Test(arguments: [
        ("/a/./b//c/", "/a/b/c"), ("/../a", "/a"), ("a/../..", ".."), ("../../a", "../../a"), ("", "."), ("./", "."),
        ("a/b/..", "a"), ("/", "/"), ("a/..", "."), ("a/\u{301}b/..", "a"),
    ])
    func normalizes(path: String, expected: String) { #expect(Path.normalize(path) == expected) }

    @Test(arguments: [
        ("/a", "b", "/a/b"), ("/a", "/b", "/b"), ("/a", "../b", "/b"), ("a", "../../b", "../b"), (".", "./m.atl", "m.atl"),
    ])
    func joins(directory: String, path: String, expected: String) { #expect(Path.join(directory, path) == expected) }

    @Test(arguments: [
        ("/p/lib/a", "/p", "lib/a"), ("/s/a", "/p/q", "../../s/a"), ("/p", "/p", "."), ("/p", "/p/q", ".."),
        ("a/b", "a", "b"), ("/a", "b", "/a"), ("a", "../x", "a"), ("../a", "../b", "../a"), ("../b/c", "../b", "c"),
    ])
    func relates(path: String, directory: String, expected: String) {
        #expect(Path.relative(path, from: directory) == expected)
    }

    @Test func takesApart() {
        #expect(Path.parent("/a/b") == "/a")
        #expect(Path.parent("/a//b/") == "/a")
        #expect(Path.parent("/a") == "/")
        #expect(Path.parent("a") == ".")
        #expect(Path.parent("/") == "/")
        #expect(Path.lastComponent("/a/b.atl/") == "b.atl")
        #expect(Path.fileExtension("/a.b/c.tar.gz") == "gz")
        #expect(Path.fileExtension("/a.b/.hidden") == nil)
        #expect(Path.stem("x/m.v2.atl") == "m.v2")
        #expect(Path.stem("x/m") == "m")
    }
}
