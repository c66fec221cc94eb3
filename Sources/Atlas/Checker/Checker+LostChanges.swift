import Basics

extension Checker {
    /// Warns of a statement that changes a collection in vain: only what a variable names is changed in place, everything else is a copy.
    mutating func warnIfChangeIsLost(_ id: ExpressionID) {
        guard let (name, collection, writeBack) = change(id) else { return }
        switch tree.expressions[collection].kind {
        case .name: return
        // An error, if it is of a namespace.
        case .member(let base, _, nil): if case .namespace = typed.expressionTypes[base.offset].stripped { return }
        default: break
        }
        let arguments = hasArguments(id) ? "…" : ""
        let help: String
        switch (writeBack, tree.expressions[collection].kind, tree.expressions[id].kind) {
        case (.collection, .subscripted, .member): help = "put the result back, as in `xs[i] = xs[i].\(name)(\(arguments));`"
        case (.collection, .subscripted, _): help = "put the result back, as in `xs[i] = \(name)(xs[i]\(arguments.isEmpty ? "" : ", …"));`"
        case (_, .subscripted, _): help = "take it into a variable first, and put that back afterwards"
        default: help = "take it into a variable first"
        }
        warning(
            "AW9999", "'\(name)' changes a copy that nothing keeps", span(collection), label: "not a variable, so a copy of it is changed",
            help: [help])
    }

    /// There is more than what is changed.
    private func hasArguments(_ id: ExpressionID) -> Bool {
        switch tree.expressions[id].kind {
        case .call(_, let arguments): arguments.count > 1
        case .member(_, _, let arguments?): !arguments.isEmpty
        default: false
        }
    }

    /// The function or method that the expression calls, what it changes, and how.
    private func change(_ id: ExpressionID) -> (name: String, collection: ExpressionID, writeBack: Builtin.WriteBack)? {
        switch (tree.expressions[id].kind, typed.resolutions[id]) {
        case (.call(_, let arguments), .builtin(let name)?):
            guard let writeBack = libraryRow(name)?.writeBack, let collection = arguments.first else { return nil }
            return (name, collection, writeBack)
        case (.member(let base, let name, .some), .builtinMethod?):
            return (name.text, base, ["pop", "shift"].contains(name.text) ? .extraction : .collection)
        default: return nil
        }
    }
}
