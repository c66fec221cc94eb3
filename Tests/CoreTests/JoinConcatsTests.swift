import Basics
import Core
import RuntimeABI
import Testing

/// Texts of several parts are put together by as few calls as can be.
@Suite struct JoinConcatsTests {
    /// Whatever the nesting, the parts come from left to right.
    @Test func nestingDoesNotMatter() {
        #expect(joined { b in concat(&b, concat(&b, text(&b, "a"), text(&b, "b")), text(&b, "c")) } == #"rt.string_concat3("a", "b", "c")"#)
        #expect(joined { b in concat(&b, text(&b, "a"), concat(&b, text(&b, "b"), text(&b, "c"))) } == #"rt.string_concat3("a", "b", "c")"#)
        #expect(joined { b in
            concat(&b, concat(&b, text(&b, "a"), text(&b, "b")), concat(&b, text(&b, "c"), text(&b, "d")))
        } == #"rt.string_concat4("a", "b", "c", "d")"#)
        #expect(joined { b in concat(&b, text(&b, "a"), text(&b, "b")) } == #"rt.string_concat("a", "b")"#)
    }

    /// Of many parts the first four are put together first, since it is the text at the left that grows.
    @Test func manyParts() {
        #expect(joined { b in
            (1..<9).reduce(text(&b, "0")) { concat(&b, $0, text(&b, String($1))) }
        } == #"rt.string_concat3(rt.string_concat4(rt.string_concat4("0", "1", "2", "3"), "4", "5", "6"), "7", "8")"#)
    }

    private func text(_ b: inout FunctionBuilder, _ text: String) -> ExprID { b.string(text) }

    private func concat(_ b: inout FunctionBuilder, _ left: ExprID, _ right: ExprID) -> ExprID {
        b.runtime(.stringConcat, [left, right], .reference(.string))
    }

    /// The body of a function after the pass.
    private func joined(_ body: (inout FunctionBuilder) -> ExprID) -> String {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [], .reference(.string)) { b, _ in body(&b) })
        let result = JoinConcats.run(module)
        #expect(Verifier.verify(result) == [])
        let lines = Printer.print(result.functions[FunctionID(0)], in: result).split(separator: "\n")
        return String(lines.dropFirst().joined(separator: "\n").drop { $0 == " " })
    }
}
