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
