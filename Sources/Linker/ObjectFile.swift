import Basics
import Diagnostics
import ModuleSystem
import RuntimeABI
import WasmFormat

/// An object, split into its parts.
struct ObjectFile: Sendable {
    /// What messages call the file.
    let name: String
    let module: WasmModule
    let interface: ModuleInterface
    let link: LinkSection
    let interfaceHash: String
    /// Type indices of all functions, imported ones first.
    let functionTypes: [UInt32]
    /// Types of all globals, imported ones first.
    let globalTypes: [GlobalType]
    /// Positions in `module.imports` of the imported functions, and of the imported globals.
    let functionImports: [Int]
    let globalImports: [Int]
    /// Position in `module.exports` by name.
    let exports: [String: Int]
    /// Where the exports that the interface re-exports come from.
    let origins: [String: ExportOrigin]
    /// Where the source imports names, and modules (under the empty name).
    let places: [ExportOrigin: Place]
    /// The bytes of the static data in the module's input; data beyond is zero.
    let data: Range<Int>
    /// The functions in the object's part of the table, in order.
    let elements: [UInt32]

    /// A place in the object's source.
    struct Place: Hashable, Sendable {
        var span: SourceSpan
        var position: SourcePosition?
    }

    var id: ModuleID { interface.module }
    var path: String { interface.sourcePath }

    /// The type of a function.
    func type(of function: Int) -> FunctionType { module.types[Int(functionTypes[function])] }

    /// Where a name that the interface re-exports comes from; a closure's name keeps its prefix.
    func origin(of name: String) -> ExportOrigin? {
        let prefix = ReservedNames.closurePrefix
        let isClosure = name.hasPrefix(prefix)
        guard let origin = origins[isClosure ? String(name.dropFirst(prefix.count)) : name] else { return nil }
        return isClosure ? ExportOrigin(module: origin.module, name: prefix + origin.name) : origin
    }

    /// Where the source imports a name of another module, for messages.
    func label(importing name: String, of module: ModuleID, _ text: String) -> DiagnosticLabel? {
        let place = places[ExportOrigin(module: module, name: name)] ?? places[ExportOrigin(module: module, name: "")]
        return place.map { label($0, text) }
    }

    func label(_ place: Place, _ text: String) -> DiagnosticLabel {
        DiagnosticLabel(path: path, span: place.span, text: text, position: place.position)
    }

    /// Where the source imports a module, for messages.
    func label(importing module: ModuleID, _ text: String) -> DiagnosticLabel? { label(importing: "", of: module, text) }
}

/// The runtime library, split into its parts.
struct RuntimeFile: Sendable {
    let module: WasmModule
    let linking: LinkingSection
    let functionTypes: [UInt32]
    /// Relocations of code and of data, ascending by offset.
    let codeRelocations: [Relocation]
    let dataRelocations: [Relocation]
    /// Offsets of the contents of the two sections in the input.
    let codeStart: Int
    let dataStart: Int
    /// The ranges in `codeRelocations` of each body, and in `dataRelocations` of each segment.
    let bodyRelocations: [Range<Int>]
    let segmentRelocations: [Range<Int>]

    /// What an object with relocations must have at least.
    var symbols: [LinkingSection.Symbol] { linking.symbols }
}
