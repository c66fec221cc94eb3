import Basics
import Core
import RuntimeABI
import Testing

/// Arrays of truth values in bytes, and arrays that are filled at once.
@Suite struct FlagTests {
    private func optimized(_ pass: (Module) -> Module, _ body: (inout FunctionBuilder, [LocalID]) -> ExprID) -> String {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("n", .i32), ("v", .any)], .unit, body))
        let result = pass(module)
        #expect(Verifier.verify(result) == [])
        return Printer.print(result.functions[FunctionID(0)], in: result)
    }

    private func push(_ b: inout FunctionBuilder, _ array: LocalID, _ value: ExprID) -> ExprID {
        b.set(array, b.runtime(.arrayPush, [b.get(array), value], .reference(.array)))
    }

    private func flag(_ b: inout FunctionBuilder) -> ExprID { b.add(.constant(.any(NaNBox.Immediate.true.bits)), .any) }

    /// `for (i = 0; i <= n; i++) { a.push(value) }`
    private func loop(_ b: inout FunctionBuilder, _ n: ExprID, _ i: LocalID, _ array: LocalID, _ value: ExprID) -> ExprID {
        let next = b.set(i, b.binary(.i32Add, b.get(i), b.i32(1)))
        let body = b.sequence([push(&b, array, value), b.get(array), b.unit()])
        return b.loop(b.label("for"), while: b.binary(.i32LessOrEqual, b.get(i), n), body, step: next)
    }

    @Test func loopsThatFill() {
        #expect(optimized(FillLoops.run) { b, p in
            let (a, i) = (b.local("a", .reference(.array)), b.local("i", .i32))
            return b.sequence([b.set(a, b.add(.makeArray([]), .reference(.array))), b.set(i, b.i32(0)), loop(&b, b.get(p[0]), i, a, flag(&b))])
        } == """
            function f(n: i32, v: any) -> unit
              local a: array
              local i: i32
              a = array
              i = 0:i32
              if i32LessOrEqual(i, n)
                a = rt.array_push_times(a, any:fffb000000000003, i32Add(i32Subtract(n, i), 1:i32))
                i = i32Add(n, 1:i32)
            """)
    }

    /// What is added could be a collection, or depends on the counter, or the end does.
    @Test func loopsThatDoMore() {
        let values: [(inout FunctionBuilder, [LocalID], LocalID) -> ExprID] = [
            { b, p, _ in b.get(p[1]) }, { b, _, i in b.box(b.unary(.i32ToF64, b.get(i))) },
            { b, _, _ in b.box(b.runtime(.valueDisplay, [b.null()], .reference(.string))) },
        ]
        for value in values {
            #expect(optimized(FillLoops.run) { b, p in
                let (a, i) = (b.local("a", .reference(.array)), b.local("i", .i32))
                let added = value(&b, p, i)
                return loop(&b, b.get(p[0]), i, a, added)
            }.contains("loop"))
        }
        #expect(optimized(FillLoops.run) { b, _ in
            let (a, i) = (b.local("a", .reference(.array)), b.local("i", .i32))
            return loop(&b, b.add(.arrayLength(b.get(a)), .i32), i, a, flag(&b))
        }.contains("loop"))
    }

    @Test func flagsInBytes() {
        #expect(optimized(PackFlags.run) { b, p in
            let (a, c) = (b.local("a", .reference(.array)), b.local("c", .reference(.array)))
            let load = b.unbox(b.add(.arrayLoad(b.get(c), index: b.get(p[0])), .any), .bool, FailureID(0))
            let store = b.add(.arrayStore(b.get(a), index: b.i32(0), value: b.box(b.unary(.not, load))), .unit)
            let any = b.runtime(.valueShare, [b.add(.arrayLoad(b.get(a), index: b.i32(0)), .any)], .unit)
            return b.sequence([
                b.set(a, b.add(.makeArray([flag(&b)]), .reference(.array))), push(&b, a, flag(&b)), b.set(c, b.get(a)),
                b.set(a, b.add(.unshare(b.get(a)), .reference(.array))), store, any, b.set(p[0], b.add(.arrayLength(b.get(a)), .i32)),
            ])
        } == """
            function f(n: i32, v: any) -> unit
              local a: bytes
              local c: bytes
              a = rt.flags_push(array, true)
              a = rt.flags_push(a, true)
              c = a
              a = a
              store(a, 0:i32, not(load<bool>(c, n)))
              rt.value_share(box(load<bool>(a, 0:i32)))
              n = length(a)
            """)
    }

    /// Elements of other types, a second owner, and an array from elsewhere.
    @Test func arraysThatStay() {
        let uses: [(inout FunctionBuilder, [LocalID], LocalID) -> ExprID] = [
            { b, p, a in push(&b, a, b.get(p[1])) }, { b, _, a in b.runtime(.valueShare, [b.box(b.get(a))], .unit) },
            { b, p, a in b.set(a, b.unbox(b.get(p[1]), .reference(.array), FailureID(0))) },
            { b, p, a in b.set(p[1], b.box(b.add(.share(b.get(a)), .reference(.array)))) },
        ]
        for use in uses {
            #expect(!optimized(PackFlags.run) { b, p in
                let a = b.local("a", .reference(.array))
                let first = b.set(a, b.add(.makeArray([]), .reference(.array)))
                let second = push(&b, a, flag(&b))
                return b.sequence([first, second, use(&b, p, a)])
            }.contains("bytes"))
        }
    }
}
