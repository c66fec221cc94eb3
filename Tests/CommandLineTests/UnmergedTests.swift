import Foundation
import Testing

/// `langc build --unmerged`: what it writes, where, and when not; and that hosts can run it.
struct UnmergedTests {
    private static let files = ["loader.mjs", "modules", "namespaces.wasm", "plan.json", "run.mjs", "runtime.wasm", "wasi-shim.mjs"]

    /// A program whose namespace object, arguments of getters and standard module all matter.
    private static let program = [
        "main.atl": """
            import * as shapes from "./lib/shapes";
            import { bump } from "./lib/shapes";
            fn count(of: any) -> number { return of.made; }
            bump();
            bump();
            print(str(shapes.made));
            print(str(count(shapes)));
            fn sharp(text: string) -> string { return text + "ß"; }
            print(join(map(["a", "b"], sharp), "-"));
            """,
        "lib/shapes.atl": """
            export var made: number = 0;
            export fn bump() -> void { made = made + 1; }
            """,
    ]

    /// What the merged program prints, on node.
    private func expected(_ workspace: Workspace) throws -> String {
        let outcome = try workspace.langc("run", "main.atl", "--runtime", "node")
        try #require(outcome.status == 0 && outcome.text.hasPrefix("2\n"), "\(outcome.error)")
        return outcome.text
    }

    @Test func writesADirectoryThatNodeRuns() throws {
        let workspace = try Workspace(Self.program)
        for level in ["-O0", "-O", "-O3"] {
            let outcome = try workspace.langc("build", "--unmerged", "out", "main.atl", level)
            #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.error.isEmpty, "\(outcome.error)")
            #expect(try workspace.names("out") == Self.files)
            #expect(try workspace.names("out/modules") == ["lib_shapes.atl.o.wasm", "main.atl.o.wasm", "std_atlas_array.o.wasm"])
            let ran = try runTool("node", "out/run.mjs", in: workspace.directory)
            #expect(ran.status == 0 && ran.error.isEmpty, "\(ran.error)")
            #expect(try ran.output == expected(workspace))
        }
    }

    @Test func objectsCanBeLinkedUnmerged() throws {
        let workspace = try Workspace(Self.program)
        #expect(try workspace.langc("build", "--unmerged", "out", "main.atl").status == 0)
        #expect(try workspace.langc("compile", "--with-dependencies", "main.atl", "-o", "objects").status == 0)
        let objects = try workspace.names("objects").map { "objects/\($0)" }.reversed()
        // That of the standard library comes by itself.
        let own = objects.filter { !$0.contains("std_") }
        let outcome = try workspace.start(["link", "--unmerged", "linked"] + own).finish()
        #expect(outcome.status == 0, "\(outcome.error)")
        for name in try workspace.names("out") where name != "modules" {
            #expect(try workspace.bytes("out/\(name)") == workspace.bytes("linked/\(name)"))
        }
        #expect(try runTool("node", "linked/run.mjs", in: workspace.directory).output == expected(workspace))
        #expect(try workspace.langc("link", "--unmerged", "bad", "main.atl").error.contains("error[LK0001]"))
        #expect(try workspace.start(["link", "--unmerged", "bad", "--target", "web"] + own).finish().status == 2)
        #expect(try !workspace.names().contains("bad"))
    }

    @Test func modulesAreTheObjects() throws {
        let workspace = try Workspace(Self.program)
        #expect(try workspace.langc("build", "--unmerged", "out", "main.atl").status == 0)
        #expect(try workspace.langc("compile", "--with-dependencies", "main.atl", "-o", "objects").status == 0)
        for name in try workspace.names("objects") {
            #expect(try workspace.bytes("objects/\(name)") == workspace.bytes("out/modules/\(name)"))
        }
    }

    /// LLVM reads dynamic libraries of the tool conventions, and refuses what it cannot read.
    @Test func otherToolsReadTheObjects() throws {
        let workspace = try Workspace(Self.program)
        #expect(try workspace.langc("build", "--unmerged", "out", "main.atl", "-g").status == 0)
        for name in try workspace.names("out/modules") where !name.hasSuffix(".map") {
            let sections = try runTool("llvm-objdump", "-h", "out/modules/\(name)", in: workspace.directory)
            #expect(sections.status == 0 && sections.output.contains("  0 dylink.0 "), "\(name): \(sections.error)")
        }
    }

