import Foundation
import PackagePlugin

/// Builds the runtime library before the target that embeds it, whenever one of its sources has changed.
@main struct BuildRuntime: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let package = context.package.directoryURL
        let folder = package.appending(path: "runtime-wasm")
        let abi = package.appending(path: "Sources/RuntimeABI")
        let script = folder.appending(path: "build")
        let image = context.pluginWorkDirectoryURL.appending(path: "RuntimeImageData.swift")
        let inputs = [script] + files(below: folder.appending(path: "Sources")) + files(below: folder.appending(path: "Builtins"))
            + files(below: folder.appending(path: "std")) + files(below: folder.appending(path: "loader"))
            + files(below: folder.appending(path: "reactor")) + files(below: abi)
        return [
            .buildCommand(
                displayName: "Building the wasm runtime",
                executable: URL(filePath: "/bin/sh"),
                arguments: [
                    script.path(percentEncoded: false),
                    "--swiftc", try context.tool(named: "swiftc").url.path(percentEncoded: false),
                    "--abi", abi.path(percentEncoded: false),
                    "--work", context.pluginWorkDirectoryURL.appending(path: "work").path(percentEncoded: false),
                    "--image", image.path(percentEncoded: false),
                ],
                inputFiles: inputs,
                outputFiles: [image])
        ]
    }

    /// All files below a folder, sorted.
    private func files(below folder: URL) -> [URL] {
        guard let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey]) else { return [] }
        var found: [URL] = []
        for case let url as URL in walk where (try? url.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true {
            found.append(url)
        }
        return found.sorted { $0.path < $1.path }
    }
}
