import CBinaryen
import Glibc

/// Optimization of a module that was written by others.
public enum WholeProgram {
    /// Runs Binaryen's default pipeline at its highest useful level over a well-formed module. Custom sections other than `name` are kept, but
    /// positions in code that they hold are wrong afterwards.
    ///
    /// - Parameter names: keep the `name` section.
    /// - Returns: the new module; nil if Binaryen cannot read the old one.
    public static func optimized(_ binary: [UInt8], names: Bool) -> [UInt8]? {
        var copy = binary.map { CChar(bitPattern: $0) }
        return ProcessSettings(optimizeLevel: 3, shrinkLevel: 0, keepsNames: names).use {
            guard let module = BinaryenModuleRead(&copy, copy.count) else { return nil }
            defer { BinaryenModuleDispose(module) }
            BinaryenModuleSetFeatures(module, BinaryenModule.features)
            BinaryenModuleOptimize(module)
            let result = BinaryenModuleAllocateAndWrite(module, nil)
            defer {
                free(result.binary)
                free(result.sourceMap)
            }
            return Array(UnsafeRawBufferPointer(start: result.binary, count: result.binaryBytes))
        }
    }
}
