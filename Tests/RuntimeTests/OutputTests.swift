import Testing

/// Printing, display forms, and the texts of run-time errors.
@Suite struct OutputTests {
    @Test func failuresAndOutput() throws {
        try expectScript("failures", seed: 1)
    }

    /// A reader that has gone away ends the program quietly; a full pipe is tried again; what was taken in part is not written twice.
    @Test(arguments: [("broken", 64, 1, ""), ("full", 6, 0, "hello\n")]) func writeErrors(name: String, code: Int, status: Int, text: String) throws {
        let path = try RuntimeHarness.module.get().path(percentEncoded: false)
        let outcome = try RuntimeHarness.run(source: """
            import { readFileSync } from "node:fs";
            let memory, calls = 0, text = "", status = 0;
            const wasi = {
              fd_write: (descriptor, vectors, count, written) => {
                const view = new DataView(memory.buffer);
                if (++calls % 2 === 1) return \(code);
                // One byte at a time.
                text += String.fromCharCode(view.getUint8(view.getUint32(vectors, true)));
                view.setUint32(written, 1, true);
                return 0;
              },
              proc_exit: (code) => { status = code; throw new Error("exit"); },
            };
            const any = new Proxy(wasi, { get: (target, name) => target[name] ?? (() => 0) });
            const module = new WebAssembly.Module(readFileSync('\(path)'));
            const instance = new WebAssembly.Instance(module, { env: any, wasi_snapshot_preview1: any });
            memory = instance.exports.memory;
            const string = 65536 * memory.grow(1), view = new DataView(memory.buffer);
            view.setUint32(string + 4, 5, true); view.setUint32(string + 8, string + 16, true);
            new Uint8Array(memory.buffer).set(Buffer.from("hello"), string + 16);
            try { instance.exports.print_line(string); instance.exports.flush_output(); } catch (error) { if (error.message !== "exit") throw error; }
            console.log(JSON.stringify([status, text]));
            """)
        #expect(outcome.output == "[\(status),\"\(text.replacing("\n", with: "\\n"))\"]\n", "\(name): \(outcome.errors)")
    }
}
