import Basics
import CodeGen
import Diagnostics
@testable import Driver
import ModuleSystem
import Testing

/// A program that is edited and built again, step by step.
final class IncrementalProject {
    let files: InMemoryFileSystem
    let entry: String
    var options: BuildOptions
    /// The last build that gave no reasons has changed the program of the build before.
    private(set) var isChangedInPlace = false
    private let storage: InMemoryFileSystem
    /// The cache of builds that give no reasons: these may take shorter ways.
    private let quickStorage = IncrementalProject.storageWithLibrary()

    init(_ sources: [String: String], entry: String, optimization: OptimizationLevel = .none) {
        files = InMemoryFileSystem(Dictionary(uniqueKeysWithValues: sources.map { ("/p/" + $0.key, $0.value) }))
        self.entry = "/p/" + entry
        storage = Self.storageWithLibrary()
        options = BuildOptions(entry: self.entry, root: "/p", optimization: optimization)
        options.cache = BuildCache(directory: "/cache", compiler: StableHash(of: "1"), fileSystem: storage)
        options.explains = true
    }

    /// Compiles the modules of the standard library that the tests use, which takes a while, once.
    private static let libraryEntries: [(path: String, bytes: [UInt8])] = {
        let files = InMemoryFileSystem([
            "/p/main.atl": "import { f } from \"./m\";\nlet list = [2, 1];\nlist.sort();\nprint(list.map(fn(x: number) -> number { return x + f(); }));\n",
            "/p/m.ai": "(module m [f] (define (f) (if (equal? (map (lambda (x) (* x 2)) '(1 2)) '(2 4)) 1.5 2.5)))\n",
        ])
        let storage = InMemoryFileSystem()
        for optimization in [OptimizationLevel.none, .standard] {
            var options = BuildOptions(entry: "/p/main.atl", optimization: optimization)
            options.cache = BuildCache(directory: "/cache", compiler: StableHash(of: "1"), fileSystem: storage)
            _ = Build.run(options, fileSystem: files)
        }
        return storage.paths.filter { $0.contains("/modules/") }.compactMap { path in (try? storage.read(path)).map { (path, $0) } }
    }()

    private static func storageWithLibrary() -> InMemoryFileSystem {
        let storage = InMemoryFileSystem()
        for (path, bytes) in libraryEntries {
            try? storage.createDirectories(Path.parent(path))
            try? storage.write(bytes, to: path)
        }
        return storage
    }

    func write(_ path: String, _ text: String) {
        let path = "/p/" + path
        try? files.createDirectories(Path.parent(path))
        try? files.write(text, to: path)
    }

    func remove(_ path: String) { try? files.remove("/p/" + path) }

    /// Files of the cache.
    var entries: [String] { storage.paths }
    func damage(_ path: String, _ change: ([UInt8]) -> [UInt8]) { try? storage.write(change((try? storage.read(path)) ?? []), to: path) }
    func forget(_ path: String) { try? storage.remove(path) }
    func refuseWriting() { storage.failWriting("/cache", .noSpace) }

    func useCompiler(_ name: String) {
        options.cache = BuildCache(directory: "/cache", compiler: StableHash(of: name), fileSystem: storage)
    }

    /// Builds, and checks that just the given modules were compiled, that the program is what a build from nothing gives, and that both say
    /// the same.
    @discardableResult
    func build(
        rebuilding expected: [String], through stage: BuildStage = .link, sourceLocation: SourceLocation = #_sourceLocation
    ) -> BuildResult {
        // Each build is another process.
        options.cache = options.cache.map { BuildCache(directory: $0.directory, compiler: $0.compiler, fileSystem: storage) }
        let result = Build.run(options, fileSystem: files, through: stage)
        let rebuilt = result.modules.filter { !$0.isReused && !$0.module.isStandard }.map(\.module.text)
        #expect(rebuilt.sorted() == expected.sorted(), sourceLocation: sourceLocation)
        var fresh = options
        fresh.cache = BuildCache(directory: "/cache", compiler: StableHash(of: "1"), fileSystem: Self.storageWithLibrary())
        let whole = Build.run(fresh, fileSystem: files, through: stage)
        let said = result.lines.filter { !$0.hasPrefix("LC0012") }
        #expect(said == whole.lines, sourceLocation: sourceLocation)
        let isSame = result.link?.binary == whole.link?.binary
        #expect(isSame, "other bytes than a build from nothing gives", sourceLocation: sourceLocation)
        buildQuickly(through: stage, like: whole, sourceLocation)
        return result
    }

    /// Builds, and checks that the program is what a build from nothing gives, and that both say the same.
    func checkBuild(sourceLocation: SourceLocation = #_sourceLocation) {
        var fresh = options
        fresh.cache = BuildCache(directory: "/cache", compiler: StableHash(of: "1"), fileSystem: Self.storageWithLibrary())
        buildQuickly(through: .link, like: Build.run(fresh, fileSystem: files), sourceLocation)
    }

    /// Builds without reasons, and checks that the result is the same.
    private func buildQuickly(through stage: BuildStage, like whole: BuildResult, _ sourceLocation: SourceLocation) {
        var quick = options
        quick.explains = false
        quick.cache = options.cache.map { BuildCache(directory: $0.directory, compiler: $0.compiler, fileSystem: quickStorage) }
        let result = Build.run(quick, fileSystem: files, through: stage)
        #expect(result.lines == whole.lines, sourceLocation: sourceLocation)
        let isSame = result.link?.binary == whole.link?.binary
        #expect(isSame, "without reasons, other bytes than a build from nothing gives", sourceLocation: sourceLocation)
        isChangedInPlace = result.isChangedInPlace
    }

    /// Changes the files of the cache of builds without reasons whose paths contain `part`.
    func damageQuick(_ part: String, _ change: ([UInt8]) -> [UInt8]) {
        for path in quickStorage.paths where path.contains(part) { try? quickStorage.write(change((try? quickStorage.read(path)) ?? []), to: path) }
    }

    /// The reason that is given for a module.
    static func reason(_ result: BuildResult, _ module: String) -> String? { result.modules.first { $0.module.text == module }?.reason }
}
