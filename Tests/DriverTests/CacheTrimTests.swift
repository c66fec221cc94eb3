import Basics
@testable import Driver
import Testing

/// The cache stays as small as it should be.
struct CacheTrimTests {
    private static let hour: Int64 = 3600 * 1_000_000_000

    private func key(_ number: Int) -> StableHash { StableHash(of: "\(number)") }

    @Test func whatWasNotUsedForTheLongestTimeGoesFirst() {
        let storage = InMemoryFileSystem()
        let cache = BuildCache(directory: "/cache", compiler: key(0), fileSystem: storage)
        for number in 0..<10 { cache.write(.modules, key(number), [UInt8](repeating: 1, count: 1000)) }
        let size = cache.usage().bytes
        #expect(cache.usage().files == 10)
        cache.trim(to: size, now: 1)
        #expect((0..<10).allSatisfy { cache.read(.modules, key($0)) != nil })
        // Reading has renewed all; now the first three are used again.
        for number in 0..<3 { #expect(cache.read(.modules, key(number)) != nil) }
        cache.trim(to: size / 2, now: 2 * Self.hour)
        let left = (0..<10).filter { storage.exists(cache.path(.modules, key($0))) }
        #expect(left.count == 4 && left.starts(with: [0, 1, 2]))
    }

    @Test func thereIsNoLookAtEveryBuild() {
        let storage = InMemoryFileSystem()
        let cache = BuildCache(directory: "/cache", compiler: key(0), fileSystem: storage)
        cache.write(.modules, key(0), [1, 2, 3])
        cache.trim(to: 1000, now: 1)
        cache.trim(to: 0, now: 2)
        #expect(cache.usage().files == 2)
        cache.trim(to: 0, now: 2 * Self.hour)
        #expect(cache.read(.modules, key(0)) == nil)
    }

    @Test func leftoversOfInterruptedBuildsGo() throws {
        let storage = InMemoryFileSystem()
        let cache = BuildCache(directory: "/cache", compiler: key(0), fileSystem: storage)
        cache.write(.modules, key(0), [1, 2, 3])
        let leftover = Path.join(Path.parent(cache.path(.modules, key(0))), ".langc-1-x.tmp")
        try storage.write("half", to: leftover)
        cache.trim(to: 1000, now: 1)
        #expect(storage.exists(leftover))
        cache.trim(to: 1000, now: 3 * Self.hour)
        #expect(!storage.exists(leftover))
        #expect(cache.read(.modules, key(0)) != nil)
    }

    @Test func otherVersionsAreRemovedAsWell() throws {
        let storage = InMemoryFileSystem(["/cache/v0/modules/aa/old": "x", "/cache/notes": "mine", "/cache/values/v.txt": "mine"])
        let cache = BuildCache(directory: "/cache", compiler: key(0), fileSystem: storage)
        cache.write(.programs, key(0), [1])
        #expect(cache.removeAll().files == 2)
        #expect(storage.paths == ["/cache/notes", "/cache/values/v.txt"])
        #expect(!storage.exists("/cache/v0"))
    }
}
