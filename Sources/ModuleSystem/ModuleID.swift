/// The name of a module everywhere: in interfaces, in wasm imports, in messages.
///
/// Either a canonical path relative to the project root (`lib/math.atl`, also `../shared/a.atl` for files outside it), a module of the
/// standard library (`std:atlas/array`), or a namespace (`MyApp::Models`). Never an absolute path, so objects are the same bytes in
/// any directory.
public struct ModuleID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String

    public init(_ text: String) { self.text = text }

    /// A module that comes with langc.
    public var isStandard: Bool { text.hasPrefix("std:") }
    /// The part after the last `/`.
    public var lastComponent: Substring { text.split(separator: "/", omittingEmptySubsequences: false).last ?? "" }
    public var description: String { text }

    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
