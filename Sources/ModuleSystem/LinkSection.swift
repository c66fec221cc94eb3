import Basics
import Diagnostics

/// The content of an object's custom section `langc.link`: what the linker needs beyond wasm's own sections.
public struct LinkSection: Hashable, Sendable {
    /// Rises with every incompatible change of the object format.
    public static let currentFormat: UInt32 = 2

    public var format: UInt32
    /// The compiler's version, as `langc --version` prints it.
    public var compiler: String
    /// Which agreement about values in memory and calls the code follows; objects and runtime of one program must follow the same.
    public var abi: UInt32
    /// Every module this one depends on, in initialization order as the source lists them, each once.
    public var dependencies: [LinkDependency]
    /// What the object imports of other modules, for messages; parallel to nothing, looked up by (module, name).
    public var imports: [LinkImport]
    /// The items of the object's data segment in order of their offset; together they cover it.
    public var data: LinkDataItems
    /// Modules whose namespace object this object uses as a value. The linker makes the object (one per module and program, with a getter
    /// function per value export); an import `("langc:namespace", "<ModuleID>")` of an immutable i32 global stands for its address.
    public var namespaceRequests: [ModuleID]

    public init(
        format: UInt32 = Self.currentFormat, compiler: String, abi: UInt32 = 0, dependencies: [LinkDependency] = [], imports: [LinkImport] = [],
        data: LinkDataItems = LinkDataItems(), namespaceRequests: [ModuleID] = []
    ) {
        self.format = format
        self.compiler = compiler
        self.abi = abi
        self.dependencies = dependencies
        self.imports = imports
        self.data = data
        self.namespaceRequests = namespaceRequests
    }
}

/// A module that must be initialized first, and the interface this object was compiled against.
public struct LinkDependency: Hashable, Sendable {
    public var module: ModuleID
    /// `StableHash` of the serialized interface.
    public var interfaceHash: String
    /// The import declaration, in the importing source.
    public var span: SourceSpan
    /// Line and column of `span`, so that messages have a place when the source is not at hand; nil when the compiler itself wants the module.
    public var position: SourcePosition?
    /// The module as the source spells it, for messages.
    public var specifier: String

    public init(module: ModuleID, interfaceHash: String, span: SourceSpan, position: SourcePosition? = nil, specifier: String) {
        self.module = module
        self.interfaceHash = interfaceHash
        self.span = span
        self.position = position
        self.specifier = specifier
    }
}

/// One imported name and where the source asks for it.
public struct LinkImport: Hashable, Sendable {
    public var module: ModuleID
    public var name: String
    /// The name it is bound to in the importer.
    public var alias: String
    public var span: SourceSpan
    /// Line and column of `span`, so that messages have a place when the source is not at hand.
    public var position: SourcePosition

    public init(module: ModuleID, name: String, alias: String, span: SourceSpan, position: SourcePosition) {
        self.module = module
        self.name = name
        self.alias = alias
        self.span = span
        self.position = position
    }
}

/// A piece of static data that lives or dies as one.
public struct LinkDataItem: Hashable, Sendable {
    /// Offset in the object's data segment.
    public var offset: UInt32
    public var size: UInt32
    /// Alignment in bytes, a power of two.
    public var alignment: UInt32
    /// Words in the item that hold addresses; relative to the item, ascending.
    public var relocations: [LinkRelocation]
    /// For people: `"hello"`, `site main.atl:3:9`, `closure add`.
    public var name: String
    /// The item never changes and its address means nothing, so the linker may use one item for several of equal content.
    public var isMergeable: Bool

    public init(
        offset: UInt32, size: UInt32, alignment: UInt32, relocations: [LinkRelocation] = [], name: String = "", isMergeable: Bool = false
    ) {
        self.offset = offset
        self.size = size
        self.alignment = alignment
        self.relocations = relocations
        self.name = name
        self.isMergeable = isMergeable
    }
}

/// A 32-bit word in static data that the linker (or a loader) must fill in.
public struct LinkRelocation: Hashable, Sendable {
    public enum Target: Hashable, Sendable {
        /// The address of the object's data at this offset.
        case data(UInt32)
        /// The table index of the object's element at this position.
        case table(UInt32)
    }

    /// Offset of the word in the item.
    public var offset: UInt32
    public var target: Target

    public init(offset: UInt32, target: Target) {
        self.offset = offset
        self.target = target
    }
}
