import Basics
import CodeGen
@testable import Driver
import ModuleSystem
import Testing

/// What builds of a program keep for one another besides objects.
struct BuildRecordTests {
    private static let sources = [
        "/p/main.atl": "import { f } from \"./m\";\nimport { g } from \"./n\";\nprint(f() + g());\n",
        "/p/m.atl": "export fn f() -> number { let unused = 1; return 2; }\n",
        "/p/n.atl": "export fn g() -> number { return 3; }\n",
    ]

    /// A program, and a cache of its own.
    private struct Place {
        let files: InMemoryFileSystem
        let storage = InMemoryFileSystem()
        var options = BuildOptions(entry: "/p/main.atl", root: "/p")
        var now = Build.now

        init(_ sources: [String: String] = BuildRecordTests.sources) { files = InMemoryFileSystem(sources) }

        func run(through stage: BuildStage = .link) -> BuildResult {
            var options = options
            options.cache = BuildCache(directory: "/cache", compiler: StableHash(of: "1"), fileSystem: storage, now: now)
            return Build.run(options, fileSystem: files, through: stage)
        }

        func write(_ path: String, _ text: String) { try? files.write(text, to: path) }

        func entries(_ kind: String) -> [String] { storage.paths.filter { $0.contains("/\(kind)/") } }
        func times(_ kind: String) -> [Int64] { entries(kind).map { storage.status($0)?.modified ?? 0 } }
    }

    // MARK: Checking

    @Test func checkingKeepsWhatItFindsOutAndNoObjects() throws {
        let place = Place()
        let first = place.run(through: .check)
        #expect(first.lines.count == 1 && first.lines[0].hasPrefix("AT2001 m.atl"))
        let entries = Set(place.entries("modules"))
        #expect(!entries.isEmpty && place.entries("programs").isEmpty)
        for path in entries {
            let bytes = try place.storage.read(path)
            let module = try #require(CachedModule(bytes.dropLast(24)))
            let isWithoutCode = module.object.isEmpty && module.companions.isEmpty
            #expect(isWithoutCode)
        }
        // Nothing is read if nothing has changed; warnings are said again.
        for path in Self.sources.keys { place.files.failReading(path) }
        let second = place.run(through: .check)
        #expect(second.lines == first.lines && second.inputs == first.inputs)
        #expect(second.timings.phases.map(\.name) == ["compare files"])
    }

    @Test func checkingLooksOnlyAtWhatHasChanged() {
        let place = Place()
        let first = place.run(through: .check)
        let before = Set(place.entries("modules"))
        place.write("/p/n.atl", "export fn g() -> number { return 4; }\n")
        #expect(place.run(through: .check).lines == first.lines)
        #expect(Set(place.entries("modules")).subtracting(before).count == 1)
        // Errors are found whatever the cache has.
        place.write("/p/n.atl", "export fn g() -> string { return \"\"; }\n")
        let broken = place.run(through: .check)
        #expect(broken.diagnostics.contains { $0.severity == .error && $0.primary?.path == "main.atl" })
        #expect(place.run(through: .check).lines == broken.lines)
        var fresh = place
        fresh.options.cache = nil
        #expect(Build.run(fresh.options, fileSystem: place.files, through: .check).lines == broken.lines)
        place.write("/p/n.atl", Self.sources["/p/n.atl"]!)
        #expect(place.run(through: .check).lines == first.lines)
    }

    @Test(arguments: [OptimizationLevel.none, .standard]) func checkingUsesWhatBuildsHaveLeft(_ level: OptimizationLevel) {
        var place = Place()
        place.options.optimization = level
        let built = place.run()
        let entries = place.entries("modules")
        place.options.optimization = .none
        #expect(place.run(through: .check).lines == built.lines)
        #expect(place.entries("modules") == entries)
        // Not the other way round: builds need objects.
        let other = Place()
        _ = other.run(through: .check)
        let isSame = other.run().link?.binary == Place().run().link?.binary
        #expect(isSame)
    }

    // MARK: Products

