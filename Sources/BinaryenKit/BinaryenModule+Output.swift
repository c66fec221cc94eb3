import CBinaryen
import Glibc

/// A module as Binaryen writes it.
public struct BinaryenOutput: Sendable {
    public var binary: [UInt8]
    /// The source map, version 3, as JSON; offsets count from the start of `binary`.
    public var sourceMap: [UInt8]?
}

extension BinaryenModule {
    /// Checks the module; problems go to standard error, as Binaryen does it.
    public func isValid() -> Bool {
        ProcessSettings().use { BinaryenModuleValidate(raw) }
    }

    /// Runs Binaryen's default pipeline.
    ///
    /// - Parameters:
    ///   - level: 1 to 4, as in `wasm-opt -O1` …
    ///   - shrink: how much size counts: 0 to 2.
    ///   - oneCallerLimit: the size, in nodes, of the largest function that is inlined for having one caller only.
    public func optimize(level: Int, shrink: Int, oneCallerLimit: Int) {
        let settings = ProcessSettings(optimizeLevel: level, shrinkLevel: shrink, oneCallerLimit: oneCallerLimit, keepsNames: false)
        settings.use { BinaryenModuleOptimize(raw) }
    }

    /// Runs passes by name; see `optimize`.
    public func run(passes: [String], level: Int, shrink: Int, oneCallerLimit: Int? = nil) {
        let copies = passes.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        var pointers: [UnsafePointer<CChar>?] = copies.map { UnsafePointer($0) }
        ProcessSettings(optimizeLevel: level, shrinkLevel: shrink, oneCallerLimit: oneCallerLimit, keepsNames: false).use {
            BinaryenModuleRunPasses(raw, &pointers, BinaryenIndex(passes.count))
        }
    }

    /// The binary format.
    ///
    /// - Parameters:
    ///   - names: with a `name` section.
    ///   - sourceMap: with a source map of the locations that were set; the binary then ends in a `sourceMappingURL` section.
    public func write(names: Bool, sourceMap: Bool) -> BinaryenOutput {
        let result = ProcessSettings(keepsNames: names).use { BinaryenModuleAllocateAndWrite(raw, sourceMap ? "map" : nil) }
        defer {
            free(result.binary)
            free(result.sourceMap)
        }
        let binary = Array(UnsafeRawBufferPointer(start: result.binary, count: result.binaryBytes))
        let map = result.sourceMap.map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
        return BinaryenOutput(binary: binary, sourceMap: map)
    }

    /// The text format, for tests and debugging.
    public func text() -> String {
        guard let text = BinaryenModuleAllocateAndWriteText(raw) else { return "" }
        defer { free(text) }
        return String(cString: text)
    }

    /// Reads a binary module, which must be well formed.
    public static func isValid(binary: [UInt8]) -> Bool {
        var copy = binary.map { CChar(bitPattern: $0) }
        guard let module = BinaryenModuleRead(&copy, copy.count) else { return false }
        defer { BinaryenModuleDispose(module) }
        BinaryenModuleSetFeatures(module, BinaryenFeatureAll())
        return ProcessSettings().use { BinaryenModuleValidate(module) }
    }
}
