import Basics
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI
import Testing

func emptyModule() -> Module {
    var module = Module(interface: ModuleInterface(module: ModuleID("m.atl"), language: "Atlas", sourcePath: "m.atl"))
    module.failures.append(Failure(code: "AT0007", prefix: "not finite"))
    module.failures.append(Failure(code: "AT0005", prefix: "zero"))
    return module
}

func makeFunction(
    _ name: String, _ parameters: [(String, ValueType)], _ result: ValueType,
    _ build: (inout FunctionBuilder, [LocalID]) -> ExprID
) -> Function {
    var builder = FunctionBuilder(
        Function(name: name, parameters: parameters.map { Local(name: $0.0, type: $0.1) }, result: result, span: .none))
    let body = build(&builder, parameters.indices.map { LocalID($0) })
    return builder.finish(body)
}

@Suite struct PrinterTests {
    @Test func golden() {
        var module = emptyModule()
        let global = module.globals.append(Global(name: "total", type: .f64, initialValue: .f64(0.5)))
        module.exports = [Export(name: "total", target: .global(global)), Export(name: "f", target: .function(FunctionID(0)))]
        module.functions.append(makeFunction("f", [("n", .f64), ("s", .reference(.string))], .any) { b, p in
            let i = b.local("i", .f64)
            let label = b.label("for")
            let body = b.conditional(
                b.binary(.f64Equal, b.get(i), b.number(3)), b.add(.breakTo(label, nil), .never),
                b.add(.setGlobal(global, b.finite(b.binary(.f64Add, b.add(.global(global), .f64), b.get(i)), FailureID(0))), .unit))
            let loop = b.loop(
                label, while: b.binary(.f64Less, b.get(i), b.get(p[0])), body, step: b.set(i, b.binary(.f64Add, b.get(i), b.number(1))))
            let choice = b.conditional(b.bool(true), b.box(b.get(p[1])), b.box(b.string("a\n\"b\"")))
            return b.sequence([loop, b.runtime(.printLine, [b.get(p[1])], .unit), choice])
        })
        #expect(Printer.print(module) == """
            module m.atl
            global total: f64 = 0.5
            export total = global total
            export f = function f

            function f(n: f64, s: string) -> any
              local i: f64
              loop for.0 while f64Less(i, n)
                if f64Equal(i, 3)
                  break for.0
                else
                  total = checkFinite[AT0007](f64Add(total, i))
              step
                i = f64Add(i, 1)
              rt.print_line(s)
              if true -> any
                box(s)
              else
                box("a\\n\\"b\\"")

            """)
        #expect(Verifier.verify(module).isEmpty)
    }
}

@Suite struct VerifierTests {
    private func problems(_ result: ValueType, _ build: (inout FunctionBuilder, [LocalID]) -> ExprID) -> [String] {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("n", .f64)], result, build))
        return Verifier.verify(module)
    }

    @Test func wrongTypes() {
        #expect(problems(.f64) { b, _ in b.bool(true) } == ["function 0 `f`: the body has type bool, the result is f64"])
        #expect(problems(.f64) { b, p in b.binary(.f64Add, b.get(p[0]), b.i32(1)) } == [
            "function 0 `f`: the right operand of f64Add (expression 1) has type i32, not f64"
        ])
        #expect(problems(.any) { b, p in b.add(.local(p[0]), .any) } == [
            "function 0 `f`: an expression has type any, not f64: local(Basics.Index<Core.Local>(raw: 0))"
        ])
    }

    @Test func treesAndLabels() {
        #expect(problems(.f64) { b, p in
            let n = b.get(p[0])
            return b.binary(.f64Add, n, n)
        } == ["function 0 `f`: expression 0 has two parents"])
        #expect(problems(.unit) { b, _ in b.add(.breakTo(b.label("x"), nil), .never) } == [
            "function 0 `f`: break to label 0, which does not enclose it"
        ])
        #expect(problems(.f64) { b, _ in b.add(.local(LocalID(9)), .f64) } == ["function 0 `f`: local 9 does not exist"])
        #expect(problems(.f64) { b, _ in b.call(FunctionID(7), [], .f64) } == ["function 0 `f`: function 7 does not exist"])
    }

    @Test func deepTreesAreRefused() {
        var module = emptyModule()
        module.functions.append(makeFunction("f", [("n", .f64)], .f64) { b, p in
            var tree = b.get(p[0])
            for _ in 0..<30_000 { tree = b.unary(.negate, tree) }
            return tree
        })
        let found = runOnLargeStack(bytes: 256 << 20) { [module] in Verifier.verify(module) }
        #expect(found.contains("function 0 `f`: expressions are nested too deeply"))
    }

    @Test func neverFitsEverywhere() {
        #expect(problems(.f64) { b, p in
            b.binary(.f64Add, b.get(p[0]), b.add(.fail(FailureID(0)), .never))
        }.isEmpty)
    }
}
