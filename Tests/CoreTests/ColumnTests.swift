import Core
import Testing

/// Sums over columns of arrays of arrays.
@Suite struct ColumnTests {
    /// `while (j < n) { while (k < n) { s += m[k][j]; k++ } [extra] j++ }`
    private func sums(_ extra: (inout FunctionBuilder, [LocalID]) -> ExprID?) -> String {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("m", .reference(.array)), ("n", .i32)], .f64) { b, p in
            let (m, n) = (p[0], p[1])
            let (j, k, s) = (b.local("j", .i32), b.local("k", .i32), b.local("s", .f64))
            let row = b.local("row", .reference(.array))
            func check(_ index: LocalID, _ array: LocalID) -> ExprID {
                b.add(.checkIndex(b.get(index), array: b.get(array), invalid: FailureID(0), outside: FailureID(1)), .i32)
            }
            let found = b.set(row, b.unbox(b.add(.arrayLoad(b.get(m), index: check(k, m)), .any), .reference(.array), FailureID(0)))
            let element = b.unbox(b.add(.arrayLoad(b.get(row), index: check(j, row)), .any), .f64, FailureID(1))
            let sum = b.set(s, b.finite(b.binary(.f64Add, b.get(s), b.sequence([found, element])), FailureID(0)))
            func next(_ counter: LocalID) -> ExprID { b.set(counter, b.binary(.i32Add, b.get(counter), b.i32(1))) }
            let inner = b.loop(b.label("inner"), while: b.binary(.i32Less, b.get(k), b.get(n)), sum, step: next(k))
            let body = [b.set(k, b.i32(0)), inner, extra(&b, p)].compactMap { $0 }
            let outer = b.loop(b.label("outer"), while: b.binary(.i32Less, b.get(j), b.get(n)), b.sequence(body), step: next(j))
            return b.sequence([outer, b.get(s)])
        })
        let result = SpeculateLoops.run(module)
        #expect(Verifier.verify(result) == [])
        return Printer.print(result.functions[FunctionID(0)], in: result)
    }

    /// The rows are looked at when the inner loop runs first, and again when it has more rounds; its copy tests no index and no row.
    @Test func rowsAreLookedAtOnce() throws {
        let text = sums { _, _ in nil }
        let fast = try #require(text.firstMatch(of: /(?s)  rows = 0:i32\n(.*?)    if\n/)).1
        #expect(fast == """
              loop outer.1 while i32Less(j, n)
                k = 0:i32
                saved = s
                saved#2 = k
                isBad = false
                if i32Less(rows, n)
                  rows = n
                  least row = rt.array_least_row(m, n)
                if i32GreaterOrEqual(j, 0:i32)
                  if i32GreaterOrEqual(k, 0:i32)
                    if i32GreaterOrEqual(least row, 0:i32)
                      if i32Less(j, least row)
                        loop fast.2 while i32Less(k, n)
                          s =
                            f64Add
                              s
                              row = unbox<array>(load<any>(m, k))
                              unbox<f64>(load<any>(row, j))
                        step
                          k = i32Add(k, 1:i32)
                      else
                        isBad = true
                    else
                      isBad = true
                  else
                    isBad = true
                else
                  isBad = true

            """)
    }

    /// Where the array, or what it holds, may change in the loop around, every row is looked at when it is needed.
    @Test func changedRowsAreLookedAtEachTime() {
        let changes: [(inout FunctionBuilder, [LocalID]) -> ExprID?] = [
            // Functions may change what a borrowed array is part of.
            { b, p in b.call(FunctionID(0), [b.add(.makeArray([]), .reference(.array)), b.get(p[1])], .f64) },
            { b, p in b.set(p[0], b.add(.unshare(b.get(p[0])), .reference(.array))) },
            { b, p in b.add(.arrayStore(b.get(p[0]), index: b.i32(0), value: b.null()), .unit) },
            { b, p in b.runtime(.arrayPush, [b.get(p[0]), b.null()], .reference(.array)) },
        ]
        for change in changes { #expect(!sums(change).contains("least row")) }
        #expect(sums { b, p in b.add(.arrayLength(b.get(p[0])), .i32) }.contains("least row"))
    }
}
