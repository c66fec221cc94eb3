/// What `cond-expand` can ask for.
public enum Features {
    /// Also the value of `(features)`.
    public static let names = ["r7rs", "ai", "langc", "wasm", "wasi"]

    /// Whether a requirement holds; nil if it is not of a form that requirements have.
    public static func holds(_ requirement: DatumID, in tree: DatumTree) -> Bool? { holds(requirement, in: tree, depth: 0) }

    private static let nestingLimit = 200

    private static func holds(_ requirement: DatumID, in tree: DatumTree, depth: Int) -> Bool? {
        if let symbol = tree.symbol(requirement) { return symbol.name == "else" || names.contains(symbol.name) }
        guard depth < nestingLimit, let parts = tree.list(requirement), let head = parts.first.flatMap(tree.symbol) else { return nil }
        let operands = parts.dropFirst()
        if head.name == "library" {
            guard operands.count == 1, let library = operands.first, tree.list(library) != nil else { return nil }
            return StandardLibraries.isKnown(library, in: tree)
        }
        var values: [Bool] = []
        for operand in operands {
            guard let value = holds(operand, in: tree, depth: depth + 1) else { return nil }
            values.append(value)
        }
        switch head.name {
        case "and": return values.allSatisfy { $0 }
        case "or": return values.contains(true)
        case "not": return values.count == 1 ? !values[0] : nil
        default: return nil
        }
    }
}
