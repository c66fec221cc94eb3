import Testing

@Suite struct TableTests {
    /// Random programs against a model with plain value semantics.
    @Test(arguments: 1...6, [false, true]) func randomPrograms(seed: Int, stress: Bool) throws {
        let outcome = try RuntimeHarness.run(script: "tables", ["\(seed)", stress ? "2500" : "6000", stress ? "1" : "0"])
        #expect(outcome.status == 0, "seed \(seed), stress \(stress): \(outcome.errors)")
    }

    /// Tables with more than a hundred thousand keys: numbers, short texts, long texts.
    @Test(arguments: ["runtime.boxNumber(i)", "text('k' + i)", "text('a longer key with number ' + i)"]) func manyKeys(key: String) throws {
        try expectOK("""
            const x = runtime.x, text = (s) => runtime.box(runtime.makeString(s), rt.kinds.string), key = (i) => \(key);
            const map = BigInt.asUintN(64, x.hash_map_new());
            runtime.push(map);
            const count = 150000, address = runtime.address(map);
            for (let i = 0; i < count; i++) { x.hash_map_put(map, key(i), runtime.boxNumber(i), 0); runtime.poll(); }
            rt.check(x.hash_map_size(map, 0) === count, "size");
            for (let i = 0; i < count; i++) {
              rt.check(runtime.unboxNumber(BigInt.asUintN(64, x.hash_map_get(map, key(i), 0))) === i, `value ${i}`);
              runtime.poll();
            }
            rt.check(BigInt.asUintN(64, x.hash_map_get(map, key(count), 0)) === rt.absentBits, "a key that is not there");
            for (let i = 0; i < count; i++) if (i % 10 !== 3) { x.hash_map_remove(map, key(i), 0); runtime.poll(); }
            rt.check(x.hash_map_size(map, 0) === count / 10, "size after removals");
            rt.check(runtime.load32(address + 24) < count / 4, "removed entries stay");
            const values = x.hash_map_values(map, 0) >>> 0;
            for (let i = 0; i < count / 10; i++) rt.check(runtime.loadF64(values + 16 + 8 * i) === 10 * i + 3, "order");
            runtime.collect();
            """)
    }

    /// Entries that come and go take bounded memory, however long that goes on.
    @Test func windowOfKeys() throws {
        try expectOK("""
            const x = runtime.x, set = BigInt.asUintN(64, x.hash_set_new());
            runtime.push(set);
            for (let i = 0; i < 1000000; i++) {
              x.hash_set_add(set, runtime.boxNumber(i), 0);
              if (i >= 1000) rt.check(x.hash_set_remove(set, runtime.boxNumber(i - 1000), 0) === 1, "remove");
              runtime.poll();
            }
            rt.check(x.hash_set_size(set, 0) === 1000, "size");
            rt.check(runtime.memoryBytes < 4 << 20, `memory ${runtime.memoryBytes}`);
            """)
    }

    /// Equality walks nested tables without recursion.
    @Test func deepEquality() throws {
        try expectOK("""
            const x = runtime.x;
            const nest = (depth, core) => {
              const root = runtime.push(core);
              for (let i = 0; i < depth; i++) {
                const map = BigInt.asUintN(64, x.hash_map_new());
                x.hash_map_put(map, runtime.boxNumber(7), runtime.load64(root), 0);
                x.hash_map_put(map, rt.trueBits, runtime.boxNumber(i), 0);
                runtime.store64(root, map);
                runtime.poll();
              }
              return runtime.load64(root);
            };
            const a = nest(200000, runtime.boxNumber(1)), b = nest(200000, runtime.boxNumber(1)), c = nest(200000, runtime.boxNumber(2));
            rt.check(x.value_equal(a, b) === 1, "equal"); rt.check(x.value_equal(a, c) === 0, "different");
            rt.check(x.value_equal(a, a) === 1, "itself");
            """)
    }

    /// Where keys go depends on the random numbers of the process, and chains of occupied words are short for regular keys of every kind.
    @Test(arguments: [
        "runtime.boxNumber(i)", "runtime.boxNumber(i * 2 ** 32)", "runtime.boxNumber(2 ** (i / 2 - 500))", "text('k' + i)",
        "text('\\u0000'.repeat(i % 100) + i)",
    ])
    func hashesDependOnTheSeed(key: String) throws {
        try expectOK("""
            const layouts = [1, 99].map((randomByte) => {
              const other = new rt.Runtime(runtime.path, { randomByte });
              const keys = (runtime) => { const text = (s) => runtime.box(runtime.makeString(s), rt.kinds.string); return (i) => \(key); };
              const key = keys(other), set = BigInt.asUintN(64, other.x.hash_set_new()), table = other.address(set);
              for (let i = 0; i < 1200; i++) other.x.hash_set_add(set, key(i), 0);
              rt.check(other.x.hash_set_size(set, 0) === 1200, "size");
              const words = other.address(other.load64(table + 16)) + 16, size = other.load32(table + 28) + 1;
              let longest = 0, run = 0;
              for (let i = 0; i < size; i++) { run = other.load32(words + 4 * i) ? run + 1 : 0; longest = Math.max(longest, run); }
              rt.check(longest < 100, `a chain of ${longest} words`);
              return Array.from({ length: size }, (_, i) => other.load32(words + 4 * i)).join();
            });
            rt.check(layouts[0] !== layouts[1], "the same layout");
            """)
    }
}