    /// Debian's LLVM has a tool that shows what `dylink.0` says.
    private static let obj2yaml: [String] = {
        let folders = ((try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib")) ?? []).filter { $0.hasPrefix("llvm") }.sorted()
        return ["/usr/bin/obj2yaml"] + folders.map { "/usr/lib/\($0)/bin/obj2yaml" }
    }()

    @Test(.enabled(if: obj2yaml.contains(where: FileManager.default.isExecutableFile)))
    func otherToolsReadTheSizes() throws {
        let tool = try #require(Self.obj2yaml.first(where: FileManager.default.isExecutableFile))
        let workspace = try Workspace(Self.program)
        #expect(try workspace.langc("build", "--unmerged", "out", "main.atl").status == 0)
        let plan = try JSONSerialization.jsonObject(with: workspace.bytes("out/plan.json")) as? [String: Any]
        let modules = try #require(plan?["modules"] as? [[String: Any]])
        func base(_ position: Int, _ key: String) -> Int { modules[position][key] as? Int ?? -1 }
        for (position, module) in modules.enumerated() {
            let text = try runTool(tool, "out/\(module["file"] ?? "")", in: workspace.directory).output
            func number(_ key: String) throws -> Int {
                let line = try #require(text.split(separator: "\n").first { $0.contains(" \(key): ") })
                return try #require(Int(line.split(separator: " ").last ?? ""))
            }
            #expect(base(position, "memoryBase") % (1 << (try number("MemoryAlignment"))) == 0)
            // The plan leaves each object the room that it says it needs.
            guard position + 1 < modules.count else { continue }
            let memory = base(position + 1, "memoryBase") - base(position, "memoryBase")
            #expect(try (number("MemorySize")..<number("MemorySize") + 8).contains(memory))
            #expect(try base(position + 1, "tableBase") - base(position, "tableBase") == number("TableSize"))
        }
        let main = try runTool(tool, "out/modules/main.atl.o.wasm", in: workspace.directory).output
        #expect(main.contains("lib/shapes.atl") && main.contains("std:atlas/array"))
    }

    /// With WebAssembly and the shim alone: no WASI, no files.
    @Test func runsWithTheShim() throws {
        let workspace = try Workspace(Self.program)
        try workspace.add(["host.mjs": """
            import { load } from "./out/loader.mjs";
            import { Shim } from "./out/wasi-shim.mjs";
            let text = "";
            const wasi = new Shim({ stdout: (part) => { text += part; } });
            const program = await load({ imports: wasi.getImportObject() });
            const status = wasi.start(program);
            const { made, bump } = program.modules.get("lib/shapes.atl").exports;
            bump();
            console.log(JSON.stringify({ text, status, made: made.value }));
            """])
        #expect(try workspace.langc("build", "--unmerged", "out", "main.atl").status == 0)
        let ran = try runTool("node", "host.mjs", in: workspace.directory)
        struct Answer: Decodable { let text: String, status: Int, made: Double }
        let answer = try JSONDecoder().decode(Answer.self, from: Data(ran.output.utf8))
        #expect(try answer.text == expected(workspace))
        #expect(answer.status == 0 && answer.made == 3)
    }

    /// As a browser gets it: through `fetch`, with and without the right content type.
    @Test func loadsFromAServer() throws {
        let workspace = try Workspace(Self.program)
        try workspace.add(["host.mjs": """
            import { createServer } from "node:http";
            import { readFileSync } from "node:fs";
            import { load } from "./out/loader.mjs";
            import { Shim } from "./out/wasi-shim.mjs";
            for (const type of ["application/wasm", "application/octet-stream"]) {
              const server = createServer((request, response) => {
                try {
                  const body = readFileSync(`out${decodeURIComponent(new URL(request.url, "http://x").pathname)}`);
                  response.writeHead(200, { "content-type": request.url.endsWith(".wasm") ? type : "text/plain" }).end(body);
                } catch { response.writeHead(404).end(); }
              });
              await new Promise((done) => server.listen(0, "127.0.0.1", done));
              const base = `http://127.0.0.1:${server.address().port}/`;
              const wasi = new Shim({ stdout: (part) => process.stdout.write(part) });
              wasi.start(await load({ imports: wasi.getImportObject(), base }));
              const missing = await load({ imports: {}, base: `${base}nothing/` }).catch((error) => error.message);
              if (!missing.includes("404")) console.log(missing);
              server.close();
            }
            """])
        #expect(try workspace.langc("build", "--unmerged", "out", "main.atl").status == 0)
        let text = try expected(workspace)
        let ran = try runTool("node", "host.mjs", in: workspace.directory)
        #expect(ran.output == text + text, "\(ran.error)")
    }

    @Test func theWorldThatTheShimShows() throws {
        let workspace = try Workspace(["main.atl": "print(\"out\"); let a: number[] = []; print(str(a[0]));"])
        try workspace.add(["host.mjs": """
            import { load } from "./out/loader.mjs";
            import { Shim } from "./out/wasi-shim.mjs";
            const wasi = new Shim();
            console.log(wasi.start(await load({ imports: wasi.getImportObject() })));
            const world = new Shim({ args: ["p", "ä"], env: { A: "1" }, now: () => 5, stdin: (bytes) => { bytes[0] = 7; return 1; }, random: (bytes) => bytes.fill(9) });
            const wasm = world.getImportObject().wasi_snapshot_preview1;
            world.memory = new WebAssembly.Memory({ initial: 1 });
            const view = world.view;
            const word = (address) => view.getUint32(address, true);
            const texts = (count, address) => Array.from({ length: count }, (_, i) => {
              const bytes = world.bytes(word(address + 4 * i), 8);
              return new TextDecoder().decode(bytes.slice(0, bytes.indexOf(0)));
            });
            const answers = [wasm.args_sizes_get(0, 4), word(0), word(4), wasm.args_get(8, 64), texts(2, 8)];
            answers.push(wasm.environ_sizes_get(0, 4), word(0), word(4), wasm.environ_get(8, 64), texts(1, 8));
            answers.push(wasm.clock_time_get(0, 0n, 8), Number(view.getBigUint64(8, true)), wasm.clock_time_get(1, 0n, 8), wasm.clock_time_get(9, 0n, 8));
            view.setUint32(16, 128, true);
            view.setUint32(20, 4, true);
            answers.push(wasm.fd_read(0, 16, 1, 32), word(32), world.bytes(128, 1)[0], wasm.fd_read(3, 16, 1, 32), wasm.fd_write(4, 16, 1, 32));
            answers.push(wasm.random_get(200, 3), ...world.bytes(199, 5));
            answers.push(wasm.fd_prestat_get(3, 0), wasm.path_open(3, 0, 0, 0, 0, 0n, 0n, 0, 0), wasm.poll_oneoff(0, 0, 0, 0), wasm.fd_fdstat_get(1, 300));
            console.log(JSON.stringify(answers));
            """])
        #expect(try workspace.langc("build", "--unmerged", "out", "main.atl").status == 0)
        let ran = try runTool("node", "host.mjs", in: workspace.directory)
        #expect(ran.output == """
            out
            1
            [0,2,5,0,["p","ä"],0,1,4,0,["A=1"],0,5000000,0,28,0,1,7,8,8,0,0,9,9,9,0,8,76,52,0]

            """)
        #expect(ran.error.contains("error[AT0006]"), "\(ran.error)")
    }

    @Test func exitStatusAndArgumentsOfRun() throws {
        let workspace = try Workspace(["main.atl": "let a: number[] = [];\nprint(\"before\");\nprint(str(a[3]));\nprint(\"after\");"])
        #expect(try workspace.langc("build", "--unmerged", "out", "main.atl").status == 0)
        let merged = try workspace.langc("run", "main.atl", "--runtime", "node")
        let ran = try runTool("node", "out/run.mjs", "--env", "A=1", "--dir", ".", "--", "x", in: workspace.directory)
        #expect(ran.status == 1 && merged.status == 1)
        #expect(ran.output == "before\n" && ran.output == merged.text)
        #expect(ran.error == merged.error && ran.error.contains("main.atl:3"), "\(ran.error)")
        let wrong = try runTool("node", "out/run.mjs", "--dir", in: workspace.directory)
        #expect(wrong.status == 2 && wrong.error.contains("--dir needs a value"))
    }

    // MARK: Writing

    @Test func anEarlierResultIsReplaced() throws {
        let workspace = try Workspace(Self.program)
        #expect(try workspace.langc("build", "--unmerged", "out", "main.atl").status == 0)
        try workspace.add(["main.atl": "print(\"new\");"])
        let outcome = try workspace.langc("build", "--unmerged", "out/", "main.atl")
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try workspace.names("out") == Self.files.filter { $0 != "namespaces.wasm" })
        #expect(try workspace.names("out/modules") == ["main.atl.o.wasm"])
        #expect(try runTool("node", "out/run.mjs", in: workspace.directory).output == "new\n")
        #expect(try workspace.names() == ["lib", "main.atl", "out"])
    }

    @Test(arguments: [
        ("src", "'src' holds 'notes.txt'"), ("main.atl", "cannot write 'main.atl': Not a directory"),
        ("none/out", "cannot write 'none/out': No such file or directory"), ("main.atl/out", "cannot write 'main.atl/out': Not a directory"),
        ("/proc/out", "cannot write '/proc/out'"), (".", "'.' holds 'linked'"), ("linked", "'linked' holds 'notes.txt'"),
    ])
    func whatIsNotOursStays(_ directory: String, _ message: String) throws {
        let workspace = try Workspace(["main.atl": "print(1);", "src/notes.txt": "mine"])
        try FileManager.default.createSymbolicLink(
            atPath: workspace.directory.appending(path: "linked").path, withDestinationPath: "src")
        let outcome = try workspace.langc("build", "--unmerged", directory, "main.atl")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains(message), "\(outcome.error)")
        #expect(try workspace.names() == ["linked", "main.atl", "src"])
        #expect(try workspace.names("src") == ["notes.txt"])
    }

    @Test func aFileAmongOursIsFound() throws {
        let workspace = try Workspace(Self.program)
        #expect(try workspace.langc("build", "--unmerged", "out", "main.atl").status == 0)
        try workspace.add(["out/modules/mine.wasm": ""])
        let outcome = try workspace.langc("build", "--unmerged", "out", "main.atl")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("'out' holds 'modules/mine.wasm', which is not part of an unmerged program"), "\(outcome.error)")
        try FileManager.default.removeItem(at: workspace.directory.appending(path: "out/modules/mine.wasm"))
        try FileManager.default.createSymbolicLink(
            atPath: workspace.directory.appending(path: "out/more").path, withDestinationPath: "modules")
        #expect(try workspace.langc("build", "--unmerged", "out", "main.atl").error.contains("'out' holds 'more'"))
    }

    @Test func theCurrentDirectoryIsNotReplaced() throws {
        let workspace = try Workspace(["main.atl": "print(1);", "empty/x": ""])
        try FileManager.default.removeItem(at: workspace.directory.appending(path: "empty/x"))
        let outcome = try workspace.langc("build", "--unmerged", ".", "../main.atl", in: "empty")
        #expect(outcome.status == 1 && outcome.error.contains("'.' is the current directory"), "\(outcome.error)")
        #expect(try workspace.langc("build", "--unmerged", "empty", "main.atl").status == 0)
    }

    @Test func errorsWriteNothing() throws {
        let workspace = try Workspace(["main.atl": "let n: number = \"x\";"])
        let outcome = try workspace.langc("build", "--unmerged", "out", "main.atl")
        #expect(outcome.status == 1 && outcome.error.contains("error[AT3001]"))
        #expect(try workspace.langc("build", "--unmerged", "out", "gone.atl").error.contains("LC0001"))
        #expect(try workspace.names() == ["main.atl"])
        for option in ["-o=x", "--map=x", "--export=n", "--emit=core", "--print-removed"] {
            let conflict = try workspace.langc("build", "--unmerged", "out", "main.atl", option.replacingOccurrences(of: "-o=", with: "-o"))
            #expect(conflict.status == 2 && conflict.error.contains("and --unmerged exclude each other"), "\(conflict.error)")
        }
    }
}
