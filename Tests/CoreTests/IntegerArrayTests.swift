import Basics
import Core
import RuntimeABI
import Testing

/// Arrays of indices that are kept as integers, and variables that are split for them.
@Suite struct IntegerArrayTests {
    private func optimized(_ pass: (Module) -> Module, _ body: (inout FunctionBuilder, [LocalID]) -> ExprID) -> String {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("n", .i32), ("x", .f64), ("v", .any)], .unit, body))
        module.exports.append(Export(name: "f", target: .function(FunctionID(0))))
        let result = pass(module)
        #expect(Verifier.verify(result) == [])
        return Printer.print(result.functions[FunctionID(0)], in: result)
    }

    private func load(_ b: inout FunctionBuilder, _ array: LocalID, _ index: ExprID, _ type: ValueType = .f64) -> ExprID {
        let check = b.add(.checkIndex(index, array: b.get(array), invalid: FailureID(0), outside: FailureID(1)), .i32)
        return b.add(.arrayLoad(b.get(array), index: check), type)
    }

    /// `a = [2, -1, 0]; a.push(number); at = a[0]; at = a[at]`, and what else is done with the array.
    private func indices(_ added: Double, _ other: @escaping (inout FunctionBuilder, LocalID, [LocalID]) -> ExprID) -> String {
        optimized(IntegerRanges.run) { b, p in
            let (a, at) = (b.local("a", .reference(.array)), b.local("at", .f64))
            let made = b.set(a, b.add(.makeArray([b.number(2), b.number(-1), b.number(0)]), .reference(.array)))
            let pushed = b.set(a, b.runtime(.arrayPush, [b.get(a), b.box(b.number(added))], .reference(.array)))
            return b.sequence([
                made, pushed, b.set(at, load(&b, a, b.number(0))), b.set(at, load(&b, a, b.get(at))), other(&b, a, p), b.unit(),
            ])
        }
    }

    @Test func elementsBecomeIntegers() {
        #expect(indices(7) { b, a, p in
            b.add(.arrayStore(b.get(a), index: b.i32(1), value: b.number(-3)), .unit)
        } == """
            function f(n: i32, x: f64, v: any) -> unit
              local a: array
              local at: i32
              a = array(unbox<f64>(any:2), unbox<f64>(any:ffffffff), unbox<f64>(any:0))
              a = rt.array_push(a, any:7)
              at = load<i32>(a, checkIndex[AT0007, AT0005](0:i32, a))
              at = load<i32>(a, checkIndex[AT0007, AT0005](at, a))
              store(a, 1:i32, -3:i32)
              unit
            """)
    }

    /// Numbers that are not small and whole, and arrays that others see.
    @Test func elementsThatStay() {
        let nothing = { (b: inout FunctionBuilder, _: LocalID, _: [LocalID]) in b.unit() }
        #expect(indices(7, nothing).contains("load<i32>"))
        #expect(!indices(0.5, nothing).contains("load<i32>"))
        #expect(!indices(-0.0, nothing).contains("load<i32>"))
        #expect(!indices(3e9, nothing).contains("load<i32>"))
        #expect(!indices(7) { b, a, p in b.add(.arrayStore(b.get(a), index: b.i32(0), value: b.get(p[1])), .unit) }.contains("load<i32>"))
        #expect(!indices(7) { b, a, p in b.add(.arrayStore(b.get(a), index: b.i32(0), value: b.get(p[2])), .unit) }.contains("load<i32>"))
        #expect(!indices(7) { b, a, _ in b.runtime(.valueDisplay, [b.box(b.get(a))], .reference(.string)) }.contains("load<i32>"))
        #expect(!indices(7) { b, a, _ in load(&b, a, b.number(1), .any) }.contains("load<i32>"))
        #expect(!indices(7) { b, a, _ in b.add(.share(b.get(a)), .reference(.array)) }.contains("load<i32>"))
    }

    /// Elements that never become indices are better as they are.
    @Test func elementsThatAreNoIndices() {
        let text = optimized(IntegerRanges.run) { b, p in
            let (a, sum) = (b.local("a", .reference(.array)), b.local("sum", .f64))
            let made = b.set(a, b.add(.makeArray([b.number(2), b.number(1)]), .reference(.array)))
            return b.sequence([made, b.set(sum, b.binary(.f64Multiply, load(&b, a, b.number(0)), b.get(p[1]))), b.unit()])
        }
        #expect(!text.contains("load<i32>"))
    }

    // MARK: Variables

    private func use(_ b: inout FunctionBuilder, _ t: LocalID) -> ExprID { b.runtime(.atlasPrintNumber, [b.get(t)], .unit) }

    @Test func eachAssignmentHasAVariable() {
        #expect(optimized(SplitVariables.run) { b, p in
            let t = b.local("t", .f64)
            let more = b.sequence([b.set(t, b.number(2)), use(&b, t), b.set(t, b.binary(.f64Add, b.get(t), b.get(p[1]))), use(&b, t)])
            let isPositive = b.binary(.i32Greater, b.get(p[0]), b.i32(0))
            return b.sequence([b.set(t, b.number(1)), use(&b, t), b.conditional(isPositive, more)])
        } == """
            function f(n: i32, x: f64, v: any) -> unit
              local t: f64
              local t#2: f64
              local t#3: f64
              t = 1
              rt.atlas_print_number(t)
              if i32Greater(n, 0:i32)
                t#2 = 2
                rt.atlas_print_number(t#2)
                t#3 = f64Add(t#2, x)
                rt.atlas_print_number(t#3)
            """)
    }

    /// A use after a branch, in the next round, after `continue`, and behind a block that is left.
    @Test func usesThatReadSeveralAssignments() {
        func isSplit(_ body: (inout FunctionBuilder, [LocalID], LocalID) -> ExprID) -> Bool {
            optimized(SplitVariables.run) { b, p in
                let t = b.local("t", .f64)
                return body(&b, p, t)
            }.contains("t#2")
        }
        let test = { (b: inout FunctionBuilder, p: [LocalID]) in b.binary(.i32Greater, b.get(p[0]), b.i32(0)) }
        #expect(!isSplit { b, p, t in
            b.sequence([b.set(t, b.number(1)), b.conditional(test(&b, p), b.set(t, b.number(2))), use(&b, t)])
        })
        #expect(!isSplit { b, p, t in
            let body = b.sequence([use(&b, t), b.set(t, b.number(2))])
            return b.sequence([b.set(t, b.number(1)), b.loop(b.label("l"), while: test(&b, p), body)])
        })
        #expect(!isSplit { b, p, t in
            let label = b.label("l")
            let leave = b.sequence([b.set(t, b.number(2)), b.add(.continueTo(label), .never)])
            let body = b.sequence([b.set(t, b.number(1)), b.conditional(test(&b, p), leave)])
            return b.loop(label, while: test(&b, p), body, step: use(&b, t))
        })
        #expect(!isSplit { b, p, t in
            let label = b.label("b")
            let leave = b.sequence([b.set(t, b.number(2)), b.add(.breakTo(label, nil), .never)])
            let body = b.sequence([b.conditional(test(&b, p), leave), b.unit()])
            return b.sequence([b.set(t, b.number(1)), b.add(.block(label, body: body), .unit), use(&b, t)])
        })
        #expect(isSplit { b, p, t in
            let body = b.sequence([b.set(t, b.number(2)), use(&b, t)])
            return b.sequence([b.set(t, b.number(1)), use(&b, t), b.loop(b.label("l"), while: test(&b, p), body)])
        })
        #expect(isSplit { b, p, t in
            let returning = b.sequence([b.set(t, b.number(2)), use(&b, t), b.returnValue(nil)])
            return b.sequence([b.set(t, b.number(1)), b.conditional(test(&b, p), returning), use(&b, t)])
        })
    }
}
