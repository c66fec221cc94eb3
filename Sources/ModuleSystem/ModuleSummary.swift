import Basics
import Diagnostics

/// What the module system needs of a module before anything in it is checked.
public struct ModuleSummary: Hashable, Sendable {
    public var module: ModuleID
    /// The name of the source language: the key of its `ModulePolicy`.
    public var language: String
    /// The `SourceFile.path` of the file that the spans refer to.
    public var sourcePath: String
    /// What the module belongs to; `Visibility.package` ends at its border.
    public var package: String
    /// Imports and re-exports in source order.
    public var imports: [ImportDeclaration]
    /// The names that the module defines at its top level, in source order.
    public var definitions: [Definition]
    /// Which names of the module, defined or imported, are visible to others; re-exports from elsewhere stand in `imports`.
    public var exports: [ExportDeclaration]

    public init(
        module: ModuleID, language: String, sourcePath: String, package: String = "", imports: [ImportDeclaration] = [],
        definitions: [Definition] = [], exports: [ExportDeclaration] = []
    ) {
        self.module = module
        self.language = language
        self.sourcePath = sourcePath
        self.package = package
        self.imports = imports
        self.definitions = definitions
        self.exports = exports
    }
}

/// The kinds of names that do not get in one another's way. A language with one kind uses `value` for all.
public enum NameSpace: UInt8, Hashable, Comparable, Sendable, CaseIterable {
    case value = 0
    case type = 1
    case module = 2
    case effect = 3

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// How far a name is visible.
public enum Visibility: UInt8, Hashable, Comparable, Sendable {
    /// In its own module.
    case module = 0
    /// In all modules of the package.
    case package = 1
    case everywhere = 2

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A name defined at the top level of a module.
public struct Definition: Hashable, Sendable {
    public var name: String
    public var space: NameSpace
    public var span: SourceSpan

    public init(name: String, space: NameSpace = .value, span: SourceSpan) {
        self.name = name
        self.space = space
        self.span = span
    }
}

/// A name of a module made visible to others.
public struct ExportDeclaration: Hashable, Sendable {
    /// The name inside the module, defined or imported there.
    public var localName: String
    /// The name for importers.
    public var publicName: String
    public var visibility: Visibility
    public var span: SourceSpan

    public init(localName: String, publicName: String? = nil, visibility: Visibility = .everywhere, span: SourceSpan) {
        self.localName = localName
        self.publicName = publicName ?? localName
        self.visibility = visibility
        self.span = span
    }
}
