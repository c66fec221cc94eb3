import Basics
import CodeGen
import Core
import Diagnostics
import Linker
import ModuleSystem

/// A linked program ready to be written.
public struct LinkedProgram: Sendable {
    public var binary: [UInt8]
    /// The JSON of the source map, if one was asked for and named.
    public var sourceMap: String?
}

extension BuildResult {
    /// The program; nil when linking failed.
    ///
    /// - Parameters:
    ///   - mapName: what the binary calls its source map; nil to name none.
    ///   - directory: where the map is going to lie, as an absolute canonical path, so that it leads to the sources.
    public func program(mapName: String?, in directory: String? = nil) -> LinkedProgram? {
        guard let link, var binary = link.binary else { return nil }
        guard let mapName, let map = link.sourceMap else { return LinkedProgram(binary: binary) }
        binary += sourceMappingURL(mapName)
        let wasm = mapName.hasSuffix(".map") ? String(mapName.dropLast(".map".count)) : mapName
        return LinkedProgram(binary: binary, sourceMap: sourceMapText(in: directory).json(map, wasm: wasm))
    }

    /// What went where, if that was asked for, of the program as `program(mapName:)` gives it.
    public func report(mapName: String?) -> LinkReport? {
        guard var report = link?.report else { return nil }
        if let mapName, link?.sourceMap != nil {
            report.append(LinkReport.Part(name: "sourceMappingURL section", size: sourceMappingURL(mapName).count))
        }
        return report
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
    static let ending = ".o.wasm"

    /// For each module its id with what a name cannot hold replaced, and a number where two would get the same name.
    static func names(for modules: [ModuleID]) -> [String] {
        var taken: Set<String> = []
        var next: [String: Int] = [:]
        return modules.map { module in
            let safe = String(module.text.map { "/:\\".contains($0) ? "_" : $0 })
            var name = safe + ending
            var number = next[safe] ?? 2
            defer { next[safe] = number }
            while !taken.insert(name).inserted {
                name = "\(safe)-\(number)" + ending
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
