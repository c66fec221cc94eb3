import Testing

@Suite struct ArrayTests {
    /// Random programs against a model with plain value semantics.
    @Test(arguments: 1...5, [false, true]) func randomPrograms(seed: Int, stress: Bool) throws {
        let outcome = try RuntimeHarness.run(script: "arrays", ["\(seed)", stress ? "2500" : "40000", stress ? "1" : "0"])
        #expect(outcome.status == 0, "seed \(seed), stress \(stress): \(outcome.errors)")
    }

    /// A queue: pushing at the end and dropping at the front takes constant time and bounded memory, however long it runs.
    @Test func queueOfConstantLength() throws {
        try expectOK("""
            let array = runtime.x.array_make(0, 0);
            const root = runtime.push(0n);
            const run = (length, steps) => {
              for (let i = 0; i < steps; i++) {
                array = runtime.x.array_push(array, runtime.boxNumber(i));
                if (i >= length) array = runtime.x.array_drop_first(array);
                runtime.store64(root, runtime.box(array, rt.kinds.array));
                runtime.poll();
              }
            };
            run(50000, 400000);
            rt.check(runtime.load32(array + 4) === 50000, "length");
            for (let i = 0; i < 50000; i++) rt.check(runtime.loadF64(array + 16 + 8 * i) === 350000 + i, `element ${i}`);
            rt.check(runtime.memoryBytes < 16 << 20, `memory ${runtime.memoryBytes}`);
            """)
    }

    /// A list emptied from the front gives its memory back, and both ends grow in constant amortized time.
    @Test func frontGrowthAndDraining() throws {
        try expectOK("""
            let array = runtime.x.array_make(0, 0);
            const root = runtime.push(0n), set = (a) => { array = a >>> 0; runtime.store64(root, runtime.box(array, rt.kinds.array)); runtime.poll(); };
            const length = 300000;
            for (let i = 0; i < length; i++) set(runtime.x.array_unshift(array, runtime.boxNumber(i)));
            for (let i = 0; i < length; i += 997) rt.check(runtime.loadF64(array + 16 + 8 * i) === length - 1 - i, `element ${i}`);
            for (let i = 0; i < length - 100; i++) {
              set(runtime.x.array_drop_first(array));
              if (i % 1000 === 0) rt.check(runtime.loadF64(array + 16) === length - 2 - i, `after ${i}`);
            }
            rt.check(runtime.load32(array + 4) === 100 && runtime.loadF64(array + 16) === 99, "rest");
            runtime.collect();
            rt.check(runtime.load32(rt.control.liveBytes) < 20000, "memory of the dropped elements stays in use");
            """)
    }

    /// The memory of arrays that were outgrown, or are done with, is free before the next collection, and a dead slot of the shadow stack that still
    /// refers to one finds an empty array there.
    @Test func outgrownArrays() throws {
        try expectOK("""
            const x = runtime.x, length = 500000, stale = [];
            // Two arrays that grow in turn stand in each other's way.
            const arrays = [x.array_make(0, 0), x.array_make(0, 0)];
            for (let i = 0; i < length; i++) {
              for (const k of [0, 1]) {
                const old = arrays[k];
                arrays[k] = x.array_push(old, runtime.boxNumber(i)) >>> 0;
                if (arrays[k] !== old && i > 2000) { stale.push(old); runtime.push(runtime.box(old, rt.kinds.array)); }
              }
            }
            rt.check(runtime.collections === 0 && stale.length > 5, `${stale.length} moves`);
            const after = runtime.memoryBytes;
            for (let i = 0; i < 150; i++) x.array_make(8000, 0);
            rt.check(runtime.memoryBytes === after && runtime.collections === 0, `memory rose from ${after} to ${runtime.memoryBytes}`);
            for (const array of arrays) runtime.push(runtime.box(array, rt.kinds.array));
            for (let round = 0; round < 3; round++) {
              for (let i = 0; i < 30000; i++) { const a = runtime.allocate(24); runtime.header(a, rt.kinds.array, 4, 0, 1); runtime.store64(a + 8, 1n); runtime.store64(a + 16, 0n); }
              runtime.collect();
              for (const old of stale) rt.check(runtime.load32(old + 4) === 0, `array at ${old}`);
              for (const array of arrays) for (let i = 0; i < length; i += 1009) rt.check(runtime.loadF64(array + 16 + 8 * i) === i, `element ${i}`);
            }
            const before = runtime.memoryBytes;
            for (let i = 0; i < 200; i++) { const a = x.array_make(100000, 0); x.array_release(a); rt.check(runtime.load32(a + 4) === 0, "released"); runtime.poll(); }
            rt.check(runtime.memoryBytes <= before + (1 << 20), `memory rose from ${before} to ${runtime.memoryBytes}`);
            const shared = x.array_make(5000, 0), small = x.array_make(5, 0);
            x.value_share(runtime.box(shared, rt.kinds.array));
            x.array_release(shared); x.array_release(small);
            rt.check(runtime.load32(shared + 4) === 5000 && runtime.load32(small + 4) === 5, "shared and small arrays stay");
            """)
    }

