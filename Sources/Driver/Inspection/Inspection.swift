import Basics
import Diagnostics
import ModuleSystem
import WasmFormat

/// What is in a wasm file: an object, a linked program, or any other module.
public struct Inspection: Sendable {
    /// Why a file cannot be shown.
    public struct Failure: Error, Hashable, Sendable {
        /// What is wrong, in words.
        public let message: String
    }

    /// The two sections that make a wasm module an object of langc.
    public static let interfaceSection = "langc.interface"
    public static let linkSection = "langc.link"

    let module: WasmModule
    /// What an object says of itself; nil when the file is no object.
    public let object: (interface: ModuleInterface, link: LinkSection)?

    /// Reads a wasm module. Any bytes are safe: what is not a module, or not a whole one, throws.
    public init(_ bytes: [UInt8]) throws(Failure) {
        do { module = try WasmModule(reading: bytes) } catch { throw Failure(message: error.description) }
        object = try Self.object(in: module)
    }

    private static func object(in module: WasmModule) throws(Failure) -> (interface: ModuleInterface, link: LinkSection)? {
        let interface = module.customSection(named: interfaceSection)
        let link = module.customSection(named: linkSection)
        switch (interface, link) {
        case (nil, nil): return nil
        case (let interface?, let link?):
            return (
                try decode(interfaceSection) { () throws(SectionError) in try ModuleInterface(decoding: module.bytes[interface]) },
                try decode(linkSection) { () throws(SectionError) in try LinkSection(decoding: module.bytes[link]) }
            )
        case (let interface, _):
            let (there, missing) = interface != nil ? (interfaceSection, linkSection) : (linkSection, interfaceSection)
            throw Failure(message: "it has a section `\(there)` but no section `\(missing)`")
        }
    }

    private static func decode<Content>(_ section: String, _ read: () throws(SectionError) -> Content) throws(Failure) -> Content {
        do { return try read() } catch { throw Failure(message: "section `\(section)`: \(error.description)") }
    }

    /// The whole module as WebAssembly text.
    public var wat: String { WasmPrinter.print(module) }
}
