import Basics
import CodeGen
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI
import Testing

@Suite struct MemoryTests {
    /// Every allocation takes the slow path in the test host, and `string_concat` asks for a collection, so `rt.roots` lists what the
    /// shadow stack holds at each safepoint.
    @Test(arguments: levels) func arrays(_ level: OptimizationLevel) throws {
        var module = testModule()
        let array = ValueType.reference(.array)
        module.add("make", [("a", .f64), ("b", .f64)], array) { b, p in
            b.add(.makeArray([b.get(p[0]), b.get(p[1]), b.number(9)]), array)
        }
        module.add("makeAny", [("a", .f64), ("s", .reference(.string))], array) { b, p in
            b.add(.makeArray([b.box(b.get(p[0])), b.box(b.get(p[1]))]), array)
        }
        module.add("at", [("a", array), ("i", .f64)], .f64) { b, p in
            let index = b.add(
                .checkIndex(b.get(p[1]), array: b.get(p[0]), invalid: Failures.invalid, outside: Failures.outside), .i32)
            return b.add(.arrayLoad(b.get(p[0]), index: index), .f64)
        }
        module.add("atInteger", [("a", array), ("i", .i32)], .any) { b, p in
            let index = b.add(
                .checkIndex(b.get(p[1]), array: b.get(p[0]), invalid: Failures.invalid, outside: Failures.outside), .i32)
            return b.add(.arrayLoad(b.get(p[0]), index: index), .any)
        }
        module.add("put", [("a", array), ("v", .any)], array) { b, p in
            let copy = b.local("copy", array)
            return b.sequence([
                b.set(copy, b.add(.unshare(b.get(p[0])), array)),
                b.add(.arrayStore(b.get(copy), index: b.i32(1), value: b.get(p[1])), .unit), b.get(copy),
            ])
        }
        module.add("share", [("a", array)], array) { b, p in b.add(.share(b.get(p[0])), array) }
        module.add("shareAny", [("a", .any)], .any) { b, p in b.add(.share(b.get(p[0])), .any) }
        let output = try NodeHost.run(try generate(module, level), script: """
            const a = o.make(1.5, 2); const flags = a => Buffer.from(memory.buffer)[a + 1];
            show(u32(a + 4), u32(a + 8), u32(a + 12), flags(a), o.at(a, 0), o.at(a, 2), o.at(a, -0));
            for (const i of [3, -1, 0.5, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 32, 1e300, -(2 ** 31), -(2 ** 32), 2 ** 52, 2 ** 53]) attempt(() => o.at(a, i));
            for (const i of [3, -1]) attempt(() => o.atInteger(a, i));
            o.share(a); const c = o.put(a, 0xFFFB000000000003n);
            show(c === a, flags(a), flags(c), o.at(a, 1), BigInt.asUintN(64, o.atInteger(c, 1)).toString(16), o.put(c, 1n) === c);
            o.shareAny(1n); o.shareAny(0xFFFA000200000000n | BigInt(c)); show(rt.log);
            const m = o.makeAny(3, makeString('hi')); show(u32(m + 4), flags(m), f64(m + 16), describe(u64(m + 24)));
            show(rt.roots.filter(r => r));
            setU32(16, 140000); setU32(20, 140064); const n = rt.collections;
            const x = o.make(1, 2), y = o.make(3, 4); show(x, y === 140040, rt.collections - n, u32(16) === 140040);
            """)
        #expect(output == """
            3 3 0 4 1.5 9 1.5
            failed AT0006 outside at main.atl:2:1
            failed AT0103 invalid at main.atl:2:1
            failed AT0103 invalid at main.atl:2:1
            failed AT0103 invalid at main.atl:2:1
            failed AT0006 outside at main.atl:2:1
            failed AT0103 invalid at main.atl:2:1
            failed AT0006 outside at main.atl:2:1
            failed AT0006 outside at main.atl:2:1
            failed AT0006 outside at main.atl:2:1
            failed AT0103 invalid at main.atl:2:1
            failed AT0103 invalid at main.atl:2:1
            failed AT0006 outside at main.atl:2:1
            failed AT0006 outside at main.atl:2:1
            failed AT0006 outside at main.atl:2:1
            failed AT0103 invalid at main.atl:2:1
            false 5 0 2 fffb000000000003 true
            share array(3)
            2 0 3 hi
            array(3),hi
            140000 false 1 true

            """)
    }

    @Test(arguments: levels) func stringsLiveAcrossSafepoints(_ level: OptimizationLevel) throws {
        var module = testModule()
        let string = ValueType.reference(.string)
        module.add("join", [("a", string), ("b", string)], string) { b, p in
            // (a + b) + (b + a): the left sum waits while the right one is computed; a and b are used again, but not after that.
            let left = b.runtime(.stringConcat, [b.get(p[0]), b.get(p[1])], string)
            let right = b.runtime(.stringConcat, [b.get(p[1]), b.get(p[0])], string)
            // In sequences, so that it stays more than one call.
            return b.runtime(.stringConcat, [b.sequence([b.unit(), left]), b.sequence([b.unit(), right])], string)
        }
        module.add("loop", [("n", .f64)], string) { b, p in
            let text = b.local("text", string)
            let i = b.local("i", .f64)
            let label = b.label("while")
            let dead = b.local("dead", string)
            let body = b.sequence([
                b.set(dead, b.string("dead")),
                b.set(text, b.runtime(.stringConcat, [b.get(text), b.string("x")], string)),
            ])
            return b.sequence([
                b.set(text, b.string("é")), b.set(i, b.number(0)),
                b.loop(
                    label, while: b.binary(.f64Less, b.get(i), b.get(p[0])), body,
                    step: b.set(i, b.binary(.f64Add, b.get(i), b.number(1)))),
                b.get(text),
            ])
        }
        module.add("print", [("a", string)], .unit) { b, p in b.runtime(.printLine, [b.get(p[0])], .unit) }
        let object = try generate(module, level)
        let output = try NodeHost.run(object, script: """
            show(text(o.join(makeString('a'), makeString('b'))), JSON.stringify(rt.roots)); rt.roots = [];
            show(text(o.loop(3)), JSON.stringify(rt.roots), sp.value); o.print(makeString('done'));
            """)
        #expect(output == """
            abba ["ab,a,b","ab,ba","ab,abba"]
            éxxx ["éx","éxx","éxxx"] 65536
            done

            """)
    }

    /// Before calls that may need much memory, or when a collection is due, room is made: operands and what is used later are alive then, and what a
    /// variable held that gets the result is not, although it was stored in a slot.
    @Test(arguments: levels) func roomBeforeCalls(_ level: OptimizationLevel) throws {
        var module = testModule()
        let string = ValueType.reference(.string)
        let array = ValueType.reference(.array)
        let join = module.add("join", [("a", string)], string, exported: false) { b, p in
            b.sequence([b.unit(), b.runtime(.stringConcat, [b.get(p[0]), b.string("!")], string)])
        }
        module.add("rounds", [("text", string), ("gap", string), ("later", string)], string) { b, p in
            let (list, i) = (b.local("list", array), b.local("i", .f64))
            let label = b.label("while")
            let body = b.sequence([
                b.set(list, b.runtime(.atlasSplit, [b.get(p[0]), b.add(.call(join, [b.get(p[1])]), string)], array)),
                b.add(.call(join, [b.get(p[2])]), string),
                b.set(i, b.binary(.f64Add, b.get(i), b.unary(.i32ToF64, b.add(.arrayLength(b.get(list)), .i32)))),
            ])
            return b.sequence([b.set(i, b.number(0)), b.loop(label, while: b.binary(.f64Less, b.get(i), b.number(4)), body, step: nil), b.get(p[2])])
        }
        let output = try NodeHost.run(try generate(module, level), script: """
            o.rounds(makeString('a,!b'), makeString(','), makeString('z')); show(rt.log.length); rt.roots = [];
            o.rounds(makeString('x'.repeat(65537)), makeString(','), makeString('z')); show(rt.log[0], rt.log.length);
            for (const roots of rt.roots.slice(0, 6)) show(roots.replace(/x+/g, 'x…'));
            """)
        #expect(output == """
            0
            room 65537 * 4 4
            x…,,,z,,!
            x…,,,z,x…,,!
            x…,,,z,array(1)
            x…,,,z,array(1),z!
            x…,,,z,array(1),,!
            x…,,,z,x…,,!

            """)
    }

    @Test(arguments: levels) func closuresAndVariants(_ level: OptimizationLevel) throws {
        var module = testModule()
        let closure = ValueType.reference(.closure)
        let adder = module.add("adder", [("self", closure), ("x", .any)], .any, convention: .closure) { b, p in
            let captured = b.add(.closureSlot(closure: b.get(p[0]), index: 0), .any)
            return b.box(b.binary(.f64Add, b.unbox(captured, .f64), b.unbox(b.get(p[1]), .f64, Failures.type)))
        }
        let twice = module.add("twice", [("self", closure), ("x", .any)], .any, convention: .closure) { b, p in
            b.box(b.binary(.f64Multiply, b.unbox(b.get(p[1]), .f64), b.number(2)))
        }
        let adderClosure = module.closures.append(StaticClosure(function: adder, arity: 1, name: "adder"))
        let twiceClosure = module.closures.append(StaticClosure(function: twice, arity: 1, name: "twice", isBuiltin: true))
        module.add("makeAdder", [("n", .f64)], closure) { b, p in
            b.add(.makeClosure(adderClosure, captures: [b.box(b.get(p[0]))]), closure)
        }
        module.add("twice", [], closure) { b, _ in b.add(.constant(.closure(twiceClosure)), closure) }
        module.add("apply", [("f", closure), ("x", .f64)], .f64) { b, p in
            b.unbox(b.add(.callClosure(b.get(p[0]), [b.box(b.get(p[1]))]), .any), .f64)
        }
        module.add("arity", [("f", closure)], .i32) { b, p in b.add(.closureArity(b.get(p[0])), .i32) }
        let option = ValueType.reference(.option)
        module.add("some", [("x", .f64)], option) { b, p in
            b.add(.makeVariant(.option, tag: ObjectLayout.Variant.some, payload: b.box(b.get(p[0]))), option)
        }
        module.add("orElse", [("o", option), ("d", .f64)], .f64) { b, p in
            b.conditional(
                b.unary(.isNull, b.get(p[0])), b.get(p[1]), b.unbox(b.add(.variantPayload(b.get(p[0])), .any), .f64))
        }
        module.exports.append(Export(name: ReservedNames.closurePrefix + "twice", target: .closure(twiceClosure)))
        let output = try NodeHost.run(try generate(module, level), script: """
            const f = o.makeAdder(40); const d = u32(f + 12);
            show(o.apply(f, 2), o.apply(o.twice(), 21), o.arity(f), text(u32(d)), u32(d + 4), u32(f + 8));
            const t = o.twice(); show(t === o['langc.closure:twice'].value, text(u32(u32(t + 12))), u32(u32(t + 12) + 4));
            show(o.orElse(0, 7), o.orElse(o.some(8), 7));
            """)
        #expect(output == """
            42 42 1 adder 0 1
            true twice 1
            7 8

            """)
    }

    @Test(arguments: levels) func globalsAndInitializer(_ level: OptimizationLevel) throws {
        var module = testModule()
        let count = module.globals.append(Global(name: "count", type: .f64, initialValue: .f64(1)))
        let name = module.globals.append(Global(name: "name", type: .reference(.string), initialValue: .string("start")))
        module.globals.append(Global(name: "value", type: .any))
        module.exports.append(Export(name: "count", target: .global(count)))
        module.exports.append(Export(name: "name", target: .global(name)))
        module.initializer = module.add("<top>", [], .unit, exported: false) { b, _ in
            b.sequence([
                b.add(.setGlobal(count, b.binary(.f64Add, b.add(.global(count), .f64), b.number(1))), .unit),
                b.runtime(.printLine, [b.add(.global(name), .reference(.string))], .unit),
            ])
        }
        let output = try NodeHost.run(try generate(module, level), script: """
            o['langc.init'](); o['langc.init'](); show(o.count.value, text(o.name.value));
            o.name.value = makeString('new'); o['langc.roots'](); show(rt.log.join('; '));
            """)
        #expect(output == """
            start
            2 start
            root heap; root value

            """)
    }
}
