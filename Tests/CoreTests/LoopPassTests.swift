import Basics
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI
import Testing

/// Passes on calls and loops: Core before, Core after.
@Suite struct LoopPassTests {
    /// `half(n + 1)`: the body with the argument in a variable of its own.
    @Test func inlinesLeaves() {
        var module = emptyModule()
        module.functions.append(makeFunction("half", [("x", .f64)], .f64) { b, p in
            b.returnValue(b.binary(.f64Divide, b.get(p[0]), b.number(2)))
        })
        module.functions.append(makeFunction("f", [("n", .f64)], .f64) { b, p in
            b.call(FunctionID(0), [b.binary(.f64Add, b.get(p[0]), b.number(1))], .f64)
        })
        let result = InlineLeaves.run(module)
        #expect(Verifier.verify(result) == [])
        #expect(Printer.print(result.functions[FunctionID(1)], in: result) == """
            function f(n: f64) -> f64
              local x: f64
              x = f64Add(n, 1)
              f64Divide(x, 2)
            """)
    }

    /// Only division by a power of two with a normal reciprocal.
    @Test func multipliesByExactReciprocals() {
        for (divisor, factor) in [(2.0, 0.5), (-0.25, -4), (3, nil), (0x1p1023, nil), (0x1p-1022, 0x1p1022), (0x1p-1074, nil), (.infinity, nil)] {
            var module = emptyModule()
            module.functions.append(makeFunction("f", [("x", .f64)], .f64) { b, p in
                b.binary(.f64Divide, b.get(p[0]), b.number(divisor))
            })
            let function = ExactReciprocals.run(module).functions[FunctionID(0)]
            guard case .binary(let operation, _, let right)? = function.body.map({ function.expressions[$0].kind }),
                case .constant(.f64(let value)) = function.expressions[right].kind
            else {
                Issue.record("no operation with a constant")
                continue
            }
            #expect(operation == (factor == nil ? .f64Divide : .f64Multiply))
            #expect(value == factor ?? divisor)
        }
    }

    /// `x % 2` with the sign of the dividend; only for powers of two from 1 on with a normal reciprocal.
    @Test func remaindersByPowersOfTwo() {
        for (divisor, isChanged) in [(2.0, true), (-4, true), (1, true), (0.5, false), (3, false), (0x1p1023, false), (.infinity, false)] {
            var module = emptyModule()
            module.functions.append(makeFunction("f", [("x", .f64)], .f64) { b, p in
                b.runtime(.numberRemainder, [b.get(p[0]), b.number(divisor)], .f64)
            })
            let result = ExactReciprocals.run(module)
            #expect(Verifier.verify(result) == [])
            let text = Printer.print(result.functions[FunctionID(0)], in: result)
            #expect(text.contains("number_remainder") != isChanged)
            guard divisor == -4 else { continue }
            #expect(text == """
                function f(x: f64) -> f64
                  local dividend: f64
                  dividend = x
                  f64CopySign(f64Subtract(dividend, f64Multiply(truncate(f64Multiply(dividend, 0.25)), 4)), dividend)
                """)
        }
    }

    /// `high = a[0]; while (low < high) { a[high] = 0; low++; high--; }`: with an integer, if it is one.
    @Test func indicesOutOfArrays() {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("a", .reference(.array))], .f64) { b, p in
            let low = b.local("low", .f64)
            let high = b.local("high", .f64)
            func index(_ index: ExprID) -> ExprID { b.add(.checkIndex(index, array: b.get(p[0]), invalid: FailureID(0), outside: FailureID(1)), .i32) }
            func count(_ counter: LocalID, _ operation: BinaryOperation) -> ExprID {
                b.set(counter, b.finite(b.binary(operation, b.get(counter), b.number(1)), FailureID(0)))
            }
            let store = b.add(.arrayStore(b.get(p[0]), index: index(b.get(high)), value: b.number(0)), .unit)
            let body = b.sequence([store, count(low, .f64Add), count(high, .f64Subtract)])
            let start = [b.set(low, b.number(0)), b.set(high, b.add(.arrayLoad(b.get(p[0]), index: index(b.number(0))), .f64))]
            return b.sequence(start + [b.loop(b.label("while"), while: b.binary(.f64Less, b.get(low), b.get(high)), body), b.get(high)])
        })
        module.exports = [Export(name: "f", target: .function(FunctionID(0)))]
        let result = IntegerRanges.run(module)
        #expect(Verifier.verify(result) == [])
        #expect(Printer.print(result.functions[FunctionID(0)], in: result) == """
            function f(a: array) -> f64
              local low: f64
              local high: f64
              local high#2: i32
              low = 0
              high = load<f64>(a, checkIndex[AT0007, AT0005](0:i32, a))
              high#2 = f64ToI32(high)
              if anyIdentical(box(i32ToF64(high#2)), box(high))
                loop while.1 while f64Less(low, i32ToF64(high#2))
                  store(a, checkIndex[AT0007, AT0005](high#2, a), 0)
                  low = f64Add(low, 1)
                  high#2 = i32Subtract(high#2, 1:i32)
                high = i32ToF64(high#2)
              else
                loop while.0 while f64Less(low, high)
                  store(a, checkIndex[AT0007, AT0005](high, a), 0)
                  low = f64Add(low, 1)
                  high = f64Subtract(high, 1)
              high
            """)
    }

    /// An index that is read in every round, and a loop that assigns it from an array, gain nothing from a test before it.
    @Test func indicesReadInTheLoopAreNotSpeculated() {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("a", .reference(.array)), ("i", .f64)], .f64) { b, p in
            let index = b.add(.checkIndex(b.get(p[1]), array: b.get(p[0]), invalid: FailureID(0), outside: FailureID(1)), .i32)
            let next = b.set(p[1], b.add(.arrayLoad(b.get(p[0]), index: index), .f64))
            return b.sequence([b.loop(b.label("while"), while: b.binary(.f64Less, b.get(p[1]), b.number(9)), next), b.get(p[1])])
        })
        module.exports = [Export(name: "f", target: .function(FunctionID(0)))]
        #expect(Printer.print(IntegerRanges.run(module)) == Printer.print(module))
    }

    /// `while (a[i] < x) { i++; }`: an index that was in bounds stays small when it is counted.
    @Test func indicesBoundCounters() {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("a", .reference(.array)), ("x", .f64)], .f64) { b, p in
            let i = b.local("i", .f64)
            let index = b.add(.checkIndex(b.get(i), array: b.get(p[0]), invalid: FailureID(0), outside: FailureID(1)), .i32)
            let test = b.binary(.f64Less, b.add(.arrayLoad(b.get(p[0]), index: index), .f64), b.get(p[1]))
            let count = b.set(i, b.finite(b.binary(.f64Add, b.get(i), b.number(1)), FailureID(0)))
            return b.sequence([b.set(i, b.number(0)), b.loop(b.label("while"), while: test, count), b.get(i)])
        })
        module.exports = [Export(name: "f", target: .function(FunctionID(0)))]
        let result = IntegerRanges.run(module)
        #expect(Verifier.verify(result) == [])
        #expect(Printer.print(result.functions[FunctionID(0)], in: result) == """
            function f(a: array, x: f64) -> f64
              local i: i32
              i32ToF64
                i = 0:i32
                loop while.0 while f64Less(load<f64>(a, checkIndex[AT0007, AT0005](i, a)), x)
                  i = i32Add(i, 1:i32)
                i
            """)
    }

    /// `while (i < n) { a[i] = 0; }`: unshared once, and only if the loop runs.
    @Test func unsharesBeforeTheLoop() {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("a", .reference(.array)), ("n", .i32)], .unit) { b, p in
            storeLoop(&b, p[0], p[1], extra: nil)
        })
        let result = HoistFromLoops.run(module)
        #expect(Verifier.verify(result) == [])
        #expect(Printer.print(result.functions[FunctionID(0)], in: result) == """
            function f(a: array, n: i32) -> unit
              local i: i32
              if i32Less(i, n)
                a = unshare(a)
              loop for.0 while i32Less(i, n)
                unit
                store(a, checkIndex[AT0007, AT0005](i, a), 0)
              step
                i = i32Add(i, 1:i32)
            """)
    }

    /// A call in the loop may share the array: nothing changes.
    @Test func callsKeepUnshares() {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("a", .reference(.array)), ("n", .i32)], .unit) { b, p in
            let call = b.call(FunctionID(0), [b.get(p[0]), b.i32(0)], .unit)
            return storeLoop(&b, p[0], p[1], extra: call)
        })
        let before = Printer.print(module.functions[FunctionID(0)], in: module)
        let result = HoistFromLoops.run(module)
        #expect(Printer.print(result.functions[FunctionID(0)], in: result) == before)
    }

    private func storeLoop(_ b: inout FunctionBuilder, _ array: LocalID, _ bound: LocalID, extra: ExprID?) -> ExprID {
        let i = b.local("i", .i32)
        let unshare = b.set(array, b.add(.unshare(b.get(array)), .reference(.array)))
        let index = b.add(.checkIndex(b.get(i), array: b.get(array), invalid: FailureID(0), outside: FailureID(1)), .i32)
        let store = b.add(.arrayStore(b.get(array), index: index, value: b.number(0)), .unit)
        let step = b.set(i, b.binary(.i32Add, b.get(i), b.i32(1)))
        let test = b.binary(.i32Less, b.get(i), b.get(bound))
        return b.loop(b.label("for"), while: test, b.sequence([extra, unshare, store].compactMap { $0 }), step: step)
    }

    /// `while (k < n) { s += m[i][k]; }`: the row once, the sum tested at the end, the original loop for failures.
    @Test func sumsOfRows() {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("m", .reference(.array)), ("i", .i32), ("n", .i32)], .f64) { b, p in
            let k = b.local("k", .i32)
            let s = b.local("s", .f64)
            let row = b.local("array", .reference(.array))
            func check(_ index: LocalID, _ array: LocalID) -> ExprID {
                b.add(.checkIndex(b.get(index), array: b.get(array), invalid: FailureID(0), outside: FailureID(1)), .i32)
            }
            let found = b.set(row, b.unbox(b.add(.arrayLoad(b.get(p[0]), index: check(p[1], p[0])), .any), .reference(.array), FailureID(0)))
            let element = b.unbox(b.add(.arrayLoad(b.get(row), index: check(k, row)), .any), .f64, FailureID(1))
            let sum = b.set(s, b.finite(b.binary(.f64Add, b.get(s), b.sequence([found, element])), FailureID(0)))
            let step = b.set(k, b.binary(.i32Add, b.get(k), b.i32(1)))
            return b.sequence([b.loop(b.label("for"), while: b.binary(.i32Less, b.get(k), b.get(p[2])), sum, step: step), b.get(s)])
        })
        let result = SpeculateLoops.run(HoistFromLoops.run(module))
        #expect(Verifier.verify(result) == [])
        #expect(Printer.print(result.functions[FunctionID(0)], in: result) == """
            function f(m: array, i: i32, n: i32) -> f64
              local k: i32
              local s: f64
              local array: array
              local isThere: bool
              local row: array
              local isBad: bool
              local saved: f64
              local saved#2: i32
              isThere = false
              if
                if i32GreaterOrEqual(i, 0:i32) -> bool
                  i32Less(i, length(m))
                else
                  false
              then
                if is array(load<any>(m, i))
                  row = unbox<array>(load<any>(m, i))
                  isThere = true
              saved = s
              saved#2 = k
              isBad = false
              if i32GreaterOrEqual(k, 0:i32)
                if isThere
                  if i32LessOrEqual(n, length(row))
                    loop fast.1 while i32Less(k, n)
                      s =
                        f64Add
                          s
                          array = row
                          unbox<f64>(load<any>(array, k))
                    step
                      k = i32Add(k, 1:i32)
                  else
                    isBad = true
                else
                  isBad = true
              else
                isBad = true
              if
                if isBad -> bool
                  true
                else
                  f64NotEqual(f64Subtract(s, s), 0)
              then
                s = saved
                k = saved#2
                loop for.0 while i32Less(k, n)
                  s =
                    checkFinite[AT0007]
                      f64Add
                        s
                        array =
                          if isThere -> array
                            row
                          else
                            unbox<array>[AT0007](load<any>(m, checkIndex[AT0007, AT0005](i, m)))
                        unbox<f64>[AT0005](load<any>(array, checkIndex[AT0007, AT0005](k, array)))
                step
                  k = i32Add(k, 1:i32)
              s
            """)
    }

    /// A body that leaves its loop and its function: the caller asks where to go on.
    @Test func outlinedBodiesLeave() {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("n", .i32)], .f64) { b, p in
            let i = b.local("i", .i32)
            let j = b.local("j", .i32)
            let total = b.local("total", .f64)
            let label = b.label("outer")
            func count(_ counter: LocalID) -> ExprID { b.set(counter, b.binary(.i32Add, b.get(counter), b.i32(1))) }
            let add = b.set(total, b.binary(.f64Add, b.get(total), b.get(total)))
            let inner = b.sequence([
                b.set(j, b.i32(0)), b.loop(b.label("inner"), while: b.binary(.i32Less, b.get(j), b.get(i)), add, step: count(j)),
            ])
            let found = b.conditional(b.binary(.f64Greater, b.get(total), b.number(100)), b.returnValue(b.unary(.negate, b.get(total))))
            let enough = b.conditional(b.binary(.i32Equal, b.get(i), b.i32(5)), b.add(.breakTo(label, nil), .never))
            let outer = b.loop(label, while: b.binary(.i32Less, b.get(i), b.get(p[0])), b.sequence([inner, found, enough]), step: count(i))
            return b.sequence([outer, b.get(total)])
        })
        module.functions.append(makeFunction("main", [], .unit) { b, _ in
            b.runtime(.atlasPrintNumber, [b.call(FunctionID(0), [b.i32(35)], .f64)], .unit)
        })
        module.initializer = FunctionID(1)
        let result = OutlineLoops.run(module)
        #expect(Verifier.verify(result) == [])
        #expect(Printer.print(result.functions[FunctionID(0)], in: result) == """
            function f(n: i32) -> f64
              local i: i32
              local j: i32
              local total: f64
              local rounds: i32
              local value: f64
              loop rounds.2
                value = f loop(n, i, total)
                i = f i
                total = f total
                if i32Equal(f exit, 1:i32)
                  f exit = 0:i32
                  return value
                if i32Equal(f exit, 2:i32)
                  f exit = 0:i32
                  break rounds.2
              total
            """)
        #expect(Printer.print(result.functions[FunctionID(2)], in: result) == """
            function f loop(n: i32, i: i32, total: f64) -> f64
              local j: i32
              local rounds: i32
              local value: f64
              local nothing: f64
              local nothing#2: f64
              block next.0
                rounds = 64:i32
                loop outer.2 while i32Less(i, n)
                  j = 0:i32
                  loop inner.1 while i32Less(j, i)
                    total = f64Add(total, total)
                  step
                    j = i32Add(j, 1:i32)
                  if f64Greater(total, 100)
                    value = negate(total)
                    f exit = 1:i32
                    return value
                  if i32Equal(i, 5:i32)
                    break outer.2
                step
                  i = i32Add(i, 1:i32)
                  rounds = i32Subtract(rounds, 1:i32)
                  if i32LessOrEqual(rounds, 0:i32)
                    break next.0
                f i = i
                f total = total
                f exit = 2:i32
                return nothing
              f i = i
              f total = total
              nothing#2
            """)
    }

    /// Arrays that a loop changes come back through variables of the module, too, which must not keep them alive.
    /// What a block sets on each way out is not passed, and what it sets on one of two ways is.
    @Test(arguments: [false, true]) func outlinedBlocks(isSetOnEachWay: Bool) {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("n", .i32)], .i32) { b, p in
            let i = b.local("i", .i32)
            let j = b.local("j", .i32)
            let enter = b.label("enter")
            func count(_ counter: LocalID) -> ExprID { b.set(counter, b.binary(.i32Add, b.get(counter), b.i32(1))) }
            let early = b.sequence((isSetOnEachWay ? [b.set(j, b.get(i))] : []) + [b.add(.breakTo(enter, nil), .never)])
            let choice = b.conditional(b.binary(.i32Greater, b.get(i), b.i32(9)), early)
            let start = b.add(.block(enter, body: b.sequence([choice, b.set(j, b.i32(0)), b.add(.breakTo(enter, nil), .never)])), .unit)
            let inner = b.loop(b.label("inner"), while: b.binary(.i32Less, b.get(j), b.get(p[0])), count(j))
            let outer = b.loop(b.label("outer"), while: b.binary(.i32Less, b.get(i), b.get(p[0])), b.sequence([start, inner]), step: count(i))
            return b.sequence([b.set(i, b.i32(0)), outer, b.get(i)])
        })
        module.functions.append(makeFunction("main", [], .unit) { b, _ in b.set(b.local("n", .i32), b.call(FunctionID(0), [b.i32(35)], .i32)) })
        module.initializer = FunctionID(1)
        let result = OutlineLoops.run(module)
        #expect(Verifier.verify(result) == [])
        let text = Printer.print(result.functions[FunctionID(0)], in: result)
        #expect(text.contains(isSetOnEachWay ? "f loop(n, i)" : "f loop(n, i, j)"), "\(text)")
    }

    /// A leaf with a loop takes the place of its call in a loop, and not of another.
    @Test func loopsInThePlaceOfCalls() {
        var module = emptyModule()
        module.functions.append(makeFunction("sum", [("n", .i32)], .i32) { b, p in
            let total = b.local("total", .i32)
            let body = b.set(total, b.binary(.i32Add, b.get(total), b.get(p[0])))
            let step = b.set(p[0], b.binary(.i32Subtract, b.get(p[0]), b.i32(1)))
            let enough = b.conditional(b.binary(.i32Greater, b.get(total), b.i32(1000)), b.returnValue(b.i32(-1)))
            let loop = b.loop(b.label("l"), while: b.binary(.i32Greater, b.get(p[0]), b.i32(0)), b.sequence([body, enough]), step: step)
            return b.sequence([b.set(total, b.i32(0)), loop, b.get(total)])
        })
        module.functions.append(makeFunction("f", [("n", .i32)], .i32) { b, p in
            let total = b.local("total", .i32)
            let more = b.set(total, b.binary(.i32Add, b.get(total), b.call(FunctionID(0), [b.get(p[0])], .i32)))
            let step = b.set(p[0], b.binary(.i32Subtract, b.get(p[0]), b.i32(1)))
            let loop = b.loop(b.label("l"), while: b.binary(.i32Greater, b.get(p[0]), b.i32(0)), more, step: step)
            return b.sequence([b.set(total, b.call(FunctionID(0), [b.get(p[0])], .i32)), loop, b.get(total)])
        })
        let result = InlineLoops.run(module)
        #expect(Verifier.verify(result) == [])
        let text = Printer.print(result.functions[FunctionID(1)], in: result)
        #expect(text.components(separatedBy: "sum(n)").count == 2, "\(text)")
        #expect(text.contains(/break done\.\d -1:i32/) && text.components(separatedBy: "loop ").count == 3, "\(text)")
    }

    @Test func outlinedLoopsChangeArrays() {
        var module = emptyModule()
        module.functions.append(makeFunction("main", [], .unit) { b, _ in
            let i = b.local("i", .i32)
            let first = b.local("first", .reference(.array))
            let second = b.local("second", .reference(.array))
            let third = b.local("third", .reference(.array))
            let swap = [b.set(third, b.get(first)), b.set(first, b.get(second)), b.set(second, b.get(third))]
            let step = b.set(i, b.binary(.i32Add, b.get(i), b.i32(1)))
            return b.loop(b.label("for"), while: b.binary(.i32Less, b.get(i), b.i32(5000)), b.sequence(swap), step: step)
        })
        module.initializer = FunctionID(0)
        let result = OutlineLoops.run(module)
        #expect(Verifier.verify(result) == [])
        #expect(Printer.print(result.functions[FunctionID(0)], in: result) == """
            function main() -> unit
              local i: i32
              local first: array
              local second: array
              local third: array
              local rounds: i32
              local nothing: array
              loop rounds.1
                first = main loop(i, first, second)
                i = main i
                second = main second
                main second = nothing
                if i32Equal(main exit, 1:i32)
                  main exit = 0:i32
                  break rounds.1
            """)
    }

    /// A few rounds of an outer loop do not warm up what is in it; what goes round a number of times only is left alone.
    @Test func shortLoopsAreNotOutlined() {
        let nests: [([Int32], [String])] = [
            ([3, 1000, 1000], ["loop i.", "loop rounds."]), ([300, 1000, 1000], ["loop rounds."]), ([5000], ["loop rounds."]), ([100], ["loop i."]),
        ]
        for (bounds, loops) in nests {
            var module = emptyModule()
            module.functions.append(makeFunction("main", [], .unit) { b, _ in
                var body = b.runtime(.atlasPrintNumber, [b.number(1)], .unit)
                for (name, bound) in zip(["i", "j", "k"], bounds).reversed() {
                    let counter = b.local(name, .i32)
                    let step = b.set(counter, b.binary(.i32Add, b.get(counter), b.i32(1)))
                    let test = b.binary(.i32Less, b.get(counter), b.i32(bound))
                    body = b.sequence([b.set(counter, b.i32(0)), b.loop(b.label(name), while: test, body, step: step)])
                }
                return body
            })
            module.initializer = FunctionID(0)
            let result = OutlineLoops.run(module)
            #expect(Verifier.verify(result) == [])
            let main = Printer.print(result.functions[FunctionID(0)], in: result)
            for loop in ["loop i.", "loop j.", "loop k.", "loop rounds."] { #expect(main.contains(loop) == loops.contains(loop), "\(bounds) \(main)") }
        }
    }
}
