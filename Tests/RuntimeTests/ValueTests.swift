import Testing

@Suite struct ValueTests {
    private let support = """
        const x = runtime.x, number = (n) => runtime.boxNumber(n);
        const text = (s) => runtime.box(runtime.makeString(s), rt.kinds.string);
        const list = (...slots) => { let a = x.array_make(0, 0); for (const s of slots) a = x.array_push(a, s); return runtime.box(a, rt.kinds.array); };
        const variant = (kind, tag, slot) => { const a = runtime.allocate(16); runtime.header(a, kind, 0, tag, 0); runtime.store64(a + 8, slot); return runtime.box(a, kind); };
        const some = (s) => variant(rt.kinds.option, 1, s), none = runtime.box(0, rt.kinds.option);
        const ok = (s) => variant(rt.kinds.result, 0, s), err = (s) => variant(rt.kinds.result, 1, s);
        const closure = (descriptor) => { const a = runtime.allocate(24); runtime.header(a, rt.kinds.closure, 0, 1, 7); runtime.store32(a + 8, 1); runtime.store32(a + 12, descriptor); runtime.store64(a + 16, number(descriptor)); return runtime.box(a, rt.kinds.closure); };
        const expect = (a, b, want, what) => {
          rt.check(x.value_equal(a, b) === want, `${what}: not ${want}`);
          rt.check(x.value_equal(b, a) === want, `${what}, swapped: not ${want}`);
        };

        """

    @Test func equality() throws {
        try expectOK(support + """
            expect(number(1), number(1), 1, "numbers");
            expect(number(0), number(-0), 1, "zeros");
            expect(number(NaN), number(NaN), 0, "NaN");
            expect(number(1), text("1"), 0, "number and text");
            expect(rt.nullBits, rt.nullBits, 1, "null");
            expect(rt.nullBits, rt.trueBits, 0, "null and true");
            expect(text("äöü and more"), text("äöü and more"), 1, "texts");
            expect(text("a"), text("b"), 0, "different texts");
            expect(list(), list(), 1, "empty arrays");
            expect(list(number(1), list(number(2), text("s"))), list(number(1), list(number(2), text("s"))), 1, "nested arrays");
            expect(list(list(number(1)), number(2)), list(list(number(1)), number(3)), 0, "a difference behind a nested array");
            expect(list(number(1)), list(number(1), number(2)), 0, "lengths");
            const nan = list(number(NaN));
            expect(nan, nan, 0, "an array with NaN and itself");
            expect(none, none, 1, "None"); expect(none, some(number(0)), 0, "None and Some");
            expect(some(list(number(1))), some(list(number(1))), 1, "Some");
            expect(some(some(none)), some(none), 0, "Some(Some(None)) and Some(None)");
            expect(ok(number(1)), ok(number(1)), 1, "Ok"); expect(ok(number(1)), err(number(1)), 0, "Ok and Err");
            expect(ok(number(1)), some(number(1)), 0, "Ok and Some");
            expect(closure(2000), closure(2000), 1, "the same function"); expect(closure(2000), closure(3000), 0, "two functions");
            expect(list(list(list(), number(1)), list(list(number(2)), number(3)), number(4)),
                   list(list(list(), number(1)), list(list(number(2)), number(3)), number(4)), 1, "a tree");
            """)
    }

    /// Depth is limited by memory only, and what the comparison needs is given back.
    @Test func equalityOfDeepValues() throws {
        try expectOK(support + """
            const deep = (bottom) => {
              let v = number(bottom);
              const root = runtime.push(v);
              for (let i = 0; i < 100000; i++) { v = i % 3 ? list(v, number(i)) : some(v); runtime.store64(root, v); runtime.poll(); }
              return v;
            };
            const a = deep(1), b = deep(1), c = deep(2);
            expect(a, b, 1, "deep");
            expect(a, c, 0, "deep, different at the bottom");
            const before = runtime.memoryBytes;
            for (let i = 0; i < 50; i++) { expect(a, b, 1, "again"); expect(a, c, 0, "again"); }
            rt.check(runtime.memoryBytes === before, "comparisons leak");
            runtime.collect();
            expect(a, b, 1, "after a collection");
            """)
    }

    @Test func sharing() throws {
        try expectOK(support + """
            const inner = list(number(1)), outer = list(inner, number(2));
            const copy = (bits) => runtime.box(x.array_unshare(runtime.address(bits)), rt.kinds.array);
            rt.check(copy(outer) === outer, "an array that is not shared is copied");
            for (const v of [number(1), rt.nullBits, none, text("s")]) x.value_share(v);
            x.value_share(outer);
            const other = copy(outer);
            rt.check(other !== outer && runtime.load64(runtime.address(other) + 16) === inner, "the copy");
            rt.check(runtime.load8(runtime.address(inner) + 1) & rt.flags.shared, "a nested array of a copy is not marked");
            rt.check(!(runtime.load8(runtime.address(other) + 1) & rt.flags.shared), "the copy is marked");
            expect(outer, other, 1, "copy and original");
            """)
    }

    @Test func namespaceLookup() throws {
        try expectOK(support + """
            const names = ["", "a", "ab", "b", "zeta", "ä"].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
            const space = runtime.allocate(16 + 8 * names.length);
            runtime.header(space, rt.kinds.namespace, rt.flags.static, 0, names.length);
            names.forEach((name, i) => { runtime.store32(space + 16 + 8 * i, runtime.makeString(name)); runtime.store32(space + 20 + 8 * i, 100 + i); });
            names.forEach((name, i) => rt.check(x.namespace_find(space, runtime.makeString(name)) === 100 + i, name));
            for (const name of ["A", "aa", "c", "ö", "zetas"]) rt.check(x.namespace_find(space, runtime.makeString(name)) === -1, name);
            runtime.store32(space + 4, 0);
            rt.check(x.namespace_find(space, runtime.makeString("a")) === -1, "in an empty namespace");
            """)
    }
}