    /// The same for truth values in bytes.
    @Test func outgrownFlags() throws {
        try expectOK("""
            const length = 3000000;
            let flags = runtime.x.array_make(0, 0);
            for (let i = 0; i < length; i++) {
              const old = flags;
              flags = runtime.x.flags_push(flags, i % 3 === 0 ? 1 : 0) >>> 0;
              if (flags !== old && i > 20000) runtime.push(runtime.box(old, rt.kinds.bytes));
            }
            rt.check(runtime.memoryBytes < 12 << 20, `memory ${runtime.memoryBytes} for 3 MB`);
            runtime.push(runtime.box(flags, rt.kinds.bytes));
            for (let i = 0; i < 30000; i++) { const a = runtime.allocate(24); runtime.header(a, rt.kinds.array, 4, 0, 1); runtime.store64(a + 8, 1n); runtime.store64(a + 16, 0n); }
            runtime.collect();
            runtime.collect();
            for (let i = 0; i < length; i += 997) rt.check(runtime.load8(flags + 16 + i) === (i % 3 === 0 ? 1 : 0), `flag ${i}`);
            """)
    }

    /// A dead slot of the shadow stack may hold the place where an array was before its first elements were dropped.
    @Test(arguments: [3, 5000]) func staleReferencesToMovedArrays(length: Int) throws {
        try expectOK("""
            let array = runtime.x.array_make(0, 0);
            for (let i = 0; i < \(length); i++) array = runtime.x.array_push(array, rt.trueBits);
            const root = runtime.push(runtime.box(array, rt.kinds.array));
            runtime.push(runtime.box(array, rt.kinds.array));
            array = runtime.x.array_drop_first(array);
            runtime.push(runtime.box(array, rt.kinds.array));
            array = runtime.x.array_drop_first(array);
            runtime.store64(root, runtime.box(array, rt.kinds.array));
            for (let round = 0; round < 5; round++) {
              runtime.collect();
              for (let i = 0; i < 20000; i++) { const a = runtime.allocate(24); runtime.header(a, rt.kinds.array, 4, 0, 1); runtime.store64(a + 8, 1n); runtime.store64(a + 16, 0n); }
              rt.check(runtime.load32(array + 4) === \(length) - 2, "length");
              for (let i = 0; i < \(length) - 2; i++) rt.check(runtime.load64(array + 16 + 8 * i) === rt.trueBits, `element ${i}`);
              if (round === 2) runtime.store64(root, 0n);
              if (round === 2) break;
            }
            runtime.collect();
            runtime.collect();
            """)
    }
}

/// Runs JavaScript in the harness and expects that nothing fails.
func expectOK(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let outcome = try RuntimeHarness.run(source: source)
    #expect(outcome.status == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
}
