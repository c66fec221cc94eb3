import Basics
import Core
import RuntimeABI
import Testing

/// `a = unshare(a)` vanishes where `a` is the only name of its array.
@Suite struct RemoveUnsharesTests {
    /// A new array stays the function's own while it is extended, looked at and stored into, in loops and through a second name for looking.
    @Test func newArraysAreOwn() {
        #expect(optimized { b, p in
            let a = b.local("a", .reference(.array))
            let alias = b.local("alias", .reference(.array))
            let length = b.add(.arrayLength(b.get(alias)), .i32)
            let loop = b.loop(b.label("while"), while: b.binary(.i32Less, b.get(p[1]), length), b.sequence(store(&b, a) + [push(&b, a)]))
            return b.sequence([b.set(a, b.add(.makeArray([]), .reference(.array))), push(&b, a), b.set(alias, b.get(a)), loop] + store(&b, a))
        } == """
            function f(p: array, n: i32) -> unit
              local a: array
              local alias: array
              a = array
              a = rt.array_push(a, box(1))
              alias = a
              loop while.0 while i32Less(n, length(alias))
                unit
                store(a, 0:i32, 0)
                a = rt.array_push(a, box(1))
              unit
              store(a, 0:i32, 0)
            """)
    }

    /// A parameter is own after it was unshared, until a call gets it.
    @Test func callsMayShare() {
        #expect(optimized { b, p in
            let call = b.call(FunctionID(0), [b.get(p[0]), b.i32(0)], .unit)
            return b.sequence(store(&b, p[0]) + store(&b, p[0]) + [call] + store(&b, p[0]))
        } == """
            function f(p: array, n: i32) -> unit
              p = unshare(p)
              store(p, 0:i32, 0)
              unit
              store(p, 0:i32, 0)
              f(p, 0:i32)
              p = unshare(p)
              store(p, 0:i32, 0)
            """)
    }

    /// What one branch, or a round of a loop, shares is shared afterwards, and in the next round.
    @Test func branchesAndRounds() {
        #expect(optimized { b, p in
            let other = b.local("other", .reference(.array))
            let share = { (b: inout FunctionBuilder) in b.set(other, b.add(.share(b.get(p[0])), .reference(.array))) }
            let first = store(&b, p[0])
            let branch = b.conditional(isNegative(&b, p[1]), b.sequence([share(&b)]))
            let loop = b.loop(b.label("while"), while: isNegative(&b, p[1]), b.sequence(store(&b, p[0]) + [share(&b)]))
            return b.sequence(first + [branch] + store(&b, p[0]) + [loop] + store(&b, p[0]))
        } == """
            function f(p: array, n: i32) -> unit
              local other: array
              p = unshare(p)
              store(p, 0:i32, 0)
              if i32Less(n, 0:i32)
                other = share(p)
              p = unshare(p)
              store(p, 0:i32, 0)
              loop while.0 while i32Less(n, 0:i32)
                p = unshare(p)
                store(p, 0:i32, 0)
                other = share(p)
              p = unshare(p)
              store(p, 0:i32, 0)
            """)
    }

    /// `continue` reaches the step of a loop without what stands behind it.
    @Test func continueSkips() {
        #expect(optimized { b, p in
            let label = b.label("for")
            let leave = b.conditional(isNegative(&b, p[1]), b.add(.continueTo(label), .never))
            let loop = b.loop(label, while: isNegative(&b, p[1]), b.sequence([leave] + store(&b, p[0])), step: b.sequence(store(&b, p[0])))
            return b.sequence([loop])
        }.split(separator: "\n").count { $0.contains("unshare") } == 2)
    }

    /// A second name through which the array is changed, or that goes somewhere: the variable is left alone.
    @Test func secondNames() {
        let before: (inout FunctionBuilder, [LocalID]) -> ExprID = { b, p in
            let other = b.local("other", .reference(.array))
            let give = b.call(FunctionID(0), [b.get(other), b.i32(0)], .unit)
            return b.sequence(store(&b, p[0]) + [b.set(other, b.get(p[0])), give] + store(&b, p[0]))
        }
        #expect(optimized(before).split(separator: "\n").count { $0.contains("unshare") } == 2)
    }

    private func optimized(_ body: (inout FunctionBuilder, [LocalID]) -> ExprID) -> String {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("p", .reference(.array)), ("n", .i32)], .unit, body))
        let result = RemoveUnshares.run(module)
        #expect(Verifier.verify(result) == [])
        return Printer.print(result.functions[FunctionID(0)], in: result)
    }
}

/// `a = unshare(a); a[0] = 0`.
private func store(_ b: inout FunctionBuilder, _ array: LocalID) -> [ExprID] {
    [
        b.set(array, b.add(.unshare(b.get(array)), .reference(.array))),
        b.add(.arrayStore(b.get(array), index: b.i32(0), value: b.number(0)), .unit),
    ]
}

private func push(_ b: inout FunctionBuilder, _ array: LocalID) -> ExprID {
    b.set(array, b.runtime(.arrayPush, [b.get(array), b.box(b.number(1))], .reference(.array)))
}

private func isNegative(_ b: inout FunctionBuilder, _ number: LocalID) -> ExprID { b.binary(.i32Less, b.get(number), b.i32(0)) }
