import Basics
import CodeGen
import Core
import Diagnostics
import Linker
import ModuleSystem

/// A linked program ready to be written.
public struct LinkedProgram: Sendable {
    public var binary: [UInt8]
    /// The JSON of the source map, if one was asked for.
    public var sourceMap: String?
}

extension BuildResult {
    /// The program; nil when linking failed. A source map is named `mapName` in the binary.
    public func program(mapName: String?) -> LinkedProgram? {
        guard let link, var binary = link.binary else { return nil }
        if let mapName, link.sourceMap != nil { binary += Self.sourceMappingURL(mapName) }
        return LinkedProgram(binary: binary, sourceMap: link.sourceMap)
    }

    /// What went where, if that was asked for, of the program as `program(mapName:)` gives it.
    public func report(mapName: String?) -> LinkReport? {
        guard var report = link?.report, let program = program(mapName: mapName) else { return nil }
        let added = program.binary.count - (link?.binary?.count ?? 0)
        if added > 0 { report.append(LinkReport.Part(name: "sourceMappingURL section", size: added)) }
        return report
    }

    /// The custom section by which browsers and node find a source map.
    private static func sourceMappingURL(_ url: String) -> [UInt8] {
        var content = ByteWriter()
        content.append(string: "sourceMappingURL")
        content.append(string: url)
        var section = ByteWriter()
        section.append(u8: 0)
        section.append(lengthPrefixed: content.bytes)
        return section.bytes
    }

    /// The Core of the entry module as text, as code generation takes it at this level; the entry is initialized last.
    public func entryCore(_ level: OptimizationLevel) -> String? {
        cores.last.map { Printer.print(level == .none ? $0 : PassPipeline.run($0)) }
    }

    /// The linked program as WebAssembly text.
    public var programText: String? { link?.binary.flatMap { try? Inspection($0).wat } }

    /// The objects with a file name for each: the module's id with what a name cannot hold replaced, and a number where two
    /// would get the same name.
    public var objectFiles: [(name: String, object: BuiltObject)] {
        Array(zip(ObjectFileNames.names(for: objects.map(\.module)), objects))
    }
}

/// File names for objects.
enum ObjectFileNames {
    /// For each module its id with what a name cannot hold replaced, and a number where two would get the same name.
    static func names(for modules: [ModuleID]) -> [String] {
        var taken: Set<String> = []
        return modules.map { module in
            let safe = String(module.text.map { "/:\\".contains($0) ? "_" : $0 })
            var name = safe + ".o.wasm"
            var number = 2
            while !taken.insert(name).inserted {
                name = "\(safe)-\(number).o.wasm"
                number += 1
            }
            return name
        }
    }
}

/// Every code of every language and phase.
public let allDiagnosticCodes = DiagnosticCodeTable(
    Language.all.flatMap(\.diagnosticCodes), LinkerCodes.all, DriverDiagnostics.codes)

/// The code of internal errors; they change the exit status.
public let internalErrorCode = "LC0070"