    @Test func productsAreKeptUntilSomethingChanges() {
        var place = Place()
        place.options.sourceMap = true
        place.options.products = ["a"]
        let first = place.run()
        #expect(first.products == nil && first.link?.sourceMap != nil)
        first.keep([BuildProduct(.file, path: "out.wasm", [1, 2, 3]), BuildProduct(.text, [4])])
        let second = place.run()
        #expect(second.link == nil && second.lines == first.lines && second.inputs == first.inputs)
        #expect(second.products?.map(\.path) == ["out.wasm", "-"] && second.products?.map(\.bytes) == [[1, 2, 3], [4]])
        #expect(second.products?.map(\.kind) == [.file, .text])
        // Other products of the same build.
        place.options.products = ["b"]
        let other = place.run()
        #expect(other.products == nil && other.link != nil)
        place.options.products = ["a"]
        #expect(place.run().products != nil)
        // A product that the cache has lost.
        for path in place.entries("programs") { try? place.storage.remove(path) }
        let lost = place.run()
        #expect(lost.products == nil && lost.link != nil)
        lost.keep([BuildProduct(.text, [5])])
        #expect(place.run().products?.map(\.bytes) == [[5]])
        place.write("/p/n.atl", "export fn g() -> number { return 4; }\n")
        let changed = place.run()
        #expect(changed.products == nil && changed.link != nil)
        // A command that has failed to make something keeps what else there is to know.
        changed.keep(nil)
        #expect(place.run().products == nil)
    }

    @Test func productsOfOtherStagesAreKeptToo() {
        for stage in [BuildStage.lower, .objects] {
            var place = Place()
            place.options.products = ["a"]
            let first = place.run(through: stage)
            #expect(stage == .lower ? !first.cores.isEmpty : !first.objects.isEmpty)
            first.keep([BuildProduct(.file, path: "x", [1])])
            #expect(place.run(through: stage).products?.count == 1)
            #expect(place.run(through: stage == .lower ? .objects : .lower).products == nil)
        }
    }

    // MARK: Ages

    /// A build that finds everything as it was does not read the objects, which are in use all the same.
    @Test(arguments: [false, true]) func whatIsInUseDoesNotGrowOld(_ hasProducts: Bool) {
        let day: Int64 = 24 * 3600 * 1_000_000_000
        var place = Place()
        if hasProducts {
            place.options.products = ["a"]
            place.run().keep([BuildProduct(.file, [1])])
        } else {
            _ = place.run()
        }
        let first = place.times("modules")
        place.now += day / 2
        _ = place.run()
        #expect(place.times("modules") == first)
        place.now += day
        #expect(place.run().compiled.isEmpty)
        let second = place.times("modules")
        #expect(zip(first, second).allSatisfy { $0 < $1 } && first.count == second.count)
        // Once is enough for another day.
        _ = place.run()
        place.now += day / 2
        _ = place.run()
        #expect(place.times("modules") == second)
    }

    @Test func editsEveryHourRenewTheOthersToo() {
        let hour: Int64 = 3600 * 1_000_000_000
        var place = Place()
        _ = place.run()
        let known = place.entries("modules")
        let first = Dictionary(uniqueKeysWithValues: zip(known, place.times("modules")))
        for number in 1...25 {
            place.now += hour
            place.write("/p/n.atl", "export fn g() -> number { return \(number + 10); }\n")
            let isChangedInPlace = place.run().isChangedInPlace
            #expect(isChangedInPlace)
        }
        let renewed = known.count { place.storage.status($0)?.modified != first[$0] }
        #expect(renewed >= known.count - 1)
    }

    // MARK: Reasons

    @Test func reasonsAreThoseSinceTheLastBuild() {
        var place = Place()
        func reasons() -> [String] {
            place.options.explains = true
            defer { place.options.explains = false }
            return place.run().modules.filter { !$0.module.isStandard }.map { "\($0.module.text): \($0.reason)" }
        }
        _ = place.run()
        place.write("/p/n.atl", "export fn g() -> number { return 4; }\n")
        let isChangedInPlace = place.run().isChangedInPlace
        #expect(isChangedInPlace)
        place.write("/p/m.atl", Self.sources["/p/m.atl"]!.replacing("2", with: "5"))
        #expect(reasons() == [
            "m.atl: its source has changed", "n.atl: nothing that it depends on has changed", "main.atl: nothing that it depends on has changed",
        ])
        // Changed in place, and then changed back.
        place.write("/p/n.atl", "export fn g() -> number { return 6; }\n")
        let isChangedAgain = place.run().isChangedInPlace
        #expect(isChangedAgain)
        place.write("/p/n.atl", "export fn g() -> number { return 4; }\n")
        #expect(reasons() == [
            "m.atl: nothing that it depends on has changed", "n.atl: an earlier build has compiled it as it is now",
            "main.atl: nothing that it depends on has changed",
        ])
        // What builds without anything to compile have brought counts as well.
        place.write("/p/n.atl", Self.sources["/p/n.atl"]! + "export let more = 1;\n")
        _ = place.run()
        place.write("/p/n.atl", "export fn g() -> number { return 4; }\n")
        _ = place.run()
        place.write("/p/m.atl", Self.sources["/p/m.atl"]!)
        #expect(reasons() == [
            "m.atl: an earlier build has compiled it as it is now", "n.atl: nothing that it depends on has changed",
            "main.atl: nothing that it depends on has changed",
        ])
    }
}
