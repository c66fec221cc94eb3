import Basics
import Core
import RuntimeABI
import Testing

/// Which tests of values remain.
@Suite struct RemoveTestsTests {
    /// The body of a function of the dynamic values `v` and `w` and the integers `i` and `j`, after the pass.
    private func after(_ build: (inout FunctionBuilder, [LocalID]) -> [ExprID]) -> String {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("v", .any), ("w", .any), ("i", .i64), ("j", .i64)], .unit) { b, p in b.sequence(build(&b, p)) })
        let result = RemoveTests.run(module)
        #expect(Verifier.verify(result) == [])
        let text = Printer.print(result.functions[FunctionID(0)], in: result)
        return text.split(separator: "\n").dropFirst().filter { !$0.contains("local ") }.joined(separator: "\n")
    }

    private func isInside(_ b: inout FunctionBuilder, _ vector: LocalID, _ index: LocalID) -> ExprID {
        let length = b.add(.arrayLength(b.add(.unbox(b.get(vector), nil), .reference(.vector))), .i32)
        return b.binary(.i64LessUnsigned, b.get(index), b.add(.unary(.i32ToI64, length), .i64))
    }

    private func note(_ b: inout FunctionBuilder, _ local: LocalID, _ value: Int64) -> ExprID { b.set(local, b.add(.constant(.i64(value)), .i64)) }

    /// Sets the variable if the index is inside, else returns.
    private func need(_ b: inout FunctionBuilder, _ vector: LocalID, _ index: LocalID, _ local: LocalID, _ value: Int64) -> ExprID {
        let test = isInside(&b, vector, index)
        return b.add(.conditional(condition: test, then: note(&b, local, value), otherwise: b.add(.returnValue(nil), .never)), .unit)
    }

    /// A test that has come back holds for the same index under another name, and not for another index or vector.
    @Test func indexOnce() {
        let text = after { b, p in
            let k = b.local("k", .i64)
            let n = b.local("n", .i64)
            return [
                need(&b, p[0], p[2], n, 1), b.set(k, b.get(p[2])), need(&b, p[0], k, n, 2), need(&b, p[0], p[3], n, 3), need(&b, p[1], p[2], n, 4),
                note(&b, k, 0), need(&b, p[0], k, n, 5),
            ]
        }
        #expect(text == """
              if i64LessUnsigned(i, i32ToI64(length(unbox<vector>(v))))
                n = 1:i64
              else
                return
              k = i
              n = 2:i64
              if i64LessUnsigned(j, i32ToI64(length(unbox<vector>(v))))
                n = 3:i64
              else
                return
              if i64LessUnsigned(i, i32ToI64(length(unbox<vector>(w))))
                n = 4:i64
              else
                return
              k = 0:i64
              if i64LessUnsigned(k, i32ToI64(length(unbox<vector>(v))))
                n = 5:i64
              else
                return
            """)
    }

    /// What one branch has found out does not hold behind both, nor what a variable had before a loop that changes it.
    @Test func branchesAndLoops() {
        let text = after { b, p in
            let n = b.local("n", .i64)
            let isInteger = { (b: inout FunctionBuilder) in b.add(.test(b.get(p[0]), .integer), .bool) }
            let label = b.label("l")
            let other = b.add(.conditional(condition: isInteger(&b), then: need(&b, p[0], p[2], n, 1), otherwise: need(&b, p[0], p[2], n, 2)), .unit)
            let next = b.set(p[3], b.binary(.i64Add, b.get(p[3]), b.get(p[2])))
            let again = b.add(.conditional(condition: isInteger(&b), then: note(&b, n, 3), otherwise: nil), .unit)
            let loop = b.add(.loop(label, condition: isInside(&b, p[0], p[3]), body: b.sequence([need(&b, p[0], p[3], n, 4), next, need(&b, p[0], p[3], n, 5)]), step: nil), .unit)
            return [other, again, need(&b, p[0], p[3], n, 6), loop]
        }
        #expect(text == """
              if is integer(v)
                if i64LessUnsigned(i, i32ToI64(length(unbox<vector>(v))))
                  n = 1:i64
                else
                  return
              else
                if i64LessUnsigned(i, i32ToI64(length(unbox<vector>(v))))
                  n = 2:i64
                else
                  return
              if is integer(v)
                n = 3:i64
              if i64LessUnsigned(j, i32ToI64(length(unbox<vector>(v))))
                n = 6:i64
              else
                return
              loop l.0 while i64LessUnsigned(j, i32ToI64(length(unbox<vector>(v))))
                n = 4:i64
                j = i64Add(j, i)
                if i64LessUnsigned(j, i32ToI64(length(unbox<vector>(v))))
                  n = 5:i64
                else
                  return
            """)
    }

    /// Parts of conditions tell about one another and about what follows.
    @Test func connectives() {
        let text = after { b, p in
            let n = b.local("n", .i64)
            let (first, second) = (isInside(&b, p[0], p[2]), isInside(&b, p[0], p[3]))
            let both = b.conditional(first, second, b.add(.constant(.bool(false)), .bool))
            let then = b.sequence([need(&b, p[0], p[2], n, 1), need(&b, p[0], p[3], n, 2)])
            return [b.add(.conditional(condition: both, then: then, otherwise: need(&b, p[0], p[2], n, 3)), .unit)]
        }
        #expect(text == """
              if
                if i64LessUnsigned(i, i32ToI64(length(unbox<vector>(v)))) -> bool
                  i64LessUnsigned(j, i32ToI64(length(unbox<vector>(v))))
                else
                  false
              then
                n = 1:i64
                n = 2:i64
              else
                if i64LessUnsigned(i, i32ToI64(length(unbox<vector>(v))))
                  n = 3:i64
                else
                  return
            """)
    }

    /// What an element is holds until an element of any vector is set.
    @Test func elements() {
        let text = after { b, p in
            let n = b.local("n", .i64)
            func ask(_ b: inout FunctionBuilder, _ value: Int64) -> ExprID {
                let load = b.add(.arrayLoad(b.unbox(b.get(p[0]), .reference(.vector)), index: b.unary(.i64ToI32, b.get(p[2]))), .any)
                let test = b.add(.test(load, .integer), .bool)
                return b.add(.conditional(condition: test, then: note(&b, n, value), otherwise: b.add(.returnValue(nil), .never)), .unit)
            }
            let index = b.unary(.i64ToI32, b.get(p[3]))
            let set = b.add(.setElement(b.unbox(b.get(p[1]), .reference(.vector)), index: index, value: b.get(p[1])), .unit)
            return [ask(&b, 1), ask(&b, 2), set, ask(&b, 3)]
        }
        #expect(text.components(separatedBy: "if is integer").count == 3, "\(text)")
        #expect(text.contains("\n  n = 2:i64"), "\(text)")
    }
}
