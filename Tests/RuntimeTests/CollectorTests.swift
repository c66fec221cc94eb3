import Testing

@Suite struct CollectorTests {
    /// Random programs against a model. Stress mode collects at every allocation and poisons what it frees.
    @Test(arguments: 1...6, [false, true]) func randomPrograms(seed: Int, stress: Bool) throws {
        let outcome = try RuntimeHarness.run(script: "collector", ["\(seed)", stress ? "2500" : "40000", stress ? "1" : "0"])
        #expect(outcome.status == 0, "seed \(seed), stress \(stress): \(outcome.errors)")
    }

    private let support = """
        const array = (length, fill = 0n) => {
          const a = runtime.allocate(16 + 8 * length);
          runtime.header(a, rt.kinds.array, 0, 0, length);
          runtime.store32(a + 8, length); runtime.store32(a + 12, 0);
          for (let i = 0; i < length; i++) runtime.store64(a + 16 + 8 * i, fill);
          return runtime.box(a, rt.kinds.array);
        };
        // An array whose slots are not written: only its first and last hold what the test looks at.
        const big = (length, mark) => {
          const a = runtime.allocate(16 + 8 * length);
          runtime.header(a, rt.kinds.array, rt.flags.numbers, 0, length);
          runtime.store32(a + 8, length); runtime.store32(a + 12, 0);
          runtime.storeF64(a + 16, mark); runtime.storeF64(a + 8 + 8 * length, mark);
          return runtime.box(a, rt.kinds.array);
        };
        const cell = (bits) => { const a = runtime.allocate(16); runtime.header(a, rt.kinds.cell, 0, 0, 0); runtime.store64(a + 8, bits); return runtime.box(a, rt.kinds.cell); };
        const megabytes = 1 << 20;

        """

    /// Garbage is reused: a program that allocates without end needs no more memory than what little is alive and one cycle's garbage.
    @Test func memoryIsBounded() throws {
        try expectOK(support + """
            const root = runtime.push(0n);
            for (let i = 0; i < 1500000; i++) runtime.store64(root, cell(0n));
            rt.check(runtime.memoryBytes < 4 * megabytes, `small objects: ${runtime.memoryBytes}`);
            for (let i = 0; i < 20000; i++) runtime.store64(root, big(200 + i % 7000, i));
            rt.check(runtime.memoryBytes < 8 * megabytes, `mixed sizes: ${runtime.memoryBytes}`);
            rt.check(runtime.collections < 2000, `${runtime.collections} collections`);
            """)
    }

    /// Room is made where a call will need much: what it then makes causes no collection of its own, and what earlier calls have made is free by then.
    @Test func roomForCalls() throws {
        try expectOK(support + """
            const root = runtime.push(0n);
            const call = (count) => {
              runtime.store64(root, 0n);
              runtime.x.gc_prepare(count, 32, runtime.sp);
              const list = runtime.x.array_make(count, count) >>> 0;
              for (let i = 0; i < count; i++) runtime.store64(list + 16 + 8 * i, runtime.box(runtime.x.array_make(0, 1) >>> 0, rt.kinds.array));
              runtime.store64(root, runtime.box(list, rt.kinds.array));
              runtime.poll();
            };
            for (let i = 0; i < 20; i++) call(500000);
            rt.check(runtime.collections >= 19 && runtime.collections <= 24, `${runtime.collections} collections`);
            rt.check(runtime.memoryBytes < 28 * megabytes, `memory ${runtime.memoryBytes}`);
            const before = runtime.collections;
            for (let i = 0; i < 1000; i++) runtime.x.gc_prepare(i, 16, runtime.sp);
            rt.check(runtime.collections <= before + 1, "little room is there");
            // Expectations that are not met, however large, do not let memory grow.
            for (let round = 0; round < 200; round++) { runtime.x.gc_prepare(0xFFFFFFFF, 0xFFFFFFFF, runtime.sp); for (let i = 0; i < 10000; i++) cell(0n); }
            for (let i = 0; i < 3000000; i++) cell(0n);
            rt.check(runtime.memoryBytes < 48 * megabytes, `memory ${runtime.memoryBytes} after vain preparations`);
            """)
    }

    /// Total work is proportional to allocation: collections get rarer as the live data grows.
    @Test func collectionsGetRarer() throws {
        try expectOK(support + """
            const root = runtime.push(0n);
            for (let i = 0; i < 2000000; i++) runtime.store64(root, cell(runtime.load64(root)));
            rt.check(runtime.collections < 12, `${runtime.collections} collections while a list of 32 MB grew`);
            rt.check(runtime.memoryBytes < 100 * megabytes, `memory ${runtime.memoryBytes}`);
            let length = 0;
            for (let v = runtime.load64(root); v !== 0n; v = runtime.load64(runtime.address(v) + 8)) length++;
            rt.check(length === 2000000, `length ${length}`);
            """)
    }

