@testable import CodeGen
import Testing

struct UniqueNamesTests {
    @Test func noNameComesTwice() {
        var unique = UniqueNames()
        #expect(["f", "f", "f#2", "f", "f#2", "g"].map { unique.make($0) } == ["f", "f#2", "f#2#2", "f#3", "f#2#3", "g"])
        var state: UInt64 = 7
        var made: Set<String> = []
        var other = UniqueNames()
        for _ in 0..<5000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let wanted = "f" + ["", "#2", "#3", "#2#2"][Int(state >> 33) % 4] + ["", "#4"][Int(state >> 40) % 2]
            let name = other.make(wanted)
            #expect(name.hasPrefix(wanted) && made.insert(name).inserted)
        }
    }
}
