import Linker
import ModuleSystem
import RuntimeABI
import Testing
import WasmFormat

/// That results do not depend on how many threads make them.
@Suite struct ThreadTests {
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 11 ^ state << 43
        }
    }

    /// A data item of a module as the test thinks of it.
    private struct Item {
        var content: UInt8
        /// The item of the module that its second word leads to, if any.
        var target: Int?
        var isMergeable: Bool
    }

    private static let itemSize: UInt32 = 8

    /// Modules that need one another in a row, with equal and different items, which refer to those before and behind them and to themselves.
    private static func modules(_ count: Int, _ random: inout Generator) -> [(object: TestObject, items: [Item])] {
        var result: [(object: TestObject, items: [Item])] = []
        for number in 0..<count {
            var object = TestObject(number == count - 1 ? "main.atl" : "m\(number).atl")
            object.importMemory()
            let items = (0..<12).map { _ in
                Item(
                    content: UInt8.random(in: 0..<3, using: &random), target: Bool.random(using: &random) ? Int.random(in: 0..<12, using: &random) : nil,
                    isMergeable: Int.random(in: 0..<5, using: &random) > 0)
            }
            let addresses = items.enumerated().map { index, item in
                let words = item.target.map { [LinkRelocation(offset: 4, target: .data(UInt32($0) * itemSize))] } ?? []
                let bytes = [UInt8](repeating: item.content, count: 1) + [UInt8](repeating: 0, count: 7)
                return object.address(object.item(bytes, relocations: words, name: "item", isMergeable: item.isMergeable))
            }
            object.function(export: ReservedNames.initializer) { body in
                for address in addresses {
                    body.append(.globalGet, address)
                    body.append(.drop)
                }
            }
            if let last = result.last { object.depends(on: last.object) }
            result.append((object, items))
        }
        return result
    }

    /// For every item the first one that is equal, all in order, found one after another.
    private static func representatives(_ modules: [[Item]]) -> [Int] {
        var known: [[Int]: Int] = [:]
        var result: [Int] = []
        for items in modules {
            let first = result.count
            for (index, item) in items.enumerated() {
                let target = item.target.map { $0 == index ? -1 : $0 < index ? result[first + $0] : first + $0 }
                let key = [Int(item.content), target == nil ? 0 : 1, target ?? 0]
                result.append(item.isMergeable ? known[key] ?? first + index : first + index)
                if item.isMergeable, known[key] == nil { known[key] = first + index }
            }
        }
        return result
    }

    @Test(arguments: [1, 2, 3, 4]) func equalItemsAreThoseOfOneThread(_ seed: UInt64) throws {
        var random = Generator(state: seed)
        let modules = Self.modules(70, &random)
        let expected = Self.representatives(modules.map(\.items))
        var options = LinkOptions(report: true)
        var programs: [[UInt8]?] = []
        for jobs in [1, 2, 5] {
            options.jobs = jobs
            let result = Linked(modules.map(\.object), entry: try #require(modules.last).object, options).result
            programs.append(result.binary)
            let places = try #require(result.report).items.filter { $0.kind == .data && $0.owner != "runtime" }.map(\.place)
            #expect(places.count == expected.count)
            // What shares a place, and nothing else does. Items of zeros come last, but are merged like others.
            var owners: [UInt32: Int] = [:]
            for (index, place) in places.enumerated() {
                let place = try #require(place)
                #expect(owners[place] ?? expected[index] == expected[index], "seed \(seed), item \(index)")
                owners[place] = expected[index]
            }
            #expect(owners.count == Set(expected).count, "seed \(seed)")
        }
        #expect(programs[0] != nil && programs[1] == programs[0] && programs[2] == programs[0])
    }

    /// Errors in the imports of some of many modules come in the order of the modules.
    @Test func errorsHaveTheOrderOfTheModules() throws {
        var objects: [TestObject] = []
        for number in 0..<100 {
            var object = TestObject(number == 99 ? "main.atl" : "m\(number).atl")
            object.importMemory()
            if let last = objects.last {
                let isWrong = number % 7 == 3
                let callee = object.importFunction(last.id.text, isWrong ? "missing" : "f")
                object.function(export: ReservedNames.initializer) { $0.append(.call, callee) }
                object.depends(on: last)
            }
            object.function(export: "f") { _ in }
            object.declare(function: "f")
            objects.append(object)
        }
        let entry = try #require(objects.last)
        var found: [[String]] = []
        for jobs in [1, 2, 5] {
            var options = LinkOptions()
            options.jobs = jobs
            let result = Linked(objects.reversed(), entry: entry, options).result
            #expect(result.binary == nil && result.diagnostics.count == 14)
            found.append(result.diagnostics.map { "\($0.code) \($0.message) \($0.notes) \($0.help)" })
        }
        #expect(found[1] == found[0] && found[2] == found[0])
    }
}
