import Basics
import Core
import Diagnostics
import RuntimeABI
import Testing

/// Very long functions become several.
@Suite struct SplitLongFunctionsTests {
    /// What an assigned value needs is nested in it, as sums are that may fail: `x3 = { x2 = { x1 = …; x1 + 1 }; x2 + 1 }`.
    @Test func nestedAssignmentsAreCut() {
        // As the compiler does: what is nested is visited by recursion.
        runOnLargeStack(bytes: 256 << 20) { self.cutNest(depth: 4000) }
    }

    private func cutNest(depth: Int) {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("n", .f64)], .f64) { b, p in
            var value = b.get(p[0])
            for index in 0..<depth {
                let local = b.local("x\(index)", .f64)
                value = b.sequence([b.set(local, value), b.binary(.f64Add, b.get(local), b.number(1))])
            }
            let last = b.local("last", .f64)
            return b.sequence([b.set(last, value), b.get(last)])
        })
        #expect(Verifier.verify(module) == [])
        let result = PassPipeline.runAlways(module)
        #expect(Verifier.verify(result) == [])
        #expect(result.functions.count > 5)
        let size = { (function: Function) in function.body.map { reachable(from: $0, function) } ?? 0 }
        #expect(result.functions.values.allSatisfy { size($0) < 3000 })
        #expect(result.functions.values.map(size).reduce(0, +) > 4 * depth)
    }

    private func reachable(from id: ExprID, _ function: Function) -> Int {
        function.expressions[id].kind.operands.reduce(1) { $0 + reachable(from: $1, function) }
    }
}
