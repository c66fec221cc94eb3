import Foundation
import Linker
import ModuleSystem
import Testing

/// A runtime library in C with the few functions that the tests call.
enum TestRuntime {
    static let source = """
        typedef unsigned int u32;
        struct vector { const char *data; u32 size; };
        __attribute__((import_module("wasi_snapshot_preview1"), import_name("fd_write")))
        u32 fd_write(u32, const struct vector *, u32, u32 *);
        __attribute__((import_module("wasi_snapshot_preview1"), import_name("proc_exit"))) void proc_exit(u32);
        void langc_mark_roots(void);
        void undefined_function(void);

        static char buffer[4096];
        static u32 used;

        void flush_output(void) {
            struct vector vector = {buffer, used};
            u32 written;
            if (used) fd_write(1, &vector, 1, &written);
            used = 0;
        }
        static void put(char c) { if (used == sizeof buffer) flush_output(); buffer[used++] = c; }
        /* (address of a string object) */
        void print_line(u32 object) {
            const char *text = *(const char **)(object + 8);
            for (u32 i = 0; i < *(u32 *)(object + 4); i++) put(text[i]);
            put('\\n');
        }
        void print_number(double number) {
            char digits[12];
            int count = 0;
            u32 whole = number < 0 ? -number : number;
            if (number < 0) put('-');
            do digits[count++] = '0' + whole % 10; while (whole /= 10);
            while (count) put(digits[--count]);
            put('\\n');
        }
        static u32 marked;
        void gc_mark_reference(u32 object) { marked++; }
        void gc_collect(u32 stack) { marked = 0; langc_mark_roots(); print_number(marked); }
        static double twice(double x) { return x + x; }
        static double (*operation)(double) = twice;
        double apply(double x) { return operation(x); }
        void needs_undefined(void) { undefined_function(); }
        /* (namespace object, name object) -> table index or -1 */
        u32 namespace_find(u32 space, u32 name) {
            u32 count = *(u32 *)(space + 4);
            for (u32 i = 0; i < count; i++) {
                u32 other = *(u32 *)(space + 16 + 8 * i);
                u32 size = *(u32 *)(other + 4);
                if (size != *(u32 *)(name + 4)) continue;
                u32 k = 0;
                while (k < size && (*(char **)(other + 8))[k] == (*(char **)(name + 8))[k]) k++;
                if (k == size) return *(u32 *)(space + 20 + 8 * i);
            }
            return -1;
        }
        const char big_table[1000] = {1};
        u32 unused_function(u32 x) { return big_table[x]; }
        """

    static let object: [UInt8] = (try? compiled()) ?? []

    private static func compiled() throws -> [UInt8] {
        try Process.temporary { folder in
            try Data(source.utf8).write(to: folder.appending(path: "runtime.c"))
            let flags = ["--target=wasm32", "-Os", "-ffunction-sections", "-fdata-sections", "-mbulk-memory", "-Wno-int-conversion"]
            try Process.check("clang", flags + ["-c", "runtime.c", "-o", "runtime1.o"], in: folder)
            try Process.check("wasm-ld", ["-r", "runtime1.o", "-o", "runtime.o"], in: folder)
            return [UInt8](try Data(contentsOf: folder.appending(path: "runtime.o")))
        }
    }
}

/// Linking and running in the tests.
struct Linked {
    var result: LinkResult
    private let inputs: LinkInputs

    init(_ objects: [TestObject], entry: TestObject, _ options: LinkOptions = LinkOptions()) {
        self.init(raw: objects.map(\.input), entry: entry.id, options)
    }

    init(raw objects: [(name: String, bytes: [UInt8])], entry: ModuleID, _ options: LinkOptions = LinkOptions()) {
        inputs = LinkInputs(objects: objects, runtime: TestRuntime.object, entry: entry)
        result = Linker.link(inputs, options: options)
    }

    /// What the program prints, on the toolchain's own engine. Unmerged it must print the same.
    func output(isSameUnmerged: Bool = true) throws -> String {
        guard let binary = result.binary else { return "not linked: \(result.diagnostics.map(\.message))" }
        let merged = try Process.temporary { folder in
            try Data(binary).write(to: folder.appending(path: "program.wasm"))
            return try Process.check("wasmkit", ["run", "program.wasm"], in: folder)
        }
        if isSameUnmerged { #expect(try Unmerged(inputs).output() == merged) }
        return merged
    }

    var codes: [String] { result.diagnostics.map(\.code) }
}

extension Process {
    struct Failure: Error {
        let program: String
        let output: String
    }

    @discardableResult
    static func check(_ program: String, _ arguments: [String], in folder: URL) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(program: program, output: output) }
        return output
    }

    static func temporary<Result>(_ body: (URL) throws -> Result) rethrows -> Result {
        let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "langc-link-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return try body(folder)
    }
}
