import Basics
import CodeGen
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI
import Testing

/// Code that takes another form when it is optimized.
@Suite struct SpeedTests {
    /// `for i in 0..<n { if i == 1 continue; for j in 0..<n { for k in 0..<n { total += 100 i + 10 j + k; count += 1 } }; last = i }`
    private func nest() -> Module {
        var module = testModule()
        module.add("nest", [("n", .f64)], .f64) { b, p in
            let names = ["total", "count", "last", "i", "j", "k"]
            let locals = names.map { b.local($0, .f64) }
            func value(_ index: Int) -> ExprID { b.get(locals[index]) }
            func add(_ index: Int, _ amount: ExprID) -> ExprID { b.set(locals[index], b.binary(.f64Add, value(index), amount)) }
            func loop(_ index: Int, _ body: (LabelID) -> ExprID) -> ExprID {
                let label = b.label(names[index])
                let start = b.set(locals[index], b.number(0))
                let inner = body(label)
                let test = b.binary(.f64Less, value(index), b.get(p[0]))
                return b.sequence([start, b.loop(label, while: test, inner, step: add(index, b.number(1)))])
            }
            let outer = loop(3) { label in
                let skip = b.conditional(b.binary(.f64Equal, value(3), b.number(1)), b.add(.continueTo(label), .never))
                let middle = loop(4) { _ in
                    loop(5) { _ in
                        let tens = b.binary(.f64Multiply, value(4), b.number(10))
                        let hundreds = b.binary(.f64Multiply, value(3), b.number(100))
                        let sum = b.binary(.f64Add, b.binary(.f64Add, hundreds, tens), value(5))
                        return b.sequence([add(0, sum), add(1, b.number(1))])
                    }
                }
                return b.sequence([skip, middle, b.set(locals[2], value(3))])
            }
            let high = b.binary(.f64Multiply, value(0), b.number(1_000_000))
            let low = b.binary(.f64Add, b.binary(.f64Multiply, value(1), b.number(1000)), value(2))
            return b.sequence([outer, b.binary(.f64Add, high, low)])
        }
        return module
    }

    @Test func bodiesOfLoopNestsBecomeFunctions() {
        let module = nest()
        let outlined = OutlineLoops.run(module)
        #expect(outlined.functions.count == 2)
        #expect(Verifier.verify(outlined) == [])
        // n, total, count, last and i go in; all but n come back, three of them through variables of the module, with where to go on.
        #expect(outlined.functions.values.last?.parameterCount == 5)
        #expect(outlined.globals.count == 4)
    }

    @Test(arguments: levels) func outlinedLoopsComputeTheSame(_ level: OptimizationLevel) throws {
        let output = try NodeHost.run(try generate(nest(), level), script: "show(o.nest(3), o.nest(0), o.nest(1), o.nest(5), o.nest(70));")
        #expect(output == "1998018002 0 1000 24700100004 1311169288100069\n")
    }

    @Test(arguments: levels) func arrayEnds(_ level: OptimizationLevel) throws {
        var module = testModule()
        let array = ValueType.reference(.array)
        module.add("push", [("a", array), ("v", .any)], array) { b, p in b.runtime(.arrayPush, [b.get(p[0]), b.get(p[1])], array) }
        module.add("pushNumber", [("a", array), ("v", .f64)], array) { b, p in
            b.runtime(.arrayPush, [b.get(p[0]), b.box(b.get(p[1]))], array)
        }
        module.add("dropLast", [("a", array)], array) { b, p in b.runtime(.arrayDropLast, [b.get(p[0])], array) }
        // The host's functions only count, so what changes was changed by compiled code.
        let output = try NodeHost.run(try generate(module, level), script: """
            const make = (flags, length, capacity) => { const p = allocate(16 + 8 * capacity);
              setU32(p, 2 | flags << 8); setU32(p + 4, length); setU32(p + 8, capacity); setU32(p + 12, 0); return p; };
            const truth = 0xFFFB000000000003n;
            for (const [flags, length, capacity] of [[0, 1, 4], [4, 1, 4], [1, 1, 4], [0, 1, 1]]) {
              for (const push of [a => o.push(a, truth), a => o.pushNumber(a, 2.5), o.dropLast]) {
                const a = make(flags, length, capacity), n = rt.pushes; push(a); show(flags, capacity, rt.pushes - n, u32(a + 4));
              }
            }
            const a = make(4, 1, 4); o.pushNumber(a, 2.5); show(f64(a + 24));
            """)
        // Called, and the length afterwards: for a value that is no number, for a number, and for dropping.
        let shapes = [(0, 4), (4, 4), (1, 4), (0, 1)]
        var expected = ""
        for (flags, capacity) in shapes {
            let isFast = level != .none && flags != 1
            let pushes = isFast && capacity > 1
            let rows = [(pushes && flags == 0, 2), (pushes, 2), (isFast, 0)]
            for (inline, length) in rows { expected += "\(flags) \(capacity) \(inline ? "0 \(length)" : "1 1")\n" }
        }
        expected += level == .none ? "0\n" : "2.5\n"
        #expect(output == expected)
    }
}
