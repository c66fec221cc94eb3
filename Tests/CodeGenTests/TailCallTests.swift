import Basics
import CodeGen
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI
import Testing

@Suite struct TailCallTests {
    /// Tail calls give back the shadow stack frame and the call depth before they leave the function.
    @Test(arguments: levels) func nothingIsHeld(_ level: OptimizationLevel) throws {
        var module = testModule()
        module.depthFailure = Failures.depth
        let string = ValueType.reference(.string)
        let closure = ValueType.reference(.closure)
        // count(n, text): n == 0 ? text : tail count(n - 1, rest(text)), with a frame for what lives across the concatenation.
        module.add("count", [("n", .f64), ("text", string)], string) { b, p in
            let other = b.local("other", string)
            let next = b.binary(.f64Subtract, b.get(p[0]), b.number(1))
            let again = b.add(.tailCall(FunctionID(0), [next, b.get(p[1])]), .never)
            let work = b.sequence([
                b.set(other, b.runtime(.stringConcat, [b.get(p[1]), b.get(p[1])], string)),
                again,
            ])
            return b.conditional(b.binary(.f64Equal, b.get(p[0]), b.number(0)), b.get(p[1]), work)
        }
        let applied = module.add("applied", [("self", closure), ("n", .any)], .any, convention: .closure) { b, p in
            let n = b.unbox(b.get(p[1]), .f64)
            let next = b.box(b.binary(.f64Subtract, b.unbox(b.get(p[1]), .f64), b.number(1)))
            let again = b.add(.tailCallClosure(b.get(p[0]), [next]), .never)
            return b.conditional(b.binary(.f64LessOrEqual, n, b.number(0)), b.get(p[1]), again)
        }
        let value = module.closures.append(StaticClosure(function: applied, arity: 1, name: "applied"))
        module.add("apply", [("n", .f64)], .f64) { b, p in
            let callee = b.add(.constant(.closure(value)), closure)
            return b.unbox(b.add(.callClosure(callee, [b.box(b.get(p[0]))]), .any), .f64)
        }
        let output = try NodeHost.run(try generate(module, level), script: """
            attempt(() => text(o.count(1000, makeString('x')))); show(sp.value, depth.value);
            attempt(() => o.apply(100000)); show(sp.value, depth.value);
            """)
        #expect(output == """
            x
            65536 5000
            0
            65536 5000

            """)
    }
}
