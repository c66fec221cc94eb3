import Basics

typealias IdentifierID = Index<Identifier>

/// A name as it occurs in code: a symbol of a source, or an alias that a macro's template put in its place.
///
/// Hygiene follows Clinger and Rees, "Macros That Work" (1991): each use of a macro renames the symbols of the template to fresh aliases. A
/// binding form that gets an alias binds that alias only, so it captures nothing of the user's. An alias that nothing binds means what its
/// symbol means where the macro was defined. In a quotation an alias is its symbol, which is all that the datum says.
struct Identifier {
    /// The name of the symbol, whatever it was renamed to.
    let name: String
    /// Nil for a symbol of a source.
    let alias: Alias?
}

/// What an identifier stands for that a template inserted.
struct Alias {
    /// The symbol in the template; itself an alias if another macro made the template.
    let base: IdentifierID
    let environment: DefinitionEnvironment
}

/// Where a macro was defined.
enum DefinitionEnvironment {
    /// In this unit: in the module at this position, inside the innermost `depth` local scopes open there. A macro can be used only where
    /// the scopes around its definition are open, so that a depth says which.
    case unit(module: Int, depth: Int)
    /// In another unit, which has said what the symbol means there.
    case foreign(Binding)
}

/// All identifiers of a unit.
struct IdentifierTable {
    private(set) var identifiers = Store<Identifier>()
    private var symbols: [String: IdentifierID] = [:]

    subscript(id: IdentifierID) -> Identifier { identifiers[id] }
    var count: Int { identifiers.count }

    mutating func symbol(_ name: String) -> IdentifierID {
        if let known = symbols[name] { return known }
        let id = identifiers.append(Identifier(name: name, alias: nil))
        symbols[name] = id
        return id
    }

    mutating func alias(of base: IdentifierID, in environment: DefinitionEnvironment) -> IdentifierID {
        identifiers.append(Identifier(name: identifiers[base].name, alias: Alias(base: base, environment: environment)))
    }
}
