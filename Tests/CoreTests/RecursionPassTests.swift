import Basics
import Core
import Foundation
import RuntimeABI
import Testing

/// What is done about calls of functions to themselves.
@Suite struct RecursionPassTests {
    private func after(_ pass: (Module) -> Module, _ function: Function) -> String {
        var module = emptyModule()
        module.functions.append(function)
        let result = pass(module)
        #expect(Verifier.verify(result) == [])
        return Printer.print(result.functions[FunctionID(0)], in: result)
    }

    /// The test stands before the call; what is in the function stays.
    @Test func baseCaseBeforeTheCall() {
        let function = makeFunction("f", [("n", .i64)], .i64) { b, p in
            let one = b.add(.constant(.i64(1)), .i64)
            let rest = b.call(FunctionID(0), [b.binary(.i64Subtract, b.get(p[0]), one)], .i64)
            let isBase = b.binary(.i64Less, b.get(p[0]), b.add(.constant(.i64(2)), .i64))
            return b.conditional(isBase, b.get(p[0]), b.binary(.i64Add, rest, b.get(p[0])))
        }
        #expect(after(InlineBaseCases.run, function) == """
            function f(n: i64) -> i64
              local n#2: i64
              if i64Less(n, 2:i64) -> i64
                n
              else
                i64Add
                  n#2 = i64Subtract(n, 1:i64)
                  block done.0 -> i64
                    block other.1
                      if i64Less(n#2, 2:i64)
                        break done.0 n#2
                      else
                        break other.1
                    f(n#2)
                  n
            """)
    }

    /// What comes to a call whichever way it goes is the call alone.
    @Test func waysThatOnlyCallAreNotCopied() {
        let function = makeFunction("f", [("n", .i64)], .i64) { b, p in
            func less(_ bound: Int64) -> ExprID { b.binary(.i64Less, b.get(p[0]), b.add(.constant(.i64(bound)), .i64)) }
            func rest(_ step: Int64) -> ExprID {
                b.call(FunctionID(0), [b.binary(.i64Subtract, b.get(p[0]), b.add(.constant(.i64(step)), .i64))], .i64)
            }
            let others = b.conditional(less(10), b.binary(.i64Add, rest(1), b.get(p[0])), b.binary(.i64Add, rest(2), b.get(p[0])))
            return b.conditional(less(2), b.get(p[0]), others)
        }
        let text = after(InlineBaseCases.run, function)
        #expect(text.components(separatedBy: "10:i64").count == 2, "\(text)")
        #expect(text.components(separatedBy: "break done").count == 3, "\(text)")
    }

    /// The only call of a function that calls back becomes its body; a function that is called twice, or does not call back, stays.
    @Test func onlyCallBecomesTheBody() {
        func calling(_ name: String, _ callees: [Int32]) -> Function {
            makeFunction(name, [("n", .i64)], .i64) { b, p in
                let isLess = b.binary(.i64Less, b.get(p[0]), b.add(.constant(.i64(2)), .i64))
                var value = b.get(p[0])
                for callee in callees {
                    value = b.call(FunctionID(Int(callee)), [b.binary(.i64Subtract, value, b.add(.constant(.i64(1)), .i64))], .i64)
                }
                return b.conditional(isLess, b.get(p[0]), value)
            }
        }
        var module = emptyModule()
        for function in [calling("f", [1, 2, 3, 3]), calling("g", [0]), calling("h", []), calling("k", [0])] { module.functions.append(function) }
        let result = InlineSingleCalls.run(module)
        #expect(Verifier.verify(result) == [])
        #expect(Printer.print(result.functions[FunctionID(0)], in: result) == """
            function f(n: i64) -> i64
              local n#2: i64
              if i64Less(n, 2:i64) -> i64
                n
              else
                k
                  i64Subtract
                    k
                      i64Subtract
                        h
                          i64Subtract
                            n#2 = i64Subtract(n, 1:i64)
                            block done.0 -> i64
                              break done.0
                                if i64Less(n#2, 2:i64) -> i64
                                  n#2
                                else
                                  f(i64Subtract(n#2, 1:i64))
                            1:i64
                        1:i64
                    1:i64
            """)
        for id in [1, 2, 3] { #expect(Printer.print(result.functions[FunctionID(id)], in: result) == Printer.print(module.functions[FunctionID(id)], in: module)) }
    }

    /// A function that fails or calls something on every way has no base case.
    @Test func nothingIsFoundOut() {
        let function = makeFunction("f", [("n", .f64)], .f64) { b, p in
            let rest = b.call(FunctionID(0), [b.binary(.f64Subtract, b.get(p[0]), b.number(1))], .f64)
            return b.conditional(b.binary(.f64Less, b.get(p[0]), b.number(2)), b.finite(b.get(p[0]), FailureID(0)), rest)
        }
        var module = emptyModule()
        module.functions.append(function)
        #expect(after(InlineBaseCases.run, function) == Printer.print(function, in: module))
    }

    /// The copy calls what the function called, and its tail calls are a loop.
    @Test func bodyInThePlaceOfTheCall() {
        let function = makeFunction("f", [("x", .i64), ("y", .i64)], .i64) { b, p in
            let less = b.binary(.i64Subtract, b.get(p[0]), b.get(p[1]))
            let inner = b.call(FunctionID(0), [less, b.get(p[0])], .i64)
            let again = b.add(.tailCall(FunctionID(0), [b.get(p[1]), inner]), .never)
            return b.conditional(b.binary(.i64Less, b.get(p[0]), b.get(p[1])), again, b.get(p[0]))
        }
        #expect(after(InlineRecursion.run, function) == """
            function f(x: i64, y: i64) -> i64
              local x#2: i64
              local y#2: i64
              local next: i64
              local next#2: i64
              if i64Less(x, y) -> i64
                tail f
                  y
                  x#2 = i64Subtract(x, y)
                  y#2 = x
                  block done.0 -> i64
                    loop again.1
                      break done.0
                        if i64Less(x#2, y#2) -> i64
                          next = y#2
                          next#2 = f(i64Subtract(x#2, y#2), x#2)
                          x#2 = next
                          y#2 = next#2
                          continue again.1
                        else
                          x#2
              else
                x
            """)
    }

    /// A call whose arguments contain another.
    @Test func callsInArgumentsOfCalls() {
        let function = makeFunction("f", [("x", .i64)], .i64) { b, p in
            let one = b.add(.constant(.i64(1)), .i64)
            let inner = b.call(FunctionID(0), [b.binary(.i64Subtract, b.get(p[0]), one)], .i64)
            let outer = b.call(FunctionID(0), [inner], .i64)
            let two = b.add(.constant(.i64(2)), .i64)
            return b.conditional(b.binary(.i64Less, b.get(p[0]), two), b.get(p[0]), b.binary(.i64Add, outer, b.get(p[0])))
        }
        #expect(after(InlineRecursion.run, function) == """
            function f(x: i64) -> i64
              local x#2: i64
              local x#3: i64
              if i64Less(x, 2:i64) -> i64
                x
              else
                i64Add
                  x#2 =
                    x#3 = i64Subtract(x, 1:i64)
                    block done.1 -> i64
                      break done.1
                        if i64Less(x#3, 2:i64) -> i64
                          x#3
                        else
                          i64Add(f(f(i64Subtract(x#3, 1:i64))), x#3)
                  block done.0 -> i64
                    break done.0
                      if i64Less(x#2, 2:i64) -> i64
                        x#2
                      else
                        i64Add(f(f(i64Subtract(x#2, 1:i64))), x#2)
                  x
            """)
    }

    /// Arguments that read parameters are all there before the first changes.
    @Test func tailCallsBecomeLoops() {
        let function = makeFunction("f", [("x", .i64), ("y", .i64)], .i64) { b, p in
            let inner = b.call(FunctionID(0), [b.get(p[1]), b.get(p[0])], .i64)
            let again = b.add(.tailCall(FunctionID(0), [b.get(p[1]), inner]), .never)
            return b.conditional(b.binary(.i64Less, b.get(p[0]), b.get(p[1])), again, b.get(p[0]))
        }
        #expect(after(LoopTailCalls.run, function) == """
            function f(x: i64, y: i64) -> i64
              local next: i64
              loop again.0
                return
                  if i64Less(x, y) -> i64
                    next = y
                    y = f(y, x)
                    x = next
                    continue again.0
                  else
                    x
            """)
    }

    /// Engines could not replace the code of a loop that the program stays in, so there is a call every now and then.
    @Test func loopsWithoutInnerCallsMakeCallsAfterSomeRounds() {
        let function = makeFunction("f", [("x", .i64)], .i64) { b, p in
            let next = b.binary(.i64Add, b.get(p[0]), b.get(p[0]))
            return b.conditional(b.bool(true), b.get(p[0]), b.add(.tailCall(FunctionID(0), [next]), .never))
        }
        #expect(after(LoopTailCalls.run, function) == """
            function f(x: i64) -> i64
              local rounds: i32
              rounds = 256:i32
              loop again.0
                return
                  if true -> i64
                    x
                  else
                    x = i64Add(x, x)
                    rounds = i32Subtract(rounds, 1:i32)
                    if i32ToBool(rounds)
                      continue again.0
                    else
                      tail f(x)
            """)
    }
}
