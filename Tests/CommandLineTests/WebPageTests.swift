import Foundation
import Testing

/// `langc build --target web`: a directory for a web server, in a real browser where there is one.
struct WebPageTests {
    private static let files = ["index.html", "main.d.mts", "main.instance.d.mts", "main.instance.mjs", "main.mjs", "main.wasm"]
    private static let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first(where: FileManager.default.isExecutableFile)

    private static let program = [
        "main.atl": """
            import { double } from "./lib/double";
            fn sharp(text: string) -> string { return text + " <ß>"; }
            print(join(map(["a", "b"], sharp), " & "));
            print(str(double(21)));
            export fn twice(text: string) -> string { return text + text; }
            """,
        "lib/double.atl": "export fn double(n: number) -> number { return 2 * n; }",
    ]

    /// Serves the directory `main-web` and prints what the browser makes of the page: its state, the texts, and what its console says.
    private static let visit = """
        import { createServer } from "node:http";
        import { readFileSync } from "node:fs";
        import { spawn } from "node:child_process";
        const types = { html: "text/html", mjs: "text/javascript", wasm: "application/wasm" };
        const server = createServer((request, response) => {
          const path = request.url === "/" ? "/index.html" : decodeURIComponent(request.url);
          try {
            const body = readFileSync(`main-web${path}`);
            response.writeHead(200, { "content-type": types[path.split(".").pop()] ?? "text/plain" }).end(body);
          } catch { response.writeHead(404).end(); }
        });
        await new Promise((done) => server.listen(0, "127.0.0.1", done));
        const options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr", "--virtual-time-budget=60000",
          `--user-data-dir=${process.cwd()}/profile`, "--dump-dom", `http://127.0.0.1:${server.address().port}/`];
        const browser = spawn(process.argv[2], options, { timeout: 120_000 });
        let [page, messages] = ["", ""];
        browser.stdout.on("data", (data) => { page += data; });
        browser.stderr.on("data", (data) => { messages += data; });
        await new Promise((done) => browser.on("close", done));
        server.close();
        const text = (id) => new RegExp(`id="${id}"[^>]*>([^<]*)<`).exec(page)?.[1] ?? `no ${id}: ${page}${messages}`;
        const console_ = messages.split("\\n").filter((line) => line.includes("CONSOLE"));
        process.stdout.write(JSON.stringify([/data-state="(\\w*)"/.exec(page)?.[1] ?? "none", text("output"), text("error"), console_.join("\\n")]));
        """

    private func visit(_ workspace: Workspace) throws -> [String] {
        let browser = try #require(Self.browser)
        try workspace.add(["visit.mjs": Self.visit])
        let ran = try runTool("node", "visit.mjs", browser, in: workspace.directory)
        try #require(ran.status == 0, "\(ran.error)")
        return try JSONDecoder().decode([String].self, from: Data(ran.output.utf8))
    }

    @Test(.enabled(if: browser != nil, "there is no Chromium here: install Debian's package chromium to run this test"))
    func aBrowserRunsThePage() throws {
        let workspace = try Workspace(Self.program)
        let built = try workspace.langc("build", "--target", "web", "main.atl")
        #expect(built.status == 0 && built.error.isEmpty, "\(built.error)")
        #expect(try visit(workspace) == ["finished", "a &lt;ß&gt; &amp; b &lt;ß&gt;\n42\n", "", ""])
    }

    @Test(.enabled(if: browser != nil, "there is no Chromium here: install Debian's package chromium to run this test"))
    func aBrowserShowsErrors() throws {
        let workspace = try Workspace(["main.atl": "print(\"before\");\nlet a: number[] = [];\nprint(str(a[1]));"])
        #expect(try workspace.langc("build", "--target", "web", "main.atl").status == 0)
        let seen = try visit(workspace)
        #expect(seen.prefix(3) == ["failed", "before\n", "error[AT0006]: Array index out of bounds\n  --&gt; main.atl:3:11\n"], "\(seen)")
        // The test above sees errors on the console.
        #expect(seen[3].contains("Array index out of bounds"))
    }

    @Test func writesADirectory() throws {
        let workspace = try Workspace(Self.program)
        #expect(try workspace.langc("build", "--target", "web", "main.atl").status == 0)
        #expect(try workspace.names("main-web") == Self.files)
        // Other files stay, ours are replaced.
        try workspace.add(["main-web/style.css": "mine", "main-web/main.mjs": "old"])
        #expect(try workspace.langc("build", "--target", "web", "main.atl", "-g").status == 0)
        #expect(try workspace.names("main-web") == (Self.files + ["main.wasm.map", "style.css"]).sorted())
        #expect(try workspace.bytes("main-web/main.mjs") != Data("old".utf8))
        #expect(try workspace.langc("build", "--reactor", "main.atl", "-o", "main.wasm").status == 0)
        #expect(try workspace.langc("build", "--target", "web", "main.atl", "-o", "page").status == 0)
        for name in Self.files where name != "index.html" { #expect(try workspace.bytes("page/\(name)") == workspace.bytes(name)) }
    }

    @Test func thePageOfSomebodyElseStays() throws {
        let workspace = try Workspace(Self.program)
        try workspace.add(["site/index.html": "<p>mine", "file": ""])
        let refused = try workspace.langc("build", "--target", "web", "main.atl", "-o", "site")
        #expect(refused.status == 1 && refused.error.contains("'site/index.html' was not made by langc"), "\(refused.error)")
        #expect(try workspace.names("site") == ["index.html"])
        #expect(try workspace.langc("build", "--target", "web", "main.atl", "-o", "none/site").error.contains("cannot write 'none/site': No such file"))
        #expect(try workspace.langc("build", "--target", "web", "main.atl", "-o", "file").status == 1)
        #expect(try workspace.langc("build", "--target", "web", "main.atl", "--emit", "wat").status == 2)
        #expect(try workspace.langc("build", "--target", "wed", "main.atl").error.contains("targets are wasm and web"))
    }

    @Test func projectsHaveTheirPlace() throws {
        let workspace = try Workspace()
        #expect(try workspace.langc("new", "shop").status == 0)
        let built = try workspace.langc("build", "--target", "web", in: "shop")
        #expect(built.status == 0, "\(built.error)")
        #expect(try workspace.names("shop/target") == ["shop-web"])
        #expect(try workspace.names("shop/target/shop-web").contains("shop.wasm"))
    }
}
