import Basics
import Foundation
import Testing

@Suite struct FileSystemTests {
    /// Both kinds must behave alike.
    private func checkCommonBehaviour(_ files: some FileSystem, _ root: String) throws {
        try files.createDirectories(root + "/a/b")
        try files.createDirectories(root + "/a/b")
        try files.write("one", to: root + "/a/x.txt")
        try files.write("two", to: root + "/a/x.txt")
        try files.write("", to: root + "/a/empty")
        #expect(try files.read(root + "/a/x.txt") == Array("two".utf8))
        #expect(try files.read(root + "/a/empty").isEmpty)
        #expect(try files.list(root + "/a") == ["b", "empty", "x.txt"])
        #expect(files.isDirectory(root + "/a/b"))
        #expect(!files.isRegularFile(root + "/a/b"))
        #expect(files.isRegularFile(root + "/a/x.txt"))
        #expect(!files.exists(root + "/a/none"))
        #expect(try files.canonicalPath(root + "/a/../a/./x.txt") == files.canonicalPath(root + "/a/x.txt"))

        func cause(_ body: () throws -> Void) -> FileSystemError.Cause? {
            do {
                try body()
                return nil
            } catch {
                return (error as? FileSystemError)?.cause
            }
        }
        #expect(cause { _ = try files.read(root + "/none") } == .notFound)
        #expect(cause { _ = try files.read(root + "/a") } == .isDirectory)
        #expect(cause { try files.write("x", to: root + "/a") } == .isDirectory)
        #expect(cause { try files.write("x", to: root + "/none/x") } == .notFound)
        #expect(cause { try files.createDirectories(root + "/a/x.txt/y") } == .notDirectory)
        #expect(cause { _ = try files.list(root + "/none") } == .notFound)
        #expect(cause { _ = try files.canonicalPath(root + "/none") } == .notFound)
        #expect(cause { try files.remove(root + "/a") } == .notEmpty)
        #expect(cause { try files.remove(root + "/none") } == .notFound)
        try files.writeTogether([(root + "/a/b/1", [1]), (root + "/a/x.txt", Array("one".utf8))])
        #expect(cause { try files.writeTogether([(root + "/a/x.txt", [2]), (root + "/a/b/2", [2]), (root + "/none/x", [2])]) } == .notFound)
        #expect(try files.read(root + "/a/x.txt") == Array("one".utf8))
        #expect(try files.list(root + "/a/b") == ["1"])
        try files.remove(root + "/a/b/1")
        try files.createDirectories(root + "/a/old/deep")
        try files.write("three", to: root + "/a/old/deep/y")
        try files.move(root + "/a/old", to: root + "/a/new")
        #expect(try files.list(root + "/a") == ["b", "empty", "new", "x.txt"])
        #expect(try files.read(root + "/a/new/deep/y") == Array("three".utf8))
        #expect(cause { try files.move(root + "/a/new", to: root + "/a/b") } == .alreadyExists)
        #expect(cause { try files.move(root + "/a/none", to: root + "/a/more") } == .notFound)
        #expect(cause { try files.move(root + "/a/new", to: root + "/none/new") } == .notFound)
        try files.move(root + "/a/new/deep/y", to: root + "/a/y")
        for path in ["y", "new/deep", "new"] { try files.remove("\(root)/a/\(path)") }
        try files.remove(root + "/a/x.txt")
        try files.remove(root + "/a/b")
        #expect(try files.list(root + "/a") == ["empty"])
    }

    private func withTemporaryDirectory(_ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("langc-test-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try body(directory)
    }

    @Test func inMemory() throws { try checkCommonBehaviour(InMemoryFileSystem(), "/root") }

    @Test func real() throws { try withTemporaryDirectory { try checkCommonBehaviour(RealFileSystem(), $0) } }

    @Test func realLinksAndLargeFiles() throws {
        try withTemporaryDirectory { root in
            let files = RealFileSystem()
            let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
            try files.write(large, to: root + "/large")
            #expect(try files.read(root + "/large") == large)
            try FileManager.default.createSymbolicLink(atPath: root + "/link", withDestinationPath: "large")
            #expect(try files.canonicalPath(root + "/link") == files.canonicalPath(root + "/large"))
            let names = ["/large", "/link", "/./large", "/none", "/.", "/x\0y"].map { root + $0 }
            #expect(files.canonicalPaths(of: names) == names.compactMap { try? files.canonicalPath($0) }, "a file that does not exist is left out")
            // Writing through a link changes its target and leaves no temporary file behind.
            try files.write("short", to: root + "/link")
            #expect(try files.read(root + "/large") == Array("short".utf8))
            #expect(try files.list(root) == ["large", "link"])
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: root + "/link") == "large")
        }
    }

    @Test func pathsDoNotEndAtNUL() throws {
        try withTemporaryDirectory { root in
            let files = RealFileSystem()
            try files.write("x", to: root + "/a")
            #expect(!files.exists(root + "/a\0b"))
            #expect(throws: FileSystemError(path: root + "/a\0b", cause: .notFound)) { try files.read(root + "/a\0b") }
            #expect(throws: FileSystemError(path: root + "/c\0", cause: .notFound)) { try files.write("y", to: root + "/c\0") }
            #expect(try files.list(root) == ["a"])
        }
    }

    @Test func fullDiskIsReported() throws {
        let files = RealFileSystem()
        guard files.exists("/dev/full") else { return }
        #expect(throws: FileSystemError(path: "/dev/full", cause: .noSpace)) { try files.write("x", to: "/dev/full") }
        #expect(FileSystemError(path: "p", cause: .noSpace).description == "p: No space left on device")
    }

    @Test func permissionsSurviveAndProtect() throws {
        try withTemporaryDirectory { root in
            let files = RealFileSystem()
            try files.write("x", to: root + "/tool")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: root + "/tool")
            try files.write("y", to: root + "/tool")
            let mode = try FileManager.default.attributesOfItem(atPath: root + "/tool")[.posixPermissions] as? Int
            #expect(mode == 0o755)
        }
    }

    @Test func inMemoryLinksAndFailures() throws {
        let files = InMemoryFileSystem(
            ["/p/main.atl": "m", "/p/lib/a.atl": "a"], links: ["/p/alias.atl": "lib/a.atl", "/p/l": "lib", "/x": "/y", "/y": "/x"])
        #expect(try files.canonicalPath("/p/alias.atl") == "/p/lib/a.atl")
        #expect(try files.read("/p/l/a.atl") == Array("a".utf8))
        #expect(try files.list("/p") == ["alias.atl", "l", "lib", "main.atl"])
        #expect(throws: FileSystemError(path: "/x", cause: .tooManyLinks)) { try files.read("/x") }

        files.failReading("/p/main.atl")
        #expect(throws: FileSystemError(path: "p/main.atl", cause: .permissionDenied)) { try files.read("p/main.atl") }
        files.failWriting("/p/lib", .noSpace)
        #expect(throws: FileSystemError(path: "/p/lib/a.atl", cause: .noSpace)) { try files.write("b", to: "/p/lib/a.atl") }
        #expect(try files.read("/p/lib/a.atl") == Array("a".utf8))
    }
}
