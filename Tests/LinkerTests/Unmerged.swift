import Foundation
import Linker
import ModuleSystem

/// An unmerged program in the tests.
struct Unmerged {
    let result: UnmergedResult

    init(_ inputs: LinkInputs, _ options: LinkOptions = LinkOptions()) { result = Linker.unmerge(inputs, options: options) }

    init(_ objects: [TestObject], entry: TestObject, _ options: LinkOptions = LinkOptions()) {
        self.init(LinkInputs(objects: objects.map(\.input), runtime: TestRuntime.object, entry: entry.id), options)
    }

    var codes: [String] { result.diagnostics.map(\.code) }

    private static let loader = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../runtime-wasm/loader")

    /// What the program prints, with the loader and the WASI shim on node.
    func output() throws -> String {
        guard let plan = result.plan else { return "not linked: \(result.diagnostics.map(\.message))" }
        return try Process.temporary { folder in
            for file in ["loader.mjs", "wasi-shim.mjs"] {
                try FileManager.default.copyItem(at: Self.loader.appending(path: file), to: folder.appending(path: file))
            }
            // A name of which a part would mean something in a URL.
            let files = result.objects.indices.map { "object #\($0)?.wasm" }
            for (file, object) in zip(files, result.objects) { try Data(object).write(to: folder.appending(path: file)) }
            try Data(result.runtime).write(to: folder.appending(path: "rt.wasm"))
            if let namespaces = result.namespaces { try Data(namespaces).write(to: folder.appending(path: "ns.wasm")) }
            let json = plan.json(compiler: "test", files: files, runtime: "rt.wasm", namespaces: result.namespaces.map { _ in "ns.wasm" }, all: [])
            try Data(json.utf8).write(to: folder.appending(path: "plan.json"))
            try Data(Self.script.utf8).write(to: folder.appending(path: "main.mjs"))
            return try Process.check("node", ["main.mjs"], in: folder)
        }
    }

    private static let script = """
        import { load } from "./loader.mjs";
        import { Shim } from "./wasi-shim.mjs";
        let output = "";
        const wasi = new Shim({ stdout: (text) => { output += text; } });
        process.exitCode = wasi.start(await load({ imports: wasi.getImportObject() }));
        process.stdout.write(output);
        """
}
