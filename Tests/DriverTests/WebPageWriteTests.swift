import Basics
import Driver
import Testing

/// Writing a page: all or nothing, whatever fails.
@Suite struct WebPageWriteTests {
    private func page(_ text: String) -> WebPage {
        let mark = "<meta name=\"generator\" content=\"langc\">"
        return WebPage(["a.mjs", "a.wasm", "index.html"].map { BuildProduct(.part, path: $0, Array((mark + text).utf8)) })
    }

    /// Whichever step fails, what was there stays, and nothing else appears: no empty directory, no page of two builds.
    @Test(arguments: [false, true])
    func aFailureLeavesEverythingAsItWas(isThere: Bool) throws {
        var steps = 0
        for limit in 0... {
            let files = InMemoryFileSystem(["home/x": ""])
            if isThere { try page("old").write(to: "home/out", files) }
            let before = files.paths
            let failing = FailingFileSystem(files, failsAfter: limit)
            do throws(WebPage.WriteError) {
                try page("new").write(to: "home/out", failing)
                break
            } catch {
                guard case .system(let error) = error else { throw error }
                #expect(error.cause == .noSpace)
                #expect(files.paths == before, "step \(limit)")
                #expect(try files.list("home") == (isThere ? ["out", "x"] : ["x"]))
                for path in before { #expect(try !String(decoding: files.read(path), as: UTF8.self).contains("new")) }
            }
            steps = limit
        }
        #expect(steps >= 2)
    }
}
