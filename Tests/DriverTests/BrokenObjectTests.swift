import CodeGen
import Driver
import Linker
import Testing

/// Linking of objects that were damaged after compilation.
@Suite struct BrokenObjectTests {
    private static let objects: [(name: String, bytes: [UInt8])] = {
        let project = SourceTree([
            "main.atl": """
                import { twice, total } from "./lib";
                import * as lib from "./lib";
                let names = ["a", "b"];
                for (var i = 0; i < len(names); i++) { print(names[i] + toString(twice(i))); }
                print(total);
                print(lib);
                """,
            "lib.atl": """
                export var total = 0;
                export fn twice(n: number) -> number { total = total + n; return n * 2; }
                """,
        ])
        let options = BuildOptions(entry: "main.atl", optimization: .standard, keepNames: true, sourceMap: true)
        return Build.run(options, fileSystem: project.files, through: .link).objects.map { ($0.module.text, $0.bytes) }
    }()

    /// A generator of numbers below a bound; the same for the same seed.
    private struct Numbers {
        var state: UInt64
        mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(bound, 1)
        }
    }

    private static func damage(_ bytes: inout [UInt8], _ numbers: inout Numbers) {
        let place = numbers.next(bytes.count)
        let length = min(numbers.next(40), bytes.count - place)
        switch numbers.next(7) {
        case 0: bytes[place] ^= 1 << UInt8(numbers.next(8))
        case 1: bytes[place] = UInt8(numbers.next(256))
        case 2: bytes.removeSubrange(place...)
        case 3: bytes.removeSubrange(place..<place + length)
        case 4: bytes.insert(contentsOf: bytes[place..<place + length], at: numbers.next(bytes.count))
        case 5:
            // A huge number where a count may have been.
            for index in place..<min(place + 4, bytes.count) { bytes[index] = 0xFF }
            if place + 4 < bytes.count { bytes[place + 4] = 0x0F }
        default:
            let section = sections(bytes)
            guard let copied = section[safe: numbers.next(section.count)], let target = section[safe: numbers.next(section.count)] else { return }
            bytes.insert(contentsOf: Array(bytes[copied]), at: target.lowerBound)
        }
    }

    /// The sections of a wasm module, as far as they can be read.
    private static func sections(_ bytes: [UInt8]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start = 8
        while start < bytes.count {
            var size = 0
            var place = start + 1
            var shift = 0
            while place < bytes.count, shift < 35 {
                size |= Int(bytes[place] & 0x7F) << shift
                shift += 7
                place += 1
                if bytes[place - 1] < 0x80 { break }
            }
            guard place + size <= bytes.count else { break }
            result.append(start..<place + size)
            start = place + size
        }
        return result
    }

    /// There is a program or an error, never both or neither, and no crash.
    @Test(arguments: [1, 2]) func damagedObjectsGiveProgramsOrErrors(seed: UInt64) {
        #expect(Self.objects.count >= 2)
        var numbers = Numbers(state: seed)
        var linked = 0
        for round in 0..<Self.rounds {
            var objects = Self.objects
            let victim = numbers.next(objects.count)
            for _ in 0...numbers.next(3) where !objects[victim].bytes.isEmpty { Self.damage(&objects[victim].bytes, &numbers) }
            var job = LinkJob()
            job.entry = "main.atl"
            job.keepNames = true
            job.sourceMap = round % 2 == 0
            job.optimization = round % 3 != 0 ? .standard : .none
            job.report = true
            let result = job.run(objects)
            #expect((result.link?.binary == nil) == result.hasErrors, "seed \(seed), round \(round)")
            if result.link?.binary != nil { linked += 1 }
        }
        #expect(linked > 0 && linked < Self.rounds, "seed \(seed)")
    }

    private static let rounds = 250
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