    /// Large objects of random sizes: contents stay, freed memory is joined and reused.
    @Test func largeObjects() throws {
        try expectOK(support + """
            const next = rt.random(7), count = 20, model = new Array(count).fill(null);
            for (let i = 0; i < count; i++) runtime.push(0n);
            let peak = 0;
            for (let step = 0; step < 6000; step++) {
              const i = next(count), length = 1000 + next(next(4) ? 8000 : 120000);
              runtime.store64(runtime.stackBase + 8 * i, big(length, step));
              model[i] = { length, step };
              peak = Math.max(peak, model.reduce((sum, m) => sum + (m ? 8 * m.length : 0), 0));
              const m = model[next(count)];
              if (m === null) continue;
              const a = runtime.address(runtime.load64(runtime.stackBase + 8 * model.indexOf(m)));
              rt.check(runtime.loadF64(a + 16) === m.step && runtime.loadF64(a + 8 + 8 * m.length) === m.step, `object of step ${m.step}`);
            }
            rt.check(runtime.memoryBytes < 4 * peak, `memory ${runtime.memoryBytes}, peak ${peak}`);
            """)
    }

    /// Holes between survivors are reused by small objects.
    @Test func fragmentation() throws {
        try expectOK(support + """
            const root = runtime.push(0n), keep = array(20000);
            runtime.store64(root, keep);
            const slot = (i) => runtime.address(runtime.load64(root)) + 16 + 8 * i;
            for (let i = 0; i < 20000; i++) { for (let k = 0; k < 31; k++) cell(0n); runtime.store64(slot(i), cell(runtime.boxNumber(i))); }
            runtime.collect();
            const before = runtime.memoryBytes;
            for (let round = 0; round < 30; round++) for (let i = 0; i < 60000; i++) cell(0n);
            for (let i = 0; i < 20000; i++) rt.check(runtime.loadF64(runtime.address(runtime.load64(slot(i))) + 8) === i, `survivor ${i}`);
            rt.check(runtime.memoryBytes <= before + 8 * megabytes, `memory rose from ${before} to ${runtime.memoryBytes}`);
            """)
    }

    /// A mark stack that cannot grow drops entries, and the collector finds what it missed. Exhausted memory is a clean end.
    @Test func exhaustedMemory() throws {
        let outcome = try RuntimeHarness.run(source: support + """
            // A chain whose marking needs two entries a level: every array leads on before it is finished.
            const depth = 8000, root = runtime.push(0n);
            for (let i = 0; i < depth; i++) {
              const leaf = runtime.push(cell(runtime.boxNumber(i)));
              const link = runtime.address(array(40));
              runtime.store64(link + 16, runtime.load64(leaf));
              runtime.store64(link + 16 + 8 * 20, runtime.load64(root));
              runtime.pop();
              runtime.store64(root, runtime.box(link, rt.kinds.array));
            }
            let ends = 0;
            for (const length of [100000, 1800]) {
              try { while (true) runtime.push(big(length, 1)); } catch (e) { rt.check(e instanceof rt.Exit && e.status === 1, String(e)); ends++; }
            }
            rt.check(ends === 2, "memory never ended");
            rt.check(runtime.load32(rt.control.markDrops) > 0, "the mark stack never was too small");
            let v = runtime.load64(root);
            for (let i = depth - 1; i >= 0; i--) {
              const a = runtime.address(v);
              rt.check(runtime.loadF64(runtime.address(runtime.load64(a + 16)) + 8) === i, `leaf ${i}`);
              v = runtime.load64(a + 16 + 8 * 20);
            }
            // What is dropped can be used again.
            runtime.sp = root + 8;
            for (let i = 0; i < 100; i++) big(100000, 1);
            console.log(Buffer.concat(runtime.errors).toString());
            """, maximumMemory: 16 << 20)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("error[RT0001]: Out of memory\n"))
    }

    /// Addresses above 2 GiB work like others.
    @Test func moreThanTwoGibibytes() throws {
        try expectOK(support + """
            const root = runtime.push(0n);
            const slots = [];
            for (let i = 0; i < 22; i++) slots.push(runtime.push(big(12 << 20, i)));
            rt.check(runtime.memoryBytes > 2.1e9, `memory ${runtime.memoryBytes}`);
            for (let i = 0; i < 300000; i++) runtime.store64(root, cell(runtime.load64(root)));
            runtime.collect();
            rt.check(runtime.address(runtime.load64(root)) > 2 ** 31, "no small object above 2 GiB");
            slots.forEach((slot, i) => rt.check(runtime.loadF64(runtime.address(runtime.load64(slot)) + 16) === i, `object ${i}`));
            let length = 0;
            for (let v = runtime.load64(root); v !== 0n; v = runtime.load64(runtime.address(v) + 8)) length++;
            rt.check(length === 300000, `length ${length}`);
            """)
    }
}
