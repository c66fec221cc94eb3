import Basics
import Core
import RuntimeABI
import Testing

/// Statements whose results are tested together.
@Suite struct LineTests {
    private func optimized(_ body: (inout FunctionBuilder, [LocalID]) -> ExprID) -> String {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("a", .reference(.array)), ("n", .i32), ("x", .f64)], .unit, body))
        let result = SpeculateLines.run(module)
        #expect(Verifier.verify(result) == [])
        return Printer.print(result.functions[FunctionID(0)], in: result)
    }

    /// `a[i] = check(a[i] op x)`
    private func update(_ b: inout FunctionBuilder, _ p: [LocalID], _ i: LocalID, _ operation: BinaryOperation) -> ExprID {
        let old = b.add(.arrayLoad(b.get(p[0]), index: b.get(i)), .f64)
        return b.add(.arrayStore(b.get(p[0]), index: b.get(i), value: b.finite(b.binary(operation, old, b.get(p[2])), FailureID(0))), .unit)
    }

    private func loop(_ b: inout FunctionBuilder, _ p: [LocalID], _ i: LocalID, _ body: [ExprID]) -> ExprID {
        let next = b.set(i, b.binary(.i32Add, b.get(i), b.i32(1)))
        return b.loop(b.label("for"), while: b.binary(.i32Less, b.get(i), b.get(p[1])), b.sequence(body), step: next)
    }

    /// The loop is nothing but a line: it goes on with all tests where it was left.
    @Test func loopsOfOneLine() {
        #expect(optimized { b, p in
            let i = b.local("i", .i32)
            return loop(&b, p, i, [update(&b, p, i, .f64Add), update(&b, p, i, .f64Multiply), update(&b, p, i, .f64Subtract)])
        } == """
            function f(a: array, n: i32, x: f64) -> unit
              local i: i32
              local old: f64
              local result: f64
              local old#2: f64
              local result#2: f64
              local sum: f64
              local old#3: f64
              local result#3: f64
              local sum#2: f64
              block done.1
                block bad.2
                  loop fast.3 while i32Less(i, n)
                    old = load<f64>(a, i)
                    store
                      a
                      i
                      result = f64Add(old, x)
                      result
                    old#2 = load<f64>(a, i)
                    store
                      a
                      i
                      result#2 = f64Multiply(old#2, x)
                      result#2
                    sum = f64Add(result, result#2)
                    old#3 = load<f64>(a, i)
                    store
                      a
                      i
                      result#3 = f64Subtract(old#3, x)
                      result#3
                    sum#2 = f64Add(sum, result#3)
                    if f64NotEqual(f64Subtract(sum#2, sum#2), 0)
                      break bad.2
                  step
                    i = i32Add(i, 1:i32)
                  break done.1
                store(a, i, old#3)
                store(a, i, old#2)
                store(a, i, old)
                loop for.0 while i32Less(i, n)
                  store(a, i, checkFinite[AT0007](f64Add(load<f64>(a, i), x)))
                  store(a, i, checkFinite[AT0007](f64Multiply(load<f64>(a, i), x)))
                  store(a, i, checkFinite[AT0007](f64Subtract(load<f64>(a, i), x)))
                step
                  i = i32Add(i, 1:i32)
            """)
    }

    /// A call before the line: its statements are done again. The place of an element and a sum are kept.
    @Test func linesInLoops() {
        let text = optimized { b, p in
            let (i, j, y) = (b.local("i", .i32), b.local("j", .i32), b.local("y", .f64))
            let call = b.call(FunctionID(0), [b.get(p[0]), b.i32(0), b.number(1)], .unit)
            let sum = b.set(y, b.finite(b.binary(.f64Add, b.get(y), b.get(p[2])), FailureID(0)))
            let place = { (b: inout FunctionBuilder) in b.set(j, b.binary(.i32Subtract, b.get(p[1]), b.get(i))) }
            return loop(&b, p, i, [call, place(&b), update(&b, p, j, .f64Add), place(&b), update(&b, p, i, .f64Multiply), sum])
        }
        #expect(text.contains("saved = y"))
        #expect(text.contains("place = j"))
        #expect(text.contains("store(a, place, old)"))
        #expect(text.contains("y = saved"))
        #expect(text.components("checkFinite") == 3)
        #expect(text.components("f64NotEqual") == 1)
    }

    /// A divisor's test does not show in the quotient, and one of zero is not needed.
    @Test func divisions() {
        let text = optimized { b, p in
            let i = b.local("i", .i32)
            let (d, q) = (b.local("d", .f64), b.local("q", .f64))
            let divisor = b.set(d, b.finite(b.binary(.f64Multiply, b.get(p[2]), b.get(p[2])), FailureID(0)))
            let nonzero = b.add(.checkNonzero(b.get(d), FailureID(1)), .f64)
            let quotient = b.set(q, b.finite(b.binary(.f64Divide, b.get(p[2]), nonzero), FailureID(0)))
            return loop(&b, p, i, [divisor, quotient])
        }
        #expect(text.contains("f64Divide(x, d)"))
        #expect(text.components("f64Add(result, result#2)") == 1)
    }

    /// Few tests, and what may fail otherwise.
    @Test func linesThatStay() {
        #expect(!optimized { b, p in
            let i = b.local("i", .i32)
            return loop(&b, p, i, [update(&b, p, i, .f64Add), update(&b, p, i, .f64Multiply)])
        }.contains("old"))
        #expect(!optimized { b, p in
            let i = b.local("i", .i32)
            let check = b.add(.checkIndex(b.get(i), array: b.get(p[0]), invalid: FailureID(0), outside: FailureID(1)), .i32)
            let store = b.add(.arrayStore(b.get(p[0]), index: check, value: b.get(p[2])), .unit)
            return loop(&b, p, i, [update(&b, p, i, .f64Add), update(&b, p, i, .f64Multiply), store, update(&b, p, i, .f64Add)])
        }.contains("old"))
    }
}
