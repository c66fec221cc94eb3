import Basics
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI
import Testing

@Suite struct RangeTests {
    /// `fib(35)`: the parameter is whole and bounded by its calls and by the test, the result is not bounded.
    @Test func parametersOfInternalFunctions() {
        var module = emptyModule()
        module.functions.append(makeFunction("fib", [("n", .f64)], .f64) { b, p in
            let test = b.conditional(b.binary(.f64Less, b.get(p[0]), b.number(2)), b.returnValue(b.get(p[0])))
            let a = b.call(FunctionID(0), [b.finite(b.binary(.f64Subtract, b.get(p[0]), b.number(1)), FailureID(0))], .f64)
            let c = b.call(FunctionID(0), [b.finite(b.binary(.f64Subtract, b.get(p[0]), b.number(2)), FailureID(0))], .f64)
            return b.sequence([test, b.returnValue(b.finite(b.binary(.f64Add, a, c), FailureID(0)))])
        })
        module.functions.append(makeFunction("main", [], .unit) { b, _ in
            b.runtime(.atlasPrintNumber, [b.call(FunctionID(0), [b.number(35)], .f64)], .unit)
        })
        module.initializer = FunctionID(1)
        let result = PassPipeline.run(module)
        #expect(Verifier.verify(result) == [])
        #expect(Printer.print(result.functions[FunctionID(0)], in: result) == """
            function fib(n: i32) -> f64
              local n#2: i32
              local n#3: i32
              local n#4: i32
              local n#5: i32
              local n#6: i32
              local n#7: i32
              local n#8: i32
              local n#9: i32
              local n#10: i32
              local n#11: i32
              local n#12: i32
              local n#13: i32
              local n#14: i32
              local n#15: i32
              if i32Less(n, 2:i32)
                return i32ToF64(n)
              return
                checkFinite[AT0007]
                  f64Add
                    n#2 = i32Subtract(n, 1:i32)
                    block done.0 -> f64
                      if i32Less(n#2, 2:i32)
                        break done.0 i32ToF64(n#2)
                      break done.0
                        checkFinite[AT0007]
                          f64Add
                            n#4 = i32Subtract(n#2, 1:i32)
                            block done.2 -> f64
                              block other.3
                                if i32Less(n#4, 2:i32)
                                  break done.2 i32ToF64(n#4)
                                break other.3
                              fib(n#4)
                            n#7 = i32Subtract(n#2, 2:i32)
                            block done.4 -> f64
                              block other.5
                                if i32Less(n#7, 2:i32)
                                  break done.4 i32ToF64(n#7)
                                break other.5
                              fib(n#7)
                    n#3 = i32Subtract(n, 2:i32)
                    block done.1 -> f64
                      if i32Less(n#3, 2:i32)
                        break done.1 i32ToF64(n#3)
                      break done.1
                        checkFinite[AT0007]
                          f64Add
                            n#10 = i32Subtract(n#3, 1:i32)
                            block done.6 -> f64
                              block other.7
                                if i32Less(n#10, 2:i32)
                                  break done.6 i32ToF64(n#10)
                                break other.7
                              fib(n#10)
                            n#13 = i32Subtract(n#3, 2:i32)
                            block done.8 -> f64
                              block other.9
                                if i32Less(n#13, 2:i32)
                                  break done.8 i32ToF64(n#13)
                                break other.9
                              fib(n#13)
            """)
    }

    /// A counter below the length of an array needs no test for being whole, and cannot overflow.
    @Test func countersAndIndices() {
        var module = emptyModule()
        module.functions.append(makeFunction("sum", [("a", .reference(.array))], .f64) { b, p in
            let i = b.local("i", .f64)
            let total = b.local("total", .f64)
            let label = b.label("for")
            let length = b.unary(.i32ToF64, b.add(.arrayLength(b.get(p[0])), .i32))
            let index = b.add(.checkIndex(b.get(i), array: b.get(p[0]), invalid: FailureID(0), outside: FailureID(1)), .i32)
            let element = b.add(.arrayLoad(b.get(p[0]), index: index), .f64)
            let body = b.set(total, b.finite(b.binary(.f64Add, b.get(total), element), FailureID(0)))
            let step = b.set(i, b.finite(b.binary(.f64Add, b.get(i), b.number(1)), FailureID(0)))
            return b.sequence([
                b.set(i, b.number(0)), b.loop(label, while: b.binary(.f64Less, b.get(i), length), body, step: step), b.get(total),
            ])
        })
        module.exports = [Export(name: "sum", target: .function(FunctionID(0)))]
        let result = IntegerRanges.run(module)
        #expect(Verifier.verify(result) == [])
        #expect(Printer.print(result.functions[FunctionID(0)], in: result) == """
            function sum(a: array) -> f64
              local i: i32
              local total: f64
              i = 0:i32
              loop for.0 while i32Less(i, length(a))
                total = checkFinite[AT0007](f64Add(total, load<f64>(a, checkIndex[AT0007, AT0005](i, a))))
              step
                i = i32Add(i, 1:i32)
              total
            """)
    }

    /// `while (a[i + j] < x) { i++; }`: a sum that was in bounds bounds its operands by one another.
    @Test func indicesBoundOperandsOfSums() {
        for (operation, start, type) in [(BinaryOperation.f64Add, 2.0, "i32"), (.f64Subtract, 2, "i32"), (.f64Add, 0.5, "f64"), (.f64Multiply, 2, "f64")] {
            var module = emptyModule()
            module.functions.append(makeFunction("f", [("a", .reference(.array)), ("x", .f64)], .f64) { b, p in
                let i = b.local("i", .f64)
                let j = b.local("j", .f64)
                let sum = b.finite(b.binary(operation, b.get(i), b.get(j)), FailureID(0))
                let index = b.add(.checkIndex(sum, array: b.get(p[0]), invalid: FailureID(0), outside: FailureID(1)), .i32)
                let test = b.binary(.f64Less, b.add(.arrayLoad(b.get(p[0]), index: index), .f64), b.get(p[1]))
                let count = b.set(i, b.finite(b.binary(.f64Add, b.get(i), b.number(1)), FailureID(0)))
                return b.sequence([b.set(i, b.number(5)), b.set(j, b.number(start)), b.loop(b.label("while"), while: test, count), b.get(i)])
            })
            module.exports = [Export(name: "f", target: .function(FunctionID(0)))]
            let result = IntegerRanges.run(module)
            #expect(Verifier.verify(result) == [])
            #expect(Printer.print(result.functions[FunctionID(0)], in: result).contains("local i: \(type)\n"), "\(operation) \(start)")
        }
    }

    /// What could be negative zero, fractional or large stays a floating-point number.
    @Test func whatIsNotProvenStays() {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("x", .f64)], .f64) { b, p in
            let zero = b.local("zero", .f64)
            let half = b.local("half", .f64)
            return b.sequence([
                b.set(zero, b.unary(.negate, b.number(0))), b.set(half, b.binary(.f64Divide, b.number(1), b.number(2))),
                b.binary(.f64Divide, b.get(half), b.get(zero)),
            ])
        })
        module.exports = [Export(name: "f", target: .function(FunctionID(0)))]
        #expect(Printer.print(IntegerRanges.run(module)) == Printer.print(module))
    }

    /// `a * b + c * d` is tested once; on the cold path each product is tested at its own place.
    @Test func oneCheckForAnExpression() {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("a", .f64), ("b", .f64)], .f64) { b, p in
            b.span = SourceSpan(10, 11)
            let left = b.finite(b.binary(.f64Multiply, b.get(p[0]), b.get(p[1])), FailureID(0))
            b.span = SourceSpan(20, 21)
            let right = b.finite(b.binary(.f64Multiply, b.get(p[0]), b.get(p[0])), FailureID(0))
            b.span = SourceSpan(10, 21)
            return b.finite(b.binary(.f64Add, left, right), FailureID(0))
        })
        module.exports = [Export(name: "f", target: .function(FunctionID(0)))]
        let result = PassPipeline.run(module)
        #expect(Verifier.verify(result) == [])
        #expect(Printer.print(result.functions[FunctionID(0)], in: result) == """
            function f(a: f64, b: f64) -> f64
              local unchecked: f64
              local unchecked#2: f64
              local result: f64
              result =
                f64Add
                  unchecked = f64Multiply(a, b)
                  unchecked
                  unchecked#2 = f64Multiply(a, a)
                  unchecked#2
              if f64NotEqual(f64Subtract(result, result), 0)
                checkFinite[AT0007](unchecked)
                checkFinite[AT0007](unchecked#2)
                fail[AT0007]
              result
            """)
    }

    /// `a * b + a`: both checks would report the same.
    @Test func checksAtTheSamePlace() {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("a", .f64), ("b", .f64)], .f64) { b, p in
            b.span = SourceSpan(10, 11)
            let product = b.finite(b.binary(.f64Multiply, b.get(p[0]), b.get(p[1])), FailureID(0))
            return b.finite(b.binary(.f64Add, product, b.get(p[0])), FailureID(0))
        })
        module.exports = [Export(name: "f", target: .function(FunctionID(0)))]
        let result = PassPipeline.run(module)
        #expect(Verifier.verify(result) == [])
        #expect(Printer.print(result.functions[FunctionID(0)], in: result) == """
            function f(a: f64, b: f64) -> f64
              checkFinite[AT0007]
                f64Add
                  f64Multiply(a, b)
                  a
            """)
    }
}
