import Basics
import Core
import RuntimeABI
import Testing

/// Copies of recursive functions that do not use the stack.
@Suite struct DeepCallsTests {
    private func module(_ function: Function) -> Module {
        var module = emptyModule()
        module.depthRaise = .aiTooDeep
        module.functions.append(function)
        DeepCalls.add(to: &module)
        return module
    }

    private func callsOnTheStack(_ function: Function) -> Bool {
        var work = function.body.map { [$0] } ?? []
        while let id = work.popLast() {
            if case .call = function.expressions[id].kind { return true }
            function.expressions[id].kind.forEachOperand { work.append($0) }
        }
        return false
    }

    /// What is needed after a call is in the frame; the call, the base case and the frame's code all leave by tail calls.
    @Test func sumOfARecursiveCall() throws {
        let function = makeFunction("f", [("n", .f64)], .f64) { b, p in
            let rest = b.call(FunctionID(0), [b.binary(.f64Subtract, b.get(p[0]), b.number(1))], .f64)
            return b.conditional(b.binary(.f64Equal, b.get(p[0]), b.number(0)), b.number(0), b.binary(.f64Add, rest, b.get(p[0])))
        }
        let result = module(function)
        #expect(Verifier.verify(result) == [])
        let entry = try #require(result.functions[FunctionID(0)].deepEntry)
        #expect(result.functions[entry.function].name == "f.deep")
        for index in result.functions.indices where index != FunctionID(0) {
            #expect(!callsOnTheStack(result.functions[index]), "\(result.functions[index].name) calls on the stack")
        }
        let frame = try #require(result.functions.values.first { $0.name == "f.frame" })
        #expect(Printer.print(frame, in: result).contains("slot[2]"), "the parameter is in the frame")
    }

    /// A function whose calls of itself are all tail calls needs no copy.
    @Test func loopsAreLeftAlone() {
        let function = makeFunction("f", [("n", .f64)], .f64) { b, p in
            b.conditional(
                b.binary(.f64Equal, b.get(p[0]), b.number(0)), b.number(0),
                b.add(.tailCall(FunctionID(0), [b.binary(.f64Subtract, b.get(p[0]), b.number(1))]), .never))
        }
        #expect(module(function).functions.count == 1)
    }

    /// The function and its copy have the same parameters, also where all calls of the function pass small whole numbers.
    @Test func parametersStayAsTheyAre() throws {
        let function = makeFunction("f", [("n", .f64), ("x", .f64)], .f64) { b, p in
            let rest = b.call(FunctionID(0), [b.binary(.f64Subtract, b.get(p[0]), b.number(1)), b.get(p[1])], .f64)
            return b.conditional(b.binary(.f64Less, b.get(p[0]), b.number(0)), b.get(p[1]), b.binary(.f64Add, rest, b.number(1)))
        }
        var module = module(function)
        let caller = makeFunction("main", [], .f64) { b, _ in b.call(FunctionID(0), [b.number(3), b.number(5)], .f64) }
        module.exports.append(Export(name: "main", target: .function(module.functions.append(caller))))
        #expect(Verifier.verify(IntegerRanges.run(module)) == [])

        module.functions[FunctionID(0)].locals[LocalID(1)].type = .i32
        #expect(Verifier.verify(module).contains { $0.contains("the function that goes on in the heap has other parameters") })
    }
}
