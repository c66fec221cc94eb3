import Basics
import Testing

@Suite struct EditDistanceTests {
    @Test(arguments: [
        ("", "", 0), ("a", "", 1), ("square", "sqaure", 1), ("square", "squares", 1), ("kitten", "sitting", 3), ("größe", "grösse", 2),
        ("ca", "abc", 3),
    ])
    func measures(left: String, right: String, distance: Int) {
        #expect(EditDistance.bounded(left, right, limit: 5) == distance)
        #expect(EditDistance.bounded(right, left, limit: 5) == distance)
        #expect(EditDistance.bounded(left, right, limit: distance) == distance)
        if distance > 0 { #expect(EditDistance.bounded(left, right, limit: distance - 1) == nil) }
    }

    /// The whole table, without bounds.
    private func plainDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var table = (0...left.count).map { row in (0...right.count).map { row == 0 ? $0 : $0 == 0 ? row : 0 } }
        for row in 1..<(left.count + 1) {
            for column in 1..<(right.count + 1) {
                let same = left[row - 1] == right[column - 1]
                var cost = min(table[row - 1][column], table[row][column - 1]) + 1
                cost = min(cost, table[row - 1][column - 1] + (same ? 0 : 1))
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    cost = min(cost, table[row - 2][column - 2] + 1)
                }
                table[row][column] = cost
            }
        }
        return table[left.count][right.count]
    }

    @Test func boundsAgreeWithTheWholeTable() {
        let seed: UInt64 = 3
        var random = SeededGenerator(seed: seed)
        func word() -> [UInt8] {
            (0..<Int.random(in: 0...9, using: &random)).map { _ in UInt8.random(in: 0x61...0x63, using: &random) }
        }
        for _ in 0..<2000 {
            let (left, right) = (word(), word())
            let distance = plainDistance(left, right)
            for limit in 0...4 {
                let bounded = EditDistance.bounded(
                    String(decoding: left, as: UTF8.self), String(decoding: right, as: UTF8.self), limit: limit)
                #expect(bounded == (distance <= limit ? distance : nil), "seed \(seed): \(left) \(right) \(limit)")
            }
        }
    }

    @Test func suggestsWhatMayHaveBeenMeant() {
        #expect(closestMatches(to: "lenght", among: ["length", "len", "height", "print"]) == ["length", "height"])
        #expect(closestMatches(to: "pritn", among: ["print", "print", "point", "sprint"]) == ["print"])
        #expect(closestMatches(to: "x", among: ["y", "z"]).isEmpty)
        #expect(closestMatches(to: "URL", among: ["url", "usl"]) == ["url"])
        #expect(closestMatches(to: "name", among: ["name"]).isEmpty)
        #expect(closestMatches(to: "tests", among: ["testa", "testd", "testc", "testb"]) == ["testa", "testb", "testc"])
    }
    @Test func prefersEarlierGroupsAmongEquallyCloseNames() {
        #expect(closestMatches(to: "totl", preferring: [["total"], ["toil", "total"]]) == ["total", "toil"])
        #expect(closestMatches(to: "mup", preferring: [["mop"], ["map"]]) == ["mop", "map"])
        #expect(closestMatches(to: "lenn", preferring: [["lean"], ["len"], ["lens"]]) == ["lean", "len", "lens"])
    }
}
