import Basics
import CodeGen
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI
import Testing

@Suite struct ExecutionTests {
    @Test(arguments: levels) func arithmeticAndControl(_ level: OptimizationLevel) throws {
        var module = testModule()
        module.depthFailure = Failures.depth
        let fib = FunctionID(0)
        module.add("fib", [("n", .f64)], .f64) { b, p in
            let n = b.get(p[0])
            let two = b.number(2)
            let less = b.binary(.f64Less, n, two)
            let then = b.get(p[0])
            let a = b.binary(.f64Subtract, b.get(p[0]), b.number(1))
            let c = b.binary(.f64Subtract, b.get(p[0]), b.number(2))
            let sum = b.binary(.f64Add, b.call(fib, [a], .f64), b.call(fib, [c], .f64))
            return b.conditional(less, then, b.finite(sum, Failures.finite))
        }
        module.add("sum", [("n", .f64)], .f64) { b, p in
            let i = b.local("i", .f64)
            let total = b.local("total", .f64)
            let label = b.label("for")
            let one = b.binary(.f64Add, b.get(i), b.number(1))
            let skip = b.conditional(
                b.binary(.f64Equal, b.get(i), b.number(3)), b.add(.continueTo(label), .never))
            let stop = b.conditional(
                b.binary(.f64Greater, b.get(i), b.number(100)), b.add(.breakTo(label, nil), .never))
            let body = b.sequence([skip, stop, b.set(total, b.binary(.f64Add, b.get(total), b.get(i)))])
            let loop = b.loop(label, while: b.binary(.f64Less, b.get(i), b.get(p[0])), body, step: b.set(i, one))
            return b.sequence([loop, b.returnValue(b.get(total))])
        }
        module.add("divide", [("a", .f64), ("b", .f64)], .f64) { b, p in
            b.span = SourceSpan(14, 17)
            return b.finite(b.binary(.f64Divide, b.get(p[0]), b.get(p[1])), Failures.finite)
        }
        module.add("deep", [("n", .f64)], .f64) { b, p in
            b.conditional(
                b.binary(.f64Equal, b.get(p[0]), b.number(0)), b.number(0),
                b.binary(.f64Add, b.number(1), b.call(FunctionID(3), [b.binary(.f64Subtract, b.get(p[0]), b.number(1))], .f64)))
        }
        let output = try NodeHost.run(try generate(module, level), script: """
            show(o.fib(20), o.sum(10), o.sum(1000), o.divide(7, 2));
            attempt(() => o.divide(1, 0)); attempt(() => o.divide(0, 0)); attempt(() => o.deep(50));
            attempt(() => o.deep(1e6)); show(depth.value >= 0);
            """)
        #expect(output == """
            6765 42 5047 3.5
            failed AT0007 not finite at main.atl:2:6
            failed AT0007 not finite at main.atl:2:6
            50
            failed AT0099 too deep at main.atl:2:1
            true

            """)
    }

    @Test(arguments: levels) func dynamicValues(_ level: OptimizationLevel) throws {
        var module = testModule()
        let types: [(String, ValueType)] = [
            ("number", .f64), ("bool", .bool), ("string", .reference(.string)), ("option", .reference(.option)), ("character", .character),
        ]
        for (name, type) in types {
            module.add("box_" + name, [("x", type)], .any) { b, p in b.box(b.get(p[0])) }
            module.add("unbox_" + name, [("x", .any)], type) { b, p in b.unbox(b.get(p[0]), type, Failures.type) }
        }
        let tests: [(String, ValueTest)] = [
            ("number", .number), ("bool", .bool), ("null", .null), ("string", .reference(.string)), ("character", .character),
        ]
        for (name, test) in tests {
            module.add("is_" + name, [("x", .any)], .bool) { b, p in b.add(.test(b.get(p[0]), test), .bool) }
        }
        let output = try NodeHost.run(try generate(module, level), script: """
            const hex = v => BigInt.asUintN(64, v).toString(16);
            show(hex(o.box_number(1.5)), hex(o.box_number(NaN)), hex(o.box_bool(1)), hex(o.box_bool(0)), hex(o.box_string(4096)),
              hex(o.box_option(0)), hex(o.box_character(65)));
            show(o.unbox_number(o.box_number(-7)), o.unbox_bool(o.box_bool(1)), o.unbox_string(o.box_string(4096)),
              o.unbox_option(o.box_option(0)), o.unbox_character(o.box_character(65)), o.unbox_number(o.box_number(-Infinity)));
            attempt(() => o.unbox_number(o.box_option(8)));
            attempt(() => o.unbox_string(o.box_option(8)));
            for (const t of ['number', 'bool', 'null', 'string', 'character'])
              show(t, ...[o.box_number(-Infinity), o.box_bool(0), o.box_bool(1), 0xFFFB000000000000n, o.box_string(8), o.box_character(3)].map(o['is_' + t]));
            """)
        #expect(output == """
            3ff8000000000000 7ff8000000000000 fffb000000000003 fffb000000000002 fffa000100001000 fffa000400000000 fffc000000000041
            -7 1 4096 0 65 -Infinity
            failed AT0001 expected, got kind 4! at main.atl:2:1
            failed AT0001 expected, got kind 4! at main.atl:2:1
            number 1 0 0 0 0 0
            bool 0 1 1 0 0 0
            null 0 0 0 1 0 0
            string 0 0 0 0 1 0
            character 0 0 0 0 0 1

            """)
    }
}
