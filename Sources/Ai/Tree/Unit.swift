import Basics
import Diagnostics
import ModuleSystem

/// A source file taken apart into modules (section 11.1 of the language): what the module system and expansion start from. Top-level `begin`,
/// sequence `do`, `include` and `cond-expand` have been spliced.
public struct Unit: Sendable {
    public var data: DatumTree
    /// The unit's own module first, then the modules nested in it in the order of the text; a module stands after the one around it.
    public var modules: [UnitModule]
    /// The forms of the files that `include` forms anywhere in the unit name, by the path as written.
    public var includes: [String: [DatumID]] = [:]
    /// Imports and re-exports from other files in the order of the text, those of nested modules at their places.
    public var declarations: [ImportDeclaration] = []

    public init(data: DatumTree, modules: [UnitModule]) {
        self.data = data
        self.modules = modules
    }
}

/// The module that a unit is, or one nested in it.
public struct UnitModule: Sendable {
    /// The declared name, or for a script that of the file.
    public var name: String
    /// Where the name stands; the start of the file for a script.
    public var nameSpan: SourceSpan
    /// The module around it: a position in `Unit.modules`.
    public var parent: Int?
    /// There is no `module` form: the name comes from the file.
    public var isScript: Bool
    public var exports: [ExportItem] = []
    public var imports: [ImportForm] = []
    public var reexports: [ReexportForm] = []
    /// In the order of the text.
    public var body: [BodyItem] = []

    public init(name: String, nameSpan: SourceSpan, parent: Int? = nil, isScript: Bool) {
        self.name = name
        self.nameSpan = nameSpan
        self.parent = parent
        self.isScript = isScript
    }
}

/// What stands at the top level of a module. Imports and exports stand in their own lists.
public enum BodyItem: Hashable, Sendable {
    case form(DatumID)
    /// A nested module: a position in `Unit.modules`.
    case module(Int)
}

/// A name with its place.
public struct PlacedName: Hashable, Sendable {
    public var name: String
    public var span: SourceSpan

    public init(_ name: String, span: SourceSpan) {
        self.name = name
        self.span = span
    }
}

/// A name and what it is called elsewhere: `sin as sine`. Both are the same where nothing is said.
public struct AliasedName: Hashable, Sendable {
    public var name: PlacedName
    public var alias: PlacedName

    public init(_ name: PlacedName, as alias: PlacedName? = nil) {
        self.name = name
        self.alias = alias ?? name
    }
}

/// A name of an export list: `name` here, `alias` for others.
public typealias ExportItem = AliasedName

/// Where an import or a re-export takes from.
public struct ImportSource: Hashable, Sendable {
    public enum Target: Hashable, Sendable {
        /// A module nested in this unit: a position in `Unit.modules`.
        case nested(Int)
        /// `ModuleContext.resolved` has the module under this text, if it was found. The path leads to a module nested in it: empty for itself.
        case module(specifier: String, path: [String])
        /// A virtual module of the library, without `std/`: `lists`.
        case library(String)
        /// An R7RS library: everything it has is there anyway.
        case standardHeader
        /// The source is wrong, which has been reported.
        case invalid
    }

    public var target: Target
    /// As written, for messages and for default qualifiers: without quotes, `./`, `../` and extension stay.
    public var text: String
    public var span: SourceSpan

    public init(_ target: Target, text: String, span: SourceSpan) {
        self.target = target
        self.text = text
        self.span = span
    }
}

/// One `import` form. A form with several R7RS libraries is several of these.
public struct ImportForm: Hashable, Sendable {
    public var source: ImportSource
    /// The listed names: `name` in the module, `alias` here. Nil if there is no list; `()` is an empty one.
    public var items: [AliasedName]?
    /// Where `*` stands.
    public var wildcard: SourceSpan?
    public var qualifier: PlacedName?
    public var excluded: [PlacedName] = []
    public var prefix: PlacedName?
    public var span: SourceSpan

    public init(source: ImportSource, span: SourceSpan) {
        self.source = source
        self.span = span
    }

    /// `(import "m")`: for the effects of the module.
    public var isForEffects: Bool { items == nil && wildcard == nil && qualifier == nil }
}

/// An `(export :from …)` form.
public struct ReexportForm: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case items([AliasedName])
        case wildcard(excluded: [PlacedName])
        /// The module itself becomes a member under the name.
        case module(PlacedName)
    }

    public var source: ImportSource
    public var kind: Kind
    public var span: SourceSpan

    public init(source: ImportSource, kind: Kind, span: SourceSpan) {
        self.source = source
        self.kind = kind
        self.span = span
    }
}
