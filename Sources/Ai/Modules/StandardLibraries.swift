/// The libraries that need no file: `std/…`, and those of R7RS and SRFI.
enum StandardLibraries {
    /// Virtual modules, without `std/`.
    static let virtual = ["chars", "control", "functional", "hash", "io", "lists", "math", "strings", "time", "vectors"]

    static let scheme = [
        "base", "case-lambda", "char", "complex", "cxr", "file", "inexact", "lazy", "process-context", "read", "r5rs", "time", "write",
    ]
    /// Libraries of R7RS for what programs compiled ahead of time do not have.
    static let interpreted = ["eval", "load", "repl"]
    static let srfi = [0, 1, 2, 6, 8, 9, 11, 16, 23, 28, 30, 39, 69, 87]

    /// Whether `(scheme base)`, `(srfi 1)` and the like are there.
    static func isKnown(_ library: DatumID, in tree: DatumTree) -> Bool {
        guard let parts = tree.list(library), parts.count == 2, let head = tree.symbol(parts[0]) else { return false }
        switch head.name {
        case "scheme": return tree.symbol(parts[1]).map { scheme.contains($0.name) } ?? false
        case "srfi": return srfiNumber(parts[1], in: tree).map(srfi.contains) ?? false
        default: return false
        }
    }

    static func srfiNumber(_ id: DatumID, in tree: DatumTree) -> Int? {
        if case .integer(let number) = tree[id].kind { number.small.map(Int.init) } else { nil }
    }
}
