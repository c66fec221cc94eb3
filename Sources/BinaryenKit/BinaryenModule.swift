import CBinaryen
import Glibc
import WasmCode

/// A module in Binaryen. The handle owns it and disposes of it.
///
/// One module may be used by one thread at a time; different modules by different threads.
public final class BinaryenModule {
    let raw: BinaryenModuleRef

    /// What all supported engines run by default.
    static var features: BinaryenFeatures {
        BinaryenFeatureMVP() | BinaryenFeatureSignExt() | BinaryenFeatureNontrappingFPToInt() | BinaryenFeatureMutableGlobals()
            | BinaryenFeatureBulkMemory() | BinaryenFeatureMultivalue() | BinaryenFeatureTailCall()
    }

    /// The module that a tree describes.
    ///
    /// - Parameter sourceFile: what the places of expressions belong to. They become lines of it; nil to leave them out.
    public init(_ tree: WasmTree, sourceFile: String? = nil) {
        raw = BinaryenModuleCreate()
        BinaryenModuleSetFeatures(raw, Self.features)
        var conversion = TreeConversion(tree, raw)
        conversion.addModule(sourceFile: sourceFile)
    }

    deinit { BinaryenModuleDispose(raw) }
}
