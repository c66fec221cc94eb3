import Basics
import Core
import Foundation
import Testing

/// Which rounds of loops get a loop of their own.
@Suite struct NestLoopsTests {
    private func after(keepsCalls: Bool = true, _ build: (inout FunctionBuilder, [LocalID], LabelID) -> [ExprID]) -> String {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("n", .i64)], .i64) { b, p in
            let label = b.label("l")
            let body = b.sequence(build(&b, p, label))
            return b.add(.loop(label, condition: nil, body: body, step: nil), .never)
        })
        let result = PassPipeline.run(module, keepsCalls: keepsCalls)
        #expect(Verifier.verify(result) == [])
        return Printer.print(result.functions[FunctionID(0)], in: result)
    }

    private func next(_ b: inout FunctionBuilder, _ label: LabelID) -> ExprID { b.add(.continueTo(label), .never) }

    private func isLess(_ b: inout FunctionBuilder, _ local: LocalID, than value: Int64) -> ExprID {
        b.binary(.i64Less, b.get(local), b.add(.constant(.i64(value)), .i64))
    }

    /// A round that calls nothing, and one that does.
    private func mixed(keepsCalls: Bool) -> String {
        after(keepsCalls: keepsCalls) { b, p, label in
            let less = b.binary(.i64Subtract, b.get(p[0]), b.add(.constant(.i64(1)), .i64))
            let quiet = b.sequence([b.set(p[0], less), next(&b, label)])
            let half = b.binary(.i64Divide, b.get(p[0]), b.add(.constant(.i64(2)), .i64))
            let calling = b.sequence([b.set(p[0], b.call(FunctionID(0), [half], .i64)), next(&b, label)])
            let end = b.add(.returnValue(b.get(p[0])), .never)
            let test = isLess(&b, p[0], than: 9)
            let rest = b.add(.conditional(condition: test, then: end, otherwise: calling), .never)
            return [b.add(.conditional(condition: isLess(&b, p[0], than: 5), then: quiet, otherwise: rest), .never)]
        }
    }

    @Test func mixedRounds() {
        let text = mixed(keepsCalls: true)
        #expect(text.contains("loop l.0\n    loop l.1\n"), "\(text)")
        #expect(text.contains("n = i64Subtract(n, 1:i64)\n        continue l.1"), "\(text)")
        #expect(text.components(separatedBy: "continue l.0").count == 2, "\(text)")
    }

    /// The call is a copy of the function, with a call in a loop of its own.
    @Test func copiedCalls() {
        let text = mixed(keepsCalls: false)
        #expect(text.contains(/loop l\.0\n    loop l\.\d\n/), "\(text)")
        #expect(text.components(separatedBy: "continue l.0").count == 2, "\(text)")
    }

    /// All rounds are of one sort.
    @Test func equalRounds() {
        let text = after { b, p, label in
            let less = b.binary(.i64Subtract, b.get(p[0]), b.add(.constant(.i64(1)), .i64))
            let end = b.add(.returnValue(b.get(p[0])), .never)
            return [
                b.add(.conditional(condition: isLess(&b, p[0], than: 5), then: end, otherwise: nil), .unit), b.set(p[0], less), next(&b, label),
            ]
        }
        #expect(!text.contains("l.1"), "\(text)")
    }
}
