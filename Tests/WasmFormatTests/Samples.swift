import Basics
import Foundation
import WasmFormat

/// Modules that the tests read.
enum Samples {
    /// A module with one of every kind of section, written with this layer's own writer.
    static func everything() -> [UInt8] {
        var writer = WasmModuleWriter()
        writer.types([FunctionType([.i32], [.i32]), FunctionType(), FunctionType([], [.i32, .f64])])
        writer.imports([
            Import("env", "log", .function(1)), Import("env", "base", .global(GlobalType(.i32))),
            Import("env", "table", .table(TableType(Limits(1)))), Import("env", "memory", .memory(Limits(1, 10))),
        ])
        writer.functions([0, 1])
        writer.globals([Global(GlobalType(.i32, isMutable: true), .i32(-5)), Global(GlobalType(.f64), .f64(Double.pi.bitPattern))])
        writer.exports([Export("double", .function, 1), Export("counter", .global, 1)])
        writer.start(2)
        writer.elements([
            ElementSegment(.active(0, .global(0)), items: [.function(1), .function(2)]),
            ElementSegment(.passive, items: [.function(0), .nullReference(.funcref)]),
            ElementSegment(.declarative, items: [.function(0)]),
        ])
        writer.dataCount(2)
        var double = FunctionBodyWriter(locals: [LocalGroup(2, .i64)])
        double.append(.block, result: .i32)
        double.append(.localGet, 0)
        double.append(i32: 2)
        double.append(.i32Mul)
        double.append(.end)
        double.append(.end)
        var start = FunctionBodyWriter()
        start.append(.globalGet, 0)
        start.append(.i32Load, 2, 16)
        start.append(.call, 1)
        start.append(i32: 0)
        start.append(.callIndirect, 0, 0)
        start.append(.globalSet, 1)
        start.append(.dataDrop, 1)
        start.append(.end)
        var bodies = ByteWriter()
        bodies.append(lengthPrefixed: double.bytes)
        bodies.append(lengthPrefixed: start.bytes)
        writer.code(count: 2, bodies: bodies.bytes)
        writer.data([(.active(0, .i32(64)), Array("hello\n".utf8)[...]), (.passive, [1, 2, 255][...])])
        var names = NameSection()
        names.module = "sample"
        names.functions = [.init(0, "log"), .init(1, "double"), .init(2, "start here")]
        names.locals = [.init(1, [.init(0, "x")])]
        writer.custom(NameSection.name, names.encoded())
        return writer.bytes
    }

    /// C that uses most of what relocatable objects contain.
    static let c = """
        extern int external(int);
        extern int variable;
        static int table[4] = {1, 2, 3, 4};
        static int (*pointers[2])(int) = {external, 0};
        const char *text(void) { return "a text constant"; }
        static int __attribute__((noinline)) twice(int x) { return x + x; }
        int run(int n) {
            int sum = 0;
            for (int i = 0; i < n; i++) sum += table[i & 3] * (n > 7 ? twice(i) : external(i));
            switch (n) { case 1: sum += 3; break; case 2: sum += 7; break; case 3: sum *= 2; break; case 4: sum -= 9; break; case 5: sum ^= 77; }
            pointers[1] = twice;
            variable = sum;
            return pointers[n & 1](sum) + (int)(double)sum;
        }
        """

    /// An object that clang makes of C.
    static let object: [UInt8] = Tool.compile(c)

    /// A linked module with names.
    static let linked: [UInt8] = Tool.temporary { folder in
        let start = "int run(int); int external(int x) { return x ^ 5; } int variable; void _start(void) { variable = run(variable); }"
        try Data(Tool.compile(c)).write(to: folder.appending(path: "a.o"))
        try Data(Tool.compile(start)).write(to: folder.appending(path: "b.o"))
        try Tool.run("wasm-ld", ["a.o", "b.o", "-o", "out.wasm"], in: folder)
        return [UInt8](try Data(contentsOf: folder.appending(path: "out.wasm")))
    }
}

/// Runs the toolchain's programs.
enum Tool {
    struct Failure: Error { let command: String }

    static func run(_ program: String, _ arguments: [String], in folder: URL) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.currentDirectoryURL = folder
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(command: "\(program) \(arguments)") }
    }

    static func temporary<Result>(_ body: (URL) throws -> Result) -> Result {
        let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "langc-wasm-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            return try body(folder)
        } catch {
            fatalError("\(error)")
        }
    }

    static func compile(_ source: String) -> [UInt8] {
        temporary { folder in
            try Data(source.utf8).write(to: folder.appending(path: "in.c"))
            try run(
                "clang",
                ["--target=wasm32", "-O1", "-ffunction-sections", "-fdata-sections", "-mbulk-memory", "-c", "in.c", "-o", "out.o"], in: folder)
            return [UInt8](try Data(contentsOf: folder.appending(path: "out.o")))
        }
    }
}
