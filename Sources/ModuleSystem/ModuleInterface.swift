import Basics
import Diagnostics

/// What importers may know of a module, and all they may know. Bodies never appear in it, so a change of a body
/// never recompiles an importer.
public struct ModuleInterface: Hashable, Sendable {
    public var module: ModuleID
    /// The name that the module declares for itself; empty if its language has no such names.
    public var name: String
    /// The name of the source language, for messages.
    public var language: String
    /// The path of the source file, for messages; relative to the project root.
    public var sourcePath: String
    /// Everything visible to importers, re-exports included, sorted by name.
    public var exports: [InterfaceExport]
    /// The initializer does something that can be observed, or that later code needs; if false, it may be dropped with the module.
    public var initializerHasEffects: Bool
    /// Other modules whose interfaces an importer needs to make use of the exports, sorted: those that hold re-exported nested modules
    /// and what macros mention.
    public var references: [ModuleID]

    public init(
        module: ModuleID, name: String = "", language: String, sourcePath: String, exports: [InterfaceExport] = [],
        initializerHasEffects: Bool = true, references: [ModuleID] = []
    ) {
        self.module = module
        self.name = name
        self.language = language
        self.sourcePath = sourcePath
        self.exports = exports
        self.initializerHasEffects = initializerHasEffects
        self.references = references
    }

    /// The export called `name`, in the name space of values or of types.
    public func export(named name: String, isType: Bool = false) -> InterfaceExport? {
        var low = 0
        var high = exports.count
        while low < high {
            let middle = (low + high) / 2
            if exports[middle].name < name { low = middle + 1 } else { high = middle }
        }
        return exports[low...].prefix { $0.name == name }.first { $0.kind.isType == isType }
    }
}

/// One exported name.
public struct InterfaceExport: Hashable, Sendable {
    /// What the export is and how compiled code reaches it.
    public enum Kind: Hashable, Sendable {
        /// A function that can be called directly with unboxed arguments.
        case function(MachineSignature)
        /// A variable: a wasm global of this type. `isMutable` says whether its value can change after initialization.
        case variable(MachineValueType, isMutable: Bool)
        /// A type alias, or another name that only the checker knows; no wasm export.
        case type
        /// A module under a name. Without an origin it is nested in this one, and its own exports stand in this interface as `name.member`;
        /// an origin names the module it is nested in and its name there, or with an empty name a whole module.
        case module
        /// Expanded when importers are compiled; `payload` says how.
        case syntax

        public var isType: Bool { self == .type }
        /// There is something to link: a function or a variable.
        public var isLinked: Bool {
            switch self {
            case .function, .variable: true
            case .type, .module, .syntax: false
            }
        }
    }

    public var name: String
    public var kind: Kind
    /// The type as the checker of an importer sees it.
    public var type: InterfaceType
    /// Where the thing is defined, when this is a re-export: the final origin, never another re-export.
    public var origin: ExportOrigin?
    /// What is known of each parameter of a function, for callers that pass collections.
    public var parameterUsage: [ParameterUsage]
    public var documentation: String?
    /// Where the name is declared, in the source of the module that declares it.
    public var span: SourceSpan
    /// No import may name it, and no import of everything brings it: a member of a nested module, or what only macros mention.
    public var isHidden: Bool
    /// What only the front end of the module's language reads; empty if there is nothing to say.
    public var payload: [UInt8]

    public init(
        name: String, kind: Kind, type: InterfaceType, origin: ExportOrigin? = nil, parameterUsage: [ParameterUsage] = [],
        documentation: String? = nil, span: SourceSpan = .none, isHidden: Bool = false, payload: [UInt8] = []
    ) {
        self.name = name
        self.kind = kind
        self.type = type
        self.origin = origin
        self.parameterUsage = parameterUsage
        self.documentation = documentation
        self.span = span
        self.isHidden = isHidden
        self.payload = payload
    }
}

/// The module and export that a re-export finally names.
public struct ExportOrigin: Hashable, Sendable {
    public var module: ModuleID
    public var name: String

    public init(module: ModuleID, name: String) {
        self.module = module
        self.name = name
    }
}

/// What a function does with a collection that it gets as an argument.
public enum ParameterUsage: UInt8, Hashable, Sendable {
    /// Only looks at it: the caller need not mark it as shared.
    case read = 0
    /// May keep, return or change it (its own copy): the caller marks it as shared unless it gives it away.
    case keep = 1
}

/// A wasm value type in an interface, with what a value of it means.
public enum MachineValueType: UInt8, Hashable, Sendable {
    /// f64.
    case number = 0
    /// i32, 0 or 1.
    case bool = 1
    /// i32, address of an object; its kind stands in its header.
    case reference = 2
    /// i64, NaN-boxed.
    case any = 3
    /// i64, a plain integer.
    case integer = 4
    /// i32, a Unicode scalar.
    case character = 5
    /// i32, address of an `option` object, or 0 for `None`.
    case option = 6
}

/// The wasm signature of an exported function; no result means unit.
public struct MachineSignature: Hashable, Sendable {
    public var parameters: [MachineValueType]
    public var result: MachineValueType?
    /// There is also an export `ReservedNames.sitePrefix` + name that takes the caller's site as last parameter and reports errors there.
    public var hasSiteVariant: Bool

    public init(parameters: [MachineValueType], result: MachineValueType?, hasSiteVariant: Bool = false) {
        self.parameters = parameters
        self.result = result
        self.hasSiteVariant = hasSiteVariant
    }
}
