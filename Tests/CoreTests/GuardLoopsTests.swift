import Basics
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI
import Testing

/// Passes that take tests out of the way of what is done often: Core before, parts of Core after.
@Suite struct GuardLoopsTests {
    private func check(_ index: ExprID, _ array: LocalID, _ b: inout FunctionBuilder) -> ExprID {
        b.add(.checkIndex(index, array: b.get(array), invalid: FailureID(0), outside: FailureID(1)), .i32)
    }

    /// `for (i = 0; i < n; i++) { for (j = i + 1; j < n; j++) { a[j] = 0; } }`
    private func nest(isBounded: Bool) -> Module {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("a", .reference(.array)), ("n", .i32)], .unit) { b, p in
            let i = b.local("i", .i32)
            let j = b.local("j", .i32)
            func next(_ local: LocalID) -> ExprID { b.binary(.i32Add, b.get(local), b.i32(1)) }
            let store = b.add(.arrayStore(b.get(p[0]), index: check(b.get(j), p[0], &b), value: b.number(0)), .unit)
            let condition = isBounded ? b.binary(.i32Less, b.get(j), b.get(p[1])) : b.binary(.i32NotEqual, b.get(j), b.get(p[1]))
            let inner = b.loop(b.label("inner"), while: condition, store, step: b.set(j, next(j)))
            let body = b.sequence([b.set(j, next(i)), inner])
            let outer = b.loop(b.label("outer"), while: b.binary(.i32Less, b.get(i), b.get(p[1])), body, step: b.set(i, next(i)))
            return b.sequence([b.set(i, b.i32(0)), outer])
        })
        return module
    }

    @Test func testsBeforeTheOutermostLoop() {
        let result = GuardLoops.run(nest(isBounded: true))
        #expect(Verifier.verify(result) == [])
        let text = Printer.print(result.functions[FunctionID(0)], in: result)
        #expect(text.contains("i32LessOrEqual(n, length)"))
        #expect(text.contains("i64GreaterOrEqual(i64Add(i32ToI64(i), 1:i64), 0:i64)"))
        #expect(text.components("store(a, j, 0)") == 1)
        #expect(text.components("checkIndex") == 1)
    }

    /// Nothing tells where `j` ends.
    @Test func loopsWithoutBoundsStay() {
        let result = GuardLoops.run(nest(isBounded: false))
        let text = Printer.print(result.functions[FunctionID(0)], in: result)
        #expect(text.components("checkIndex") == 1)
        #expect(!text.contains("store(a, j, 0)"))
    }

    /// `unbox(if number(v) { box(unbox(v) * 2) } else { fail })`: neither boxed nor tested twice.
    @Test func boxesInBranches() {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("v", .any)], .f64) { b, p in
            let double = b.binary(.f64Multiply, b.unbox(b.get(p[0]), .f64, FailureID(0)), b.number(2))
            let then = b.box(double)
            let test = b.add(.test(b.get(p[0]), .number), .bool)
            let fail = b.add(.failValue(FailureID(0), b.get(p[0])), .never)
            return b.unbox(b.conditional(test, then, fail), .f64, FailureID(0))
        })
        let result = ForwardBoxes.run(module)
        #expect(Verifier.verify(result) == [])
        let text = Printer.print(result.functions[FunctionID(0)], in: result)
        #expect(!text.contains("box(f64"))
        #expect(text.contains("f64Multiply(unbox<f64>(v), 2)"))
    }

    /// `d = check(a * b); e = check(d * d); e`: only the last result is tested, and `d` if that fails.
    @Test func checksOfLaterStatements() {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("a", .f64), ("b", .f64)], .f64) { b, p in
            let d = b.local("d", .f64)
            let e = b.local("e", .f64)
            b.span = SourceSpan(10, 11)
            let first = b.set(d, b.finite(b.binary(.f64Multiply, b.get(p[0]), b.get(p[1])), FailureID(0)))
            b.span = SourceSpan(20, 21)
            let second = b.set(e, b.finite(b.binary(.f64Multiply, b.get(d), b.get(d)), FailureID(0)))
            return b.sequence([first, second, b.get(e)])
        })
        let result = CombineFiniteChecks.run(module)
        #expect(Verifier.verify(result) == [])
        let text = Printer.print(result.functions[FunctionID(0)], in: result)
        #expect(!text.contains("checkFinite[AT0007](f64Multiply(a, b))"))
        #expect(text.components("checkFinite[AT0007](d)") == 1)
        #expect(text.components("f64NotEqual") == 1)
    }
}

extension String {
    /// How often a text is in this one.
    func components(_ text: String) -> Int { ranges(of: text).count }
}
