import Diagnostics
import ModuleSystem
import WasmFormat

/// Foreign modules that are given to the linker as they are, without an interface.
public enum ForeignLinking {
    /// Why a module was refused.
    public struct Refusal: Error {
        public let diagnostic: Diagnostic
    }

    /// The object of langc of a foreign module, as a build makes it.
    ///
    /// - Parameters:
    ///   - id: the module's path from the root, as objects that depend on it know it.
    ///   - compiler: the version of langc.
    public static func object(_ bytes: [UInt8], id: ModuleID, compiler: String) throws(Refusal) -> [UInt8] {
        do throws(ForeignProblem) {
            return try ForeignObject(try ForeignModule(bytes), id: id).encoded(compiler: compiler)
        } catch {
            throw Refusal(diagnostic: Diagnostic(code: error.code, message: "`\(id)` \(error.message)", notes: error.notes, help: error.help))
        }
    }
}
