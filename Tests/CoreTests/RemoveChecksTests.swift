import Basics
import Core
import RuntimeABI
import Testing

/// Which tests of indices remain.
@Suite struct RemoveChecksTests {
    private let array = ValueType.reference(.array)

    /// The body of a function of the arrays `a` and `b`, the indices `i` and `j`, and an array variable of the module, after the pass.
    private func after(_ build: (inout FunctionBuilder, [LocalID]) -> [ExprID]) -> String {
        var module = emptyModule()
        module.globals.append(Global(name: "g", type: array))
        module.functions.append(makeFunction("f", [("a", array), ("b", array), ("i", .i32), ("j", .i32)], .unit) { b, p in
            b.sequence(build(&b, p))
        })
        let result = RemoveChecks.run(module)
        #expect(Verifier.verify(result) == [])
        let text = Printer.print(result.functions[FunctionID(0)], in: result)
        return text.split(separator: "\n").dropFirst().filter { !$0.contains("local ") }.joined(separator: "\n")
            .replacing("checkIndex[AT0007, AT0005]", with: "check")
    }

    private func check(_ b: inout FunctionBuilder, _ index: ExprID, _ array: ExprID) -> ExprID {
        b.add(.checkIndex(index, array: array, invalid: FailureID(0), outside: FailureID(1)), .i32)
    }

    private func load(_ b: inout FunctionBuilder, _ array: LocalID, _ index: LocalID) -> ExprID {
        b.add(.arrayLoad(b.get(array), index: check(&b, b.get(index), b.get(array))), .f64)
    }

    private func store(_ b: inout FunctionBuilder, _ array: LocalID, _ index: LocalID, _ value: ExprID) -> ExprID {
        b.add(.arrayStore(b.get(array), index: check(&b, b.get(index), b.get(array)), value: value), .unit)
    }

    @Test func swap() {
        let text = after { b, p in
            let t = b.local("t", .f64)
            return [
                b.set(t, load(&b, p[0], p[2])), b.set(p[0], b.add(.unshare(b.get(p[0])), array)), store(&b, p[0], p[2], load(&b, p[0], p[3])),
                store(&b, p[0], p[3], b.get(t)), store(&b, p[1], p[3], b.get(t)),
            ]
        }
        #expect(text == """
              t = load<f64>(a, check(i, a))
              a = unshare(a)
              store(a, i, load<f64>(a, check(j, a)))
              store(a, j, t)
              store(b, check(j, b), t)
            """)
    }

    /// Another name, the same sum, a variable of the module.
    @Test func equalValues() {
        let text = after { b, p in
            let name = b.local("name", array)
            let k = b.local("k", .i32)
            func sum() -> ExprID { b.binary(.i32Add, b.get(p[2]), b.i32(1)) }
            func global() -> ExprID { b.add(.global(GlobalID(0)), array) }
            let first = b.add(.arrayLoad(global(), index: check(&b, sum(), global())), .f64)
            return [
                first, b.set(name, global()), b.set(k, sum()), load(&b, name, k), b.add(.setGlobal(GlobalID(0), b.get(p[0])), .unit),
                b.add(.arrayLoad(global(), index: check(&b, sum(), global())), .f64), load(&b, name, k), load(&b, p[0], k),
            ]
        }
        #expect(text == """
              load<f64>(g, check(i32Add(i, 1:i32), g))
              name = g
              k = i32Add(i, 1:i32)
              load<f64>(name, k)
              g = a
              load<f64>(g, check(i32Add(i, 1:i32), g))
              load<f64>(name, k)
              load<f64>(a, k)
            """)
    }

    /// What changes the index, the variable or the length asks for a new test.
    @Test func changes() {
        let text = after { b, p in
            let push = b.runtime(.arrayPush, [b.get(p[1]), b.box(b.number(1))], array)
            return [
                load(&b, p[0], p[2]), b.set(p[2], b.binary(.i32Add, b.get(p[2]), b.i32(1))), load(&b, p[0], p[2]), b.set(p[0], b.get(p[1])),
                load(&b, p[0], p[2]), b.set(p[1], push), load(&b, p[0], p[2]), load(&b, p[0], p[2]),
            ]
        }
        #expect(text == """
              load<f64>(a, check(i, a))
              i = i32Add(i, 1:i32)
              load<f64>(a, check(i, a))
              a = b
              load<f64>(a, check(i, a))
              b = rt.array_push(b, box(1))
              load<f64>(a, check(i, a))
              load<f64>(a, i)
            """)
    }

    /// A test in a branch holds in the branch, and after it only when control comes from nowhere else.
    @Test func branches() {
        let text = after { b, p in
            func condition() -> ExprID { b.binary(.i32Less, b.get(p[2]), b.get(p[3])) }
            let leave = b.sequence([load(&b, p[0], p[3]), b.returnValue(nil)])
            return [
                b.conditional(condition(), b.sequence([load(&b, p[0], p[2]), load(&b, p[0], p[2]), b.unit()])), load(&b, p[0], p[2]),
                b.conditional(condition(), b.sequence([load(&b, p[1], p[2]), b.unit()]), leave), load(&b, p[1], p[2]), load(&b, p[0], p[3]),
                b.conditional(condition(), b.set(p[2], b.i32(7))), load(&b, p[0], p[2]),
            ]
        }
        #expect(text == """
              if i32Less(i, j)
                load<f64>(a, check(i, a))
                load<f64>(a, i)
                unit
              load<f64>(a, check(i, a))
              if i32Less(i, j)
                load<f64>(b, check(i, b))
                unit
              else
                load<f64>(a, check(j, a))
                return
              load<f64>(b, i)
              load<f64>(a, check(j, a))
              if i32Less(i, j)
                i = 7:i32
              load<f64>(a, check(i, a))
            """)
    }

    /// A loop keeps what holds in all rounds; after it nothing is known of its body.
    @Test func loops() {
        let text = after { b, p in
            let label = b.label("while")
            let skip = b.conditional(b.binary(.i32Equal, b.get(p[3]), b.i32(3)), b.add(.continueTo(label), .never))
            let body = b.sequence([load(&b, p[0], p[2]), load(&b, p[0], p[3]), skip, load(&b, p[1], p[2]), load(&b, p[0], p[3]), b.unit()])
            let step = b.sequence([load(&b, p[1], p[2]), b.set(p[3], b.binary(.i32Add, b.get(p[3]), b.i32(1)))])
            return [load(&b, p[0], p[2]), b.loop(label, while: b.binary(.i32Less, b.get(p[3]), b.i32(9)), body, step: step), load(&b, p[0], p[3])]
        }
        #expect(text == """
              load<f64>(a, check(i, a))
              loop while.0 while i32Less(j, 9:i32)
                load<f64>(a, i)
                load<f64>(a, check(j, a))
                if i32Equal(j, 3:i32)
                  continue while.0
                load<f64>(b, check(i, b))
                load<f64>(a, j)
                unit
              step
                load<f64>(b, check(i, b))
                j = i32Add(j, 1:i32)
              load<f64>(a, check(j, a))
            """)
    }
}
