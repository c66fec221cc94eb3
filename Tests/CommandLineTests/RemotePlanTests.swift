import Foundation
import Testing

/// Builds that Bazel and BuildGrid run on two workers. `tools/remote-build --install` installs what that takes.
struct RemotePlanTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static var isInstalled: Bool {
        let files = FileManager.default
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return path.contains { files.isExecutableFile(atPath: "\($0)/bazel") }
            && files.isExecutableFile(atPath: root.appending(path: ".remote/venv/bin/bgd").path)
    }

    @Test(.enabled(if: isInstalled, "Bazel or BuildGrid is missing; 'tools/remote-build --install' installs them"))
    func aProgramIsBuiltOnTwoWorkers() throws {
        let logs = try Workspace()
        try FileManager.default.createSymbolicLink(
            at: logs.directory.appending(path: "venv"), withDestinationURL: Self.root.appending(path: ".remote/venv"))
        let outcome = try runTool(
            "env", "LANGC=\(Workspace.executable.path)", Self.root.appending(path: "tools/remote-build").path,
            Self.root.appending(path: "examples/atlas/pebble").path, logs.directory.path, in: logs.directory)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.error)")
        #expect(outcome.output.contains("both programs are byte for byte that of langc build"))
    }
}
